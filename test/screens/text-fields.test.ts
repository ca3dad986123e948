/** Every place where something is typed: the same keys edit it, by whole characters, and a paste is one line of text. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Emulator} from '../../source/emulator/index.ts';
import {type EditLine, editOperations} from '../../source/input/edit-line.ts';
import {createKeymap} from '../../source/input/keymap.ts';
import {keyBindings, keyContexts} from '../../source/screens/keymap.ts';
import {signInBindings, signInContexts} from '../../source/screens/sign-in/bindings.ts';
import {guardTime, topOverlay} from '../../source/screens/state.ts';
import {type OpenProgram, openProgram, startTestEmulator} from '../support/open-program.ts';
import {sampleForm} from './form/sample-form.ts';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startTestEmulator();
});
afterAll(() => emulator.close());

/** What is typed in at present. */
function lineOf(program: OpenProgram): EditLine {
	const overlay = topOverlay(program.state());
	switch (overlay?.kind) {
		case undefined:
			return program.situation().place.table.filter;
		case 'help':
			return overlay.search;
		case 'command':
		case 'picker':
			return overlay.line;
		case 'confirm':
			return overlay.field?.line ?? {text: 'nothing to type', cursor: 0};
		case 'form': {
			if (overlay.picking !== undefined) return overlay.picking.line;
			const value = overlay.values[overlay.focus.replace(/\.\d+$/u, '')];
			const text = Array.isArray(value) ? value.at(-1) : value;
			return {text: String(text ?? ''), cursor: overlay.cursor};
		}
		default:
			throw new Error(`nothing is typed in a ${overlay?.kind}`);
	}
}

async function openForm(program: OpenProgram): Promise<void> {
	program.program.follow({kind: 'form', form: sampleForm({start: {name: '', uris: []}})});
	await program.idle();
}

const places: readonly (readonly [string, (program: OpenProgram) => Promise<void>])[] = [
	['the filter', (program) => program.press('/')],
	['the command line', (program) => program.press(':')],
	['the search of the help', (program) => program.press('?')],
	['the picker of people', (program) => program.press('a')],
	['a text of a form', openForm],
	[
		'a list of a form',
		async (program) => {
			await openForm(program);
			await program.press('down', 'down', 'down');
		},
	],
	[
		'the search of a form’s picker',
		async (program) => {
			await openForm(program);
			await program.press('down', 'down', 'down', 'down', 'enter');
		},
	],
	[
		'a name that has to be typed',
		async (program) => {
			await program.press('D');
			await program.rest();
			await program.advance(guardTime);
		},
	],
];

const family = '👩‍👩‍👧';

describe.each(places)('%s', (_place, open) => {
	test('is edited by the usual keys', async () => {
		await using program = await openProgram({emulator});
		await open(program);
		const now = (): string => {
			const {text, cursor} = lineOf(program);
			return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
		};
		await program.type('one two');
		expect(now()).toBe('one two|');
		for (const [key, after] of [
			['ctrl+left', 'one |two'],
			['home', '|one two'],
			['alt+f', 'one| two'],
			['delete', 'one|two'],
			['ctrl+e', 'onetwo|'],
			['left', 'onetw|o'],
			['ctrl+k', 'onetw|'],
			['ctrl+w', '|'],
		] as const) {
			await program.press(key);
			expect(`${key} ${now()}`).toBe(`${key} ${after}`);
		}
		await program.paste(`${family}a\tb`);
		await program.press('home', 'right');
		expect(now()).toBe(`${family}|a b`);
		await program.press('backspace');
		expect(now()).toBe('|a b');
		await program.press('end', 'ctrl+u');
		expect(now()).toBe('|');
	});
});

test.each([
	['the program', createKeymap(keyBindings, keyContexts), keyContexts, 'line', ['filter', 'command', 'form-text']],
	[
		'the sign-in',
		createKeymap(signInBindings, signInContexts),
		signInContexts,
		'sign-in.line',
		['sign-in.token', 'sign-in.key', 'sign-in.account-id', 'sign-in.passphrase'],
	],
] as const)('no context of texts in %s lacks a key for any of it', (_what, keymap, contexts, line, some) => {
	const lines = Object.entries(contexts)
		.filter(([, {inherits}]) => inherits.some((name: string) => name === line))
		.map(([name]) => name);
	expect(lines).toEqual(expect.arrayContaining([...some]));
	for (const name of lines) {
		const reached = new Set(keymap.active(name).map(({command}) => command));
		expect([name, Object.keys(editOperations).filter((command) => !reached.has(command))]).toEqual([name, []]);
	}
});
