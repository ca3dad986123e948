/** What command line, environment and configuration say together. */
import {expect, test} from 'vitest';
import {problemText} from '../source/last-words.ts';
import {accountWords, type Process, startUp, type Wishes} from '../source/startup.ts';
import {temporaryDirectory} from './support/temporary-directory.ts';

const local = 'http://127.0.0.1:8787/client/v4';

/** Starts with this configuration and environment. */
function started(wishes: Wishes, configuration: object, environment: Process['environment'] = {}) {
	using home = temporaryDirectory({'.config/cfiam/config.json': JSON.stringify(configuration)});
	return startUp(wishes, {
		environment: {HOME: home.path, ...environment},
		platform: 'linux',
		childPath: '/nowhere/keychain-child.js',
	});
}

const stored = {profiles: {work: {credentialStore: 'keychain'}}};

test('a profile that differs from another only in case is refused before anything is stored for it', () => {
	for (const purpose of ['open', 'sign-in', 'stored', 'sign-out'] as const) {
		expect(() => started({profile: 'Work', purpose}, stored)).toThrow(
			'the profile Work would differ from work only in case, and some keyrings cannot tell them apart.',
		);
	}
});

test('a stored credential stays with its server when another is set for every profile later on', () => {
	expect(started({}, {...stored, baseUrl: local}).baseUrl).toBe('https://api.cloudflare.com/client/v4');
	expect(started({}, {baseUrl: local}).baseUrl).toBe(local);
});

test('signing out needs neither a good account nor a good server', () => {
	const wrong = {CLOUDFLARE_ACCOUNT_ID: 'xyz', CLOUDFLARE_BASE_URL: 'ftp://x'};
	expect(() => started({}, stored, wrong)).toThrow();
	const {profile, keeper} = started({purpose: 'sign-out'}, stored, wrong);
	expect([profile.name, keeper.recorded()]).toEqual(['work', 'keychain']);
});

test('nothing of what was given can drive the terminal when it is said to be wrong', () => {
	expect(problemText(['a \u001b]0;x\u0007 \u009b b', 'c\u202e'])).toBe(
		'cfiam: a \\u{1b}]0;x\\u{7} \\u{9b} b\n  c\\u{202e}\n',
	);
});

const [one, two, three] = ['1', '2', '3'].map((digit) => digit.repeat(32));

test.each([
	['--account', {account: one}, {CLOUDFLARE_ACCOUNT_ID: two}, one, /^The account id was given with --account\.$/],
	['the environment', {}, {CLOUDFLARE_ACCOUNT_ID: two}, two, /^The account id was given in CLOUDFLARE_ACCOUNT_ID\.$/],
	['the profile', {}, {}, three, /^The account id is that of profile work: \/.*config\.json:1:\d+$/],
	[
		'the profile, for the token of the environment',
		{},
		{CLOUDFLARE_API_TOKEN: 'cfut_0123456789abcdef'},
		three,
		/^The account id is that of profile work \(.*config\.json:1:\d+\), and not of CLOUDFLARE_API_TOKEN; CLOUDFLARE_ACCOUNT_ID names another\.$/,
	],
])('who has named the account is said: %s', (_, wishes, environment, account, words) => {
	const startup = started(wishes, {profiles: {work: {account: three}}}, environment);
	expect(startup.account).toBe(account);
	expect(accountWords(startup)).toMatch(words);
});

test('that no account was named is said', () => {
	expect(accountWords(started({}, stored))).toBe('No account id was given; CLOUDFLARE_ACCOUNT_ID names one.');
});

test.each([
	['--account', {account: 'kestrel'}, {}],
	['CLOUDFLARE_ACCOUNT_ID', {}, {CLOUDFLARE_ACCOUNT_ID: 'kestrel'}],
])('an account id that is none is said with who has given it: %s', (name, wishes, environment) => {
	expect(() => started(wishes, stored, environment)).toThrow(
		`what ${name} gives is no account id: it has 7 characters instead of 32.`,
	);
});
