import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {AmbiguousText, inertJson, isWrittenOut, Originals, originalsOf} from '../../source/terminal/original-text.ts';
import {sanitise, sanitiseTree} from '../../source/terminal/sanitise.ts';

const nasty = fc.string({
	unit: fc.constantFrom('a', 'é', '\u001b', '\u202e', '\u200b', '\u{e0041}', '👨'),
	maxLength: 12,
});

describe('what the server has said', () => {
	test('is sent as it came, whatever was hidden in it', () => {
		fc.assert(
			fc.property(fc.dictionary(nasty, fc.oneof(nasty, fc.array(nasty))), (said) => {
				const originals = new Originals();
				const shown = sanitiseTree(said, (inert, original) => originals.remember(inert, original));
				expect(originals.restored(shown)).toEqual(said);
			}),
		);
	});

	test('is not guessed where two texts look the same', () => {
		const originals = new Originals();
		for (const text of ['two \u202e', String.raw`two \u{202e}`]) originals.remember(sanitise(text), text);
		expect(() => originals.restored({name: String.raw`two \u{202e}`})).toThrow(AmbiguousText);
	});

	test('is no more what it was once somebody has changed it, and that is known', () => {
		const originals = originalsOf('an account');
		originals.remember(sanitise('one \u202e'), 'one \u202e');
		expect(originals.restored(String.raw`one \u{202e}x`)).toBe(String.raw`one \u{202e}x`);
		expect(isWrittenOut(String.raw`one \u{202e}x`)).toBe(true);
		expect(isWrittenOut(String.raw`one \u{202e}`)).toBe(false);
		expect(isWrittenOut('plain')).toBe(false);
	});

	test('of one account has nothing to do with that of another', () => {
		originalsOf('left').remember(sanitise('three \u202e'), 'three \u202e');
		const same = String.raw`three \u{202e}`;
		originalsOf('right').remember(same, same);
		expect(originalsOf('left').restored(same)).toBe('three \u202e');
		expect(originalsOf('right').restored(same)).toBe(same);
	});

	test('is known up to a number of bytes; beyond that nothing is sent that may stand for it', () => {
		const originals = new Originals();
		const long = 'x'.repeat(1_000_000);
		for (let number = 0; number < 5; number++) {
			const text = `${number}\u200b${long}`;
			originals.remember(sanitise(text), text);
		}
		expect(originals.restored(sanitise(`0\u200b${long}`))).toBe(`0\u200b${long}`);
		const dropped = sanitise(`4\u200b${long}`);
		expect(() => originals.restored({name: dropped})).toThrow(AmbiguousText);
		expect(() => originals.restored({[dropped]: 1})).toThrow(/too many to know all/u);
		expect(originals.restored('plain')).toBe('plain');
	});

	test('of many accounts is given up one by one, and then not guessed either', () => {
		const text = 'four \u202e';
		for (let number = 0; number < 12; number++) originalsOf(`account ${number}`).remember(sanitise(text), text);
		expect(originalsOf('account 11').restored(sanitise(text))).toBe(text);
		expect(() => originalsOf('account 0').restored(sanitise(text))).toThrow(AmbiguousText);
	});
});

test('JSON is the same to every reader, and inert', () => {
	fc.assert(
		fc.property(fc.dictionary(nasty, nasty), fc.constantFrom(undefined, 2), (value, indent) => {
			const text = inertJson(value, indent);
			expect(JSON.parse(text)).toEqual(value);
			for (const line of text.split('\n')) expect(sanitise(line)).toBe(line);
		}),
	);
});
