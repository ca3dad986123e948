import type {Conversation} from './conversation.ts';
import {writeLines} from './output.ts';

/** One of several answers. */
export interface Choice<Value> {
	readonly text: string;
	readonly value: Value;
	/** What can be typed instead of the number, beside the text. */
	readonly names?: readonly string[] | undefined;
}

/**
 * Lists choices with numbers and asks until one of them is named.
 * @throws Interruption
 */
export async function choose<Value>(
	conversation: Conversation,
	title: string,
	choices: readonly Choice<Value>[],
): Promise<Value> {
	const width = String(choices.length).length;
	writeLines(conversation.output, [
		title,
		...choices.map(({text}, index) => `  ${String(index + 1).padStart(width)}  ${text}`),
	]);
	for (;;) {
		const typed = (await conversation.ask(`Which one (1-${choices.length})? `)).trim().toLowerCase();
		const found = /^\d{1,6}$/u.test(typed)
			? choices[Number(typed) - 1]
			: choices.find(({names = []}) => typed !== '' && names.some((name) => name.toLowerCase() === typed));
		if (found !== undefined) return found.value;
		writeLines(conversation.output, [`Type a number from 1 to ${choices.length}; ctrl-c leaves.`]);
	}
}
