/** Secrets, visibility and verification of OAuth clients: what the server has afterwards, whoever else was at work. */
import {describe, expect, test} from 'vitest';
import type {OauthClient} from '../../source/api/schemas.ts';
import {promote, verifyAgain} from '../../source/areas/oauth-client-promotion.ts';
import {endOldSecret, rotateSecret} from '../../source/areas/oauth-client-secrets.ts';
import {oauthClientSteps} from '../../source/areas/oauth-client-steps.ts';
import {planOf} from '../../source/areas/plan.ts';
import type {Knowledge} from '../../source/insight/knowledge.ts';
import {plainText} from '../../source/terminal/line.ts';
import {knowledgeOf} from '../areas/sample.ts';
import type {Harness} from '../store/harness.ts';
import {clientNamed, elsewhere, onServer, opened, plan} from './oauth-client-desk.ts';
import {createDesk} from './undo-desk.ts';

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
