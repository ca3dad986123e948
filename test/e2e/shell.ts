import type {TestTerminal} from '../support/terminal.ts';
import {type JourneyOptions, startCfiam} from './journey.ts';

/** A shell, with job control, that says what the terminal was left like. */
export async function startShell(options: JourneyOptions): Promise<TestTerminal> {
	const {environment, ...rest} = options;
	const terminal = startCfiam({
		...rest,
		command: 'bash',
		args: ['--norc', '--noprofile', '-i'],
		environment: {...environment, PS1: 'shell> '},
	});
	await terminal.waitFor('shell>');
	// Else the shell asks for brackets itself, and it can not be seen that the program does not leave them on.
	terminal.write("bind 'set enable-bracketed-paste off'\r");
	await terminal.waitFor((screen) => screen.split('shell>').length === 3);
	return terminal;
}
