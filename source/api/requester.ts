/** Sends one operation: read-only lock, admission, headers, retries, and what came of it; one line for the log. */

import {sanitise} from '../terminal/sanitise.ts';
import {accountIdError} from './account-id.ts';
import type {Priority, RequestBudget} from './budget.ts';
import type {Clock} from './clock.ts';
import type {Credential} from './credential.ts';
import {credentialHeaders} from './credential.ts';
import {type Body, type Envelope, readBody} from './envelope.ts';
import {CloudflareError, ReadOnlyError} from './errors.ts';
import {calledOff, type Failing, noAnswer, notAdmitted, refusal, unreadable} from './failures.ts';
import {type AccountId, isCloudflareId} from './ids.ts';
import {
	attemptInWords,
	findOperation,
	type Operation,
	type OperationId,
	operationPath,
	type PathIds,
} from './operations.ts';
import {NotAdmitted, type RequestQueue} from './queue.ts';
import {readRateLimit} from './rate-limit-headers.ts';
import {backoff, mostRetries, parseRetryAfter, retriesFailure, retriesStatus} from './retry.ts';
import {type Answer, type Transport, TransportFailure} from './transport.ts';

export interface CallOptions {
	/** Gives the request up: in the queue, in a pause or in flight. */
	readonly signal?: AbortSignal | undefined;
	/** Background requests leave a reserve of the budget and go after the others. Default: foreground. */
	readonly priority?: Priority | undefined;
}

/** Values of a query; undefined ones are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

export interface Call {
	readonly operation: OperationId;
	readonly ids?: PathIds | undefined;
	readonly query?: Query | undefined;
	/** Sent as JSON; undefined for requests without a body. */
	readonly body?: unknown;
	readonly options?: CallOptions | undefined;
}

/** What a call brought, and in which words errors about it speak. */
export interface Reply {
	readonly envelope: Envelope;
	readonly status: number;
	readonly failing: Failing;
	/** The object of a repeated DELETE was gone: an earlier attempt, whose answer was lost, had removed it. */
	readonly goneBefore: boolean;
}

/** One line of the request log; never holds a credential, a body or a query. */
export interface RequestEntry {
	/** Counted from 1. */
	readonly id: number;
	readonly method: string;
	/** Under the base URL, without the query. */
	readonly path: string;
	/** ms since the epoch. */
	readonly startedAt: number;
	/** ms until the last answer, pauses included. */
	readonly duration: number;
	readonly status?: number | undefined;
	readonly rayId?: string | undefined;
	readonly retries: number;
	readonly error?: string | undefined;
}

export interface RequesterOptions {
	readonly transport: Transport;
	readonly queue: RequestQueue;
	readonly budget: RequestBudget;
	readonly clock: Clock;
	readonly random: () => number;
	readonly credential: Credential;
	readonly userAgent: string;
	readonly host: string;
	readonly isReadOnly: () => boolean;
	readonly onRequest?: ((entry: RequestEntry) => void) | undefined;
}

/** What happened to one attempt. */
type Outcome =
	| {
			readonly kind: 'answer';
			readonly answer: Answer;
			readonly rayId: string | undefined;
			readonly retryAt: number | undefined;
	  }
	| {readonly kind: 'failure'; readonly failure: TransportFailure};

interface Progress {
	retries: number;
	status: number | undefined;
	rayId: string | undefined;
	/** An earlier attempt may have been carried out although its answer was lost. */
	doubt: boolean;
}

const askedToWait = 'Cloudflare asks to wait';

export class Requester {
	readonly #options: RequesterOptions;
	#count = 0;

	constructor(options: RequesterOptions) {
		this.#options = options;
	}

	/** @throws {CloudflareError} */
	async send(call: Call): Promise<Reply> {
		const operation = findOperation(call.operation);
		const ids = call.ids ?? {};
		const attempted = attemptInWords(operation, ids);
		const path = checkedPath(operation, ids, attempted);
		const headers = this.#headers(attempted, call.body !== undefined);
		const {clock, onRequest} = this.#options;
		const startedAt = clock.now();
		const progress: Progress = {retries: 0, status: undefined, rayId: undefined, doubt: false};
		let error: string | undefined;
		this.#count += 1;
		const id = this.#count;
		try {
			return await this.#attempt(call, operation, attempted, path, headers, progress);
		} catch (thrown) {
			error = thrown instanceof Error ? thrown.message : String(thrown);
			throw thrown;
		} finally {
			onRequest?.({
				id,
				method: operation.method,
				path,
				startedAt,
				duration: clock.now() - startedAt,
				status: progress.status,
				rayId: progress.rayId,
				retries: progress.retries,
				error,
			});
		}
	}

	async #attempt(
		call: Call,
		operation: Operation,
		attempted: string,
		path: string,
		headers: Readonly<Record<string, string>>,
		progress: Progress,
	): Promise<Reply> {
		const target = path + queryText(call.query ?? {});
		const body = call.body === undefined ? undefined : JSON.stringify(call.body);
		const failing: Failing = {operation, attempted, host: this.#options.host};
		for (;;) {
			const outcome = await this.#exchange(call, operation, failing, target, headers, body, progress);
			const again = progress.retries < mostRetries && this.#retries(operation, outcome);
			if (!again) return conclude(failing, outcome, progress.doubt);
			if (outcome.kind === 'failure' ? outcome.failure.sent : outcome.answer.status !== 429) progress.doubt = true;
			const given = () => conclude(failing, outcome, progress.doubt);
			const pause = await this.#pause(call, outcome, progress.retries);
			if (pause === 'aborted') throw calledOff(failing, progress.doubt);
			if (pause === 'given up') return given();
			// Locked meanwhile: what is known about the attempt before says more than "read-only".
			if (operation.writes && this.#options.isReadOnly()) return given();
			progress.retries += 1;
		}
	}

	async #exchange(
		call: Call,
		operation: Operation,
		failing: Failing,
		path: string,
		headers: Readonly<Record<string, string>>,
		body: string | undefined,
		progress: Progress,
	): Promise<Outcome> {
		const {queue, transport, budget, clock, isReadOnly} = this.#options;
		const {signal, priority = 'foreground'} = call.options ?? {};
		if (operation.writes && isReadOnly()) throw new ReadOnlyError(failing.attempted);
		const admission = await queue.enter(priority, signal).catch((error: unknown) => {
			throw error instanceof NotAdmitted ? notAdmitted(failing.attempted, error) : error;
		});
		try {
			if (operation.writes && isReadOnly()) throw new ReadOnlyError(failing.attempted);
			const answer = await transport.exchange({method: operation.method, path, headers, body, signal});
			progress.status = answer.status;
			const ray = answer.header('cf-ray');
			progress.rayId = ray === undefined ? undefined : sanitise(ray.slice(0, 64));
			const now = clock.now();
			const reading = readRateLimit(answer.header, now);
			if (reading !== undefined) budget.observe(admission.sequence, reading);
			const asked = parseRetryAfter(answer.header('retry-after'), now);
			const spent = answer.status === 429 && reading !== undefined && reading.remaining <= 0;
			const retryAt = asked ?? (spent ? now + reading.resetsIn : undefined);
			if (answer.status === 429 && retryAt !== undefined) budget.block(retryAt, askedToWait);
			return {kind: 'answer', answer, rayId: progress.rayId, retryAt};
		} catch (error) {
			if (!(error instanceof TransportFailure)) throw error;
			progress.status = error.status;
			return {kind: 'failure', failure: error};
		} finally {
			admission.leave();
		}
	}

	#retries(operation: Operation, outcome: Outcome): boolean {
		return outcome.kind === 'answer'
			? retriesStatus(operation.method, outcome.answer.status)
			: retriesFailure(operation.method, outcome.failure.reason);
	}

	/** Waits before the next attempt. */
	async #pause(call: Call, outcome: Outcome, retries: number): Promise<'over' | 'given up' | 'aborted'> {
		const {queue, clock, random} = this.#options;
		const {signal, priority = 'foreground'} = call.options ?? {};
		const asked = outcome.kind === 'answer' ? outcome.retryAt : undefined;
		const hold = {until: asked ?? clock.now() + backoff(retries, random), reason: askedToWait};
		try {
			await queue.pause(hold, asked !== undefined, priority, signal);
			return 'over';
		} catch (error) {
			if (error instanceof NotAdmitted) return error.why === 'aborted' ? 'aborted' : 'given up';
			throw error;
		}
	}

	#headers(attempted: string, hasBody: boolean): Readonly<Record<string, string>> {
		return {
			...credentialHeaders(this.#options.credential, attempted),
			accept: 'application/json',
			'user-agent': this.#options.userAgent,
			...(hasBody ? {'content-type': 'application/json'} : {}),
		};
	}
}

/** The reply of the last attempt. @throws {CloudflareError} */
function conclude(bare: Failing, outcome: Outcome, doubt: boolean): Reply {
	if (outcome.kind === 'failure') throw noAnswer(bare, outcome.failure);
	const {answer, rayId, retryAt} = outcome;
	const {status} = answer;
	const location = answer.header('location');
	const failing: Failing = {
		...bare,
		rayId,
		retryAt,
		doubt,
		location: location === undefined ? undefined : sanitise(location.slice(0, 200)),
	};
	const body = readBody(answer.text);
	if (status >= 200 && status < 300) {
		if (body.kind === 'empty') return {envelope: nothing, status, failing, goneBefore: false};
		if (body.kind !== 'envelope') throw unreadable(failing, status, describeBody(body, bare.host));
		if (body.envelope.success) return {envelope: body.envelope, status, failing, goneBefore: false};
	}
	const error = refusal(failing, status, body);
	if (doubt && bare.operation.method === 'DELETE' && error.kind === 'not-found') {
		return {envelope: nothing, status, failing, goneBefore: true};
	}
	throw error;
}

const nothing: Envelope = {success: true, result: undefined, info: undefined, errors: [], secret: undefined};

function describeBody(body: Exclude<Body, {kind: 'envelope'} | {kind: 'empty'}>, host: string): string {
	switch (body.kind) {
		case 'foreign':
			return `The answer of ${host} is not wrapped as Cloudflare’s are: it is ${body.found}.`;
		case 'text':
			return body.html
				? `${host} answered with a web page instead of JSON: ${body.excerpt}`
				: `The answer of ${host} is no JSON: ${body.excerpt}`;
	}
}

/** @throws {CloudflareError} kind `invalid` for an account id that is none; for those that do not stand in the path */
export function checkedAccount(operation: OperationId, account: AccountId): AccountId {
	if (!isCloudflareId(account)) throw accountIdError(attemptInWords(findOperation(operation), {}), account);
	return account;
}

function checkedPath(operation: Operation, ids: PathIds, attempted: string): string {
	for (const [name, id] of Object.entries(ids)) {
		if (name === 'account_id' && !isCloudflareId(id)) throw accountIdError(attempted, id);
		// As a segment of a path these mean another path.
		if (id === '' || id === '.' || id === '..') {
			throw new CloudflareError({
				kind: 'invalid',
				attempted,
				messages: [`The ${name.replaceAll('_', ' ')} is ${id === '' ? 'empty' : `"${id}"`}.`],
				next: 'Open the object from its list.',
			});
		}
	}
	return operationPath(operation, ids);
}

function queryText(query: Query): string {
	const pairs = Object.entries(query).flatMap(([name, value]) =>
		value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
	);
	return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
