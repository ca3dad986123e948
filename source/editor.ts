/**
 * A text in the user's own editor: in a file that nobody else may read, gone afterwards, in an environment without
 * secrets. The terminal has to be the user's meanwhile. Where the program ends first, or nothing is taken from the
 * editor, a file that somebody has written into stays: it is the only copy.
 */
import {spawn} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync} from 'node:fs';
import {constants, tmpdir} from 'node:os';
import path from 'node:path';
import {type Environment, environmentWithoutSecrets} from './credentials/environment.ts';
import type {Edited} from './screens/form/editing.ts';
import {sanitise} from './terminal/sanitise.ts';

/** Bytes of a text at most: an editor may have been left with another file. */
const longest = 8 * 1024 * 1024;

/** What ends the program while the terminal is the editor's; ctrl-c and ctrl-\\ are the editor's own. */
const endings = ['SIGHUP', 'SIGTERM'] as const;

/** $VISUAL, else $EDITOR, else vi; a command with its arguments, as git and others read them. */
export function editorCommand(environment: Environment): string {
	return [environment.VISUAL, environment.EDITOR].find((command) => command?.trim()) ?? 'vi';
}

function signalName(number: number): string {
	return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? String(number);
}

/** Why the editor gave nothing back; undefined where it came to a good end. */
function run(command: string, file: string, environment: Environment): Promise<string | undefined> {
	const shown = sanitise(command);
	return new Promise((resolve) => {
		// The shell reads the command as the user has written it; the file is an argument of its own. ctrl-c in the editor
		// is the editor's: the shell that waits for it lives on.
		const editor = spawn('/bin/sh', ['-c', `trap : INT QUIT; ${command} "$1"`, 'cfiam', file], {
			stdio: 'inherit',
			env: environmentWithoutSecrets(environment),
		});
		// A program that is told to end does not wait for the editor: it would take away what is saved later.
		const letGo = (): void => editor.unref();
		for (const signal of endings) process.on(signal, letGo);
		const over = (): void => {
			for (const signal of endings) process.off(signal, letGo);
		};
		editor.once('error', ({message}) => {
			over();
			resolve(`${shown} could not be started: ${message}`);
		});
		editor.once('exit', (code, signal) => {
			over();
			if (code === 0) resolve(undefined);
			else if (code === 127) resolve(`there is no editor ${shown}: set $VISUAL or $EDITOR`);
			else resolve(`${shown} ended with ${signal ?? (code !== null && code > 128 ? signalName(code - 128) : code)}`);
		});
	});
}

/** Whether a file holds what was given out, and nothing else is beside it that an editor may want to recover from. */
function isStill(file: string, text: string): boolean {
	try {
		return readdirSync(path.dirname(file)).length === 1 && readFileSync(file, 'utf8') === text;
	} catch {
		return false;
	}
}

/** The file, or one of the editor's own beside it, that somebody has written into; undefined where there is none. */
function writtenFile(file: string, text: string): string | undefined {
	if (isStill(file, text)) return undefined;
	try {
		const names = readdirSync(path.dirname(file));
		const name = names.find((each) => each === path.basename(file)) ?? names[0];
		return name === undefined ? undefined : path.join(path.dirname(file), name);
	} catch {
		return undefined;
	}
}

/** Says where the text is; whoever has hung up is told by nobody. */
function tellOf(file: string): void {
	try {
		writeSync(2, `cfiam: what was written in the editor is in ${file}\n`);
	} catch {
		// There is no terminal any more.
	}
}

/** @param name what the file is called, with its ending: editors go by it */
export async function editText(text: string, name: string, environment: Environment): Promise<Edited> {
	let directory: string | undefined;
	const file = (): string => path.join(directory ?? '', path.basename(name));
	const clear = (): void => {
		// Copies and lock files of the editor go with it.
		if (directory !== undefined) rmSync(directory, {recursive: true, force: true});
	};
	// The program may end before the editor does, which may have saved by then and may save yet.
	const clearUnlessWritten = (): void => {
		if (directory === undefined || isStill(file(), text)) clear();
		else tellOf(file());
	};
	/** What nothing is taken from is not thrown away with it. */
	const failed = (reason: string): Edited => {
		const written = directory === undefined ? undefined : writtenFile(file(), text);
		if (written === undefined) return {kind: 'failed', reason};
		directory = undefined;
		return {kind: 'failed', reason: `${reason}; what was written is in ${written}`};
	};
	process.once('exit', clearUnlessWritten);
	try {
		// Made for its owner alone.
		directory = mkdtempSync(path.join(tmpdir(), 'cfiam-'));
		writeFileSync(file(), text, {mode: 0o600, flag: 'wx'});
		const reason = await run(editorCommand(environment), file(), environment);
		if (reason !== undefined) return failed(reason);
		const bytes = readFileSync(file());
		if (bytes.length > longest) return failed('the file is too long');
		return {
			kind: 'edited',
			text: bytes
				.toString('utf8')
				.replaceAll('\r\n', '\n')
				.replace(/^\ufeff/u, ''),
		};
	} catch (error) {
		if (!(error instanceof Error && 'syscall' in error)) throw error;
		return failed(error.message);
	} finally {
		process.off('exit', clearUnlessWritten);
		clear();
	}
}
