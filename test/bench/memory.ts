/** What the program holds in memory once a large account has been read. */
import {readFileSync} from 'node:fs';
import {type Figure, figure, measure} from './figure.ts';
import {countOf, createHome, startProgram} from './program.ts';
import {serveAccount} from './served-account.ts';

/** Of `VmRSS` and `VmHWM`, in MB (of 1,000,000 bytes). */
function residentMemory(pid: number, field: 'VmRSS' | 'VmHWM'): number {
	const [, kibibytes] =
		new RegExp(`^${field}:\\s+(\\d+) kB`, 'mu').exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return kibibytes === undefined ? Number.NaN : (Number(kibibytes) * 1024) / 1_000_000;
}

export async function measureMemory(): Promise<readonly Figure[]> {
	await using account = await serveAccount({dataset: 'large'});
	using home = createHome();
	await using program = startProgram({home, account});
	await program.until((rows) => countOf(rows)?.all === 1500, 'the list of groups');
	program.write('2');
	await program.until((rows) => countOf(rows)?.all === 25_000, 'the list of members');
	await account.quiet(2000);
	await program.quiet(2000);
	const now = residentMemory(program.pid, 'VmRSS');
	return [
		figure({
			group: 'memory',
			what: 'resident memory with 25,000 members and 1,500 groups with policies loaded',
			reach: 'at most 150 MB',
			measures: [measure({value: now, unit: 'MB', limit: 150, kind: 'count'})],
			beside: [{name: 'at its highest', value: residentMemory(program.pid, 'VmHWM'), unit: 'MB'}],
		}),
	];
}
