/**
 * A stateful Cloudflare IAM server on loopback (contract: all of it). It follows what has been observed of the real
 * one, quirks included, and what it had to choose is said where it is chosen.
 */
import {createAccounts, type Dataset} from './datasets/index.ts';
import {demoTokens} from './demo-credentials.ts';
import type {Faults} from './faults.ts';
import {RateLimit, type RateLimitOptions} from './rate-limit.ts';
import type {RecordedRequest} from './recorder.ts';
import {basePath, EmulatorServer} from './server.ts';
import {EmulatorState} from './state.ts';

export type {Dataset} from './datasets/index.ts';
export {type DemoToken, demoKey, demoOwner, demoTokens} from './demo-credentials.ts';
export type {Fault, FaultEffect, FaultHandle} from './faults.ts';
export type {RecordedRequest} from './recorder.ts';

export interface EmulatorOptions {
	/** A free one unless given. */
	readonly port?: number | undefined;
	/** `small` unless given. */
	readonly dataset?: Dataset | undefined;
	/** The same seed gives the same data and, request for request, the same ids. */
	readonly seed?: number | undefined;
	/** Milliseconds before each answer. */
	readonly latency?: number | undefined;
	/** Cloudflare's 1200 requests in 300 seconds unless given. */
	readonly rateLimit?: RateLimitOptions | 'off' | undefined;
	/** The clock, in ms. */
	readonly now?: (() => number) | undefined;
	/** Milliseconds from the start of a domain verification to its outcome; 20 seconds unless given. */
	readonly verificationDelay?: number | undefined;
	/** Milliseconds that the members of a new user group can not be found; 0 unless given. */
	readonly settleDelay?: number | undefined;
}

export interface Emulator {
	/** The base URL for clients: `http://127.0.0.1:PORT/client/v4`. */
	readonly url: string;
	readonly port: number;
	readonly accountId: string;
	/** May read and write everything; others are in {@link demoTokens}. */
	readonly token: string;
	/** What came in, the newest last; the last 10,000. */
	readonly requests: readonly RecordedRequest[];
	clearRequests(): void;
	readonly faults: Pick<Faults, 'add' | 'clear'>;
	readonly state: EmulatorState;
	close(): Promise<void>;
}

/** Starts a server on 127.0.0.1. Rejects with the error of `listen` when the port is taken. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
	const now = options.now ?? Date.now;
	const seed = options.seed ?? 1;
	const limits = options.rateLimit ?? {quota: 1200, window: 300};
	const state = new EmulatorState(createAccounts(options.dataset ?? 'small', seed, now()), {
		seed,
		now,
		verificationDelay: options.verificationDelay ?? 20_000,
		settleDelay: options.settleDelay ?? 0,
	});
	const server = new EmulatorServer({
		state,
		latency: options.latency ?? 0,
		rateLimit: limits === 'off' ? undefined : new RateLimit(limits, now),
	});
	const port = await server.listen(options.port ?? 0);
	return {
		url: `http://127.0.0.1:${port}${basePath}`,
		port,
		accountId: state.main.account.id,
		token: demoTokens.full.token,
		requests: server.recorder.requests,
		clearRequests: () => server.recorder.clear(),
		faults: server.faults,
		state,
		close: () => server.close(),
	};
}
