/** The line that unlocks a keyring without a display, in the shells that people have. */
import {describe, expect, it} from 'vitest';
import {unlockCommand} from '../../source/credentials/store-words.ts';
import {skipWithoutKeyring, startKeyring} from '../support/keyring.ts';
import {startTerminal} from '../support/terminal.ts';

/** Of the test keyring. */
const password = 'pw';

describe.each([
	['bash', ['bash', '--norc', '--noprofile']],
	['sh, dash on Debian', ['sh']],
	['bash as sh', ['bash', '--posix', '--norc']],
] as const)('the line that unlocks a keyring, pasted into %s', (_, [command, ...args]) => {
	it('unlocks what is locked, and shows nothing of the password', async ({skip}) => {
		skipWithoutKeyring({skip});
		await using keyring = await startKeyring();
		await keyring.secretTool(['store', '--label=x', 'service', 'cfiam', 'username', 'default'], 'kept');
		await keyring.restart();
		await expect(keyring.secretTool(['lookup', 'service', 'cfiam', 'username', 'default'])).rejects.toThrow();
		await using shell = startTerminal({
			command,
			args,
			environment: {...keyring.environment, PS1: 'ready> '},
			columns: 200,
		});
		await shell.waitFor('ready>');
		shell.write(`${unlockCommand}\r`);
		await shell.waitFor(/^Keyring password:$/mu);
		shell.write(`${password}\r`);
		await shell.waitFor(/Keyring password:[\s\S]*ready>/u);
		expect(await keyring.secretTool(['lookup', 'service', 'cfiam', 'username', 'default'])).toBe('kept');
		shell.write('stty -a | grep -c " echo "\r');
		await shell.waitFor(/^1$/mu);
		expect(shell.screen()).not.toContain(password);
	});

	it('leaves the terminal as it was when it is left with ctrl-c', async ({skip}) => {
		skipWithoutKeyring({skip});
		await using keyring = await startKeyring();
		await keyring.restart();
		await using shell = startTerminal({
			command,
			args,
			environment: {...keyring.environment, PS1: 'ready> '},
			columns: 200,
		});
		await shell.waitFor('ready>');
		shell.write(`${unlockCommand}\r`);
		await shell.waitFor(/^Keyring password:$/mu);
		shell.press('ctrl+c');
		await shell.waitFor(/Keyring password:[\s\S]*ready>/u);
		shell.write('stty -a | grep -c " echo "\r');
		await shell.waitFor(/^1$/mu);
	});
});
