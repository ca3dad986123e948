import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {areas} from '../source/areas/index.ts';
import {commandUsage, parseArguments, usage} from '../source/arguments.ts';

const plain = {
	kind: 'open',
	area: undefined,
	object: undefined,
	demo: undefined,
	profile: undefined,
	account: undefined,
	readOnly: false,
	noColor: false,
	noScrollRegion: false,
	noSync: false,
} as const;

const login = {
	kind: 'login',
	profile: undefined,
	email: undefined,
	account: undefined,
	store: undefined,
	readOnly: false,
	unlock: false,
} as const;
const logout = {kind: 'logout', profile: undefined, unlock: false, forget: false} as const;
const whoami = {kind: 'whoami', profile: undefined, json: false, unlock: false} as const;

const emulator = {kind: 'emulator', port: 0, dataset: 'small', latency: 0, seed: undefined} as const;

/** What stands behind the program's name, by words. */
const parse = (line: string) => parseArguments(line.split(' ').filter((word) => word !== ''));

describe('the command line', () => {
	test.each([
		['', plain],
		['user-groups', {...plain, area: 'user-groups'}],
		['user-groups platform-dns', {...plain, area: 'user-groups', object: 'platform-dns'}],
		['user-groups Read-only Auditors', {...plain, area: 'user-groups', object: 'Read-only Auditors'}],
		['--demo', {...plain, demo: 'small'}],
		['--demo large', {...plain, demo: 'large'}],
		['--demo=large', {...plain, demo: 'large'}],
		['--demo members', {...plain, demo: 'small', area: 'members'}],
		['--demo large members bo', {...plain, demo: 'large', area: 'members', object: 'bo'}],
		['members --demo', {...plain, demo: 'small', area: 'members'}],
		['--account abc', {...plain, account: 'abc'}],
		['--account=abc zones', {...plain, account: 'abc', area: 'zones'}],
		['--read-only --no-color', {...plain, readOnly: true, noColor: true}],
		['--no-scroll-region', {...plain, noScrollRegion: true}],
		['--no-sync', {...plain, noSync: true}],
		['sso --read-only acme.com', {...plain, area: 'sso', object: 'acme.com', readOnly: true}],
		['--help', {kind: 'help'}],
		['members -h', {kind: 'help'}],
		['--version', {kind: 'version'}],
		['-V', {kind: 'version'}],
		['emulator', emulator],
		['emulator --port 8787', {...emulator, port: 8787}],
		['emulator --port=0 --dataset large', {...emulator, dataset: 'large'}],
		['emulator --dataset hostile --latency 250 --seed 7', {...emulator, dataset: 'hostile', latency: 250, seed: 7}],
		['emulator --help', {kind: 'help'}],
		['--profile work', {...plain, profile: 'work'}],
		['--profile=work members', {...plain, profile: 'work', area: 'members'}],
		['members login', {...plain, area: 'members', object: 'login'}],
		['login', login],
		['login --profile work --read-only', {...login, profile: 'work', readOnly: true}],
		['login --email robin@acme.com --account abc', {...login, email: 'robin@acme.com', account: 'abc'}],
		['login --store keychain --unlock', {...login, store: 'keychain', unlock: true}],
		['login --store=kernel-keyring', {...login, store: 'kernel-keyring'}],
		['login --store passphrase-file', {...login, store: 'passphrase-file'}],
		['logout', logout],
		['logout --profile work --unlock', {...logout, profile: 'work', unlock: true}],
		['logout --forget --profile work', {...logout, profile: 'work', forget: true}],
		['whoami', whoami],
		['whoami --profile=work --json --unlock', {...whoami, profile: 'work', json: true, unlock: true}],
		['login --help', {kind: 'help', command: 'login'}],
		['logout --profile work -h', {kind: 'help', command: 'logout'}],
		['whoami --json --help', {kind: 'help', command: 'whoami'}],
		['cache clear', {kind: 'cache', profile: undefined}],
		['cache --profile=work clear', {kind: 'cache', profile: 'work'}],
		['cache --help', {kind: 'help', command: 'cache'}],
		['cache clear -h', {kind: 'help', command: 'cache'}],
	])('cfiam %s', (line, expected) => {
		expect(parse(line)).toEqual(expected);
	});

	test.each([
		['--nope', /there is no option --nope/u],
		['-x', /there is no option -x/u],
		['--demo --nope', /there is no option --nope/u],
		['--account', /--account takes/u],
		['cache', /cache takes clear$/u],
		['cache purge', /cache takes clear, and not purge/u],
		['cache clear --all', /cache has no option --all/u],
		['cache clear --profile', /--profile takes/u],
		['--account --read-only', /--account takes/u],
		['--account=', /--account takes/u],
		['emulator --port', /--port takes a number/u],
		['emulator --port http', /--port takes a number/u],
		['emulator --port 65536', /--port takes a number/u],
		['emulator --port -1', /--port takes a number/u],
		['emulator --port 80.5', /--port takes a number/u],
		['emulator --port 1e3', /--port takes a number/u],
		['emulator --dataset tiny', /--dataset takes one of small, large/u],
		['emulator --dataset', /--dataset takes one of/u],
		['emulator --latency soon', /--latency takes milliseconds/u],
		['emulator --latency 60001', /--latency takes milliseconds/u],
		['emulator --seed', /--seed takes/u],
		['emulator --demo', /cfiam emulator has no option --demo/u],
		['emulator members', /cfiam emulator has no option members/u],
		['--profile', /--profile takes the name of a profile/u],
		['--profile --demo', /--profile takes the name of a profile/u],
		['login --profile', /--profile takes the name of a profile/u],
		['login --email', /--email takes the address/u],
		['login --account', /--account takes the id of an account/u],
		['login --store', /--store takes one of keychain, kernel-keyring, passphrase-file/u],
		['login --store plain', /--store takes one of keychain, kernel-keyring, passphrase-file/u],
		['login --demo', /cfiam login has no option --demo/u],
		['login --token x', /there is no option --token: a token must not stand in the command line/u],
		['login work', /cfiam login takes options only, and a token must not stand in the command line/u],
		['logout --json', /cfiam logout has no option --json/u],
		['logout work', /cfiam logout takes options only/u],
		['whoami --store keychain', /cfiam whoami has no option --store/u],
		['whoami work', /cfiam whoami takes options only/u],
	])('cfiam %s is wrong use', (line, problem) => {
		const invocation = parse(line);
		expect(invocation.kind).toBe('wrong');
		expect(invocation.kind === 'wrong' && invocation.problem).toMatch(problem);
	});

	test.each([
		['login', 'cfut_abcdefghijklmnopqrstuvwxyz012345'],
		['login', '--token=cfat_abcdefghijklmnopqrstuvwxyz012345'],
		['login', '--email', 'cfk_abcdefghijklmnopqrstuvwxyz012345'],
		['login', 'YQSn-xWAQiiEh9qM58wZNnyQS7FUdoqGIUAbrh7T'],
		['login', '-QSn-xWAQiiEh9qM58wZNnyQS7FUdoqGIUAbrh7T'],
		['login', 'short-secret'],
		['login', '--store', '1234567893feefc5f0q5000bfo0c38d90bbeb'],
		['logout', 'cfut_abcdefghijklmnopqrstuvwxyz012345'],
		['whoami', '--profile', 'cfut_abcdefghijklmnopqrstuvwxyz012345'],
		['cache', 'YQSn-xWAQiiEh9qM58wZNnyQS7FUdoqGIUAbrh7T'],
		['cfut_abcdefghijklmnopqrstuvwxyz012345'],
		['YQSn-xWAQiiEh9qM58wZNnyQS7FUdoqGIUAbrh7T'],
		['-QSn-xWAQiiEh9qM58wZNnyQS7FUdoqGIUAbrh7T'],
		['members', 'Authorization: Bearer cfut_abcdefghijklmnopqrstuvwxyz012345'],
		['--account=v1.0-e24fd090c02efcfecb4de8f4ff246fd5c75b48946fdf0ce26c59f91d0d90797b'],
	])('a secret is refused and not repeated: %s', (...argv) => {
		const invocation = parseArguments(argv);
		expect(invocation.kind).toBe('wrong');
		const secret = argv.at(-1) ?? '';
		const problem = invocation.kind === 'wrong' ? invocation.problem : '';
		for (let from = 0; from + 12 <= secret.length; from++) {
			if (!/^(?:--token=|--account=|Authorization)/u.test(secret.slice(from))) {
				expect(problem).not.toContain(secret.slice(from, from + 12));
			}
		}
		if (argv[1] !== '--store' && argv[0] !== 'members') expect(problem).toContain('a token must not stand in');
	});

	test('a token of Cloudflare is repeated from no place of any command line', () => {
		const word = fc.constantFrom(
			...[
				'login',
				'logout',
				'whoami',
				'emulator',
				'members',
				'--profile',
				'--account',
				'--email',
				'--store',
				'--token',
			],
			...['--demo', '--json', '--unlock', '--read-only', '--nope', '-x', 'Bearer'],
		);
		const before = fc.constantFrom(
			'',
			'--token=',
			'--account=',
			'--nope=',
			'Bearer ',
			'"',
			"'",
			'CLOUDFLARE_API_TOKEN=',
			'-',
		);
		const secret = fc.stringMatching(/^cf(ut|at|oat|k)_[A-Za-z0-9]{20,60}$/);
		fc.assert(
			fc.property(
				fc.array(word, {maxLength: 4}),
				before,
				secret,
				fc.array(word, {maxLength: 4}),
				(left, mark, text, right) => {
					const invocation = parseArguments([...left, `${mark}${text}`, ...right]);
					expect(invocation.kind).toBe('wrong');
					expect(JSON.stringify(invocation)).not.toContain(text.slice(5, 17));
				},
			),
		);
	});

	test('what only looks a little like a secret is taken as it is', () => {
		expect(parse('user-groups cfiam_administrators_of_everything')).toEqual({
			...plain,
			area: 'user-groups',
			object: 'cfiam_administrators_of_everything',
		});
		expect(parse('members 023e105f4ecef8ad9ca31a8372d0c353').kind).toBe('open');
	});

	test('an empty account is no account', () => {
		expect(parseArguments(['--account', ' ']).kind).toBe('wrong');
	});

	test('what looks like an option in a value is still a value when it is joined by =', () => {
		expect(parseArguments(['--account=a=b'])).toEqual({...plain, account: 'a=b'});
	});
});

describe('the help', () => {
	test('names every area', () => {
		for (const {name} of areas) expect(usage).toContain(` ${name}`);
	});

	test('names every option that is understood', () => {
		for (const option of [
			'--demo',
			'--profile',
			'--account',
			'--read-only',
			'--no-color',
			'--no-sync',
			'--version',
			'--help',
		]) {
			expect(usage).toContain(option);
			expect(parseArguments([option, 'x']).kind).not.toBe('wrong');
		}
		for (const option of ['--port', '--dataset', '--latency', '--seed']) expect(usage).toContain(option);
	});

	test.each([
		['login', ['--profile', '--email', '--account', '--store', '--read-only', '--unlock']],
		['logout', ['--profile', '--unlock', '--forget']],
		['whoami', ['--profile', '--json', '--unlock']],
	] as const)('of cfiam %s names the options that it understands', (command, options) => {
		const text = commandUsage(command);
		expect(usage).toContain(`  cfiam ${command} `);
		expect([...new Set(text.match(/--[a-z-]+/gu))].filter((option) => option !== '--help').toSorted()).toEqual(
			[...options].toSorted(),
		);
		for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
	});

	test('fits a terminal of 100 columns', () => {
		for (const line of usage.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
	});
});
