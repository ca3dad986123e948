/** The emulator's process, seen from the one that measures. */
import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import * as v from 'valibot';
import type {Order, ServeOptions} from './account-server.ts';

const placeSchema = v.object({url: v.string(), token: v.string(), accountId: v.string()});

const trafficSchema = v.object({
	underWay: v.number(),
	lastAnswerAt: v.number(),
	requests: v.number(),
	pages: v.number(),
	empty: v.number(),
	repeated: v.number(),
	incomplete: v.number(),
	groups: v.number(),
	others: v.number(),
	byPath: v.record(v.string(), v.number()),
});

/** What came in so far; `underWay` is what has not been answered, `lastAnswerAt` in ms since the epoch. */
export type Traffic = v.InferOutput<typeof trafficSchema>;

export interface ServedAccount extends AsyncDisposable {
	/** What leads a program to it, as environment variables. */
	readonly environment: Readonly<Record<string, string>>;
	traffic(): Promise<Traffic>;
	/** Forgets what came in. */
	clear(): Promise<void>;
	/** Lets every answer take so many ms from now on. */
	delay(milliseconds: number): Promise<void>;
	/** Resolves once nothing has been asked for so many ms. With what came in. */
	quiet(milliseconds: number): Promise<Traffic>;
}

/** Starts the emulator in a process of its own: what it does costs the program that is measured nothing. */
export async function serveAccount(options: ServeOptions): Promise<ServedAccount> {
	const child = fork(path.join(import.meta.dirname, 'account-server.ts'), {
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
	});
	const place = v.parse(placeSchema, await ask(child, {kind: 'start', options}));
	const traffic = async (): Promise<Traffic> => v.parse(trafficSchema, await ask(child, {kind: 'tally'}));
	return {
		environment: {
			CLOUDFLARE_BASE_URL: place.url,
			CLOUDFLARE_API_TOKEN: place.token,
			CLOUDFLARE_ACCOUNT_ID: place.accountId,
		},
		traffic,
		async clear() {
			await ask(child, {kind: 'clear'});
		},
		async delay(milliseconds) {
			await ask(child, {kind: 'delay', milliseconds});
		},
		async quiet(milliseconds) {
			for (;;) {
				const {promise, resolve} = Promise.withResolvers<void>();
				setTimeout(resolve, Math.min(100, milliseconds));
				await promise;
				const now = await traffic();
				const since = performance.timeOrigin + performance.now() - now.lastAnswerAt;
				if (now.underWay === 0 && now.lastAnswerAt > 0 && since >= milliseconds) return now;
			}
		},
		async [Symbol.asyncDispose]() {
			child.disconnect();
			await once(child, 'exit');
		},
	};
}

const answerSchema = v.union([v.object({problem: v.string()}), v.object({value: v.unknown()})]);

async function ask(child: ChildProcess, order: Order): Promise<unknown> {
	const answered = once(child, 'message');
	child.send(order);
	const [message] = await answered;
	const answer = v.parse(answerSchema, message);
	if ('problem' in answer) throw new Error(`the emulator of the benchmark: ${answer.problem}`);
	return answer.value;
}
