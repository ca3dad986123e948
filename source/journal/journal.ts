/** Every write of a profile: planned before it is sent, and what came of it. */
import {createHash} from 'node:crypto';
import {open, rm} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';
import {isRunning} from '../running-process.ts';
import {
	type JournalEntry,
	type JournalLine,
	lineText,
	type Outcome,
	type Planned,
	readLine,
	resultOf,
} from './entry.ts';
import {type Lines, writeWhole} from './lines.ts';

/** The newest writes of one account. */
export interface JournalPage {
	/** The last one first. */
	readonly entries: readonly JournalEntry[];
	/** Whether there are older ones. */
	readonly hasMore: boolean;
	/** Lines that could not be read: broken off, or changed by somebody. */
	readonly damaged: number;
	/** Ids of those whose unknown outcome nobody has been told of. */
	readonly unnoticed: readonly string[];
}

/** How far a reading goes at most. */
export interface Enough {
	readonly entries: number;
	/** Of other accounts as well. */
	readonly lines: number;
}

/** Lines come to the disk in the order of the calls. */
export interface Journal {
	/** Where it is; undefined where it is kept for this run only. */
	readonly file: string | undefined;
	/** Resolves when it is on the disk. @throws {Error} */
	planned(entry: Planned): Promise<void>;
	/** @throws {Error} */
	ended(outcome: Outcome): Promise<void>;
	/** Somebody has seen that the outcome of these is unknown. @throws {Error} */
	noticed(ids: readonly string[]): Promise<void>;
	/** Reads from the end until there are enough entries, or lines have been looked through. @throws {Error} */
	read(enough: Enough): Promise<JournalPage>;
	/** Writes all entries to a new file, the first one first; answers how many, and makes none for none. @throws {Error} in words */
	export(file: string): Promise<number>;
	/** Resolves when everything is on the disk. */
	flush(): Promise<void>;
}

export interface JournalOptions {
	readonly lines: Lines;
	/** Writes of other accounts are kept in the same file, and not shown. */
	readonly account: string;
	/** Takes the credential out of a text, wherever somebody may have typed it. */
	readonly redact?: ((text: string) => string) | undefined;
	/** Ms since the epoch. */
	readonly now?: (() => number) | undefined;
}

const everything: Enough = {entries: Number.POSITIVE_INFINITY, lines: Number.POSITIVE_INFINITY};

/** No request takes longer, in ms: what is older and has no outcome is not under way. */
const longestWrite = 600_000;

/** `$XDG_STATE_HOME/cfiam/journal`; by default, and for a relative XDG_STATE_HOME, under `~/.local/state`. */
export function journalDirectory(environment: Readonly<Record<string, string | undefined>>): string {
	const {XDG_STATE_HOME: base = '', HOME: home = ''} = environment;
	const state = path.isAbsolute(base) ? base : path.join(home === '' ? homedir() : home, '.local', 'state');
	return path.join(state, 'cfiam', 'journal');
}

/**
 * The name of the journal of a profile; `@` is in the name of no profile.
 * @param profile undefined where the credential is of none, but of the environment say
 * @param server whose accounts these are, where that is not Cloudflare: two servers may have the same profile
 */
export function journalName(profile: string | undefined, server: string | undefined): string {
	const of = server === undefined ? '' : `@${createHash('sha256').update(server).digest('hex').slice(0, 16)}`;
	return (profile ?? '@no-profile') + of;
}

/** Whether the process that planned it may still be at it. */
function isUnderWay({pid, time, who}: Planned, now: number): boolean {
	return Math.abs(now - Date.parse(time)) <= longestWrite && isRunning(pid, who.host);
}

/** The reading of lines from the end: outcomes come before what they are of. */
async function collect(
	lines: Lines,
	account: string | undefined,
	enough: Enough,
): Promise<JournalPage & {readonly seen: ReadonlySet<string>}> {
	const outcomes = new Map<string, Outcome>();
	const seen = new Set<string>();
	const entries: JournalEntry[] = [];
	let damaged = 0;
	let read = 0;
	for await (const text of lines.backwards()) {
		read += 1;
		if (entries.length >= enough.entries || read > enough.lines)
			return {entries, hasMore: true, damaged, seen, unnoticed: []};
		const line = readLine(text);
		switch (line?.kind) {
			case undefined:
				damaged += 1;
				break;
			case 'noticed':
				for (const id of line.ids) seen.add(id);
				break;
			case 'outcome':
				if (!outcomes.has(line.id)) outcomes.set(line.id, withoutKind(line));
				break;
			case 'planned':
				if (account === undefined || line.account.id === account)
					entries.push({...withoutKind(line), outcome: outcomes.get(line.id)});
				break;
		}
	}
	return {entries, hasMore: false, damaged, seen, unnoticed: []};
}

/** Everything that is kept, the first one first. @param account only what was written there @throws {Error} of the file system */
export async function wholeJournal(lines: Lines, account?: string): Promise<Pick<JournalPage, 'entries' | 'damaged'>> {
	const {entries, damaged} = await collect(lines, account, everything);
	return {entries: entries.toReversed(), damaged};
}

function withoutKind<Line extends JournalLine>({kind: _kind, ...rest}: Line): Omit<Line, 'kind'> {
	return rest;
}

function exportProblem(file: string, error: unknown): Error {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	switch (code) {
		case 'EEXIST':
			return new Error(`${file} is there already: give another name`, {cause: error});
		case 'ENOENT':
			return new Error(`there is no directory ${path.dirname(file)}`, {cause: error});
		case 'EACCES':
		case 'EPERM':
		case 'EROFS':
			return new Error(`you may not write ${file}`, {cause: error});
		default:
			return new Error(`${file} could not be written: ${error instanceof Error ? error.message : String(error)}`, {
				cause: error,
			});
	}
}

export function createJournal({lines, account, redact = (text) => text, now = Date.now}: JournalOptions): Journal {
	let last: Promise<void> = Promise.resolve();

	const append = (line: JournalLine): Promise<void> => {
		const text = redact(lineText(line));
		const next = last.then(() => lines.append(text));
		last = next.catch(() => undefined);
		return next;
	};

	return {
		file: lines.file,
		planned: (entry) => append({...entry, kind: 'planned'}),
		ended: (outcome) => append({...outcome, kind: 'outcome'}),
		noticed: (ids) => append({kind: 'noticed', time: new Date(now()).toISOString(), ids}),
		async read(enough) {
			await last;
			const {seen, ...page} = await collect(lines, account, enough);
			const isUnnoticed = (entry: JournalEntry): boolean =>
				resultOf(entry) === 'unknown' &&
				!seen.has(entry.id) &&
				(entry.outcome !== undefined || !isUnderWay(entry, now()));
			return {...page, unnoticed: page.entries.filter(isUnnoticed).map(({id}) => id)};
		},
		async export(name) {
			const file = name.startsWith('~/') ? path.join(homedir(), name.slice(2)) : name;
			await last;
			const {entries} = await wholeJournal(lines, account);
			// An empty file would only be in the way of the next export.
			if (entries.length === 0) return 0;
			try {
				const handle = await open(file, 'wx', 0o600);
				try {
					for (const entry of entries) await writeWhole(handle, `${JSON.stringify(entry)}\n`);
					await handle.sync();
				} catch (error) {
					await rm(file, {force: true});
					throw error;
				} finally {
					await handle.close();
				}
			} catch (error) {
				throw exportProblem(file, error);
			}
			return entries.length;
		},
		flush: () => last,
	};
}
