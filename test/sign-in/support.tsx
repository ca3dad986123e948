/** The sign-in against a server, its keys as bytes of a terminal. */

import {type CloudflareClient, type Credential, createClient} from '../../source/api/client.ts';
import {PaletteProvider} from '../../source/components/palette.tsx';
import {keyFromText, tokenFromText} from '../../source/credentials/environment.ts';
import {passphraseProblem} from '../../source/credentials/passphrase-file.ts';
import {createKeymap} from '../../source/input/keymap.ts';
import {createKeyDecoder} from '../../source/input/keys.ts';
import type {Machine, Opened, SignInStart} from '../../source/screens/sign-in/actor.ts';
import {signInBindings, signInContexts} from '../../source/screens/sign-in/bindings.ts';
import {createSignIn, type SignIn} from '../../source/screens/sign-in/sign-in.ts';
import {SignInScreen} from '../../source/screens/sign-in/sign-in-screen.tsx';
import type {SignInState} from '../../source/screens/sign-in/state.ts';
import type {StepKind} from '../../source/screens/sign-in/step.ts';
import {colourPalette, monochromePalette} from '../../source/terminal/paint.ts';
import {type RenderedTty, renderTty} from '../support/render-tty.ts';
import {type TestKeeper, type TestKeeperOptions, testKeeper} from './keeper.ts';

export interface TestSignInOptions extends Partial<SignInStart>, TestKeeperOptions {
	readonly baseUrl: string;
	/** Their names. */
	readonly otherProfiles?: readonly string[] | undefined;
	readonly colour?: boolean | undefined;
	/** A desktop's, unless given. */
	readonly machine?: Partial<Machine> | undefined;
	/** Its name; its profile is `work`. */
	readonly former?: string | undefined;
	readonly storesLock?: boolean | undefined;
	readonly openDemo?: (() => Promise<void>) | undefined;
}

export interface TestSignIn {
	readonly signIn: SignIn;
	readonly keeper: TestKeeper;
	/** What was opened; the first account ends the sign-in. */
	readonly opened: readonly Opened[];
	/** The keys that were handed on, as chords; a paste as its text. */
	readonly typedAhead: readonly string[];
	/** Every credential that a client was made for. */
	readonly connected: readonly Credential[];
	/** The clients that have not been closed. */
	readonly clients: ReadonlySet<CloudflareClient>;
	/** Calls of quit, suspend and repaint, profiles taken and texts copied, in order. */
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
	/** Once a typed credential is accepted: opens the account for this run only. */
	openOnce(): Promise<void>;
	/** The text on the screen once it is drawn. */
	text(): Promise<string>;
	close(): Promise<void>;
}

export function startSignIn(options: TestSignInOptions): TestSignIn {
	const {baseUrl, colour = false, openDemo, profile, recorded, platform = 'linux', otherProfiles = []} = options;
	const size = options.size ?? {columns: 80, rows: 24};
	const keeper = testKeeper({profile, recorded, platform, inspected: options.inspected});
	const typedAhead: string[] = [];
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
			keeper,
			platform,
			machine: {hasDisplay: true, hasBus: true, ...options.machine},
			former:
				options.former === undefined
					? undefined
					: {
							name: options.former,
							profile: 'work',
							open: () => calls.push('back'),
							forget: () => calls.push('forget'),
						},
			settings: {baseUrl, readOnly: options.storesLock},
			otherProfiles: otherProfiles.map((name) => ({name, remark: `remark of ${name}`})),
			switchProfile(name) {
				calls.push(`profile ${name}`);
				return name === 'broken' ? ['its line 3 makes no sense'] : undefined;
			},
			passphraseProblem,
			copy(text) {
				calls.push(text);
				return undefined;
			},
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
			opened(each, typed) {
				opened.push(each);
				typedAhead.push(...typed.map((event) => (event.kind === 'key' ? event.chord : event.text)));
			},
			time: () => clock.now,
			setTimer(callback) {
				timers.add(callback);
				return () => timers.delete(callback);
			},
			suspend: () => calls.push('suspend'),
			repaint: () => calls.push('repaint'),
			quit: () => calls.push('quit'),
		},
		{
			size,
			begin: options.begin ?? {kind: 'menu'},
			accountId: options.accountId,
			accountFrom: options.accountFrom,
			problem: options.problem,
		},
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
		keeper,
		opened,
		typedAhead,
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
		async openOnce() {
			await waitFor(({step}) => step.kind === 'accepted');
			signIn.press({kind: 'key', chord: 'j', text: 'j'});
			signIn.press({kind: 'key', chord: 'j', text: 'j'});
			signIn.press({kind: 'key', chord: 'enter', text: ''});
		},
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
