/** A machine for the program to start on: its keychain in some situation, its configuration, credentials stored before. */
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {type BrokenBus, breakBus, brokenBuses} from './broken-bus.ts';
import {type KeyringOptions, startKeyring, type TestEnvironment, type TestKeyring} from './keyring.ts';
import {temporaryDirectory} from './temporary-directory.ts';

/** Situations that need a real keyring: {@link skipWithoutKeyring} goes with them. */
export const keyringSituations = [
	...(['unlocked', 'locked', 'restarted', 'killed', 'frozen'] as const),
	/** Locked, and the window that asks for the password opens and is never answered. */
	'unanswered',
	...(['empty', 'startable', 'absent'] as const),
] as const;

export type KeychainSituation = (typeof keyringSituations)[number] | BrokenBus;

export interface KeychainPlace extends AsyncDisposable {
	/** For the program; says also where the configuration is. */
	readonly environment: TestEnvironment;
	/** Undefined where there is no bus that works. */
	readonly keyring: TestKeyring | undefined;
	/** The configuration as it is now. */
	configuration(): string;
}

export interface KeychainPlaceOptions {
	/** What another run has stored, by profile, before the situation came about. */
	readonly stored?: Readonly<Record<string, string>> | undefined;
	/** What is in the configuration, which only its user may read. */
	readonly configuration?: object | undefined;
}

export async function prepareKeychain(
	situation: KeychainSituation,
	{stored = {}, configuration}: KeychainPlaceOptions = {},
): Promise<KeychainPlace> {
	const directory = temporaryDirectory();
	const file = path.join(directory.path, 'cfiam/config.json');
	if (configuration !== undefined) {
		mkdirSync(path.dirname(file), {mode: 0o700});
		writeFileSync(file, JSON.stringify(configuration), {mode: 0o600});
	}
	const broken = brokenBuses.find((each) => each === situation);
	const bus = broken === undefined ? undefined : await breakBus(broken);
	const keyring = broken === undefined ? await startKeyring(optionsOf(situation)) : undefined;
	// The program keeps the home that it is given.
	const {HOME: _, ...surroundings} = keyring?.environment ?? bus?.environment ?? {};
	async function dispose(): Promise<void> {
		await keyring?.[Symbol.asyncDispose]();
		await bus?.[Symbol.asyncDispose]();
		directory[Symbol.dispose]();
	}
	try {
		for (const [profile, text] of Object.entries(stored)) {
			const item = ['service', 'cfiam', 'username', profile];
			await keyring?.secretTool(['store', `--label=keyring:${profile}@cfiam`, ...item], text);
		}
		await bringAbout(situation, keyring);
	} catch (error) {
		await dispose();
		throw error;
	}
	return {
		environment: {
			...surroundings,
			// A window opens where there is a display.
			...(situation === 'unanswered' ? {DISPLAY: ':99'} : {}),
			XDG_CONFIG_HOME: directory.path,
		},
		keyring,
		configuration: () => readFileSync(file, 'utf8'),
		[Symbol.asyncDispose]: dispose,
	};
}

function optionsOf(situation: KeychainSituation): KeyringOptions {
	switch (situation) {
		case 'empty':
		case 'startable':
		case 'absent':
			return {begin: situation};
		case 'unanswered':
			return {prompt: 'unanswered'};
		default:
			return {};
	}
}

async function bringAbout(situation: KeychainSituation, keyring: TestKeyring | undefined): Promise<void> {
	switch (situation) {
		case 'locked':
		case 'unanswered':
			return keyring?.lock();
		case 'restarted':
			return keyring?.restart();
		case 'killed':
			return keyring?.kill();
		case 'frozen':
			return keyring?.freeze();
		default:
			return undefined;
	}
}
