/** A keystroke in the filter of 100,000 rows, beside fzf on the same lines. */
import type {Effort} from './effort.ts';
import {type Figure, figure, measure} from './figure.ts';
import {isInstalled, linesOf, missing, startFzf} from './fzf.ts';
import {countOf, createHome, listText, startProgram} from './program.ts';
import {reactionTime} from './recorded-terminal.ts';
import {serveAccount} from './served-account.ts';
import {percentile} from './statistics.ts';

/** ms without output after which what is on the screen is the end of it. */
const rest = 150;

/** What somebody types to find people; every keystroke counts, also those that take a character back. */
const words = ['kim', 'amelie', 'nguyen', 'pending', 'tiago', 'schmidt2', 'aurelia', 'zzz'];

const backspace = '\u007f';

const wholeText = (rows: readonly string[]): string => rows.join('\n');

export async function measureFilter({keys, rows, sizes}: Effort): Promise<readonly Figure[]> {
	await using account = await serveAccount({dataset: 'large', members: rows});
	using home = createHome();
	const lines = linesOf(rows);
	const figures: Figure[] = [];
	for (const size of sizes) {
		await using program = startProgram({home, account, args: ['members'], size});
		await program.until((shown) => countOf(shown)?.all === rows, 'all rows', 120_000);
		await account.quiet(500);
		program.write('/');
		await program.quiet(1000);
		const fzf = isInstalled() ? await startFzf(lines, size) : undefined;
		const own: number[] = [];
		const others: number[] = [];
		for (const word of words) {
			if (own.length >= keys * 2) break;
			for (const key of [...word, ...Array.from(word, () => backspace)]) {
				own.push(await reactionTime(program, key, rest, listText));
				if (fzf !== undefined) others.push(await reactionTime(fzf, key, rest, wholeText));
			}
		}
		await fzf?.[Symbol.asyncDispose]();
		const [mine, theirs] = [percentile(own, 95), percentile(others, 95)];
		figures.push(
			figure({
				group: 'filter',
				what: `filter keystroke on ${rows.toLocaleString('en')} rows, 95th percentile`,
				reach: "at most 30 ms, and at most 1.5 x fzf's on the same lines",
				size: `${size.columns}x${size.rows}`,
				measures: [
					measure({value: mine, unit: 'ms', limit: 30, kind: 'time'}),
					measure({label: 'against fzf', value: mine / theirs, unit: 'x', limit: 1.5, kind: 'ratio'}),
				],
				beside: [
					{name: 'median', value: percentile(own, 50), unit: 'ms'},
					...(fzf === undefined
						? []
						: [
								{name: 'fzf', value: theirs, unit: 'ms' as const},
								{name: 'its median', value: percentile(others, 50), unit: 'ms' as const},
							]),
				],
				...(fzf === undefined ? {note: missing} : {}),
			}),
		);
	}
	return figures;
}
