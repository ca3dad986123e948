import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {createScanner} from 'jsonc-parser';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {loadConfiguration} from '../../source/configuration/configuration.ts';
import type {ProfileSettings} from '../../source/configuration/profile.ts';
import {type ProfileChange, saveProfile} from '../../source/configuration/save.ts';

const account = '0123456789abcdef0123456789abcdef';
const otherAccount = 'f'.repeat(32);

let home = '';
let directory = '';
let file = '';
beforeEach(() => {
	home = mkdtempSync(path.join(tmpdir(), 'cfiam-edit-'));
	directory = path.join(home, 'cfiam');
	file = path.join(directory, 'config.json');
	mkdirSync(directory);
});
afterEach(() => rmSync(home, {recursive: true, force: true}));

const names = ['work', 'home', 'default', '__proto__', 'constructor'] as const;
const blank = fc.oneof(
	{weight: 4, arbitrary: fc.constantFrom('', '', ' ')},
	{weight: 2, arbitrary: fc.constantFrom('\n', '\n\t', '\n    ', '\r\n')},
	{weight: 1, arbitrary: fc.integer({min: 0, max: 99}).chain((n) => fc.constantFrom(`// ${n}, }\n`, `/* ${n}\n{, */`))},
);

function objectText(properties: fc.Arbitrary<readonly (readonly [string, string])[]>): fc.Arbitrary<string> {
	return fc.tuple(properties, fc.infiniteStream(blank), fc.boolean()).map(([pairs, blanks, hasTrailingComma]) => {
		const next = () => blanks.next().value ?? '';
		const parts = pairs.map(([name, value]) => `${next()}${JSON.stringify(name)}${next()}:${next()}${value}${next()}`);
		return `{${parts.join(',')}${hasTrailingComma && parts.length > 0 ? ',' : ''}${next()}}`;
	});
}

function optional(value: fc.Arbitrary<string>): fc.Arbitrary<string | undefined> {
	return fc.option(value, {nil: undefined});
}

/** Some of the properties, in any order. */
function some(values: Readonly<Record<string, fc.Arbitrary<string>>>) {
	return fc
		.tuple(...Object.entries(values).map(([name, value]) => optional(value).map((text) => [name, text] as const)))
		.chain((pairs) => {
			const there = pairs.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
			return fc.shuffledSubarray(there, {minLength: there.length});
		});
}

const profileText = objectText(
	some({
		credentialStore: fc.constantFrom('"keychain"', '"passphrase-file"'),
		account: fc.constant(`"${account}"`),
		readOnly: fc.constantFrom('true', 'false'),
		baseUrl: fc.constant('"https://api.example.com"'),
		cache: fc.constantFrom('"plain"', '"off"'),
	}),
);

/** Texts of configurations, with blanks and comments wherever they may be. */
const configurationText = fc
	.tuple(
		fc.constantFrom('', '\ufeff'),
		blank,
		objectText(
			some({
				version: fc.constant('1'),
				profiles: objectText(some(Object.fromEntries(names.map((name) => [name, profileText])))),
				readOnly: fc.constant('true'),
				keys: fc.constant('{"list.down": ["n", /* too */ "C-n"]}'),
			}),
		),
		blank,
	)
	.map((parts) => parts.join(''));

const change: fc.Arbitrary<ProfileChange> = fc.record(
	{
		credentialStore: fc.constantFrom('keychain', 'kernel-keyring', null),
		account: fc.constantFrom(otherAccount, null),
		readOnly: fc.constantFrom(true, false, null),
		baseUrl: fc.constantFrom('https://other.example.com/"\\', null),
	},
	{requiredKeys: []},
);

function commentsOf(text: string): readonly string[] {
	const scanner = createScanner(text, false);
	const comments: string[] = [];
	while (scanner.scan() !== 17) {
		const token = text.slice(scanner.getTokenOffset(), scanner.getTokenOffset() + scanner.getTokenLength());
		if (/^\/[/*]/.test(token)) comments.push(token);
	}
	return comments;
}

function changedSettings(before: ProfileSettings | undefined, {credentialStore, ...others}: ProfileChange) {
	const {account, readOnly, baseUrl} = others;
	const pick = <Value>(value: Value | null | undefined, old: Value | undefined): Value | undefined =>
		value === undefined ? old : (value ?? undefined);
	return {
		credentialStore: pick(credentialStore, before?.credentialStore),
		account: pick(account, before?.account),
		readOnly: pick(readOnly, before?.readOnly),
		baseUrl: pick(baseUrl, before?.baseUrl),
		cache: before?.cache,
	};
}

it('a saved change is what is loaded, and all else stays: settings, their order, comments', async () => {
	await fc.assert(
		fc.asyncProperty(configurationText, fc.constantFrom(...names, 'other'), change, async (text, profile, changes) => {
			writeFileSync(file, text, {mode: 0o600});
			const before = loadConfiguration({XDG_CONFIG_HOME: home}).configuration;
			await saveProfile({XDG_CONFIG_HOME: home}, profile, changes);
			const after = loadConfiguration({XDG_CONFIG_HOME: home}).configuration;
			const hasValue = Object.values(changes).some((value) => value !== null);
			const profiles = new Map(before.profiles);
			if (hasValue || profiles.has(profile)) {
				profiles.set(profile, changedSettings(profiles.get(profile), changes));
			}
			expect(after).toEqual({...before, profiles});
			expect([...after.profiles.keys()]).toEqual([...profiles.keys()]);
			const written = readFileSync(file, 'utf8');
			expect(commentsOf(written)).toEqual(commentsOf(text));
			expect(written.startsWith('\ufeff')).toBe(text.startsWith('\ufeff'));
			expect(readdirSync(directory)).toEqual(['config.json']);
		}),
		{numRuns: 300},
	);
});
