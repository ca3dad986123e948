/** `cfiam journal`: what was written with a profile, on stdout. */
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {parseArguments} from '../../source/arguments.ts';
import {printJournal} from '../../source/commands/journal.ts';
import {lineText, type Planned} from '../../source/journal/entry.ts';
import {journalName} from '../../source/journal/journal.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';

const account = 'a'.repeat(32);

function planned(id: string, more: Partial<Planned> = {}): Planned {
	return {
		id,
		time: `2026-11-20T09:3${id}:00.000Z`,
		pid: 1,
		account: {id: account, name: 'Acme'},
		who: {credential: 'token', email: 'ana@acme.com', user: 'ana', host: 'desk'},
		what: `Rename group ${id}`,
		changes: [],
		origin: 'new',
		request: {method: 'PUT', path: '/accounts/x', body: {name: id}},
		...more,
	} as Planned;
}

const lines = [
	lineText({kind: 'planned', ...planned('1')}),
	lineText({kind: 'outcome', id: '1', time: '2026-11-20T09:31:01.000Z', result: 'done', rayId: '8f'}),
	lineText({kind: 'planned', ...planned('2', {account: {id: 'b'.repeat(32), name: 'Other'}})}),
	lineText({kind: 'planned', ...planned('3', {what: 'Delete \u001b[2J\u202egroup'})}),
];

async function run(argv: readonly string[], profile: string | null = 'default', environment = {}) {
	using home = temporaryDirectory({});
	const directory = path.join(home.path, 'state/cfiam/journal');
	mkdirSync(directory, {recursive: true});
	writeFileSync(path.join(directory, `${journalName(profile ?? undefined, undefined)}.jsonl`), `${lines.join('\n')}\n`);
	const said = {stdout: '', stderr: ''};
	const output = (name: 'stdout' | 'stderr') => ({
		write(text: string) {
			said[name] += text;
		},
	});
	const invocation = parseArguments(['journal', ...argv]);
	if (invocation.kind !== 'journal') throw new Error(invocation.kind);
	const code = await printJournal(invocation, {
		environment: {HOME: home.path, XDG_STATE_HOME: path.join(home.path, 'state'), ...environment},
		platform: 'linux',
		childPath: '/nowhere',
		stdout: output('stdout'),
		stderr: output('stderr'),
	});
	return {code, ...said};
}

test('prints a line for each write, the oldest first, with nothing in it that drives a terminal', async () => {
	const {code, stdout, stderr} = await run([]);
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
	expect(stdout.trimEnd().split('\n')).toEqual([
		'2026-11-20 09:31:00  done      Rename group 1  by ana@acme.com (ana@desk)',
		'2026-11-20 09:32:00  unknown   Rename group 2  by ana@acme.com (ana@desk)',
		String.raw`2026-11-20 09:33:00  unknown   Delete \u{1b}[2J\u{202e}group  by ana@acme.com (ana@desk)`,
	]);
});

test('prints JSON lines that are exact and inert', async () => {
	const {stdout} = await run(['--json', '--account', account]);
	const entries = stdout
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line) as Planned & {readonly outcome?: {readonly result: string}});
	expect(entries.map(({id, outcome}) => [id, outcome?.result])).toEqual([
		['1', 'done'],
		['3', undefined],
	]);
	expect(entries[1]?.what).toBe('Delete \u001b[2J\u202egroup');
	expect(stdout).not.toMatch(/[\u001b\u202e]/u);
});

test('has those of a token of the environment apart, and says where nothing is', async () => {
	const environment = {CLOUDFLARE_API_TOKEN: 'x'.repeat(40)};
	expect((await run([], null, environment)).stdout).toContain('Rename group 1');
	const empty = await run([], 'other');
	expect(empty).toMatchObject({code: 0, stdout: ''});
	expect(empty.stderr).toMatch(/^No writes of profile default are in .*default\.jsonl\.$/mu);
});

test('refuses what it does not know, and no profile that can not be one', async () => {
	expect(parseArguments(['journal', '--jsno'])).toMatchObject({kind: 'wrong', command: 'journal'});
	expect(parseArguments(['journal', 'all'])).toMatchObject({kind: 'wrong', command: 'journal'});
	expect(parseArguments(['journal', '--help'])).toEqual({kind: 'help', command: 'journal'});
	expect(await run(['--profile', '../x'])).toMatchObject({code: 2, stdout: ''});
});
