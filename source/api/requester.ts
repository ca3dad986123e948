/** Sends one operation: read-only lock, admission, headers, retries, and what came of it; one line for the log. */
import {AmbiguousText, inertJson, type Originals, originalsOf} from '../terminal/original-text.ts';
import {sanitise} from '../terminal/sanitise.ts';
import type {Priority, RequestBudget} from './budget.ts';
import {type Call, checkedPath, queryText} from './call.ts';
import type {Clock} from './clock.ts';
import {type Credential, credentialHeaders, redactor} from './credential.ts';
import {CloudflareError, ReadOnlyError} from './errors.ts';
import {calledOff, type Failing, notAdmitted} from './failures.ts';
import {attemptInWords, findOperation, type Operation} from './operations.ts';
import {NotAdmitted, type RequestQueue} from './queue.ts';
import {readRateLimit} from './rate-limit-headers.ts';
import {conclude, type Outcome, type Reply} from './reply.ts';
import {keptBody, type RequestEntry} from './request-log.ts';
import {backoff, mostRetries, parseRetryAfter, retriesFailure, retriesStatus} from './retry.ts';
import {type Answer, type Transport, TransportFailure} from './transport.ts';

export interface RequesterOptions {
	readonly transport: Transport;
	readonly queue: RequestQueue;
	readonly budget: RequestBudget;
	readonly clock: Clock;
	/** From 0 to 1. */
	readonly random: () => number;
	readonly credential: Credential;
	readonly userAgent: string;
	readonly host: string;
	readonly isReadOnly: () => boolean;
	readonly onRequest?: ((entry: RequestEntry) => void) | undefined;
}

/** A request on its way. */
interface Sending {
	readonly operation: Operation;
	readonly failing: Failing;
	/** Path and query. */
	readonly target: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | undefined;
	readonly originals: Originals;
	readonly signal: AbortSignal | undefined;
	readonly priority: Priority;
	/** Times it was handed to the network. */
	attempts: number;
	status: number | undefined;
	rayId: string | undefined;
}

const askedToWait = 'Cloudflare asks to wait';

export class Requester {
	readonly #options: RequesterOptions;
	readonly #redact: (text: string) => string;
	#count = 0;

	constructor(options: RequesterOptions) {
		this.#options = options;
		this.#redact = redactor(options.credential);
	}

	/** @throws {CloudflareError} */
	async send(call: Call): Promise<Reply> {
		const {clock, host, credential, userAgent} = this.#options;
		const operation = findOperation(call.operation);
		const ids = call.ids ?? {};
		const attempted = attemptInWords(operation, ids);
		const path = checkedPath(call.operation, ids, attempted);
		const query = queryText(call.query ?? {});
		const originals = originalsOf(ids.account_id ?? '');
		const sending: Sending = {
			operation,
			failing: {operation, attempted, host},
			target: path + query,
			headers: {
				...credentialHeaders(credential, attempted),
				accept: 'application/json',
				'user-agent': userAgent,
				...(call.body === undefined ? {} : {'content-type': 'application/json'}),
			},
			body: call.body === undefined ? undefined : bodyText(call.body, originals, attempted),
			originals,
			signal: call.options?.signal,
			priority: call.options?.priority ?? 'foreground',
			attempts: 0,
			status: undefined,
			rayId: undefined,
		};
		const startedAt = clock.now();
		try {
			const reply = await this.#sendUntilDone(sending);
			this.#log(call, sending, {path, query}, startedAt, undefined);
			return reply;
		} catch (error) {
			this.#log(call, sending, {path, query}, startedAt, error instanceof Error ? error.message : String(error));
			throw error;
		}
	}

	async #sendUntilDone(sending: Sending): Promise<Reply> {
		const {operation, failing, originals} = sending;
		for (;;) {
			const outcome = await this.#attempt(sending);
			const done = () => conclude(failing, outcome, this.#redact, originals);
			if (sending.attempts > mostRetries || !asksForAnother(operation, outcome)) return done();
			const pause = await this.#pause(sending, outcome);
			// A write gets here only when nothing was done.
			if (pause === 'aborted') throw calledOff(failing, false);
			// Locked meanwhile: what is known about the last attempt says more than "read-only".
			if (pause === 'given up' || this.#isRefused(operation)) return done();
		}
	}

	async #attempt(sending: Sending): Promise<Outcome> {
		const {queue, transport} = this.#options;
		const {operation, failing, priority, signal, target: path, headers, body} = sending;
		if (this.#isRefused(operation)) throw new ReadOnlyError(failing.attempted);
		const admission = await queue.enter(priority, signal).catch((error: unknown) => {
			throw error instanceof NotAdmitted ? notAdmitted(failing, error) : error;
		});
		try {
			if (this.#isRefused(operation)) throw new ReadOnlyError(failing.attempted);
			sending.attempts += 1;
			const answer = await transport.exchange({method: operation.method, path, headers, body, signal});
			const ray = answer.header('cf-ray');
			sending.status = answer.status;
			sending.rayId = ray === undefined ? undefined : sanitise(ray.slice(0, 64));
			const retryAt = this.#heed(answer, admission.sequence);
			return {kind: 'answer', answer, rayId: sending.rayId, retryAt};
		} catch (error) {
			if (!(error instanceof TransportFailure)) throw error;
			sending.status = error.status;
			sending.rayId = undefined;
			return {kind: 'failure', failure: error};
		} finally {
			admission.leave();
		}
	}

	/** Takes in what an answer says about limits; returns when to come again, if it says so. */
	#heed(answer: Answer, sequence: number): number | undefined {
		const {budget, clock} = this.#options;
		const now = clock.now();
		const reading = readRateLimit(answer.header, now);
		if (reading !== undefined) budget.observe(sequence, reading);
		const asked = parseRetryAfter(answer.header('retry-after'), now);
		if (answer.status !== 429) return asked;
		const retryAt = asked ?? (reading?.remaining === 0 ? now + reading.resetsIn : undefined);
		// Every request would be refused until then, not only this one (contract 10.2).
		if (retryAt !== undefined) budget.block(retryAt, askedToWait);
		return retryAt;
	}

	/** Waits before the next attempt. */
	async #pause({attempts, priority, signal}: Sending, outcome: Outcome): Promise<'over' | 'given up' | 'aborted'> {
		const {queue, clock, random} = this.#options;
		const asked = outcome.kind === 'answer' ? outcome.retryAt : undefined;
		const hold = {until: asked ?? clock.now() + backoff(attempts - 1, random), reason: askedToWait};
		try {
			await queue.pause(hold, asked !== undefined, priority, signal);
			return 'over';
		} catch (error) {
			if (error instanceof NotAdmitted) return error.why === 'aborted' ? 'aborted' : 'given up';
			throw error;
		}
	}

	#isRefused(operation: Operation): boolean {
		return operation.writes && this.#options.isReadOnly();
	}

	#log(
		{options}: Call,
		{operation, attempts, body, status, rayId}: Sending,
		{path, query}: {readonly path: string; readonly query: string},
		startedAt: number,
		error: string | undefined,
	): void {
		if (attempts === 0) return;
		this.#count += 1;
		const entry: RequestEntry = {
			id: this.#count,
			method: operation.method,
			path: this.#redact(path),
			query: this.#redact(query),
			...keptBody(body === undefined ? undefined : this.#redact(body)),
			startedAt,
			duration: this.#options.clock.now() - startedAt,
			status,
			rayId,
			retries: attempts - 1,
			error: error === undefined ? undefined : this.#redact(error),
		};
		options?.onRequest?.(entry);
		this.#options.onRequest?.(entry);
	}
}

/** What the server has said is sent as it said it, not as it is shown. */
function bodyText(body: unknown, originals: Originals, attempted: string): string {
	try {
		return inertJson(originals.restored(body));
	} catch (error) {
		if (!(error instanceof AmbiguousText)) throw error;
		throw new CloudflareError({
			kind: 'invalid',
			attempted,
			messages: [`Not sent: ${error.message}, and cfiam can not tell which of them is meant.`],
			next: 'Write the text anew, without what stands for hidden characters.',
		});
	}
}

function asksForAnother({writes}: Operation, outcome: Outcome): boolean {
	return outcome.kind === 'answer'
		? retriesStatus(writes, outcome.answer.status)
		: retriesFailure(writes, outcome.failure.reason);
}
