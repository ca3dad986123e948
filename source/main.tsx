/**
 * Composition: the screen and what it is to show are put together here and in `opening.ts`, and nowhere else. Awaits the
 * end of the program; what went wrong is said on the normal screen.
 */
import type {ReadStream, WriteStream} from 'node:tty';
import type {Control} from './account-screen.ts';
import {loadTransport} from './api/transport.ts';
import {areas, findArea} from './areas/index.ts';
import {commandNames, type OpenInvocation} from './arguments.ts';
import {keymapError, type LoadedConfiguration} from './configuration/configuration.ts';
import {keepHeapSmall} from './heap.ts';
import {createKeymap, KeymapError} from './input/keymap.ts';
import {nearMatch} from './input/near-match.ts';
import {isReplaced, lastWords, problemText, replacedText, unfinishedText} from './last-words.ts';
import {createOpening} from './opening.ts';
import type {Edited} from './screens/form/editing.ts';
import {keyBindings, keyContexts} from './screens/keymap.ts';
import {type Ending, mountScreen, type Screen, sizeOf} from './screens/mount.tsx';
import {createSession} from './screens/session.ts';
import {signInBindings, signInContexts} from './screens/sign-in/bindings.ts';
import {createStarting, type Starting} from './screens/starting.ts';
import {type Beginning, type Process, problemLines} from './startup.ts';
import type {HangUp} from './terminal/hang-up.ts';
import {choosePalette} from './terminal/paint.ts';

/** What the program has from its process. */
export interface Surroundings extends Process {
	readonly version: string;
	readonly stdin: ReadStream;
	readonly stdout: WriteStream;
	readonly stderr: NodeJS.WritableStream;
}

/** Ages are looked at once a minute; nothing else wakes an idle program. */
const ageInterval = 60_000;

/** Ms after which memory begins to be saved: the first frames are over. */
const heapPause = 300;

/** As a shell has it: 128 and the number of the signal; a terminal that is gone is a SIGHUP. */
const hangUpCodes: Readonly<Record<HangUp, number>> = {
	SIGHUP: 129,
	SIGINT: 130,
	SIGQUIT: 131,
	SIGTERM: 143,
	'input ended': 129,
	'output failed': 129,
};

function exitCode(ending: Ending): number {
	switch (ending.kind) {
		case 'quit':
			return 0;
		case 'hang-up':
			return hangUpCodes[ending.cause];
		case 'crash':
			return 1;
	}
}

function setTimer(callback: () => void, ms: number): () => void {
	const timer = setTimeout(callback, ms);
	return () => clearTimeout(timer);
}

/** @throws {ConfigurationError} for keys of the configuration that make no keymap */
function keymapOf(loaded: LoadedConfiguration) {
	const {keys} = loaded.configuration;
	try {
		return createKeymap([...keyBindings, ...signInBindings], {...keyContexts, ...signInContexts}, keys);
	} catch (error) {
		if (error instanceof KeymapError) throw keymapError(error.problems, loaded);
		throw error;
	}
}

/** Of the sign-in alone: most starts make none. */
function signInKeymapOf({configuration: {keys}}: LoadedConfiguration) {
	const ofSignIn = Object.entries(keys).filter(([command]) =>
		signInBindings.some((binding) => binding.command === command),
	);
	return createKeymap(signInBindings, signInContexts, Object.fromEntries(ofSignIn));
}

function noArea(typed: string): string {
	const near = nearMatch(typed, [...commandNames, ...areas.flatMap(({name, aliases}) => [name, ...aliases])]);
	const hint = near === undefined ? '' : `; did you mean cfiam ${near}?`;
	return `there is no area or command ${typed}${hint === '' ? '; ' : `${hint} `}cfiam --help lists them`;
}

export async function main(
	invocation: OpenInvocation,
	{loaded, startup, reading}: Beginning,
	surroundings: Surroundings,
): Promise<number> {
	const {environment, version, stdin, stdout, stderr} = surroundings;
	const refuse = (lines: readonly string[]): number => {
		reading?.stop();
		stderr.write(problemText(lines));
		return 2;
	};
	if (invocation.area !== undefined && findArea(invocation.area) === undefined) {
		return refuse([noArea(invocation.area)]);
	}
	let keymap: ReturnType<typeof keymapOf>;
	try {
		keymap = keymapOf(loaded);
	} catch (error) {
		const lines = problemLines(error);
		if (lines === undefined) throw error;
		return refuse(lines);
	}
	const palette = choosePalette(environment, stdout.isTTY, invocation.noColor || loaded.configuration.noColor);
	const session = createSession();
	let screen: Screen | undefined;
	const control: Control = {
		time: Date.now,
		setTimer,
		repaint: () => screen?.repaint(),
		suspend: () => screen?.suspend(),
		quit: () => screen?.quit(),
		write: (sequence) => screen?.write(sequence),
		size: () => sizeOf(stdout),
		async edit(text, name) {
			let edited: Edited = {kind: 'failed', reason: 'the terminal can not be given to an editor now'};
			await screen?.away(async () => {
				let editor: typeof import('./editor.ts');
				try {
					editor = await import('./editor.ts');
				} catch (error) {
					if (!isReplaced(error)) throw error;
					edited = {kind: 'failed', reason: replacedText};
					return;
				}
				edited = await editor.editText(text, name, environment);
			});
			return edited;
		},
	};
	const signInKeymap = () => signInKeymapOf(loaded);
	const opening = createOpening({process: surroundings, version, invocation, session, control, keymap, signInKeymap});
	let starting: Starting | undefined;
	if (startup === undefined) {
		starting = createStarting(sizeOf(stdout), {
			isQuit: (event) => event.kind === 'key' && keymap.lookup('always', event.chord)?.command === 'quit',
			quit: control.quit,
		});
		session.show({kind: 'starting', starting});
	} else {
		opening.profile(startup, reading);
	}

	screen = mountScreen({
		session,
		palette,
		environment,
		stdin,
		stdout,
		synchronised: !invocation.noSync,
		scrollRegion: !invocation.noScrollRegion,
	});
	// What is made until the first frames are drawn is needed: looking through it again and again takes a tenth of the start.
	setTimeout(keepHeapSmall, heapPause).unref();
	// The keychain answers from another process: there is time for it now.
	if (reading !== undefined) loadTransport().catch(() => undefined);
	if (starting !== undefined) {
		const {typed} = starting;
		opening.demo().then(() => {
			for (const event of typed) session.press(event);
		}, screen.crash);
	}
	const ageTimer = setInterval(() => session.tick(), ageInterval);
	ageTimer.unref();
	const ending = await screen.ended;
	clearInterval(ageTimer);
	await opening.close();
	// Where the terminal is gone nobody reads it.
	stderr.on('error', () => {});
	const isReleased = await screen.released();
	if (isReleased) {
		for (const run of opening.unfinished) stderr.write(unfinishedText(run));
		if (ending.kind === 'crash') stderr.write(lastWords(ending.error));
	}
	const code = exitCode(ending);
	const told = code === 0 && opening.unfinished.length > 0 ? 1 : code;
	// What the terminal has not taken by now would keep the process.
	if (!isReleased) process.exit(told);
	return told;
}
