/** Creating, changing and deleting OAuth clients: what the server has afterwards, whoever else was at work. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {editClientForm, newInput} from '../../source/areas/oauth-client-form.ts';
import {type OauthClientEdit, oauthClientSteps} from '../../source/areas/oauth-client-steps.ts';
import {plainText} from '../../source/terminal/line.ts';
import type {Harness} from '../store/harness.ts';
import {clientNamed, elsewhere, onServer, opened, plan, wanted} from './oauth-client-desk.ts';
import {createDesk} from './undo-desk.ts';

describe('creating an OAuth client', () => {
	test('sends what was given, and hands over the secret that the server keeps', async () => {
		const harness = await opened();
		const step = oauthClientSteps.create(wanted);
		const {secret, reversal} = await step.send(harness.store);
		const made = onServer(harness, clientNamed(harness, 'Night shift'));
		expect(made.settings).toMatchObject({...wanted, scopes: [...wanted.scopes, 'offline_access']});
		expect(secret?.title).toBe('Secret of Night shift');
		expect([secret?.secret?.reveal()]).toEqual(made.secrets);
		expect(reversal.steps.map(({request}) => request.method)).toEqual(['DELETE']);
	});

	test('without a secret shows none', async () => {
		const {store} = await opened();
		const {secret} = await oauthClientSteps.create({...wanted, token_endpoint_auth_method: 'none'}).send(store);
		expect(secret).toBeUndefined();
	});

	test('of which the answer is lost is not sent again, and says what was lost with it', async () => {
		const {store, emulator} = await opened();
		emulator.faults.add({kind: 'reset', method: 'POST', applied: true});
		const step = oauthClientSteps.create(wanted);
		await expect(step.send(store)).rejects.toMatchObject({uncertain: true});
		expect(step.unknowable).toContain('a secret that nobody saw');
	});

	test('sends nothing of what was left empty', () => {
		const {client_name: _name, ...input} = newInput({
			client_name: ' Night shift ',
			token_endpoint_auth_method: 'none',
			grant_types: ['authorization_code'],
			response_types: ['code'],
			redirect_uris: ['https://night.example/cb', '', 'https://night.example/cb'],
			scopes: [],
			optional_scopes: [],
			client_uri: '',
			visibility: 'private',
		});
		expect(input).toEqual({
			token_endpoint_auth_method: 'none',
			grant_types: ['authorization_code'],
			response_types: ['code'],
			redirect_uris: ['https://night.example/cb'],
			scopes: [],
		});
	});
});

describe('changing an OAuth client', () => {
	test('sends only what is changed, and changes it back', async () => {
		const harness = await opened();
		const client = clientNamed(harness, 'Dispatch dashboard');
		const server = onServer(harness, client);
		const before = structuredClone(server.settings);
		const form = editClientForm(client);
		const intent = form.review(
			{...form.start, client_name: 'Dispatch', redirect_uris: ['https://new.example/cb']},
			{
				knowledge: harness.store,
				now: 0,
			},
		);
		if (intent.kind !== 'confirm') throw new Error('there is something to confirm');
		expect(intent.steps.map(({request}) => [request.method, request.body])).toEqual([
			['PATCH', {client_name: 'Dispatch', redirect_uris: ['https://new.example/cb']}],
		]);
		const desk = createDesk(harness);
		await desk.carryOut(intent.steps, 'new');
		expect(onServer(harness, client).settings).toMatchObject({
			client_name: 'Dispatch',
			redirect_uris: ['https://new.example/cb'],
		});
		await desk.takeBackAll('undo');
		expect(onServer(harness, client).settings).toEqual(before);
	});

	test('takes nothing away of what somebody else has changed in other fields', async () => {
		const harness = await opened();
		const client = clientNamed(harness, 'CI deployments');
		await elsewhere(harness, client, {redirect_uris: ['https://theirs.example/cb']});
		await createDesk(harness).carryOut([oauthClientSteps.update(client, {client_name: 'Mine'})], 'new');
		expect(onServer(harness, client).settings).toMatchObject({
			client_name: 'Mine',
			redirect_uris: ['https://theirs.example/cb'],
		});
	});

	test('of a list that somebody else has changed asks, and can take both changes', async () => {
		const harness = await opened();
		const client = clientNamed(harness, 'CI deployments');
		const held = client.scopes ?? [];
		await elsewhere(harness, client, {scopes: [...held.slice(1), 'dns.read']});
		const asked = oauthClientSteps.update(client, {scopes: [...held, 'zone.read']});
		const {steps, conflicts} = await plan(harness, asked);
		expect(steps).toEqual([]);
		const [conflict] = conflicts.map((each) => each.conflict);
		expect(conflict?.theirs.map(plainText)).toContain('scope: DNS Read (dns.read)');
		expect(conflict?.yours.map(plainText)).toContain('scope: Zone Read (zone.read)');
		const both = conflict?.resolutions.find(({label}) => label === 'keep their changes and add mine');
		if (both === undefined) throw new Error('both can not be kept');
		await createDesk(harness).carryOut([both.step], 'new');
		expect(onServer(harness, client).settings.scopes.toSorted()).toEqual(
			[...held.slice(1), 'dns.read', 'zone.read'].toSorted(),
		);
	});

	test('of several fields keeps both changes of the one that is contested, and mine of the others', async () => {
		const harness = await opened();
		const client = clientNamed(harness, 'CI deployments');
		const held = client.scopes ?? [];
		await elsewhere(harness, client, {scopes: [...held, 'dns.read']});
		const asked = oauthClientSteps.update(client, {client_name: 'Mine', scopes: [...held, 'zone.read']});
		const [both] = (await plan(harness, asked)).conflicts.flatMap(({conflict}) => conflict.resolutions);
		expect(both?.label).toBe('keep their changes and add mine');
		expect(both?.step.request.body).toEqual({client_name: 'Mine', scopes: [...held, 'dns.read', 'zone.read']});
	});

	test('does not mind the order of a list, nor the scopes that Cloudflare adds by itself', async () => {
		const harness = await opened();
		const client = clientNamed(harness, 'Dispatch dashboard');
		await elsewhere(harness, client, {scopes: [...(client.scopes ?? [])].toReversed()});
		const step = oauthClientSteps.update(client, {scopes: ['analytics.read', 'zone.read', 'dns.read']});
		expect((await plan(harness, step)).steps).toEqual([step]);
		const same = oauthClientSteps.update(client, {scopes: ['analytics.read', 'zone.read']});
		expect((await plan(harness, same)).steps).toEqual([]);
	});

	test('of which the answer is lost is found out by reading, and can be taken back', async () => {
		const harness = await opened();
		const client = clientNamed(harness, 'CI deployments');
		harness.emulator.faults.add({kind: 'reset', method: 'PATCH', applied: true, times: 10});
		const step = oauthClientSteps.update(client, {client_name: 'Mine'});
		await expect(step.send(harness.store)).rejects.toMatchObject({uncertain: true});
		expect((await plan(harness, step)).steps).toEqual([]);
		const {steps} = step.reversal([], harness.store);
		expect(steps.map(({request}) => request.body)).toEqual([{client_name: 'CI deployments'}]);
	});

	test('to one without a secret is for good, and says so', async () => {
		const harness = await opened();
		const client = clientNamed(harness, 'CI deployments');
		const told = await plan(harness, oauthClientSteps.update(client, {token_endpoint_auth_method: 'none'}));
		expect(told.weight).toEqual({kind: 'irreversible', what: 'the client name', text: 'CI deployments'});
		expect(told.undo.possible).toBe(false);
		expect(told.remarks.map(plainText).join(' ')).toContain('Both secrets will not be asked for');
	});

	test('that is gone by now does nothing', async () => {
		const harness = await opened();
		const client = clientNamed(harness, 'Old wiki');
		harness.emulator.state.main.oauthClients.delete(client.client_id);
		const {steps, skipped} = await plan(harness, oauthClientSteps.update(client, {client_name: 'Wiki'}));
		expect(steps).toEqual([]);
		expect(skipped.map(plainText)).toEqual(['Old wiki is gone']);
	});
});

const texts = fc.constantFrom(
	'https://a.example/1',
	'https://b.example/2',
	'https://c.example/3',
	'https://d.example/4',
);
const scopes = fc.uniqueArray(fc.constantFrom('dns.read', 'dns.write', 'zone.read', 'teams.read', 'offline_access'), {
	minLength: 1,
});
const edits: fc.Arbitrary<OauthClientEdit> = fc
	.record(
		{
			client_name: fc.stringMatching(/^[A-Za-z]{3,8}$/u),
			redirect_uris: fc.uniqueArray(texts, {minLength: 1}),
			post_logout_redirect_uris: fc.uniqueArray(texts),
			allowed_cors_origins: fc.uniqueArray(texts),
			scopes,
			grant_types: fc.constantFrom(['authorization_code'] as const, ['authorization_code', 'refresh_token'] as const),
			response_types: fc.constantFrom(['code'] as const, ['code', 'id_token'] as const),
			token_endpoint_auth_method: fc.constantFrom('client_secret_basic' as const, 'client_secret_post' as const),
			logo_uri: fc.oneof(texts, fc.constant('')),
			policy_uri: fc.oneof(texts, fc.constant('')),
			client_uri: fc.oneof(texts, fc.constant('')),
		},
		{requiredKeys: []},
	)
	.map((edit): OauthClientEdit => ({...edit, ...(edit.scopes === undefined ? {} : {optional_scopes: []})}));

/** What can be set, as a set where it is one: nothing and an empty text are the same. */
function settingsOn(harness: Harness): readonly unknown[] {
	return harness.emulator.state.main.oauthClients.values().map(({id, settings}) => ({
		id,
		...Object.fromEntries(
			Object.entries(settings)
				.map(([name, value]) => [name, Array.isArray(value) ? value.toSorted() : value] as const)
				.filter(([, value]) => value !== undefined && value.length > 0)
				.toSorted(([left], [right]) => left.localeCompare(right)),
		),
	}));
}

test('any changes of OAuth clients, undone one after the other, leave the server as it was; done again, as after', async () => {
	const harness = await opened();
	const names = ['Dispatch dashboard', 'CI deployments', 'Old wiki'];
	const ids = names.map((name) => clientNamed(harness, name).client_id);
	const wishes = fc.array(fc.tuple(fc.nat({max: 2}), edits), {minLength: 1, maxLength: 5});
	await fc.assert(
		fc.asyncProperty(wishes, async (asked) => {
			const desk = createDesk(harness);
			const before = settingsOn(harness);
			for (const [index, edit] of asked) {
				const client = harness.store.list('oauthClients').byId.get(ids[index] ?? '');
				if (client === undefined) throw new Error('the dataset is too small');
				if (Object.keys(edit).length > 0) await desk.carryOut([oauthClientSteps.update(client, edit)], 'new');
			}
			const after = settingsOn(harness);
			await desk.takeBackAll('undo');
			expect(settingsOn(harness)).toEqual(before);
			await desk.takeBackAll('redo');
			expect(settingsOn(harness)).toEqual(after);
			await desk.takeBackAll('undo');
			expect(settingsOn(harness)).toEqual(before);
		}),
		{numRuns: 40},
	);
});

describe('deleting an OAuth client', () => {
	test('asks for its name, says what stops working, and is for good', async () => {
		const harness = await opened();
		const client = clientNamed(harness, 'CI deployments');
		const step = oauthClientSteps.remove(client);
		const told = await plan(harness, step);
		expect(told.weight).toEqual({kind: 'irreversible', what: 'the client name', text: 'CI deployments'});
		const details = told.details.map(plainText).join('\n');
		expect(details).toContain('Every authorization that people have given it is revoked.');
		expect(details).toContain('Two secrets are valid: both stop working');
		expect(told.undo).toEqual({
			possible: false,
			text: 'It can not be undone: a new client would have another id and another secret.',
		});
		await createDesk(harness).carryOut([step], 'new');
		expect(harness.emulator.state.main.oauthClients.get(client.client_id)).toBeUndefined();
	});

	test('that somebody else has changed meanwhile asks once more', async () => {
		const harness = await opened();
		const client = clientNamed(harness, 'Old wiki');
		await elsewhere(harness, client, {client_name: 'New wiki'});
		const {steps, conflicts} = await plan(harness, oauthClientSteps.remove(client));
		expect(steps).toEqual([]);
		expect(conflicts).toHaveLength(1);
	});
});
