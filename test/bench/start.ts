/** From the start of the process to what is on the screen, beside the start of Node itself. */
import type {Effort} from './effort.ts';
import {type Figure, figure, measure} from './figure.ts';
import {countOf, createHome, type Home, hasRows, isFullFrame, startProgram} from './program.ts';
import {type RecordedTerminal, type ScreenSize, startRecorded} from './recorded-terminal.ts';
import {type ServedAccount, serveAccount} from './served-account.ts';

import {median, percentile} from './statistics.ts';

/** ms before each answer once the caches are filled: what is on the screen before is from the disk. */
const latency = 10_000;

/** ms that a start is given; what takes longer has not been on disk. */
const patience = 9_000;

/** Lists are kept where the token is kept, and a token of the environment is kept nowhere. */
const plainCache = '{"cache": "plain"}';

type Starter = () => Promise<number>;

export async function measureStart({starts, sizes}: Effort): Promise<readonly Figure[]> {
	await using small = await serveAccount({dataset: 'small'});
	await using large = await serveAccount({dataset: 'large'});
	using home = createHome(plainCache);
	using emptyHome = createHome();
	await fill(home, small, [], (rows) => countOf(rows)?.all === 12);
	await fill(home, large, ['members'], (rows) => countOf(rows)?.all === 25_000);
	await fillDemo(emptyHome);
	await small.delay(latency);
	await large.delay(latency);

	const figures: Figure[] = [];
	for (const size of sizes) {
		const starters = {
			node: startNode,
			small: () => startOn(home, small, [], size, isFullFrame),
			large: () => startOn(home, large, ['members'], size, (rows) => hasRows(rows) && countOf(rows)?.all === 25_000),
			demo: () => startDemo(emptyHome, size),
		} satisfies Record<string, Starter>;
		const times = await inTurns(starters, starts);
		const node = median(times.node);
		const compare = (what: string, reach: string, own: readonly number[], limit: number): Figure => {
			const isFromDisk = Number.isFinite(percentile(own, 100));
			const note = isFromDisk ? undefined : 'nothing of it was kept on disk';
			return figure({
				group: 'start',
				what,
				reach,
				size: `${size.columns}x${size.rows}`,
				measures: [measure({value: isFromDisk ? median(own) / node : null, unit: 'x', limit, kind: 'ratio'})],
				beside: [
					...(isFromDisk ? [{name: 'that is', value: median(own), unit: 'ms' as const}] : []),
					{name: 'node -e 0', value: node, unit: 'ms'},
				],
				...(note === undefined ? {} : {note}),
			});
		};
		figures.push(
			compare(
				'process start to first full frame (header, tabs, list with what is cached, footer), against `node -e 0`',
				'at most 4.0 x',
				times.small,
				4,
			),
			compare(
				'the same with a store of 25,000 cached members read from disk and on screen',
				'at most 4.8 x',
				times.large,
				4.8,
			),
			compare(
				'process start to the first rows of `--demo`, emulator and HTTP included',
				'at most 7.0 x',
				times.demo,
				7,
			),
		);
	}
	return figures;
}

/** Lets everybody start once in each turn, so that a machine that slows down slows all of them. */
async function inTurns<Name extends string>(
	starters: Readonly<Record<Name, Starter>>,
	turns: number,
): Promise<Readonly<Record<Name, readonly number[]>>> {
	const names = Object.keys(starters) as Name[];
	const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
	// The first turn fills the caches of the system, and does not count.
	for (let turn = -1; turn < turns; turn++) {
		for (const name of names) {
			// Who has not come once is not waited for again.
			if (times[name].includes(Number.POSITIVE_INFINITY)) continue;
			const time = await starters[name]();
			if (turn >= 0 || !Number.isFinite(time)) times[name].push(time);
		}
	}
	return times;
}

async function startNode(): Promise<number> {
	await using node = startRecorded({command: process.execPath, args: ['-e', '0'], environment: {}});
	return (await node.ended) - node.startedAt;
}

async function startOn(
	home: Home,
	account: ServedAccount,
	args: readonly string[],
	size: ScreenSize,
	passes: (rows: readonly string[]) => boolean,
): Promise<number> {
	await using program = startProgram({home, account, args, size});
	return await timeOf(program, passes);
}

async function startDemo(home: Home, size: ScreenSize): Promise<number> {
	await using program = startProgram({home, args: ['--demo'], size});
	return await timeOf(program, hasRows);
}

async function timeOf(program: RecordedTerminal, passes: (rows: readonly string[]) => boolean): Promise<number> {
	const frame = program.until(passes, 'the first full frame', patience);
	const shown = await frame.catch((error: unknown) => {
		if (program.hasEnded) throw error;
		return undefined;
	});
	return shown === undefined ? Number.POSITIVE_INFINITY : shown.at - program.startedAt;
}

/** Lets the program read the list and leave, so that it is on disk for the next start. */
async function fill(
	home: Home,
	account: ServedAccount,
	args: readonly string[],
	passes: (rows: readonly string[]) => boolean,
): Promise<void> {
	await using program = startProgram({home, account, args});
	await program.until(passes, 'the whole list');
	const {lastAnswerAt} = await account.quiet(500);
	// Written a while after the last change; what is left for the end may be left out.
	for (let tries = 0; tries < 200 && home.latestWrite() < lastAnswerAt; tries++) await program.quiet(200);
	await program.quiet(500);
	program.write('\u0003');
	program.write('\u0003');
	await program.ended;
}

/** Lets the demo leave its compiled code behind: those that are measured are not let end by themselves. */
async function fillDemo(home: Home): Promise<void> {
	await using program = startProgram({home, args: ['--demo']});
	await program.until(hasRows, 'the demo');
	await program.quiet(500);
	program.write('\u0003');
	program.write('\u0003');
	await program.ended;
}
