/** Several profiles in the built program: each with a server, a credential and rights of its own. */
import {readFileSync} from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';
import {beforeEach, describe, expect, it} from 'vitest';
import {demoTokens, type Emulator, startEmulator} from '../../source/emulator/index.ts';
import {skipWithoutKeyring, startKeyring, type TestKeyring} from '../support/keyring.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import {watchDescendants} from './descendants.ts';
import {quit, waitForCursor, waitForPlace} from './journey.ts';
import {createMachine, type Machine} from './machine.ts';
import {type NotingServer, startNotingServer} from './noting-server.ts';

const {full, readOnly} = demoTokens;

interface Server extends AsyncDisposable {
	readonly emulator: Emulator;
	readonly noting: NotingServer;
	/** All credentials that have come here. */
	credentials(): ReadonlySet<string>;
}

/** A server whose account has a name of its own. */
async function startServer(name: string): Promise<Server> {
	const emulator = await startEmulator();
	Object.assign(emulator.state.main.account, {name});
	const noting = await startNotingServer(emulator.url);
	return {
		emulator,
		noting,
		credentials: () => new Set(noting.requests.map(({credential}) => credential)),
		async [Symbol.asyncDispose]() {
			await Promise.all([noting[Symbol.asyncDispose](), emulator.close()]);
		},
	};
}

interface Surroundings extends AsyncDisposable {
	readonly keyring: TestKeyring;
	readonly machine: Machine;
	readonly kestrel: Server;
	readonly halcyon: Server;
}

/** A keyring, and two servers: Kestrel Freight, and Halcyon Health. */
async function start(): Promise<Surroundings> {
	const [keyring, kestrel, halcyon] = await Promise.all([
		startKeyring(),
		startServer('Kestrel Freight'),
		startServer('Halcyon Health'),
	]);
	return {
		keyring,
		machine: await createMachine({keyring}),
		kestrel,
		halcyon,
		async [Symbol.asyncDispose]() {
			await Promise.all([keyring, kestrel, halcyon].map((each) => each[Symbol.asyncDispose]()));
		},
	};
}

/** Signed in to both: as `work` to the first, and as `audit`, which may only read, to the second. */
async function startSignedIn(): Promise<Surroundings> {
	const surroundings = await start();
	const {keyring, machine, kestrel, halcyon} = surroundings;
	machine.configure(JSON.stringify({version: 1, profiles: profilesAt(kestrel, halcyon)}));
	const store = (profile: string, token: string): Promise<string> =>
		keyring.secretTool(['store', `--label=${profile}`, 'service', 'cfiam', 'username', profile], token);
	await Promise.all([store('work', full.token), store('audit', readOnly.token)]);
	return surroundings;
}

const profilesAt = (kestrel: Server, halcyon: Server) => ({
	work: {credentialStore: 'keychain', account: kestrel.emulator.accountId, baseUrl: kestrel.noting.url},
	audit: {
		credentialStore: 'keychain',
		account: halcyon.emulator.accountId,
		baseUrl: halcyon.noting.url,
		readOnly: true,
	},
});

const firstRow = 'Agency (Harborline)';
/** Only ever waited for in full when a test fails. */
const patiently = {timeout: 10_000, interval: 10};
const roomy = {columns: 120, rows: 30};

describe('two profiles', () => {
	beforeEach(skipWithoutKeyring);

	it('have their own server, token, account and rights, and P goes from one to the other', async () => {
		await using surroundings = await start();
		const {machine, kestrel, halcyon} = surroundings;
		const login = (server: Server, input: string, ...args: readonly string[]) =>
			machine.run(['login', ...args], {input, environment: {CLOUDFLARE_BASE_URL: server.noting.url}});
		expect(await login(kestrel, full.token, '--profile', 'work')).toMatchObject({code: 0, stderr: ''});
		const audit = await login(halcyon, readOnly.token, '--profile', 'audit', '--read-only');
		expect(audit).toMatchObject({code: 0, stderr: ''});
		expect(machine.configuration()).toEqual({version: 1, profiles: profilesAt(kestrel, halcyon)});
		await using terminal = machine.start({...roomy, args: ['--profile', 'audit']});
		await waitForCursor(terminal, firstRow);
		await terminal.waitFor(/^Halcyon Health > User groups {2,}audit \(desktop keyring\) {2}READ-ONLY {2}api /);
		terminal.press('P');
		const menu = await terminal.waitFor('another account');
		expect(menu).toMatch(/> 1 {2}audit {2}open now; desktop keyring, account a3c1f0d2…, read-only/);
		expect(menu).toMatch(/ {2}2 {2}work {2}desktop keyring, account a3c1f0d2…/);
		terminal.press('2');
		await waitForCursor(terminal, firstRow);
		await terminal.waitFor(/^Kestrel Freight > User groups {2,}work \(desktop keyring\) {2}api /);
		terminal.press('P');
		await terminal.waitFor('Profiles');
		terminal.press('1');
		await terminal.waitFor(/^Halcyon Health > User groups {2,}audit \(desktop keyring\) {2}READ-ONLY {2}api /);
		await quit(terminal);
		expect(kestrel.credentials()).toEqual(new Set([full.token]));
		expect(halcyon.credentials()).toEqual(new Set([readOnly.token]));
	});

	it('leave nothing to each other: late answers change nothing, and the former token is used no more', async () => {
		await using surroundings = await startSignedIn();
		const {machine, kestrel, halcyon} = surroundings;
		for (const group of halcyon.emulator.state.main.userGroups.values()) group.name = `H ${group.name}`;
		// More requests than are sent at once: some are under way when the account is left, and others wait for them.
		const path = /^\/accounts\/\w+\/iam\/user_groups\/\w+\/members$/;
		kestrel.emulator.faults.add({kind: 'delay', milliseconds: 2000, times: 100, path});
		await using terminal = machine.start({...roomy, args: ['--profile', 'work']});
		await waitForCursor(terminal, firstRow);
		const late = () => kestrel.emulator.requests.filter((request) => path.test(request.path));
		await expect.poll(() => late().length, patiently).toBeGreaterThan(0);
		terminal.press('P');
		await terminal.waitFor('Profiles');
		terminal.press('1');
		// The account is left at once, not when the other one is there.
		await expect.poll(kestrel.noting.connections, patiently).toBe(0);
		const sent = kestrel.noting.requests.length;
		expect(late().length).toBeLessThan(kestrel.emulator.state.main.userGroups.size);
		expect(late().some(({status}) => status === 0)).toBe(true);
		await waitForCursor(terminal, `H ${firstRow}`);
		await expect.poll(() => late().every(({status}) => status === 200), patiently).toBe(true);
		// Whatever came of it has come before the next answer.
		terminal.press('r');
		await terminal.waitFor('reading again');
		await terminal.waitFor('read just now');
		await waitForCursor(terminal, `H ${firstRow}`);
		terminal.press('3');
		await waitForPlace(terminal, 'Halcyon Health', 'Permission groups');
		await terminal.waitFor(/^permission groups +(?:1-\d+ of )?\d+ /m);
		terminal.press('1');
		await waitForCursor(terminal, `H ${firstRow}`);
		await quit(terminal);
		expect(kestrel.noting.requests.slice(sent)).toEqual([]);
		expect(kestrel.credentials()).toEqual(new Set([full.token]));
		expect(halcyon.credentials()).toEqual(new Set([readOnly.token]));
	});

	it('may be locked: the message of the one, the way back to the other, and nothing is sent meanwhile', async () => {
		await using surroundings = await startSignedIn();
		const {machine, keyring, kestrel, halcyon} = surroundings;
		await using terminal = machine.start({...roomy, args: ['--profile', 'work']});
		await waitForCursor(terminal, firstRow);
		await keyring.lock();
		const sent = halcyon.noting.requests.length;
		terminal.press('P');
		await terminal.waitFor('Profiles');
		terminal.press('1');
		await terminal.waitFor('Your desktop keyring is locked. The credential may still be in it.');
		expect(terminal.row(0)).toContain('cfiam > audit');
		expect(keyring.prompts()).toBe(0);
		expect(halcyon.noting.requests.length).toBe(sent);
		// The former account is left, with its credential.
		await expect.poll(kestrel.noting.connections, patiently).toBe(0);
		await keyring.unlock();
		terminal.press('j', 'j', 'j');
		await terminal.waitFor('> Another profile');
		terminal.press('enter');
		await terminal.waitFor(/> work +desktop keyring, account a3c1f0d2…/);
		terminal.press('enter');
		await waitForCursor(terminal, firstRow);
		await terminal.waitFor(/^Kestrel Freight > User groups {2,}work \(desktop keyring\) {2}api /);
		await quit(terminal);
		expect(halcyon.noting.requests.length).toBe(sent);
	});
});

/** A bus that counts who comes and never answers. */
async function startMuteBus() {
	const directory = temporaryDirectory();
	const socket = path.join(directory.path, 'bus');
	let connections = 0;
	const server = createServer((connection) => {
		connections += 1;
		connection.on('error', () => undefined);
	});
	await new Promise<void>((resolve) => server.listen(socket, resolve));
	return {
		environment: {DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}`, XDG_RUNTIME_DIR: directory.path},
		connections: () => connections,
		[Symbol.dispose]() {
			server.close();
			directory[Symbol.dispose]();
		},
	};
}

describe('a token in the environment', () => {
	it('wins over the stored one, without a call of the keychain', async () => {
		await using server = await startServer('Kestrel Freight');
		using bus = await startMuteBus();
		const configuration = `{"profiles": {"work": {"credentialStore": "keychain", "baseUrl": "${server.noting.url}"}}}`;
		const machine = await createMachine({keyring: bus, configuration});
		const environment = {CLOUDFLARE_API_TOKEN: full.token};
		await using terminal = machine.start({...roomy, environment});
		using watch = watchDescendants(terminal.pid);
		await waitForCursor(terminal, firstRow);
		expect(terminal.row(0)).toMatch(/^Kestrel Freight > User groups {2,}work \(CLOUDFLARE_API_TOKEN\) /);
		await quit(terminal);
		const who = await machine.run(['whoami', '--json'], {environment});
		expect(JSON.parse(who.stdout)).toMatchObject({profile: 'work', source: 'CLOUDFLARE_API_TOKEN'});
		expect(bus.connections()).toBe(0);
		expect(watch.commandLines()).toEqual([expect.stringContaining('cli.js')]);

		// Without it the bus is asked, and by a process that is seen.
		await using asking = machine.start();
		using other = watchDescendants(asking.pid);
		await asking.waitFor('Reading the credential of work');
		await expect.poll(bus.connections, patiently).toBeGreaterThan(0);
		await quit(asking);
		expect(other.commandLines().join()).toContain('keychain-child.js');
	});
});

describe('a configuration with a mistake', () => {
	const account = 'a3c1f0d2b4e5968778695a4b3c2d1e0f';

	it.each([
		['an unknown setting', ['"work": {"credentialStor": "keychain"}'], /:4:10: .*credentialStor.*credentialStore/],
		[
			'an unknown store',
			['"work": {', '"credentialStore": "gnome"}'],
			/:5:20: .*keychain.*kernel-keyring.*passphrase-file/,
		],
		['an account id that is none', ['"work": {"account": "kestrel"}'], /:4:21: .*account/],
		['a server that is none', ['"work": {"baseUrl": "api.cloudflare.com"}'], /:4:10: .*api\.cloudflare\.com/],
		['a name that is none', ['"../work": {}'], /:4:1: .*\.\.\/work/],
		['a profile twice', [`"work": {"account": "${account}"},`, '"work": {}'], /:5:1: .*work/],
	])('in a profile is told by line and column, and nothing is written: %s', async (_, lines, words) => {
		const text = ['{', '"version": 1,', '"profiles": {', ...lines, '}}'].join('\n');
		const machine = await createMachine({configuration: text});
		await using terminal = machine.start({columns: 250});
		expect((await terminal.exit).code).toBe(2);
		const [first = ''] = terminal.screen().split('\n');
		expect(first.replace(`cfiam: ${machine.configurationFile}`, '')).toMatch(words);
		const login = await machine.run(['login'], {input: full.token});
		expect(login).toEqual({code: 2, stdout: '', stderr: expect.stringContaining(`${first}\n`)});
		expect(readFileSync(machine.configurationFile, 'utf8')).toBe(text);
	});

	it('that was made while the program runs is told by P, which leads nowhere then', async () => {
		await using server = await startServer('Kestrel Freight');
		const machine = await createMachine({emulator: server.emulator, configuration: '{"profiles": {"work": {}}}'});
		await using terminal = machine.start({...roomy, columns: 160, environment: {CLOUDFLARE_API_TOKEN: full.token}});
		await waitForCursor(terminal, firstRow);
		machine.configure('{\n"profiles": {"work": {"readOnly": "yes"}}}');
		terminal.press('P');
		const screen = await terminal.waitFor(`${machine.configurationFile}:2:35: "readOnly" should be true or false.`);
		expect(screen).not.toContain('another account');
		machine.configure('{\n"profiles": {"work": {"readOnly": true}}}');
		terminal.press('P');
		await terminal.waitFor('nothing stored, read-only');
	});
});

describe('a stored credential', () => {
	const configuration = '{"profiles": {"here": {}, "work": {"credentialStore": "keychain"}}}';
	const refusal = 'belongs to https://api.cloudflare.com/client/v4, and CLOUDFLARE_BASE_URL names another server';

	it('goes to no other server than its own, and is not even read for one', async () => {
		await using server = await startServer('Kestrel Freight');
		using bus = await startMuteBus();
		const machine = await createMachine({keyring: bus, emulator: {url: server.noting.url}, configuration});
		const args = ['--profile', 'work'];

		await using refused = machine.start({columns: 250, args});
		expect((await refused.exit).code).toBe(2);
		expect(refused.screen()).toContain(`cfiam: the stored credential of profile work ${refusal}: ${server.noting.url}`);
		expect(refused.screen()).toContain('Nothing was sent. Unset CLOUDFLARE_BASE_URL, or give that server');
		expect(await machine.run(['whoami', ...args])).toMatchObject({code: 2, stdout: ''});
		expect(server.noting.requests).toEqual([]);

		// Where the environment has a token for that server, the stored one comes into reach.
		const environment = {CLOUDFLARE_API_TOKEN: full.token};
		await using switching = machine.start({columns: 250, environment, args: ['--profile', 'here']});
		await waitForCursor(switching, firstRow);
		switching.press('P');
		await switching.waitFor('Profiles');
		switching.press('2');
		// It is longer than the line at the bottom: a dialog has all of it, the remedy too.
		const refusedThere = await switching.waitFor('That profile can not be opened');
		expect(refusedThere).toContain('the stored credential of profile work belongs to https://api.cloudflare.com');
		expect(refusedThere).toContain('Unset CLOUDFLARE_BASE_URL, or give that server a profile of its own');
		switching.press('escape');
		expect(switching.row(0)).toMatch(/^Kestrel Freight > .* here \(CLOUDFLARE_API_TOKEN\)/);
		await quit(switching);

		await using anew = machine.start({columns: 250, environment, args});
		await waitForCursor(anew, firstRow);
		anew.press('P');
		await anew.waitFor('Profiles');
		anew.press('s');
		await anew.waitFor('Stored credential');
		anew.press('j', 'j', 'enter');
		await anew.waitFor((screen) =>
			screen.replaceAll(/\s+/g, ' ').includes(`stored credential of profile work ${refusal}`),
		);
		await quit(anew);

		expect(server.credentials()).toEqual(new Set([full.token]));
		expect(bus.connections()).toBe(0);
	});
});
