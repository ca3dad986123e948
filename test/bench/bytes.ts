/** What moving in a list of 25,000 rows sends, in bytes, beside fzf on the same lines. */
import type {Effort} from './effort.ts';
import {type Figure, figure, measure, type Unit} from './figure.ts';
import {isInstalled, linesOf, missing, startFzf} from './fzf.ts';
import {countOf, createHome, cursorRow, listRows, startProgram} from './program.ts';
import type {RecordedTerminal, ScreenSize} from './recorded-terminal.ts';
import {serveAccount} from './served-account.ts';
import {median, percentile} from './statistics.ts';

/** ms without output after which nothing more comes of a key, what the preview reads and shows included. */
const rest = 150;

/** ms that a reaction is waited for. */
const patience = 2_000;

const down = 'j';
const up = 'k';
const pageDown = '\u001b[6~';

export async function measureBytes({keys, sizes}: Effort): Promise<readonly Figure[]> {
	await using account = await serveAccount({dataset: 'large'});
	using home = createHome();
	const figures: Figure[] = [];
	for (const size of sizes) {
		await using program = startProgram({home, account, args: ['members'], size});
		await program.until((rows) => countOf(rows)?.all === 25_000, 'the list of members');
		await account.quiet(500);
		await program.quiet(500);
		const own = await measureMoves(program, keys);
		const fzf = isInstalled() ? await measureFzf(size, keys) : undefined;
		const shared = {group: 'bytes', size: `${size.columns}x${size.rows}`};
		const besideFzf = (value: readonly number[] | undefined, more: Figure['beside'] = []) =>
			value === undefined
				? {beside: more, note: missing}
				: {beside: [...more, {name: 'fzf', value: median(value), unit: 'bytes' as Unit}]};
		figures.push(
			figure({
				...shared,
				what: 'bytes per cursor move, list of 25,000, preview included',
				reach: 'median 150, 95th percentile 300',
				measures: [
					measure({label: 'median', value: median(own.moves), unit: 'bytes', limit: 150, kind: 'count'}),
					measure({
						label: '95th percentile',
						value: percentile(own.moves, 95),
						unit: 'bytes',
						limit: 300,
						kind: 'count',
					}),
				],
				...besideFzf(fzf?.moves, [{name: 'without preview', value: median(own.bare), unit: 'bytes'}]),
			}),
			figure({
				...shared,
				what: 'bytes per one-row scroll of that list',
				reach: 'at most 300',
				measures: [measure({value: median(own.scrolls), unit: 'bytes', limit: 300, kind: 'count'})],
				...besideFzf(fzf?.scrolls),
			}),
			figure({
				...shared,
				what: 'bytes per page down, against the text of the new page',
				reach: 'at most the text + 20 %',
				measures: [
					measure({
						value: median(own.pages.map(({ratio}) => ratio)),
						unit: 'x',
						limit: 1.2,
						kind: 'ratio',
						isExact: true,
					}),
				],
				beside: [
					{name: 'that is', value: median(own.pages.map(({bytes}) => bytes)), unit: 'bytes'},
					...(fzf === undefined ? [] : [{name: 'fzf', value: median(fzf.pages), unit: 'bytes' as Unit}]),
				],
				...(fzf === undefined ? {note: missing} : {}),
			}),
		);
	}
	return figures;
}

/** Bytes of everything that a key brings about. */
async function bytesOf(terminal: RecordedTerminal, key: string): Promise<number> {
	const first = terminal.chunks.length;
	const from = terminal.write(key);
	do {
		await terminal.quiet(rest);
	} while (terminal.chunks.length === first && performance.now() - from < patience);
	return terminal.chunks.slice(first).reduce((sum, {length}) => sum + length, 0);
}

async function measureMoves(program: RecordedTerminal, count: number) {
	// Line above, headings, then rows.
	const height = listRows(await program.drawn()).length - 2;
	const moves: number[] = [];
	for (let step = 0; moves.length < count; step++) {
		const isDown = step % (2 * (height - 1)) < height - 1;
		moves.push(await bytesOf(program, isDown ? down : up));
	}
	// What of them is the preview's.
	await bytesOf(program, 'p');
	const bare: number[] = [];
	for (let step = 0; step < 10; step++) bare.push(await bytesOf(program, step % 4 < 2 ? down : up));
	await bytesOf(program, 'p');
	await bytesOf(program, 'g');
	for (let step = 1; step < height; step++) await bytesOf(program, down);
	const scrolls: number[] = [];
	for (let step = 0; step < count / 2; step++) {
		const before = cursorRow(await program.drawn());
		scrolls.push(await bytesOf(program, down));
		if (cursorRow(await program.drawn()) === before) throw new Error('the list did not move on');
	}
	const pages: {readonly bytes: number; readonly ratio: number}[] = [];
	for (let step = 0; step < count / 4; step++) {
		const before = await program.drawn();
		const bytes = await bytesOf(program, pageDown);
		const after = await program.drawn();
		// What is written there, of the rows that are others than before.
		const text = after.filter((row, index) => row !== before[index]).join('');
		pages.push({bytes, ratio: bytes / Buffer.byteLength(text)});
	}
	return {moves, bare, scrolls, pages};
}

async function measureFzf(size: ScreenSize, count: number) {
	await using fzf = await startFzf(linesOf(25_000), size);
	const height = size.rows - 2;
	const moves: number[] = [];
	for (let step = 0; moves.length < count; step++) {
		const isUp = step % (2 * (height - 1)) < height - 1;
		moves.push(await bytesOf(fzf, isUp ? '\u001b[A' : '\u001b[B'));
	}
	for (let step = 0; step < height + 10; step++) await bytesOf(fzf, '\u001b[A');
	const scrolls: number[] = [];
	for (let step = 0; step < count / 2; step++) scrolls.push(await bytesOf(fzf, '\u001b[A'));
	const pages: number[] = [];
	for (let step = 0; step < count / 4; step++) pages.push(await bytesOf(fzf, '\u001b[5~'));
	return {moves, scrolls, pages};
}
