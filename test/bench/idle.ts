/** What a program costs on which nothing happens. */
import {readdirSync, readFileSync} from 'node:fs';
import {setTimeout as wait} from 'node:timers/promises';
import type {Effort} from './effort.ts';
import {type Figure, figure, measure} from './figure.ts';
import {countOf, createHome, startProgram} from './program.ts';
import {serveAccount} from './served-account.ts';

/** What all threads of a process have run so far, in ms, to the nanosecond; `stat` counts hundredths of a second. */
function runTime(pid: number): number {
	const threads = readdirSync(`/proc/${pid}/task`);
	const nanoseconds = threads.map((id) =>
		Number(readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8').split(' ')[0]),
	);
	return nanoseconds.reduce((sum, each) => sum + each, 0) / 1_000_000;
}

/** Times that the main thread has woken up by itself. */
function wakeUps(pid: number): number {
	const [, count] = /^voluntary_ctxt_switches:\s+(\d+)/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Number(count);
}

/** ms after the last answer: by then V8 has tidied up once behind what was read, which is no part of being idle. */
const settling = 15_000;

export async function measureIdle({idle}: Effort): Promise<readonly Figure[]> {
	await using account = await serveAccount({dataset: 'large'});
	using home = createHome();
	await using program = startProgram({home, account, args: ['members']});
	await program.until((rows) => countOf(rows)?.all === 25_000, 'the list of members');
	await account.quiet(1000);
	await program.quiet(settling);
	const before = {run: runTime(program.pid), wakeUps: wakeUps(program.pid), chunks: program.chunks.length};
	await wait(idle);
	await program.drawn();
	const bytes = program.chunks.slice(before.chunks).reduce((sum, {length}) => sum + length, 0);
	const run = runTime(program.pid) - before.run;
	return [
		figure({
			group: 'idle',
			what: `idle for ${idle / 1000} s`,
			reach: '0 bytes written, less than 0.1 % of a core',
			measures: [
				measure({value: bytes, unit: 'bytes', limit: 0, kind: 'count'}),
				measure({label: 'of a core', value: (100 * run) / idle, unit: '%', limit: 0.1, kind: 'ratio'}),
			],
			beside: [{name: 'wake-ups', value: wakeUps(program.pid) - before.wakeUps, unit: 'times'}],
		}),
	];
}
