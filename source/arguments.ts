/** The command line: what is asked for, or what is wrong with it in words. Pure. */
import {ArgumentList, isSecret, noSecretHere} from './command-line/argument-list.ts';
import {parseCache} from './command-line/cache.ts';
import {parseLogin, parseLogout, parseWhoami} from './command-line/credential.ts';
import {parseEmulator} from './command-line/emulator.ts';
import {type Invocation, wrong} from './command-line/invocation.ts';
import {parseJournal} from './command-line/journal.ts';
import {parseOpen} from './command-line/open.ts';

export type {
	CacheInvocation,
	CommandName,
	CredentialInvocation,
	Dataset,
	EmulatorInvocation,
	Invocation,
	JournalInvocation,
	LoginInvocation,
	LogoutInvocation,
	OpenInvocation,
	WhoamiInvocation,
} from './command-line/invocation.ts';
export {commandNames} from './command-line/invocation.ts';
export {commandUsage, usage} from './command-line/usage.ts';

/** @param argv what stands behind the program's name */
export function parseArguments(argv: readonly string[]): Invocation {
	if (argv.some(isSecret)) return wrong(noSecretHere);
	const [command, ...rest] = argv;
	switch (command) {
		case 'emulator':
			return parseEmulator(new ArgumentList(rest));
		case 'login':
			return parseLogin(new ArgumentList(rest));
		case 'logout':
			return parseLogout(new ArgumentList(rest));
		case 'whoami':
			return parseWhoami(new ArgumentList(rest));
		case 'journal':
			return parseJournal(new ArgumentList(rest));
		case 'cache':
			return parseCache(new ArgumentList(rest));
		default:
			return parseOpen(new ArgumentList(argv));
	}
}
