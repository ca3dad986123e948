/** Signing in by hand and from the environment, from the menu to the open account. */
import {inspect} from 'node:util';
import {describe, expect, it} from 'vitest';
import {demoKey, demoTokens} from '../../source/emulator/index.ts';
import {Secret} from '../../source/secret.ts';
import {clear, down, esc, signInPlace} from './place.ts';
import type {TestSignIn} from './support.tsx';

const place = signInPlace();
const {start} = place;

function paths(): readonly string[] {
	return place.emulator.requests.map(({method, path}) => `${method} ${path}`).sort();
}

const tokenOf = (token: string) => ({kind: 'token', token: new Secret(token)}) as const;

async function failure(test: TestSignIn) {
	const {step} = await test.reach('failed');
	if (step.kind !== 'failed') throw new Error(`the step is ${step.kind}`);
	return step.failure;
}

describe('signing in with a typed token', () => {
	it('opens the only account of a user token, in one write', async () => {
		const test = start();
		test.type(`\r${demoTokens.full.token}\r`);
		await test.reach('accepted');
		expect(paths()).toEqual(['GET /accounts', 'GET /user/tokens/verify']);
		await test.openOnce();
		expect(test.opened).toMatchObject([
			{account: {id: place.emulator.accountId, name: 'Kestrel Freight'}, source: 'typed token'},
		]);
	});

	it('hands over a client that works, and leaves it open when it is closed itself', async () => {
		const test = start();
		test.type(`\r${demoTokens.full.token}\r`);
		await test.openOnce();
		const [opened] = test.opened;
		test.signIn.close();
		expect((await opened?.client.userGroups.list(opened.account.id))?.items.length).toBeGreaterThan(0);
	});

	it('drops the token from its state once it is accepted', async () => {
		const test = start();
		test.type(`\r${demoTokens.allAccounts.token}\r`);
		const state = await test.reach('accounts');
		expect(inspect(state, {depth: 20})).not.toContain(demoTokens.allAccounts.token);
		test.type(esc);
		expect(test.signIn.state()).toMatchObject({step: {kind: 'token'}, fields: {token: {text: ''}}});
	});

	it('asks which account where there are several, and opens the chosen one', async () => {
		const test = start();
		test.type(`\r${demoTokens.allAccounts.token}\r`);
		await test.reach('accounts');
		test.type(`${down}\r`);
		await test.openOnce();
		expect(test.opened).toMatchObject([{account: {name: 'Sandbox'}}]);
	});

	it('opens the account that was given, whichever others there are', async () => {
		const test = start({accountId: place.emulator.accountId.toUpperCase()});
		test.type(`\r${demoTokens.allAccounts.token}\r`);
		await test.reach('accepted');
		expect(paths()).toEqual([`GET /accounts/${place.emulator.accountId}`, 'GET /user/tokens/verify']);
		await test.openOnce();
		expect(test.opened).toMatchObject([{account: {id: place.emulator.accountId, name: 'Kestrel Freight'}}]);
	});

	it('asks for the account of a token that belongs to one, and verifies it there', async () => {
		const test = start();
		test.type(`\r${demoTokens.accountOwned.token}\r`);
		const {step} = await test.reach('account-id');
		expect(step).toMatchObject({
			reason: [
				expect.stringContaining('belongs to an account'),
				expect.anything(),
				'Whether it is good shows with the account id: without one Cloudflare verifies tokens of users only.',
			],
		});
		place.emulator.clearRequests();
		test.type(`${place.emulator.accountId}\r`);
		await test.openOnce();
		expect(test.opened).toMatchObject([{account: {id: place.emulator.accountId, name: 'Kestrel Freight'}}]);
		expect(paths()).toContain(`GET /accounts/${place.emulator.accountId}/tokens/verify`);
	});

	it('opens the given account with a token of that account, without asking', async () => {
		const test = start({accountId: place.emulator.accountId});
		test.type(`\r${demoTokens.accountOwned.token}\r`);
		await test.openOnce();
		expect(test.opened).toHaveLength(1);
	});

	it('asks for the account id where the token sees none, and says why', async () => {
		const test = start();
		test.type(`\r${demoTokens.noAccounts.token}\r`);
		const {step} = await test.reach('account-id');
		expect(step).toMatchObject({reason: [expect.stringContaining('sees no account'), expect.anything()]});
	});

	it.each([
		['expired', 'This token has expired.', 'It ended at 2024-12-31 23:59:59 UTC.'],
		['disabled', 'This token is disabled.', 'https://dash.cloudflare.com/profile/api-tokens'],
		['revoked', 'Cloudflare does not accept this token.', 'Invalid API Token (1000)'],
	] as const)('says of an %s token that it is, and keeps it in the form', async (kind, title, line) => {
		const test = start();
		test.type(`\r${demoTokens[kind].token}\r`);
		expect(await failure(test)).toMatchObject({title, lines: expect.arrayContaining([expect.stringContaining(line)])});
		test.type(esc);
		expect(test.signIn.state()).toMatchObject({
			step: {kind: 'token', problem: [title]},
			fields: {token: {text: demoTokens[kind].token}},
		});
		test.type(`${clear}${demoTokens.full.token}\r`);
		await test.openOnce();
	});

	it('lets the account id be given where a refused token may belong to an account', async () => {
		const test = start();
		test.type(`\r${demoTokens.revoked.token}\r`);
		expect(await failure(test)).toMatchObject({remedy: 'account-id'});
		test.type(`i${place.emulator.accountId}\r`);
		await test.reach('working');
		expect(await failure(test)).toMatchObject({
			title: 'Cloudflare does not accept this token.',
			lines: expect.arrayContaining([expect.stringContaining(`asked for was ${place.emulator.accountId}`)]),
		});
	});

	it.each([
		['two words', 'The token has a space or line break inside (after 3 characters).'],
		['', 'The token is empty.'],
		['0123456789abcdef0123456789abcdef', 'The token looks like an account id or zone id (32 hex characters).'],
	])('sends nothing for %j and says why', (text, problem) => {
		const test = start();
		test.type(`\r${text}\r`);
		expect(test.signIn.state().step).toMatchObject({kind: 'token', problem: [problem, expect.anything()]});
		expect(test.connected).toEqual([]);
	});
});

describe('signing in with a Global API key', () => {
	it('opens the account, the fields filled one after the other', async () => {
		const test = start();
		test.type(`${down}\r${demoKey.email}\r${demoKey.key}\r`);
		await test.reach('accounts');
		expect(paths()).toEqual(['GET /accounts', 'GET /user']);
		test.type('\r');
		await test.openOnce();
		expect(test.opened).toMatchObject([{source: 'typed key', account: {name: 'Kestrel Freight'}}]);
	});

	it('takes a key along that was typed as a token', async () => {
		const test = start();
		test.type(`\r${demoKey.key}\r`);
		expect(test.signIn.state().step).toMatchObject({
			problem: ['The token looks like a Global API key.', expect.anything(), expect.stringContaining('tab takes it')],
		});
		test.type(`\t${demoKey.email}\r`);
		await test.reach('accounts');
	});

	it('says that a wrong key is not accepted, and keeps what was typed', async () => {
		const test = start();
		test.type(`${down}\r${demoKey.email}\rcfk_${'0'.repeat(40)}\r`);
		expect(await failure(test)).toMatchObject({title: 'Cloudflare does not accept this key.', remedy: 'none'});
		test.type(esc);
		expect(test.signIn.state()).toMatchObject({
			step: {kind: 'key'},
			fields: {email: {text: demoKey.email}, key: {text: `cfk_${'0'.repeat(40)}`}},
		});
	});

	it('closes the client of a refused credential once it is given up, not while it can be tried again', async () => {
		const test = start();
		test.type(`${down}\r${demoKey.email}\rcfk_${'0'.repeat(40)}\r`);
		await failure(test);
		test.type('r');
		await failure(test);
		expect(test.connected).toHaveLength(1);
		expect(test.clients.size).toBe(1);
		test.type(esc);
		expect(test.clients.size).toBe(0);
		test.type(`${clear}${demoKey.key}\r`);
		await test.reach('accounts');
		test.type('\r');
		await test.openOnce();
		expect(test.clients.size).toBe(1);
		expect([...test.clients]).toEqual(test.opened.map(({client}) => client));
	});

	it('goes to the field that is wrong', () => {
		const test = start();
		test.type(`${down}\rana\t${demoKey.key}\r`);
		expect(test.signIn.state().step).toMatchObject({
			kind: 'key',
			field: 'email',
			problem: ['The address is no e-mail address.', expect.anything()],
		});
	});
});

describe('a credential from the environment', () => {
	const source = 'CLOUDFLARE_API_TOKEN';

	it('is asked about at once', async () => {
		const test = start({begin: {kind: 'credential', credential: tokenOf(demoTokens.full.token), source}});
		expect(test.signIn.state().step.kind).toBe('working');
		await test.reach('opened');
		expect(test.opened).toMatchObject([{source, account: {name: 'Kestrel Freight'}}]);
	});

	it('opens the given account before anything else, without a request', () => {
		const test = start({
			begin: {kind: 'credential', credential: tokenOf(demoTokens.full.token), source},
			accountId: place.emulator.accountId,
		});
		expect(test.opened).toMatchObject([{source, account: {id: place.emulator.accountId, name: undefined}}]);
		expect(test.signIn.state().step.kind).toBe('opened');
		expect(place.emulator.requests).toEqual([]);
	});

	it('asks for an account id again that is none', async () => {
		const test = start({
			begin: {kind: 'credential', credential: tokenOf(demoTokens.full.token), source},
			accountId: '0123',
		});
		expect(test.signIn.state()).toMatchObject({
			step: {kind: 'account-id', problem: [expect.stringContaining('4 characters instead of 32'), expect.anything()]},
			fields: {accountId: {text: '0123'}},
		});
		expect(place.emulator.requests).toEqual([]);
		test.type(`${clear}${place.emulator.accountId}\r`);
		await test.reach('opened');
	});

	it('leads to the menu when it is no good, where another one can be typed', async () => {
		const test = start({begin: {kind: 'credential', credential: tokenOf(demoTokens.expired.token), source}});
		expect(await failure(test)).toMatchObject({title: 'This token has expired.'});
		test.type(`${esc}\r${demoTokens.full.token}\r`);
		await test.openOnce();
		expect(test.opened).toMatchObject([{source: 'typed token'}]);
	});
});

describe('an account id', () => {
	async function byHand(text: string): Promise<TestSignIn> {
		const test = start();
		test.type(`\r${demoTokens.allAccounts.token}\r`);
		await test.reach('accounts');
		place.emulator.clearRequests();
		test.type(`i${text}\r`);
		return test;
	}

	it('that is malformed is told about without a request', async () => {
		const test = await byHand('0123456789abcdef0123456789abcdeg');
		expect(test.signIn.state().step).toMatchObject({
			kind: 'account-id',
			problem: [expect.stringContaining('not hex digits'), expect.anything()],
		});
		expect(place.emulator.requests).toEqual([]);
	});

	it('of an account that is not seen leads to those that are', async () => {
		const unknown = '0123456789abcdef0123456789abcdef';
		const test = await byHand(unknown);
		expect(await failure(test)).toMatchObject({
			title: 'This credential does not see that account.',
			lines: expect.arrayContaining([expect.stringContaining(unknown)]),
			remedy: 'accounts',
		});
		test.type('a');
		await test.reach('accounts');
		test.type('\r');
		await test.openOnce();
		expect(test.opened).toHaveLength(1);
	});

	it('is kept when it was wrong', async () => {
		const unknown = '0123456789abcdef0123456789abcdef';
		const test = await byHand(unknown);
		await test.reach('failed');
		test.type(esc);
		expect(test.signIn.state()).toMatchObject({step: {kind: 'account-id'}, fields: {accountId: {text: unknown}}});
	});
});
