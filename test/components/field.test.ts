import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {fieldLine} from '../../source/components/field.ts';
import {editLine} from '../../source/input/edit-line.ts';
import {lineWidth, plainText, span} from '../../source/terminal/line.ts';

const prompt = [span('> ')];

describe('a text field', () => {
	test('is never wider than its cells, wherever the cursor is', () => {
		const typed = fc.string({unit: 'grapheme', maxLength: 60});
		fc.assert(
			fc.property(typed, fc.nat({max: 60}), fc.integer({min: 6, max: 50}), (text, at, cells) => {
				const line = editLine(text);
				const cursor = Math.min(at, line.text.length);
				const steps = [...new Intl.Segmenter().segment(line.text)].map(({index}) => index).concat(line.text.length);
				const place = steps.findLast((each) => each <= cursor) ?? 0;
				expect(lineWidth(fieldLine(prompt, {text: line.text, cursor: place}, cells))).toBeLessThanOrEqual(cells);
			}),
		);
	});

	test('shows the cursor as a cell of its own, behind the text too', () => {
		const field = fieldLine(prompt, editLine('ana'), 20);
		expect(plainText(field)).toBe('> ana ');
		expect(field.find(({emphasis}) => emphasis?.includes('cursor'))?.text).toBe(' ');
	});

	test('shows no cursor when the keys go elsewhere', () => {
		const field = fieldLine(prompt, editLine('ana'), 20, {focused: false});
		expect(field.some(({emphasis}) => emphasis !== undefined)).toBe(false);
	});

	test('says that there is more to the left and to the right', () => {
		const text = 'abcdefghijklmnopqrstuvwxyz';
		expect(plainText(fieldLine([], {text, cursor: 26}, 10))).toMatch(/^….*z $/u);
		expect(plainText(fieldLine([], {text, cursor: 0}, 10))).toMatch(/^a.*…$/u);
	});

	test('marks at its edges stand for whole characters, however many units those have', () => {
		const accented = 'e\u0301'.repeat(12);
		expect(plainText(fieldLine([], {text: accented, cursor: 0}, 6))).toBe(`${'e\u0301'.repeat(5)}…`);
		expect(plainText(fieldLine([], {text: accented, cursor: accented.length}, 6))).toBe(`…${'e\u0301'.repeat(4)} `);
		const wide = '長'.repeat(12);
		expect(plainText(fieldLine([], {text: wide, cursor: 0}, 6))).toBe('長長 …');
		const families = '👩‍👩‍👧‍👦'.repeat(12);
		expect(plainText(fieldLine([], {text: families, cursor: families.length}, 7)).isWellFormed()).toBe(true);
	});

	test('a secret is as many marks as it has characters', () => {
		expect(plainText(fieldLine([], editLine('s3cret👩‍👩‍👧‍👦'), 20, {mask: '*'}))).toBe('******* ');
	});
});
