/** The secret of an OAuth client is on the screen while its panel is open, and in no file at any time. */
import {mkdirSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {expect, it, vi} from 'vitest';
import {guardTime} from '../../source/screens/state.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import type {TestTerminal} from '../support/terminal.ts';
import {agree, closeReport, goToField, pick, retype} from './agreeing.ts';
import {roomy, startCheckedServer, waitForRow} from './browsing.ts';
import {openAccount, quit, waitForPlace} from './journey.ts';
import {watchForSecrets} from './secret-watch.ts';

/** What the server gives out, known beforehand: a file that is gone again at once is looked into as well. */
const secrets = ['firstSecretThatNobodyMayFindInAnyFileAbc', 'otherSecretThatNobodyMayFindInAnyFileXyz'];

/** Reveals the secret, says that it is stored, and closes the report. */
async function takeSecret(terminal: TestTerminal, secret: string): Promise<void> {
	await terminal.waitFor('[ ] I have stored it');
	await wait(guardTime);
	terminal.press('v');
	await terminal.waitFor(`cf-oauth-secret-${secret}`);
	terminal.press('space');
	await terminal.waitFor('[x] I have stored it');
	terminal.press('enter');
	await closeReport(terminal);
}

it('creating a client and rotating its secret leaves neither secret in state, configuration, cache, journal or drafts', {
	timeout: 60_000,
}, async () => {
	await using server = await startCheckedServer();
	const given = [...secrets];
	const {random} = server.state;
	const letters = random.letters.bind(random);
	vi.spyOn(random, 'letters').mockImplementation(
		(count) => (count === 40 ? given.shift() : undefined) ?? letters(count),
	);
	using place = temporaryDirectory();
	const environment = Object.fromEntries(
		['XDG_STATE_HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'TMPDIR'].map((name) => {
			const directory = path.join(place.path, name);
			// What the program makes of its own is there from the beginning, so that all names in it are told of.
			for (const part of ['', 'cfiam', 'cfiam/journal', 'cfiam/drafts'])
				mkdirSync(path.join(directory, part), {mode: 0o700});
			return [name, directory];
		}),
	);
	await using terminal = openAccount(server, {...roomy, args: ['oauth-clients'], environment});
	using watching = watchForSecrets([place.path, terminal.home], secrets);
	watching.follow(terminal.pid);
	await waitForRow(terminal, 'CI deployments');
	terminal.press('n');
	await terminal.waitFor('New OAuth client');
	await retype(terminal, 'Night shift');
	await goToField(terminal, 'Redirect URIs');
	terminal.write('https://night.example/cb');
	await terminal.waitFor('https://night.example/cb');
	await goToField(terminal, 'Scopes');
	await pick(terminal, ['dns write', 'DNS Write']);
	terminal.press('ctrl+s');
	await agree(terminal, 'Create OAuth client Night shift', 'Create');
	await takeSecret(terminal, secrets[0] ?? '');
	terminal.write(':oauth-clients Night shift\r');
	await waitForPlace(terminal, 'OAuth clients', 'Night shift');
	terminal.press('R');
	await agree(terminal, 'Rotate the secret of Night shift', 'Rotate');
	await takeSecret(terminal, secrets[1] ?? '');
	// A draft of the same client, written after both were seen.
	terminal.press('e');
	await terminal.waitFor('Edit Night shift');
	await retype(terminal, 'Day shift');
	terminal.press('escape');
	await terminal.waitFor('leave it for later');
	terminal.press('down', 'enter');
	await terminal.waitFor('left as a draft');
	await quit(terminal);
	expect(given).toEqual([]);
	expect(watching.found()).toEqual([]);
	// It can be told that there was something to look into.
	const files = watching.files().map((file) => path.relative(place.path, file));
	expect(files).toContainEqual(expect.stringMatching(/^XDG_STATE_HOME\/cfiam\/journal\/[^/]+\.jsonl$/u));
	expect(files).toContainEqual(expect.stringMatching(/^XDG_STATE_HOME\/cfiam\/drafts\/[^/]+\/[^/]+\.json$/u));
});
