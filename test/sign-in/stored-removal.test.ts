/** The credential that the profile has stored: deciphered from its file, and removed when one signs out. */
import {inspect} from 'node:util';
import {describe, expect, it} from 'vitest';
import {storeFailureKinds} from '../../source/credentials/store-failure.ts';
import type {Credential} from '../../source/credentials/text.ts';
import {demoTokens} from '../../source/emulator/index.ts';
import {Secret} from '../../source/secret.ts';
import {down, esc, offers, signInPlace, take} from './place.ts';
import type {TestSignIn, TestSignInOptions} from './support.tsx';

const stored = (token: string): Credential => ({kind: 'token', token: new Secret(token)});
const good = stored(demoTokens.full.token);
const place = signInPlace();

/** A start of the program with something stored, unless the options say otherwise. */
const start = (options: Partial<TestSignInOptions> = {}): TestSignIn =>
	place.start({recorded: 'keychain', begin: {kind: 'read'}, ...options});

describe('a passphrase file', () => {
	async function startFile(options: Partial<TestSignInOptions> = {}): Promise<TestSignIn> {
		const test = start({recorded: 'passphrase-file', ...options});
		await test.reach('passphrase');
		return test;
	}

	it('is opened with the passphrase that is typed, and nothing is asked of a store before', async () => {
		const test = await startFile({accountId: place.emulator.accountId});
		expect(test.signIn.state().step.kind).toBe('passphrase');
		expect(test.keeper.calls).toEqual([]);
		test.type('correct horse battery');
		expect(await test.text()).toContain(`Passphrase: ${'*'.repeat(21)}`);
		test.type('\rjj');
		expect(test.keeper.last).toMatchObject({operation: 'read', passphrase: 'correct horse battery', unlock: false});
		expect(test.signIn.state().fields.passphrase.text).toBe('');
		test.keeper.last.done(good);
		await test.reach('opened');
		expect(test.opened).toMatchObject([{source: 'passphrase file', store: 'passphrase-file'}]);
		expect(test.typedAhead).toEqual(['j', 'j']);
	});

	it('with another passphrase leads back to the empty field', async () => {
		const test = await startFile();
		test.type('wrong one\r');
		test.keeper.last.fail('wrong-passphrase');
		await test.waitFor(({step}) => step.kind === 'passphrase' && step.problem.length > 0);
		expect(test.signIn.state()).toMatchObject({
			step: {problem: ['Wrong passphrase, or the file was changed.', expect.anything(), expect.anything()]},
			fields: {passphrase: {text: ''}},
		});
		test.type('right one\r');
		test.keeper.last.done(good);
		await test.reach('opened');
	});

	it('never shows the passphrase or has it in the state once it was given', async () => {
		const test = await startFile();
		test.type('correct horse\r');
		expect(inspect(test.signIn.state(), {depth: 20})).not.toContain('correct horse');
		test.type(esc);
		test.type('\u001b[200~correct horse\n\u001b[201~');
		await test.text();
		test.type(`${esc}`);
		expect(inspect(test.signIn.state(), {depth: 20})).not.toContain('correct horse');
		expect(test.screen.writes.join('')).not.toContain('correct');
	});

	it('keeps the spaces of a passphrase that is pasted, but not the line end behind it', async () => {
		const test = await startFile();
		test.type('\u001b[200~ two words \r\n\u001b[201~\r');
		expect(test.keeper.last.passphrase).toBe(' two words ');
	});

	it('asks for nothing with an empty field', async () => {
		const test = await startFile();
		test.type('\r');
		expect(test.keeper.calls).toEqual([]);
		expect(test.signIn.state().step).toMatchObject({problem: ['The passphrase is empty.']});
	});

	it('can be stopped while it is deciphered, back to the field', async () => {
		const test = await startFile();
		test.type('correct horse\r');
		const {signal} = test.keeper.last;
		test.type(esc);
		expect(signal?.aborted).toBe(true);
		expect(test.signIn.state().step.kind).toBe('passphrase');
	});

	it('that is damaged offers to delete it', async () => {
		const test = await startFile();
		test.type('correct horse\r');
		test.keeper.last.fail('damaged', 'It ends in the middle.');
		await test.reach('unread');
		expect(offers(test)).toEqual(['again', 'delete-file', 'other-credential', 'quit']);
		take(test, 'again');
		await test.reach('passphrase');
	});

	it('is deleted only after a question that is not answered by reflex', async () => {
		const test = await startFile();
		test.type(esc);
		take(test, 'delete-file');
		test.type(`${down}\r`);
		expect(test.keeper.calls).toEqual([]);
		expect(test.signIn.state()).toMatchObject({step: {kind: 'ask-removal'}, message: {tone: 'warning'}});
		test.type(esc);
		expect(test.signIn.state().step.kind).toBe('unread');
		take(test, 'delete-file');
		test.clock.now += 400;
		// The question starts on No.
		test.type('\r');
		expect(test.signIn.state().step.kind).toBe('unread');
		take(test, 'delete-file');
		test.clock.now += 400;
		test.type(`${down}\r`);
		expect(test.keeper.last).toMatchObject({operation: 'remove', store: 'passphrase-file'});
		test.keeper.last.done(true);
		await test.reach('menu');
		expect(test.signIn.state().notice[0]).toBe('Signed out of default: removed from the passphrase file.');
		expect(offers(test)).not.toContain('stored');
	});
});

describe('signing out', () => {
	const startRemoval = (options: Partial<TestSignInOptions> = {}) => start({begin: {kind: 'remove'}, ...options});

	it('removes what is stored, and says what is still to be done', async () => {
		const test = startRemoval({profile: 'work'});
		expect(test.keeper.last).toMatchObject({operation: 'remove', unlock: false});
		expect(await test.text()).toContain('Removing the credential of work from the desktop keyring');
		test.keeper.last.done(true);
		await test.reach('menu');
		expect(test.signIn.state().notice).toEqual([
			'Signed out of work: removed from the desktop keyring.',
			'The token itself is still valid at Cloudflare: delete it there if it is not needed.',
		]);
		expect(test.opened).toEqual([]);
	});

	it('says that nothing was stored where nothing was', async () => {
		const test = startRemoval();
		test.keeper.last.done(false);
		await test.reach('menu');
		expect(test.signIn.state().notice).toEqual(['Signed out of default: nothing was stored for it.']);
	});

	it.each(storeFailureKinds)('that fails (%s) never says that it worked', async (kind) => {
		const test = startRemoval();
		test.keeper.last.fail(kind);
		const {step} = await test.reach('unremoved');
		expect(step).toMatchObject({problem: {kind}});
		const isLocked = kind === 'locked' || kind === 'dismissed';
		expect(offers(test)).toEqual([...(isLocked ? ['unlock'] : []), 'again', 'leave']);
		expect(await test.text()).not.toContain('Signed out');
		take(test, 'leave');
		expect(test.signIn.state()).toMatchObject({
			step: {kind: 'menu'},
			problem: [
				step.kind === 'unremoved' ? step.problem.title : '',
				'Profile default still looks for it in the desktop keyring; sign out again to remove it.',
			],
		});
		expect(offers(test)).toContain('stored');
	});

	it('unlocks and removes', async () => {
		const test = startRemoval();
		test.keeper.last.fail('locked');
		await test.reach('unremoved');
		take(test, 'unlock');
		expect(test.keeper.last).toMatchObject({operation: 'remove', unlock: true});
		expect(await test.text()).toContain('Waiting for the unlock window on the desktop … 60 s.');
		test.keeper.last.done(true);
		await test.reach('menu');
		expect(test.signIn.state().notice[0]).toContain('Signed out');
	});

	it('that is stopped waits for what becomes of it, and no longer when esc comes again', async () => {
		const test = startRemoval();
		test.type(esc);
		expect(test.keeper.last.signal?.aborted).toBe(true);
		expect(await test.text()).toContain('Stopping …');
		test.keeper.last.fail('cancelled');
		await test.reach('unremoved');
		test.type('r');
		test.type(`${esc}${esc}`);
		expect(test.signIn.state()).toMatchObject({
			step: {kind: 'menu'},
			problem: [expect.stringContaining('called off. The credential may still be stored.'), expect.anything()],
		});
	});

	it('that was about to be done when it was stopped says that it is done', async () => {
		const test = startRemoval();
		test.type(esc);
		test.keeper.last.done(true);
		await test.reach('menu');
		expect(test.signIn.state().notice[0]).toContain('Signed out');
	});
});
