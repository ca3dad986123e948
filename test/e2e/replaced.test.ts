/** The program's files are replaced by another version's while it runs. */
import {cpSync, readdirSync, rmSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import {expect, it} from 'vitest';
import {lastWords} from '../../source/last-words.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import {roomy, startCheckedServer, waitForRow} from './browsing.ts';
import {cli, openAccount, waitForPlace} from './journey.ts';

it('says so, and goes on, where the editor is no longer there', async () => {
	await using server = await startCheckedServer();
	using place = temporaryDirectory();
	const copy = path.join(place.path, 'dist');
	cpSync(path.dirname(cli), copy, {recursive: true});
	cpSync(path.join(path.dirname(cli), '../package.json'), path.join(place.path, 'package.json'));
	symlinkSync(path.join(path.dirname(cli), '../node_modules'), path.join(place.path, 'node_modules'));
	await using terminal = openAccount(server, {
		...roomy,
		command: process.execPath,
		args: [path.join(copy, 'cli.js'), 'user-groups'],
		environment: {EDITOR: 'true'},
	});
	await waitForPlace(terminal, 'User groups');
	await waitForRow(terminal, 'Agency');
	const editors = readdirSync(path.join(copy, 'chunks')).filter((name) => name.startsWith('editor-'));
	expect(editors).not.toEqual([]);
	for (const name of editors) rmSync(path.join(copy, 'chunks', name));
	terminal.press('E');
	await terminal.waitFor('the program was replaced while it ran; restart it');
	terminal.press('escape', 'j');
	await terminal.waitFor('Agency');
	expect(terminal.emulator.isAlternate).toBe(true);
});

it('is no mistake of the program where nothing can go on without the part that is missing', () => {
	const error = Object.assign(new Error('Cannot find module'), {code: 'ERR_MODULE_NOT_FOUND'});
	expect(lastWords(error)).toBe(
		'cfiam: the program was replaced while it ran; restart it, or install it again if that does not help\n',
	);
});
