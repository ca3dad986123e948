/** The credential that the profile has stored: read at the start, unlocked, stopped. */
import {describe, expect, it} from 'vitest';
import {storeFailureKinds} from '../../source/credentials/store-failure.ts';
import type {Credential} from '../../source/credentials/text.ts';
import {demoKey, demoTokens} from '../../source/emulator/index.ts';
import {Secret} from '../../source/secret.ts';
import {esc, offers, signInPlace, take} from './place.ts';
import type {TestSignIn, TestSignInOptions} from './support.tsx';

const stored = (token: string): Credential => ({kind: 'token', token: new Secret(token)});
const good = stored(demoTokens.full.token);
const place = signInPlace();

/** A start of the program with something stored, unless the options say otherwise. */
const start = (options: Partial<TestSignInOptions> = {}): TestSignIn =>
	place.start({recorded: 'keychain', begin: {kind: 'read'}, ...options});

describe('a stored credential', () => {
	it('is read before the first frame, without a prompt, and opens the account of the profile at once', async () => {
		const test = start({accountId: place.emulator.accountId});
		expect(test.keeper.calls).toMatchObject([{operation: 'read', unlock: false}]);
		expect(await test.text()).toContain('Reading the credential of default from the desktop keyring');
		test.keeper.last.done(good);
		await test.reach('opened');
		expect(test.opened).toMatchObject([
			{
				account: {id: place.emulator.accountId, name: undefined},
				source: 'desktop keyring',
				store: 'keychain',
			},
		]);
		expect(place.emulator.requests).toEqual([]);
	});

	it('without an account is asked about, and opens the only one without a question', async () => {
		const test = start();
		test.keeper.last.done(good);
		await test.reach('opened');
		expect(test.opened).toMatchObject([{account: {name: 'Kestrel Freight'}, store: 'keychain'}]);
	});

	it('opens as a Global API key too', async () => {
		const test = start({accountId: place.emulator.accountId});
		test.keeper.last.done({kind: 'key', email: demoKey.email, key: new Secret(demoKey.key)});
		await test.reach('opened');
		expect(test.connected).toMatchObject([{kind: 'key', email: demoKey.email}]);
	});

	it('is taken from a reading that has begun already, which esc and closing call off', async () => {
		const calls: string[] = [];
		const reading = Promise.withResolvers<{kind: 'done'; value: Credential}>();
		const begin = {kind: 'read', reading: reading.promise, stop: () => calls.push('stop')} as const;
		const test = start({begin, accountId: place.emulator.accountId});
		expect(test.keeper.calls).toEqual([]);
		reading.resolve({kind: 'done', value: good});
		await test.reach('opened');
		expect(calls).toEqual([]);
		const left = start({begin: {...begin, reading: new Promise(() => {})}});
		left.type(esc);
		expect(calls).toEqual(['stop']);
		start({begin: {...begin, reading: new Promise(() => {})}}).signIn.close();
		expect(calls).toEqual(['stop', 'stop']);
	});

	it('says how long it takes from the second second on', async () => {
		const test = start();
		test.clock.now += 1000;
		test.runTimers();
		expect(await test.text()).not.toMatch(/^ \ds$/mu);
		test.clock.now += 2000;
		test.runTimers();
		expect(await test.text()).toMatch(/^ 3s, at most 5s$/mu);
	});

	it('is not looked for where none is recorded', async () => {
		const test = start({recorded: undefined});
		expect(test.signIn.state().step.kind).toBe('menu');
		expect(test.keeper.calls).toEqual([]);
		expect(offers(test)).not.toContain('stored');
	});

	it('that is not there any more is told about on the menu, where it can be read again', async () => {
		const test = start();
		test.keeper.last.done(undefined);
		await test.reach('menu');
		expect(test.signIn.state().problem).toEqual([
			'The desktop keyring has nothing for profile default any more.',
			expect.stringContaining('another desktop keyring'),
		]);
		take(test, 'stored');
		expect(test.signIn.state().step.kind).toBe('reading');
		test.keeper.last.done(good);
		await test.reach('opened');
	});

	it('that Cloudflare does not accept says why, and leads to the menu', async () => {
		const test = start();
		test.keeper.last.done(stored(demoTokens.expired.token));
		const {step} = await test.reach('failed');
		expect(step).toMatchObject({failure: {title: 'This token has expired.'}});
		test.type(esc);
		expect(offers(test)).toContain('stored');
	});

	it('of a keeper that breaks is told about like any other failure', async () => {
		const test = start();
		test.keeper.last.reject(new Error('the child has no head'));
		const {step} = await test.reach('unread');
		expect(step).toMatchObject({problem: {lines: [expect.stringContaining('the child has no head')]}});
	});
});

describe('keys typed while the stored credential is read', () => {
	it('are handed on in order, pastes and all, in whichever pieces they came', async () => {
		const test = start({accountId: place.emulator.accountId});
		test.type(`jj?/plat\r`);
		test.type('\u001b[200~two words\u001b[201~G');
		expect(test.signIn.state().step.kind).toBe('reading');
		test.keeper.last.done(good);
		await test.reach('opened');
		expect(test.typedAhead).toEqual([...'jj?/plat', 'enter', 'two words', 'G']);
	});

	it('are handed on after the account was asked for, too', async () => {
		const test = start();
		test.type('j');
		test.keeper.last.done(good);
		await test.reach('working');
		test.type('k');
		await test.reach('opened');
		expect(test.typedAhead).toEqual(['j', 'k']);
	});

	it('are handed on with a credential of the environment', async () => {
		const test = start({begin: {kind: 'credential', credential: good, source: 'CLOUDFLARE_API_TOKEN'}});
		test.type('jj');
		await test.reach('opened');
		expect(test.typedAhead).toEqual(['j', 'j']);
		expect(test.keeper.calls).toEqual([]);
	});

	it('are dropped, and that is said, where something has to be asked', async () => {
		const test = start();
		test.type('j\r');
		test.keeper.last.fail('no-bus');
		await test.reach('unread');
		expect(test.signIn.state()).toMatchObject({
			step: {cursor: 0},
			message: {text: expect.stringContaining('2 keys typed meanwhile')},
		});
		take(test, 'again');
		test.keeper.last.done(good);
		await test.reach('opened');
		expect(test.typedAhead).toEqual([]);
	});

	it('are nothing while the desktop asks for a password: that may be what was typed', async () => {
		const test = start();
		test.keeper.last.fail('locked');
		await test.reach('unread');
		take(test, 'unlock');
		test.type('hunter2\r');
		test.keeper.last.done(good);
		await test.reach('opened');
		expect(test.typedAhead).toEqual([]);
	});

	it('do what they always do where they mean something here', () => {
		const test = start();
		test.type('\u001a\u000c\u0003\u0003');
		expect(test.calls).toEqual(['suspend', 'repaint', 'quit']);
	});
});

describe('a store that can not be read', () => {
	it.each(storeFailureKinds)('%s: says so and offers what helps', async (kind) => {
		const test = start();
		test.keeper.last.fail(kind);
		await test.reach('unread');
		const isLocked = kind === 'locked' || kind === 'dismissed';
		expect(offers(test)).toEqual([...(isLocked ? ['unlock'] : []), 'again', 'other-credential', 'quit']);
		// Every way out leads somewhere.
		take(test, 'quit');
		expect(test.calls).toEqual(['quit']);
		take(test, 'other-credential');
		expect(test.signIn.state().step.kind).toBe('menu');
		take(test, 'stored');
		expect(test.signIn.state().step).toMatchObject({kind: 'reading', reading: 'plain'});
		expect(test.keeper.recorded()).toBe('keychain');
	});

	it('offers another profile where there is one', async () => {
		const test = start({otherProfiles: ['broken', 'work']});
		test.keeper.last.fail('timeout');
		await test.reach('unread');
		expect(await test.text()).toContain('Another profile                   there are 2 more');
		take(test, 'profiles');
		expect(await test.text()).toMatch(/^ > broken {3}remark of broken$/mu);
		test.type(esc);
		expect(test.signIn.state().step.kind).toBe('unread');
		take(test, 'profiles');
		test.type('j\r');
		expect(test.calls).toEqual(['profile work']);
	});

	it('says on the menu why another profile can not be opened', async () => {
		const test = start({otherProfiles: ['broken'], recorded: undefined});
		take(test, 'profiles');
		test.type('\r');
		expect(test.signIn.state()).toMatchObject({
			step: {kind: 'menu'},
			problem: ['Profile broken can not be opened.', 'its line 3 makes no sense'],
		});
	});

	it('is read again by r', async () => {
		const test = start();
		test.keeper.last.fail('timeout');
		await test.reach('unread');
		test.type('r');
		expect(test.keeper.last).toMatchObject({operation: 'read', unlock: false});
	});

	it('is unlocked on the desktop, which is waited for by the second and can be left', async () => {
		const test = start();
		test.keeper.last.fail('locked');
		await test.reach('unread');
		take(test, 'unlock');
		expect(test.keeper.last).toMatchObject({operation: 'read', unlock: true});
		test.clock.now += 8000;
		test.runTimers();
		expect(await test.text()).toContain('Waiting for the unlock window on the desktop … 52 s.');
		expect(await test.text()).toContain('Over SSH you cannot see it. Esc: stop');
		const {signal} = test.keeper.last;
		test.type(esc);
		expect(signal?.aborted).toBe(true);
		expect(test.signIn.state()).toMatchObject({step: {kind: 'unread', problem: {kind: 'locked'}}});
		// What the call ends with changes nothing any more.
		test.keeper.last.done(good);
		take(test, 'unlock');
		test.keeper.last.fail('dismissed');
		await test.waitFor(({step}) => step.kind === 'unread' && step.problem.kind === 'dismissed');
		// The prompt may have written on the screen.
		expect(test.calls).toEqual(['repaint']);
		take(test, 'unlock');
		test.keeper.last.done(good);
		await test.reach('opened');
		expect(test.opened).toHaveLength(1);
	});
});

describe('a reading that is stopped', () => {
	it('is called off at once, whatever the store does, and can be begun again', async () => {
		const test = start();
		const {signal} = test.keeper.last;
		test.type(esc);
		expect(signal?.aborted).toBe(true);
		expect(test.signIn.state()).toMatchObject({step: {kind: 'unread', problem: {kind: 'cancelled'}}});
		expect(offers(test)).toEqual(['again', 'other-credential', 'quit']);
		take(test, 'again');
		test.keeper.last.done(good);
		await test.reach('opened');
	});

	it('is called off when the program is closed', () => {
		const test = start();
		const {signal} = test.keeper.last;
		test.signIn.close();
		expect(signal?.aborted).toBe(true);
	});
});
