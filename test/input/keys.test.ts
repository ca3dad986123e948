import {TextDecoder} from 'node:util';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {createKeyDecoder, type KeyEvent} from '../../source/input/keys.ts';

/** Everything the text decodes to, with a silence at the end. */
function decode(...pushes: readonly string[]): KeyEvent[] {
	const decoder = createKeyDecoder();
	return [...pushes.flatMap((text) => decoder.push(text)), ...decoder.flush()];
}

/** The same as short words: the chord, or the paste in angle brackets. */
function names(...pushes: readonly string[]): string[] {
	return decode(...pushes).map((event) => (event.kind === 'paste' ? `<${event.text}>` : event.chord));
}

/** Bytes to text as the stream does it, pushed in pieces that end at `cuts`. */
function decodeBytes(bytes: Uint8Array, cuts: readonly number[]): KeyEvent[] {
	const utf8 = new TextDecoder('utf-8', {ignoreBOM: true});
	const decoder = createKeyDecoder();
	const edges = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
	const events = edges.slice(1).flatMap((edge, index) => {
		return decoder.push(utf8.decode(bytes.subarray(edges[index], edge), {stream: true}));
	});
	return [...events, ...decoder.flush()];
}

/** Typed characters in one string: where a letter ends and its accent begins depends on the split, the text does not. */
function withTextJoined(events: readonly KeyEvent[]): unknown[] {
	const joined: unknown[] = [];
	let text = '';
	for (const event of events) {
		if (event.kind === 'key' && event.text !== '') {
			text += event.text;
			continue;
		}
		if (text !== '') joined.push(text);
		text = '';
		joined.push(event);
	}
	return text === '' ? joined : [...joined, text];
}

const csi = '\u001b[';

/** What real terminals send. */
const table: readonly (readonly [string, string, string])[] = [
	['a letter', 'j', 'j'],
	['a capital', 'G', 'G'],
	['space', ' ', 'space'],
	['carriage return', '\r', 'enter'],
	['line feed', '\n', 'enter'],
	['tab', '\t', 'tab'],
	['DEL', '\u007f', 'backspace'],
	['BS', '\b', 'backspace'],
	['NUL', '\0', 'ctrl+space'],
	['ctrl and a letter', '\u0004', 'ctrl+d'],
	['ctrl and a sign', '\u001f', 'ctrl+_'],
	['a lone ESC', '\u001b', 'escape'],
	['alt and a letter', '\u001bx', 'alt+x'],
	['alt and a capital', '\u001bX', 'alt+X'],
	['alt and Enter', '\u001b\r', 'alt+enter'],
	['alt and backspace', '\u001b\u007f', 'alt+backspace'],
	['alt and ctrl and a letter', '\u001b\u0001', 'ctrl+alt+a'],
	['alt and a letter beyond ASCII', '\u001bé', 'alt+é'],
	...[...'ABCD'].flatMap((letter, index): [string, string, string][] => {
		const key = ['up', 'down', 'right', 'left'][index] ?? '';
		return [
			[`${key} of xterm`, csi + letter, key],
			[`${key} in application mode`, `\u001bO${letter}`, key],
			[`ctrl+${key} of xterm`, `${csi}1;5${letter}`, `ctrl+${key}`],
			[`shift+${key} of xterm`, `${csi}1;2${letter}`, `shift+${key}`],
			[`alt+${key} of xterm`, `${csi}1;3${letter}`, `alt+${key}`],
			[`ctrl+alt+shift+${key} of xterm`, `${csi}1;8${letter}`, `ctrl+alt+shift+${key}`],
			[`ctrl+${key} of rxvt`, `\u001bO${letter.toLowerCase()}`, `ctrl+${key}`],
			[`shift+${key} of rxvt`, csi + letter.toLowerCase(), `shift+${key}`],
			[`ctrl+${key} in the old xterm form`, `${csi}5${letter}`, `ctrl+${key}`],
			[`${key} with an 8-bit introducer`, `\u009b${letter}`, key],
		];
	}),
	['home of xterm', `${csi}H`, 'home'],
	['home in application mode', '\u001bOH', 'home'],
	['home of tmux and Linux', `${csi}1~`, 'home'],
	['home of rxvt', `${csi}7~`, 'home'],
	['end of xterm', `${csi}F`, 'end'],
	['end in application mode', '\u001bOF', 'end'],
	['end of tmux and Linux', `${csi}4~`, 'end'],
	['end of rxvt', `${csi}8~`, 'end'],
	['insert', `${csi}2~`, 'insert'],
	['delete', `${csi}3~`, 'delete'],
	['page up', `${csi}5~`, 'pageup'],
	['page down', `${csi}6~`, 'pagedown'],
	['ctrl+page down of xterm', `${csi}6;5~`, 'ctrl+pagedown'],
	['ctrl+delete of rxvt', `${csi}3^`, 'ctrl+delete'],
	['shift+delete of rxvt', `${csi}3$`, 'shift+delete'],
	['ctrl+shift+delete of rxvt', `${csi}3@`, 'ctrl+shift+delete'],
	['shift+tab', `${csi}Z`, 'shift+tab'],
	['shift+tab with modifiers', `${csi}1;2Z`, 'shift+tab'],
	['F1 of xterm', '\u001bOP', 'f1'],
	['F1 of VT220', `${csi}11~`, 'f1'],
	['F1 of the Linux console', `${csi}[A`, 'f1'],
	['F3 of xterm', '\u001bOR', 'f3'],
	['F4 with ctrl', `${csi}1;5S`, 'ctrl+f4'],
	['F5', `${csi}15~`, 'f5'],
	['F5 of the Linux console', `${csi}[E`, 'f5'],
	['F12 with shift', `${csi}24;2~`, 'shift+f12'],
	['Enter on the keypad', '\u001bOM', 'enter'],
	['a digit on the keypad', '\u001bOs', '3'],
	['ctrl+Enter of modifyOtherKeys', `${csi}27;5;13~`, 'ctrl+enter'],
	['shift+Enter of modifyOtherKeys', `${csi}27;2;13~`, 'enter'],
	['ctrl+i of modifyOtherKeys', `${csi}27;5;105~`, 'tab'],
	['ctrl+shift+a of modifyOtherKeys', `${csi}27;6;65~`, 'ctrl+shift+a'],
	['a letter of CSI u', `${csi}97u`, 'a'],
	['a capital of CSI u', `${csi}97;2u`, 'A'],
	['a shifted sign of CSI u', `${csi}47:63;2u`, '?'],
	['a letter with its text in CSI u', `${csi}97;;229u`, 'å'],
	['ctrl+c of CSI u', `${csi}99;5u`, 'ctrl+c'],
	['ctrl+c of CSI u with caps and num lock', `${csi}99;197u`, 'ctrl+c'],
	['Escape of CSI u', `${csi}27u`, 'escape'],
	['Enter of CSI u', `${csi}13u`, 'enter'],
	['space of CSI u', `${csi}32u`, 'space'],
	['a repeat of CSI u', `${csi}106;1:2u`, 'j'],
	['a repeated arrow of CSI u', `${csi}1;1:2B`, 'down'],
	['a keypad arrow of CSI u', `${csi}57420u`, 'down'],
	['a keypad digit of CSI u', `${csi}57402u`, '3'],
];

/** What a terminal sends that is no key. */
const silent: readonly (readonly [string, string])[] = [
	['a release of CSI u', `${csi}106;1:3u`],
	['the release of an arrow', `${csi}1;1:3B`],
	['a modifier by itself', `${csi}57441;2u`],
	['its colours', '\u001b]11;rgb:0000/0000/0000\u001b\\'],
	['its colours, ended by BEL', '\u001b]10;rgb:ffff/ffff/ffff\u0007'],
	['its colours in 8-bit form', '\u009d11;rgb:0/0/0\u009c'],
	['its clipboard', '\u001b]52;c;anFkbGs6Lz8=\u0007'],
	['its attributes', `${csi}?62;1;6c`],
	['its secondary attributes', `${csi}>41;388;0c`],
	['the cursor position', `${csi}24;80R`],
	['a mode', `${csi}?2026;2$y`],
	['the keyboard protocol', `${csi}?0u`],
	['focus in', `${csi}I`],
	['focus out', `${csi}O`],
	['a mouse click', `${csi}<0;10;5M`],
	['a mouse release', `${csi}<0;10;5m`],
	['an old mouse click', `${csi}M !!`],
	['the mouse in its decimal form', `${csi}32;10;5M`],
	['its name and version', '\u001bP>|XTerm(388)\u001b\\'],
	['a setting', '\u001bP1$r0m\u001b\\'],
	['a capability', '\u001bP1+r544e=787465726d\u001b\\'],
	['its third attributes', '\u001bP!|00000000\u001b\\'],
	['a graphics answer', '\u001b_Gi=1;OK\u001b\\'],
	['a key nobody knows', `${csi}99~`],
	['a stray end of paste', `${csi}201~`],
	['a byte that is no UTF-8', '\ufffd'],
	['a C1 control', '\u0085'],
];

const pasted = (text: string): string => `${csi}200~${text}${csi}201~`;

describe('the key decoder', () => {
	it.each(table)('reads %s', (_name, bytes, chord) => {
		expect(names(bytes)).toEqual([chord]);
	});

	it.each(silent)('drops the terminal’s %s, and nothing after it', (_name, bytes) => {
		expect(names(`a${bytes}b`)).toEqual(['a', 'b']);
	});

	it('gives the text of what types text, and none to the rest', () => {
		expect(decode('aG ?é漢👨‍👩‍👧\u0004\r\u001bx')).toEqual(
			[
				['a', 'a'],
				['G', 'G'],
				['space', ' '],
				['?', '?'],
				['é', 'é'],
				['漢', '漢'],
				['👨‍👩‍👧', '👨‍👩‍👧'],
				['ctrl+d', ''],
				['enter', ''],
				['alt+x', ''],
			].map(([chord, text]) => ({kind: 'key', chord, text})),
		);
	});

	it('makes thirty keys of thirty keys in one piece', () => {
		const keys = 'GGkk/plat\rjjj\u001b[B\u001b[Bk   \u0004G\u001b[Hg?\u001bOA\tq:x\r';
		const single = [...keys.matchAll(/\u001b(?:\[|O)?.|./gsu)].map(([key]) => key);
		expect(single).toHaveLength(30);
		expect(names(keys)).toEqual(single.flatMap((key) => names(key)));
		expect(names(keys)).toHaveLength(30);
	});

	it('reads quick Escapes as Escapes', () => {
		expect(names('\u001b\u001b')).toEqual(['escape', 'escape']);
		expect(names('\u001b\u001b[A')).toEqual(['escape', 'up']);
		expect(names('\u001b\u001bj')).toEqual(['escape', 'alt+j']);
	});

	it('takes alt with a character that could begin a reply for that key as soon as no reply can follow', () => {
		expect(names('\u001b]j')).toEqual(['alt+]', 'j']);
		expect(names('\u001bPj')).toEqual(['alt+P', 'j']);
		expect(names('\u001bP2j')).toEqual(['alt+P', '2', 'j']);
		expect(names('\u001b_j')).toEqual(['alt+_', 'j']);
		expect(names('\u001b]')).toEqual(['alt+]']);
		expect(names('\u001b]\r')).toEqual(['alt+]', 'enter']);
	});

	it('drops half a sequence instead of letting its letters through', () => {
		for (const half of [
			'\u001b[',
			'\u001b[1',
			'\u001b[1;',
			'\u001b[1;5',
			'\u001bO',
			'\u001b]11;rgb:0',
			'\u001b[[',
			'\u001b[M !',
		]) {
			expect(names(half)).toEqual([]);
		}
		expect(names('\u001b[1;\r')).toEqual(['enter']);
		expect(names('\u001b[1;\u001b[A')).toEqual(['up']);
		expect(names('\u001b[[\u001b[A')).toEqual(['up']);
		expect(names('\u001b[M!\u001b[A')).toEqual(['up']);
		expect(names('\u001b]11;rgb\u001b[A')).toEqual(['up']);
	});

	it('keeps a paste whole, whatever is in it', () => {
		expect(decode(`j${pasted('a@b.c\r\nd@e.f\rg\u001b[A\u001b]0;x\u0007\t')}k`)).toEqual([
			{kind: 'key', chord: 'j', text: 'j'},
			{kind: 'paste', text: 'a@b.c\nd@e.f\ng\u001b[A\u001b]0;x\u0007\t', truncated: false},
			{kind: 'key', chord: 'k', text: 'k'},
		]);
		expect(names(pasted(''))).toEqual(['<>']);
	});

	it('ends a paste whose end is lost when nothing more comes', () => {
		expect(names(`${csi}200~abc\u001b[20`)).toEqual(['<abc\u001b[20>']);
	});

	it('keeps no more of a paste than the limit, and says so', () => {
		const decoder = createKeyDecoder(10);
		expect(decoder.push(pasted('x'.repeat(25)))).toEqual([{kind: 'paste', text: 'x'.repeat(10), truncated: true}]);
		expect(decoder.push(pasted('x'.repeat(10)))).toEqual([{kind: 'paste', text: 'x'.repeat(10), truncated: false}]);
		expect(decoder.push('j').map((event) => event.text)).toEqual(['j']);
	});

	it('says what it waits for', () => {
		const decoder = createKeyDecoder();
		const waits = ['\u001b', '[', '1', 'A', '\u001b[200~x', '\u001b[201~', '\u001b]1', '1;', '\u0007', 'a'].map(
			(text) => {
				decoder.push(text);
				return decoder.pending;
			},
		);
		const none = undefined;
		expect(waits).toEqual(['escape', 'sequence', 'sequence', none, 'paste', none, 'sequence', 'reply', none, none]);
	});

	const piece = fc.oneof(
		fc.constantFrom(...table.map(([, bytes]) => bytes), ...silent.map(([, bytes]) => bytes)),
		fc.constantFrom(...table.map(([, bytes]) => bytes)),
		fc.string({unit: 'grapheme', maxLength: 5}),
		fc.string({unit: 'grapheme', maxLength: 20}).map(pasted),
	);
	const input = fc.oneof(
		fc.array(piece, {maxLength: 12}).map((pieces) => new TextEncoder().encode(pieces.join(''))),
		fc.uint8Array({maxLength: 60}),
		fc
			.array(
				fc.constantFrom(
					0x1b,
					0x5b,
					0x4f,
					0x5d,
					0x50,
					0x32,
					0x30,
					0x31,
					0x3b,
					0x7e,
					0x41,
					0x4d,
					0x07,
					0x5c,
					0x0d,
					0xc2,
					0x9b,
				),
			)
			.map((bytes) => Uint8Array.from(bytes)),
	);

	it('reads the same however the bytes are split', () => {
		fc.assert(
			fc.property(input, fc.array(fc.nat(), {maxLength: 20}), (bytes, cuts) => {
				expect(withTextJoined(decodeBytes(bytes, cuts))).toEqual(withTextJoined(decodeBytes(bytes, [])));
			}),
			{numRuns: 3000},
		);
		for (const [, bytes, chord] of table) {
			const encoded = new TextEncoder().encode(bytes);
			const everywhere = Array.from(encoded, (_, index) => index);
			expect(decodeBytes(encoded, everywhere)).toMatchObject([{chord}]);
		}
	});

	it('never throws, and types no control characters, whatever comes', () => {
		fc.assert(
			fc.property(input, fc.array(fc.nat(), {maxLength: 20}), (bytes, cuts) => {
				for (const event of decodeBytes(bytes, cuts)) {
					if (event.kind === 'key') {
						expect(event.text).not.toMatch(/\p{Cc}/u);
						expect(event.chord).not.toMatch(/\p{Cc}/u);
						expect(event.text).toBe(event.text.toWellFormed());
					}
				}
			}),
			{numRuns: 3000},
		);
	});

	it('gives a paste back as it was, but for its line ends', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary', maxLength: 200}), fc.array(fc.nat()), (text, cuts) => {
				fc.pre(!text.includes(`${csi}201~`));
				const bytes = new TextEncoder().encode(pasted(text));
				const expected = text.toWellFormed().replaceAll(/\r\n?/g, '\n');
				expect(decodeBytes(bytes, cuts)).toEqual([{kind: 'paste', text: expected, truncated: false}]);
			}),
			{numRuns: 1000},
		);
	});
});
