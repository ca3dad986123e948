import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {
	chmodSync,
	chownSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setImmediate} from 'node:timers/promises';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {ConfigurationError} from '../../source/configuration/configuration.ts';
import {exclusively} from '../../source/configuration/lock.ts';
import {clearAway} from '../../source/configuration/lock-file.ts';
import {saveProfile} from '../../source/configuration/save.ts';
import {asOrdinaryUser, ordinaryUser} from './ordinary-user.ts';

const worker = new URL('lock-worker.ts', import.meta.url).pathname;

let home = '';
let directory = '';
let file = '';
let children: ChildProcess[] = [];
beforeEach(() => {
	home = mkdtempSync(path.join(tmpdir(), 'cfiam-lock-'));
	directory = path.join(home, 'cfiam');
	file = path.join(directory, 'config.json.lock');
});
afterEach(() => {
	for (const child of children) child.kill('SIGKILL');
	children = [];
	rmSync(home, {recursive: true, force: true});
});

async function locked<Value>(work: () => Promise<Value>, limit?: number, signal?: AbortSignal): Promise<Value> {
	return await exclusively({XDG_CONFIG_HOME: home}, work, {limit, signal});
}

function start(task: string): ChildProcess {
	const child = spawn(process.execPath, [worker, home, task], {stdio: ['ignore', 'pipe', 'inherit']});
	children.push(child);
	return child;
}

/** A process that has the lock. */
async function holder(): Promise<ChildProcess> {
	const child = start('hold');
	if (child.stdout === null) throw new Error('no output');
	await once(child.stdout, 'data');
	return child;
}

/** The content of a lock that this process would make. */
async function ownLock(): Promise<Readonly<Record<string, unknown>>> {
	return await locked(async () => JSON.parse(readFileSync(file, 'utf8')));
}

function plant(content: string, age = 0): void {
	mkdirSync(directory, {recursive: true});
	writeFileSync(file, content);
	const time = Date.now() / 1000 - age;
	utimesSync(file, time, time);
}

/** The id of a process that has ended. */
const dead = spawnSync(process.execPath, ['--version']).pid;

async function linesOf(work: Promise<unknown>): Promise<readonly string[]> {
	const error: unknown = await work.then(
		() => 'the lock was taken',
		(reason: unknown) => reason,
	);
	if (!(error instanceof ConfigurationError)) throw error;
	return error.lines.map((line) => line.replaceAll(file, 'LOCK'));
}

describe('work under the lock', () => {
	it('gives its value, and leaves nothing behind', async () => {
		expect(await locked(async () => readdirSync(directory))).toEqual(['config.json.lock']);
		expect(readdirSync(directory)).toEqual([]);
	});

	it('may fail with what it likes, and leaves nothing behind', async () => {
		const failure = new Error('no');
		await expect(
			locked(async () => {
				throw failure;
			}),
		).rejects.toBe(failure);
		expect(readdirSync(directory)).toEqual([]);
	});

	it('may save the configuration', async () => {
		await locked(async () => await saveProfile({XDG_CONFIG_HOME: home}, 'work', {readOnly: true}));
		expect(readdirSync(directory)).toEqual(['config.json']);
	});

	it('is done by one at a time, in one process', async () => {
		let atWork = 0;
		let most = 0;
		const works = Array.from({length: 8}, async () => {
			await locked(async () => {
				most = Math.max(most, ++atWork);
				for (let turn = 0; turn < 5; turn++) await setImmediate();
				atWork--;
			});
		});
		await Promise.all(works);
		expect(most).toBe(1);
	});

	it('is done by one at a time, in several processes that find the lock of a dead one', async () => {
		const rounds = 25;
		const lock = {...(await ownLock()), id: '0123456789abcdef', pid: dead};
		plant(JSON.stringify(lock));
		writeFileSync(path.join(home, 'number'), '0');
		const ends = Array.from({length: 3}, async () => await once(start(String(rounds)), 'exit'));
		expect(await Promise.all(ends)).toEqual(Array.from({length: 3}, () => [0, null]));
		expect(readFileSync(path.join(home, 'number'), 'utf8')).toBe(String(3 * rounds));
		expect(readdirSync(directory)).toEqual([]);
	});
});

describe('the lock of another', () => {
	it('is named with its process when it does not come free', async () => {
		const {pid} = await holder();
		expect(await linesOf(locked(async () => undefined, 0))).toEqual([
			`Another cfiam (process ${pid}) is storing or removing a credential at this moment.`,
			'Try again when it is done. If there is none, remove LOCK',
		]);
		expect(readdirSync(directory)).toEqual(['config.json.lock']);
	});

	it('is waited for', async () => {
		const child = await holder();
		const work = locked(async () => 'done', 15_000);
		child.kill('SIGKILL');
		expect(await work).toBe('done');
		expect(readdirSync(directory)).toEqual([]);
	});

	it('is waited for no longer than the user wants, and stays', async () => {
		await holder();
		const stop = new AbortController();
		const reason = new Error('enough');
		let isDone = false;
		const work = locked(
			async () => {
				isDone = true;
			},
			15_000,
			stop.signal,
		);
		const start = performance.now();
		stop.abort(reason);
		await expect(work).rejects.toSatisfy((error: unknown) => error === reason || Object(error).cause === reason);
		expect(performance.now() - start).toBeLessThan(1000);
		expect(isDone).toBe(false);
		expect(readdirSync(directory)).toEqual(['config.json.lock']);
	});

	it('is not even looked at where it was called off before', async () => {
		const work = locked(async () => 'done', 15_000, AbortSignal.abort());
		await expect(work).rejects.toMatchObject({name: 'AbortError'});
	});

	it('is left alone by the one from whom it was taken over', async () => {
		const taken = JSON.stringify({...(await ownLock()), id: '0123456789abcdef', pid: process.ppid});
		await locked(async () => writeFileSync(file, taken));
		expect(readFileSync(file, 'utf8')).toBe(taken);
	});

	it('is said to be of this process where it is', async () => {
		const lines = await locked(async () => await linesOf(locked(async () => undefined, 0)));
		expect(lines[0]).toBe('This cfiam is storing or removing a credential at this moment.');
	});
});

describe('a lock whose owner', () => {
	/** Whether a lock with this content is taken over. */
	async function isTakenOver(content: unknown, age?: number): Promise<boolean> {
		plant(typeof content === 'string' ? content : JSON.stringify(content), age);
		try {
			await locked(async () => undefined, 0);
		} catch (error) {
			if (error instanceof ConfigurationError) return false;
			throw error;
		}
		expect(readdirSync(directory)).toEqual([]);
		return true;
	}

	it.each<[string, Readonly<Record<string, unknown>>, number, boolean]>([
		['runs', {pid: process.ppid}, 0, false],
		['is dead', {pid: dead}, 0, true],
		['runs, and has kept it for longer than any work takes', {pid: process.ppid}, 601, true],
		['runs, and made it in the future', {pid: process.ppid}, -601, true],
		['is another with the pid of this one', {pid: process.pid}, 0, true],
		['is on another machine', {pid: dead, host: 'elsewhere'}, 300, false],
		['was on another machine', {pid: dead, host: 'elsewhere'}, 601, true],
		['is in another container', {pid: dead, space: 'pid:[1] 2'}, 300, false],
	])('%s', async (_what, owner, age, expected) => {
		const lock = await ownLock();
		expect(await isTakenOver({...lock, id: '0123456789abcdef', ...owner}, age)).toBe(expected);
	});

	it('is dead, as is the one who was taking it over', async () => {
		const lock = {...(await ownLock()), id: '0123456789abcdef', pid: dead};
		plant(JSON.stringify(lock));
		writeFileSync(`${file}.${lock.id}`, JSON.stringify({...lock, id: 'fedcba9876543210'}));
		expect(await locked(async () => 'done')).toBe('done');
		expect(readdirSync(directory)).toEqual([]);
	});

	it.each([
		'',
		'{',
		'null',
		'[]',
		'{"id": "../../x", "pid": 1, "host": "", "space": ""}',
		'{"id": "0123456789abcdef", "pid": -1, "host": "", "space": ""}',
		'{"id": "0123456789abcdef", "pid": 1e99, "host": "", "space": ""}',
	])('can not be read from it: %j', async (content) => {
		expect(await isTakenOver(content)).toBe(false);
		expect(await isTakenOver(content, 11)).toBe(true);
	});

	it('is elsewhere is named without what a terminal would obey', async () => {
		plant(JSON.stringify({...(await ownLock()), id: '0123456789abcdef', pid: 7, host: 'a\u001b[2J'}));
		expect((await linesOf(locked(async () => undefined, 0)))[0]).toBe(
			'Another cfiam (process 7 on a__2J) is storing or removing a credential at this moment.',
		);
	});
});

describe('of two that find one abandoned lock', () => {
	it('one removes it, while the other waits', async () => {
		const lock = {...(await ownLock()), id: '0123456789abcdef', pid: dead};
		plant(JSON.stringify(lock));
		writeFileSync(`${file}.${lock.id}`, JSON.stringify({...lock, id: 'fedcba9876543210', pid: process.ppid}));
		expect(await clearAway(file, lock.id)).toBe(false);
		expect(readFileSync(file, 'utf8')).toBe(JSON.stringify(lock));
	});

	it('the late one does not remove the lock that the other has made instead', async () => {
		const lock = JSON.stringify({...(await ownLock()), id: 'fedcba9876543210', pid: process.ppid});
		plant(lock);
		await clearAway(file, '0123456789abcdef');
		expect(readFileSync(file, 'utf8')).toBe(lock);
		expect(readdirSync(directory)).toEqual(['config.json.lock']);
	});
});

describe('a lock that can not be made', () => {
	it.each([
		[
			'without rights',
			() => chmodSync(directory, 0o500),
			/^LOCK: cannot keep another cfiam away: permission denied\.$/,
		],
		['in place of a directory', () => mkdirSync(file), /^LOCK: cannot keep another cfiam away: EISDIR/],
	])('is explained: %s', async (_what, prepare, reason) => {
		mkdirSync(directory);
		chmodSync(home, 0o755);
		prepare();
		if (ordinaryUser !== undefined) chownSync(directory, ordinaryUser, -1);
		let isDone = false;
		const work = async (): Promise<void> => {
			isDone = true;
		};
		const lines = await asOrdinaryUser(async () => await linesOf(locked(work, 0)));
		expect(lines).toEqual([expect.stringMatching(reason), expect.stringContaining('XDG_CONFIG_HOME')]);
		expect(isDone).toBe(false);
	});
});
