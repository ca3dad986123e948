import {expect, test} from 'vitest';
import {RowMaker} from '../../source/terminal/frame/row.ts';

const piece = (text: string, x: number, from = 0, to = 8) => ({text, x, from, to});

test.each([
	['over its first half', [piece('漢漢', 0), piece('x', 0)], ['x', ' ', '漢', '']],
	['over its second half', [piece('漢漢', 0), piece('x', 1)], [' ', 'x', '漢', '']],
	['over halves of two', [piece('漢漢', 0), piece('xy', 1)], [' ', 'x', 'y', ' ']],
	['cut at the start', [piece('漢漢', 0, 1)], [' ', ' ', '漢', '']],
	['cut at the end', [piece('漢漢', 0, 0, 3)], ['漢', '', ' ', ' ']],
	['left of the screen', [piece('漢漢', -1)], [' ', '漢', '', ' ']],
])('a wide character is never shown by half: %s', (_name, pieces, cells) => {
	expect(new RowMaker(8).row(pieces).cells.slice(0, 4)).toEqual(cells);
});

test('a row of the same texts is the same row', () => {
	const maker = new RowMaker(8);
	expect(maker.row([piece('abc', 0)])).toBe(maker.row([piece('abc', 0)]));
	expect(maker.row([piece('abc', 1)])).not.toBe(maker.row([piece('abc', 2)]));
	expect(maker.row([])).toBe(maker.blank);
});

test('what would drive the terminal is left out', () => {
	const {cells} = new RowMaker(8).row([piece('a\u001b[2Jb\u0007\u001b]0;t\u0007c\u009b1md\n', 0)]);
	expect(cells.slice(0, 4)).not.toContain('\u001b');
	expect(cells.join('')).toMatch(/^abc/u);
	expect(cells.join('')).not.toMatch(/\p{Cc}/u);
});
