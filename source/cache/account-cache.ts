/**
 * The lists of one account as they were when they were last read, by this program or the one before. Nothing that goes
 * wrong here is an error: without a file lists are read from the server, and what can not be written is read again.
 */
import {rm} from 'node:fs/promises';
import {performance} from 'node:perf_hooks';
import {setImmediate as nextTurn} from 'node:timers/promises';
import type {Disk} from '../atomic-file.ts';
import type {Secret} from '../secret.ts';
import type {FormerHead, FormerLists, ListsToKeep, ListToKeep} from '../store/former-lists.ts';
import {readColumns} from './column-reader.ts';
import {writeColumns} from './column-writer.ts';
import {keptFor, largestFile, listsFile, readListsFile, writeListsFile} from './list-files.ts';
import {
	listOverhead,
	type SealedList,
	type SealFor,
	type SealMode,
	sealedName,
	sealLists,
	unsealLists,
} from './sealed-lists.ts';

export type {SealMode} from './sealed-lists.ts';

export interface AccountCacheOptions {
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly profile: string;
	readonly mode: SealMode;
	readonly secret: Secret;
	/** Version of the program, server, account, and whatever else tells what is kept from another. */
	readonly context: readonly string[];
	readonly disk?: Disk | undefined;
	/** Ms since the epoch. */
	readonly now?: (() => number) | undefined;
}

export interface AccountCache extends FormerLists {
	/**
	 * Writes what has changed; nothing is written where nothing has. Lists that were never taken stay as they are in the
	 * file. Does its work in pieces of some milliseconds. Another call waits for the one before.
	 * @param longest ms of work after which what is not done yet is left out; without it there is another call to come, and
	 * what is little beside the file, and was only read, waits for that: all of the file is written each time
	 */
	save(kept: ListsToKeep, longest?: number | undefined): Promise<void>;
	/** Removes the file, and writes it no more. */
	discard(): Promise<void>;
}

/** Ms of work between two moments at which keys are looked at. */
const slice = 4;

/** Rows that have to be new for one that is in the file, for it to be written before the end; and rows that are few. */
const worthwhile = 1 / 8;
const fewRows = 5000;

/** What the file has of a list. */
type Saved = FormerHead & {readonly rows: readonly object[] | 'former'};

/** Reads the file: some milliseconds for 5 MB. Lists are opened when they are taken. */
export function openAccountCache(options: AccountCacheOptions): AccountCache {
	const {environment, profile, mode, secret, context, disk, now = Date.now} = options;
	const sealFor: SealFor = {mode, secret, context};
	const file = listsFile(environment, profile, sealedName(sealFor));
	const read = (): Map<string, SealedList> => {
		const bytes = readListsFile(file);
		return new Map(bytes === undefined ? [] : unsealLists(bytes, sealFor));
	};
	const untaken = read();
	const saved = new Map<string, Saved>();
	let latest: Promise<void> = Promise.resolve();
	let isDiscarded = false;

	const isSameAs = (list: ListToKeep): boolean => {
		const before = saved.get(list.name);
		return (
			before !== undefined &&
			(before.rows === 'former' ? list.isFormer : before.rows === list.rows) &&
			isOfSameTime(before, list) &&
			before.isOutdated === list.isOutdated &&
			before.complete === list.complete &&
			before.total === list.total
		);
	};
	const mayWait = ({lists}: ListsToKeep): boolean => {
		const rowsOf = (some: readonly ListToKeep[]): number => some.reduce((sum, {rows}) => sum + rows.length, 0);
		const changed = lists.filter((list) => !isSameAs(list));
		const isWritten = changed.some((list) => list.changedAt > list.readAt || list.isOutdated);
		const notTaken = untaken.values().reduce((sum, {head}) => sum + (head.total ?? 0), 0);
		const all = rowsOf(lists) + notTaken;
		return !isWritten && all > fewRows && rowsOf(changed) < all * worthwhile;
	};
	const save = async (kept: ListsToKeep, longest: number | undefined): Promise<void> => {
		if (isDiscarded || kept.lists.every(isSameAs) || (longest === undefined && mayWait(kept))) return;
		const pace = paced(longest);
		// Another program may have written since.
		const present = read();
		const pieces: {readonly name: string; readonly head: FormerHead; readonly bytes: Buffer}[] = [];
		let room = largestFile - largestHead;
		const add = (name: string, head: FormerHead, bytes: Buffer | undefined): void => {
			if (bytes === undefined || bytes.length + listOverhead > room) return;
			room -= bytes.length + listOverhead;
			pieces.push({name, head, bytes});
		};
		const live = new Map(kept.lists.map((list) => [list.name, list]));
		for (const list of live.values()) {
			const other = present.get(list.name);
			const before = saved.get(list.name);
			const isTheirs = other !== undefined && (before === undefined || !isOfSameTime(other.head, before));
			const theirs = isTheirs && isLater(other.head, list) ? other.open() : undefined;
			if (other !== undefined && theirs !== undefined) {
				await pace.pause();
				// What was written here since they have read is not in it.
				add(
					list.name,
					{...other.head, isOutdated: other.head.isOutdated || list.changedAt > other.head.readAt},
					theirs,
				);
				continue;
			}
			// What is in the file already only moves.
			const isThere = other !== undefined && isOfSameTime(other.head, list);
			const bytes = isThere && isSameAs(list) ? other.open() : await pace.run(writeColumns(list.rows, list.orders));
			await pace.pause();
			const isBehind = isTheirs ? other.head.changedAt > list.readAt : isThere && other.head.isOutdated;
			// Without time for it the list goes: what the file has of it is no longer so.
			add(list.name, {...headOf(list), isOutdated: list.isOutdated || isBehind}, bytes);
		}
		for (const [name, {head, open}] of present) {
			if (live.has(name) || !kept.isOfAccount(name) || now() - head.readAt > keptFor) continue;
			await pace.pause();
			add(name, head, open());
		}
		const sealed = await paced().run(sealLists(pieces, sealFor));
		if (sealed === undefined || isDiscarded) return;
		await writeListsFile(file, sealed, {disk, now: now()});
		const written = new Set(pieces.map(({name}) => name));
		for (const list of live.values()) saved.set(list.name, list);
		for (const name of untaken.keys()) if (!written.has(name)) untaken.delete(name);
	};

	return {
		get names() {
			return untaken.keys();
		},
		head: (name) => untaken.get(name)?.head,
		take(name) {
			const list = untaken.get(name);
			untaken.delete(name);
			const bytes = list?.open();
			if (list === undefined || bytes === undefined) return undefined;
			try {
				const taken = readColumns(bytes);
				saved.set(name, {...list.head, rows: 'former'});
				return taken;
			} catch {
				return undefined;
			}
		},
		save(kept, longest) {
			latest = latest.then(() => save(kept, longest)).catch(() => undefined);
			return latest;
		},
		discard() {
			isDiscarded = true;
			latest = latest.then(() => rm(file, {force: true})).catch(() => undefined);
			return latest;
		},
	};
}

/** Bytes for the head and the names of lists that take none of their own. */
const largestHead = 1024;

function headOf({total, complete, readAt, changedAt, isOutdated}: ListToKeep): FormerHead {
	return {total, complete, readAt, changedAt, isOutdated};
}

function isOfSameTime(one: FormerHead, other: FormerHead): boolean {
	return one.readAt === other.readAt && one.changedAt === other.changedAt;
}

/** Whether one was read later than the other, or is the same reading with a later change. */
function isLater(one: FormerHead, other: FormerHead): boolean {
	return one.readAt === other.readAt ? one.changedAt > other.changedAt : one.readAt > other.readAt;
}

/** Work in slices. @param longest ms of it after which there is no more */
function paced(longest = Number.POSITIVE_INFINITY) {
	let worked = 0;
	let since = performance.now();
	const pause = async (): Promise<void> => {
		const passed = performance.now() - since;
		if (passed < slice) return;
		worked += passed;
		await nextTurn();
		since = performance.now();
	};
	return {
		pause,
		/** Undefined: there was no time left for it. */
		async run<Result>(work: Generator<undefined, Result, undefined>): Promise<Result | undefined> {
			since = performance.now();
			while (worked <= longest) {
				const step = work.next();
				if (step.done === true) return step.value;
				await pause();
			}
			return undefined;
		},
	};
}
