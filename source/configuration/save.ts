/** Writing settings of a profile to the configuration file, without touching anything else in it. */
import type {StoreKind} from '../credentials/store.ts';
import {mistakesIn, readConfiguration} from './configuration.ts';
import {withoutSetting, withSetting} from './edit.ts';
import {ConfigurationError} from './error.ts';
import {configurationPath, type Environment} from './file.ts';
import {profileNameProblem} from './profile.ts';
import {knownVersion} from './settings.ts';
import {parseText} from './text-places.ts';
import {writeText} from './write.ts';

/** What becomes of the settings of a profile: `null` removes one, and what is left out stays as it is. */
export interface ProfileChange {
	readonly credentialStore?: StoreKind | null | undefined;
	/** 32 hexadecimal digits. */
	readonly account?: string | null | undefined;
	readonly baseUrl?: string | null | undefined;
	readonly readOnly?: boolean | null | undefined;
}

/**
 * Writes settings of a profile; one that is not there is added with its first setting, and stays without its last.
 * Comments, order and layout of the file are kept; it is replaced in one step, with mode 0600. A file with mistakes in it
 * is not touched. To be called under the lock (`exclusively`): two that do so at once would each undo the other's.
 * @throws ConfigurationError saying why the file is as it was
 */
export async function saveProfile(environment: Environment, profile: string, change: ProfileChange): Promise<void> {
	const file = configurationPath(environment);
	const nameProblem = profileNameProblem(profile);
	if (nameProblem !== undefined) throw refused(file, [`${JSON.stringify(profile)} ${nameProblem}`]);
	// Read at this moment: it may have been edited since the program began.
	const {text = '', byteOrderMark} = readConfiguration(file, environment);
	const changed = withChange(text, profile, change);
	const mistakes = mistakesIn(changed);
	if (mistakes.length > 0) throw refused(file, mistakes);
	if (changed !== text) await writeText(file, byteOrderMark + changed);
}

/**
 * Takes a profile and all its settings out of the file, and the setting that it is the one to open, if it is. Its
 * credential has to be removed before: without the profile nobody would know where it is. False: there was no such
 * profile.
 * @throws ConfigurationError as {@link saveProfile}, and where the profile has a stored credential
 */
export async function removeProfile(environment: Environment, profile: string): Promise<boolean> {
	const file = configurationPath(environment);
	const {text = '', byteOrderMark, configuration} = readConfiguration(file, environment);
	const settings = configuration.profiles.get(profile);
	if (settings === undefined) return false;
	if (settings.credentialStore !== undefined) {
		throw new ConfigurationError([
			`profile ${profile} has a stored credential again: another cfiam has just signed in.`,
			`Its settings are as they were. Sign it out first: cfiam logout --profile ${profile}`,
		]);
	}
	const without = withoutSetting(text, ['profiles', profile]);
	const changed = configuration.profile === profile ? withoutSetting(without, ['profile']) : without;
	const mistakes = mistakesIn(changed);
	if (mistakes.length > 0) throw refused(file, mistakes);
	await writeText(file, byteOrderMark + changed);
	return true;
}

function withChange(text: string, profile: string, change: ProfileChange): string {
	const settings = [
		['credentialStore', change.credentialStore],
		['account', change.account],
		['readOnly', change.readOnly],
		['baseUrl', change.baseUrl],
	] as const;
	return settings.reduce((changed, [name, value]) => {
		const names = ['profiles', profile, name];
		if (value === undefined) return changed;
		return value === null ? withoutSetting(changed, names) : withSetting(withVersion(changed), names, value);
	}, text);
}

/** A file that begins here says by which schema. */
function withVersion(text: string): string {
	return parseText(text).tree === undefined ? withSetting(text, ['version'], knownVersion) : text;
}

function refused(file: string, problems: readonly string[]): ConfigurationError {
	return new ConfigurationError([
		...problems.map((problem) => `${file}: this can not be written: ${problem}.`),
		'The file is as it was.',
	]);
}
