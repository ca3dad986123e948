import fc from 'fast-check';
import type * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {parseList, parseOne, parsePage} from '../../source/api/answers.ts';
import {readBody} from '../../source/api/envelope.ts';
import {CloudflareError} from '../../source/api/errors.ts';
import {findOperation} from '../../source/api/operations.ts';
import type {Reply} from '../../source/api/reply.ts';
import * as schemas from '../../source/api/schemas.ts';
import * as example from './support/examples.ts';

function replyOf(envelope: unknown): Reply {
	const body = readBody(JSON.stringify(envelope));
	if (body.kind !== 'envelope') throw new Error(`${body.kind} is no envelope`);
	const operation = findOperation('userGroups.list');
	return {
		envelope: body.envelope,
		status: 200,
		failing: {operation, attempted: operation.attempt, host: 'api.cloudflare.com', rayId: '8f00-FRA'},
	};
}

const reply = (result: unknown, info?: unknown) =>
	replyOf({success: true, errors: [], messages: [], result, ...(info === undefined ? {} : {result_info: info})});

function messageOf(act: () => unknown): string {
	try {
		act();
	} catch (error) {
		if (error instanceof CloudflareError && error.kind === 'shape') return error.messages.join('\n');
		throw error;
	}
	throw new Error('it was accepted');
}

describe('the answers that Cloudflare shows are read, and keep every field', () => {
	test.each([
		['user groups', schemas.userGroupSchema, example.userGroups],
		['permission groups', schemas.permissionGroupSchema, example.permissionGroups],
		['resource groups', schemas.listedResourceGroupSchema, [example.resourceGroup]],
		['group members', schemas.groupMemberSchema, [...example.groupMembers, example.groupMember]],
		['a group member in detail', schemas.groupMemberDetailSchema, [example.groupMemberDetail]],
		['SSO connectors', schemas.ssoConnectorSchema, [example.newSsoConnector, example.ssoConnector]],
		['OAuth clients', schemas.oauthClientSchema, [example.oauthClient]],
		['OAuth scopes', schemas.oauthScopeSchema, [example.oauthScope, {id: 'user-details.read', name: 'x', scopes: []}]],
		['accounts', schemas.accountSchema, [example.account]],
		['roles', schemas.roleSchema, [example.role]],
		['account members', schemas.accountMemberSchema, [example.accountMember]],
		['zones', schemas.zoneSchema, [example.zone]],
		['a verification', schemas.tokenVerificationSchema, [example.tokenVerification]],
		['a user', schemas.userSchema, [example.user]],
	])('%s', (_, schema: v.GenericSchema<unknown, unknown>, items) => {
		expect(parseList(reply(items), schema)).toEqual(items);
		for (const item of items) expect(parseOne(reply(item), schema)).toEqual(item);
	});

	test('a pending member, whose invitation code can not be seen', () => {
		const {code, ...visible} = example.pendingMember;
		const member = parseOne(reply(example.pendingMember), schemas.accountMemberSchema);
		expect(member).toMatchObject(visible);
		expect(JSON.stringify(member)).not.toContain(code);
		expect(member.code?.reveal()).toBe(code);
	});

	test('with their result_info', () => {
		expect(parsePage(reply(example.userGroups, example.userGroupsInfo), schemas.userGroupSchema, 1)).toEqual({
			items: example.userGroups,
			page: 1,
			info: example.userGroupsInfo,
		});
	});
});

describe('deviations that are known are accepted', () => {
	test.each([[null], [undefined], [[]]])('%j is an empty list', (result) => {
		expect(parseList(reply(result), schemas.userGroupSchema)).toEqual([]);
	});

	test('results instead of result', () => {
		expect(parseList(replyOf({success: true, results: [example.oauthScope]}), schemas.oauthScopeSchema)).toEqual([
			example.oauthScope,
		]);
	});

	test('a list of one for one object', () => {
		expect(parseOne(reply([example.ssoConnector]), schemas.ssoConnectorSchema)).toEqual(example.ssoConnector);
	});

	test('a scope in a list', () => {
		const {scope} = example.resourceGroup;
		expect(parseOne(reply({...example.resourceGroup, scope: [scope]}), schemas.resourceGroupSchema).scope).toEqual(
			scope,
		);
	});

	test('a meta with values that are no text', () => {
		const meta = {editable: false, weight: 3, none: null, label: 'x'};
		expect(parseOne(reply({id: 'x', meta}), schemas.permissionGroupSchema).meta).toEqual({
			editable: 'false',
			weight: '3',
			none: 'null',
			label: 'x',
		});
	});

	test('unknown values of known sets, and unknown fields', () => {
		const odd = {...example.ssoConnector, verification: {status: 'paused'}, new_field: {deep: [1]}};
		expect(parseOne(reply(odd), schemas.ssoConnectorSchema)).toEqual(odd);
	});

	test('optional fields that are null or missing', () => {
		const bare = {id: 'x', policies: null, email: null, roles: null, user: null, status: null};
		expect(parseOne(reply(bare), schemas.accountMemberSchema)).toEqual(bare);
		expect(parseOne(reply({id: 'x', name: ''}), schemas.userGroupSchema)).toEqual({id: 'x', name: ''});
	});

	test.each([['no object'], [[1]], [{count: 'many', per_page: -1, total_pages: null}]])(
		'result_info as %j is ignored',
		(info) => {
			const {count, per_page, total_pages} = parsePage(reply([], info), schemas.userGroupSchema, 1).info ?? {};
			expect([count, per_page, total_pages]).toEqual([undefined, undefined, undefined]);
		},
	);
});

describe('a broken shape names the field, what it is and what was expected', () => {
	const group = example.userGroups[0];
	const broken: readonly (readonly [unknown, string])[] = [
		[[group, group, group, {...group, name: 7}], '`result[3].name` as a number, expected text'],
		[[{...group, id: ''}], '`result[0].id` as an empty text, expected text that is not empty'],
		[[{name: 'x'}], 'has no `result[0].id`.'],
		[[null], '`result[0]` as null, expected an object'],
		['text', '`result` as text, expected a list'],
		[{}, '`result` as an object, expected a list'],
		[[{...group, policies: {}}], '`result[0].policies` as an object, expected a list'],
		[
			[{...group, policies: [{permission_groups: [{id: 1}]}]}],
			'`result[0].policies[0].permission_groups[0].id` as a number, expected text',
		],
		[
			[{...group, policies: [{resource_groups: [{scope: {key: 'x', objects: [{key: false}]}}]}]}],
			'`result[0].policies[0].resource_groups[0].scope.objects[0].key` as true or false, expected text',
		],
		[[{...group, policies: [{access: 1}]}], '`result[0].policies[0].access` as a number, expected text'],
	];

	test.each(broken.map(([result, fault]) => [fault, result] as const))('%s', (fault, result) => {
		const message = messageOf(() => parseList(reply(result), schemas.userGroupSchema));
		expect(message).toContain('The answer to "list the user groups" has');
		expect(message).toContain(fault);
	});

	test('of one object', () => {
		const message = messageOf(() => parseOne(reply(undefined), schemas.userGroupSchema));
		expect(message).toBe('The answer to "list the user groups" has no `result`, expected an object.');
		expect(
			messageOf(() => parseOne(reply({...example.ssoConnector, enabled: 'yes'}), schemas.ssoConnectorSchema)),
		).toContain('`result.enabled` as text, expected true or false');
	});

	test('without the values themselves, and with inert names', () => {
		const message = messageOf(() =>
			parseOne(reply({id: 'x', name: 'y', permissions: 'secret-value'}), schemas.roleSchema),
		);
		expect(message).not.toContain('secret-value');
	});
});

describe('no JSON breaks it', () => {
	const all: readonly (readonly [string, v.GenericSchema<unknown, unknown>])[] = Object.entries(schemas);

	const mangled = (value: unknown): fc.Arbitrary<unknown> => {
		const json = JSON.stringify(value);
		return fc.tuple(fc.nat(30), fc.jsonValue()).map(([position, junk]) => {
			let count = 0;
			return JSON.parse(json, (_, inner: unknown) => (count++ === position ? junk : inner));
		});
	};

	test.each(all)('%s gives a value or an error of shape', (_, schema) => {
		const values = fc.oneof(
			fc.jsonValue(),
			...[
				...example.userGroups,
				example.accountMember,
				example.oauthClient,
				example.ssoConnector,
				example.resourceGroup,
			].map(mangled),
		);
		fc.assert(
			fc.property(values, (value) => {
				for (const act of [() => parseOne(reply(value), schema), () => parseList(reply(value), schema)]) {
					try {
						act();
					} catch (error) {
						expect(error).toMatchObject({kind: 'shape', messages: [expect.stringContaining('`result')]});
					}
				}
			}),
			{numRuns: 60},
		);
	});
});
