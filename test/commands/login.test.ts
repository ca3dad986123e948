import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {LoginInvocation} from '../../source/arguments.ts';
import {createStop, Interruption} from '../../source/commands/interruption.ts';
import {login} from '../../source/commands/login.ts';
import {demoKey, demoTokens, type Emulator, startEmulator} from '../../source/emulator/index.ts';
import {Secret} from '../../source/secret.ts';
import {createTestCommand, createTestKeeper, type TestCommandOptions} from './support.ts';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(() => emulator.close());

const plain: LoginInvocation = {
	kind: 'login',
	profile: undefined,
	email: undefined,
	account: undefined,
	store: undefined,
	readOnly: false,
	unlock: false,
};

const secrets = [...Object.values(demoTokens).map(({token}) => token), demoKey.key];
const [main, sandbox] = ['a3c1f0d2b4e5968778695a4b3c2d1e0f', '3068d6678ef739f1e8d5de536f732f54'];
const stored = {store: 'keychain', credential: {kind: 'token', token: new Secret('the one before')}} as const;

/** Signs in; whatever comes of it, nobody has seen a secret. */
async function signIn(options: TestCommandOptions, invocation: Partial<LoginInvocation> = {}) {
	using command = createTestCommand({server: emulator.url, ...options});
	let code: number | Error;
	try {
		code = await login({...plain, ...invocation}, command.at);
	} catch (error) {
		if (!(error instanceof Error)) throw error;
		code = error;
	}
	const [stdout, stderr, terminal] = [command.stdout(), command.stderr(), command.terminal()];
	for (const secret of secrets) expect(command.seen()).not.toContain(secret.slice(5, 21));
	expect(command.input.isRaw && command.stop.signal.aborted).toBe(false);
	return {
		code,
		stdout,
		stderr,
		terminal,
		kept: command.keeper.kept,
		calls: command.keeper.calls,
		left: command.leftAnswers(),
	};
}

/** What was kept, readable. */
function keptOf(kept: Awaited<ReturnType<typeof signIn>>['kept']) {
	return kept.map(({store, credential, settings, passphrase}) => ({
		store,
		secret: credential.kind === 'token' ? credential.token.reveal() : [credential.email, credential.key.reveal()],
		settings,
		...(passphrase === undefined ? {} : {passphrase}),
	}));
}

describe('a token from standard input', () => {
	test('is verified, stored in the keychain, and told in full but for itself', async () => {
		const {code, stdout, stderr, kept} = await signIn({piped: demoTokens.readOnly.token});
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout.split('\n')).toEqual([
			'Signed in to Cloudflare.',
			'profile  default',
			`account  Kestrel Freight (${main})`,
			'kind     API token of a user',
			'status   active',
			expect.stringMatching(/^expiry {3}expires in 4 years, at 2031-01-01$/),
			'store    desktop keyring',
			'Stored in the desktop keyring.',
			'',
		]);
		expect(keptOf(kept)).toEqual([
			{
				store: 'keychain',
				secret: demoTokens.readOnly.token,
				settings: {account: main, baseUrl: emulator.url, readOnly: undefined},
			},
		]);
	});

	test.each([
		['a line end', (token: string) => `${token}\n`],
		['a Windows line end', (token: string) => `${token}\r\n`],
		['quotes', (token: string) => `"${token}"\n`],
		['Bearer', (token: string) => `Authorization: Bearer ${token}`],
		['a byte order mark', (token: string) => `\ufeff${token}`],
	])('may have %s around it', async (_, around) => {
		const {code, kept} = await signIn({piped: around(demoTokens.full.token)});
		expect(code).toBe(0);
		expect(keptOf(kept)).toMatchObject([{secret: demoTokens.full.token}]);
	});

	test.each([
		['nothing', '', /^cfiam: No token came on standard input.*\n {2}Pipe it: printf %s "\$TOKEN" \| cfiam login\n$/],
		['two of them', `${demoTokens.full.token} ${demoTokens.full.token}`, /^cfiam: The token has a space or line break/],
		['an account id', main, /^cfiam: The token looks like an account id/],
		[
			'a key',
			demoKey.key,
			/^cfiam: The token looks like a Global API key\.\n {2}Give .*: cfiam login --email ADDRESS\n$/,
		],
		['a whole file', 'x'.repeat(70_000), /^cfiam: What came on standard input is longer than any credential\./],
	])('is refused without a request where it is %s', async (_, piped, words) => {
		emulator.clearRequests();
		const {code, stdout, stderr, kept} = await signIn({piped});
		expect({code, stdout, kept}).toEqual({code: 1, stdout: '', kept: []});
		expect(stderr).toMatch(words);
		expect(emulator.requests).toEqual([]);
	});

	test.each([
		['expired', demoTokens.expired.token, /This token has expired\.\n {2}It ended at 2024-12-31 23:59:59 UTC\./],
		['disabled', demoTokens.disabled.token, /This token is disabled\./],
		['unknown', demoTokens.revoked.token, /does not accept this token\.[\s\S]*with --account ID/],
		[
			'of an account that is not named',
			demoTokens.accountOwned.token,
			/which account to open can not be found out; say it with --account/i,
		],
		['without an account', demoTokens.noAccounts.token, /sees no account[\s\S]*Nothing was stored/],
	])('is not stored where it is %s', async (_, piped, words) => {
		const {code, stdout, stderr, kept, calls} = await signIn({piped});
		expect({code, stdout, kept, calls}).toEqual({code: 1, stdout: '', kept: [], calls: []});
		expect(stderr).toMatch(words);
	});

	test('of an account is stored with the account that is named', async () => {
		const {code, stdout, kept} = await signIn({piped: demoTokens.accountOwned.token}, {account: main});
		expect(code).toBe(0);
		expect(stdout).toContain('kind     API token of the account');
		expect(keptOf(kept)).toMatchObject([{secret: demoTokens.accountOwned.token, settings: {account: main}}]);
	});

	test('that sees several accounts is not stored before one of them is named; each is told with its id', async () => {
		const several = await signIn({piped: demoTokens.allAccounts.token});
		expect(several).toMatchObject({code: 1, stdout: '', kept: []});
		expect(several.stderr.split('\n')).toEqual([
			'cfiam: This token sees 2 accounts; say which one with --account ID.',
			`  ${main}  Kestrel Freight`,
			`  ${sandbox}  Sandbox`,
			'  Nothing was stored.',
			'',
		]);
		const named = await signIn({piped: demoTokens.allAccounts.token}, {account: sandbox});
		expect(named.code).toBe(0);
		expect(keptOf(named.kept)).toMatchObject([{settings: {account: sandbox}}]);
	});

	test('keeps the account of its profile where it sees that one too, and any other where it does not', async () => {
		const configuration = {profiles: {default: {credentialStore: 'keychain', account: sandbox}}};
		const same = await signIn({piped: demoTokens.allAccounts.token, configuration});
		expect(keptOf(same.kept)).toMatchObject([{settings: {account: sandbox}}]);
		const other = await signIn({piped: demoTokens.full.token, configuration});
		expect(keptOf(other.kept)).toMatchObject([{settings: {account: main}}]);
		const environment = {CLOUDFLARE_ACCOUNT_ID: sandbox};
		const ordered = await signIn({piped: demoTokens.full.token, environment});
		expect(ordered).toMatchObject({code: 1, kept: []});
		expect(ordered.stderr).toContain('This credential does not see that account.');
	});

	test('belongs to the profile that is named, which can be locked', async () => {
		const keeper = createTestKeeper({profile: 'work'});
		const {stdout, kept} = await signIn(
			{piped: demoTokens.full.token, keeper},
			{profile: 'work', readOnly: true, store: 'kernel-keyring'},
		);
		expect(stdout).toContain('profile  work\n');
		expect(stdout).toContain('writes   locked\n');
		expect(stdout).toMatch(/Writes are locked for this profile from now on: --read-only is stored with it\.\n$/);
		expect(stdout).toContain('Your other programs and root can read it.');
		expect(keptOf(kept)).toMatchObject([{store: 'kernel-keyring', settings: {readOnly: true}}]);
	});

	test('goes to the store that the profile has, where no other one is asked for', async () => {
		const keeper = createTestKeeper({stored: {...stored, store: 'kernel-keyring'}});
		expect(keptOf((await signIn({piped: demoTokens.full.token, keeper})).kept)).toMatchObject([
			{store: 'kernel-keyring'},
		]);
	});

	test('is said to be weaker than the one in the environment', async () => {
		const environment = {CLOUDFLARE_API_TOKEN: demoTokens.readOnly.token};
		const {code, stderr, kept} = await signIn({piped: demoTokens.full.token, environment});
		expect(code).toBe(0);
		expect(keptOf(kept)).toMatchObject([{secret: demoTokens.full.token}]);
		expect(stderr).toBe('CLOUDFLARE_API_TOKEN is set and wins over what is stored, as long as it is set.\n');
	});
});

describe('a Global API key', () => {
	test('is stored with its address', async () => {
		const {code, stdout, kept} = await signIn({piped: demoKey.key}, {email: demoKey.email, account: main});
		expect(code).toBe(0);
		expect(stdout).toContain('kind     Global API key\n');
		expect(keptOf(kept)).toMatchObject([{secret: [demoKey.email, demoKey.key]}]);
	});

	test.each([
		['with an address that is none', 'robin', demoKey.key, 2, /the address of --email is no e-mail address/i],
		['that is a token', demoKey.email, demoTokens.full.token, 1, /looks like an API token\.\n {2}.*leave --email out/],
		['that is empty', demoKey.email, '\n', 1, /No key came on standard input[\s\S]*--email ADDRESS/],
		['of somebody else', 'eve@cfiam.example', demoKey.key, 1, /does not accept this key/],
	])('is refused %s', async (_, email, piped, code, words) => {
		const result = await signIn({piped}, {email});
		expect(result).toMatchObject({code, stdout: '', kept: []});
		expect(result.stderr).toMatch(words);
	});
});

describe('a token typed at the terminal', () => {
	test('is asked for and not shown', async () => {
		const {code, stdout, terminal, kept, left} = await signIn({typed: [`${demoTokens.full.token}\r`]});
		expect({code, left}).toEqual({code: 0, left: []});
		expect(terminal).toContain(
			'Sign in to Cloudflare, profile default.\nAPI tokens are made at https://dash.cloudflare.com/',
		);
		expect(terminal).toContain('API token (not shown while you type or paste): ');
		expect(stdout).toContain('Signed in to Cloudflare.');
		expect(keptOf(kept)).toMatchObject([{secret: demoTokens.full.token}]);
	});

	test('opens the account that is chosen by number, after an answer that is none', async () => {
		const {code, terminal, kept} = await signIn({typed: [`${demoTokens.allAccounts.token}\r`, '3\r', '2\r']});
		expect(code).toBe(0);
		expect(terminal).toContain(
			`This token sees 2 accounts:\n  1  Kestrel Freight  ${main}\n  2  Sandbox          ${sandbox}\n`,
		);
		expect(terminal).toContain('Type a number from 1 to 2; ctrl-c leaves.');
		expect(keptOf(kept)).toMatchObject([{settings: {account: sandbox}}]);
	});

	test.each([
		['name', 'kestrel freight'],
		['id', main],
	])('opens the account that is chosen by its %s', async (_, answer) => {
		const {kept} = await signIn({typed: [`${demoTokens.allAccounts.token}\r`, `${answer}\r`]});
		expect(keptOf(kept)).toMatchObject([{settings: {account: main}}]);
	});

	test('opens the account whose id is typed, where it can list none', async () => {
		const {code, terminal, kept} = await signIn({
			typed: [`${demoTokens.accountOwned.token}\r`, 'kestrel\r', `${main}\r`],
		});
		expect(code).toBe(0);
		expect(terminal).toContain('This token belongs to an account');
		expect(terminal).toContain('it has 7 characters instead of 32');
		expect(keptOf(kept)).toMatchObject([{secret: demoTokens.accountOwned.token, settings: {account: main}}]);
	});

	test('does not take keys that came before the question for an answer to it', async () => {
		const {terminal, kept} = await signIn({typed: [`${demoTokens.allAccounts.token}\r1\r`, '2\r']});
		expect(terminal).toContain('Which one (1-2)? 2');
		expect(keptOf(kept)).toMatchObject([{settings: {account: sandbox}}]);
	});

	test('that is none ends in words', async () => {
		const {code, stderr} = await signIn({typed: ['\r']});
		expect({code, stderr}).toEqual({code: 1, stderr: 'cfiam: No token was typed; nothing was stored.\n'});
	});
});

describe('a passphrase file', () => {
	const passphrase = 'correct horse battery';

	test('gets its passphrase from the terminal, the same twice', async () => {
		const {code, stdout, terminal, kept} = await signIn(
			{
				typed: [
					`${demoTokens.full.token}\r`,
					'short\r',
					`${passphrase}\r`,
					`${passphrase}!\r`,
					`${passphrase}\r`,
					`${passphrase}\r`,
				],
			},
			{store: 'passphrase-file'},
		);
		expect(code).toBe(0);
		expect(terminal).toContain('It has 5 characters: at least 8 are needed.');
		expect(terminal).toContain('These were two different passphrases. Once more:');
		expect(terminal).not.toContain('horse');
		expect(stdout).toContain('You type the passphrase at each start');
		expect(keptOf(kept)).toMatchObject([{store: 'passphrase-file', passphrase}]);
	});

	test('gets it from the terminal behind a pipe', async () => {
		const {code, kept} = await signIn(
			{piped: demoTokens.full.token, hasTerminalBehind: true, typed: [`${passphrase}\r`, `${passphrase}\r`]},
			{store: 'passphrase-file'},
		);
		expect(code).toBe(0);
		expect(keptOf(kept)).toMatchObject([{store: 'passphrase-file', passphrase}]);
	});

	test('is refused before anything is read where there is no terminal', async () => {
		emulator.clearRequests();
		const {code, stderr, kept} = await signIn({piped: demoTokens.full.token}, {store: 'passphrase-file'});
		expect({code, kept, requests: emulator.requests}).toEqual({code: 1, kept: [], requests: []});
		expect(stderr).toMatch(/^cfiam: The passphrase file needs a terminal/);
	});
});

describe('a place where nothing can be written', () => {
	test.each([{store: undefined}, {store: 'passphrase-file'}] as const)(
		'is said before a token or passphrase is asked for: %j',
		async (invocation) => {
			const obstacle = {kind: 'configuration', title: 'It cannot be used.', lines: ['/ro/cfiam: read-only.']} as const;
			const keeper = createTestKeeper({obstacle});
			emulator.clearRequests();
			const {code, stderr, terminal, left, calls} = await signIn({keeper, typed: ['typed for nothing\r']}, invocation);
			expect({code, stderr}).toEqual({code: 1, stderr: 'cfiam: It cannot be used.\n  /ro/cfiam: read-only.\n'});
			expect({terminal, left: left.length, calls, requests: emulator.requests}).toEqual({
				terminal: '',
				left: 1,
				calls: [],
				requests: [],
			});
		},
	);
});

describe('a store that fails', () => {
	test('is said, with the other ones as options where nobody can be asked, and no other one is taken', async () => {
		const keeper = createTestKeeper({failures: {'write keychain': 'no-bus'}, hasKernelKeyring: true});
		const {code, stdout, stderr, kept, calls} = await signIn({piped: demoTokens.full.token, keeper});
		expect({code, stdout, kept}).toEqual({code: 1, stdout: '', kept: []});
		expect(calls).toEqual(['write keychain', 'canary']);
		expect(stderr).toContain('cfiam: No desktop keyring in this session (usual over SSH).\n');
		expect(stderr).toContain('Another store: cfiam login --store kernel-keyring or --store passphrase-file\n');
	});

	test('is not replaced by a kernel keyring that does not work', async () => {
		const keeper = createTestKeeper({failures: {'write keychain': 'no-bus'}});
		const {stderr} = await signIn({piped: demoTokens.full.token, keeper});
		expect(stderr).toContain('Another store: cfiam login --store passphrase-file\n');
	});

	test.each(['busy', 'configuration'] as const)(
		'for a reason that every store has (%s) leads to no other',
		async (kind) => {
			const keeper = createTestKeeper({failures: {'write keychain': kind}, hasKernelKeyring: true});
			const {code, terminal, stderr, calls} = await signIn({typed: [`${demoTokens.full.token}\r`], keeper});
			expect({code, calls}).toEqual({code: 1, calls: ['write keychain']});
			expect(terminal + stderr).not.toContain('Where should it be kept?');
			expect(stderr).not.toContain('--store');
		},
	);

	test('leaves the choice to who sits at the terminal', async () => {
		const keeper = createTestKeeper({failures: {'write keychain': 'no-service'}, hasKernelKeyring: true});
		const {code, stdout, terminal, kept, calls} = await signIn({typed: [`${demoTokens.full.token}\r`, '2\r'], keeper});
		expect(terminal).toContain(
			[
				'Where should it be kept?',
				'  1  try the desktop keyring again',
				'  2  kernel keyring: in memory; gone at reboot or after 3 days without use',
				'  3  passphrase file: encrypted; you type the passphrase at each start',
				'  4  nowhere: leave it unstored',
			].join('\n'),
		);
		expect({code, calls}).toEqual({code: 0, calls: ['write keychain', 'canary', 'write kernel-keyring']});
		expect(stdout).toContain('store    kernel keyring\nKept in kernel memory');
		expect(keptOf(kept)).toMatchObject([{store: 'kernel-keyring'}]);
	});

	test('may be left for nothing at all', async () => {
		const keeper = createTestKeeper({failures: {'write keychain': 'no-service'}, stored});
		const {code, stdout, terminal, kept} = await signIn({typed: [`${demoTokens.full.token}\r`, '3\r'], keeper});
		expect(terminal).toContain('  3  nowhere: leave it unstored');
		expect({code, stdout, kept}).toEqual({code: 1, stdout: '', kept: []});
	});

	test('that is locked can be unlocked, and only then opens its window', async () => {
		const keeper = createTestKeeper({failures: {'write keychain': 'locked'}, opensWhenUnlocked: true});
		const {code, terminal, calls} = await signIn({typed: [`${demoTokens.full.token}\r`, '1\r'], keeper});
		expect(terminal).toContain('  1  unlock it: a window opens on the desktop');
		expect({code, calls}).toEqual({code: 0, calls: ['write keychain', 'canary', 'write keychain unlock']});
	});

	test('that is locked is unlocked at once with --unlock', async () => {
		const keeper = createTestKeeper({failures: {'write keychain': 'locked'}, opensWhenUnlocked: true});
		const {code, calls} = await signIn({piped: demoTokens.full.token, keeper}, {unlock: true});
		expect({code, calls}).toEqual({code: 0, calls: ['write keychain unlock']});
	});
});

describe('ctrl-c', () => {
	test.each([
		['at the token', ['\u0003']],
		['in the middle of the token', [`${demoTokens.full.token.slice(0, 20)}\u0003`]],
		['at the end of an empty line (ctrl-d)', ['\u0004']],
		['at the account', [`${demoTokens.allAccounts.token}\r`, '\u0003']],
		['at the store', [`${demoTokens.full.token}\r`, '\u0003']],
		['while Cloudflare is asked', [`${demoTokens.full.token}\r\u0003`]],
	])('%s stores nothing and ends with 130', async (_, typed) => {
		const keeper = createTestKeeper({failures: {'write keychain': 'no-bus'}, stored});
		const {code, stdout, kept} = await signIn({typed, keeper});
		expect(code).toBeInstanceOf(Interruption);
		expect(code).toMatchObject({exitCode: 130});
		expect({stdout, kept}).toEqual({stdout: '', kept: []});
	});

	test('while it is being stored gives that up, with words about what that means', async () => {
		const stop = createStop();
		const keeper = createTestKeeper({whileKeeping: () => stop.because(130)});
		const {code, stderr, kept, calls} = await signIn({piped: demoTokens.full.token, keeper, stop});
		expect(code).toMatchObject({exitCode: 130});
		expect({kept, calls}).toEqual({kept: [], calls: ['write keychain']});
		expect(stderr).toContain('cfiam: You have stopped waiting for the');
		expect(stderr).not.toContain('Nothing was stored.\n');
	});

	test('at a pipe that says nothing ends the waiting', async () => {
		const stop = createStop();
		const silence = {[Symbol.asyncIterator]: () => ({next: () => new Promise<never>(() => {})})};
		const signing = signIn({piped: silence, stop});
		stop.because(143);
		expect(await signing).toMatchObject({code: {exitCode: 143}, stderr: 'Nothing was stored.\n'});
	});
});
