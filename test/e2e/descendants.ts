/** The processes that a program starts, and those that they start, as /proc has them. */
import {readdirSync, readFileSync} from 'node:fs';

/** Of the process itself and all below it that run, each before those that it has started. */
export function descendantsOf(pid: number): readonly number[] {
	const threads = list(`/proc/${pid}/task`);
	const children = threads.flatMap((thread) => read(`/proc/${pid}/task/${thread}/children`).split(' '));
	return [pid, ...children.filter((child) => child !== '').flatMap((child) => descendantsOf(Number(child)))];
}

/** Waits without letting anything else happen in this process, until the program has started another one like this. */
export function waitForChild(program: number, inCommandLine: string, limit = 10_000): number {
	const pause = new Int32Array(new SharedArrayBuffer(4));
	for (const last = performance.now() + limit; performance.now() < last; Atomics.wait(pause, 0, 0, 1)) {
		const found = descendantsOf(program).find(
			(pid) => pid !== program && read(`/proc/${pid}/cmdline`).includes(inCommandLine),
		);
		if (found !== undefined) return found;
	}
	throw new Error(`process ${program} has started no ${inCommandLine} within ${limit} ms`);
}

export interface Watch extends Disposable {
	/** Each command line that was seen, with spaces between the arguments. */
	commandLines(): readonly string[];
}

/** Looks at a program and at all that it starts, every few ms, until the test has seen enough. */
export function watchDescendants(program: number): Watch {
	const commandLines = new Set<string>();
	const own = read('/proc/self/cmdline');
	const look = (): void => {
		for (const pid of descendantsOf(program)) {
			const commandLine = read(`/proc/${pid}/cmdline`);
			// It is a copy of this process until it has become the program.
			if (commandLine === '' || commandLine === own) continue;
			commandLines.add(commandLine.replaceAll('\0', ' ').trim());
		}
	};
	const timer = setInterval(look, 3);
	look();
	return {
		commandLines: () => [...commandLines],
		[Symbol.dispose]: () => clearInterval(timer),
	};
}

/** The text of a file; empty where it is gone. */
export function read(file: string): string {
	try {
		return readFileSync(file, 'latin1');
	} catch {
		return '';
	}
}

function list(directory: string): readonly string[] {
	try {
		return readdirSync(directory);
	} catch {
		return [];
	}
}
