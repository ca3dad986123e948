/** What the commands write: results on stdout, everything else on stderr. */
import {sanitise} from '../terminal/sanitise.ts';
import {takeStart} from '../terminal/width.ts';

/** A stream that is written to: a terminal, a pipe or a file. */
export interface Output {
	write(text: string): unknown;
	readonly isTTY?: boolean | undefined;
	/** Of a terminal, in cells. */
	readonly columns?: number | undefined;
}

/** Calls back once after so many ms; the returned function takes it back. */
export type SetTimer = (callback: () => void, ms: number) => () => void;

/** Writes lines, each made inert. */
export function writeLines(output: Output, lines: readonly string[]): void {
	for (const line of lines) output.write(`${sanitise(line)}\n`);
}

/** Something that did not work: in one line what it was, below it what there is to know and to do. */
export interface Problem {
	readonly title: string;
	readonly lines: readonly string[];
}

export function writeProblem(output: Output, {title, lines}: Problem): void {
	writeLines(output, [`cfiam: ${title}`, ...lines.map((line) => `  ${line}`)]);
}

/** Name and value, the values under each other. */
export function writeFacts(output: Output, facts: readonly (readonly [name: string, value: string])[]): void {
	const width = Math.max(...facts.map(([name]) => name.length));
	writeLines(
		output,
		facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
	);
}

/** Ms that nothing is said of: what is over by then was quick. */
const quick = 500;

const second = 1000;

/** Work that may take long, and what it is called. */
export interface Progress {
	readonly output: Output;
	readonly setTimer: SetTimer;
}

/**
 * Says what is waited for while the work takes longer than half a second, on a terminal only, and takes it away again.
 * @param text at present: it is given the seconds that have gone by
 */
export async function withProgress<Value>(
	{output, setTimer}: Progress,
	text: (seconds: number) => string,
	work: Promise<Value>,
): Promise<Value> {
	if (output.isTTY !== true) return work;
	let isShown = false;
	let seconds = 0;
	const show = (): void => {
		isShown = true;
		output.write(`\r${takeStart(sanitise(text(seconds)), (output.columns ?? 80) - 1)}\u001b[K`);
	};
	let cancel = setTimer(() => {
		show();
		cancel = setTimer(tick, second - quick);
	}, quick);
	const tick = (): void => {
		seconds += 1;
		show();
		cancel = setTimer(tick, second);
	};
	try {
		return await work;
	} finally {
		cancel();
		if (isShown) output.write('\r\u001b[K');
	}
}
