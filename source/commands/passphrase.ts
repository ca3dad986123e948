/** The passphrase of the file that keeps a credential: asked at the terminal, stored nowhere. */
import {passphraseProblem} from '../credentials/passphrase-file.ts';
import {Secret} from '../secret.ts';
import type {Conversation} from './conversation.ts';
import {type Problem, writeLines} from './output.ts';

/** There is nobody to ask. */
export const noTerminalForPassphrase: Problem = {
	title: 'The passphrase file needs a terminal to ask for its passphrase, and there is none.',
	lines: ['Start cfiam at a terminal, or set CLOUDFLARE_API_TOKEN instead.'],
};

/** Asks for a new passphrase until it is long enough and the same twice. @throws Interruption */
export async function askNewPassphrase(conversation: Conversation): Promise<Secret> {
	writeLines(conversation.output, ['A passphrase encrypts the file. It is stored nowhere and can not be recovered.']);
	for (;;) {
		const first = await conversation.askHidden('New passphrase (not shown): ');
		const problem = passphraseProblem(first);
		if (problem !== undefined) {
			writeLines(conversation.output, [problem]);
			continue;
		}
		if ((await conversation.askHidden('The same again: ')) === first) return new Secret(first);
		writeLines(conversation.output, ['These were two different passphrases. Once more:']);
	}
}

/** Asks for the passphrase of a file that is there. @throws Interruption */
export async function askPassphrase(conversation: Conversation, profile: string): Promise<Secret> {
	return new Secret(await conversation.askHidden(`Passphrase of profile ${profile} (not shown): `));
}
