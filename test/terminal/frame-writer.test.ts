import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import type {Frame} from '../../source/terminal/frame/picture.ts';
import {createFrameWriter, type FrameWriter} from '../../source/terminal/frame/writer.ts';
import {alternateScreen, cursor, lineWrap, noMargins, synchronisedOutput} from '../../source/terminal/modes.ts';
import {EmulatedOutput} from '../support/frame-screen.ts';

const everything = {synchronised: true, scrollRegion: true};

function frame(...rows: readonly string[]): Frame {
	return rows.map((text) => [{text, x: 0, from: 0, to: 80}]);
}

function numbered(first: number, count: number, extra = ''): readonly string[] {
	return Array.from({length: count}, (_, index) => `row ${first + index} of the list ${(first + index) ** 7}${extra}`);
}

/** Streams call back, timers do not. */
async function turn(): Promise<void> {
	await new Promise((resolve) => process.nextTick(resolve));
	await new Promise((resolve) => process.nextTick(resolve));
}

function opened(
	columns = 40,
	rows = 12,
	options = everything,
): {readonly output: EmulatedOutput; readonly writer: FrameWriter} {
	const output = new EmulatedOutput(columns, rows);
	const writer = createFrameWriter(output, options);
	writer.open();
	return {output, writer};
}

/** What has been written since the last call. */
function written(output: EmulatedOutput): string {
	return Buffer.concat(output.chunks.splice(0)).toString();
}

function textOf(output: EmulatedOutput): readonly string[] {
	const {active} = output.screen.terminal.buffer;
	return Array.from({length: output.rows}, (_, line) => active.getLine(line)?.translateToString(true).trimEnd() ?? '');
}

beforeEach(() => {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'performance']});
});

afterEach(() => {
	vi.useRealTimers();
});

test('takes the alternate screen without line wrap and cursor, and gives everything back', async () => {
	const {output, writer} = opened();
	const begin = written(output);
	for (const mode of [alternateScreen.on, cursor.hide, lineWrap.off]) expect(begin).toContain(mode);
	await writer.close();
	const end = written(output);
	expect(end.indexOf(lineWrap.on)).toBeLessThan(end.indexOf(alternateScreen.off));
	expect(end).toContain(cursor.show);
	expect(output.screen.terminal.buffer.active.type).toBe('normal');
});

test('a frame is one write between the marks of synchronised output, and the same frame again is none', async () => {
	const {output, writer} = opened();
	written(output);
	writer.show(frame('one', 'two'));
	await turn();
	expect(output.chunks).toHaveLength(1);
	const text = written(output);
	expect(text.startsWith(synchronisedOutput.begin)).toBe(true);
	expect(text.endsWith(synchronisedOutput.end)).toBe(true);
	writer.hurry();
	writer.show(frame('one', 'two'));
	await turn();
	expect(written(output)).toBe('');
});

test('without synchronised output the marks are left out', async () => {
	const {output, writer} = opened(40, 12, {synchronised: false, scrollRegion: true});
	writer.show(frame('one'));
	await turn();
	expect(written(output)).not.toContain('2026');
	expect(textOf(output)[0]).toBe('one');
});

test('a changed word costs a move and the word', async () => {
	const {output, writer} = opened(40, 12, {synchronised: false, scrollRegion: true});
	writer.show(frame('the first word', 'the second word'));
	await turn();
	written(output);
	writer.hurry();
	writer.show(frame('the first word', 'the fourth word'));
	await turn();
	expect(written(output)).toBe('\u001b[5Gfourth');
});

test('looks are not said again', async () => {
	const {output, writer} = opened(40, 3, {synchronised: false, scrollRegion: true});
	writer.show(frame('', '', ''));
	await turn();
	written(output);
	writer.hurry();
	writer.show(frame('\u001b[1;31mred\u001b[0m \u001b[1;31mstill\u001b[0m', '\u001b[1;31mred\u001b[0m'));
	await turn();
	expect(written(output)).toBe('\u001b[1;31mred still\u001b[Ered');
});

test.each([
	['down', 1, 'M'],
	['up', -1, 'L'],
] as const)(
	'a list that moves %s by a row is moved by the terminal, and only if it may be',
	async (_name, by, final) => {
		for (const scrollRegion of [true, false]) {
			const {output, writer} = opened(40, 12, {synchronised: false, scrollRegion});
			writer.show(frame('head', ...numbered(10, 10), 'foot'));
			await turn();
			written(output);
			writer.hurry();
			writer.show(frame('head', ...numbered(10 + by, 10), 'foot'));
			await turn();
			const text = written(output);
			if (scrollRegion) {
				// Deleted or inserted in the first row: the Linux console has margins, but not CSI S and T.
				expect(text).toContain(`\u001b[2;11r\u001b[2H\u001b[${final}\u001b[r`);
				expect(text.length).toBeLessThan(60);
			} else expect(text).not.toMatch(/\u001b\[[\d;]*[STMLr]/u);
			expect(textOf(output)).toEqual(['head', ...numbered(10 + by, 10), 'foot'].map((row) => row.slice(0, 40)));
		}
	},
);

test('a list that moves beside something that does not move is still moved, and the rest repaired', async () => {
	const beside = ['name', '', 'role', '', '', '', '', '', '', ''];
	const rows = (first: number) =>
		numbered(first, 10).map((row, index) => `${row.slice(0, 24).padEnd(24)}| ${beside[index]}`);
	const {output, writer} = opened(40, 12);
	writer.show(frame('head', ...rows(10), 'foot'));
	await turn();
	written(output);
	writer.hurry();
	writer.show(frame('head', ...rows(11), 'foot'));
	await turn();
	expect(written(output)).toMatch(/\u001b\[2H\u001b\[M/u);
	expect(textOf(output)).toEqual(['head', ...rows(11).map((row) => row.trimEnd()), 'foot']);
});

test('while the terminal takes nothing only the last frame is kept, and it is painted when the terminal is back', async () => {
	const {output, writer} = opened();
	writer.show(frame('first'));
	await turn();
	written(output);
	output.isSlow = true;
	for (let each = 0; each < 1000; each++) {
		writer.hurry();
		writer.show(frame(...numbered(each * 20, 12)));
		await turn();
	}
	// One frame is on its way; none of the others has been made into bytes.
	expect(output.writableLength).toBeLessThan(1000);
	output.take(100);
	output.isSlow = false;
	output.take(Number.POSITIVE_INFINITY);
	await turn();
	expect(textOf(output)).toEqual(numbered(999 * 20, 12).map((row) => row.slice(0, 40)));
	expect(output.chunks).toHaveLength(2);
});

test('texts of others do not accumulate either', async () => {
	const {output, writer} = opened();
	await turn();
	output.isSlow = true;
	for (let each = 0; each < 100; each++) writer.pass(`\u001b]52;c;${'A'.repeat(100_000)}\u0007`);
	output.isSlow = false;
	output.take(Number.POSITIVE_INFINITY);
	await turn();
	expect(written(output).length).toBeLessThan(2_000_000);
});

test('what others write for the clipboard passes and paints nothing; what may change the screen is painted over', async () => {
	const {output, writer} = opened();
	writer.show(frame('one', 'two'));
	await turn();
	written(output);
	writer.pass('\u001b]52;c;YQ==\u0007');
	await turn();
	expect(written(output)).toBe('\u001b]52;c;YQ==\u0007');
	writer.pass('\u001b[Hgarbage \u001b[31m');
	await turn();
	expect(textOf(output)).toEqual(['one', 'two', ...Array.from({length: 10}, () => '')]);
});

test('paints everything anew on request, and after the window has had another size', async () => {
	const {output, writer} = opened();
	writer.show(frame('one', 'two'));
	await turn();
	output.screen.write('\u001b[3;3Hgarbage\u001b[2;4r\u001b[?25h');
	writer.repaint();
	await turn();
	expect(textOf(output).slice(0, 4)).toEqual(['one', 'two', '', '']);
	output.setSize(20, 6);
	output.setSize(40, 12);
	output.screen.write('\u001b[H\u001b[J');
	writer.hurry();
	writer.show(frame('one', 'two'));
	await turn();
	expect(textOf(output).slice(0, 2)).toEqual(['one', 'two']);
});

test('frames that answer no key are held back for a moment, and the last of them is shown', async () => {
	const {output, writer} = opened();
	writer.show(frame('0'));
	await turn();
	written(output);
	for (let each = 1; each <= 100; each++) {
		writer.show(frame(String(each)));
		await turn();
	}
	expect(output.chunks).toHaveLength(0);
	vi.advanceTimersByTime(50);
	await turn();
	expect(output.chunks).toHaveLength(1);
	expect(textOf(output)[0]).toBe('100');
	writer.hurry();
	writer.show(frame('a key'));
	await turn();
	expect(textOf(output)[0]).toBe('a key');
});

test('rows down to the last one are moved without margins, from wherever the cursor is', async () => {
	for (const by of [1, -1, 3]) {
		const {output, writer} = opened(40, 12, {synchronised: false, scrollRegion: true});
		writer.show(frame('head', ...numbered(10, 11)));
		await turn();
		written(output);
		writer.hurry();
		writer.show(frame('head', ...numbered(10 + by, 11)));
		await turn();
		const text = written(output);
		expect(text).toMatch(/\u001b\[3?[ML]/u);
		expect(text).not.toMatch(/\u001b\[[\d;]*r/u);
		expect(textOf(output)).toEqual(['head', ...numbered(10 + by, 11)].map((row) => row.slice(0, 40)));
	}
});

test('the screen is given back only behind everything that is on its way', async () => {
	const {output, writer} = opened();
	await turn();
	output.isSlow = true;
	writer.show(frame('one'));
	let isGiven = false;
	const closed = writer.close().then(() => {
		isGiven = true;
	});
	output.take(10);
	await vi.advanceTimersByTimeAsync(10_000);
	expect(isGiven).toBe(false);
	output.isSlow = false;
	output.take(Number.POSITIVE_INFINITY);
	await closed;
	expect(written(output).split(alternateScreen.off)).toHaveLength(2);
	expect(output.screen.terminal.buffer.active.type).toBe('normal');
	expect(textOf(output).join('')).toBe('');
});

test('a window that had another size for a moment is painted again, though no frame comes', async () => {
	const {output, writer} = opened();
	writer.show(frame('one', 'two'));
	await turn();
	output.setSize(20, 1);
	output.setSize(40, 12);
	output.screen.write('\u001b[H\u001b[J');
	vi.advanceTimersByTime(50);
	await turn();
	expect(textOf(output).slice(0, 2)).toEqual(['one', 'two']);
});

test('opening it again takes the screen back from somebody who has left it', async () => {
	const {output, writer} = opened();
	writer.show(frame('one', 'two'));
	await turn();
	output.screen.write(`${alternateScreen.off}${cursor.show}shell> `);
	writer.open();
	await turn();
	expect(output.screen.terminal.buffer.active.type).toBe('alternate');
	expect(textOf(output).slice(0, 2)).toEqual(['one', 'two']);
});

test('margins are taken away before the alternate screen is left', async () => {
	const {output, writer} = opened();
	written(output);
	await writer.close();
	const end = written(output);
	expect(end).toContain(noMargins);
	expect(end.indexOf(noMargins)).toBeLessThan(end.indexOf(alternateScreen.off));
});

test.each(['4;31', '9;32;1', '4;2;38;5;200'])(
	'a line under or through a blank (%s) has its colour and weight',
	async (look) => {
		const {output, writer} = opened(10, 1);
		writer.show(frame(`\u001b[${look}ma b\u001b[m`));
		await turn();
		const cells = [0, 1].map((column) => {
			const cell = output.screen.terminal.buffer.active.getLine(0)?.getCell(column);
			return [cell?.getFgColor(), cell?.isBold(), cell?.isDim(), cell?.isUnderline(), cell?.isStrikethrough()];
		});
		expect(cells[1]).toEqual(cells[0]);
	},
);

test('every size is fine: one cell, and very many', async () => {
	for (const [columns, rows] of [
		[1, 1],
		[500, 200],
	] as const) {
		const {output, writer} = opened(columns, rows);
		const lines = Array.from({length: rows}, (_, line) => String(line).repeat(columns).slice(0, columns));
		writer.show(lines.map((text) => [{text, x: 0, from: 0, to: columns}]));
		await turn();
		expect(textOf(output)).toEqual(lines);
	}
});
