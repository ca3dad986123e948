import {describe, expect, it} from 'vitest';
import type {Configuration} from '../../source/configuration/configuration.ts';
import {
	chooseProfile,
	type ProfileSettings,
	profileNameProblem,
	profileNames,
	twinOf,
} from '../../source/configuration/profile.ts';

const account = '0123456789abcdef0123456789abcdef';
const otherAccount = 'f'.repeat(32);
const none: ProfileSettings = {
	credentialStore: undefined,
	account: undefined,
	readOnly: undefined,
	baseUrl: undefined,
	cache: undefined,
};

function configuration(
	profiles: Readonly<Record<string, Partial<ProfileSettings>>>,
	others: Partial<Configuration> = {},
): Configuration {
	return {
		profile: undefined,
		profiles: new Map(Object.entries(profiles).map(([name, settings]) => [name, {...none, ...settings}])),
		keys: {},
		readOnly: false,
		account: undefined,
		baseUrl: undefined,
		noColor: false,
		dnsCheck: true,
		cache: undefined,
		reserve: undefined,
		...others,
	};
}

describe('the profile that opens', () => {
	it.each<[string, readonly string[], string | undefined, string | undefined, string, boolean]>([
		['the one asked for', ['home', 'work'], 'work', 'home', 'home', true],
		['the one asked for, though there is none', ['work'], 'work', 'new', 'new', false],
		['the one that the configuration names', ['home', 'work'], 'work', undefined, 'work', true],
		['the only one', ['work'], undefined, undefined, 'work', true],
		['"default", without any', [], undefined, undefined, 'default', false],
		['the first, with several', ['home', 'work'], undefined, undefined, 'home', true],
		['"default" among several', ['home', 'default'], undefined, undefined, 'default', true],
	])('is %s', (_what, names, opening, asked, name, isKnown) => {
		const profiles = Object.fromEntries(names.map((each) => [each, {}]));
		expect(chooseProfile(configuration(profiles, {profile: opening}), asked)).toMatchObject({name, isKnown});
	});

	it('has its own settings, and those for every profile where it says nothing', () => {
		const general = {account, baseUrl: 'https://a.example.com'};
		const own = {credentialStore: 'keychain', account: otherAccount, baseUrl: 'https://b.example.com'} as const;
		const both = configuration({own, open: {}}, general);
		expect(chooseProfile(both, 'own')).toEqual({
			name: 'own',
			isKnown: true,
			readOnly: false,
			cache: 'encrypted',
			...own,
		});
		for (const name of ['open', 'unknown', '__proto__', 'constructor']) {
			expect(chooseProfile(both, name)).toEqual({
				name,
				isKnown: name === 'open',
				readOnly: false,
				credentialStore: undefined,
				cache: 'encrypted',
				...general,
			});
		}
	});

	it.each([
		[undefined, undefined, 'encrypted'],
		['plain', undefined, 'plain'],
		['off', 'encrypted', 'encrypted'],
		[undefined, 'off', 'off'],
	] as const)('keeps lists as it says, else as every profile does: %s, %s', (general, own, cache) => {
		expect(chooseProfile(configuration({own: {cache: own}}, {cache: general}), 'own').cache).toBe(cache);
	});

	it.each([
		[false, undefined, false],
		[false, false, false],
		[false, true, true],
		[true, undefined, true],
		[true, false, true],
		[true, true, true],
	])('is locked by the stricter of the two: %s for all, %s for it', (general, own, readOnly) => {
		expect(chooseProfile(configuration({work: {readOnly: own}}, {readOnly: general}), 'work').readOnly).toBe(readOnly);
	});
});

it('lists the names of the profiles in order', () => {
	expect(profileNames(configuration({work: {}, Beta: {}, alpha: {}}))).toEqual(['alpha', 'Beta', 'work']);
});

it.each([
	['work', undefined],
	['Work', 'work'],
	['BETA', 'Beta'],
	['other', undefined],
])('knows the profile that differs from %s only in case', (name, twin) => {
	expect(twinOf(configuration({work: {}, Beta: {}}), name)).toBe(twin);
});

describe('the name of a profile', () => {
	it.each(['work', 'a', 'A-1_b.c', '_', '0', 'x'.repeat(64)])('can be %s', (name) => {
		expect(profileNameProblem(name)).toBeUndefined();
	});

	it.each([
		['', /is empty/],
		['x'.repeat(65), /too long \(65 characters\)/],
		['.hidden', /begins with "\."/],
		['..', /begins with "\."/],
		['-x', /begins with "-"/],
		['a/b', /letters/],
		['a\\b', /letters/],
		['a b', /letters/],
		['a\n', /letters/],
		['ä', /letters/],
		['a\u001b', /letters/],
	])('can not be %j', (name, problem) => {
		expect(profileNameProblem(name)).toMatch(problem);
	});
});
