/** The schema of the configuration file: what its nodes mean, and what is wrong with them. */
import type {Node} from 'jsonc-parser';
import {type StoreKind, storeKinds} from '../credentials/store.ts';
import type {KeyOverrides} from '../input/keymap.ts';
import {nearMatch} from '../input/near-match.ts';
import {type CacheSetting, cacheSettings, type ProfileSettings, profileNameProblem, profileNames} from './profile.ts';

/** The settings of the user's configuration file. What is not in the file has its default. */
export interface Configuration {
	/** The name of the profile that opens where none is asked for; the file has it. */
	readonly profile: string | undefined;
	/** By name, in the order of the file. */
	readonly profiles: ReadonlyMap<string, ProfileSettings>;
	/** Writes are locked for good in every profile, as with --read-only. */
	readonly readOnly: boolean;
	/** The account to open, 32 hexadecimal digits in lower case, for profiles that name none. */
	readonly account: string | undefined;
	/** For profiles that name none. */
	readonly baseUrl: string | undefined;
	/** Keys per command; they replace the command's own. */
	readonly keys: KeyOverrides;
	/** No colours, as with --no-color. */
	readonly noColor: boolean;
	/** Whether a key may ask the name servers of a domain for its TXT record; nothing asks them by itself. */
	readonly dnsCheck: boolean;
	/** For profiles that say nothing of it. */
	readonly cache: CacheSetting | undefined;
	/** Requests of the budget that reading in the background leaves to the user; undefined for the usual number. */
	readonly reserve: number | undefined;
}

/** The version of the file's schema that this program knows. */
export const knownVersion = 1;

const settings = [
	'version',
	'profile',
	'profiles',
	'readOnly',
	'account',
	'baseUrl',
	'keys',
	'noColor',
	'dnsCheck',
	'cache',
	'reserve',
] as const;

const profileSettings = ['credentialStore', 'account', 'readOnly', 'baseUrl', 'cache'] as const;

/** Reports a mistake at a node. */
export type Report = (node: Node, problem: string) => void;

/** The version that the file gives where it is newer than this program, which then can say nothing of the rest. */
export function newerVersion(tree: Node | undefined): {readonly node: Node; readonly version: number} | undefined {
	if (tree?.type !== 'object') return undefined;
	for (const {children: [key, node] = []} of tree.children ?? []) {
		const version: unknown = node?.value;
		if (key?.value !== 'version' || node === undefined) continue;
		if (typeof version === 'number' && Number.isInteger(version) && version > knownVersion) return {node, version};
	}
	return undefined;
}

/** Reads the settings of a file; every mistake is reported, and has its default in what is returned. */
export function readSettings(tree: Node | undefined, report: Report): Configuration {
	const found = settingsOf(tree, 'the file', settings, report);
	const version = found.get('version');
	if (version !== undefined && version.value !== knownVersion) report(version, `"version" should be ${knownVersion}`);
	const profiles = readProfiles(found.get('profiles'), report);
	return {
		profile: readOpening(found.get('profile'), profiles, report),
		profiles,
		readOnly: readBoolean('readOnly', found.get('readOnly'), report) ?? false,
		account: readAccount(found.get('account'), report),
		baseUrl: readString('baseUrl', found.get('baseUrl'), report),
		keys: readKeys(found.get('keys'), report),
		noColor: readBoolean('noColor', found.get('noColor'), report) ?? false,
		dnsCheck: readBoolean('dnsCheck', found.get('dnsCheck'), report) ?? true,
		cache: readCache(found.get('cache'), report),
		reserve: readReserve(found.get('reserve'), report),
	};
}

function readProfiles(node: Node | undefined, report: Report): ReadonlyMap<string, ProfileSettings> {
	const profiles = new Map<string, ProfileSettings>();
	const folded = new Map<string, string>();
	for (const {name, key, value} of propertiesOf(node, '"profiles"', report)) {
		const problem = profileNameProblem(name);
		if (problem !== undefined) report(key, `${JSON.stringify(name)} ${problem}`);
		const twin = folded.get(name.toLowerCase());
		// Some keychains and file systems cannot tell them apart: signing out of one would sign out of both.
		if (twin !== undefined) report(key, `${JSON.stringify(name)} and "${twin}" differ only in case: rename one`);
		folded.set(name.toLowerCase(), name);
		profiles.set(name, readProfile(name, value, report));
	}
	return profiles;
}

function readProfile(name: string, node: Node, report: Report): ProfileSettings {
	const found = settingsOf(node, `the profile ${JSON.stringify(name)}`, profileSettings, report);
	return {
		credentialStore: readStore(found.get('credentialStore'), report),
		account: readAccount(found.get('account'), report),
		readOnly: readBoolean('readOnly', found.get('readOnly'), report),
		baseUrl: readString('baseUrl', found.get('baseUrl'), report),
		cache: readCache(found.get('cache'), report),
	};
}

/** The profile that opens; it has to be there. */
function readOpening(
	node: Node | undefined,
	profiles: ReadonlyMap<string, ProfileSettings>,
	report: Report,
): string | undefined {
	const name = readString('profile', node, report);
	if (node === undefined || name === undefined || profiles.has(name)) return name;
	const names = profileNames({profiles});
	const near = nearMatch(name, names);
	const hint =
		near !== undefined
			? `did you mean ${JSON.stringify(near)}?`
			: names.length > 0
				? `there is ${names.map((each) => JSON.stringify(each)).join(', ')}`
				: '"profiles" has none';
	report(node, `there is no profile ${JSON.stringify(name)}: ${hint}`);
	return undefined;
}

function readKeys(node: Node | undefined, report: Report): KeyOverrides {
	const keys: [string, string[]][] = [];
	for (const {name, value} of propertiesOf(node, '"keys"', report)) {
		const items = value.type === 'array' ? (value.children ?? []) : [value];
		const texts: string[] = [];
		for (const item of items) {
			const text: unknown = item.value;
			if (typeof text === 'string') texts.push(text);
			else report(item, `the keys of ${JSON.stringify(name)} should be texts such as "ctrl+d", or a list of them`);
		}
		keys.push([name, texts]);
	}
	// fromEntries defines properties: a command named __proto__ stays an unknown command.
	return Object.fromEntries(keys);
}

function readBoolean(name: string, node: Node | undefined, report: Report): boolean | undefined {
	const value: unknown = node?.value;
	if (typeof value === 'boolean') return value;
	if (node !== undefined) report(node, `"${name}" should be true or false`);
	return undefined;
}

/** Requests: more than the whole budget would be a mistake. */
const largestReserve = 1200;

function readReserve(node: Node | undefined, report: Report): number | undefined {
	const value: unknown = node?.value;
	if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= largestReserve) return value;
	if (node !== undefined) report(node, `"reserve" should be a number of requests from 0 to ${largestReserve}`);
	return undefined;
}

function readString(name: string, node: Node | undefined, report: Report): string | undefined {
	const value: unknown = node?.value;
	if (typeof value === 'string' && value !== '') return value;
	if (node !== undefined) report(node, `"${name}" should be a text in quotation marks`);
	return undefined;
}

function readAccount(node: Node | undefined, report: Report): string | undefined {
	const text = readString('account', node, report);
	if (node === undefined || text === undefined) return undefined;
	if (/^[\da-f]{32}$/i.test(text)) return text.toLowerCase();
	report(node, '"account" should be an account id: 32 hexadecimal digits, as in the address of the dashboard');
	return undefined;
}

function readStore(node: Node | undefined, report: Report): StoreKind | undefined {
	if (node === undefined) return undefined;
	const value: unknown = node.value;
	const kind = storeKinds.find((each) => each === value);
	// What stands there is not repeated: it may be a credential, put where the name of its store belongs.
	if (kind === undefined)
		report(node, `"credentialStore" should be ${storeKinds.map((each) => `"${each}"`).join(' or ')}`);
	return kind;
}

function readCache(node: Node | undefined, report: Report): CacheSetting | undefined {
	const value: unknown = node?.value;
	const setting = cacheSettings.find((each) => each === value);
	if (node !== undefined && setting === undefined)
		report(node, `"cache" should be ${cacheSettings.map((each) => `"${each}"`).join(' or ')}`);
	return setting;
}

/** The settings of an object by name; those that are not `known` are reported. */
function settingsOf(
	node: Node | undefined,
	what: string,
	known: readonly string[],
	report: Report,
): ReadonlyMap<string, Node> {
	const found = new Map<string, Node>();
	for (const {name, key, value} of propertiesOf(node, what, report)) {
		if (known.includes(name)) found.set(name, value);
		else report(key, `there is no setting ${JSON.stringify(name)}: ${hintAt(name, known)}`);
	}
	return found;
}

function hintAt(name: string, known: readonly string[]): string {
	if (/token|secret|passw|passphrase|api_?key/i.test(name)) {
		return 'credentials are never kept in this file; take it out, and use `cfiam login`';
	}
	const near = nearMatch(name, known);
	return near === undefined ? `the settings are ${known.join(', ')}` : `did you mean "${near}"?`;
}

interface Property {
	readonly name: string;
	readonly key: Node;
	readonly value: Node;
}

/** The properties of an object, each name once; what is no object, and names that come twice, are reported. */
function propertiesOf(node: Node | undefined, what: string, report: Report): readonly Property[] {
	if (node === undefined) return [];
	if (node.type !== 'object') {
		report(node, `${what} should be an object: { … }`);
		return [];
	}
	const properties = new Map<string, Property>();
	for (const {children: [key, value] = []} of node.children ?? []) {
		if (key === undefined || value === undefined) continue;
		const name = String(key.value);
		if (properties.has(name)) report(key, `${JSON.stringify(name)} is here twice`);
		properties.set(name, {name, key, value});
	}
	return [...properties.values()];
}
