/** From a key to the last byte of its frame. */
import {setTimeout as wait} from 'node:timers/promises';
import type {Effort} from './effort.ts';
import {type Figure, figure, measure} from './figure.ts';
import {countOf, createHome, cursorRow, listText, startProgram} from './program.ts';
import {type RecordedTerminal, reactionTime} from './recorded-terminal.ts';
import {serveAccount} from './served-account.ts';
import {median, percentile} from './statistics.ts';

/** ms without output after which what is on the screen is the end of it. */
const rest = 60;

/** Times that a key is held down. */
const bursts = 5;
const heldDown = 200;

/** Each in turn, so that all of them are met at the top, in the middle and after jumps. */
const keysInTurn = ['j', 'j', 'j', 'k', 'j', '\u001b[6~', 'j', 'k', '\u001b[5~', 'G', 'k', 'k', 'g', 'j'];

export async function measureKeys({keys, rows, fewerRows, sizes}: Effort): Promise<readonly Figure[]> {
	await using largeAccount = await serveAccount({dataset: 'large', members: rows});
	await using smallAccount = await serveAccount({dataset: 'large', members: fewerRows});
	using home = createHome();
	const figures: Figure[] = [];
	for (const size of sizes) {
		await using many = startProgram({home, account: largeAccount, args: ['members'], size});
		await using few = startProgram({home, account: smallAccount, args: ['members'], size});
		await many.until((shown) => countOf(shown)?.all === rows, 'all rows', 120_000);
		await few.until((shown) => countOf(shown)?.all === fewerRows, 'all rows', 120_000);
		await largeAccount.quiet(500);
		await smallAccount.quiet(500);
		await many.quiet(1000);
		const ofMany: number[] = [];
		const ofFew: number[] = [];
		for (let step = 0; ofMany.length < keys; step++) {
			const key = keysInTurn[step % keysInTurn.length] ?? 'j';
			await pressed(many, key, ofMany);
			await pressed(few, key, ofFew);
		}
		const burst = await holdDown(many);
		const shared = {group: 'keys', size: `${size.columns}x${size.rows}`};
		const [own, other] = [median(ofMany), median(ofFew)];
		figures.push(
			figure({
				...shared,
				what: `key to last byte of its frame, ${rows.toLocaleString('en')} rows`,
				reach: 'median 5 ms, 95th percentile 12 ms; 10 x the rows at most 1.2 x the time',
				measures: [
					measure({label: 'median', value: own, unit: 'ms', limit: 5, kind: 'time'}),
					measure({label: '95th percentile', value: percentile(ofMany, 95), unit: 'ms', limit: 12, kind: 'time'}),
					measure({label: '10 x the rows', value: own / other, unit: 'x', limit: 1.2, kind: 'ratio'}),
				],
				beside: [{name: `${fewerRows.toLocaleString('en')} rows`, value: other, unit: 'ms'}],
			}),
			figure({
				...shared,
				what: `held-down key, ${heldDown} repeats in one burst`,
				reach: 'all applied, at most 250 ms in all',
				measures: [
					measure({
						label: 'applied',
						value: burst.applied,
						unit: 'rows',
						limit: heldDown,
						atLeast: true,
						kind: 'count',
					}),
					measure({label: 'in', value: burst.milliseconds, unit: 'ms', limit: 250, kind: 'time'}),
				],
			}),
		);
	}
	return figures;
}

async function pressed(program: RecordedTerminal, key: string, times: number[]): Promise<void> {
	times.push(await reactionTime(program, key, rest, listText));
	// Not in step with timers of the program.
	await wait(Math.random() * 17);
}

/** Many keys in one write: when the last has been drawn, and how many rows further the cursor is. */
async function holdDown(program: RecordedTerminal) {
	const times: number[] = [];
	const applied: number[] = [];
	for (let burst = 0; burst < bursts; burst++) {
		program.write('g');
		await program.quiet(500);
		const before = positionOf(await program.drawn());
		times.push(await reactionTime(program, 'j'.repeat(heldDown), 500, listText));
		applied.push(positionOf(await program.drawn()) - before);
	}
	return {milliseconds: median(times), applied: Math.min(...applied)};
}

/** The place of the cursor in the list, from the numbers above it: `190-201 of 25,000`. */
function positionOf(rows: readonly string[]): number {
	const [, first = ''] = /([\d,]+)-[\d,]+ of/u.exec(rows[2] ?? '') ?? [];
	const cursor = cursorRow(rows);
	return Number(first.replaceAll(',', '')) + rows.slice(4).indexOf(cursor);
}
