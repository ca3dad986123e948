/** One call of the keychain in a child process: started, asked, limited, given up, killed. */
import {type ChildProcessByStdio, spawn} from 'node:child_process';
import path from 'node:path';
import type {Readable, Writable} from 'node:stream';
import {type Environment, environmentWithoutSecrets} from './environment.ts';
import {inertDetail} from './keychain-failure.ts';
import {answerFromText, type KeychainRequest, type KeychainValue, longestMessage} from './keychain-message.ts';
import {StoreFailure} from './store-failure.ts';

export interface ChildCall {
	/** Where the program of the child is. */
	readonly childPath: string;
	readonly environment: Environment;
	/** In ms; then the failure is `timeout`. */
	readonly limit: number;
	readonly signal?: AbortSignal | undefined;
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** Ends a call before its time. */
type GiveUp = (failure: StoreFailure) => void;

const running = new Map<Child, GiveUp>();

let isAbandoned = false;

/**
 * For the end of the program: gives up all calls that run, each with `cancelled`, and starts no more. Otherwise the
 * program would end only after the last one, with those that follow it: what was given up by its signal is over already,
 * but what is put back after a failure, for one, has none.
 */
export function abandonKeychainCalls(): void {
	isAbandoned = true;
	for (const giveUp of [...running.values()]) giveUp(new StoreFailure('cancelled'));
}

/** A child that outlived the program would end by itself, unless a call of the library blocks it. */
function killAll(): void {
	for (const child of running.keys()) child.kill('SIGKILL');
}

/** Runs a request; throws {@link StoreFailure} and nothing else. The child is dead or dying when it settles. */
export function callKeychainChild(request: KeychainRequest, call: ChildCall): Promise<KeychainValue> {
	return new Promise((resolve, reject) => {
		const {signal} = call;
		if (signal?.aborted === true || isAbandoned) {
			reject(new StoreFailure('cancelled'));
			return;
		}
		const child = start(call);
		if (child instanceof StoreFailure) {
			reject(child);
			return;
		}
		const settle = (outcome: {readonly value: KeychainValue} | {readonly failure: StoreFailure}): void => {
			if (!running.delete(child)) return;
			if (running.size === 0) process.off('exit', killAll);
			stopTimer();
			signal?.removeEventListener('abort', abort);
			// Also one that has answered: the library can keep it from ending.
			child.kill('SIGKILL');
			child.stdin.destroy();
			child.stdout.destroy();
			if ('failure' in outcome) reject(outcome.failure);
			else resolve(outcome.value);
		};
		const fail: GiveUp = (failure) => settle({failure});
		const abort = (): void => fail(new StoreFailure('cancelled'));
		if (running.size === 0) process.on('exit', killAll);
		running.set(child, fail);
		signal?.addEventListener('abort', abort);
		const stopTimer = startTimer(call.limit, () => fail(new StoreFailure('timeout')));

		const chunks: Buffer[] = [];
		let length = 0;
		child.stdout.on('data', (chunk: Buffer) => {
			chunks.push(chunk);
			length += chunk.length;
			if (length > longestMessage) fail(new StoreFailure('crash', 'it said too much'));
			else if (chunk.includes('\n')) settle(outcomeOf(Buffer.concat(chunks).toString('utf8'), request));
		});
		child.on('error', (error) => fail(notStarted(error)));
		child.on('close', (code, exitSignal) => {
			fail(new StoreFailure('crash', `the keychain process ended with ${exitSignal ?? code}`));
		});
		// A child that has ended does not read; why it ended is what counts.
		child.stdin.on('error', () => undefined);
		// Left open: its end tells the child that the program is gone.
		child.stdin.write(`${JSON.stringify(request)}\n`);
	});
}

/**
 * In a session of its own, so that ctrl-c, ctrl-z and the hang-up of the terminal reach the program only, which then
 * decides. Nothing that it writes reaches the screen, and it holds no directory.
 */
function start({childPath, environment}: ChildCall): Child | StoreFailure {
	try {
		return spawn(process.execPath, [childPath], {
			cwd: path.dirname(childPath),
			env: childEnvironment(environment),
			stdio: ['pipe', 'pipe', 'ignore'],
			detached: process.platform !== 'win32',
			windowsHide: true,
		});
	} catch (error) {
		return notStarted(error);
	}
}

function notStarted(error: unknown): StoreFailure {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return new StoreFailure('crash', inertDetail(`the keychain process could not be started ${code}`));
}

/** Without secrets, and without what would make Node load, write or print something else. */
export function childEnvironment(environment: Environment): Record<string, string | undefined> {
	return Object.fromEntries(
		Object.entries(environmentWithoutSecrets(environment)).filter(([name]) => !/^NODE_/iu.test(name)),
	);
}

/**
 * Calls back after so many ms. A program that was stopped meanwhile (ctrl-z) finds the time over before it has read what
 * the child said long ago: it gets a second more.
 */
function startTimer(ms: number, callBack: () => void): () => void {
	const due = performance.now() + ms;
	let timer = setTimeout(() => {
		if (performance.now() - due < 1000) callBack();
		else timer = setTimeout(callBack, 1000);
	}, ms);
	return () => clearTimeout(timer);
}

function outcomeOf(text: string, request: KeychainRequest) {
	const answer = answerFromText(text);
	if (answer === undefined) return {failure: new StoreFailure('crash', 'the answer was no answer')};
	if (answer.kind === 'done') return {value: answer.value};
	const {failure, detail = ''} = answer;
	return {failure: new StoreFailure(failure, inertDetail(detail, request.password))};
}
