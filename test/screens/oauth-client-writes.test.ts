/** Writes of OAuth clients on a real store, over real HTTP: what the server has afterwards, whoever else was at work. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {OauthClient} from '../../source/api/schemas.ts';
import {editClientForm, newInput} from '../../source/areas/oauth-client-form.ts';
import {promote, verifyAgain} from '../../source/areas/oauth-client-promotion.ts';
import {endOldSecret, rotateSecret} from '../../source/areas/oauth-client-secrets.ts';
import {type OauthClientEdit, oauthClientSteps} from '../../source/areas/oauth-client-steps.ts';
import {planOf} from '../../source/areas/plan.ts';
import type {Step} from '../../source/areas/write.ts';
import type {OauthClient as ServerClient} from '../../source/emulator/model.ts';
import type {Knowledge} from '../../source/insight/knowledge.ts';
import {lookAgain} from '../../source/screens/looking.ts';
import {plainText} from '../../source/terminal/line.ts';
import {knowledgeOf} from '../areas/sample.ts';
import {type Harness, setUp} from '../store/harness.ts';
import {createDesk} from './undo-desk.ts';

async function opened(): Promise<Harness> {
	const start = Date.now();
	const harness = await setUp({emulator: {now: () => start}});
	const {store, until} = harness;
	store.want([
		{kind: 'list', resource: 'oauthClients'},
		{kind: 'list', resource: 'oauthScopes'},
	]);
	await until(() => store.list('oauthClients').complete && store.list('oauthScopes').complete);
	return harness;
}

function clientNamed({store}: Harness, name: string): OauthClient {
	const client = store.list('oauthClients').rows.find(({client_name}) => client_name === name);
	if (client === undefined) throw new Error(`no client ${name}`);
	return client;
}

function onServer({emulator}: Harness, {client_id}: OauthClient): ServerClient {
	const client = emulator.state.main.oauthClients.get(client_id);
	if (client === undefined) throw new Error('the client is gone');
	return client;
}

async function plan({store}: Harness, ...steps: readonly Step[]) {
	const seen = await lookAgain(
		steps.flatMap(({needs}) => needs),
		store,
		0,
	);
	if ('problem' in seen) throw new Error(seen.problem);
	return planOf(steps, {knowledge: seen.knowledge, now: 0});
}

/** As somebody else would: another client of the same server. */
async function elsewhere({client, account}: Harness, {client_id}: OauthClient, change: OauthClientEdit): Promise<void> {
	await client.oauthClients.update(account, client_id, change);
}

const wanted = {
	client_name: 'Night shift',
	grant_types: ['authorization_code', 'refresh_token'],
	response_types: ['code'],
	redirect_uris: ['https://night.example/cb'],
	scopes: ['dns.read', 'zone.read'],
	token_endpoint_auth_method: 'client_secret_post',
} as const;

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

describe('rotating a secret', () => {
	test('makes a second one, and ending takes the old one away', async () => {
		const harness = await opened();
		const client = clientNamed(harness, 'Dispatch dashboard');
		const first = onServer(harness, client).secrets;
		const {secret} = await rotateSecret(client).send(harness.store);
		const second = secret?.secret?.reveal() ?? '';
		expect(onServer(harness, client).secrets).toEqual([...first, second]);
		await harness.until(() => Boolean(clientNamed(harness, 'Dispatch dashboard').updated_at));
		const rotated = clientNamed(harness, 'Dispatch dashboard');
		expect((await plan(harness, endOldSecret(rotated))).weight.kind).toBe('irreversible');
		await createDesk(harness).carryOut([endOldSecret(rotated)], 'new');
		expect(onServer(harness, client).secrets).toEqual([second]);
	});

	test('that somebody else was faster with is not tried: a third secret would be refused', async () => {
		const harness = await opened();
		const client = clientNamed(harness, 'Dispatch dashboard');
		await harness.client.oauthClients.rotateSecret(harness.account, client.client_id);
		const {steps, skipped} = await plan(harness, rotateSecret(client));
		expect(steps).toEqual([]);
		expect(skipped.map(plainText).join()).toContain('two valid secrets by now, and a third is refused');
	});

	test('of which the answer is lost says that a secret may be there that nobody has seen', async () => {
		const harness = await opened();
		const client = clientNamed(harness, 'Dispatch dashboard');
		harness.emulator.faults.add({kind: 'reset', method: 'POST', applied: true});
		const step = rotateSecret(client);
		await expect(step.send(harness.store)).rejects.toMatchObject({
			uncertain: true,
			next: expect.stringContaining('A second secret may exist that nobody has seen'),
		});
		const {steps, skipped} = await plan(harness, step);
		expect(steps).toEqual([]);
		expect(skipped.map(plainText).join()).toContain('the old one still works');
	});

	test('of which the answer is lost before it was carried out can be tried again', async () => {
		const harness = await opened();
		const client = clientNamed(harness, 'Dispatch dashboard');
		harness.emulator.faults.add({kind: 'reset', method: 'POST'});
		const step = rotateSecret(client);
		await expect(step.send(harness.store)).rejects.toMatchObject({uncertain: true});
		expect((await plan(harness, step)).steps).toEqual([step]);
	});

	test('with an answer that leaves the secret out says so', async () => {
		const harness = await opened();
		const body = {success: true, errors: [], messages: [], result: {}};
		harness.emulator.faults.add({kind: 'status', status: 200, body, method: 'POST'});
		const {secret} = await rotateSecret(clientNamed(harness, 'Dispatch dashboard')).send(harness.store);
		expect(secret).toEqual({title: 'New secret of Dispatch dashboard', secret: undefined});
	});
});

describe('ending the old secret', () => {
	test('that somebody else has ended has nothing left to do', async () => {
		const harness = await opened();
		const client = clientNamed(harness, 'CI deployments');
		await harness.client.oauthClients.deleteRotatedSecret(harness.account, client.client_id);
		const {steps, skipped} = await plan(harness, endOldSecret(client));
		expect(steps).toEqual([]);
		expect(skipped.map(plainText)).toEqual(['CI deployments has only one valid secret by now']);
	});

	test('right after a rotation, when nobody can tell since when there are two, is decided by a person once', async () => {
		const harness = await opened();
		const client = {...clientNamed(harness, 'CI deployments'), updated_at: undefined};
		const {steps, conflicts} = await plan(harness, endOldSecret(client));
		expect(steps).toEqual([]);
		const [decided] = conflicts.flatMap(({conflict}) => conflict.resolutions);
		if (decided === undefined) throw new Error('it can be decided');
		expect((await plan(harness, decided.step)).steps).toEqual([decided.step]);
	});

	test('of a client whose last change is never told is decided once as well', async () => {
		const harness = await opened();
		const client = {...clientNamed(harness, 'CI deployments'), updated_at: undefined};
		const rows = harness.store.list('oauthClients').rows.map((row) => ({...row, updated_at: undefined}));
		const knowledge: Knowledge = knowledgeOf({lists: {oauthClients: rows}});
		const contested = planOf([endOldSecret(client)], {knowledge, now: 0}).conflicts;
		const [decided] = contested.flatMap(({conflict}) => conflict.resolutions);
		if (decided === undefined) throw new Error('it can be decided');
		expect(planOf([decided.step], {knowledge, now: 0}).steps).toEqual([decided.step]);
	});

	test('after somebody else has ended and rotated again does not end the secret that was new', async () => {
		const harness = await opened();
		const client = clientNamed(harness, 'CI deployments');
		await harness.client.oauthClients.deleteRotatedSecret(harness.account, client.client_id);
		await harness.client.oauthClients.rotateSecret(harness.account, client.client_id);
		const secrets = onServer(harness, client).secrets;
		const {steps, conflicts} = await plan(harness, endOldSecret(client));
		expect(steps).toEqual([]);
		expect(conflicts.map(({conflict}) => conflict.resolutions.map(({label}) => label))).toEqual([
			['end the older of the two as they are now'],
		]);
		expect(onServer(harness, client).secrets).toEqual(secrets);
	});
});

describe('making an OAuth client public', () => {
	test('tells each precondition as met or missing before anything is tried', async () => {
		const harness = await opened();
		const client = clientNamed(harness, 'Partner portal');
		const {steps, details, skipped} = await plan(harness, promote(client));
		expect(steps).toEqual([]);
		expect(details.map(plainText)).toEqual([
			'Cloudflare asks for:',
			'[x] a name',
			'[ ] a logo URI: no logo URI is set (e)',
			expect.stringMatching(/^\[ \] verified host of the client URI: .*verification is pending/u),
			'[x] a scope beyond those of identity',
		]);
		expect(skipped.map(plainText).join()).toContain('not yet: 2 of what Cloudflare asks for is missing');
	});

	async function ready(): Promise<{readonly harness: Harness; readonly client: OauthClient}> {
		const harness = await opened();
		const client = clientNamed(harness, 'Partner portal');
		onServer(harness, client).uriVerification = {kind: 'verified'};
		await createDesk(harness).carryOut(
			[oauthClientSteps.update(client, {logo_uri: 'https://partners.example/logo.png'})],
			'new',
		);
		return {harness, client: clientNamed(harness, 'Partner portal')};
	}

	test('changes the visibility on the server, once all of it is met, and for good', async () => {
		const {harness, client} = await ready();
		const told = await plan(harness, promote(client));
		expect(told.weight).toEqual({kind: 'irreversible', what: 'the client name', text: 'Partner portal'});
		expect(told.undo.possible).toBe(false);
		expect(told.steps.map(({request}) => [request.method, request.body])).toEqual([['PATCH', {visibility: 'public'}]]);
		await createDesk(harness).carryOut([promote(client)], 'new');
		expect(onServer(harness, client).visibility).toBe('public');
		expect((await plan(harness, promote(client))).steps).toEqual([]);
	});

	test('asks once more where somebody else has changed what would become public', async () => {
		const {harness, client} = await ready();
		await elsewhere(harness, client, {redirect_uris: ['https://theirs.example/cb']});
		const {steps, conflicts} = await plan(harness, promote(client));
		expect(steps).toEqual([]);
		expect(conflicts[0]?.conflict.theirs.map(plainText)).toEqual(['redirect URI: https://theirs.example/cb']);
		expect(onServer(harness, client).visibility).toBe('private');
	});
});

test('verifying again sends the client URI as it is, and begins anew', async () => {
	const harness = await opened();
	const client = clientNamed(harness, 'Old wiki');
	const step = verifyAgain(client);
	expect(step.request.body).toEqual({client_uri: 'https://wiki.oldharbor.invalid'});
	await createDesk(harness).carryOut([step], 'new');
	expect(onServer(harness, client).uriVerification?.kind).toBe('running');
});

test('verifying again does not bring back an address that somebody else has changed', async () => {
	const harness = await opened();
	const client = clientNamed(harness, 'Old wiki');
	await elsewhere(harness, client, {client_uri: 'https://wiki.example'});
	const {steps, conflicts} = await plan(harness, verifyAgain(client));
	expect(steps).toEqual([]);
	expect(conflicts[0]?.conflict.resolutions.map(({label}) => label)).toEqual(['verify wiki.example']);
});
