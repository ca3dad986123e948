import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {chordOf, labelOf, namedKeys, parseChord} from '../../source/input/chords.ts';
import {nearMatch} from '../../source/input/near-match.ts';

describe('parseChord', () => {
	it.each([
		['j', 'j'],
		['G', 'G'],
		['shift+g', 'G'],
		['?', '?'],
		['+', '+'],
		['-', '-'],
		['^', '^'],
		[' ', 'space'],
		['Space', 'space'],
		['ctrl+d', 'ctrl+d'],
		['Ctrl-D', 'ctrl+d'],
		['C-d', 'ctrl+d'],
		['^D', 'ctrl+d'],
		['ctrl++', 'ctrl++'],
		['ctrl+-', 'ctrl+-'],
		['M-x', 'alt+x'],
		['alt+X', 'alt+X'],
		['alt+shift+x', 'alt+X'],
		['shift-ctrl-left', 'ctrl+shift+left'],
		['S-Tab', 'shift+tab'],
		['esc', 'escape'],
		['ESC', 'escape'],
		['Return', 'enter'],
		['PgDn', 'pagedown'],
		['page-up', 'pageup'],
		['del', 'delete'],
		['F1', 'f1'],
		['ctrl+f12', 'ctrl+f12'],
		['é', 'é'],
		['漢', '漢'],
	])('reads %j as %s', (text, chord) => {
		expect(parseChord(text)).toEqual({kind: 'chord', chord});
	});

	it.each([
		['ctrl+i', 'tab'],
		['ctrl+m', 'enter'],
		['ctrl+j', 'enter'],
		['ctrl+h', 'backspace'],
		['ctrl+[', 'escape'],
		['ctrl+@', 'ctrl+space'],
	])('takes %s for %s, which terminals cannot tell apart', (text, chord) => {
		expect(parseChord(text)).toEqual({kind: 'chord', chord});
	});

	it.each([
		['pagdown', 'did you mean "pagedown"?'],
		['ctrl+entr', 'did you mean "ctrl+enter"?'],
		['hyper+x', 'unknown key "hyper+x"'],
		['gg', 'unknown key "gg"'],
		['constructor', 'unknown key "constructor"'],
		['constructor+x', 'unknown key "constructor+x"'],
		['', 'empty'],
		['f13', 'unknown key "f13"'],
		['\u001b', String.raw`unknown key "\u001b"`],
		['ctrl+', 'unknown key'],
		['shift+1', 'write the character that shift makes'],
		['shift+enter', 'with and without shift'],
	])('refuses %j and says why', (text, why) => {
		const parsed = parseChord(text);
		expect(parsed.kind).toBe('problem');
		expect(parsed.kind === 'problem' && parsed.problem).toContain(why);
	});

	it('reads every chord it writes', () => {
		const modifiers = fc.record({ctrl: fc.boolean(), alt: fc.boolean()});
		const key = fc.oneof(fc.constantFrom(...namedKeys), fc.constantFrom(...'abzAZ09?+-/[]^~é漢'));
		fc.assert(
			fc.property(modifiers, key, (held, name) => {
				const chord = chordOf(held, name);
				expect(parseChord(chord)).toEqual({kind: 'chord', chord});
			}),
		);
	});
});

describe('labelOf', () => {
	it.each([
		['ctrl+d', 'ctrl-d'],
		['ctrl++', 'ctrl-+'],
		['+', '+'],
		['escape', 'esc'],
		['shift+tab', 'shift-tab'],
		['pagedown', 'pgdn'],
		['G', 'G'],
	])('writes %s as %s', (chord, label) => {
		expect(labelOf(chord)).toBe(label);
	});
});

describe('nearMatch', () => {
	it('finds the word that was meant', () => {
		const words = ['list.down', 'list.up', 'group.add-member'];
		expect(nearMatch('list.dwon', words)).toBe('list.down');
		expect(nearMatch('LIST.UP', words)).toBe('list.up');
		expect(nearMatch('group.add-members', words)).toBe('group.add-member');
		expect(nearMatch('quit', words)).toBeUndefined();
		expect(nearMatch('quit', [])).toBeUndefined();
	});
});
