import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {type createClient, ReadOnlyError} from '../../source/api/client.ts';
import {resourceGroupIdSchema} from '../../source/api/ids.ts';
import {operations} from '../../source/api/operations.ts';
import {manualClock} from './support/clocks.ts';
import {
	account,
	connector,
	errorOf,
	fail,
	group,
	inTurn,
	member,
	oauthClient,
	setUp,
	succeed,
	waitFor,
} from './support/set-up.ts';

/** Every operation that changes anything. */
type WritingId = Extract<(typeof operations)[number], {readonly writes: true}>['id'];

const resourceGroup = v.parse(resourceGroupIdSchema, 'e'.repeat(32));

describe('in read-only mode', () => {
	const clientInput = {
		client_name: 'x',
		grant_types: ['authorization_code'],
		redirect_uris: ['https://x.example/'],
		response_types: ['code'],
		scopes: [],
		token_endpoint_auth_method: 'none',
	} as const;
	const scope = {key: 'x', objects: [{key: '*'}]};
	const writes = {
		'resourceGroups.create': (client) => client.resourceGroups.create(account, {name: 'x', scope}),
		'resourceGroups.update': (client) => client.resourceGroups.update(account, resourceGroup, {name: 'x'}),
		'resourceGroups.delete': (client) => client.resourceGroups.delete(account, resourceGroup),
		'userGroups.create': (client) => client.userGroups.create(account, {name: 'x'}),
		'userGroups.update': (client) => client.userGroups.update(account, group, {name: 'x'}),
		'userGroups.delete': (client) => client.userGroups.delete(account, group),
		'userGroups.members.add': (client) => client.userGroups.members.add(account, group, [member]),
		'userGroups.members.replace': (client) => client.userGroups.members.replace(account, group, []),
		'userGroups.members.remove': (client) => client.userGroups.members.remove(account, group, member),
		'ssoConnectors.create': (client) => client.ssoConnectors.create(account, {email_domain: 'x.example'}),
		'ssoConnectors.update': (client) => client.ssoConnectors.update(account, connector, {enabled: false}),
		'ssoConnectors.delete': (client) => client.ssoConnectors.delete(account, connector),
		'ssoConnectors.beginVerification': (client) => client.ssoConnectors.beginVerification(account, connector),
		'oauthClients.create': (client) => client.oauthClients.create(account, clientInput),
		'oauthClients.update': (client) => client.oauthClients.update(account, oauthClient, {client_name: 'x'}),
		'oauthClients.delete': (client) => client.oauthClients.delete(account, oauthClient),
		'oauthClients.rotateSecret': (client) => client.oauthClients.rotateSecret(account, oauthClient),
		'oauthClients.deleteRotatedSecret': (client) => client.oauthClients.deleteRotatedSecret(account, oauthClient),
	} satisfies Record<WritingId, (client: ReturnType<typeof createClient>) => Promise<unknown>>;

	test('is every operation that is no GET a write', () => {
		expect(operations.filter(({method, writes: isWrite}) => (method !== 'GET') !== isWrite)).toEqual([]);
		expect(Object.keys(writes).toSorted()).toEqual(
			operations
				.filter(({writes: isWrite}) => isWrite)
				.map(({id}) => id)
				.toSorted(),
		);
	});

	test.each(Object.entries(writes))('%s does not leave the process', async (_, write) => {
		const {client, server, entries} = await setUp(succeed(null), {readOnly: true});
		await expect(write(client)).rejects.toThrow(ReadOnlyError);
		expect(await errorOf(write(client))).toMatchObject({kind: 'read-only', uncertain: false});
		expect(server.seen).toHaveLength(0);
		expect(entries).toHaveLength(0);
	});

	test('reads go on, and unlocking lets writes go', async () => {
		const {client, server} = await setUp(succeed(null), {readOnly: true});
		await client.userGroups.list(account);
		client.readOnly = false;
		await client.userGroups.delete(account, group);
		expect(server.seen).toHaveLength(2);
	});

	test('a write is refused at once, even while others have to wait', async () => {
		const clock = manualClock();
		const {client} = await setUp(fail(429, {'retry-after': '200'}), {clock, readOnly: true});
		const reading = errorOf(client.userGroups.list(account));
		await waitFor(() => client.budget.waiting !== undefined, client);
		expect(await errorOf(client.userGroups.delete(account, group))).toMatchObject({kind: 'read-only'});
		client.budget.cancelWait();
		await reading;
	});

	test('a write that failed is not tried again, and the error says what is known of it', async () => {
		const clock = manualClock();
		const {client, server} = await setUp(fail(429, {'retry-after': '9'}), {clock});
		const writing = errorOf(client.userGroups.delete(account, group));
		await waitFor(() => client.budget.waiting !== undefined, client);
		client.readOnly = true;
		clock.advance(9000);
		expect(await writing).toMatchObject({kind: 'rate-limit', status: 429, uncertain: false});
		expect(server.seen).toHaveLength(1);
	});

	test('a write that is still waiting when the lock closes stays here', async () => {
		const clock = manualClock();
		const {client, server} = await setUp(inTurn(fail(429, {'retry-after': '9'}), succeed([])), {clock});
		const reading = client.userGroups.list(account);
		await waitFor(() => client.budget.waiting !== undefined, client);
		const writing = errorOf(client.userGroups.delete(account, group));
		client.readOnly = true;
		clock.advance(9000);
		await reading;
		expect(await writing).toMatchObject({kind: 'read-only'});
		expect(server.seen.map(({method}) => method)).toEqual(['GET', 'GET']);
	});
});
