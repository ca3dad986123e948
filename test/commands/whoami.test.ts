import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {WhoamiInvocation} from '../../source/arguments.ts';
import {whoami} from '../../source/commands/whoami.ts';
import {StoreFailure} from '../../source/credentials/store-failure.ts';
import {storeFailureWords} from '../../source/credentials/store-words.ts';
import type {Credential} from '../../source/credentials/text.ts';
import {demoKey, demoTokens, type Emulator, startEmulator} from '../../source/emulator/index.ts';
import {Secret} from '../../source/secret.ts';
import {createTestCommand, createTestKeeper, type TestCommandOptions} from './support.ts';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(() => emulator.close());

const [main, sandbox] = ['a3c1f0d2b4e5968778695a4b3c2d1e0f', '3068d6678ef739f1e8d5de536f732f54'];
const secrets = [...Object.values(demoTokens).map(({token}) => token), demoKey.key];

async function ask(options: TestCommandOptions, invocation: Partial<WhoamiInvocation> = {}) {
	using command = createTestCommand({server: emulator.url, ...options});
	const asked = whoami({kind: 'whoami', profile: undefined, json: false, unlock: false, ...invocation}, command.at);
	const code = await asked.catch((error: unknown) => error);
	for (const secret of secrets) expect(command.seen()).not.toContain(secret.slice(5, 21));
	const [stdout, stderr, terminal] = [command.stdout(), command.stderr(), command.terminal()];
	return {code, stdout, stderr, terminal, calls: command.keeper.calls};
}

function keeperWith(credential: Credential, store: 'keychain' | 'kernel-keyring' | 'passphrase-file' = 'keychain') {
	return createTestKeeper({stored: {store, credential}, passphrase: 'correct horse'});
}

const token = (text: string): Credential => ({kind: 'token', token: new Secret(text)});

describe('cfiam whoami', () => {
	test('tells of a stored token whose it is and where it is kept', async () => {
		const {code, stdout, stderr} = await ask({keeper: keeperWith(token(demoTokens.readOnly.token))});
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout.split('\n')).toEqual([
			'profile  default',
			`account  Kestrel Freight (${main})`,
			'source   desktop keyring',
			'kind     API token of a user',
			'status   active',
			'expiry   expires in 4 years, at 2031-01-01',
			`server   ${emulator.url}`,
			'',
		]);
	});

	test('tells the same as one object, whose names are for scripts', async () => {
		const {code, stdout} = await ask({keeper: keeperWith(token(demoTokens.readOnly.token))}, {json: true});
		expect(code).toBe(0);
		expect(stdout.endsWith('}\n') && stdout.indexOf('\n') === stdout.length - 1).toBe(true);
		expect(JSON.parse(stdout)).toEqual({
			profile: 'default',
			account: {id: main, name: 'Kestrel Freight'},
			source: 'keychain',
			kind: 'user-token',
			status: 'active',
			expiresOn: '2031-01-01T00:00:00Z',
			email: null,
			baseUrl: emulator.url,
		});
		expect(Object.keys(JSON.parse(stdout))).toEqual([
			'profile',
			'account',
			'source',
			'kind',
			'status',
			'expiresOn',
			'email',
			'baseUrl',
		]);
	});

	test('asks no store where the environment has a token', async () => {
		const keeper = keeperWith(token(demoTokens.readOnly.token));
		const environment = {CLOUDFLARE_API_TOKEN: demoTokens.full.token, CLOUDFLARE_API_KEY: demoKey.key};
		const {code, stdout, stderr, calls} = await ask({keeper, environment}, {json: true});
		expect({code, calls}).toEqual({code: 0, calls: []});
		expect(JSON.parse(stdout)).toMatchObject({source: 'CLOUDFLARE_API_TOKEN', expiresOn: null});
		expect(stderr).toContain('CLOUDFLARE_API_KEY is set as well and is not');
	});

	test('tells a Global API key with its address', async () => {
		const environment = {
			CLOUDFLARE_EMAIL: demoKey.email,
			CLOUDFLARE_API_KEY: demoKey.key,
			CLOUDFLARE_ACCOUNT_ID: main,
		};
		const {code, stdout} = await ask({environment});
		expect(code).toBe(0);
		expect(stdout).toContain('source   CLOUDFLARE_API_KEY (environment)\nkind     Global API key\n');
		expect(stdout).toContain(`e-mail   ${demoKey.email}\n`);
		expect(JSON.parse((await ask({environment}, {json: true})).stdout)).toMatchObject({
			source: 'CLOUDFLARE_API_KEY',
			kind: 'global-key',
			email: demoKey.email,
		});
	});

	test('tells a token of an account, with the account of its profile', async () => {
		const configuration = {profiles: {default: {credentialStore: 'keychain', account: main, baseUrl: emulator.url}}};
		const keeper = keeperWith(token(demoTokens.accountOwned.token));
		const {code, stdout} = await ask({keeper, configuration}, {json: true});
		expect(code).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({kind: 'account-token', account: {id: main}});
	});

	test('says where the account id comes from that does not fit the token', async () => {
		const configuration = {profiles: {default: {credentialStore: 'keychain', account: sandbox, baseUrl: emulator.url}}};
		const keeper = keeperWith(token(demoTokens.readOnly.token));
		const ofProfile = await ask({keeper, configuration});
		expect(ofProfile.code).toBe(1);
		expect(ofProfile.stderr).toMatch(/\n {2}The account id is that of profile default: \/.*config\.json:1:\d+\n$/);
		const environment = {CLOUDFLARE_API_TOKEN: demoTokens.readOnly.token};
		const both = await ask({keeper, configuration, environment});
		expect(both.stderr).toMatch(/profile default \(.*config\.json:1:\d+\), and not of CLOUDFLARE_API_TOKEN;/);
		const given = await ask({keeper, environment: {...environment, CLOUDFLARE_ACCOUNT_ID: sandbox}});
		expect(given.stderr).toContain('The account id was given in CLOUDFLARE_ACCOUNT_ID.');
		for (const each of [ofProfile, both]) expect(each.stderr).not.toContain('given in CLOUDFLARE_ACCOUNT_ID');
	});

	test('says that the account is that of the profile where the token is that of the environment', async () => {
		const configuration = {profiles: {default: {account: main}}};
		const environment = {CLOUDFLARE_API_TOKEN: demoTokens.full.token};
		expect((await ask({configuration, environment})).stdout).toContain(
			`account  Kestrel Freight (${main}), as the profile has it\n`,
		);
	});

	test('chooses none of several accounts', async () => {
		const keeper = keeperWith(token(demoTokens.allAccounts.token));
		const {code, stdout} = await ask({keeper});
		expect(code).toBe(0);
		expect(stdout).toContain('account  none chosen of the 2 that it sees\n');
		expect(JSON.parse((await ask({keeper}, {json: true})).stdout)).toMatchObject({account: null, status: 'active'});
		const environment = {CLOUDFLARE_ACCOUNT_ID: sandbox};
		expect((await ask({keeper, environment})).stdout).toContain(`account  Sandbox (${sandbox})\n`);
	});

	test.each([
		[
			'expired',
			demoTokens.expired.token,
			{status: 'expired', expiresOn: '2024-12-31T23:59:59Z'},
			/This token has expired/,
		],
		['disabled', demoTokens.disabled.token, {status: 'disabled'}, /This token is disabled/],
	])('ends with 1 for a token that is %s, and tells so in the object too', async (_, text, told, words) => {
		const {code, stdout, stderr} = await ask({keeper: keeperWith(token(text))}, {json: true});
		expect(code).toBe(1);
		expect(JSON.parse(stdout)).toMatchObject({account: null, source: 'keychain', ...told});
		expect(stderr).toMatch(words);
	});

	test.each([
		['unknown to Cloudflare', demoTokens.revoked.token, /^cfiam: Cloudflare does not accept this token\./],
		['of an account that nobody names', demoTokens.accountOwned.token, /set CLOUDFLARE_ACCOUNT_ID/],
	])('ends with 1 and words alone for a token that is %s', async (_, text, words) => {
		const {code, stdout, stderr} = await ask({keeper: keeperWith(token(text))}, {json: true});
		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(stderr).toMatch(words);
	});

	test('ends with 1 where Cloudflare can not be reached', async () => {
		const server = 'http://127.0.0.1:1/client/v4';
		const {code, stdout, stderr} = await ask({keeper: keeperWith(token(demoTokens.full.token)), server});
		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(stderr).toMatch(/^cfiam: Cloudflare can not be reached\./);
	});

	test('says what to do where there is no credential', async () => {
		expect(await ask({})).toMatchObject({
			code: 1,
			stdout: '',
			stderr:
				'cfiam: There is no credential for profile default.\n  Sign in: cfiam login, or set CLOUDFLARE_API_TOKEN.\n',
		});
		const configuration = {profiles: {work: {credentialStore: 'keychain'}, home: {}}};
		const {stderr} = await ask({configuration}, {profile: 'wrok'});
		expect(stderr).toContain(
			'Sign in: cfiam login --profile wrok, or set CLOUDFLARE_API_TOKEN.\n  Profiles: home, work\n',
		);
	});

	test('says that the store has nothing any more, and does not look elsewhere', async () => {
		const keeper = createTestKeeper({stored: {store: 'kernel-keyring', credential: undefined}});
		const {code, stderr, calls} = await ask({keeper});
		expect({code, calls}).toEqual({code: 1, calls: ['read kernel-keyring']});
		expect(stderr).toMatch(
			/^cfiam: The kernel keyring has nothing for profile default any more\.\n {2}It goes at reboot.*\n {2}Sign in again: cfiam login\n$/,
		);
	});

	test('says of a locked keyring that the credential may be in it, and opens it with --unlock', async () => {
		const keeper = createTestKeeper({
			stored: {store: 'keychain', credential: token(demoTokens.full.token)},
			failures: {'read keychain': 'locked'},
			opensWhenUnlocked: true,
		});
		const locked = await ask({keeper});
		expect(locked).toMatchObject({code: 1, stdout: ''});
		expect(locked.stderr).toMatch(/^cfiam: Your .*is locked\. The credential may still be in it\.\n/);
		expect(locked.stderr).toContain('cfiam whoami --unlock\n');
		expect(await ask({keeper}, {unlock: true})).toMatchObject({code: 0, stderr: ''});
	});
});

describe('cfiam whoami with a passphrase file', () => {
	const keeper = () => keeperWith(token(demoTokens.full.token), 'passphrase-file');

	test('asks for the passphrase at the terminal, again where it was wrong', async () => {
		const {code, stdout, stderr, terminal} = await ask({keeper: keeper(), typed: ['wrong\r', 'correct horse\r']});
		expect(code).toBe(0);
		expect(stderr).toContain('Wrong passphrase, or the file was changed.');
		expect(stdout).toContain('source   passphrase file\n');
		expect(terminal).toContain('Passphrase of profile default (not shown): \n');
		expect(terminal).not.toContain('horse');
	});

	test('is not asked for where there is no file, at a terminal and in a pipe', async () => {
		const inspection = {kind: 'done', value: false} as const;
		for (const options of [{typed: ['correct horse\r']}, {piped: ''}]) {
			const gone = createTestKeeper({
				stored: {store: 'passphrase-file', credential: undefined},
				inspection,
			});
			const {code, stderr, terminal, calls} = await ask({keeper: gone, ...options});
			expect({code, terminal, calls}).toEqual({code: 1, terminal: '', calls: []});
			expect(stderr).toBe(
				[
					'cfiam: The passphrase file of profile default is not there any more.',
					'  It was default.token, beside the configuration: put it back if you have a copy.',
					'  Sign in again: cfiam login',
					'',
				].join('\n'),
			);
		}
	});

	test('is not asked for where the file is of no use', async () => {
		const about = {store: 'passphrase-file', operation: 'read', profile: 'default', platform: 'linux'} as const;
		const words = storeFailureWords(new StoreFailure('damaged', 'It is empty.'), about);
		const damaged = createTestKeeper({
			stored: {store: 'passphrase-file', credential: undefined},
			inspection: {kind: 'failed', problem: {kind: 'damaged', ...words}},
		});
		const {code, stderr, terminal, calls} = await ask({keeper: damaged, typed: ['correct horse\r']});
		expect({code, terminal, calls}).toEqual({code: 1, terminal: '', calls: []});
		expect(stderr).toMatch(/^cfiam: The passphrase file is damaged\.\n {2}It is empty\./);
	});

	test('asks three times at most', async () => {
		const {code, stdout, calls} = await ask({
			keeper: keeper(),
			typed: ['one\r', 'two\r', 'three\r', 'correct horse\r'],
		});
		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(calls).toEqual(['read passphrase-file', 'read passphrase-file', 'read passphrase-file']);
	});

	test('asks at the terminal behind a pipe, and fails in words where there is none', async () => {
		const options = {keeper: keeper(), piped: '', typed: ['correct horse\r']};
		expect(await ask({...options, hasTerminalBehind: true}, {json: true})).toMatchObject({code: 0, stderr: ''});
		const {code, stderr, calls} = await ask({...options, keeper: keeper()});
		expect({code, calls}).toEqual({code: 1, calls: []});
		expect(stderr).toMatch(/^cfiam: The passphrase file needs a terminal/);
	});

	test('is left with ctrl-c', async () => {
		expect(await ask({keeper: keeper(), typed: ['corr\u0003']})).toMatchObject({code: {exitCode: 130}, stdout: ''});
	});
});
