/** Looks at other processes of this machine through /proc. */
import {readdirSync, readFileSync, readlinkSync} from 'node:fs';

/** Processes that run and have this in their command line, among all or among the children of one; without zombies. */
export function findProcesses(inCommandLine: string, parent?: number): readonly number[] {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/u.test(name))
		.map(Number)
		.filter((pid) => {
			const status = statusOf(pid);
			if (status === undefined || status.state === 'Z') return false;
			return (parent === undefined || status.parent === parent) && commandLine(pid).includes(inCommandLine);
		});
}

export interface ProcessStatus {
	/** `R`, `S`, `T`, `Z` (ended and not yet taken note of), ... */
	readonly state: string;
	readonly parent: number;
	/** The process that began its session. */
	readonly session: number;
}

/** Undefined where there is no such process. */
export function statusOf(pid: number): ProcessStatus | undefined {
	const [state = '', parent, , session] = (read(`/proc/${pid}/stat`) ?? '').replace(/^.*\) /su, '').split(' ');
	return state === '' ? undefined : {state, parent: Number(parent), session: Number(session)};
}

/** With NUL between the arguments; empty where there is no such process. */
export function commandLine(pid: number): string {
	return read(`/proc/${pid}/cmdline`) ?? '';
}

/** With NUL between the variables, as the process was started. */
export function environmentOf(pid: number): string {
	return read(`/proc/${pid}/environ`) ?? '';
}

/** What a file descriptor of a process is. */
export function descriptorOf(pid: number, descriptor: number): string {
	return readlinkSync(`/proc/${pid}/fd/${descriptor}`);
}

function read(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}
