/** The sign-in against a server, its keys as bytes of a terminal. */

import {type CloudflareClient, type Credential, createClient} from '../../source/api/client.ts';
import {PaletteProvider} from '../../source/components/palette.tsx';
import {keyFromText, tokenFromText} from '../../source/credentials/environment.ts';
import {createKeymap} from '../../source/input/keymap.ts';
import {createKeyDecoder} from '../../source/input/keys.ts';
import type {Opened, SignInStart} from '../../source/screens/sign-in/actor.ts';
import {signInBindings, signInContexts} from '../../source/screens/sign-in/bindings.ts';
import {createSignIn, type SignIn} from '../../source/screens/sign-in/sign-in.ts';
import {SignInScreen} from '../../source/screens/sign-in/sign-in-screen.tsx';
import type {SignInState, StepKind} from '../../source/screens/sign-in/state.ts';
import {colourPalette, monochromePalette} from '../../source/terminal/paint.ts';
import {type RenderedTty, renderTty} from '../support/render-tty.ts';

export interface TestSignInOptions extends Partial<SignInStart> {
	readonly baseUrl: string;
	readonly colour?: boolean | undefined;
	readonly openDemo?: (() => Promise<void>) | undefined;
}

export interface TestSignIn {
	readonly signIn: SignIn;
	/** What was opened; the first account ends the sign-in. */
	readonly opened: readonly Opened[];
	/** Every credential that a client was made for. */
	readonly connected: readonly Credential[];
	/** The clients that have not been closed. */
	readonly clients: ReadonlySet<CloudflareClient>;
	/** Calls of quit, suspend and repaint, in order. */
	readonly calls: readonly string[];
	/** The clock: ms, stands still. */
	readonly clock: {now: number};
	/** Lets the timers of the sign-in run once. */
	runTimers(): void;
	readonly screen: RenderedTty;
	/** What a terminal sends, in one write. */
	type(bytes: string): void;
	/** Waits for a step. */
	reach(kind: StepKind): Promise<SignInState>;
	waitFor(isThere: (state: SignInState) => boolean): Promise<SignInState>;
	/** The text on the screen once it is drawn. */
	text(): Promise<string>;
	close(): Promise<void>;
}

export function startSignIn({baseUrl, colour = false, openDemo, ...start}: TestSignInOptions): TestSignIn {
	const size = start.size ?? {columns: 80, rows: 24};
	const opened: Opened[] = [];
	const connected: Credential[] = [];
	const clients = new Set<CloudflareClient>();
	const calls: string[] = [];
	const timers = new Set<() => void>();
	const clock = {now: Date.UTC(2026, 10, 1)};
	const decoder = createKeyDecoder();
	const signIn = createSignIn(
		{
			keymap: createKeymap(signInBindings, signInContexts),
			readToken: tokenFromText,
			readKey: keyFromText,
			connect(credential) {
				connected.push(credential);
				const client = createClient({baseUrl, credential, timeouts: {connect: 2000, answer: 5000}});
				const {close} = client;
				const watched = Object.assign(client, {
					close() {
						clients.delete(watched);
						return close();
					},
				});
				clients.add(watched);
				return watched;
			},
			openDemo: openDemo ?? (async () => void calls.push('demo')),
			opened: (each) => opened.push(each),
			time: () => clock.now,
			setTimer(callback) {
				timers.add(callback);
				return () => timers.delete(callback);
			},
			suspend: () => calls.push('suspend'),
			repaint: () => calls.push('repaint'),
			quit: () => calls.push('quit'),
		},
		{...start, size},
	);
	const screen = renderTty(
		<PaletteProvider palette={colour ? colourPalette : monochromePalette}>
			<SignInScreen signIn={signIn} />
		</PaletteProvider>,
		size,
	);
	const waitFor: TestSignIn['waitFor'] = (isThere) =>
		new Promise((resolve, reject) => {
			const check = (): void => {
				if (!isThere(signIn.state())) return;
				clearTimeout(timer);
				release();
				resolve(signIn.state());
			};
			const timer = setTimeout(() => {
				release();
				reject(new Error(`it did not come; the step is ${JSON.stringify(signIn.state().step, undefined, 2)}`));
			}, 10_000);
			const release = signIn.subscribe(check);
			check();
		});
	return {
		signIn,
		opened,
		connected,
		clients,
		calls,
		clock,
		runTimers() {
			for (const callback of [...timers]) {
				timers.delete(callback);
				callback();
			}
		},
		screen,
		type(bytes) {
			for (const event of [...decoder.push(bytes), ...decoder.flush()]) signIn.press(event);
		},
		reach: (kind) => waitFor(({step}) => step.kind === kind),
		waitFor,
		async text() {
			await screen.flush();
			return screen.rows().join('\n');
		},
		async close() {
			signIn.close();
			await screen.unmount();
			await Promise.all([...clients].map((client) => client.close()));
		},
	};
}
