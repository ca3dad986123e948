import {describe, expect, test} from 'vitest';
import {areas} from '../source/areas/index.ts';
import {parseArguments, usage} from '../source/arguments.ts';

const plain = {
	kind: 'open',
	area: undefined,
	object: undefined,
	demo: undefined,
	account: undefined,
	readOnly: false,
	noColor: false,
} as const;

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
	])('cfiam %s', (line, expected) => {
		expect(parse(line)).toEqual(expected);
	});

	test.each([
		['--nope', /there is no option --nope/u],
		['-x', /there is no option -x/u],
		['--demo --nope', /there is no option --nope/u],
		['--account', /--account takes/u],
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
	])('cfiam %s is wrong use', (line, problem) => {
		const invocation = parse(line);
		expect(invocation.kind).toBe('wrong');
		expect(invocation.kind === 'wrong' && invocation.problem).toMatch(problem);
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
		for (const option of ['--demo', '--account', '--read-only', '--no-color', '--version', '--help']) {
			expect(usage).toContain(option);
			expect(parseArguments([option, 'x']).kind).not.toBe('wrong');
		}
		for (const option of ['--port', '--dataset', '--latency', '--seed']) expect(usage).toContain(option);
	});

	test('fits a terminal of 100 columns', () => {
		for (const line of usage.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
	});
});
