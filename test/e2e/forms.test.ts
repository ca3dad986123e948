/** Forms on a terminal: a draft outlives the program, and the user's editor gets the terminal and gives it back. */
import {chmodSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it, vi} from 'vitest';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import type {TestTerminal} from '../support/terminal.ts';
import {agree, closeReport, retype} from './agreeing.ts';
import {find, roomy, startCheckedServer, waitForRow} from './browsing.ts';
import {openAccount, waitForPlace} from './journey.ts';

/** The files under a directory. */
function filesUnder(directory: string): readonly string[] {
	return readdirSync(directory, {recursive: true, withFileTypes: true})
		.filter((entry) => entry.isFile())
		.map((entry) => path.join(entry.parentPath, entry.name));
}

describe('a form', () => {
	it('is back after its program was killed in the middle of it', async () => {
		await using server = await startCheckedServer();
		using state = temporaryDirectory();
		const options = {...roomy, args: ['user-groups'], environment: {XDG_STATE_HOME: state.path}};
		const drafts = (): readonly string[] => filesUnder(state.path).filter((file) => file.endsWith('.json'));
		{
			await using terminal = openAccount(server, options);
			await waitForPlace(terminal, 'User groups');
			await waitForRow(terminal, 'Agency');
			await find(terminal, 'platform-dns', 'platform-dns');
			terminal.press('e');
			await terminal.waitFor('Edit platform-dns');
			await retype(terminal, 'platform-dns-names');
			await vi.waitFor(() =>
				expect(
					drafts()
						.map((file) => readFileSync(file, 'utf8'))
						.join(''),
				).toContain('platform-dns-names'),
			);
			terminal.kill('SIGKILL');
			expect(await terminal.exit).toMatchObject({signal: 9});
		}
		for (const file of drafts()) {
			expect(statSync(file).mode & 0o777).toBe(0o600);
			expect(readFileSync(file, 'utf8')).not.toContain(server.token);
		}
		await using terminal = openAccount(server, options);
		await terminal.waitFor('1 draft of a form is kept: :drafts');
		await waitForRow(terminal, 'Agency');
		terminal.press(':');
		terminal.write('drafts');
		terminal.press('enter');
		await terminal.waitFor(/Edit platform-dns +\d+s ago/);
		terminal.press('enter');
		await terminal.waitFor('continue with it');
		terminal.press('enter');
		await terminal.waitFor(/Name +platform-dns-names/);
		terminal.press('ctrl+s');
		await agree(terminal, 'platform-dns-names', 'Rename');
		await closeReport(terminal);
		await waitForPlace(terminal, 'User groups', 'platform-dns-names');
		expect(drafts()).toEqual([]);
	});
});

/** A directory for all that the program keeps, and in it an editor that is this script: `$1` is the file. */
function editorOf(...script: readonly string[]) {
	const tools = temporaryDirectory();
	const editor = path.join(tools.path, 'editor');
	writeFileSync(editor, ['#!/bin/sh', ...script].join('\n'));
	chmodSync(editor, 0o755);
	return {...tools, editor, environment: {XDG_STATE_HOME: tools.path}};
}

/** The list of user groups, with the cursor on platform-dns and E pressed. */
async function pressE(terminal: TestTerminal): Promise<void> {
	await waitForPlace(terminal, 'User groups');
	await waitForRow(terminal, 'Agency');
	await find(terminal, 'platform-dns', 'platform-dns');
	terminal.press('E');
}

describe('the editor', () => {
	it('has the terminal to itself, ctrl-c included, and what it leaves is confirmed', async () => {
		await using server = await startCheckedServer();
		using tools = editorOf(
			"trap 'echo interrupted' INT",
			'env > "$(dirname "$0")/environment"',
			'grep -c "^\\s*//" "$1"; echo "the editor is here"',
			'while ! read line; do :; done',
			'sed -i "s/\\"name\\": \\"[^\\"]*\\"/\\"name\\": \\"$line\\"/" "$1"',
		);
		await using terminal = openAccount(server, {
			...roomy,
			args: ['user-groups'],
			environment: {...tools.environment, EDITOR: tools.editor},
		});
		await pressE(terminal);
		await terminal.waitFor('the editor is here');
		terminal.press('ctrl+c');
		await terminal.waitFor('interrupted');
		terminal.write('platform-dns-names\r');
		await agree(terminal, 'platform-dns-names', 'Rename');
		await closeReport(terminal);
		await waitForRow(terminal, 'platform-dns-names');
		const environment = readFileSync(path.join(tools.path, 'environment'), 'utf8');
		expect(environment).toContain('EDITOR=');
		expect(environment).not.toContain(server.token);
	});

	it('that leaves what can not be read is told the line, and gets its text again', async () => {
		// First a text that is none, then one that is.
		await using server = await startCheckedServer();
		using tools = editorOf(
			'if grep -q "^// !" "$1"; then printf \'{"name": "platform-dns-names"}\' > "$1";',
			'else printf \'{\\n"name": platform}\' > "$1"; fi',
		);
		await using terminal = openAccount(server, {
			...roomy,
			args: ['user-groups'],
			environment: {...tools.environment, VISUAL: tools.editor},
		});
		await pressE(terminal);
		await terminal.waitFor('line 3, column 9: a text has to stand in double quotes');
		terminal.press('enter');
		await agree(terminal, 'platform-dns-names', 'Rename');
		await closeReport(terminal);
		await waitForRow(terminal, 'platform-dns-names');
	});

	it('that has saved when the line is lost leaves its text where it was, and nothing else', async () => {
		await using server = await startCheckedServer();
		using tools = editorOf(
			'printf \'{"name": "platf\' > "$1"; echo "$1" > "$(dirname "$0")/place"; echo "saved and open"',
			'while read line; do :; done',
		);
		await using terminal = openAccount(server, {
			...roomy,
			args: ['user-groups'],
			environment: {...tools.environment, EDITOR: tools.editor, TMPDIR: tools.path},
		});
		await pressE(terminal);
		await terminal.waitFor('saved and open');
		terminal.kill('SIGHUP');
		await terminal.exit;
		const place = readFileSync(path.join(tools.path, 'place'), 'utf8').trim();
		expect(readFileSync(place, 'utf8')).toBe('{"name": "platf');
		expect(statSync(place).mode & 0o777).toBe(0o600);
		expect(readdirSync(path.dirname(place))).toEqual([path.basename(place)]);
	});

	it('of a killed program has left its text in the draft, which opens in the editor again', async () => {
		await using server = await startCheckedServer();
		using tools = editorOf('cat "$1" >> "$(dirname "$0")/given"', 'printf \'{"name": "platf\' > "$1"');
		const options = {
			...roomy,
			args: ['user-groups'],
			environment: {...tools.environment, EDITOR: tools.editor},
		};
		{
			await using terminal = openAccount(server, options);
			await pressE(terminal);
			await terminal.waitFor('What was written can not be taken');
			terminal.kill('SIGKILL');
			await terminal.exit;
		}
		await using terminal = openAccount(server, options);
		await pressE(terminal);
		await terminal.waitFor('continue with it');
		terminal.press('enter');
		await terminal.waitFor('ctrl-o opens it');
		terminal.press('ctrl+o');
		await terminal.waitFor('What was written can not be taken');
		expect(readFileSync(path.join(tools.path, 'given'), 'utf8')).toMatch(/^\{"name": "platf$/mu);
	});
});
