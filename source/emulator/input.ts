/** Reads request bodies: what is not there, not an object or of the wrong type is refused. */
import type {Refusal} from './envelope.ts';
import type {Body} from './router.ts';

/** Makes the refusal of an area from a text: the codes differ (contract 1.4). */
export type Refuse = (message: string) => Refusal;

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON of the body; a missing body is refused, never read as an empty list (contract 5.3). */
export function readJson(body: Body, refuse: Refuse): unknown {
	if (body.kind === 'none') {
		throw refuse('Request body must not be empty');
	}
	return body.value;
}

export function readFields(body: Body, refuse: Refuse): Fields {
	const value = readJson(body, refuse);
	if (!isFields(value)) {
		throw refuse('Request body must be a JSON object');
	}
	return value;
}

/** The non-empty text under `name`. */
export function requireText(fields: Fields, name: string, refuse: Refuse): string {
	const value = fields[name];
	if (typeof value !== 'string' || value.trim() === '') {
		throw refuse(`${name} is required and must be a non-empty string`);
	}
	return value;
}

/** The text under `name`, undefined when it is absent or null. */
export function optionalText(fields: Fields, name: string, refuse: Refuse): string | undefined {
	const value = fields[name];
	if (value === undefined || value === null) {
		return undefined;
	}
	if (typeof value !== 'string') {
		throw refuse(`${name} must be a string`);
	}
	return value;
}

export function optionalFlag(fields: Fields, name: string, refuse: Refuse): boolean | undefined {
	const value = fields[name];
	if (value === undefined || value === null) {
		return undefined;
	}
	if (typeof value !== 'boolean') {
		throw refuse(`${name} must be a boolean`);
	}
	return value;
}

export function optionalTexts(fields: Fields, name: string, refuse: Refuse): readonly string[] | undefined {
	const value = fields[name];
	if (value === undefined || value === null) {
		return undefined;
	}
	if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
		throw refuse(`${name} must be an array of strings`);
	}
	return value;
}

export function requireList(fields: Fields, name: string, refuse: Refuse): readonly unknown[] {
	const value = fields[name];
	if (!Array.isArray(value)) {
		throw refuse(`${name} is required and must be an array`);
	}
	return value;
}
