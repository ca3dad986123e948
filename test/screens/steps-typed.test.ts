/** Confirmations of what can not be undone: a name has to be typed. */
import {describe, expect, test} from 'vitest';
import type {Wording} from '../../source/areas/write.ts';
import {insertText, pasteText} from '../../source/screens/commands/typing.ts';
import {settingOf} from '../areas/sample.ts';
import {sampleFamily, sampleStep} from '../areas/sample-step.ts';
import {stepDesk} from './step-desk.ts';

const final: Partial<Wording> = {
	title: 'Delete OAuth client ci',
	verb: 'Delete',
	weight: {kind: 'irreversible', what: 'the client name', text: 'ci-portal'},
	undo: {possible: false, text: 'Its id is never given again.'},
};
const deletion = sampleStep(['ci'], {family: sampleFamily(final)});

describe('a change that can not be undone', () => {
	test('goes only when its name has been typed', () => {
		const {open, run, actor, said, carriedOut, isOpen, lines} = stepDesk();
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
		const {open, run, actor, carriedOut, said} = stepDesk();
		open([deletion]);
		insertText(actor, 'ci-portal');
		run('dialog.press');
		expect(carriedOut).toEqual([]);
		expect(said()).toBe('cancelled: nothing was sent');
	});

	test('takes letters for text, and no key from before it came up', () => {
		const {open, actor, context, lines, wait} = stepDesk();
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
		const {open, run, actor, carriedOut, isOpen} = stepDesk();
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
		const {open, run, actor, carriedOut, lines, wait} = stepDesk();
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
		const {open, run, context, carriedOut} = stepDesk();
		open([sampleStep(['a'])]);
		expect(context()).toBe('dialog');
		run('dialog.next', 'dialog.press');
		expect(carriedOut).toHaveLength(1);
	});
});

function weightOf(text: string): Wording['weight'] {
	return {kind: 'irreversible', what: 'the client name', text};
}
