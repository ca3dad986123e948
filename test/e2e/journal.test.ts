/** The journal on a terminal: what was on its way when the program was killed is told of by the next one. */
import {readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {expect, it} from 'vitest';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import {agree, retype} from './agreeing.ts';
import {find, roomy, startCheckedServer, waitForRow} from './browsing.ts';
import {openAccount, waitForPlace} from './journey.ts';

it('a write whose program was killed is told of at the next start, listed and exported', async () => {
	await using server = await startCheckedServer();
	using state = temporaryDirectory();
	const directory = path.join(state.path, 'cfiam/journal');
	const options = {...roomy, args: ['user-groups'], environment: {XDG_STATE_HOME: state.path}};
	server.faults.add({kind: 'stall', method: 'PUT', times: 9});
	{
		await using terminal = openAccount(server, options);
		await waitForPlace(terminal, 'User groups');
		await waitForRow(terminal, 'Agency');
		await find(terminal, 'platform-dns', 'platform-dns');
		terminal.press('e');
		await terminal.waitFor('Edit platform-dns');
		await retype(terminal, 'platform-dns-names');
		terminal.press('ctrl+s');
		await agree(terminal, 'platform-dns-names', 'Rename');
		await terminal.waitFor(() => server.requests.some(({method}) => method === 'PUT'), {description: 'the request'});
		terminal.kill('SIGKILL');
		await terminal.exit;
	}
	const [file = ''] = readdirSync(directory);
	expect(statSync(path.join(directory, file)).mode & 0o777).toBe(0o600);
	expect(statSync(directory).mode & 0o777).toBe(0o700);
	expect(readFileSync(path.join(directory, file), 'utf8')).not.toContain(server.token);

	await using terminal = openAccount(server, options);
	await terminal.waitFor('1 write of today has no known outcome');
	terminal.press('J');
	await terminal.waitFor(/Rename platform-dns to .* unknown/u);
	terminal.press('enter');
	await terminal.waitFor('Nothing was heard of it any more');
	terminal.press(':');
	terminal.write(`journal export ${path.join(state.path, 'writes.jsonl')}`);
	terminal.press('enter');
	await terminal.waitFor('1 write exported');
	const exported: unknown = JSON.parse(readFileSync(path.join(state.path, 'writes.jsonl'), 'utf8'));
	expect(exported).toMatchObject({what: 'Rename platform-dns to platform-dns-names', before: {name: 'platform-dns'}});
});
