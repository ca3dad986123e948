/** Looks for secrets wherever a program may leave them: while it runs, and afterwards. */
import {readdirSync, readFileSync, statSync, watch as watchDirectory} from 'node:fs';
import path from 'node:path';
import {descendantsOf, read} from './descendants.ts';

export interface SecretWatch extends Disposable {
	/**
	 * Looks at a program and all that it starts from now on, every few ms: at command lines, and at environments. `knows`:
	 * the program itself has been given the secret in its environment, where nobody else has it from.
	 */
	follow(program: number, options?: {readonly knows?: boolean}): void;
	/** Looks at a text: the output of a program, as it came. */
	search(place: string, text: string | Uint8Array): void;
	/** Looks once more, and tells where a secret was found, ever. */
	found(): readonly string[];
	/** The command lines that were seen, with spaces between the arguments: it can be told that there was something to see. */
	commandLines(): readonly string[];
	/** All files that were there at any time, as far as they are where directories were from the beginning. */
	files(): readonly string[];
}

/** @param directories where programs may write; each file in them is looked at whenever it has changed */
export function watchForSecrets(directories: readonly string[], secrets: readonly string[]): SecretWatch {
	const forms = secrets.flatMap(formsOf);
	const programs = new Map<number, boolean>();
	const commandLines = new Set<string>();
	const found = new Set<string>();
	/** Files and the state that they were last looked at in. */
	const files = new Map<string, string>();
	const own = read('/proc/self/cmdline');
	const watchers = directories.flatMap(directoriesUnder).map((directory) =>
		// The system tells of each name, however short the time that it is there.
		watchDirectory(directory, (_event, name) => {
			if (name !== null) files.set(path.join(directory, name), files.get(path.join(directory, name)) ?? '');
		}),
	);

	const search: SecretWatch['search'] = (place, text) => {
		const bytes = Buffer.from(text);
		// However it is broken into lines, coloured and moved about.
		const bare = Buffer.from(bytes.toString('latin1').replaceAll(/\u001b\[[\d;?]*[A-Za-z]|\s/g, ''), 'latin1');
		if (forms.some((form) => bytes.includes(form) || bare.includes(form))) found.add(place);
	};
	const lookAtProcesses = (): void => {
		for (const [program, knows] of programs) {
			const ofProgram = read(`/proc/${program}/cmdline`);
			for (const pid of descendantsOf(program)) {
				const commandLine = read(`/proc/${pid}/cmdline`);
				// Between fork and exec it is a copy of the process that has started it.
				if (commandLine === '' || commandLine === own || (pid !== program && commandLine === ofProgram)) continue;
				const shown = commandLine.replaceAll('\0', ' ').trim();
				commandLines.add(shown);
				search(`the command line ${shown}`, commandLine);
				if (pid !== program || !knows) search(`the environment of ${shown}`, read(`/proc/${pid}/environ`));
			}
		}
	};
	const lookAtFiles = (): void => {
		for (const file of directories.flatMap(filesUnder)) {
			const status = statSync(file, {throwIfNoEntry: false});
			if (status?.isFile() !== true) continue;
			const state = `${status.ino} ${status.size} ${status.mtimeMs}`;
			if (files.get(file) === state) continue;
			files.set(file, state);
			search(file, textOf(file));
		}
	};
	const look = (): void => {
		lookAtProcesses();
		lookAtFiles();
	};
	const timer = setInterval(look, 3);
	return {
		follow(program, {knows = false} = {}) {
			programs.set(program, knows);
			look();
		},
		search,
		found() {
			look();
			return [...found];
		},
		commandLines: () => [...commandLines],
		files: () => [...files.keys()],
		[Symbol.dispose]() {
			clearInterval(timer);
			for (const watcher of watchers) watcher.close();
		},
	};
}

/** What a secret can be recognised by, as it is and in the usual disguises. */
function formsOf(secret: string): readonly Buffer[] {
	const core = Buffer.from(secret.replaceAll(/\s/g, '').slice(5, 21));
	const base64 = [0, 1, 2].map((shift) => {
		const text = Buffer.concat([Buffer.alloc(shift), core]).toString('base64');
		// Without the characters that depend on what stands around it.
		return text.slice(shift === 0 ? 0 : shift + 1, -4);
	});
	const texts = [core.toString('hex'), core.toString('hex').toUpperCase(), ...base64];
	return [core, Buffer.from(core.toString(), 'utf16le'), ...texts.map((text) => Buffer.from(text))];
}

function directoriesUnder(directory: string): readonly string[] {
	const entries = readdirSync(directory, {recursive: true, withFileTypes: true}).filter((entry) => entry.isDirectory());
	return [directory, ...entries.map((entry) => path.join(entry.parentPath, entry.name))];
}

function filesUnder(directory: string): readonly string[] {
	try {
		return readdirSync(directory, {recursive: true, withFileTypes: true})
			.filter((entry) => entry.isFile())
			.map((entry) => path.join(entry.parentPath, entry.name));
	} catch {
		// A directory has gone while it was read: the next look sees the others.
		return [];
	}
}

function textOf(file: string): Buffer | string {
	try {
		return readFileSync(file);
	} catch {
		return '';
	}
}
