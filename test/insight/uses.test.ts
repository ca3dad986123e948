import {describe, expect, test} from 'vitest';
import {memoiseGrowing} from '../../source/insight/memo.ts';
import {
	membersUnderDomain,
	usesOfPermissionGroup,
	usesOfResourceGroup,
	usesOfRole,
	usesOfScope,
	usesOfZone,
} from '../../source/insight/uses.ts';
import {account, hex, knowledgeOf, member, oauthClient, resourceGroup, scope, userGroup, zoneKey} from './sample.ts';

const wholeAccount = resourceGroup({id: hex(50), name: account, scope: scope(account, '*')});
const prodZones = resourceGroup({id: hex(51), name: 'prod-zones', scope: scope(account, zoneKey(1), zoneKey(2))});
const unused = resourceGroup({id: hex(52), name: 'unused', scope: scope(zoneKey(3), '*')});

const grants = (permissions: number[], ...resources: object[]) => ({
	access: 'allow',
	permission_groups: permissions.map((id) => ({id: hex(id)})),
	resource_groups: resources,
});

const knowledge = knowledgeOf({
	resourceGroups: [wholeAccount, prodZones, unused],
	userGroups: [
		userGroup({id: hex(1), name: 'dns', policies: [grants([10, 11], prodZones), grants([10], wholeAccount)]}),
		userGroup({id: hex(2), name: 'no policies'}),
		userGroup({id: hex(3), name: 'inline', policies: [grants([11], {scope: scope(account, zoneKey(2), zoneKey(1))})]}),
		userGroup({
			id: hex(4),
			name: 'hollow',
			policies: [{access: 'allow'}, {permission_groups: null, resource_groups: []}],
		}),
		userGroup({id: hex(5), name: 'null', policies: null}),
	],
	members: [
		member({
			id: hex(20),
			email: 'Ana@Acme.com',
			roles: [{id: hex(30), name: 'Administrator'}],
			policies: [grants([10], {id: hex(51)})],
		}),
		member({id: hex(21), email: 'bo@acme.net', roles: null, policies: null}),
		member({
			id: hex(22),
			email: 'cy@acme.com',
			roles: [
				{id: hex(30), name: 'Administrator'},
				{id: hex(31), name: 'DNS'},
			],
		}),
		member({id: hex(23), user: {email: 'di@acme.com'}}),
		member({id: hex(24)}),
		member({id: hex(25), email: 'no address', policies: [grants([12], {scope: scope(zoneKey(3), '*')})]}),
	],
	oauthClients: [
		oauthClient({client_id: hex(40), scopes: ['dns.read', 'zone.read'], optional_scopes: ['zone.read']}),
		oauthClient({client_id: hex(41), scopes: ['dns.read', 'dns.read']}),
		oauthClient({client_id: hex(42), scopes: null}),
	],
});

const plain = (uses: readonly {resource: string; id: string; via: readonly string[]}[]) =>
	uses.map(({resource, id, via}) => `${resource} ${Number.parseInt(id, 16)} ${via.join('+')}`.trim());

describe('what uses', () => {
	test('a permission group: groups and members, each once, with its policies', () => {
		expect(plain(usesOfPermissionGroup(hex(10), knowledge))).toEqual([
			'userGroups 1 policy 1+policy 2',
			'members 20 policy 1',
		]);
		expect(plain(usesOfPermissionGroup(hex(11), knowledge))).toEqual([
			'userGroups 1 policy 1',
			'userGroups 3 policy 1',
		]);
		expect(usesOfPermissionGroup(hex(99), knowledge)).toEqual([]);
	});

	test('a resource group: by id, also where the policy gives nothing else, and by the same scope written inline', () => {
		expect(plain(usesOfResourceGroup(hex(51), knowledge))).toEqual([
			'userGroups 1 policy 1',
			'members 20 policy 1',
			'userGroups 3 policy 1, inline',
		]);
		expect(plain(usesOfResourceGroup(hex(52), knowledge))).toEqual(['members 25 policy 1, inline']);
		expect(usesOfResourceGroup(hex(99), knowledge)).toEqual([]);
	});

	test('a zone: what names it, then what reaches the whole account', () => {
		expect(plain(usesOfZone(hex(1), knowledge))).toEqual([
			'resourceGroups 51',
			'userGroups 1 policy 1+policy 2, whole account',
			'userGroups 3 policy 1',
			'members 20 policy 1',
			'resourceGroups 50 whole account',
		]);
		expect(plain(usesOfZone(hex(3), knowledge))).toEqual([
			'resourceGroups 52',
			'members 25 policy 1',
			'resourceGroups 50 whole account',
			'userGroups 1 policy 2, whole account',
		]);
		expect(plain(usesOfZone(hex(99), knowledge))).toEqual([
			'resourceGroups 50 whole account',
			'userGroups 1 policy 2, whole account',
		]);
	});

	test('an OAuth scope: the clients that ask for it', () => {
		expect(plain(usesOfScope('dns.read', knowledge))).toEqual(['oauthClients 40', 'oauthClients 41']);
		expect(plain(usesOfScope('zone.read', knowledge))).toEqual(['oauthClients 40 optional']);
		expect(usesOfScope('constructor', knowledge)).toEqual([]);
	});

	test('a role: the members who hold it', () => {
		expect(plain(usesOfRole(hex(30), knowledge))).toEqual(['members 20', 'members 22']);
		expect(usesOfRole(hex(32), knowledge)).toEqual([]);
	});

	test('an e-mail domain: the members with an address in it, in any case, not in one that ends like it', () => {
		const {rows} = knowledge.list('members');
		const ids = (domain: string | null | undefined) => membersUnderDomain(rows, domain).map(({id}) => id);
		expect(ids(' ACME.com')).toEqual([hex(20), hex(22), hex(23)]);
		expect(ids('@acme.net')).toEqual([hex(21)]);
		expect(ids('cme.com')).toEqual([]);
		expect(ids('')).toEqual([]);
		expect(ids(null)).toEqual([]);
	});
});

test('answers of unchanged lists are the same object, and do not change when a list grows', () => {
	const members = [20, 21, 22].map((id) => member({id: hex(id), policies: [grants([10], {id: hex(51)})]}));
	const before = knowledgeOf({members: members.slice(0, 2)});
	const answer = usesOfPermissionGroup(hex(10), before);
	expect(usesOfPermissionGroup(hex(10), before)).toBe(answer);
	const after = knowledgeOf({members});
	expect(usesOfPermissionGroup(hex(10), after).map(({id}) => id)).toEqual([hex(20), hex(21), hex(22)]);
	expect(answer.map(({id}) => id)).toEqual([hex(20), hex(21)]);
});

describe('an index over a growing list', () => {
	const counted = () => {
		let added = 0;
		const index = memoiseGrowing<object, object[]>(
			() => [],
			(rows, row) => {
				added += 1;
				rows.push(row);
			},
		);
		return {index, added: () => added};
	};
	const [a, b, c] = [{}, {}, {}];

	test('takes in only what is new', () => {
		const {index, added} = counted();
		const one = [a];
		expect(index(one)).toEqual([a]);
		expect(index(one)).toEqual([a]);
		expect(index([a, b, c])).toEqual([a, b, c]);
		expect(added()).toBe(3);
	});

	test('begins anew when rows before the end have changed', () => {
		const {index} = counted();
		index([a, b]);
		expect(index([c, b, a])).toEqual([c, b, a]);
		expect(index([c])).toEqual([c]);
		expect(index([])).toEqual([]);
	});

	test('is made again for a shorter list that is asked about once more', () => {
		const {index} = counted();
		const short = [a];
		index(short);
		index([a, b]);
		expect(index(short)).toEqual([a]);
	});
});
