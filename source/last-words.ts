/** What the program says on stderr when it can not go on. */
import type {UnderWay} from './screens/runner.ts';
import {sanitise} from './terminal/sanitise.ts';

/** Something that went wrong without a mistake of the program: its message is one line for people. */
export class Refusal extends Error {
	override readonly name = 'Refusal';
}

/** What is wrong with what the user gave: what it is, and below it what to do. Nothing in it may drive the terminal. */
export function problemText(lines: readonly string[]): string {
	return lines.map((line, index) => `${index === 0 ? 'cfiam: ' : '  '}${sanitise(line)}\n`).join('');
}

/** Each line by itself: line ends are meant. */
function inert(text: string): string {
	return text.split('\n').map(sanitise).join('\n');
}

/** Whether a part of the program that is loaded only when it is needed is not there any more. */
export function isReplaced(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
}

/** What to do about it. */
export const replacedText = 'the program was replaced while it ran; restart it';

/** One line for what the system refused; the stack of what is a mistake of the program, for a report of it. */
export function lastWords(error: unknown): string {
	if (isReplaced(error)) return `cfiam: ${replacedText}, or install it again if that does not help\n`;
	if (error instanceof Refusal || (error instanceof Error && 'syscall' in error))
		return `cfiam: ${inert(error.message)}\n`;
	const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return `cfiam ended by a mistake of its own; nothing more was sent.\n${inert(text)}\n`;
}

/** What became of the requests of a change that the program was left in the middle of. */
export function unfinishedText({done, failed, open, unknown}: UnderWay): string {
	const parts = [`${done} of ${done + failed + open + unknown} requests carried out`];
	if (failed > 0) parts.push(`${failed} failed`);
	parts.push(`${open} not sent`);
	if (unknown > 0) parts.push(`${unknown} sent without an answer, which may have been carried out or not`);
	return `cfiam: left in the middle of a change: ${parts.join(', ')}. Look at what is there before it is repeated.\n`;
}
