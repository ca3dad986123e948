/** Which field of the form a refusal of Cloudflare is about: texts and codes are not documented (contract 11.1). */
import type {CloudflareError} from '../api/errors.ts';
import type {FormValues} from './form.ts';
import {type FieldName, fieldKinds, fieldNames, listOf} from './oauth-client-rules.ts';

/** Words of refusals that name no field by its own name, in the order in which they are looked for. */
const phrases: readonly (readonly [RegExp, FieldName])[] = [
	[/optional[ _]scopes?/iu, 'optional_scopes'],
	[/client ur[il]|publisher|\bhost\b/iu, 'client_uri'],
	[/\blogo\b/iu, 'logo_uri'],
	[/\bscopes?\b/iu, 'scopes'],
	[/post[ _]logout/iu, 'post_logout_redirect_uris'],
	[/redirect/iu, 'redirect_uris'],
	[/\bcors\b|\borigins?\b/iu, 'allowed_cors_origins'],
	[/grant[ _]types?/iu, 'grant_types'],
	[/response[ _]types?/iu, 'response_types'],
	[/auth(?:entication)?[ _]method/iu, 'token_endpoint_auth_method'],
	[/\b(?:client )?name\b/iu, 'client_name'],
];

/** Names that are no words of other sentences; the longest first: `redirect_uris` is a part of another. */
const names = fieldNames.filter((name) => name.includes('_')).toSorted((left, right) => right.length - left.length);

function fieldIn(message: string): FieldName | undefined {
	// Names of fields are looked for first: refusals quote values, which may hold any word.
	return names.find((name) => message.includes(name)) ?? phrases.find(([pattern]) => pattern.test(message))?.[1];
}

/** `redirect_uris.1` where the refusal quotes the entry, or points at it; else the field. */
export function clientPlaceOf(error: CloudflareError, values: FormValues): string | undefined {
	for (const message of error.messages) {
		const field = fieldIn(message);
		if (field === undefined) continue;
		if (fieldKinds[field] === 'text') return field;
		const pointed = new RegExp(`${field}[/.\\[](\\d+)`, 'u').exec(message)?.[1];
		if (pointed !== undefined) return `${field}.${pointed}`;
		if (field === 'grant_types' || field === 'response_types') return field;
		const entries = values[field];
		const held = Array.isArray(entries) ? entries : [];
		// The longest that is quoted: one address may begin like another.
		const [quoted] = listOf(values, field)
			.filter((entry) => message.includes(entry))
			.toSorted((left, right) => right.length - left.length);
		const index = held.findIndex((entry) => typeof entry === 'string' && entry.trim() === quoted);
		return quoted === undefined || index < 0 ? field : `${field}.${index}`;
	}
	return undefined;
}
