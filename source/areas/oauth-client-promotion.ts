/** Making an OAuth client public, for good, and what has to be so before (contract 7.4); the proof of its domain. */
import type {OauthClient} from '../api/schemas.ts';
import type {Line} from '../terminal/line.ts';
import {plain, toned} from './cells.ts';
import type {Refusal} from './define.ts';
import {defineClientSteps} from './oauth-client-step.ts';
import {clientFields} from './oauth-client-steps.ts';
import {clientName, hostOf, identityScopes, typedName} from './oauth-client-words.ts';
import {changesSince, conflictOf} from './object-kind.ts';
import type {Step} from './write.ts';

/** One thing that Cloudflare asks of a client before it may be public. */
export interface Precondition {
	/** What is asked, and what is there: `logo URI: https://…`. */
	readonly text: string;
	readonly isMet: boolean;
	/** What is missing and how to get it; empty where nothing is. */
	readonly missing: string;
}

function hostPrecondition({client_uri, client_uri_verification: verification}: OauthClient): Precondition {
	const host = hostOf(client_uri);
	const status = verification?.status ?? 'not begun';
	if (host === undefined) {
		return {text: 'verified host of the client URI', isMet: false, missing: 'no client URI is set (e)'};
	}
	const isMet = status === 'verified';
	const how =
		status === 'failed'
			? 'publish the TXT record of the detail, then verify again (V)'
			: 'publish the TXT record of the detail';
	return {
		text: `verified host of the client URI: ${host}`,
		isMet,
		missing: isMet ? '' : `verification is ${status.replaceAll('_', ' ')}: ${how}`,
	};
}

/** The checklist of the contract, in the order in which it is easiest to work through. */
export function preconditions(client: OauthClient): readonly Precondition[] {
	const name = client.client_name?.trim() ?? '';
	const logo = client.logo_uri?.trim() ?? '';
	const scopes = (client.scopes ?? []).filter((scope) => !identityScopes.has(scope));
	return [
		{text: 'a name', isMet: name !== '', missing: name === '' ? 'it has no name (e)' : ''},
		{text: 'a logo URI', isMet: logo !== '', missing: logo === '' ? 'no logo URI is set (e)' : ''},
		hostPrecondition(client),
		{
			text: 'a scope beyond those of identity',
			isMet: scopes.length > 0,
			missing: scopes.length > 0 ? '' : 'it asks for identity scopes only (e)',
		},
	];
}

/** `[x] a name`, `[ ] a logo URI: no logo URI is set`. */
export function checklist(client: OauthClient): readonly Line[] {
	return preconditions(client).map(({text, isMet, missing}) => [
		{text: isMet ? '[x] ' : '[ ] ', tone: isMet ? 'good' : 'warning'},
		{text},
		...(isMet ? [] : [{text: `: ${missing}`, tone: 'warning' as const}]),
	]);
}

function isPublic({visibility}: OauthClient): boolean {
	return visibility === 'public';
}

export function promotionRefusal(client: OauthClient): Refusal {
	return isPublic(client) ? 'it is public already, and stays so' : undefined;
}

export const promote: (client: OauthClient) => Step = defineClientSteps((client) => ({
	name: 'promote',
	method: 'PATCH',
	body: {visibility: 'public'},
	effect: 'becomes public for good',
	words: {done: 'public', already: 'is public already'},
	together: {title: (count) => `Make ${count} OAuth clients public`, verb: 'Promote'},
	final: 'Cloudflare makes no public client private again',
	standing(base, present, setting) {
		const name = clientName(present);
		if (isPublic(present)) return {kind: 'already', line: toned(`${name} is public already`, 'dim')};
		const missing = preconditions(present).filter(({isMet}) => !isMet);
		if (missing.length > 0) {
			return {
				kind: 'impossible',
				line: toned(`not yet: ${missing.length} of what Cloudflare asks for is missing`, 'warning'),
			};
		}
		// What becomes public is public as it is: what somebody else has changed meanwhile has to be seen before.
		const changed = changesSince({fields: clientFields}, base, present, setting);
		return changed.length === 0
			? {kind: 'open'}
			: conflictOf(
					changed,
					[{label: 'make it public as it is now', step: promote(present)}],
					[plain('public as it was')],
				);
	},
	async send({client_id}, writer, options) {
		await writer.oauthClients.update(client_id, {visibility: 'public'}, options);
		return {};
	},
	wording(present) {
		const isReady = !isPublic(present) && preconditions(present).every(({isMet}) => isMet);
		return {
			title: `Make ${clientName(present)} public`,
			verb: 'Make public',
			// Where it can not be done, nothing has to be typed for it.
			weight: isReady ? {kind: 'irreversible', ...typedName(client)} : {kind: 'affects-people'},
			people: [],
			diff: isReady
				? [
						{sign: '-', line: plain('visibility: private')},
						{sign: '+', line: plain('visibility: public')},
					]
				: [],
			details: [plain('Cloudflare asks for:'), ...checklist(present)],
			remarks: [toned('People of every Cloudflare account will be able to sign in with it.', 'warning')],
		};
	},
}));

export function verificationRefusal({client_uri, client_uri_verification: verification}: OauthClient): Refusal {
	if (hostOf(client_uri) === undefined) return 'it has no client URI whose host could be verified: e sets one';
	return verification?.status === 'verified' ? 'its host is verified already' : undefined;
}

/** Where Cloudflare looks for the proof, and what it looks for. */
export interface ProofRecord {
	readonly host: string;
	readonly text: string;
}

export function proofRecord({client_uri, client_uri_verification: verification}: OauthClient): ProofRecord | undefined {
	const host = hostOf(client_uri);
	// A port is no part of a name in the DNS.
	return host === undefined || !verification?.text
		? undefined
		: {host: host.replace(/:\d+$/u, ''), text: verification.text};
}

/** Sent unchanged, the client URI is verified anew (contract 7.4). */
export const verifyAgain: (client: OauthClient) => Step = defineClientSteps(({client_uri: uri}) => ({
	name: 'verify',
	method: 'PATCH',
	body: {client_uri: uri},
	effect: 'Cloudflare looks for the TXT record again',
	words: {done: 'begun', already: 'is verified'},
	together: {title: (count) => `Verify the hosts of ${count} OAuth clients again`, verb: 'Verify'},
	final: 'a verification that has begun runs its course',
	standing(base, present) {
		const name = clientName(present);
		if (present.client_uri !== base.client_uri) {
			return {
				kind: 'conflict',
				was: [plain(`client URI: ${base.client_uri ?? 'none'}`)],
				theirs: [plain(`client URI: ${present.client_uri ?? 'none'}`)],
				yours: [plain('verified again')],
				resolutions: present.client_uri
					? [{label: `verify ${hostOf(present.client_uri) ?? present.client_uri}`, step: verifyAgain(present)}]
					: [],
			};
		}
		return present.client_uri_verification?.status === 'verified'
			? {kind: 'already', line: toned(`${hostOf(uri) ?? name} is verified by now`, 'dim')}
			: {kind: 'open'};
	},
	async send({client_id, client_uri}, writer, options) {
		await writer.oauthClients.update(client_id, {client_uri: client_uri ?? undefined}, options);
		return {};
	},
	wording: (present) => {
		const record = proofRecord(present);
		return {
			title: `Verify the host of ${clientName(present)} again`,
			verb: 'Verify',
			weight: {kind: 'reversible'},
			people: [],
			diff: [],
			details:
				record === undefined
					? []
					: [plain(`Cloudflare looks for this TXT record at ${record.host}:`), toned(record.text, 'accent')],
			remarks: [],
			undo: 'Nothing changes but the state of the verification; there is nothing to undo.',
		};
	},
}));

/** Whether the state of the verification may change by itself. */
export function isBeingVerified({client_uri_verification: verification}: OauthClient): boolean {
	return verification?.status === 'pending' || verification?.status === 'in_progress';
}

/** What the state of the verification means, for people. */
export function verificationText({client_uri_verification: verification}: OauthClient): string {
	switch (verification?.status) {
		case undefined:
		case null:
			return '';
		case 'verified':
			return 'verified';
		case 'pending':
			return 'pending: Cloudflare has yet to look for the TXT record';
		case 'in_progress':
			return 'in progress: Cloudflare is looking for the TXT record';
		case 'failed':
			return 'failed: the TXT record was not found; V looks again';
		default:
			return verification?.status ?? '';
	}
}
