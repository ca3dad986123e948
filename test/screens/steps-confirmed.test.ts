/** Confirmations of steps of any area: a name that has to be typed, differences, people, conflicts, what is final. */
import {describe, expect, test} from 'vitest';
import type {Setting} from '../../source/areas/define.ts';
import {confirmSteps, type Plan} from '../../source/areas/plan.ts';
import type {Step, Wording} from '../../source/areas/write.ts';
import {createKeymap} from '../../source/input/keymap.ts';
import type {Need} from '../../source/insight/knowledge.ts';
import type {Actor} from '../../source/screens/actor.ts';
import {changeCommands} from '../../source/screens/commands/changes.ts';
import {systemCommands} from '../../source/screens/commands/system.ts';
import {insertText, pasteText} from '../../source/screens/commands/typing.ts';
import {contextOf} from '../../source/screens/context.ts';
import {composed} from '../../source/screens/dialog-lines.ts';
import {dialogHeight, partsOf} from '../../source/screens/dialog-parts.ts';
import {openConfirmation} from '../../source/screens/follow.ts';
import {createDraftKeeper, noDrafts} from '../../source/screens/form/drafts.ts';
import {keyBindings, keyContexts} from '../../source/screens/keymap.ts';
import {situationOf} from '../../source/screens/situation.ts';
import {type ProgramState, topOverlay} from '../../source/screens/state.ts';
import {plainText} from '../../source/terminal/line.ts';
import {settingOf} from '../areas/sample.ts';
import {sampleFamily, sampleStep} from '../areas/sample-step.ts';
import {emptyState} from './empty-state.ts';

/** A program in which only what confirmations do has an effect. */
function desk(setting: () => Setting = () => settingOf({})) {
	let state: ProgramState = emptyState;
	let time = 1000;
	const carriedOut: Plan[] = [];
	const copied: string[] = [];
	const nothing = (): void => undefined;
	const actor: Actor = {
		now: () => situationOf(state, setting()),
		time: () => time,
		change: (next) => {
			state = next(state);
		},
		hint: () => {},
		say: (text, tone = 'plain') => {
			state = {...state, message: {text, tone}};
		},
		copy: (_what, text) => copied.push(String(text)),
		refresh: nothing,
		look: async () => undefined,
		follow: nothing,
		carryOut: (plan) => carriedOut.push(plan),
		retryFailed: nothing,
		stopRun: nothing,
		keymap: createKeymap(keyBindings, keyContexts, {}),
		baseUrl: 'https://api.example',
		setReadOnly: nothing,
		askRights: nothing,
		edit: async () => ({kind: 'failed', reason: 'no editor'}),
		keeper: createDraftKeeper({drafts: noDrafts, time: () => time, setTimer: () => nothing}),
		profiles: {
			current: undefined,
			store: undefined,
			list: () => [],
			open: () => undefined,
			signIn: () => undefined,
			signOut: () => undefined,
			source: 'demo',
			nameProblem: () => undefined,
			remove: async () => undefined,
		},
		chooseAccount: nothing,
		openAccount: nothing,
		cancelWait: nothing,
		isWaiting: () => false,
		repaint: nothing,
		suspend: nothing,
		quit: nothing,
	};
	return {
		actor,
		carriedOut,
		copied,
		open(steps: readonly Step[], more: Partial<ProgramState> = {}) {
			state = {...state, ...more};
			openConfirmation(actor, confirmSteps(steps));
			time += 1000;
		},
		run(...commands: readonly (keyof typeof changeCommands | keyof typeof systemCommands)[]) {
			const table = {...changeCommands, ...systemCommands};
			for (const command of commands) table[command](actor.now(), actor);
		},
		wait: (ms: number) => {
			time += ms;
		},
		said: () => state.message?.text,
		context: () => contextOf(state),
		isOpen: () => topOverlay(state)?.kind === 'confirm',
		state: () => state,
		lines(): readonly string[] {
			const overlay = topOverlay(state);
			if (overlay?.kind !== 'confirm') throw new Error('no confirmation is open');
			const parts = partsOf(overlay, actor.now());
			return composed(parts, overlay.top, dialogHeight(40)).map(plainText);
		},
	};
}

const final: Partial<Wording> = {
	title: 'Delete OAuth client ci',
	verb: 'Delete',
	weight: {kind: 'irreversible', what: 'the client name', text: 'ci-portal'},
	undo: {possible: false, text: 'Its id is never given again.'},
};
const deletion = sampleStep(['ci'], {family: sampleFamily(final)});

describe('a change that can not be undone', () => {
	test('goes only when its name has been typed', () => {
		const {open, run, actor, said, carriedOut, isOpen, lines} = desk();
		open([deletion]);
		expect(lines()[0]).toContain('can not be undone');
		expect(lines().join('\n')).toContain('Type the client name to go on: ci-portal');
		run('dialog.next', 'dialog.press');
		expect(said()).toBe('type the client name first: ci-portal');
		expect(isOpen()).toBe(true);
		insertText(actor, 'ci-porta');
		run('dialog.press');
		expect(carriedOut).toEqual([]);
		insertText(actor, 'l');
		run('dialog.press');
		expect(carriedOut).toHaveLength(1);
		expect(isOpen()).toBe(false);
	});

	test('begins on Cancel, also when the name has been typed', () => {
		const {open, run, actor, carriedOut, said} = desk();
		open([deletion]);
		insertText(actor, 'ci-portal');
		run('dialog.press');
		expect(carriedOut).toEqual([]);
		expect(said()).toBe('cancelled: nothing was sent');
	});

	test('takes letters for text, and no key from before it came up', () => {
		const {open, actor, context, lines, wait} = desk();
		open([deletion]);
		expect(context()).toBe('confirm-text');
		wait(-900);
		insertText(actor, 'q');
		expect(lines().join('\n')).not.toContain('> q');
		wait(900);
		insertText(actor, 'q');
		expect(lines().join('\n')).toContain('> q');
	});

	test('takes a paste, but no Enter in it', () => {
		const {open, run, actor, carriedOut, isOpen} = desk();
		open([deletion]);
		run('dialog.next');
		pasteText(actor, 'ci-portal\n');
		expect(isOpen()).toBe(true);
		expect(carriedOut).toEqual([]);
		run('dialog.press');
		expect(carriedOut).toHaveLength(1);
	});

	test('asks for the name anew when it is another one by now', () => {
		let name = 'ci-portal';
		const family = {
			...sampleFamily(),
			wording: () => ({...sampleFamily(final).wording([], [], settingOf({})), weight: weightOf(name)}),
		};
		const {open, run, actor, carriedOut, lines, wait} = desk();
		open([sampleStep(['ci'], {family})]);
		insertText(actor, 'ci-portal');
		run('dialog.next');
		name = 'renamed';
		run('dialog.press');
		expect(carriedOut).toEqual([]);
		expect(lines().join('\n')).toContain('Type the client name to go on: renamed');
		wait(1000);
		insertText(actor, 'renamed');
		run('dialog.next', 'dialog.press');
		expect(carriedOut).toHaveLength(1);
	});

	test('others are not asked for a name, and letters are keys', () => {
		const {open, run, context, carriedOut} = desk();
		open([sampleStep(['a'])]);
		expect(context()).toBe('dialog');
		run('dialog.next', 'dialog.press');
		expect(carriedOut).toHaveLength(1);
	});
});

function weightOf(text: string): Wording['weight'] {
	return {kind: 'irreversible', what: 'the client name', text};
}

describe('a confirmation', () => {
	test('shows the difference as sets, whom it affects, and its requests, which can be copied', () => {
		const family = sampleFamily({
			diff: [
				{sign: '+', line: [{text: 'DNS on prod-zones'}]},
				{sign: '-', line: [{text: 'Billing on whole account'}]},
			],
			people: [{name: 'bo@acme.com', effect: [{text: 'gains DNS'}]}],
		});
		const {open, lines, run, copied} = desk();
		open([sampleStep(['a'], {family})]);
		const text = lines().join('\n');
		expect(text).toContain('+ DNS on prod-zones');
		expect(text).toContain('- Billing on whole account');
		expect(text).toMatch(/affects 1:\n +bo@acme\.com +gains DNS/u);
		expect(text).toContain('1 x PUT …/things/a');
		expect(text).toContain('The thing was read again just now.');
		run('dialog.copy');
		expect(copied[0]).toContain('/things/a');
	});

	test('has to be looked at again when the same request would make another difference', () => {
		let line = 'DNS on prod-zones';
		const family = {
			...sampleFamily(),
			wording: () => ({
				...sampleFamily().wording([], [], settingOf({})),
				diff: [{sign: '+' as const, line: [{text: line}]}],
			}),
		};
		const {open, run, carriedOut, said} = desk();
		open([sampleStep(['a'], {family})]);
		run('dialog.next');
		line = 'DNS on everything';
		run('dialog.press');
		expect(carriedOut).toEqual([]);
		expect(said()).toContain('somebody else has changed the thing');
	});

	test('shows what somebody else has changed, and sends nothing over it', () => {
		const theirs = {
			kind: 'conflict',
			was: [[{text: 'platform'}]],
			theirs: [[{text: 'platform-core'}]],
			yours: [[{text: 'platform-base'}]],
			resolutions: [],
		} as const;
		const {open, run, carriedOut, lines, said} = desk();
		open([sampleStep(['name'], {}, {name: theirs})]);
		expect(lines().map((line) => line.replaceAll(/\s+/gu, ' ').trim())).toEqual(
			expect.arrayContaining(['was platform', 'is now + platform-core', 'yours + platform-base']),
		);
		run('dialog.next', 'dialog.press');
		expect(carriedOut).toEqual([]);
		expect(said()).toBe('somebody else has changed it since: nothing was sent');
	});
});

describe('a dialog with nothing left to do', () => {
	const so = () => sampleStep(['name'], {}, {name: {kind: 'already', line: [{text: 'the name is so already'}]}});

	test('says so and why, with one button and nothing about undo', () => {
		const {open, run, lines, said, isOpen, carriedOut} = desk();
		open([so()]);
		expect(lines()[0]).toMatch(/^Nothing left to do/u);
		const text = lines().join('\n');
		expect(text).toContain('the name is so already');
		expect(text).toContain('[ Close ]');
		expect(text).not.toMatch(/Cancel|Undo|\[ Change/u);
		run('dialog.next', 'dialog.press');
		expect(isOpen()).toBe(false);
		expect(said()).toBe('there is nothing left to do');
		expect(carriedOut).toEqual([]);
	});

	test('makes way for what was done before, where it was an undo', () => {
		const {run, state, actor, isOpen, wait} = desk();
		actor.change((before) => ({
			...before,
			undo: [
				{run: 1, title: 'Rename a', steps: [sampleStep(['un-a'])]},
				{run: 2, title: 'Rename b', steps: [so()]},
			],
		}));
		run('undo');
		wait(1000);
		run('dialog.press');
		expect(isOpen()).toBe(false);
		expect(state().undo.map(({title}) => title)).toEqual(['Rename a']);
	});

	test('keeps the name of what can not be done, and what is missing for it', () => {
		const gone = sampleStep(['name'], {}, {name: {kind: 'impossible', line: [{text: 'the logo is missing'}]}});
		const {open, lines} = desk();
		open([gone]);
		expect(lines()[0]).toMatch(/^Change the thing/u);
		expect(lines().join('\n')).toContain('the logo is missing');
	});
});

describe('people who are affected', () => {
	test('are part of what is agreed to', () => {
		let people = ['bo@acme.com'];
		const family = {
			...sampleFamily(),
			wording: () => ({
				...sampleFamily().wording([], [], settingOf({})),
				people: people.map((name) => ({name, effect: [{text: 'loses DNS'}]})),
			}),
		};
		const {open, run, carriedOut, said, lines, wait} = desk();
		open([sampleStep(['a'], {family})]);
		run('dialog.next');
		people = ['bo@acme.com', 'eve@acme.com'];
		run('dialog.press');
		expect(carriedOut).toEqual([]);
		expect(said()).toBe('it affects other people than were shown: look again');
		expect(lines().join('\n')).toContain('eve@acme.com');
		wait(1000);
		run('dialog.next', 'dialog.press');
		expect(carriedOut).toHaveLength(1);
	});

	test('are waited for where the change is about all of them', () => {
		let isRead = false;
		const members: Need = {kind: 'list', resource: 'members'};
		const family = sampleFamily({weight: {kind: 'affects-people'}}, {reads: [members]});
		const {open, run, carriedOut, said, lines} = desk(() =>
			settingOf({snapshots: {members: {complete: isRead, fetching: !isRead}}}),
		);
		open([sampleStep(['a'], {family})]);
		run('dialog.next', 'dialog.press');
		expect(carriedOut).toEqual([]);
		expect(said()).toBe('not yet: still reading whom it affects');
		expect(lines().join('\n')).toContain('still reading whom it affects');
		isRead = true;
		run('dialog.press');
		expect(carriedOut).toHaveLength(1);
	});
});

describe('undo', () => {
	test('of what was found to be so after its answer was lost says that it may have been somebody else', () => {
		const {run, lines, actor} = desk();
		const entry = {run: 1, title: 'Add', steps: [sampleStep(['un-a'])]};
		actor.change((before) => ({...before, undo: [{...entry, isFound: true}]}));
		run('undo');
		expect(lines().join(' ').replaceAll(/\s+/gu, ' ')).toContain('may have been somebody else’s doing');
		run('dialog.cancel');
		actor.change((before) => ({...before, undo: [entry]}));
		run('undo');
		expect(lines().join(' ')).not.toContain('somebody else');
	});

	test('of what can not be undone says why, and makes way for what was before', () => {
		const {open: _open, run, said, state, actor, isOpen} = desk();
		const entries = [
			{run: 1, title: 'Rename a', steps: [sampleStep(['un-a'])]},
			{run: 2, title: 'Delete ci', steps: [], why: 'its id is never given again'},
		];
		actor.change((before) => ({...before, undo: entries}));
		run('undo');
		expect(said()).toBe('Delete ci: it can not be undone: its id is never given again');
		expect(isOpen()).toBe(false);
		run('undo');
		expect(isOpen()).toBe(true);
		expect(state().undo).toHaveLength(1);
	});
});
