/** What the program says on stderr when it can not go on. */

/** Something that went wrong without a mistake of the program: its message is one line for people. */
export class Refusal extends Error {
	override readonly name = 'Refusal';
}

/** One line for what the system refused; the stack of what is a mistake of the program, for a report of it. */
export function lastWords(error: unknown): string {
	if (error instanceof Refusal || (error instanceof Error && 'syscall' in error)) return `cfiam: ${error.message}\n`;
	const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return `cfiam ended by a mistake of its own; nothing more was sent.\n${text}\n`;
}
