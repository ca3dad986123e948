/** Lists of the last visit: the built program started twice, with a server that does not answer the second time. */
import {chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {demoTokens, type Emulator} from '../../source/emulator/index.ts';
import {skipWithoutKeyring, startKeyring} from '../support/keyring.ts';
import type {TestTerminal} from '../support/terminal.ts';
import {nameAtCursor, quit, startServer, waitForCursor} from './journey.ts';
import {createMachine, type Machine} from './machine.ts';

const firstRow = 'kestrel-careers.example';

const listsOf = (machine: Machine): string => path.join(machine.environment.XDG_CACHE_HOME ?? '', 'cfiam', 'lists');

/** The files of kept lists. */
function filesOf(machine: Machine): readonly string[] {
	const directory = listsOf(machine);
	if (!existsSync(directory)) return [];
	const names = readdirSync(directory, {recursive: true, encoding: 'utf8'});
	return names.filter((name) => name.endsWith('.lists')).map((name) => path.join(directory, name));
}

/** Nothing is answered from here on; the function ends that. */
function stall(emulator: Emulator): () => void {
	const fault = emulator.faults.add({kind: 'stall', times: 1000});
	return () => fault.remove();
}

/** With a token in the environment, whose lists are kept because the configuration says so. */
async function plainMachine(emulator: Emulator) {
	const machine = await createMachine({emulator, configuration: '{"cache": "plain"}'});
	const environment = {CLOUDFLARE_API_TOKEN: emulator.token, CLOUDFLARE_ACCOUNT_ID: emulator.accountId};
	return {
		machine,
		start: (more = {}): TestTerminal => machine.start({args: ['zones'], environment: {...environment, ...more}}),
	};
}

/** A visit that reads the zones, to its end. */
async function visit(terminal: TestTerminal): Promise<void> {
	await waitForCursor(terminal, firstRow);
	await terminal.waitFor('read just now');
	await quit(terminal);
	await terminal.close();
}

describe('the second start', () => {
	it('shows the rows before any answer, with their age, and reads them again in place', async () => {
		await using emulator = await startServer();
		const {machine, start} = await plainMachine(emulator);
		await visit(start());
		const [file = ''] = filesOf(machine);
		expect(readFileSync(file, 'latin1')).toContain(firstRow);
		expect(readFileSync(file, 'latin1')).not.toContain(emulator.token);

		const goOn = stall(emulator);
		emulator.clearRequests();
		await using terminal = start();
		await waitForCursor(terminal, firstRow);
		await terminal.waitFor('read just now, reading again');
		expect(emulator.requests.filter(({status}) => status === 200)).toEqual([]);
		const [zone] = emulator.state.main.zones.values().filter(({name}) => name === firstRow);
		if (zone === undefined) throw new Error('there is no such zone');
		emulator.state.main.zones.set({...zone, name: 'a-renamed.example'});
		goOn();
		terminal.press('r');
		await terminal.waitFor('a-renamed.example');
		await terminal.waitFor((screen) => !screen.includes('reading again'));
		await quit(terminal);
	});

	it('shows nothing of what another token, a damaged file or a file of others has', async () => {
		await using emulator = await startServer();
		const {machine, start} = await plainMachine(emulator);
		await visit(start());
		const [file = ''] = filesOf(machine);
		const whole = readFileSync(file);
		const goOn = stall(emulator);
		const expectNothing = async (more = {}): Promise<void> => {
			await using terminal = start(more);
			await terminal.waitFor(/reading|nothing yet/u);
			expect(nameAtCursor(terminal.screen())).not.toContain('kestrel');
			await quit(terminal);
		};
		await expectNothing({CLOUDFLARE_API_TOKEN: demoTokens.readOnly.token});
		writeFileSync(file, whole.subarray(0, whole.length / 2));
		await expectNothing();
		writeFileSync(file, whole.with(70, (whole[70] ?? 0) ^ 1));
		await expectNothing();
		writeFileSync(file, whole);
		chmodSync(file, 0o644);
		await expectNothing();
		goOn();
		// None of that is in the way of the next visit.
		await visit(start());
		const [after = ''] = filesOf(machine);
		expect(readFileSync(after, 'latin1')).toContain(firstRow);
	});

	it('goes as well where nothing can be kept', async () => {
		await using emulator = await startServer();
		const {machine, start} = await plainMachine(emulator);
		mkdirSync(path.dirname(listsOf(machine)), {recursive: true});
		writeFileSync(listsOf(machine), 'a file in its place');
		await visit(start());
		await visit(start());
		expect(readFileSync(listsOf(machine), 'utf8')).toBe('a file in its place');
	});
});

describe('what is kept', () => {
	it('is nothing with a token from the environment, unless that is wanted, and nothing of the demo', async () => {
		await using emulator = await startServer();
		const {machine, start} = await plainMachine(emulator);
		machine.configure('{}');
		await visit(start());
		machine.configure('{"cache": "off"}');
		await visit(start());
		machine.configure('{"cache": "plain"}');
		await visit(machine.start({args: ['--demo', 'zones'], environment: {CLOUDFLARE_BASE_URL: undefined}}));
		expect(filesOf(machine)).toEqual([]);
	});

	it('goes with cfiam cache clear, and comes again', async () => {
		await using emulator = await startServer();
		const {machine, start} = await plainMachine(emulator);
		await visit(start());
		expect(filesOf(machine)).toHaveLength(1);
		expect(await machine.run(['cache', 'clear', '--profile', 'nobody'])).toMatchObject({code: 0});
		expect(filesOf(machine)).toHaveLength(1);
		const cleared = await machine.run(['cache', 'clear']);
		expect(cleared).toEqual({
			code: 0,
			stdout: `Removed the lists of one account from ${listsOf(machine)}.\n`,
			stderr: '',
		});
		expect(filesOf(machine)).toEqual([]);
		await visit(start());
		expect(filesOf(machine)).toHaveLength(1);
	});

	it('of a stored credential is encrypted with it, asks the keyring for nothing more, and goes with signing out', async ({
		skip,
	}) => {
		skipWithoutKeyring({skip});
		await using emulator = await startServer();
		await using keyring = await startKeyring();
		const machine = await createMachine({emulator, keyring});
		const login = await machine.run(['login', '--account', emulator.accountId], {input: emulator.token});
		expect(login).toMatchObject({code: 0});
		await visit(machine.start({args: ['zones']}));
		const [file = ''] = filesOf(machine);
		expect(readFileSync(file, 'latin1')).not.toContain('kestrel');
		expect(await keyring.secretTool(['lookup', 'service', 'cfiam', 'username', 'default'])).toBe(emulator.token);

		const old = new Date(Date.now() - 3 * 3_600_000);
		utimesSync(file, old, old);
		const goOn = stall(emulator);
		const second = machine.start({args: ['zones']});
		await waitForCursor(second, firstRow);
		await second.waitFor('reading again');
		goOn();
		await quit(second);
		await second.close();
		expect(await machine.run(['logout'])).toMatchObject({
			code: 0,
			stdout: expect.stringContaining('Removed the lists that were kept for profile default.'),
		});
		expect(filesOf(machine)).toEqual([]);
	});
});
