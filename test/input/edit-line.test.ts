import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {
	type EditCommand,
	type EditLine,
	editBindings,
	editLine,
	editOperations,
	insert,
	lengthOf,
	paste,
	viewport,
} from '../../source/input/edit-line.ts';
import {createKeymap} from '../../source/input/keymap.ts';

/** `ab|c` as a line with the cursor at the bar. */
function line(text: string): EditLine {
	const cursor = text.indexOf('|');
	return {text: text.replace('|', ''), cursor};
}

function shown({text, cursor}: EditLine): string {
	return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

const family = '👨‍👩‍👧';

describe('editing a line', () => {
	it.each<[EditCommand, string, string]>([
		['edit.left', 'ab|c', 'a|bc'],
		['edit.left', '|abc', '|abc'],
		['edit.left', `a${family}|`, `a|${family}`],
		['edit.right', 'a|bc', 'ab|c'],
		['edit.right', 'abc|', 'abc|'],
		['edit.right', `|${family}b`, `${family}|b`],
		['edit.word-left', 'one two|', 'one |two'],
		['edit.word-left', 'one  |two', '|one  two'],
		['edit.word-left', 'bo@acme.com|', 'bo@acme.|com'],
		['edit.word-right', 'one| two', 'one two|'],
		['edit.word-right', '|bo@acme.com', 'bo|@acme.com'],
		['edit.word-right', 'one|', 'one|'],
		['edit.home', 'ab|c', '|abc'],
		['edit.end', 'ab|c', 'abc|'],
		['edit.backspace', 'ab|c', 'a|c'],
		['edit.backspace', '|abc', '|abc'],
		['edit.backspace', `a${family}|b`, 'a|b'],
		['edit.backspace', 'e\u0301|', '|'],
		['edit.delete', 'a|bc', 'a|c'],
		['edit.delete', 'abc|', 'abc|'],
		['edit.delete', `|${family}b`, '|b'],
		['edit.kill-word', 'to bo@acme.com|x', 'to |x'],
		['edit.kill-word', 'to bo  |x', 'to |x'],
		['edit.kill-word', '  |x', '|x'],
		['edit.kill-start', 'ab|c', '|c'],
		['edit.kill-end', 'ab|c', 'ab|'],
	])('%s of %s gives %s', (command, before, after) => {
		expect(shown(editOperations[command].apply(line(before)))).toBe(after);
	});

	it('inserts at the cursor, and never leaves the cursor inside a character', () => {
		expect(shown(insert(line('a|c'), 'b'))).toBe('ab|c');
		expect(shown(insert(line('|\u0301'), 'e'))).toBe('e\u0301|');
		expect(shown(insert(line('🇨|🇭'), ''))).toBe('🇨🇭|');
	});

	it('takes a paste into one line without what cannot be seen', () => {
		expect(shown(paste(line('x|y'), 'a@b.c\r\n\r\nd@e.f\tg'))).toBe('xa@b.c d@e.f g|y');
		expect(shown(paste(line('|'), 'a\u001b[31mb\u0000\u202ec\u200bd\ud800'))).toBe('a[31mbcd|');
		expect(shown(paste(line('|'), family))).toBe(`${family}|`);
		expect(editLine('a\nb')).toEqual({text: 'a b', cursor: 3});
		expect(lengthOf(editLine(`a${family}`))).toBe(2);
	});

	it('comes as bindings for a text field', () => {
		const map = createKeymap(editBindings('field'), {field: {inherits: [], text: true}});
		expect(map.lookup('field', 'ctrl+w')?.command).toBe('edit.kill-word');
	});
});

const operations = Object.values(editOperations);
const text = fc.oneof(
	fc.string({unit: 'grapheme', maxLength: 20}),
	fc.string({unit: 'binary', maxLength: 20}),
	fc.string({
		unit: fc.constantFrom('a', ' ', '@', family, 'e', '\u0301', '🇨', '🇭', '漢', '\u200d', '👧'),
		maxLength: 20,
	}),
);
/** Lines as typing, pasting and editing leave them. */
const someLine = fc
	.array(
		fc.oneof(
			text,
			text.map((typed) => ({typed})),
			fc.constantFrom(...operations).map(({apply}) => ({apply})),
		),
		{maxLength: 12},
	)
	.map((steps) =>
		steps.reduce<EditLine>((state, step) => {
			if (typeof step === 'string') return paste(state, step);
			return 'typed' in step ? insert(state, step.typed) : step.apply(state);
		}, editLine()),
	);

/** Offsets between graphemes. */
function boundaries(whole: string): number[] {
	return [...Array.from(new Intl.Segmenter().segment(whole), ({index}) => index), whole.length];
}

describe('a line, whatever was done to it', () => {
	it('has no control characters or half characters, and the cursor between two graphemes', () => {
		fc.assert(
			fc.property(someLine, ({text: content, cursor}) => {
				expect(content).not.toMatch(/\p{Cc}/u);
				expect(content).toBe(content.toWellFormed());
				expect(boundaries(content)).toContain(cursor);
			}),
			{numRuns: 1000},
		);
	});

	it('is shown in the cells asked for, with the cursor in it', () => {
		fc.assert(
			fc.property(someLine, fc.integer({min: 4, max: 30}), fc.constantFrom(undefined, '*'), (state, cells, mask) => {
				const view = viewport(state, cells, mask);
				expect(stringWidth(view.before) + stringWidth(view.under) + stringWidth(view.after)).toBeLessThanOrEqual(cells);
				expect(view.cursor).toBe(stringWidth(view.before));
				const seen = view.before + (state.cursor === state.text.length ? '' : view.under) + view.after;
				const whole = mask === undefined ? state.text : mask.repeat(lengthOf(state));
				expect(whole.includes(seen)).toBe(true);
				expect(whole === seen).toBe(!view.hiddenBefore && !view.hiddenAfter);
			}),
			{numRuns: 1000},
		);
	});
});

describe('the viewport', () => {
	it('shows the whole line where it fits, with a cell for the cursor behind it', () => {
		expect(viewport(line('abc|'), 4)).toMatchObject({before: 'abc', under: ' ', after: '', hiddenBefore: false});
		expect(viewport(line('a|bc'), 3)).toMatchObject({before: 'a', under: 'b', after: 'c', cursor: 1});
	});

	it('scrolls no further than the cursor needs', () => {
		expect(viewport(line('abcdef|'), 4)).toMatchObject({before: 'def', under: ' ', hiddenBefore: true});
		expect(viewport(line('|abcdef'), 4)).toMatchObject({before: '', under: 'a', after: 'bcd', hiddenAfter: true});
		expect(viewport(line('abcd|ef'), 4)).toMatchObject({before: 'bcd', under: 'e', after: '', hiddenAfter: true});
	});

	it('shows no letter of a masked line', () => {
		expect(viewport(line(`to${family}|ken`), 20, '•')).toMatchObject({before: '•••', under: '•', after: '••'});
	});

	it('does not get slower with the length of the line', () => {
		const long = {text: 'é漢'.repeat(200_000), cursor: 200_000};
		expect(viewport(long, 20).before).toHaveLength(12);
	});
});
