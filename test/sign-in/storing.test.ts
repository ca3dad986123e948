/** An accepted credential is stored: what fails, what is stopped, and the passphrase of a new file. */
import {inspect} from 'node:util';
import {describe, expect, it} from 'vitest';
import {storeFailureKinds} from '../../source/credentials/store-failure.ts';
import {demoTokens} from '../../source/emulator/index.ts';
import {clear, esc, offers, signInPlace, take} from './place.ts';
import type {TestSignIn, TestSignInOptions} from './support.tsx';

const token = demoTokens.full.token;
const passphrase = 'correct horse battery';
const place = signInPlace();
const {accepted} = place;

function message(test: TestSignIn): string | undefined {
	return test.opened[0]?.message?.text;
}

describe('storing that fails', () => {
	async function failing(kind: (typeof storeFailureKinds)[number], options: Partial<TestSignInOptions> = {}) {
		const test = await accepted(options);
		test.type('\r');
		test.keeper.last.fail(kind);
		await test.reach('unkept');
		return test;
	}

	it.each(storeFailureKinds)('%s: is said, opens nothing, and offers what helps', async (kind) => {
		const test = await failing(kind);
		const isLocked = kind === 'locked' || kind === 'dismissed';
		const isOfAll = kind === 'configuration' || kind === 'busy';
		expect(offers(test)).toEqual([
			...(isLocked ? ['unlock'] : []),
			'again',
			...(isOfAll ? [] : ['passphrase-file', 'kernel-keyring']),
			'once',
		]);
		expect(test.keeper.canaries).toHaveLength(isOfAll ? 0 : 1);
		expect(test.opened).toEqual([]);
		expect(test.keeper.calls).toHaveLength(1);
		test.type('r');
		expect(test.keeper.last).toMatchObject({operation: 'write', store: 'keychain', unlock: false});
		test.keeper.last.fail(kind);
		await test.reach('unkept');
		take(test, 'once');
		expect(test.opened).toMatchObject([{store: undefined}]);
	});

	it('unlocks and stores', async () => {
		const test = await failing('locked');
		take(test, 'unlock');
		expect(test.keeper.last).toMatchObject({store: 'keychain', unlock: true});
		expect(await test.text()).toContain('Waiting for the unlock window on the desktop … 60 s.');
		test.type('secret\r');
		test.keeper.last.done();
		await test.reach('opened');
		expect(test.typedAhead).toEqual([]);
	});

	it('does not ask for the prompt again by itself', async () => {
		const test = await failing('locked');
		take(test, 'unlock');
		test.keeper.last.fail('timeout');
		await test.waitFor(({step}) => step.kind === 'unkept' && step.problem.kind === 'timeout');
		take(test, 'again');
		expect(test.keeper.last).toMatchObject({unlock: false});
	});

	it('goes on in another store, and back to the question', async () => {
		const test = await failing('no-bus');
		test.keeper.canaries[0]?.answer(true);
		await test.waitFor(({kernelKeyring}) => kernelKeyring === 'works');
		take(test, 'kernel-keyring');
		test.keeper.last.fail('denied');
		await test.waitFor(({step}) => step.kind === 'unkept' && step.problem.kind === 'denied');
		expect(offers(test)).toEqual(['again', 'keychain', 'passphrase-file', 'once']);
		test.type(esc);
		expect(test.signIn.state().step.kind).toBe('accepted');
		take(test, 'keychain');
		test.keeper.last.done();
		await test.reach('opened');
	});

	it('says what could not be tidied up before it opens', async () => {
		const test = await accepted({recorded: 'kernel-keyring'});
		test.type('\r');
		test.keeper.last.done(['The former one could not be removed.', 'It is still there.']);
		await test.reach('kept');
		expect(test.opened).toEqual([]);
		expect(await test.text()).toContain('It is still there.');
		test.type('\r');
		expect(test.opened).toMatchObject([{store: 'keychain'}]);
	});

	it.each([
		['Enter', '\r'],
		['esc', esc],
	])('goes on by %s where there was something to be read', async (_key, bytes) => {
		const test = await accepted();
		test.type('\r');
		test.keeper.last.done(['A remark.']);
		await test.reach('kept');
		test.type(bytes);
		expect(test.opened).toHaveLength(1);
	});
});

describe('storing that is stopped', () => {
	it('is called off, and waits for what becomes of it', async () => {
		const test = await accepted();
		test.type('\r');
		test.type(esc);
		expect(test.keeper.last.signal?.aborted).toBe(true);
		expect(await test.text()).toContain('Stopping … esc again does not wait for it.');
		test.keeper.last.fail('cancelled');
		await test.reach('unkept');
		expect(test.opened).toEqual([]);
	});

	it('that was done all the same opens', async () => {
		const test = await accepted();
		test.type(`\r${esc}`);
		test.keeper.last.done();
		await test.reach('opened');
		expect(test.opened).toMatchObject([{store: 'keychain'}]);
	});

	it('is left by the second esc, without a word that would not be known', async () => {
		const test = await accepted();
		test.type(`\r${esc}`);
		test.type(esc);
		expect(test.signIn.state().step).toMatchObject({
			kind: 'unkept',
			problem: {kind: 'cancelled', lines: [expect.stringContaining('is not known')]},
		});
		test.keeper.last.done();
		expect(offers(test)).toContain('again');
	});

	it('is called off when the program is closed', async () => {
		const test = await accepted();
		test.type('\r');
		test.signIn.close();
		expect(test.keeper.last.signal?.aborted).toBe(true);
		expect(test.clients.size).toBe(0);
	});

	it('hands on the keys that came meanwhile', async () => {
		const test = await accepted();
		test.type('\rjj');
		test.keeper.last.done();
		await test.reach('opened');
		expect(test.typedAhead).toEqual(['j', 'j']);
	});
});

describe('a new passphrase', () => {
	async function asked(options: Partial<TestSignInOptions> = {}): Promise<TestSignIn> {
		const test = await accepted(options);
		take(test, 'elsewhere');
		take(test, 'passphrase-file');
		return test;
	}

	it('is asked twice, masked, and given to the store once', async () => {
		const test = await asked();
		test.type(passphrase);
		expect(await test.text()).toContain(`Passphrase: ${'*'.repeat(passphrase.length)}`);
		test.type(`\r${passphrase}`);
		expect(await test.text()).toContain('The two are the same.');
		test.type('\r');
		expect(test.keeper.last).toMatchObject({operation: 'write', store: 'passphrase-file', passphrase});
		expect(test.signIn.state().fields).toMatchObject({passphrase: {text: ''}, repeated: {text: ''}});
		test.keeper.last.done();
		await test.reach('opened');
		expect(message(test)).toContain('its passphrase is asked for at each start');
	});

	it('says in words what is missing, while one types', async () => {
		const test = await asked();
		expect(await test.text()).toContain('at least 8 characters');
		test.type('abc');
		expect(await test.text()).toContain('It has 3 characters: at least 8 are needed.');
		test.type('\r');
		expect(test.signIn.state().step).toMatchObject({kind: 'new-passphrase', field: 'passphrase'});
		test.type('defgh');
		expect(await test.text()).toContain('Type it once more.');
		test.type('\rabcdefgX\r');
		expect(test.keeper.calls).toEqual([]);
		expect(test.signIn.state()).toMatchObject({
			step: {field: 'repeated', problem: ['The two are not the same.', expect.anything()]},
			fields: {passphrase: {text: 'abcdefgh'}, repeated: {text: ''}},
		});
		test.type('abcdefgh\r');
		expect(test.keeper.last).toMatchObject({passphrase: 'abcdefgh'});
	});

	it('is changed in the first field by tab', async () => {
		const test = await asked();
		test.type(`abcdefgh\r\t${clear}${passphrase}\r${passphrase}\r`);
		expect(test.keeper.last).toMatchObject({passphrase});
	});

	it('is forgotten when one goes back', async () => {
		const test = await asked();
		test.type(`${passphrase}\r${passphrase}`);
		test.type(esc);
		expect(test.signIn.state()).toMatchObject({step: {kind: 'elsewhere'}});
		expect(inspect(test.signIn.state(), {depth: 20})).not.toContain(passphrase);
	});

	it('is not asked again where the file could not be written', async () => {
		const test = await asked();
		test.type(`${passphrase}\r${passphrase}\r`);
		test.keeper.last.fail('file', 'The disk is full.');
		await test.reach('unkept');
		expect(inspect(test.signIn.state(), {depth: 20})).not.toContain(passphrase);
		expect(offers(test)).toEqual(['again', 'keychain', 'kernel-keyring', 'once']);
		take(test, 'again');
		expect(test.keeper.last).toMatchObject({store: 'passphrase-file', passphrase});
	});

	it('is in no frame and in no state', async () => {
		const test = await asked();
		for (const character of `${passphrase}\r${passphrase}`) {
			test.type(character);
			await test.screen.flush();
		}
		test.type('\r');
		await test.text();
		expect(inspect(test.signIn.state(), {depth: 20})).not.toContain(passphrase);
		const everything = test.screen.writes.join('');
		for (const secret of [passphrase, token]) {
			for (let at = 0; at + 8 <= secret.length; at++) expect(everything).not.toContain(secret.slice(at, at + 8));
		}
	});
});
