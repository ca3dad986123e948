/** What the command line asks for. */
import type {StoreKind} from '../credentials/store.ts';

export type Dataset = 'small' | 'large' | 'empty' | 'hostile';

export const datasets: readonly Dataset[] = ['small', 'large', 'empty', 'hostile'];

export interface OpenInvocation {
	readonly kind: 'open';
	/** As typed; looked up among the areas once they are loaded. */
	readonly area: string | undefined;
	/** Name or id of an object, or words to search for. */
	readonly object: string | undefined;
	readonly demo: Dataset | undefined;
	/** As typed; not checked. */
	readonly profile: string | undefined;
	readonly account: string | undefined;
	readonly readOnly: boolean;
	readonly noColor: boolean;
	/** For terminals that do not know them: rows are moved by writing them, frames are not marked. */
	readonly noScrollRegion: boolean;
	readonly noSync: boolean;
}

export interface EmulatorInvocation {
	readonly kind: 'emulator';
	readonly port: number;
	readonly dataset: Dataset;
	/** Ms before each answer. */
	readonly latency: number;
	readonly seed: number | undefined;
}

export interface LoginInvocation {
	readonly kind: 'login';
	/** As typed; not checked. */
	readonly profile: string | undefined;
	/** Whose Global API key is going to be given; undefined: a token is. */
	readonly email: string | undefined;
	readonly account: string | undefined;
	readonly store: StoreKind | undefined;
	readonly readOnly: boolean;
	/** A locked keyring may open its unlock window. */
	readonly unlock: boolean;
}

export interface LogoutInvocation {
	readonly kind: 'logout';
	readonly profile: string | undefined;
	readonly unlock: boolean;
	/** The settings of the profile are removed, too. */
	readonly forget: boolean;
}

export interface WhoamiInvocation {
	readonly kind: 'whoami';
	readonly profile: string | undefined;
	readonly json: boolean;
	readonly unlock: boolean;
}

/** `cfiam cache clear`. */
export interface CacheInvocation {
	readonly kind: 'cache';
	/** As typed; not checked. Undefined: of every profile. */
	readonly profile: string | undefined;
}

/** `cfiam journal`. */
export interface JournalInvocation {
	readonly kind: 'journal';
	/** As typed; not checked. */
	readonly profile: string | undefined;
	/** Of this account alone. */
	readonly account: string | undefined;
	readonly json: boolean;
}

/** The commands about the credential, which need no screen. */
export type CredentialInvocation = LoginInvocation | LogoutInvocation | WhoamiInvocation;

/** Every command by its name, for those who mistype one. */
export const commandNames = ['login', 'logout', 'whoami', 'journal', 'cache', 'emulator'] as const;

/** The commands that have a help of their own. */
export type CommandName = CredentialInvocation['kind'] | CacheInvocation['kind'] | JournalInvocation['kind'];

export type Invocation =
	| OpenInvocation
	| EmulatorInvocation
	| CredentialInvocation
	| CacheInvocation
	| JournalInvocation
	/** `command`: the help of that one alone. */
	| {readonly kind: 'help'; readonly command?: CommandName | undefined}
	| {readonly kind: 'version'}
	/** Wrong use: exit code 2. */
	| WrongUse;

export interface WrongUse {
	readonly kind: 'wrong';
	/** Follows the name of the program; never with a secret in it. */
	readonly problem: string;
	/** Whose help says more. */
	readonly command?: CommandName | undefined;
}

export function wrong(problem: string, command?: CommandName): WrongUse {
	return {kind: 'wrong', problem, command};
}
