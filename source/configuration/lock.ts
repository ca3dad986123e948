/** One cfiam at a time: storing a credential and naming its store in the configuration belong together. */
import {mkdir} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {ConfigurationError} from './error.ts';
import {configurationPath, type Environment} from './file.ts';
import {clearAway, createLock, isAbandoned, isOfThisMachine, type Lock, lookAtLock, releaseLock} from './lock-file.ts';
import {requireWritable, writeReason} from './write.ts';

export interface LockOptions {
	/** How long to wait for another, in ms; 5,000 where nothing is said. */
	readonly limit?: number | undefined;
	/** Ends the waiting; work that has begun is not concerned. */
	readonly signal?: AbortSignal | undefined;
}

/** Between two looks at another's lock, in ms. */
const pause = 50;

/**
 * Runs work while no other cfiam that uses the same configuration does the like. The lock is a file beside the
 * configuration; that of a process which is no more is taken over, as is one that is ten minutes old. Not to be nested.
 * @throws ConfigurationError naming the process that does not come to an end; the signal's reason where it came before
 * the work had begun; and whatever the work throws
 */
export async function exclusively<Value>(
	environment: Environment,
	work: () => Promise<Value>,
	{limit = 5_000, signal}: LockOptions = {},
): Promise<Value> {
	const configuration = configurationPath(environment);
	const file = `${configuration}.lock`;
	const id = await take(file, limit, signal).catch(async (error: unknown) => {
		signal?.throwIfAborted();
		if (error instanceof ConfigurationError) throw error;
		// Node says ENOENT of a directory that can not be made on a read-only file system.
		await requireWritable(configuration);
		const {reason, next} = writeReason(file, error);
		throw new ConfigurationError([`${file}: cannot keep another cfiam away: ${reason}.`, next], true);
	});
	try {
		signal?.throwIfAborted();
		return await work();
	} finally {
		await releaseLock(file, id);
	}
}

/** Waits for the lock; its id. */
async function take(file: string, limit: number, signal: AbortSignal | undefined): Promise<string> {
	await mkdir(path.dirname(file), {recursive: true, mode: 0o700});
	const end = performance.now() + limit;
	for (;;) {
		signal?.throwIfAborted();
		const id = await createLock(file);
		if (id !== undefined) return id;
		const found = await lookAtLock(file);
		if (found !== undefined && isAbandoned(found) && (await clearAway(file, found.id))) continue;
		const left = end - performance.now();
		if (left <= 0) throw busy(file, found);
		await delay(Math.min(left, pause * (0.5 + Math.random())), undefined, {signal});
	}
}

function busy(file: string, found: Lock | undefined): ConfigurationError {
	const owner = found?.owner;
	const who =
		owner === undefined
			? 'Another cfiam'
			: owner.pid === process.pid && isOfThisMachine(owner)
				? 'This cfiam'
				: `Another cfiam (process ${owner.pid}${isOfThisMachine(owner) ? '' : ` on ${owner.host}`})`;
	return new ConfigurationError([
		`${who} is storing or removing a credential at this moment.`,
		`Try again when it is done. If there is none, remove ${file}`,
	]);
}
