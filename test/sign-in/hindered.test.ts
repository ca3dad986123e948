/** What hinders a sign-in, what calls it off, and the keys of its steps. */
import {createServer} from 'node:net';
import {describe, expect, it} from 'vitest';
import {demoTokens} from '../../source/emulator/index.ts';
import {clear, down, esc, signInPlace} from './place.ts';
import type {TestSignIn} from './support.tsx';

const place = signInPlace();
const {start} = place;

async function failure(test: TestSignIn) {
	const {step} = await test.reach('failed');
	if (step.kind !== 'failed') throw new Error(`the step is ${step.kind}`);
	return step.failure;
}

describe('what hinders a sign-in', () => {
	async function deadPort(): Promise<number> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		await new Promise((resolve) => server.close(resolve));
		return typeof address === 'object' && address !== null ? address.port : 0;
	}

	it('no network: says so, and tries again', async () => {
		const test = start({baseUrl: `http://127.0.0.1:${await deadPort()}/client/v4`});
		test.type(`\r${demoTokens.full.token}\r`);
		expect(await failure(test)).toMatchObject({
			title: 'Cloudflare can not be reached.',
			lines: expect.arrayContaining([expect.stringContaining('refused the connection')]),
			remedy: 'none',
		});
		test.type('r');
		await test.reach('working');
		await test.reach('failed');
		expect(test.signIn.state().fields.token.text).toBe(demoTokens.full.token);
	});

	it('an answer that is no JSON: says so, and goes on when it is', async () => {
		place.emulator.faults.add({kind: 'not-json', times: 20});
		const test = start();
		test.type(`\r${demoTokens.full.token}\r`);
		expect(await failure(test)).toMatchObject({title: 'Something else than Cloudflare answered.'});
		place.emulator.faults.clear();
		test.type('r');
		await test.openOnce();
		expect(test.connected).toHaveLength(1);
	});

	it('a rate limit: counts the seconds down, and can be left', async () => {
		place.emulator.faults.add({kind: 'status', status: 429, headers: {'retry-after': '30'}, times: 20});
		const test = start();
		test.type(`\r${demoTokens.full.token}\r`);
		const {step} = await test.waitFor(({step}) => step.kind === 'working' && step.waiting !== undefined);
		const until = step.kind === 'working' ? (step.waiting?.until ?? 0) : 0;
		test.clock.now = until - 12_000;
		test.runTimers();
		expect(await test.text()).toMatch(/: 12s$/mu);
		test.type(esc);
		expect(test.signIn.state().step.kind).toBe('token');
	});

	it('a server that fails: says so', async () => {
		place.emulator.faults.add({kind: 'status', status: 501, times: 20});
		const test = start();
		test.type(`\r${demoTokens.full.token}\r`);
		expect(await failure(test)).toMatchObject({title: 'Cloudflare has a fault of its own at the moment.'});
	});

	it('a refusal of everything, which a token of an account meets as well: asks for the account and says why', async () => {
		place.emulator.faults.add({kind: 'status', status: 403, times: 20});
		const test = start();
		test.type(`\r${demoTokens.full.token}\r`);
		const {step} = await test.reach('account-id');
		expect(step).toMatchObject({
			reason: [expect.anything(), expect.anything(), expect.stringContaining('Whether it is good')],
		});
		expect(test.signIn.state().fields.token.text).toBe(demoTokens.full.token);
	});
});

describe('a sign-in that is called off', () => {
	it('drops the answer that comes later, and the next one begins anew', async () => {
		place.emulator.faults.add({kind: 'stall', times: 2});
		const test = start();
		test.type(`\r${demoTokens.allAccounts.token}\r`);
		expect(test.signIn.state().step.kind).toBe('working');
		test.type(`${esc}${clear}${demoTokens.full.token}`);
		// Now the server answers the one that was called off.
		place.emulator.faults.clear();
		test.type('\r');
		await test.openOnce();
		expect(test.opened).toMatchObject([{account: {name: 'Kestrel Freight'}}]);
		expect(test.connected).toHaveLength(2);
	});

	it('keeps what was typed', () => {
		const test = start();
		test.type(`\r${demoTokens.full.token}\r${esc}`);
		expect(test.signIn.state()).toMatchObject({
			step: {kind: 'token'},
			fields: {token: {text: demoTokens.full.token}},
			message: {text: 'given up'},
		});
	});

	it('says nothing more once it is closed', async () => {
		const test = start();
		test.type(`\r${demoTokens.full.token}\r`);
		test.signIn.close();
		const before = test.signIn.state();
		await test.close();
		expect(test.signIn.state()).toBe(before);
		expect(test.opened).toEqual([]);
	});
});

describe('the demo account', () => {
	it('is the third entry, chosen in one write', async () => {
		const test = start();
		test.type(`${down}${down}\r`);
		await test.reach('opened');
		expect(test.calls).toEqual(['demo']);
	});

	it('that can not be opened says why, and tries again', async () => {
		let attempts = 0;
		const test = start({
			async openDemo() {
				attempts += 1;
				if (attempts === 1) throw new Error('no port is free');
			},
		});
		test.type(`${down}${down}\r`);
		expect(await failure(test)).toMatchObject({lines: [expect.stringContaining('no port is free')]});
		test.type('r');
		await test.reach('opened');
		expect(attempts).toBe(2);
	});
});

describe('the keys of every step', () => {
	it.each([
		['the menu', ''],
		['a form', '\r'],
		['a list of accounts that is being read', `\r${demoTokens.full.token}\r`],
		['the help', '?'],
	])('ctrl-c quits %s when it comes twice within two seconds, ctrl-z suspends, ctrl-l repaints', (_where, keys) => {
		const test = start();
		test.type(`${keys}\u001a\u000c`);
		expect(test.calls).toEqual(['suspend', 'repaint']);
		test.type('\u0003');
		test.clock.now += 2001;
		test.type('\u0003');
		expect(test.calls).toEqual(['suspend', 'repaint']);
		expect(test.signIn.state().message?.text).toBe('ctrl-c again within two seconds quits');
		test.clock.now += 1000;
		test.type('\u0003');
		expect(test.calls).toEqual(['suspend', 'repaint', 'quit']);
	});

	it('esc goes back step by step and never quits', () => {
		const test = start();
		test.type(`\rabc\tana`);
		expect(test.signIn.state().step.kind).toBe('key');
		test.type(`${esc}`);
		expect(test.signIn.state().step).toEqual({kind: 'menu', cursor: 1});
		test.type(`${esc}${esc}`);
		expect(test.signIn.state()).toMatchObject({
			step: {kind: 'menu'},
			message: {text: expect.stringContaining('q quits')},
		});
		expect(test.calls).toEqual([]);
		test.type('q');
		expect(test.calls).toEqual(['quit']);
	});

	it('a paste where nothing is typed is told about and does nothing', () => {
		const test = start();
		test.type('\u001b[200~q\rq\r\u001b[201~');
		expect(test.signIn.state()).toMatchObject({
			step: {kind: 'menu'},
			message: {text: expect.stringContaining('paste ignored')},
		});
		expect(test.calls).toEqual([]);
	});
});
