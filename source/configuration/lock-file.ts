/**
 * The file that is a lock: made exclusively, with its owner in it. Whoever takes a lock away first makes a claim to it,
 * a lock beside it with its id in the name, and then looks again whether it is still that one. So of two that find one
 * abandoned lock only one removes it, and none removes the lock that a third has made meanwhile.
 */
import {randomBytes} from 'node:crypto';
import {readFileSync, readlinkSync} from 'node:fs';
import {type FileHandle, open, rm} from 'node:fs/promises';
import {hostname} from 'node:os';
import {codeOf} from './error.ts';

export interface LockOwner {
	readonly pid: number;
	/** Name of its machine: letters, digits and . _ - only. */
	readonly host: string;
	/** Within which process ids mean the same: container and start of the machine. */
	readonly space: string;
}

export interface Lock {
	/** Fit for the name of a file. */
	readonly id: string;
	/** Undefined where the file does not say: it was made a moment ago, or its maker died in that moment. */
	readonly owner: LockOwner | undefined;
	/** In ms. */
	readonly age: number;
}

/** No work takes that long, in ms: unlocking windows are given up after a minute each. */
const longestWork = 600_000;

/** From making a lock to writing its owner into it, in ms: a moment, on a machine that stalls. */
const longestMaking = 10_000;

/** Ids of the locks that this process has made; a lock with its pid and another id is of a dead process. */
const ownIds = new Set<string>();

/** Makes a lock, and returns its id; undefined: there is one. */
export async function createLock(file: string): Promise<string | undefined> {
	const id = randomBytes(8).toString('hex');
	ownIds.add(id);
	let isMade = false;
	try {
		isMade = await make(file, id);
	} finally {
		if (!isMade) ownIds.delete(id);
	}
	return isMade ? id : undefined;
}

async function make(file: string, id: string): Promise<boolean> {
	let handle: FileHandle;
	try {
		handle = await open(file, 'wx', 0o600);
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		throw error;
	}
	try {
		await handle.writeFile(JSON.stringify({id, pid: process.pid, host: ownHost(), space: ownSpace()}));
	} catch (error) {
		await rm(file, {force: true});
		throw error;
	} finally {
		await handle.close();
	}
	// After a long stall it may have been taken for that of a dead maker.
	return (await lookAtLock(file))?.id === id;
}

/** Removes a lock of one's own, if nobody has taken it over. */
export async function releaseLock(file: string, id: string): Promise<void> {
	try {
		await clearAway(file, id);
	} catch {
		// The next one finds that its owner is no more.
	} finally {
		ownIds.delete(id);
	}
}

/** The lock that is there. */
export async function lookAtLock(file: string): Promise<Lock | undefined> {
	try {
		const handle = await open(file, 'r');
		try {
			const {ino, mtimeMs} = await handle.stat();
			const age = Date.now() - mtimeMs;
			const content = contentOf(await handle.readFile('utf8'));
			return content === undefined
				? {id: `unreadable-${ino}-${Math.trunc(mtimeMs)}`, owner: undefined, age}
				: {...content, age};
		} finally {
			await handle.close();
		}
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw error;
	}
}

/** Removes the lock with an id, if it is still that one. False: another is about to do so. */
export async function clearAway(file: string, id: string): Promise<boolean> {
	const claim = `${file}.${id}`;
	const claimId = await createLock(claim);
	if (claimId === undefined) {
		const other = await lookAtLock(claim);
		if (other !== undefined && isAbandoned(other)) await clearAway(claim, other.id);
		return false;
	}
	try {
		const found = await lookAtLock(file);
		if (found?.id === id) await rm(file, {force: true});
		return true;
	} finally {
		await rm(claim, {force: true});
		ownIds.delete(claimId);
	}
}

/** Whether the owner of a lock is no more, as far as can be told from here. */
export function isAbandoned({id, owner, age}: Lock): boolean {
	// The clock may have been set since.
	if (Math.abs(age) > longestWork) return true;
	if (owner === undefined) return Math.abs(age) > longestMaking;
	if (!isOfThisMachine(owner)) return false;
	return owner.pid === process.pid ? !ownIds.has(id) : !isRunning(owner.pid);
}

/** Whether the owner's pid means something here. */
export function isOfThisMachine({host, space}: LockOwner): boolean {
	return host === ownHost() && space === ownSpace();
}

function contentOf(text: string): {readonly id: string; readonly owner: LockOwner} | undefined {
	let content: unknown;
	try {
		content = JSON.parse(text);
	} catch {
		return undefined;
	}
	if (typeof content !== 'object' || content === null) return undefined;
	const {id, pid, host, space}: {id?: unknown; pid?: unknown; host?: unknown; space?: unknown} = content;
	if (typeof id !== 'string' || !/^[\da-f]{16}$/.test(id)) return undefined;
	// A pid of 0 or less would mean a group of processes.
	if (typeof pid !== 'number' || !Number.isInteger(pid) || pid <= 0 || pid > 0x7fff_ffff) return undefined;
	if (typeof host !== 'string' || typeof space !== 'string') return undefined;
	return {id, owner: {pid, host: inert(host), space}};
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// EPERM: it runs, as another user.
		return codeOf(error) !== 'ESRCH';
	}
}

function ownHost(): string {
	return inert(hostname());
}

function inert(text: string): string {
	return text.replaceAll(/[^\w.-]/g, '_').slice(0, 64);
}

function ownSpace(): string {
	try {
		return `${readlinkSync('/proc/self/ns/pid')} ${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}`;
	} catch {
		return '';
	}
}
