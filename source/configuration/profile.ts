/** Profiles: each has a credential, and settings of its own. */
import type {StoreKind} from '../credentials/store.ts';
import type {Configuration} from './settings.ts';

export {profileNameProblem} from '../credentials/profile-name.ts';

/** How lists are kept on the disk for the next start; `encrypted` takes a stored credential. */
export type CacheSetting = 'encrypted' | 'plain' | 'off';

export const cacheSettings: readonly CacheSetting[] = ['encrypted', 'plain', 'off'];

/** What the configuration says of one profile. */
export interface ProfileSettings {
	/** Where its credential is kept; undefined: nowhere. */
	readonly credentialStore: StoreKind | undefined;
	/** 32 hexadecimal digits in lower case. */
	readonly account: string | undefined;
	readonly readOnly: boolean | undefined;
	readonly baseUrl: string | undefined;
	readonly cache: CacheSetting | undefined;
}

/** A profile as it is to be used: what it leaves open is filled in from the settings for every profile. */
export interface ChosenProfile {
	readonly name: string;
	/** The configuration has it. */
	readonly isKnown: boolean;
	readonly credentialStore: StoreKind | undefined;
	readonly account: string | undefined;
	/** The stricter wins: a profile can lock itself, but not unlock itself where writes are locked for every profile. */
	readonly readOnly: boolean;
	readonly baseUrl: string | undefined;
	readonly cache: CacheSetting;
}

const usualName = 'default';

/**
 * The profile of that name, whether or not the configuration has it. Without a name: the one that the configuration
 * opens, else `default`, else the first one in the file: a second profile beside it changes nothing.
 */
export function chooseProfile(configuration: Configuration, name?: string | undefined): ChosenProfile {
	const {profiles} = configuration;
	const [first] = profiles.has(usualName) ? [] : profiles.keys();
	const chosen = name ?? configuration.profile ?? first ?? usualName;
	const settings = profiles.get(chosen);
	return {
		name: chosen,
		isKnown: settings !== undefined,
		credentialStore: settings?.credentialStore,
		account: settings?.account ?? configuration.account,
		readOnly: configuration.readOnly || settings?.readOnly === true,
		// A stored credential stays with its server, whatever is said of every profile later on.
		baseUrl: settings?.baseUrl ?? (settings?.credentialStore === undefined ? configuration.baseUrl : undefined),
		cache: settings?.cache ?? configuration.cache ?? 'encrypted',
	};
}

/** The names of the profiles that the configuration has, sorted, for menus and messages. */
export function profileNames({profiles}: Pick<Configuration, 'profiles'>): readonly string[] {
	return [...profiles.keys()].toSorted((one, other) => one.localeCompare(other, 'en'));
}

/**
 * The profile of the configuration that differs from a new name only in case: some keyrings and file systems cannot tell
 * them apart, so signing out of one would sign out of both. Undefined: there is none.
 */
export function twinOf({profiles}: Pick<Configuration, 'profiles'>, name: string): string | undefined {
	if (profiles.has(name)) return undefined;
	return [...profiles.keys()].find((each) => each.toLowerCase() === name.toLowerCase());
}
