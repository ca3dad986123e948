/** Who is shut out by which requests: by what has been read, and by what has not. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {SentRequest} from '../../source/insight/access-change.ts';
import type {Self} from '../../source/insight/credential.ts';
import {type LockoutReport, lockoutNeeds, lockoutOf} from '../../source/insight/lockout.ts';
import {accountKey, group, hex, knowledgeOf, person, type SampleAccount, zoneKey} from '../areas/sample.ts';

const superRole = 'Super Administrator - All Privileges';
const me: Self = {kind: 'person', email: 'Me@acme.example'};

const account: SampleAccount = {
	lists: {
		members: [
			person(1, 'me@acme.example'),
			person(2, 'bo@acme.example'),
			person(3, 'cy@other.example', {roles: [{id: hex(900), name: superRole, permissions: {}}]}),
			person(4, 'di@acme.example', {status: 'pending', roles: [{id: hex(900), name: superRole, permissions: {}}]}),
		],
		userGroups: [
			group(10, 'owners', [superRole]),
			group(11, 'admins', ['Administrator']),
			group(12, 'dns', ['DNS']),
			group(13, 'also admins', ['Administrator']),
		],
		resourceGroups: [{id: hex(700), name: 'everything', scope: {key: accountKey, objects: [{key: '*'}]}}],
		permissionGroups: [
			{id: hex(500), name: superRole},
			{id: hex(501), name: 'DNS'},
		],
		ssoConnectors: [{id: hex(800), email_domain: 'acme.example'}],
	},
	inGroups: {10: [1, 2], 11: [1], 12: [1, 2], 13: []},
};

const groups = '/iam/user_groups';
const leave = (number: number, member: number): SentRequest => ({
	method: 'DELETE',
	path: `${groups}/${hex(number)}/members/${hex(member)}`,
});
const replace = (number: number, ...members: readonly number[]): SentRequest => ({
	method: 'PUT',
	path: `${groups}/${hex(number)}/members`,
	body: members.map((member) => ({id: hex(member)})),
});
const drop = (number: number): SentRequest => ({method: 'DELETE', path: `${groups}/${hex(number)}`});
const policies = (number: number, body: object): SentRequest => ({
	method: 'PUT',
	path: `${groups}/${hex(number)}`,
	body,
});
const policy = (permission: number, scope: object = {id: hex(700)}) => ({
	access: 'allow',
	permission_groups: [{id: hex(permission)}],
	resource_groups: [scope],
});
const zoneOnly = {scope: {key: accountKey, objects: [{key: zoneKey(1)}]}};

test('one’s own membership is known by the user’s id, whatever the address is by now, else by the address in any case', () => {
	const members = [person(1, 'renamed@acme.example', {user: {id: hex(77), email: 'renamed@acme.example'}})];
	const sample = {...account, lists: {...account.lists, members}};
	const asked = (self: Self) => lockoutOf([leave(10, 1)], self, knowledgeOf(sample)).found.map(({kind}) => kind);
	expect(asked({...me, userId: hex(77).toUpperCase()})).toContain('own');
	expect(asked(me)).not.toContain('own');
	expect(asked({kind: 'person', email: 'RENAMED@ACME.example', userId: hex(78)})).toContain('own');
});

/** `own 2>1 owners`, `may last owners`. */
function inWords({found}: LockoutReport): readonly string[] {
	return found.map((lockout) => {
		if (lockout.kind === 'sso') return `sso ${lockout.about.name} ${lockout.isOwn}`;
		if (lockout.kind === 'unknown-self') return `unknown: ${lockout.why}`;
		const what = lockout.kind === 'own' ? `own ${lockout.rank}>${lockout.left}` : 'last';
		return `${lockout.certain ? '' : 'may '}${what} ${lockout.about.name}`;
	});
}

const said = (requests: readonly SentRequest[], sample: SampleAccount = account, self: Self = me) =>
	inWords(lockoutOf(requests, self, knowledgeOf(sample)));

describe('own administration', () => {
	test.each<[string, readonly SentRequest[], readonly string[]]>([
		['leaving the group that gives it', [leave(10, 1)], ['own 2>1 owners']],
		['leaving every group that gives it', [leave(10, 1), leave(11, 1)], ['own 2>0 owners']],
		['being left out of a new set', [replace(10, 2)], ['own 2>1 owners']],
		['deleting the group', [drop(10)], ['own 2>1 owners']],
		['taking its policies away', [policies(10, {policies: []})], ['own 2>1 owners']],
		['other permissions in its place', [policies(10, {policies: [policy(501)]})], ['own 2>1 owners']],
		['the same on one zone only', [policies(10, {policies: [policy(500, zoneOnly)]})], ['own 2>1 owners']],
		['a deny in its place', [policies(10, {policies: [{...policy(500), access: 'deny'}]})], ['own 2>1 owners']],
		[
			'another scope behind the name that its policy has',
			[{method: 'PUT', path: `/iam/resource_groups/${hex(700)}`, body: {scope: zoneOnly.scope}}],
			['own 2>0 owners'],
		],
		['deleting that scope', [{method: 'DELETE', path: `/iam/resource_groups/${hex(700)}`}], ['own 2>0 owners']],
	])('is lost by %s', (_, requests, expected) => {
		const named = {
			...account,
			lists: {...account.lists, userGroups: (account.lists?.userGroups ?? []).map(withoutInlineScopes)},
		};
		expect(said(requests, named)).toEqual(expected);
	});

	test.each<[string, readonly SentRequest[]]>([
		['somebody else leaves', [leave(10, 2)]],
		['everybody stays', [replace(10, 1, 2)]],
		['the group gives less to begin with', [leave(11, 1)]],
		['the group gives no administration', [leave(12, 1), drop(12)]],
		['the policies stay as they are', [policies(10, {policies: [policy(500)]})]],
		['the policies are arranged in another way', [policies(10, {policies: [policy(501), policy(500)]})]],
		['only the name changes', [policies(10, {name: 'the owners'})]],
		['somebody joins', [{method: 'POST', path: `${groups}/${hex(10)}/members`, body: [{id: hex(3)}]}]],
		[
			'a resource group is only renamed',
			[{method: 'PUT', path: `/iam/resource_groups/${hex(700)}`, body: {name: 'x'}}],
		],
	])('stays where %s', (_, requests) => {
		expect(said(requests)).toEqual([]);
	});

	test('stays where a role of their own gives the same', () => {
		const lists = {
			...account.lists,
			members: [person(1, 'me@acme.example', {roles: [{id: hex(900), name: superRole, permissions: {}}]})],
		};
		expect(said([leave(10, 1), drop(11)], {...account, lists})).toEqual([]);
	});

	test('may be lost where that role may only repeat what the group gives (contract 9.3)', () => {
		const [owners] = account.lists?.userGroups ?? [];
		const repeated = {roles: [{id: hex(900), name: superRole, permissions: {}}], ...owners};
		const lists = {
			...account.lists,
			members: [person(1, 'me@acme.example', {...repeated, id: hex(1), status: 'accepted'}), person(3, 'cy@x.example')],
		};
		expect(said([leave(10, 1)], {...account, lists})).toContain('may own 2>1 owners');
	});

	test('is nobody’s where the credential belongs to the account', () => {
		expect(said([leave(10, 1), drop(11)], account, {kind: 'account-token'})).toEqual([]);
	});

	test('may be lost where it is not read who is in the group', () => {
		const {10: _owners, ...inGroups} = account.inGroups ?? {};
		const report = lockoutOf([drop(10)], me, knowledgeOf({...account, inGroups}));
		expect(inWords(report)).toEqual(['may own 2>1 owners']);
		expect(report.unread).toEqual(['members of groups']);
	});

	test('may be lost where the person is only known from the group', () => {
		const knowledge = knowledgeOf(account);
		const unread = knowledgeOf({snapshots: {members: {complete: false}}});
		const list: typeof knowledge.list = (resource) => (resource === 'members' ? unread : knowledge).list(resource);
		const report = lockoutOf([leave(10, 1)], me, {...knowledge, list});
		expect(inWords(report)).toEqual(['may own 2>1 owners']);
		expect(report.unread).toEqual(['members']);
	});

	test('is not said to be lost by who is unknown: that is what is said', () => {
		const unknown: Self = {kind: 'unknown', why: 'this token may not read whose it is'};
		expect(said([leave(10, 2)], account, unknown)).toEqual(['unknown: this token may not read whose it is']);
		expect(said([leave(12, 2)], account, unknown)).toEqual([]);
		expect(said([drop(13)], account, unknown)).toEqual([]);
	});
});

/** The scope stands in the list of resource groups, and policies only name it. */
function withoutInlineScopes(row: object): object {
	const text = JSON.stringify(row, (key, value: unknown) => (key === 'scope' ? undefined : value));
	return JSON.parse(text) as object;
}

describe('the last Super Administrator', () => {
	const owners = {...account, lists: {...account.lists, members: account.lists?.members?.slice(0, 2) ?? []}};

	test.each<[string, readonly SentRequest[], readonly string[]]>([
		['both leave', [leave(10, 1), leave(10, 2)], ['own 2>1 owners', 'last owners']],
		['one stays', [leave(10, 2)], []],
		['the group goes', [drop(10)], ['own 2>1 owners', 'last owners']],
		['another one joins in their place', [replace(10, 3)], ['own 2>1 owners']],
	])('is told of when %s', (_, requests, expected) => {
		expect(said(requests, owners)).toEqual(expected);
	});

	test('is not the last where somebody has a role of their own; one who has not accepted is nobody yet', () => {
		const report = lockoutOf([drop(10)], me, knowledgeOf(account));
		expect(report.rescuers).toEqual(['cy@other.example']);
		const withoutCy = {...account, lists: {...account.lists, members: account.lists?.members?.toSpliced(2, 1) ?? []}};
		expect(said([drop(10)], withoutCy)).toContain('last owners');
	});

	test('may be, where not all members are read', () => {
		expect(said([drop(10)], {...owners, snapshots: {members: {complete: false}}})).toContain('may last owners');
	});
});

describe('enabling SSO', () => {
	const enable: SentRequest = {method: 'PATCH', path: `/sso_connectors/${hex(800)}`, body: {enabled: true}};

	test('is told of with the own address, and with who signs in otherwise', () => {
		const report = lockoutOf([enable], me, knowledgeOf(account));
		expect(inWords(report)).toEqual(['sso acme.example true']);
		expect(report.rescuers).toEqual(['cy@other.example']);
	});

	test('is nothing where it is disabled, or only its wording changes', () => {
		expect(said([{...enable, body: {enabled: false}}])).toEqual([]);
		expect(said([{...enable, body: {use_fedramp_language: true}}])).toEqual([]);
	});
});

describe('what would tell more', () => {
	test('is read only where administration is at stake', () => {
		expect(lockoutNeeds([leave(12, 1)], knowledgeOf(account))).toEqual([]);
		expect(lockoutNeeds([leave(10, 2)], knowledgeOf(account))).toContainEqual({kind: 'groupMembers', group: hex(10)});
	});
});

test('whatever comes in the place of requests, an answer is given', () => {
	const path = fc.oneof(
		fc.string(),
		fc.constantFrom(`${groups}/%`, `${groups}/${hex(10)}`, `${groups}/${hex(10)}/members`, '/sso_connectors/x', '/iam'),
	);
	const request = fc.record({
		method: fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE'),
		path,
		body: fc.anything(),
	});
	fc.assert(
		fc.property(fc.array(request), (requests) => {
			lockoutOf(requests, me, knowledgeOf(account));
		}),
	);
});
