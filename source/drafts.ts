/**
 * Drafts of forms on the disk: one file each, for their owner alone, replaced as a whole. Forms have no fields for
 * secrets; what somebody types into another field all the same, or writes in the editor, is kept as it is. Whatever is
 * wrong with a file, it is no draft, and nothing is said of it: a form works without. What can not be read now, or is of
 * another version, stays where it is: only what this version has written and what is too old, or too many, goes. A
 * draft is not forced onto the medium: it outlives the program, and not every loss of power.
 */
import {createHash, randomBytes} from 'node:crypto';
import {
	chmodSync,
	closeSync,
	constants,
	fstatSync,
	lstatSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	renameSync,
	unlinkSync,
	writeFileSync,
} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import type {Draft, DraftHead, Drafts} from './screens/form/drafts.ts';
import {isFormValues} from './screens/form/values.ts';

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

const partName = /^[0-9a-f]{32}\.json\.[0-9a-f]{12}\.part$/u;

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

function draftOf(text: string): Draft | undefined {
	const read: unknown = JSON.parse(text);
	if (typeof read !== 'object' || read === null || !('version' in read) || read.version !== version) return undefined;
	const {key, title, savedAt, start, values, written} = read as Readonly<Record<string, unknown>>;
	if (typeof key !== 'string' || typeof title !== 'string' || typeof savedAt !== 'number') return undefined;
	if (!isFormValues(start) || !isFormValues(values)) return undefined;
	return {key, title, savedAt, start, values, ...(typeof written === 'string' ? {written} : {})};
}

/** Undefined for everything that can not be read, is too long, or is no draft of this version. */
function readDraft(file: string): Draft | undefined {
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

function remove(file: string): void {
	try {
		unlinkSync(file);
	} catch {
		// It is gone already, or stays: it is offered again, and that is all.
	}
}

/** The directory, made if need be, for its owner alone; throws where it is none. */
function privateDirectory(directory: string): void {
	mkdirSync(directory, {recursive: true, mode: 0o700});
	const found = lstatSync(directory);
	if (!found.isDirectory()) throw new Error(`${directory} is no directory`);
	if ((found.mode & 0o077) !== 0) chmodSync(directory, 0o700);
}

/**
 * @param place whose drafts they are: the profile and the account, or the demo
 * @param time ms since the epoch
 */
export function createDrafts(
	environment: Readonly<Record<string, string | undefined>>,
	place: string,
	time: () => number = Date.now,
): Drafts {
	const root = draftsDirectory(environment);
	const directory = path.join(root, hash(place));
	const fileOf = (key: string): string => path.join(directory, `${hash(key)}.json`);

	/** What a program that was killed was writing. */
	const sweep = (): void => {
		for (const name of readdirSync(directory).filter((each) => partName.test(each))) {
			const file = path.join(directory, name);
			const changedAt = lstatSync(file, {throwIfNoEntry: false})?.mtimeMs ?? Number.POSITIVE_INFINITY;
			if (changedAt < time() - partsKeptFor) remove(file);
		}
	};

	/** The files of drafts and their drafts, the last one first; those that are too old go, and nothing else does. */
	const all = (): readonly {readonly file: string; readonly draft: Draft}[] => {
		let names: readonly string[];
		try {
			names = readdirSync(directory).filter((name) => fileName.test(name));
		} catch {
			return [];
		}
		const oldest = time() - keptFor * 24 * 3_600_000;
		return names
			.flatMap((name) => {
				const file = path.join(directory, name);
				const draft = readDraft(file);
				if (draft === undefined || fileOf(draft.key) !== file) return [];
				if (draft.savedAt >= oldest) return [{file, draft}];
				remove(file);
				return [];
			})
			.toSorted((left, right) => right.draft.savedAt - left.draft.savedAt);
	};

	return {
		list: () => all().map(({draft: {key, title, savedAt}}): DraftHead => ({key, title, savedAt})),
		read(key) {
			const draft = readDraft(fileOf(key));
			return draft?.key === key ? draft : undefined;
		},
		write(draft) {
			const file = fileOf(draft.key);
			const part = `${file}.${randomBytes(6).toString('hex')}.part`;
			const text = JSON.stringify({version, ...draft});
			if (Buffer.byteLength(text) > longest) return;
			try {
				privateDirectory(root);
				privateDirectory(directory);
				sweep();
				const isNew = !readdirSync(directory).includes(path.basename(file));
				writeFileSync(part, text, {mode: 0o600, flag: 'wx'});
				renameSync(part, file);
				if (isNew) for (const {file: old} of all().slice(most)) remove(old);
			} catch {
				remove(part);
			}
		},
		remove: (key) => remove(fileOf(key)),
	};
}
