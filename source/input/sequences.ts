import {chordOf, isNamedKey, type Modifiers} from './chords.ts';
import {graphemes} from './graphemes.ts';
import type {KeyPress} from './keys.ts';

/**
 * What the control sequences of terminals stand for: xterm, VT220, rxvt, Linux console, tmux, and the two extended
 * protocols (modifyOtherKeys and kitty's CSI u), which other programs sometimes leave switched on. Everything unknown
 * stands for nothing; so do the terminal's own replies (cursor position, device attributes, modes, mouse, focus).
 */

const letterKeys: ReadonlyMap<string, string> = new Map(
	Object.entries({A: 'up', B: 'down', C: 'right', D: 'left', F: 'end', H: 'home', P: 'f1', Q: 'f2', S: 'f4'}),
);

/** `CSI number ~`. Home and end have two numbers each, and the function keys leave some out. */
const numberKeys: ReadonlyMap<number | undefined, string> = new Map([
	...['home', 'insert', 'delete', 'end', 'pageup', 'pagedown', 'home', 'end'].map(numberedFrom(1)),
	...['f1', 'f2', 'f3', 'f4', 'f5'].map(numberedFrom(11)),
	...['f6', 'f7', 'f8', 'f9', 'f10'].map(numberedFrom(17)),
	...['f11', 'f12'].map(numberedFrom(23)),
]);

const arrows = ['up', 'down', 'right', 'left'] as const;

/** rxvt: lower-case arrows are shift+arrow after CSI and ctrl+arrow after SS3. */
const rxvtArrows: ReadonlyMap<string, string> = new Map(
	[...'abcd'].map((letter, index) => [letter, arrows[index] ?? '']),
);

/** `CSI [ letter`. */
const linuxFunctionKeys: ReadonlyMap<string, string> = new Map(
	[...'ABCDE'].map((letter, index) => [letter, `f${index + 1}`]),
);

/** The keypad in application mode, which a program before us may have left on: `SS3 letter`. */
const keypad: ReadonlyMap<string, string> = new Map([
	...Array.from('jklmnopqrstuvwxy', (letter, index): [string, string] => [letter, '*+,-./0123456789'[index] ?? '']),
	['I', 'tab'],
	['M', 'enter'],
	['X', '='],
]);

/** Code points of CSI u that are keys with a name, or keys of the keypad (from 57399 on). */
const codePointKeys: ReadonlyMap<number, string> = new Map([
	[8, 'backspace'],
	[9, 'tab'],
	[13, 'enter'],
	[27, 'escape'],
	[127, 'backspace'],
	...[...'0123456789./*-+'].map(numberedFrom(57399)),
	[57414, 'enter'],
	[57415, '='],
	...['left', 'right', 'up', 'down', 'pageup', 'pagedown', 'home', 'end', 'insert', 'delete'].map(numberedFrom(57417)),
]);

function numberedFrom(first: number): (key: string, index: number) => [number, string] {
	return (key, index) => [first + index, key];
}

/** The key presses that `CSI body final` stands for; empty for replies, releases and anything unknown. */
export function csiKeys(body: string, final: string): readonly KeyPress[] {
	// A private marker (`?`, `<`, `>`, `=`) or an intermediate byte is in replies and mouse reports only.
	if (!/^[\d;:]*$/.test(body)) return [];
	const fields = body.split(';');
	const number = parameter(fields[0]);
	switch (final) {
		case '~':
			if (number === 27) return extendedKey(fields[2], fields[1], undefined);
			return modified(numberKeys.get(number), fields[1]);
		case 'u':
			return extendedKey(fields[0], fields[1], fields[2]);
		case 'Z':
			return modified('tab', fields[1] ?? '2', {shift: true});
		case '^':
			return modified(numberKeys.get(number), undefined, {ctrl: true});
		case '$':
			return modified(numberKeys.get(number), undefined, {shift: true});
		case '@':
			return modified(numberKeys.get(number), undefined, {ctrl: true, shift: true});
		case 'R':
			// With parameters this is a cursor position report; F3 with modifiers looks the same and is given up.
			return body === '' ? [press({}, 'f3')] : [];
		default:
			if (body === '' && rxvtArrows.get(final) !== undefined)
				return modified(rxvtArrows.get(final), undefined, {shift: true});
			return modified(letterKeys.get(final), fields.length > 1 ? fields[1] : (number ?? 1) > 1 ? fields[0] : undefined);
	}
}

/** The key press of `CSI [ final`, the Linux console's function keys. */
export function linuxKeys(final: string): readonly KeyPress[] {
	return modified(linuxFunctionKeys.get(final), undefined);
}

/** The key press of `SS3 body final`. */
export function ss3Keys(body: string, final: string): readonly KeyPress[] {
	if (rxvtArrows.get(final) !== undefined) return modified(rxvtArrows.get(final), undefined, {ctrl: true});
	const key = final === 'R' ? 'f3' : (letterKeys.get(final) ?? keypad.get(final));
	return modified(key, body === '' ? undefined : body.split(';').at(-1));
}

/** A key press; its text is the character, unless a modifier makes a command of it. */
export function press(modifiers: Modifiers, key: string): KeyPress {
	const chord = chordOf(modifiers, key);
	if (chord === 'space') return {kind: 'key', chord, text: ' '};
	const isText = !modifiers.ctrl && !modifiers.alt && !modifiers.super && !isNamedKey(key);
	return {kind: 'key', chord, text: isText ? chord : ''};
}

function parameter(field: string | undefined): number | undefined {
	const digits = field?.split(':')[0] ?? '';
	return digits === '' ? undefined : Number(digits);
}

/** Modifiers from a field such as `5` or `5:3`; undefined for the release of a key, which is no press. */
function modifiersOf(field: string | undefined): Modifiers | undefined {
	const [bitsField = '', event = ''] = (field ?? '').split(':');
	if (event === '3') return undefined;
	const bits = Math.max(0, Number(bitsField === '' ? 1 : bitsField) - 1);
	// 8 is super in kitty's protocol and meta in xterm's; 64 and 128 are caps lock and num lock.
	return {shift: (bits & 1) !== 0, alt: (bits & 2) !== 0, ctrl: (bits & 4) !== 0, super: (bits & 8) !== 0};
}

function modified(key: string | undefined, field: string | undefined, always: Modifiers = {}): readonly KeyPress[] {
	const modifiers = modifiersOf(field);
	if (key === undefined || modifiers === undefined) return [];
	return [press({...modifiers, ...always}, key)];
}

/** A key by code point: `code[:shifted[:base]]`, modifiers, and the text it makes as code points. */
function extendedKey(
	codes: string | undefined,
	field: string | undefined,
	texts: string | undefined,
): readonly KeyPress[] {
	const modifiers = modifiersOf(field);
	const code = parameter(codes);
	if (modifiers === undefined || code === undefined) return [];
	const isText = !modifiers.ctrl && !modifiers.alt && !modifiers.super;
	const key = codePointKeys.get(code) ?? characterOf(code);
	if (key === undefined) return [];
	if (key.length > 1 && codePointKeys.has(code)) return [press(modifiers, key)];
	if (!isText) return [press(modifiers, key)];
	const text = (texts ?? '')
		.split(':')
		.map((item) => (item === '' ? '' : (characterOf(Number(item)) ?? '')))
		.join('');
	const shiftedCode = (codes ?? '').split(':')[1] ?? '';
	const shifted = modifiers.shift && shiftedCode !== '' ? characterOf(Number(shiftedCode)) : undefined;
	if (text !== '') return graphemes(text).map((character) => press({}, character));
	return [shifted === undefined ? press(modifiers, key) : press({}, shifted)];
}

/** The character of a code point that can be typed; none for controls, surrogates and private-use key codes. */
function characterOf(code: number): string | undefined {
	if (!Number.isInteger(code) || code < 0 || code > 0x10ffff) return undefined;
	const character = String.fromCodePoint(code);
	return /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u.test(character) ? undefined : character;
}
