/** Who asks (contract 10.1) and what they may do (contract 2 to 9: the token permissions of each endpoint). */
import type {IncomingHttpHeaders} from 'node:http';
import {type DemoToken, demoKey, demoTokens, type Permission} from './demo-credentials.ts';
import {Refusal, refuse} from './envelope.ts';

export type Identity =
	| {readonly kind: 'token'; readonly token: DemoToken}
	/** A Global API key: everything that its user may do. */
	| {readonly kind: 'key'};

/** What an operation needs. */
export type Need =
	| {readonly kind: 'any credential'}
	/** A credential that sees the account, whatever it may do there. */
	| {readonly kind: 'any permission'}
	| {readonly kind: 'permission'; readonly anyOf: readonly Permission[]; readonly tokensOnly?: boolean};

function malformed(code: number, header: string): Refusal {
	return new Refusal(400, [
		{
			code: 6003,
			message: 'Invalid request headers',
			error_chain: [{code, message: `Invalid format for ${header} header`}],
		},
	]);
}

function header(headers: IncomingHttpHeaders, name: string): string | undefined {
	const value = headers[name];
	return Array.isArray(value) ? value[0] : value;
}

/** The bearer token of the request; refused with 6003/6111 when the header has another form. */
function readBearer(authorization: string): string {
	const [, token] = /^Bearer +([\w-]{40,})$/i.exec(authorization) ?? [];
	if (token === undefined) {
		throw malformed(6111, 'Authorization');
	}
	return token;
}

const known: readonly DemoToken[] = Object.values(demoTokens);

export function findToken(text: string): DemoToken | undefined {
	return known.find(({token, status}) => token === text && status !== 'revoked');
}

/** The token as it was sent, for the verify endpoints; undefined when the request comes with a key. */
export function readToken(headers: IncomingHttpHeaders): string | undefined {
	const authorization = header(headers, 'authorization');
	return authorization === undefined ? undefined : readBearer(authorization);
}

/** Refuses the request, or says who asks. Where a token and a key are sent the token counts (a choice of ours). */
export function authenticate(headers: IncomingHttpHeaders): Identity {
	const text = readToken(headers);
	if (text !== undefined) {
		const token = findToken(text);
		if (token === undefined) {
			throw refuse(403, 9109, 'Invalid access token');
		}
		if (token.status !== 'active') {
			throw refuse(401, 10000, 'Authentication error');
		}
		return {kind: 'token', token};
	}
	const email = header(headers, 'x-auth-email');
	const key = header(headers, 'x-auth-key');
	if (email === undefined || key === undefined) {
		throw refuse(400, 9106, 'Missing X-Auth-Key, X-Auth-Email or Authorization headers');
	}
	if (!/^[^@\s]+@[^@\s]+$/.test(email)) {
		throw malformed(6102, 'X-Auth-Email');
	}
	if (!/^([0-9a-f]{37}|cfk_\w{30,})$/.test(key)) {
		throw malformed(6103, 'X-Auth-Key');
	}
	if (email !== demoKey.email || key !== demoKey.key) {
		throw refuse(403, 9103, 'Unknown X-Auth-Key or X-Auth-Email');
	}
	return {kind: 'key'};
}

/** A name for whose budget a request counts against; unknown credentials share one. */
export function budgetOf(headers: IncomingHttpHeaders): string {
	const authorization = header(headers, 'authorization')?.replace(/^Bearer +/i, '');
	const token = authorization === undefined ? undefined : findToken(authorization);
	// Limits are by user, over all of the user's tokens and keys, or by account token (contract 10.2).
	return token?.kind === 'account token' ? token.id : 'user';
}

export function sees(identity: Identity, account: string, main: string): boolean {
	if (identity.kind === 'key') {
		return true;
	}
	switch (identity.token.accounts) {
		case 'all':
			return true;
		case 'main':
			return account === main;
		case 'none':
			return false;
	}
}

export function isAllowed(identity: Identity, anyOf: readonly Permission[]): boolean {
	if (identity.kind === 'key') {
		return true;
	}
	const held = identity.token.permissions;
	return anyOf.some((permission) => held.includes(permission));
}

/** Refuses with 10000, which means both "no such token" and "not allowed here" (contract 1.4). */
export function authorise(identity: Identity, need: Need): void {
	if (need.kind !== 'permission') {
		return;
	}
	if ((need.tokensOnly === true && identity.kind === 'key') || !isAllowed(identity, need.anyOf)) {
		throw refuse(403, 10000, 'Authentication error');
	}
}

function needsOneOf(...anyOf: readonly Permission[]): Need {
	return {kind: 'permission', anyOf};
}

export const needs = {
	anyCredential: {kind: 'any credential'},
	anyPermission: {kind: 'any permission'},
	readSettings: needsOneOf('Account Settings Read', 'Account Settings Write', 'SCIM Provisioning'),
	writeSettings: needsOneOf('Account Settings Write', 'SCIM Provisioning'),
	readSso: {kind: 'permission', anyOf: ['SSO Connector Read', 'SSO Connector Write'], tokensOnly: true},
	writeSso: {kind: 'permission', anyOf: ['SSO Connector Write'], tokensOnly: true},
	readOauth: needsOneOf('OAuth Client Read', 'OAuth Client Write'),
	writeOauth: needsOneOf('OAuth Client Write'),
	readTokens: needsOneOf('Account API Tokens Read', 'Account API Tokens Write'),
	readOwnTokens: needsOneOf('API Tokens Read'),
	readMemberships: needsOneOf('Memberships Read'),
	readUser: needsOneOf('User Details Read'),
} as const satisfies Readonly<Record<string, Need>>;
