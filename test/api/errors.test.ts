import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {CloudflareError, type ErrorKind, explain, ReadOnlyError} from '../../source/api/client.ts';
import {readBody} from '../../source/api/envelope.ts';
import {type Failing, noAnswer, refusal} from '../../source/api/failures.ts';
import {
	attemptInWords,
	findOperation,
	type OperationId,
	operationPath,
	requestLine,
} from '../../source/api/operations.ts';
import {TransportFailure} from '../../source/api/transport.ts';

function failing(id: OperationId = 'userGroups.members.list'): Failing {
	const operation = findOperation(id);
	const ids = Object.fromEntries(
		[...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, 'a1b2c3d4e5f6']),
	);
	return {operation, attempted: attemptInWords(operation, ids), host: 'api.cloudflare.com', rayId: '8f00-FRA'};
}

const refused = (errors: readonly unknown[]) => JSON.stringify({success: false, errors, messages: [], result: null});

interface Row {
	readonly status: number;
	readonly body: string;
	readonly kind: ErrorKind;
	readonly operation?: OperationId;
	readonly permission?: string;
	readonly messages?: readonly (string | RegExp)[];
	readonly next?: RegExp;
}

const rows: readonly Row[] = [
	// Contract 1.4, the groups' own.
	{
		status: 404,
		body: refused([{code: 404, message: 'User group not found'}]),
		kind: 'not-found',
		messages: ['User group not found (404)'],
		next: /refresh/,
	},
	{
		status: 400,
		body: refused([{code: 400, message: 'name already in use'}]),
		kind: 'conflict',
		operation: 'userGroups.create',
		next: /another name/,
	},
	{
		status: 400,
		body: refused([{code: 400, message: 'Policy validation failed'}]),
		kind: 'invalid',
		next: /denies, which user groups do not take; or .*account-wide scope/,
	},
	{
		status: 400,
		body: refused([
			{
				code: 1006,
				message:
					'Unknown error when processing member, please try again. Error: invalid permission group and resource group combination',
			},
		]),
		kind: 'invalid',
		next: /another level/,
	},
	{
		status: 400,
		body: refused([{message: 'Cannot re-use policy IDs'}]),
		kind: 'invalid',
		messages: ['Cannot re-use policy IDs'],
		next: /changed meanwhile/,
	},
	{
		status: 422,
		body: refused([{code: 422, message: 'resource group is non-editable'}]),
		kind: 'invalid',
		next: /belongs to Cloudflare/,
	},
	{
		status: 400,
		body: refused([{code: 400, message: 'member … do not have DSR enabled'}]),
		kind: 'invalid',
		next: /domain-scoped/,
	},
	{
		status: 400,
		body: refused([{code: 400, message: 'Invalid member: not a member'}]),
		kind: 'invalid',
		operation: 'userGroups.members.remove',
		next: /invitation that is not accepted/,
	},
	{
		status: 400,
		body: refused([{code: 1, message: 'x'}]),
		kind: 'invalid',
		operation: 'ssoConnectors.delete',
		next: /present state/,
	},
	{
		status: 400,
		body: refused([{code: 1, message: 'x'}]),
		kind: 'invalid',
		operation: 'ssoConnectors.create',
		next: /was entered/,
	},
	{status: 409, body: refused([{code: 1002, message: 'conflict'}]), kind: 'conflict'},
	// Credentials.
	{
		status: 400,
		body: refused([
			{
				code: 6003,
				message: 'Invalid request headers',
				error_chain: [{code: 6111, message: 'Invalid format for Authorization header'}],
			},
		]),
		kind: 'authentication',
		messages: ['Invalid request headers (6003)', 'Invalid format for Authorization header (6111)'],
		next: /mistyped/,
	},
	{
		status: 400,
		body: refused([{code: 9106, message: 'Missing X-Auth-Key, X-Auth-Email or Authorization headers'}]),
		kind: 'authentication',
	},
	{status: 403, body: refused([{code: 9103, message: 'Unknown X-Auth-Key or X-Auth-Email'}]), kind: 'authentication'},
	{status: 403, body: refused([{code: 9109, message: 'Invalid access token'}]), kind: 'authentication'},
	{
		status: 403,
		body: refused([{code: 9109, message: 'Max auth failures reached, please check your Authorization header.'}]),
		kind: 'authentication',
		next: /locked.*wait/i,
	},
	{
		status: 401,
		body: refused([{code: 1000, message: 'Invalid API Token'}]),
		kind: 'authentication',
		operation: 'tokens.verifyUser',
	},
	{
		status: 403,
		body: refused([{code: 10000, message: 'Authentication error'}]),
		kind: 'authentication',
		operation: 'tokens.verifyAccount',
	},
	{
		status: 400,
		body: refused([{code: 1001, message: 'Missing "Authorization" header'}]),
		kind: 'authentication',
		operation: 'tokens.verifyUser',
	},
	{status: 401, body: refused([{code: 9300, message: 'Session expired'}]), kind: 'authentication'},
	// A token that is good but may not, or is not good: Cloudflare does not say which.
	{
		status: 403,
		body: refused([{code: 10000, message: 'Authentication error'}]),
		kind: 'permission',
		permission: 'Account Settings Read',
		next: /Account Settings Read/,
	},
	{
		status: 401,
		body: refused([{code: 10000, message: 'Authentication error'}]),
		kind: 'authentication',
		permission: 'Account Settings Read',
	},
	{
		status: 403,
		body: refused([{code: 10000, message: 'Authentication error'}]),
		kind: 'permission',
		operation: 'ssoConnectors.update',
		permission: 'SSO Connector Write',
	},
	{
		status: 403,
		body: refused([{code: 10000, message: 'Authentication error'}]),
		kind: 'permission',
		operation: 'oauthClients.list',
		permission: 'OAuth Client Read',
	},
	{
		status: 403,
		body: refused([{code: 10000, message: 'Authentication error'}]),
		kind: 'permission',
		operation: 'zones.list',
		permission: 'Zone Read',
	},
	{
		status: 403,
		body: refused([{code: 9109, message: 'Unauthorized to access requested resource'}]),
		kind: 'permission',
		operation: 'userGroups.members.add',
		permission: 'Account Settings Write',
	},
	{status: 403, body: refused([]), kind: 'permission', operation: 'oauthScopes.list', next: /may be invalid, or lack/},
	// Routes.
	{status: 404, body: refused([{code: 7000, message: 'No route for that URI'}]), kind: 'not-found'},
	{
		status: 400,
		body: refused([{code: 7003, message: 'Could not route to /x, perhaps your object identifier is invalid?'}]),
		kind: 'not-found',
	},
	{
		status: 405,
		body: refused([{code: 10405, message: 'Method not allowed for this authentication scheme'}]),
		kind: 'api',
	},
	{
		status: 400,
		body: refused([{code: 1001, message: 'List accounts endpoint does not support account owned tokens.'}]),
		kind: 'invalid',
		operation: 'accounts.list',
		next: /CLOUDFLARE_ACCOUNT_ID/,
	},
	// Limits and faults.
	{
		status: 429,
		body: refused([{code: 971, message: 'More than 1200 requests per 300 seconds reached.'}]),
		kind: 'rate-limit',
		next: /1,200 requests/,
	},
	{status: 429, body: '', kind: 'rate-limit', messages: ['The answer was empty, with status 429.']},
	{
		status: 500,
		body: refused([{code: 1000, message: 'internal server error'}]),
		kind: 'server',
		next: /cloudflarestatus/,
	},
	{
		status: 502,
		body: '<html>\n<head><title>502 Bad Gateway</title></head><body>x</body></html>',
		kind: 'server',
		messages: ['The answer was a web page, with status 502: 502 Bad Gateway'],
	},
	{
		status: 521,
		body: '<!DOCTYPE html><body><style>p{}</style><p>Web server\nis  down</p></body>',
		kind: 'server',
		messages: [/: Web server is down$/],
	},
	{
		status: 503,
		body: 'upstream connect error',
		kind: 'server',
		messages: [/was no JSON, with status 503: upstream connect error/],
	},
	{status: 408, body: '', kind: 'timeout'},
	// Other shapes than documented.
	{
		status: 400,
		body: JSON.stringify({success: false, errors: [{message: 'no code'}], messages: [], result: []}),
		kind: 'invalid',
		messages: ['no code'],
	},
	{
		status: 400,
		body: JSON.stringify({success: false, errors: [{code: 1004}]}),
		kind: 'invalid',
		messages: ['Error 1004'],
	},
	{
		status: 400,
		body: JSON.stringify({success: false, errors: ['just text', null, 7]}),
		kind: 'invalid',
		messages: ['just text'],
	},
	{
		status: 400,
		body: JSON.stringify({success: false, errors: [{code: 1, message: 'bad', source: {pointer: '/policies/0'}}]}),
		kind: 'invalid',
		messages: ['bad (at /policies/0) (1)'],
	},
	{
		status: 400,
		body: JSON.stringify({error: 'x'}),
		kind: 'invalid',
		messages: ['Cloudflare answered with status 400 and no reason.'],
	},
	{status: 400, body: '[1]', kind: 'invalid', messages: ['The answer had status 400 and was a list.']},
	{status: 400, body: 'null', kind: 'invalid', messages: ['The answer had status 400 and was null.']},
	{
		status: 400,
		body: '{"success":false,"err',
		kind: 'invalid',
		messages: ['The answer was damaged or incomplete JSON, with status 400.'],
	},
	{status: 418, body: refused([]), kind: 'api'},
	// Success that is none.
	{status: 200, body: refused([{code: 404, message: 'User group not found'}]), kind: 'not-found'},
	{status: 200, body: refused([{code: 1, message: 'odd'}]), kind: 'api'},
	{status: 302, body: '', kind: 'unreadable', messages: [/redirect/], next: /CLOUDFLARE_BASE_URL/},
];

test.each(rows)('$status $body is $kind', ({status, body, kind, operation, permission, messages, next}) => {
	const error = refusal(failing(operation), status, readBody(body));
	expect(error).toMatchObject({kind, status, permission, rayId: '8f00-FRA'});
	if (messages !== undefined) {
		expect(error.messages).toEqual(
			messages.map((message) => (typeof message === 'string' ? message : expect.stringMatching(message))),
		);
	}
	if (next !== undefined) expect(error.next).toMatch(next);
	expect(explain(error).join('\n')).not.toMatch(/undefined|\[object|\bat .*\.ts/);
});

test('a write whose fate is unknown says so', () => {
	const unknown = refusal(failing('userGroups.create'), 502, readBody(''));
	expect(unknown.uncertain).toBe(true);
	expect(explain(unknown).join('\n')).toMatch(/not known whether the change was made/);
	expect(refusal(failing('userGroups.create'), 400, readBody('')).uncertain).toBe(false);
	expect(refusal(failing('userGroups.list'), 502, readBody('')).uncertain).toBe(false);
	const lost = noAnswer(
		failing('userGroups.create'),
		new TransportFailure('reset', 'ECONNRESET', undefined, undefined),
	);
	expect(lost).toMatchObject({kind: 'network', uncertain: true});
	const never = noAnswer(
		failing('userGroups.create'),
		new TransportFailure('refused', 'ECONNREFUSED', undefined, undefined),
	);
	expect(never).toMatchObject({kind: 'network', uncertain: false});
});

test('an explanation tells what was attempted, what happened, what is missing, what to do, and the ray id', () => {
	const error = refusal(failing(), 403, readBody(refused([{code: 10000, message: 'Authentication error'}])));
	expect(explain(error)).toEqual([
		'Could not list the members of user group a1b2c3d4e5f6.',
		'Authentication error (10000)',
		'Permission it needs: Account Settings Read',
		'Add "Account Settings Read" for this account to the token, or use another one; a new token takes a minute to work everywhere.',
		'Ray id: 8f00-FRA',
	]);
	expect(explain(new ReadOnlyError('delete user group x'))[0]).toBe('Could not delete user group x.');
	expect(explain(new RangeError('odd'))).toEqual(['Something unexpected happened: odd']);
	expect(explain('odd')).toEqual(['Something unexpected happened: odd']);
});

test('ids are short in words and whole in the request line', () => {
	const id = 'f234f49f66df4db8864c5189fe78c87f';
	const ids = {account_id: '023e105f4ecef8ad9ca31a8372d0c353', user_group_id: id, member_id: id};
	expect(attemptInWords(findOperation('userGroups.members.remove'), ids)).toBe(
		'remove member f234f49f… from user group f234f49f…',
	);
	expect(requestLine('userGroups.members.remove', ids)).toBe(
		`DELETE /accounts/023e105f4ecef8ad9ca31a8372d0c353/iam/user_groups/${id}/members/${id}`,
	);
	expect(() => requestLine('userGroups.members.remove', {})).toThrow(RangeError);
});

test('the path of an operation has each id as one encoded segment', () => {
	expect(operationPath('oauthClients.get', {account_id: 'a', oauth_client_id: '../b?c#d e'})).toBe(
		'/accounts/a/oauth_clients/..%2Fb%3Fc%23d%20e',
	);
});

describe('whatever an answer holds', () => {
	const body = fc.oneof(
		fc.string({unit: 'binary'}),
		fc.json(),
		fc
			.record(
				{
					success: fc.anything(),
					errors: fc.oneof(
						fc.anything(),
						fc.array(
							fc.record(
								{code: fc.anything(), message: fc.anything(), error_chain: fc.anything(), source: fc.anything()},
								{requiredKeys: []},
							),
						),
					),
					result_info: fc.anything(),
				},
				{requiredKeys: []},
			)
			.map((value) => JSON.stringify(value) ?? ''),
	);

	test('an error comes of it, with inert text', () => {
		fc.assert(
			fc.property(fc.integer({min: 100, max: 999}), body, (status, text) => {
				const error = refusal(failing(), status, readBody(text));
				expect(error).toBeInstanceOf(CloudflareError);
				expect(error.messages.length).toBeGreaterThan(0);
				expect(explain(error).join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
			}),
		);
	});

	test('no depth of nesting breaks it', () => {
		const chain = (depth: number): unknown =>
			depth === 0 ? [] : [{code: depth, message: 'x', error_chain: chain(depth - 1)}];
		expect(readBody(refused([{code: 1, message: 'top', error_chain: chain(150)}]))).toMatchObject({kind: 'envelope'});
		expect(readBody('['.repeat(100_000)).kind).toBe('damaged');
		expect(readBody(`{"result":${'['.repeat(50_000)}${']'.repeat(50_000)}}`).kind).toBe('envelope');
	});
});
