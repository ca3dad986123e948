/** What the credential may do with each area, and how it gets what it may not. Pure. */
import {CloudflareError, explain} from '../api/errors.ts';
import {abilityRemarks} from '../identity/abilities.ts';
import {type Access, permissionInDashboard, type TokenPageLink, tokenPageLink} from '../identity/permissions.ts';
import type {Ability, AreaAbility, CredentialKnowledge, Self} from '../insight/credential.ts';
import {type Line, span} from '../terminal/line.ts';
import {pad} from '../terminal/width.ts';

function ownerOf(self: Self | undefined): 'user' | 'account' {
	return self?.kind === 'account-token' ? 'account' : 'user';
}

/** The dashboard's form for a token that may do everything that is of use here. */
export function tokenLink(credential: CredentialKnowledge | undefined, access: Access): TokenPageLink {
	return tokenPageLink(access, ownerOf(credential?.self));
}

function whose({kind, self}: CredentialKnowledge): string {
	const what = kind === 'key' ? 'Global API key' : 'API token';
	switch (self.kind) {
		case 'person':
			return `${what} of ${self.email}`;
		case 'account-token':
			return `${what} that belongs to the account`;
		case 'unknown':
			return `${what}: ${self.why}`;
	}
}

function abilitySpan(ability: Ability, isAsking: boolean) {
	const text = ability === 'unknown' ? (isAsking ? 'asking' : 'not told') : ability;
	return span(pad(text, 10), ability === 'yes' ? 'good' : ability === 'no' ? 'danger' : 'dim');
}

function abilityLine({area, read, write, writes, asking, permission, reason}: AreaAbility): Line {
	const why = permission === undefined ? (reason ?? '') : `needs ${permission}`;
	return [
		span(pad(area, 20)),
		abilitySpan(read, asking),
		writes ? abilitySpan(write, asking) : span(pad('-', 10), 'dim'),
		span(why, permission === undefined ? 'dim' : 'warning'),
	];
}

function linkLines(credential: CredentialKnowledge, access: Access): readonly Line[] {
	const {address, prefilled, byHand} = tokenLink(credential, access);
	return [
		[span('A token that may do all of it is made here; nothing is made by opening the page:', 'heading')],
		[span(address)],
		[span(`Filled in there: ${prefilled.map(permissionInDashboard).join(', ')}.`)],
		...(byHand.length === 0 ? [] : [[span(`To add there by hand: ${byHand.map(permissionInDashboard).join(', ')}.`)]]),
		[span('A token that is there already can be given the same under Edit.')],
		[span('c copies the address; :permissions again asks Cloudflare again.', 'dim')],
	];
}

export function permissionLines(credential: CredentialKnowledge, access: Access): readonly Line[] {
	const {abilities, kind} = credential;
	const isLacking = abilities.some(({read, write, writes}) => read !== 'yes' || (writes && write !== 'yes'));
	return [
		[span(whose(credential))],
		[],
		[span(`${pad('AREA', 20)}${pad('READ', 10)}${pad('CHANGE', 10)}`, 'heading')],
		...abilities.map(abilityLine),
		[],
		...abilityRemarks(abilities).map((text): Line => [span(text, 'dim')]),
		...(kind === 'key'
			? [[span('A key may do what the roles of its user allow: Manage Account > Members in the dashboard.')] as Line]
			: []),
		...(isLacking ? linkLines(credential, access) : [[span('Nothing is missing.', 'good')] as Line]),
	];
}

/** The page on which a token gets the permission that an error names; undefined where that is not what is missing. */
export function pageFor(error: unknown, credential: CredentialKnowledge | undefined): string | undefined {
	if (!(error instanceof CloudflareError) || error.kind !== 'permission' || credential?.kind === 'key')
		return undefined;
	const {permission = ''} = error;
	const {address, prefilled, byHand} = tokenLink(credential, permission.endsWith('Write') ? 'full' : 'read');
	const added = byHand.find(({names}) => names.includes(permission));
	if (added === undefined && !prefilled.some(({names}) => names.includes(permission))) return undefined;
	return `A token with it${added === undefined ? '' : ` (add ${permissionInDashboard(added)} by hand)`}: ${address}`;
}

/** What a person has to read of an error; of a permission that is missing also where it is told how to get it. */
export function explained(error: unknown, credential: CredentialKnowledge | undefined): readonly string[] {
	const lines = explain(error);
	if (!(error instanceof CloudflareError) || pageFor(error, credential) === undefined) return lines;
	const {permission, next} = error;
	const shown = next.startsWith('Add ')
		? `Add "${permission}" for this account to the token (:permissions shows where); it takes a minute to work everywhere.`
		: `${next} :permissions shows where.`;
	return lines.map((line) => (line === next ? shown : line));
}

/** The same with the address of that page at the end, where there is room for it: it is long. */
export function explainedInFull(error: unknown, credential: CredentialKnowledge | undefined): readonly string[] {
	return [...explained(error, credential), ...[pageFor(error, credential) ?? []].flat()];
}
