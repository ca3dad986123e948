/** What is on the screen as a whole: the start of the demo, signing in, or the program on one account. */

import type {Budget} from '../api/budget.ts';
import type {KeyEvent} from '../input/keys.ts';
import type {Identity} from './frame-lines.ts';
import type {Program} from './program.ts';
import type {SignIn} from './sign-in/sign-in.ts';
import type {Starting} from './starting.tsx';
import type {Size} from './state.ts';

export type Scene =
	| {readonly kind: 'starting'; readonly starting: Starting}
	| {readonly kind: 'sign-in'; readonly signIn: SignIn}
	| {readonly kind: 'open'; readonly program: Program; readonly identity: Identity; readonly budget: Budget};

export interface Session {
	readonly scene: () => Scene | undefined;
	isShowing(program: Program): boolean;
	/** Puts a scene on the screen; the one before is closed, unless only its surroundings have changed. */
	show(scene: Scene): void;
	press(event: KeyEvent): void;
	resize(size: Size): void;
	tick(): void;
	say(text: string): void;
	subscribe(listener: () => void): () => void;
	close(): void;
}

function keysOf(scene: Scene) {
	switch (scene.kind) {
		case 'starting':
			return scene.starting;
		case 'sign-in':
			return scene.signIn;
		case 'open':
			return scene.program;
	}
}

export function createSession(): Session {
	let scene: Scene | undefined;
	const listeners = new Set<() => void>();
	return {
		scene: () => scene,
		isShowing: (program) => scene?.kind === 'open' && scene.program === program,
		show(next) {
			if (scene !== undefined && keysOf(scene) !== keysOf(next)) keysOf(scene).close();
			scene = next;
			for (const listener of [...listeners]) listener();
		},
		press(event) {
			if (scene !== undefined) keysOf(scene).press(event);
		},
		resize(size) {
			if (scene !== undefined) keysOf(scene).resize(size);
		},
		tick() {
			if (scene !== undefined) keysOf(scene).tick();
		},
		say(text) {
			if (scene?.kind === 'open') scene.program.say(text);
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close() {
			if (scene !== undefined) keysOf(scene).close();
			scene = undefined;
		},
	};
}
