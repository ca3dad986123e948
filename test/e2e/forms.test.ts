/** Forms on a terminal: a draft outlives the program, and the user's editor gets the terminal and gives it back. */
import {chmodSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it, vi} from 'vitest';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import {find, roomy, startCheckedServer, waitForRow} from './browsing.ts';
import {openAccount, waitForPlace} from './journey.ts';
import {agree, closeReport, retype} from './writing.ts';

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

describe('the editor', () => {
	it('has the terminal to itself, ctrl-c included, and what it leaves is confirmed', async () => {
		await using server = await startCheckedServer();
		using tools = temporaryDirectory();
		const editor = path.join(tools.path, 'editor');
		writeFileSync(
			editor,
			[
				'#!/bin/sh',
				"trap 'echo interrupted' INT",
				'env > "$(dirname "$0")/environment"',
				'grep -c "^\\s*//" "$1"; echo "the editor is here"',
				'while ! read line; do :; done',
				'sed -i "s/\\"name\\": \\"[^\\"]*\\"/\\"name\\": \\"$line\\"/" "$1"',
			].join('\n'),
		);
		chmodSync(editor, 0o755);
		await using terminal = openAccount(server, {
			...roomy,
			args: ['user-groups'],
			environment: {EDITOR: editor, XDG_STATE_HOME: tools.path},
		});
		await waitForPlace(terminal, 'User groups');
		await waitForRow(terminal, 'Agency');
		await find(terminal, 'platform-dns', 'platform-dns');
		terminal.press('E');
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
		await using server = await startCheckedServer();
		using tools = temporaryDirectory();
		const editor = path.join(tools.path, 'editor');
		// First a text that is none, then one that is.
		writeFileSync(
			editor,
			[
				'#!/bin/sh',
				'if grep -q "^// !" "$1"; then printf \'{"name": "platform-dns-names"}\' > "$1";',
				'else printf \'{\\n"name": platform}\' > "$1"; fi',
			].join('\n'),
		);
		chmodSync(editor, 0o755);
		await using terminal = openAccount(server, {
			...roomy,
			args: ['user-groups'],
			environment: {VISUAL: editor, XDG_STATE_HOME: tools.path},
		});
		await waitForPlace(terminal, 'User groups');
		await waitForRow(terminal, 'Agency');
		await find(terminal, 'platform-dns', 'platform-dns');
		terminal.press('E');
		await terminal.waitFor('line 2, column 9: a text has to stand in double quotes');
		terminal.press('enter');
		await agree(terminal, 'platform-dns-names', 'Rename');
		await closeReport(terminal);
		await waitForRow(terminal, 'platform-dns-names');
	});
});
