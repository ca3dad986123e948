/** What is on the screen as a whole: the start of the demo, signing in, or the program on one account. */

import type {Budget} from '../api/budget.ts';
import type {KeyEvent} from '../input/keys.ts';
import type {Identity} from './frame-lines.ts';
import type {Program} from './program.ts';
import type {SignIn} from './sign-in/sign-in.ts';
import type {Starting} from './starting.ts';
import type {Size} from './state.ts';

export type Scene =
	| {readonly kind: 'starting'; readonly starting: Starting}
	| {readonly kind: 'sign-in'; readonly signIn: SignIn}
	| {readonly kind: 'open'; readonly program: Program; readonly identity: Identity; readonly budget: Budget};

export interface Session {
	readonly scene: () => Scene | undefined;
	/** Whether the account is open, on the screen or below a sign-in. */
	isShowing(program: Program): boolean;
	/** Puts a scene on the screen; the one before is closed, unless only its surroundings have changed. */
	show(scene: Scene): void;
	/**
	 * Puts a sign-in over the account that is open, which goes on below it until another one takes its place: with its
	 * data, its changes and its credential.
	 */
	cover(signIn: Extract<Scene, {kind: 'sign-in'}>): void;
	/** The account that is open, also below a sign-in. */
	open(): Extract<Scene, {kind: 'open'}> | undefined;
	/** Back to the account below the sign-in. */
	uncover(): void;
	/** Closes the account below the sign-in. */
	drop(): void;
	press(event: KeyEvent): void;
	resize(size: Size): void;
	tick(): void;
	say(text: string): void;
	subscribe(listener: () => void): () => void;
	close(): void;
}

/** What takes the keys of a scene. */
export function keysOf(scene: Scene) {
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
	let covered: Extract<Scene, {kind: 'open'}> | undefined;
	const listeners = new Set<() => void>();
	const change = (next: Scene): void => {
		scene = next;
		for (const listener of [...listeners]) listener();
	};
	const drop = (): void => {
		covered?.program.close();
		covered = undefined;
	};
	const open: Session['open'] = () => (scene?.kind === 'open' ? scene : covered);
	return {
		scene: () => scene,
		isShowing: (program) => open()?.program === program,
		show(next) {
			if (next.kind === 'open' && next.program === covered?.program) {
				covered = next;
				return;
			}
			if (scene !== undefined && keysOf(scene) !== keysOf(next)) keysOf(scene).close();
			drop();
			change(next);
		},
		cover(next) {
			if (scene?.kind === 'open') covered = scene;
			else if (scene !== undefined) keysOf(scene).close();
			change(next);
		},
		open,
		uncover() {
			if (covered === undefined) return;
			if (scene !== undefined) keysOf(scene).close();
			const back = covered;
			covered = undefined;
			back.program.tick();
			change(back);
		},
		drop,
		press(event) {
			if (scene !== undefined) keysOf(scene).press(event);
		},
		resize(size) {
			if (scene !== undefined) keysOf(scene).resize(size);
			covered?.program.resize(size);
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
			drop();
			scene = undefined;
		},
	};
}
