import {graphemes} from './graphemes.ts';
import {nearMatch} from './near-match.ts';

/**
 * Names of keys. A chord is the canonical name of one key press: `j`, `G`, `?`, `space`, `ctrl+d`, `shift+tab`,
 * `ctrl+alt+left`. The same names come out of the key stream and of keymap files, so they can be compared as strings.
 */

/** The canonical name of one key press. */
export type Chord = string;

export interface Modifiers {
	readonly ctrl?: boolean | undefined;
	readonly alt?: boolean | undefined;
	readonly shift?: boolean | undefined;
	readonly super?: boolean | undefined;
}

/** The keys that have a name instead of a character. */
export const namedKeys = [
	...['enter', 'escape', 'tab', 'space', 'backspace', 'delete', 'insert'],
	...['up', 'down', 'left', 'right', 'home', 'end', 'pageup', 'pagedown'],
	...['f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f7', 'f8', 'f9', 'f10', 'f11', 'f12'],
] as const;

const named: ReadonlySet<string> = new Set(namedKeys);

/** Whether the key is one of {@link namedKeys}, not a character. */
export function isNamedKey(key: string): boolean {
	return named.has(key);
}

/** Other spellings accepted in keymap files. */
const aliases: ReadonlyMap<string, string> = new Map(
	[
		['enter', 'return ret cr'],
		['escape', 'esc'],
		['space', 'spc'],
		['backspace', 'bs'],
		['delete', 'del'],
		['insert', 'ins'],
		['pageup', 'pgup page-up'],
		['pagedown', 'pgdn pgdown page-down'],
		['up', 'arrowup'],
		['down', 'arrowdown'],
		['left', 'arrowleft'],
		['right', 'arrowright'],
		['+', 'plus'],
		['-', 'minus'],
	].flatMap(([key = '', spellings = '']) => spellings.split(' ').map((spelling) => [spelling, key])),
);

const modifierSpellings = [
	['ctrl', ['ctrl', 'control', 'c']],
	['alt', ['alt', 'meta', 'option', 'opt', 'm', 'a']],
	['shift', ['shift', 's']],
	['super', ['super', 'cmd', 'win']],
] as const satisfies readonly (readonly [keyof Modifiers, readonly string[]])[];

const modifierNames: ReadonlyMap<string, keyof Modifiers> = new Map(
	modifierSpellings.flatMap(([modifier, spellings]) => spellings.map((spelling) => [spelling, modifier])),
);

/** What control characters terminals send for other keys: ctrl+i cannot be told from tab, so they are one chord. */
const sameAsCtrl: Readonly<Record<string, string>> = {i: 'tab', m: 'enter', j: 'enter', h: 'backspace', '[': 'escape'};
const otherCtrl: Readonly<Record<string, string>> = {'@': 'space', '2': 'space', '/': '_'};

/** The keys on which most terminals do not report shift. */
const deafToShift: ReadonlySet<string> = new Set(['enter', 'escape', 'backspace', 'space']);

/** The chord of a key (a character, or one of {@link namedKeys}) pressed with modifiers. */
export function chordOf(modifiers: Modifiers, key: string): Chord {
	let {ctrl = false, alt = false, shift = false} = modifiers;
	let base = key === ' ' ? 'space' : key;
	if (ctrl && !named.has(base)) {
		base = base.toLowerCase();
		const plain = sameAsCtrl[base];
		if (plain !== undefined && !shift) {
			base = plain;
			ctrl = false;
		} else base = otherCtrl[base] ?? base;
	} else if (!named.has(base)) {
		// A character has shift in it already, and `shift+a` is `A`.
		const upper = base.toUpperCase();
		if (shift && upper.length === base.length) base = upper;
		shift = false;
	}
	if (deafToShift.has(base)) shift = false;
	const prefix = `${ctrl ? 'ctrl+' : ''}${alt ? 'alt+' : ''}${shift ? 'shift+' : ''}${modifiers.super ? 'super+' : ''}`;
	return prefix + base;
}

export type ParsedChord =
	| {readonly kind: 'chord'; readonly chord: Chord}
	| {readonly kind: 'problem'; readonly problem: string};

/**
 * The chord that a text of a keymap file names. Case, the order of modifiers and the separator do not matter:
 * `Ctrl-D`, `C-d`, `^D` and `ctrl+d` are one; `esc`, `PgDn` and the like are understood.
 */
export function parseChord(text: string): ParsedChord {
	const written = text.trim();
	if (text === ' ') return {kind: 'chord', chord: 'space'};
	if (written === '')
		return {kind: 'problem', problem: 'the name of a key is empty; leave the list empty to unbind a command'};
	const caret = /^\^(.)$/u.exec(written);
	if (caret?.[1] !== undefined) return {kind: 'chord', chord: chordOf({ctrl: true}, caret[1])};
	const modifiers: {ctrl?: boolean; alt?: boolean; shift?: boolean; super?: boolean} = {};
	let rest = written;
	for (;;) {
		const match = /^(\p{L}+)[+-](?=.)/u.exec(rest);
		const modifier = match?.[1] === undefined ? undefined : modifierNames.get(match[1].toLowerCase());
		if (match === null || modifier === undefined) break;
		modifiers[modifier] = true;
		rest = rest.slice(match[0].length);
	}
	const key = keyOf(rest);
	if (key === undefined) return {kind: 'problem', problem: unknownKey(written, rest)};
	if (modifiers.shift && !modifiers.ctrl && !named.has(key) && key.toUpperCase() === key) {
		return {kind: 'problem', problem: `${quoted(written)}: write the character that shift makes, for example "!"`};
	}
	if (modifiers.shift && deafToShift.has(key)) {
		return {kind: 'problem', problem: `${quoted(written)}: terminals send the same for ${key} with and without shift`};
	}
	return {kind: 'chord', chord: chordOf(modifiers, key)};
}

/** The key a name or character stands for. */
function keyOf(text: string): string | undefined {
	if (isOneCharacter(text)) return text;
	const name = text.toLowerCase();
	if (named.has(name)) return name;
	return aliases.get(name);
}

function isOneCharacter(text: string): boolean {
	return graphemes(text).length === 1 && !/^[\p{C}\p{Z}]/u.test(text);
}

function unknownKey(written: string, rest: string): string {
	const near = nearMatch(rest, [...namedKeys, ...[...aliases.keys()].filter((name) => name.length > 2)]);
	const key = near === undefined ? undefined : (keyOf(near) ?? near);
	const hint =
		key === undefined
			? 'a key is one character, or a name such as enter, escape, space, pageup or f1, with ctrl+, alt+ or shift+ before it'
			: `did you mean "${written.slice(0, written.length - rest.length)}${key}"?`;
	return `unknown key ${quoted(written)}: ${hint}`;
}

/** The text in quotation marks, its control characters made visible. */
function quoted(text: string): string {
	return JSON.stringify(text);
}

const shortNames: Readonly<Record<string, string>> = {
	escape: 'esc',
	pageup: 'pgup',
	pagedown: 'pgdn',
	delete: 'del',
	insert: 'ins',
	backspace: 'bksp',
};

/** The chord as footer and help write it: `ctrl-d`, `shift-tab`, `esc`, `pgdn`. ASCII words, for every font. */
export function labelOf(chord: Chord): string {
	const match = /^((?:ctrl\+|alt\+|shift\+|super\+)*)(.+)$/su.exec(chord);
	const [, prefix = '', base = chord] = match ?? [];
	return prefix.replaceAll('+', '-') + (shortNames[base] ?? base);
}
