/**
 * The real program on a terminal that is none: its keys, its screens, its store and its client, over real HTTP to the
 * emulator. Clock and timers belong to the test, so nothing is ever slept for: a test presses keys and waits until no
 * request is under way and the screen says what the state says.
 */
import * as v from 'valibot';
import type {Budget, BudgetState} from '../../source/api/budget.ts';
import {type CloudflareClient, createClient} from '../../source/api/client.ts';
import {accountIdSchema} from '../../source/api/ids.ts';
import type {AreaName, Reference} from '../../source/areas/table.ts';
import {type Dataset, type Emulator, type EmulatorOptions, startEmulator} from '../../source/emulator/index.ts';
import type {RecordedRequest} from '../../source/emulator/recorder.ts';
import {createCredentialDesk} from '../../source/identity/credential-desk.ts';
import {createKeymap, type KeyOverrides} from '../../source/input/keymap.ts';
import {createKeyDecoder, type KeyEvent} from '../../source/input/keys.ts';
import {createJournal} from '../../source/journal/journal.ts';
import {type Lines, linesInMemory} from '../../source/journal/lines.ts';
import type {Drafts} from '../../source/screens/form/drafts.ts';
import type {Editor} from '../../source/screens/form/editing.ts';
import {type Command, keyBindings, keyContexts} from '../../source/screens/keymap.ts';
import type {Profiles} from '../../source/screens/profiles.ts';
import {createProgram, type Program} from '../../source/screens/program.ts';
import type {Situation} from '../../source/screens/situation.ts';
import type {ProgramState, Size} from '../../source/screens/state.ts';
import {Secret} from '../../source/secret.ts';
import {findAccounts} from '../../source/store/accounts.ts';
import {createStore, type Store} from '../../source/store/store.ts';
import type {LookForTxt} from '../../source/store/txt-records.ts';
import type {Palette} from '../../source/terminal/paint.ts';
import {sanitise} from '../../source/terminal/sanitise.ts';
import {appElement} from './app-element.tsx';
import {ManualTimers} from './manual-timers.ts';
import {PendingCalls} from './pending-calls.ts';
import {type RenderedTty, renderTty} from './render-tty.ts';

/** When tests happen unless they say otherwise: shortly after the youngest times of the datasets. */
export const testTime = Date.parse('2026-11-20T09:30:00Z');

/** How long anything is waited for, in ms; only ever waited for in full when a test fails. */
const patience = 10_000;

export interface OpenOptions {
	/** Shared with other tests; the caller closes it. By default one is started and closed with the program. */
	readonly emulator?: Emulator | undefined;
	readonly dataset?: Dataset | undefined;
	/** By default the emulator's own, which may do everything. */
	readonly token?: string | undefined;
	readonly size?: Size | undefined;
	readonly area?: AreaName | undefined;
	readonly object?: Reference | undefined;
	readonly search?: string | undefined;
	readonly readOnly?: boolean | undefined;
	readonly alwaysReadOnly?: boolean | undefined;
	/** Without colour unless given. */
	readonly palette?: Palette | undefined;
	/** Keys as users remap them. */
	readonly keys?: KeyOverrides | undefined;
	/** Unless given, profile `work` is open and kept in a keyring, and there is `other` beside it. */
	readonly profiles?: Profiles | undefined;
	/** None are kept unless given. */
	readonly drafts?: Drafts | undefined;
	/** There is no editor unless given. */
	readonly edit?: Editor | undefined;
	/** Where writes are kept; in memory unless given. */
	readonly journal?: Lines | undefined;
	/** Shows what the client says of its budget; by default a fixed number is shown, so that frames stay the same. */
	readonly showsBudget?: boolean | undefined;
	/** Asks what the credential may do, as the real program does; nothing is asked unless this is true. */
	readonly asksRights?: boolean | undefined;
	/** Told of the mistake that ends the program; thrown unless given. */
	readonly crash?: ((error: unknown) => void) | undefined;
	/** How name servers are asked; they are not, unless it is given. */
	readonly lookForTxt?: LookForTxt | undefined;
}

export interface OpenProgram extends AsyncDisposable {
	readonly program: Program;
	readonly emulator: Emulator;
	readonly client: CloudflareClient;
	readonly store: Store;
	/** What has been sent to the clipboard. */
	readonly copied: readonly string[];
	/** How often the program was asked to `quit`, `repaint`, `suspend`; and which accounts it was to open. */
	readonly effects: readonly string[];
	state(): ProgramState;
	situation(): Situation;
	/** The keys of these names (`j`, `enter`, `ctrl+d`), all before anything is drawn; then waits for {@link idle}. */
	press(...chords: readonly string[]): Promise<void>;
	/** The keys that these commands are on. */
	run(...commands: readonly Command[]): Promise<void>;
	/** The first key of a command in the present context. */
	keyOf(command: Command | `area.${AreaName}`): string;
	/** One key for each character. */
	type(text: string): Promise<void>;
	paste(text: string): Promise<void>;
	/** Bytes as a terminal sends them, through the key decoder. */
	send(bytes: string): Promise<void>;
	/** The screen's rows as text, without spaces at their ends. */
	rows(): readonly string[];
	/** The same as one text. */
	frame(): string;
	/** The screen's rows with their looks. */
	painted(): readonly string[];
	/** Waits until no request is under way, and the screen shows what the state says. */
	idle(): Promise<void>;
	/** The cursor has rested: what previews need is read. Then {@link idle}. */
	rest(): Promise<void>;
	/** Waits until the screen holds the text, matches, or passes. Fails with the screen. */
	waitFor(expected: string | RegExp | ((frame: string) => boolean), description?: string): Promise<string>;
	/** Moves the clock of program, client and store on, by ms; the emulator has its own. */
	advance(ms: number): Promise<void>;
	/** Ms that each timer waits that the program has set. */
	timers(): readonly number[];
	resize(size: Size): Promise<void>;
	/** Requests since the program was opened (or since {@link forget}) that are no GET. */
	writes(): readonly RecordedRequest[];
	/** All of them. */
	requests(): readonly RecordedRequest[];
	forget(): void;
}

/** An emulator whose clock stands still and which never runs out of budget: many tests share it. */
export function startTestEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
	return startEmulator({now: () => testTime, rateLimit: 'off', ...options});
}

/** A key by its name, as the key stream would hand it over. */
export function keyPress(chord: string): KeyEvent {
	const text = chord === 'space' ? ' ' : [...new Intl.Segmenter().segment(chord)].length === 1 ? chord : '';
	return {kind: 'key', chord, text};
}

const fixedBudget: BudgetState = {limit: 1200, remaining: 1187, resetsAt: undefined, waiting: undefined};

function shownBudget(client: CloudflareClient, showsBudget: boolean): Budget {
	if (showsBudget) return client.budget;
	return {...fixedBudget, subscribe: () => () => undefined, snapshot: () => fixedBudget, cancelWait: () => undefined};
}

function profilesOf(effects: string[]): Profiles {
	const note = (effect: string): undefined => {
		effects.push(effect);
	};
	return {
		current: 'work',
		store: 'desktop keyring',
		source: 'keychain',
		nameProblem: (name) => (name.includes(' ') ? 'can not be the name of a profile' : undefined),
		async remove(name) {
			note(`remove ${name}`);
			return undefined;
		},
		list: () => [
			{name: 'other', remark: 'nothing stored', isStored: false},
			{name: 'work', remark: 'desktop keyring', isStored: true},
		],
		open: (name) => note(`profile ${name}`),
		signIn: () => note('sign in'),
		signOut: () => note('sign out'),
	};
}

/** Opens the program, on its list of user groups unless said otherwise, with everything read that it wants. */
export async function openProgram(options: OpenOptions = {}): Promise<OpenProgram> {
	const emulator = options.emulator ?? (await startTestEmulator({dataset: options.dataset ?? 'small'}));
	const opened = openOn(emulator, options, options.emulator === undefined);
	await opened.rest();
	return opened;
}

/** The same without waiting for anything: the first frame, before any answer. */
export function openOn(emulator: Emulator, options: OpenOptions = {}, closesEmulator = false): OpenProgram {
	const size = options.size ?? {columns: 80, rows: 24};
	let now = testTime;
	let firstRequest = emulator.requests.length;
	const copied: string[] = [];
	const effects: string[] = [];
	const timers = new ManualTimers(() => now);
	const pending = new PendingCalls();

	const client = createClient({
		baseUrl: emulator.url,
		credential: {kind: 'token', token: new Secret(options.token ?? emulator.token)},
		readOnly: options.readOnly === true || options.alwaysReadOnly === true,
		// Retries come at once.
		clock: {now: () => now, after: (_delay, callback) => immediately(callback)},
		random: () => 0,
		budget: {quota: 1_000_000},
	});
	const watched = pending.watch(client);
	const budget = shownBudget(client, options.showsBudget ?? false);
	const account = {
		id: v.parse(accountIdSchema, emulator.accountId),
		// As the API border hands it over.
		name: sanitise(emulator.state.main.account.name),
	};
	const store = createStore({client: watched, account, now: () => now, lookForTxt: options.lookForTxt});
	const keymap = createKeymap(keyBindings, keyContexts, options.keys ?? {});
	const program = createProgram(
		{
			store,
			keymap,
			baseUrl: emulator.url,
			time: () => now,
			setTimer: timers.set,
			copy: (text) => {
				copied.push(text);
				return undefined;
			},
			setReadOnly: (readOnly) => {
				client.readOnly = readOnly;
			},
			drafts: options.drafts,
			edit: options.edit,
			profiles: options.profiles ?? profilesOf(effects),
			accounts: () => findAccounts(watched),
			openAccount: ({id}) => effects.push(`account ${id}`),
			budget,
			requests: client.requests,
			credential: options.asksRights === true ? createCredentialDesk(watched, account.id) : undefined,
			journal: {
				journal: createJournal({
					lines: options.journal ?? linesInMemory(),
					account: account.id,
					redact: client.redact,
					now: () => now,
				}),
				who: () => ({credential: 'token', tokenId: 'b0c1', email: undefined, user: 'ana', host: 'desk'}),
			},
			close: () => effects.push('close'),
			repaint: () => effects.push('repaint'),
			suspend: () => effects.push('suspend'),
			quit: () => effects.push('quit'),
			crash: (error) => {
				if (options.crash === undefined) throw error;
				options.crash(error);
			},
		},
		{
			size,
			area: options.area ?? 'user-groups',
			object: options.object,
			search: options.search,
			readOnly: client.readOnly,
			alwaysReadOnly: options.alwaysReadOnly ?? false,
		},
	);
	const screen: RenderedTty = renderTty(
		appElement({program, budget, identity: {account: account.name, source: 'demo'}, palette: options.palette}),
		size,
	);

	const frame = (): string => screen.rows().join('\n');

	const failed = (what: string): Error => {
		const calls = pending.names();
		return new Error(
			`${what}\nunder way: ${calls.length === 0 ? 'nothing' : calls.join(', ')}\nthe screen:\n${frame()}`,
		);
	};

	const idle = async (): Promise<void> => {
		const deadline = Date.now() + patience;
		// What an answer brings about (further pages, a patch, a repaint) comes within a few turns of the event loop.
		for (let quiet = 0; quiet < 3; quiet++) {
			await turn();
			if (pending.count === 0) continue;
			quiet = -1;
			await pending.change(deadline - Date.now());
			if (Date.now() > deadline) throw failed('requests do not come to an end');
		}
		await screen.flush();
	};

	const feed = async (events: readonly KeyEvent[]): Promise<void> => {
		for (const event of events) program.press(event);
		await idle();
	};

	const keyOf: OpenProgram['keyOf'] = (command) => {
		const context = program.context();
		const found = keymap.active(context).find((binding) => binding.command === command);
		const [chord] = found?.chords ?? [];
		if (chord === undefined) throw failed(`${command} is on no key in ${context}`);
		return chord;
	};

	return {
		program,
		emulator,
		client,
		store,
		copied,
		effects,
		state: program.state,
		situation: program.situation,
		press: (...chords) => feed(chords.map(keyPress)),
		async run(...commands) {
			// One by one: each in the context that the one before has left.
			for (const command of commands) program.press(keyPress(keyOf(command)));
			await idle();
		},
		keyOf,
		type: (text) =>
			feed([...new Intl.Segmenter().segment(text)].map(({segment}) => keyPress(segment === ' ' ? 'space' : segment))),
		paste: (text) => feed([{kind: 'paste', text, truncated: false}]),
		send(bytes) {
			const decoder = createKeyDecoder();
			return feed([...decoder.push(bytes), ...decoder.flush()]);
		},
		rows: screen.rows,
		frame,
		painted: screen.painted,
		idle,
		async rest() {
			await idle();
			while (timers.fireShort()) await idle();
		},
		async waitFor(expected, description) {
			const passes = (): boolean => {
				const text = frame();
				if (typeof expected === 'string') return text.includes(expected);
				return expected instanceof RegExp ? expected.test(text) : expected(text);
			};
			const deadline = Date.now() + patience;
			for (;;) {
				await screen.flush();
				if (passes()) return frame();
				if (Date.now() > deadline) throw failed(`waited in vain for ${description ?? String(expected)}`);
				await nextChange(program, deadline - Date.now());
			}
		},
		async advance(ms) {
			now += ms;
			timers.fireDue();
			program.tick();
			await idle();
		},
		timers: () => timers.delays,
		async resize(next) {
			screen.setSize(next.columns, next.rows);
			program.resize(next);
			await idle();
		},
		writes: () => emulator.requests.slice(firstRequest).filter(({method}) => method !== 'GET'),
		requests: () => emulator.requests.slice(firstRequest),
		forget() {
			firstRequest = emulator.requests.length;
		},
		async [Symbol.asyncDispose]() {
			program.close();
			store.close();
			await screen.unmount();
			await client.close();
			if (closesEmulator) await emulator.close();
		},
	};
}

function immediately(callback: () => void): () => void {
	const immediate = setImmediate(callback);
	return () => clearImmediate(immediate);
}

/** One turn of the event loop, timers of no delay included: the cache notifies by one. */
async function turn(): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, 0));
	await new Promise((resolve) => setImmediate(resolve));
}

/** Resolves at the next change of the program, or once the time is up. */
async function nextChange(program: Program, ms: number): Promise<void> {
	await new Promise<void>((resolve) => {
		const end = (): void => {
			clearTimeout(timer);
			release();
			resolve();
		};
		const timer = setTimeout(end, Math.max(0, ms));
		const release = program.subscribe(end);
	});
}
