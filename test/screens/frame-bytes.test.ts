/** What a key costs in bytes, on a list of thousands: frames of the real program through the frame writer. */
import {afterAll, beforeAll, expect, test} from 'vitest';
import {frameOfText} from '../../source/components/ink-tree.ts';
import type {Emulator} from '../../source/emulator/index.ts';
import {Picture} from '../../source/terminal/frame/picture.ts';
import {synchronisedOutput} from '../../source/terminal/modes.ts';
import {colourPalette} from '../../source/terminal/paint.ts';
import {openProgram, startTestEmulator} from '../support/open-program.ts';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator({dataset: 'large'});
});

afterAll(() => emulator.close());

const marks = Buffer.byteLength(synchronisedOutput.begin + synchronisedOutput.end);

function percentile(values: readonly number[], part: number): number {
	return values.toSorted((left, right) => left - right)[Math.floor(values.length * part)] ?? 0;
}

test.each([
	{columns: 80, rows: 24, mostForRows: 300},
	{columns: 120, rows: 40, mostForRows: 300},
	// The preview stands beside the list, and is moved with it: it has to be written again.
	{columns: 132, rows: 40, mostForRows: 450},
])('moves, scrolls and pages on $columns x $rows', {timeout: 60_000}, async ({columns, rows, mostForRows}) => {
	await using program = await openProgram({emulator, area: 'members', size: {columns, rows}, palette: colourPalette});
	const picture = new Picture(true);
	const frame = (): number =>
		Buffer.byteLength(picture.update(frameOfText(program.painted().join('\n')), columns, rows)) + marks;
	frame();
	const cost = async (key: string): Promise<number> => {
		await program.press(key);
		await program.rest();
		return frame();
	};
	const height = program.situation().place.height;
	const moves: number[] = [];
	for (let step = 1; step < height; step++) moves.push(await cost('j'));
	expect(percentile(moves, 0.5)).toBeLessThanOrEqual(150);
	expect(percentile(moves, 0.95)).toBeLessThanOrEqual(mostForRows);

	const scrolls: number[] = [];
	for (let step = 0; step < 12; step++) scrolls.push(await cost('j'));
	expect(percentile(scrolls, 0.5)).toBeLessThanOrEqual(mostForRows);

	for (let step = 0; step < 3; step++) {
		const before = program.rows();
		const bytes = await cost('pagedown');
		const text = program.rows().filter((row, line) => row !== before[line]);
		expect(bytes).toBeLessThanOrEqual(1.2 * Buffer.byteLength(text.join('')));
	}
});
