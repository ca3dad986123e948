import {describe, expect, test, vi} from 'vitest';
import type {Credential} from '../../source/api/client.ts';
import type {VerifiedCredential} from '../../source/api/verification.ts';
import {verifyCredential} from '../../source/api/verification.ts';
import {areas} from '../../source/areas/index.ts';
import {demoTokens} from '../../source/emulator/index.ts';
import {type AreaAbility, abilityRemarks, readAbilities} from '../../source/identity/abilities.ts';
import {type Connection, connect, keyCredential, tokenCredential} from './connect.ts';

/** `User groups: yes/no`, with what is missing or why. */
function inWords(abilities: readonly AreaAbility[]): Readonly<Record<string, string>> {
	return Object.fromEntries(
		abilities.map(({area, read, write, writes, permission, reason}) => {
			const lack = permission ?? reason;
			return [area, `${read}${writes ? `/${write}` : ''}${lack === undefined ? '' : ` ${lack}`}`];
		}),
	);
}

async function abilitiesOf(credential: Credential, prepare: (connection: Connection) => void = () => {}) {
	const connection = await connect(credential);
	const {client, account, emulator} = connection;
	const verified: VerifiedCredential = await verifyCredential(client, account);
	emulator.clearRequests();
	prepare(connection);
	const abilities = await readAbilities(client, account, {verified});
	return {...connection, verified, abilities, words: inWords(abilities)};
}

const allYes = {
	'User groups': 'yes/yes',
	Members: 'yes',
	'Permission groups': 'yes',
	'Resource groups': 'yes/yes',
	'SSO connectors': 'yes/yes',
	'OAuth clients': 'yes/yes',
	'OAuth scopes': 'yes',
	Zones: 'yes',
	Roles: 'yes',
};
const writesUntold = {
	'User groups': 'yes/unknown',
	'Resource groups': 'yes/unknown',
	'SSO connectors': 'yes/unknown',
	'OAuth clients': 'yes/unknown',
};

describe('what a credential may do', () => {
	test('is told for every area, under its title, in the order of the menu', async () => {
		const {abilities} = await abilitiesOf(tokenCredential(demoTokens.full));
		expect(abilities.map(({resource, area}) => [resource, area])).toEqual(
			areas.map(({resource, title}) => [resource, title]),
		);
	});

	test('a token that may do everything but read tokens reads all, and what it may change is not told', async () => {
		const {words, abilities} = await abilitiesOf(tokenCredential(demoTokens.full));
		expect(words).toEqual({...allYes, ...writesUntold});
		expect(abilityRemarks(abilities)).toEqual([expect.stringMatching(/does not tell .* shows when it is tried/)]);
	});

	test('a token that may read tokens tells that it may change nothing, and which permission is missing', async () => {
		const {words, abilities} = await abilitiesOf(tokenCredential(demoTokens.readAll));
		expect(words).toEqual({
			...allYes,
			'User groups': 'yes/no Account Settings Write',
			'Resource groups': 'yes/no Account Settings Write',
			'SSO connectors': 'yes/no SSO Connector Write',
			'OAuth clients': 'yes/no OAuth Client Write',
		});
		expect(abilityRemarks(abilities)).toEqual([expect.stringMatching(/may take a minute/)]);
	});

	test('a token of the account tells that it may change everything', async () => {
		const {words, abilities} = await abilitiesOf(tokenCredential(demoTokens.accountOwned));
		expect(words).toEqual(allYes);
		expect(abilityRemarks(abilities)).toEqual([]);
	});

	test('a token for groups only lacks three permissions, each by its name', async () => {
		const {words} = await abilitiesOf(tokenCredential(demoTokens.groupsOnly));
		expect(words).toEqual({
			...allYes,
			...writesUntold,
			'SSO connectors': 'no/no SSO Connector Read',
			'OAuth clients': 'no/no OAuth Client Read',
			Zones: 'unknown No zone is shown: there is none, or Zone Read is missing.',
		});
	});

	test('a token for OAuth clients only may read them and what is open to all', async () => {
		const {words} = await abilitiesOf(tokenCredential(demoTokens.oauthOnly));
		expect(words).toMatchObject({
			'User groups': 'no/no Account Settings Read',
			Members: 'no Account Settings Read',
			'Permission groups': 'yes',
			'OAuth clients': 'yes/unknown',
			'OAuth scopes': 'yes',
		});
	});

	test('the key of a Super Administrator may change everything but SSO connectors, which take tokens only', async () => {
		const {words, asked} = await abilitiesOf(keyCredential);
		expect(words).toEqual({...allYes, 'SSO connectors': 'no/no Cloudflare takes API tokens only here.'});
		expect(asked().filter((request) => request.includes('sso_connectors'))).toEqual([]);
	});

	test('the key of who is a Super Administrator elsewhere only may change what shows when it is tried', async () => {
		const {words} = await abilitiesOf(keyCredential, ({emulator}) =>
			emulator.faults.add({
				kind: 'status',
				status: 200,
				path: '/memberships',
				body: membershipsAnswer('f'.repeat(32), ['Super Administrator - All Privileges']),
			}),
		);
		expect(words).toMatchObject({'User groups': 'yes/unknown', 'OAuth clients': 'yes/unknown'});
	});

	const membershipsAnswer = (account: string, roles: readonly string[], status = 'accepted') => ({
		success: true,
		errors: [],
		messages: [],
		result: [{id: 'm', status, account: {id: account, name: 'Kestrel Freight'}, roles}],
	});

	test.each([
		['an Administrator', ['Administrator'], 'accepted', 'yes/unknown', 'yes/yes'],
		['somebody else', ['DNS', 'Billing'], 'accepted', 'yes/unknown', 'yes/unknown'],
		['nobody yet', ['Super Administrator - All Privileges'], 'pending', 'yes/unknown', 'yes/unknown'],
	])('the key of %s may change what the role says for certain', async (_, roles, status, groups, clients) => {
		const {words} = await abilitiesOf(keyCredential, ({emulator, account}) =>
			emulator.faults.add({
				kind: 'status',
				status: 200,
				path: '/memberships',
				body: membershipsAnswer(account, roles, status),
			}),
		);
		expect(words).toMatchObject({'User groups': groups, 'OAuth clients': clients});
	});

	test('a key that is refused lacks a role, not a permission of a token', async () => {
		const {words} = await abilitiesOf(keyCredential, ({emulator}) =>
			emulator.faults.add({
				kind: 'status',
				status: 403,
				path: '/accounts/*/roles',
				body: {success: false, errors: [{code: 10000, message: 'Authentication error'}], messages: [], result: null},
			}),
		);
		expect(words.Roles).toBe('no No role of its user allows it.');
	});
});

describe('finding it out', () => {
	test('sends one small request for an area, none that writes, and one for its own rights', async () => {
		const {asked, emulator} = await abilitiesOf(tokenCredential(demoTokens.readAll));
		expect(asked()).toEqual([
			'GET /accounts/…/iam/permission_groups?page=1&per_page=5',
			'GET /accounts/…/iam/resource_groups?name=com.cloudflare.api.account.…',
			'GET /accounts/…/iam/user_groups?page=1&per_page=1',
			'GET /accounts/…/members?page=1&per_page=5',
			'GET /accounts/…/oauth_clients',
			'GET /accounts/…/roles?page=1&per_page=5',
			'GET /accounts/…/sso_connectors',
			`GET /user/tokens/${demoTokens.readAll.id}`,
			'GET /zones?account.id=…&page=1&per_page=5',
		]);
		expect(emulator.requests.every(({method}) => method === 'GET')).toBe(true);
	});

	test('asks for the rights of a token of the account at the account', async () => {
		const {asked} = await abilitiesOf(tokenCredential(demoTokens.accountOwned));
		expect(asked()).toContain(`GET /accounts/…/tokens/${demoTokens.accountOwned.id}`);
	});

	test('tells at once what it asks, and then each answer, until nothing is left to ask', async () => {
		const {client, account} = await connect(tokenCredential(demoTokens.full));
		const told: (readonly AreaAbility[])[] = [];
		const reading = readAbilities(client, account, {onChange: (abilities) => told.push(abilities)});
		expect(told).toHaveLength(1);
		expect(told[0]?.filter(({asking}) => asking)).toHaveLength(9);
		expect(told[0]?.map(({read}) => read)).toEqual(Array.from({length: 9}, () => 'unknown'));
		const abilities = await reading;
		expect(told.at(-1)).toEqual(abilities);
		const counts = told.map((each) => each.filter(({asking}) => asking).length);
		expect(counts).toEqual(counts.toSorted((one, other) => other - one));
		expect(counts.at(-1)).toBe(0);
		expect(told.length).toBeGreaterThan(5);
	});

	test.each<[string, Parameters<Connection['emulator']['faults']['add']>[0], RegExp]>([
		['a connection that is reset', {kind: 'reset', path: '/accounts/*/members', times: 9}, /closed the connection/],
		['a page of HTML', {kind: 'not-json', path: '/accounts/*/members', times: 9}, /instead of JSON|no JSON/],
		['no such route', {kind: 'status', status: 404, path: '/accounts/*/members'}, /./],
	])('says of one area that it is not known, with %s, and of the others what it found', async (_, fault, reason) => {
		const {words, abilities} = await abilitiesOf(tokenCredential(demoTokens.full), ({emulator}) =>
			emulator.faults.add(fault),
		);
		expect(abilities.find(({area}) => area === 'Members')).toMatchObject({
			read: 'unknown',
			reason: expect.stringMatching(reason),
			permission: undefined,
		});
		expect(words).toMatchObject({'User groups': 'yes/unknown', Roles: 'yes'});
	});

	test.each([401, 403])('takes code 10000 with status %i for a missing permission', async (status) => {
		const body = {success: false, errors: [{code: 10000, message: 'Authentication error'}], messages: [], result: null};
		const {words} = await abilitiesOf(tokenCredential(demoTokens.full), ({emulator}) =>
			emulator.faults.add({kind: 'status', status, path: '/accounts/*/roles', body}),
		);
		expect(words.Roles).toBe('no Account Settings Read');
	});

	test('ends when it is called off, with what is known, and tells nothing more', async () => {
		const {client, account, emulator} = await connect(tokenCredential(demoTokens.full));
		emulator.faults.add({kind: 'stall', path: '/accounts/*/members'});
		const controller = new AbortController();
		const told: (readonly AreaAbility[])[] = [];
		const reading = readAbilities(client, account, {
			signal: controller.signal,
			onChange: (abilities) => told.push(abilities),
		});
		await vi.waitFor(() => expect(told.at(-1)?.filter(({asking}) => asking)).toHaveLength(1));
		const before = told.length;
		controller.abort();
		const words = inWords(await reading);
		expect(words).toMatchObject({'User groups': 'yes/unknown', Members: 'unknown It was called off.'});
		expect(told).toHaveLength(before);
	});

	test('asks nobody for the policies of a token of which nothing is known', async () => {
		const {client, account, asked} = await connect(tokenCredential(demoTokens.readAll));
		const abilities = await readAbilities(client, account, {});
		expect(inWords(abilities)).toMatchObject(writesUntold);
		expect(asked().some((request) => request.includes('tokens'))).toBe(false);
	});
});
