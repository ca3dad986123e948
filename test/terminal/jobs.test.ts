import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {startTerminal, type TestTerminal} from '../support/terminal.ts';

const fixture = path.join(import.meta.dirname, 'fixtures/job.ts');

function startProgram(): TestTerminal {
	return startTerminal({command: process.execPath, args: [fixture]});
}

/** A shell with job control. */
async function startShell(): Promise<TestTerminal> {
	const terminal = startTerminal({
		command: 'bash',
		args: ['--norc', '--noprofile', '-i'],
		environment: {PS1: 'shell> '},
	});
	await terminal.waitFor('shell>');
	return terminal;
}

/** Stops the program with ctrl-z, brings it back with fg, and checks that it reads keys as before. */
async function stopAndContinue(terminal: TestTerminal): Promise<void> {
	await terminal.waitFor('ready');
	expect(terminal.emulator.isAlternate).toBe(true);
	terminal.press('ctrl+z');
	await terminal.waitFor('Stopped');
	expect(terminal.emulator.isAlternate).toBe(false);
	terminal.write('echo still $((1 + 1))\r');
	await terminal.waitFor('still 2');
	terminal.write('fg\r');
	await terminal.waitFor('resumed');
	expect(terminal.emulator.isAlternate).toBe(true);
	terminal.press('j');
	await terminal.waitFor('key j');
	terminal.press('q');
	await terminal.waitFor((screen) => screen.endsWith('shell>'));
	expect(terminal.emulator.isAlternate).toBe(false);
}

describe('suspending', () => {
	it('stops the program, gives the terminal to the shell, and goes on where it was', async () => {
		await using terminal = await startShell();
		terminal.write(`'${process.execPath}' '${fixture}'\r`);
		await stopAndContinue(terminal);
	});

	it('stops what started the program as well', async () => {
		await using terminal = await startShell();
		terminal.write(`sh -c "'${process.execPath}' '${fixture}'; true"\r`);
		await stopAndContinue(terminal);
	});

	it('goes on by itself where nobody could continue it', async () => {
		await using terminal = startProgram();
		await terminal.waitFor('ready');
		terminal.press('ctrl+z');
		await terminal.waitFor('resumed');
		terminal.press('j');
		await terminal.waitFor('key j');
	});
});

describe('the end of the terminal', () => {
	it('ends the program when the line drops', async () => {
		await using terminal = startProgram();
		await terminal.waitFor('ready');
		terminal.hangUp();
		expect((await terminal.exit).code).toBe(7);
		expect(readFileSync(path.join(terminal.home, 'cause'), 'utf8')).toMatch(/^(SIGHUP|input ended|output failed)$/);
	});

	it('ends the program when it is asked to', async () => {
		await using terminal = startProgram();
		await terminal.waitFor('ready');
		terminal.kill('SIGTERM');
		expect((await terminal.exit).code).toBe(7);
		expect(readFileSync(path.join(terminal.home, 'cause'), 'utf8')).toBe('SIGTERM');
	});
});

describe('a crash', () => {
	it('leaves a usable terminal, with the error on the normal screen', async () => {
		await using terminal = startProgram();
		await terminal.waitFor('ready');
		terminal.press('!');
		expect(await terminal.exit).toEqual({code: 1, signal: undefined});
		expect(terminal.screen()).toBe('it broke');
		expect(terminal.emulator.isAlternate).toBe(false);
		expect(terminal.emulator.hasBracketedPaste).toBe(false);
		expect(terminal.output).toMatch(/\u001b\[\?25h[^\u001b]*it broke/);
	});
});
