import {type Chord, labelOf, parseChord} from './chords.ts';
import {graphemes} from './graphemes.ts';
import {nearMatch} from './near-match.ts';

/**
 * Key bindings as data. Footer, help, README and tests are derived from them, and users remap them; a keymap that says
 * two things about one key is refused when the program starts.
 */

/** One command in one context, and the keys it is on. */
export interface Binding<State> {
	/** The command's id, as remapping names it: `list.down`. It may be bound in several contexts. */
	readonly command: string;
	/** The keys, as {@link parseChord} reads them; the first is the one that the footer shows. */
	readonly keys: readonly string[];
	/** A word or two for the footer. */
	readonly label: string;
	/** What it does, for help. */
	readonly description: string;
	/** Where it works: one of the keymap's contexts. */
	readonly context: string;
	/** The heading under which help lists it. */
	readonly group: string;
	/** Whether it leads to a write; locked in read-only mode. */
	readonly writes?: boolean | undefined;
	/** Priority in the footer, higher first; absent: only in help. */
	readonly footer?: number | undefined;
	/** Why it cannot be used now; undefined when it can. */
	readonly disabled?: ((state: State) => string | undefined) | undefined;
}

/** A place where keys mean something. */
export interface Context {
	/** Contexts whose bindings work here as well, nearest first. Not transitive: name all of them. */
	readonly inherits: readonly string[];
	/** A text field: every character is text. Only keys without a character can be bound here or come from elsewhere. */
	readonly text?: boolean | undefined;
}

/** A binding with its keys in canonical form. */
export interface ResolvedBinding<State> extends Binding<State> {
	readonly chords: readonly Chord[];
	/** The chords as footer and help write them. */
	readonly keyLabels: readonly string[];
}

/** Keys per command from the user's configuration; an empty list unbinds. */
export type KeyOverrides = Readonly<Record<string, string | readonly string[]>>;

/** Something wrong with a keymap. `overrides`: the commands among the user's settings that cause it. */
export interface KeymapProblem {
	readonly kind: 'unknown-command' | 'unknown-key' | 'typed-key' | 'conflict';
	/** One sentence for people, without place. */
	readonly message: string;
	readonly overrides: readonly string[];
	/** The key as written, where one key is to blame. */
	readonly key?: string | undefined;
}

/** The keymap cannot be used; every problem, not only the first. */
export class KeymapError extends Error {
	readonly problems: readonly KeymapProblem[];

	constructor(problems: readonly KeymapProblem[]) {
		super(problems.map(({message}) => message).join('\n'));
		this.name = 'KeymapError';
		this.problems = problems;
	}
}

export interface Keymap<State> {
	/** Every binding, in the order of declaration. */
	readonly bindings: readonly ResolvedBinding<State>[];
	/** The binding of a chord in a context, its own or inherited. */
	lookup(context: string, chord: Chord): ResolvedBinding<State> | undefined;
	/** The bindings that can be reached in a context: own first, then inherited ones that keep at least one key. */
	active(context: string): readonly ResolvedBinding<State>[];
	/** The active bindings that the footer shows, most important first. */
	footer(context: string): readonly ResolvedBinding<State>[];
	/** Whether the context is a text field. */
	isText(context: string): boolean;
}

/**
 * Resolves every chord of every context.
 * @throws KeymapError for unknown keys and commands, characters bound in a text field, and keys with two meanings.
 */
export function createKeymap<State>(
	bindings: readonly Binding<State>[],
	contexts: Readonly<Record<string, Context>>,
	overrides: KeyOverrides = {},
): Keymap<State> {
	checkContexts(bindings, contexts);
	const problems: KeymapProblem[] = unknownCommands(bindings, overrides);
	const resolved = bindings.map((binding) => resolve(binding, overrides, problems));
	const tables = new Map<string, Table<State>>();
	for (const [name, context] of Object.entries(contexts)) {
		tables.set(name, tableOf(name, context, resolved, overrides, problems));
	}
	if (problems.length > 0) throw new KeymapError(unique(problems));
	const table = (context: string): Table<State> => tables.get(context) ?? {byChord: new Map(), active: []};
	return {
		bindings: resolved,
		lookup: (context, chord) => table(context).byChord.get(chord),
		active: (context) => table(context).active,
		footer: (context) =>
			table(context)
				.active.filter(({footer}) => footer !== undefined)
				.sort((a, b) => (b.footer ?? 0) - (a.footer ?? 0)),
		isText: (context) => contexts[context]?.text === true,
	};
}

/** A binding nobody can reach is a mistake in the program, not in the user's settings. */
function checkContexts<State>(bindings: readonly Binding<State>[], contexts: Readonly<Record<string, Context>>): void {
	const used = [...bindings.map(({context}) => context), ...Object.values(contexts).flatMap(({inherits}) => inherits)];
	for (const name of used) if (contexts[name] === undefined) throw new Error(`the keymap has no context ${name}`);
}

/** What the chords of a context mean. */
interface Table<State> {
	readonly byChord: ReadonlyMap<Chord, ResolvedBinding<State>>;
	readonly active: readonly ResolvedBinding<State>[];
}

function unknownCommands<State>(bindings: readonly Binding<State>[], overrides: KeyOverrides): KeymapProblem[] {
	const commands = new Set(bindings.map(({command}) => command));
	return Object.keys(overrides)
		.filter((command) => !commands.has(command))
		.map((command) => {
			const near = nearMatch(command, commands);
			const hint =
				near === undefined ? 'the help screen (?) names the commands' : `did you mean ${JSON.stringify(near)}?`;
			return {
				kind: 'unknown-command',
				message: `there is no command ${JSON.stringify(command)}: ${hint}`,
				overrides: [command],
			};
		});
}

function resolve<State>(
	binding: Binding<State>,
	overrides: KeyOverrides,
	problems: KeymapProblem[],
): ResolvedBinding<State> {
	const override = Object.hasOwn(overrides, binding.command) ? overrides[binding.command] : undefined;
	const keys = override === undefined ? binding.keys : typeof override === 'string' ? [override] : override;
	const chords = new Set<Chord>();
	for (const key of keys) {
		const parsed = parseChord(key);
		if (parsed.kind === 'chord') chords.add(parsed.chord);
		else {
			const causes = override === undefined ? [] : [binding.command];
			problems.push({kind: 'unknown-key', message: `${binding.command}: ${parsed.problem}`, overrides: causes, key});
		}
	}
	return {...binding, keys, chords: [...chords], keyLabels: [...chords].map(labelOf)};
}

function tableOf<State>(
	name: string,
	context: Context,
	resolved: readonly ResolvedBinding<State>[],
	overrides: KeyOverrides,
	problems: KeymapProblem[],
): Table<State> {
	const byChord = new Map<Chord, ResolvedBinding<State>>();
	const active: ResolvedBinding<State>[] = [];
	for (const place of [name, ...context.inherits]) {
		for (const binding of resolved.filter((candidate) => candidate.context === place)) {
			const reachable = binding.chords.filter((chord) => {
				if (context.text === true && isTyped(chord)) {
					if (place === name) problems.push(typedKey(binding, chord, overrides));
					return false;
				}
				const taken = byChord.get(chord);
				if (taken === undefined) byChord.set(chord, binding);
				else if (!mayHide(taken, binding)) problems.push(conflict(chord, taken, binding, overrides));
				return taken === undefined;
			});
			if (reachable.length > 0) active.push({...binding, chords: reachable, keyLabels: reachable.map(labelOf)});
		}
	}
	return {byChord, active};
}

/** Whether a nearer binding may keep a key from an inherited one: both are the same command. */
function mayHide<State>(nearer: Binding<State>, inherited: Binding<State>): boolean {
	return nearer.context !== inherited.context && nearer.command === inherited.command;
}

/** Whether the chord types a character. */
function isTyped(chord: Chord): boolean {
	return chord === 'space' || graphemes(chord).length === 1;
}

function typedKey<State>(binding: Binding<State>, chord: Chord, overrides: KeyOverrides): KeymapProblem {
	return {
		kind: 'typed-key',
		message: `${binding.command} cannot be on "${labelOf(chord)}": in a text field that key is text`,
		overrides: causesAmong([binding.command], overrides),
		key: chord,
	};
}

function conflict<State>(
	chord: Chord,
	taken: Binding<State>,
	binding: Binding<State>,
	overrides: KeyOverrides,
): KeymapProblem {
	const place = taken.context === binding.context ? taken.context : `${taken.context} and ${binding.context}`;
	return {
		kind: 'conflict',
		message: `the key "${labelOf(chord)}" has two commands in ${place}: ${named(taken)} and ${named(binding)}`,
		overrides: causesAmong([taken.command, binding.command], overrides),
		key: chord,
	};
}

function named<State>(binding: Binding<State>): string {
	return `${binding.command} (${binding.label})`;
}

function causesAmong(commands: readonly string[], overrides: KeyOverrides): string[] {
	return commands.filter((command) => Object.hasOwn(overrides, command));
}

/** The same conflict is met in every context that inherits both commands. */
function unique(problems: readonly KeymapProblem[]): KeymapProblem[] {
	return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}
