/** What the steps about stores look like: nothing is cut off for good, at no size, with no name and no failure. */
import {describe, expect, it} from 'vitest';
import type {StoreProblem} from '../../source/credentials/keeper.ts';
import type {StoreKind} from '../../source/credentials/store.ts';
import {storeFailureKinds} from '../../source/credentials/store-failure.ts';
import {demoTokens} from '../../source/emulator/index.ts';
import {choicesOf} from '../../source/screens/sign-in/choices.ts';
import {isChoosing, type StepKind} from '../../source/screens/sign-in/step.ts';
import {cellWidth} from '../../source/terminal/width.ts';
import {signInPlace} from './place.ts';
import type {TestSignIn} from './support.tsx';

const pageDown = '\u001b[6~';
const pageUp = '\u001b[5~';
const token = demoTokens.full.token;

const place = signInPlace();
const {start} = place;

const sizes = [
	{columns: 80, rows: 24},
	{columns: 120, rows: 40},
	{columns: 60, rows: 15},
];

const longProfile = 'x'.repeat(64);

/** As long as the words about a failure may quote what a library said. */
const longDetail = 'DBus error: org.freedesktop.DBus.Error.NoReply '.repeat(4);

const words = (text: string): readonly string[] => text.split(/\s+/u).filter((word) => word !== '');

async function frame(test: TestSignIn): Promise<string> {
	const text = await test.text();
	const {columns, rows} = test.signIn.state().size;
	expect(test.screen.rows().length).toBeLessThanOrEqual(rows);
	for (const row of test.screen.rows()) expect(cellWidth(row)).toBeLessThanOrEqual(columns);
	return text;
}

/** Everything that can be brought to the screen by scrolling. */
async function wholeText(test: TestSignIn): Promise<string> {
	test.type(pageUp.repeat(20));
	let all = await frame(test);
	for (let page = 0; page < 30 && /more lines? \(pgdn/u.test(await test.text()); page++) {
		test.type(pageDown);
		all += `\n${await frame(test)}`;
	}
	expect(await frame(test)).not.toMatch(/more lines?/u);
	return all;
}

/** Every line of the list stands on the screen whole when the cursor is on it. */
async function expectWholeList(test: TestSignIn): Promise<void> {
	test.type(`${pageUp.repeat(20)}g`);
	const state = test.signIn.state();
	if (!isChoosing(state.step)) throw new Error(`${state.step.kind} is no list`);
	const choices = choicesOf(state, state.step);
	for (const [index, {label}] of choices.entries()) {
		const text = await frame(test);
		expect(text).toContain(`> ${label}`);
		if (!choices.every((choice) => text.includes(choice.label)))
			expect(text).toContain(`${index + 1} of ${choices.length}`);
		test.type('j');
	}
}

async function reachFailure(test: TestSignIn, kind: (typeof storeFailureKinds)[number], step: StepKind) {
	test.keeper.last.fail(kind, longDetail);
	const state = await test.reach(step);
	if (!('problem' in state.step) || !('title' in state.step.problem)) throw new Error(`${step} has no problem`);
	return state.step.problem;
}

async function expectWhole(test: TestSignIn, problem: StoreProblem) {
	const whole = await wholeText(test);
	const shown = words(whole).join('');
	for (const text of [problem.title, ...problem.lines]) {
		// A line for the shell is never folded: what is not on show of it is copied.
		if (text === problem.command) {
			expect(whole.split('\n').some((row) => row.trimStart().startsWith(text.slice(0, 40)) && row.endsWith('…'))).toBe(
				true,
			);
			test.type('\u0019');
			expect(test.calls.at(-1)).toBe(text);
			continue;
		}
		for (const word of words(text)) expect(shown).toContain(word);
	}
	// The lists of the others are parts of this one.
	if (problem.kind === 'locked') await expectWholeList(test);
}

describe.each(sizes)('at $columns x $rows', (size) => {
	const long = {size, profile: longProfile, otherProfiles: ['a', 'b', 'c']} as const;

	it.each<[StoreKind, NodeJS.Platform]>([
		['keychain', 'linux'],
		['keychain', 'darwin'],
		['kernel-keyring', 'linux'],
	])('every failure to read from the %s on %s can be read whole', async (recorded, platform) => {
		const test = start({...long, recorded, platform, begin: {kind: 'read'}});
		for (const kind of storeFailureKinds) {
			await expectWhole(test, await reachFailure(test, kind, 'unread'));
			test.type('r');
		}
	});

	it('every failure to open the passphrase file can be read whole', async () => {
		const test = start({...long, recorded: 'passphrase-file', begin: {kind: 'read'}});
		for (const kind of storeFailureKinds) {
			await test.reach('passphrase');
			test.type('some words\r');
			if (kind !== 'wrong-passphrase') {
				await expectWhole(test, await reachFailure(test, kind, 'unread'));
				test.type('r');
				continue;
			}
			test.keeper.last.fail(kind);
			const {step} = await test.waitFor((state) => state.step.kind === 'passphrase' && state.step.problem.length > 0);
			const text = words(await frame(test)).join(' ');
			for (const line of step.kind === 'passphrase' ? step.problem : []) expect(text).toContain(line);
		}
	});

	it('every failure to remove can be read whole', async () => {
		const test = start({...long, recorded: 'keychain', begin: {kind: 'remove'}});
		for (const kind of storeFailureKinds) {
			await expectWhole(test, await reachFailure(test, kind, 'unremoved'));
			test.type('r');
		}
	});

	it('every failure to store can be read whole, the kernel keyring among what is offered', async () => {
		const test = start({...long, recorded: 'passphrase-file'});
		test.type(`\r${token}\r`);
		await test.reach('accepted');
		for (const kind of storeFailureKinds) {
			test.type('\r');
			const problem = await reachFailure(test, kind, 'unkept');
			test.keeper.canaries.at(-1)?.answer(true);
			await expectWhole(test, problem);
			test.type('\u001b');
		}
	});

	it('what is waited for is told whole, the seconds too', async () => {
		const test = start({...long, recorded: 'keychain', begin: {kind: 'read'}});
		test.clock.now += 3000;
		test.runTimers();
		const text = words(await frame(test)).join('');
		expect(text).toContain(`Readingthecredentialof${longProfile}fromthedesktopkeyring…3s`);
		expect(text).toContain('escstop');
	});

	it('an accepted credential is told whole, whatever the account is called', async () => {
		const name = '東京'.repeat(30);
		const result = {id: place.emulator.accountId, name, type: 'standard'};
		const body = {success: true, errors: [], messages: [], result};
		place.emulator.faults.add({
			kind: 'status',
			status: 200,
			body,
			path: `/accounts/${place.emulator.accountId}`,
			times: 99,
		});
		const test = start({...long, recorded: 'kernel-keyring', accountId: place.emulator.accountId});
		test.type(`\r${demoTokens.groupsOnly.token}\r`);
		await test.reach('accepted');
		await test.waitFor(({abilities}) => abilities.length > 0 && abilities.every(({asking}) => !asking));
		const text = words(await wholeText(test)).join('');
		expect(text).toContain('APItokenofauser,active,doesnotexpire');
		expect(text).toContain(name);
		expect(text).toContain('SSOconnectors(needsSSOConnectorRead)');
		for (const word of words('A permission that was just added may take a minute to work'))
			expect(text).toContain(word);
		await expectWholeList(test);
	});

	it('the forms of passphrases fit', async () => {
		const test = start({size});
		test.type(`\r${token}\r`);
		await test.reach('accepted');
		test.type('j\r\r');
		expect(await frame(test)).toContain('Once more:');
		test.type(`${'long '.repeat(40)}`);
		const text = words(await frame(test)).join(' ');
		expect(text).toContain('You type the passphrase at each start; nobody can recover it.');
		expect(text).toContain('Type it once more.');
		expect(text).toContain('200 characters');
		const opening = start({...long, recorded: 'passphrase-file', begin: {kind: 'read'}});
		expect(await frame(opening)).toContain('Passphrase:');
	});

	it('the menu tells of the profile and of what came before', async () => {
		const test = start({...long, recorded: 'keychain', begin: {kind: 'remove'}});
		test.keeper.last.done(true);
		await test.reach('menu');
		const text = words(await frame(test)).join('');
		expect(text).toContain(
			`Signedoutof${longProfile}:removedfromthedesktopkeyring.ThetokenitselfisstillvalidatCloudflare`,
		);
		expect(text).toContain('Anotherprofile');
		await expectWholeList(test);
	});

	it('the question before a file is deleted fits', async () => {
		const test = start({...long, recorded: 'passphrase-file', begin: {kind: 'read'}});
		test.type('\u001bj\r');
		expect(words(await frame(test)).join('')).toContain(`Deletethepassphrasefileofprofile${longProfile}?`);
		await expectWholeList(test);
	});
});

describe('without colour', () => {
	const colours = /\u001b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7])[;m]/u;

	async function tour(colour: boolean): Promise<string> {
		const test = start({colour, recorded: 'keychain', begin: {kind: 'read'}});
		let painted = '';
		const look = async () => {
			await test.text();
			painted += test.screen.painted().join('\n');
		};
		await look();
		test.keeper.last.fail('locked');
		await test.reach('unread');
		await look();
		test.type('\u001b');
		await look();
		test.type(`\r${demoTokens.groupsOnly.token}\r`);
		await test.waitFor(({abilities}) => abilities.length > 0 && abilities.every(({asking}) => !asking));
		await look();
		test.type('j\r\rabc');
		await look();
		await test.close();
		return painted;
	}

	it('the same words are there', async () => {
		const plain = await tour(false);
		const coloured = await tour(true);
		expect(plain).not.toMatch(colours);
		expect(coloured).toMatch(colours);
		const bare = (text: string) => text.replaceAll(/\u001b\[[0-9;]*m/gu, '');
		expect(bare(plain)).toBe(bare(coloured));
	});
});
