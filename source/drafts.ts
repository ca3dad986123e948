/**
 * Drafts of forms on the disk: one file each, for their owner alone, replaced as a whole. Forms have no fields for
 * secrets; what somebody types into another field all the same, or writes in the editor, is kept as it is. Whatever is
 * wrong with a file, it is no draft, and nothing is said of it: a form works without. What can not be read now, or is of
 * another version, stays where it is: only what this version has written and what is too old, or too many, goes. A
 * draft is not forced onto the medium: it outlives the program, and not every loss of power.
 */
import {createHash, randomBytes} from 'node:crypto';
import {closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readFileSync} from 'node:fs';
import {homedir, hostname} from 'node:os';
import path from 'node:path';
import type {Draft, DraftHead, Drafts} from './areas/form-draft.ts';
import {isFormValues} from './areas/form-values.ts';
import {fileBehind, privateDirectory, removeFile, replaceFileNow} from './atomic-file.ts';
import {isRunning} from './running-process.ts';

/** Of the files: others are none of ours. */
const version = 1;

/** Bytes of a draft at most: a group of many policies with all permission groups is a tenth of it. */
const longest = 4 * 1024 * 1024;

/** Drafts that are kept of one account; the oldest go. */
const most = 50;

/** Days until a draft is forgotten. */
const keptFor = 90;

/** Ms after which a file that was being written is taken for left behind: by then no program is still at it. */
const partsKeptFor = 3_600_000;

const fileName = /^[0-9a-f]{32}\.json$/u;

/** Programs that may have the same form open at once, each with a draft of its own. */
const mostWriters = 8;

/** Who writes drafts here: two programs must not write over each other's. */
export interface Writer {
	/** Random; the same in all that this process writes. */
	readonly id: string;
	readonly pid: number;
	readonly host: string;
}

const thisProcess: Writer = {id: randomBytes(8).toString('hex'), pid: process.pid, host: hostname()};

interface Found {
	readonly file: string;
	readonly draft: Draft;
	readonly writer: Writer | undefined;
}

function writerOf(value: unknown): Writer | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const {id, pid, host} = value as Readonly<Record<string, unknown>>;
	return typeof id === 'string' && typeof pid === 'number' && typeof host === 'string' ? {id, pid, host} : undefined;
}

function hash(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** `$XDG_STATE_HOME/cfiam/drafts`; by default, and for a relative XDG_STATE_HOME, under `~/.local/state`. */
export function draftsDirectory(environment: Readonly<Record<string, string | undefined>>): string {
	const base = environment.XDG_STATE_HOME ?? '';
	const home = environment.HOME ?? '';
	const state = path.isAbsolute(base) ? base : path.join(home === '' ? homedir() : home, '.local', 'state');
	return path.join(state, 'cfiam', 'drafts');
}

function draftOf(text: string): Omit<Found, 'file'> | undefined {
	const read: unknown = JSON.parse(text);
	if (typeof read !== 'object' || read === null || !('version' in read) || read.version !== version) return undefined;
	const {key, title, savedAt, start, values, written, writer} = read as Readonly<Record<string, unknown>>;
	if (typeof key !== 'string' || typeof title !== 'string' || typeof savedAt !== 'number') return undefined;
	if (!isFormValues(start) || !isFormValues(values)) return undefined;
	const draft = {key, title, savedAt, start, values, ...(typeof written === 'string' ? {written} : {})};
	return {draft, writer: writerOf(writer)};
}

/** Undefined for everything that can not be read, is too long, or is no draft of this version. */
function readDraft(file: string): Omit<Found, 'file'> | undefined {
	let handle: number | undefined;
	try {
		// What became a link or a pipe is not followed and not waited for.
		handle = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
		const {size, isFile} = {size: fstatSync(handle).size, isFile: fstatSync(handle).isFile()};
		return isFile && size <= longest ? draftOf(readFileSync(handle, 'utf8')) : undefined;
	} catch {
		return undefined;
	} finally {
		if (handle !== undefined) closeSync(handle);
	}
}

/**
 * @param place whose drafts they are: the profile and the account, or the demo
 * @param time ms since the epoch
 */
export function createDrafts(
	environment: Readonly<Record<string, string | undefined>>,
	place: string,
	time: () => number = Date.now,
	own: Writer = thisProcess,
): Drafts {
	const root = draftsDirectory(environment);
	const directory = path.join(root, hash(place));

	/** Where drafts of a form may be: each program that has it open takes one of its own. */
	const placesOf = (key: string): readonly string[] =>
		Array.from({length: mostWriters}, (_, index) =>
			path.join(directory, `${hash(index === 0 ? key : `${key}\n${index}`)}.json`),
		);

	const isElsewhere = ({writer}: Pick<Found, 'writer'>): boolean =>
		writer !== undefined && writer.id !== own.id && isRunning(writer.pid, writer.host);

	const found = (file: string): readonly Found[] => {
		const read = readDraft(file);
		return read === undefined || !placesOf(read.draft.key).includes(file) ? [] : [{file, ...read}];
	};

	/** The last one first. */
	const sorted = (drafts: readonly Found[]): readonly Found[] =>
		drafts.toSorted((left, right) => right.draft.savedAt - left.draft.savedAt);

	const of = (key: string): readonly Found[] =>
		sorted(
			placesOf(key)
				.flatMap(found)
				.filter(({draft}) => draft.key === key),
		);

	/** The files of the drafts that forms go on with, by the keys of the forms. */
	const held = new Map<string, string>();

	/** Where the draft of a form is written: over the one it goes on with, else over none while there is room for it. */
	const placeFor = (key: string): string | undefined => {
		const places = placesOf(key);
		const own = held.get(key);
		if (own !== undefined && !found(own).some(isElsewhere)) return own;
		const empty = places.find((file) => found(file).length === 0);
		// As many programs as that at one form: the oldest of those that have ended goes.
		return empty ?? of(key).findLast((each) => !isElsewhere(each))?.file;
	};

	const shown = (each: Found): Draft => (isElsewhere(each) ? {...each.draft, isElsewhere: true} : each.draft);

	/** What a program that was killed was writing. */
	const sweep = (): void => {
		for (const name of readdirSync(directory).filter((each) => fileName.test(fileBehind(each) ?? ''))) {
			const file = path.join(directory, name);
			const changedAt = lstatSync(file, {throwIfNoEntry: false})?.mtimeMs ?? Number.POSITIVE_INFINITY;
			if (changedAt < time() - partsKeptFor) removeFile(file);
		}
	};

	/** The files of drafts and their drafts, the last one first; those that are too old go, and nothing else does. */
	const all = (): readonly Found[] => {
		let names: readonly string[];
		try {
			names = readdirSync(directory).filter((name) => fileName.test(name));
		} catch {
			return [];
		}
		const oldest = time() - keptFor * 24 * 3_600_000;
		const isKept = ({file, draft}: Found): boolean => {
			if (draft.savedAt >= oldest) return true;
			removeFile(file);
			return false;
		};
		return sorted(names.flatMap((name) => found(path.join(directory, name))).filter(isKept));
	};

	return {
		list: () =>
			all().map((each): DraftHead => {
				const {key, title, savedAt, isElsewhere: elsewhere} = shown(each);
				return {key, title, savedAt, ...(elsewhere === true ? {isElsewhere: true} : {})};
			}),
		read(key, savedAt) {
			const drafts = of(key);
			const each = drafts.find(({draft}) => draft.savedAt === savedAt) ?? drafts[0];
			if (each === undefined || isElsewhere(each)) held.delete(key);
			else held.set(key, each.file);
			return each === undefined ? undefined : shown(each);
		},
		write(draft) {
			const {isElsewhere: _elsewhere, ...kept} = draft;
			const text = JSON.stringify({version, ...kept, writer: own});
			if (Buffer.byteLength(text) > longest) return;
			try {
				privateDirectory(root);
				privateDirectory(directory);
				sweep();
				const file = placeFor(draft.key);
				// The others have their drafts.
				if (file === undefined) return;
				const isNew = !readdirSync(directory).includes(path.basename(file));
				replaceFileNow(file, text);
				held.set(draft.key, file);
				if (isNew) for (const {file: old} of all().slice(most)) removeFile(old);
			} catch {
				// A form works without its draft.
			}
		},
		remove(key) {
			const file = held.get(key);
			held.delete(key);
			if (file !== undefined && !found(file).some(isElsewhere)) removeFile(file);
		},
		release: (key) => {
			held.delete(key);
		},
	};
}
