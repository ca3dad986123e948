/** The credential that is stored for a profile. */
import {profileNames} from '../configuration/profile.ts';
import type {StoreKind} from '../credentials/store.ts';
import type {Credential} from '../credentials/text.ts';
import type {Secret} from '../secret.ts';
import type {Startup} from '../startup.ts';
import type {Conversation} from './conversation.ts';
import {withProgress, writeLines, writeProblem} from './output.ts';
import {askPassphrase, noTerminalForPassphrase} from './passphrase.ts';
import {commandFor} from './report.ts';
import type {CommandSurroundings} from './surroundings.ts';
import {unlockHint, waitingText} from './unlock.ts';

/** How often a passphrase is asked for. */
const mostPassphrases = 3;

/**
 * Reads it from the store that the profile names, and from no other. Undefined: there is none, and stderr says why.
 * @throws Interruption
 */
export async function readStored(
	startup: Startup,
	unlock: boolean,
	at: CommandSurroundings,
): Promise<{readonly credential: Credential; readonly store: StoreKind} | undefined> {
	const {keeper} = startup;
	const store = keeper.recorded();
	if (store === undefined) {
		writeProblem(at.stderr, noCredential(startup));
		return undefined;
	}
	// Nobody types a passphrase for a file that is not there, or of no use.
	const inspected = await keeper.inspect();
	if (inspected.kind === 'failed') {
		writeProblem(at.stderr, inspected.problem);
		return undefined;
	}
	if (!inspected.value) {
		writeGone(startup, store, at);
		return undefined;
	}
	const conversation = store === 'passphrase-file' ? at.talk('passphrase') : undefined;
	if (store === 'passphrase-file' && conversation === undefined) {
		writeProblem(at.stderr, noTerminalForPassphrase);
		return undefined;
	}
	for (let attempt = 1; ; attempt++) {
		const passphrase = await passphraseFrom(conversation, keeper.profile);
		const outcome = await withProgress(
			{output: at.stderr, setTimer: at.setTimer},
			(seconds) => waitingText(keeper, store, unlock, seconds),
			keeper.read({signal: at.stop.signal, unlock, passphrase}),
		);
		if (outcome.kind === 'done') {
			if (outcome.value !== undefined) return {credential: outcome.value, store};
			writeGone(startup, store, at);
			return undefined;
		}
		const {problem} = outcome;
		writeProblem(at.stderr, problem);
		at.stop.signal.throwIfAborted();
		if (!unlock) writeLines(at.stderr, unlockHint(problem, commandFor('whoami', startup)));
		if (problem.kind !== 'wrong-passphrase' || attempt === mostPassphrases) return undefined;
	}
}

/** The configuration says that it is there, and it is not. */
function writeGone(startup: Startup, store: StoreKind, {stderr}: CommandSurroundings): void {
	const {title, lines} = startup.keeper.goneWords(store);
	writeProblem(stderr, {title, lines: [...lines, `Sign in again: ${commandFor('login', startup)}`]});
}

async function passphraseFrom(conversation: Conversation | undefined, profile: string): Promise<Secret | undefined> {
	return conversation === undefined ? undefined : askPassphrase(conversation, profile);
}

function noCredential(startup: Startup) {
	const {profile, loaded} = startup;
	const names = profileNames(loaded.configuration);
	return {
		title: `There is no credential for profile ${profile.name}.`,
		lines: [
			`Sign in: ${commandFor('login', startup)}, or set CLOUDFLARE_API_TOKEN.`,
			...(profile.isKnown || names.length === 0 ? [] : [`Profiles: ${names.join(', ')}`]),
		],
	};
}
