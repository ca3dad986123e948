/** One HTTP exchange over undici: sends a request, reads the whole answer as text, and names what went wrong. */
import type {Dispatcher, Pool} from 'undici';

export interface Timeouts {
	/** ms until a connection stands. */
	readonly connect: number;
	/** ms of silence, until the answer's head and then between its parts. */
	readonly answer: number;
	/** ms for the whole exchange, however busy it is. */
	readonly whole: number;
}

export const defaultTimeouts: Timeouts = {connect: 10_000, answer: 30_000, whole: 120_000};

/** Bytes; the largest list (thousands of user groups with their policies) stays well below. */
export const defaultLargestAnswer = 64 * 1024 * 1024;

/** As many connections as requests in flight. */
const mostConnections = 6;

export interface Exchange {
	readonly method: Dispatcher.HttpMethod;
	/** Under the base URL, with its query. */
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | undefined;
	readonly signal: AbortSignal | undefined;
}

export interface Answer {
	readonly status: number;
	readonly header: (name: string) => string | undefined;
	readonly text: string;
}

export type FailureReason =
	| 'unknown-host'
	| 'refused'
	| 'unreachable'
	| 'certificate'
	| 'connect-timeout'
	| 'answer-timeout'
	| 'reset'
	/** The answer began and broke off. */
	| 'truncated'
	| 'too-large'
	| 'not-http'
	| 'aborted'
	| 'other';

/** Why an exchange brought no whole answer. */
export class TransportFailure extends Error {
	override readonly name = 'TransportFailure';
	readonly reason: FailureReason;
	/** Whether the request may have reached the server. */
	readonly sent: boolean;
	/** The operating system's or undici's code, such as ECONNREFUSED. */
	readonly code: string | undefined;
	/** The status of an answer that broke off. */
	readonly status: number | undefined;

	constructor(reason: FailureReason, code: string | undefined, status: number | undefined, cause: unknown) {
		super(reason, {cause});
		this.reason = reason;
		this.sent = !neverSent.has(reason);
		this.code = code;
		this.status = status;
	}
}

const neverSent: ReadonlySet<FailureReason> = new Set([
	'unknown-host',
	'refused',
	'unreachable',
	'certificate',
	'connect-timeout',
]);

export interface TransportOptions {
	readonly baseUrl: URL;
	readonly timeouts: Timeouts;
	/** Bytes. */
	readonly largestAnswer: number;
}

export interface Transport {
	/** @throws {TransportFailure} */
	exchange(exchange: Exchange): Promise<Answer>;
	/** Ends everything in flight and closes the connections. */
	close(): Promise<void>;
}

export function createTransport({baseUrl, timeouts, largestAnswer}: TransportOptions): Transport {
	let pool: Promise<Pool> | undefined;
	/** What connections could not be made for: no request had gone out. */
	const unconnected = new WeakSet<object>();
	/** Calls off each exchange under way. */
	const ends = new Set<() => void>();
	let isClosed = false;

	// undici is loaded with the first request, and behind what is being done now: the first frame does not wait for it.
	async function open(): Promise<Pool> {
		await new Promise(setImmediate);
		const {Pool} = await import('./undici.ts');
		const made = new Pool(baseUrl.origin, {
			connections: mostConnections,
			pipelining: 1,
			allowH2: false,
			connect: {timeout: timeouts.connect},
			headersTimeout: timeouts.answer,
			bodyTimeout: timeouts.answer,
			maxResponseSize: largestAnswer,
			keepAliveTimeout: 30_000,
		});
		made.on('connectionError', (_origin, _targets, error) => unconnected.add(error));
		return made;
	}

	return {
		async exchange({method, path, headers, body, signal}) {
			// No AbortSignal.timeout() or any(): they stay in memory for two minutes after the answer.
			const ending = new AbortController();
			const end = () => ending.abort();
			let isLate = false;
			const timer = setTimeout(() => {
				isLate = true;
				end();
			}, timeouts.whole);
			timer.unref();
			ends.add(end);
			signal?.addEventListener('abort', end);
			let status: number | undefined;
			try {
				if (isClosed || signal?.aborted === true) {
					throw new TransportFailure('aborted', undefined, undefined, undefined);
				}
				pool ??= open();
				const answer = await (await pool).request({
					method,
					path: baseUrl.pathname === '/' ? path : baseUrl.pathname + path,
					headers: {...headers},
					body: body ?? null,
					signal: ending.signal,
				});
				status = answer.statusCode;
				const text = await answer.body.text();
				return {status, header: (name) => headerText(answer.headers[name]), text};
			} catch (error) {
				if (error instanceof TransportFailure) throw error;
				if (signal?.aborted === true || isClosed) {
					throw new TransportFailure('aborted', undefined, status, error);
				}
				if (isLate) throw new TransportFailure('answer-timeout', undefined, status, error);
				throw toFailure(error, status, error instanceof Error && unconnected.has(error));
			} finally {
				clearTimeout(timer);
				ends.delete(end);
				signal?.removeEventListener('abort', end);
			}
		},
		async close() {
			isClosed = true;
			for (const end of [...ends]) end();
			if (pool !== undefined) await (await pool).destroy();
		},
	};
}

function headerText(value: string | string[] | undefined): string | undefined {
	return Array.isArray(value) ? value.join(', ') : value;
}

/** Loads what the first request needs (measured: 15 ms) while something else is waited for. */
export async function loadTransport(): Promise<void> {
	await import('./undici.ts');
}

/**
 * Names what undici or the operating system threw.
 * @param status of the answer, if one had begun
 * @param isUnconnected no connection stood yet that a request could have gone out on
 */
export function toFailure(error: unknown, status: number | undefined, isUnconnected = false): TransportFailure {
	const trouble = findTrouble(error);
	const reason = reasonOf(trouble, status !== undefined, isUnconnected);
	return new TransportFailure(reason, trouble?.code, status, error);
}

interface Trouble {
	readonly code: string;
	readonly connecting: boolean;
}

/** The first code in an error, its parts (several addresses of one host fail together) or its causes. */
function findTrouble(error: unknown, depth = 0): Trouble | undefined {
	if (typeof error !== 'object' || error === null || depth > 4) return undefined;
	const parts: readonly unknown[] = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
	if ('code' in error && typeof error.code === 'string') {
		return {code: error.code, connecting: parts.length > 0 || ('syscall' in error && error.syscall === 'connect')};
	}
	// undici leaves the code of some of its parser's errors out.
	if ('name' in error && error.name === 'HTTPParserError') return {code: 'HPE_INVALID', connecting: false};
	for (const part of [...parts, 'cause' in error ? error.cause : undefined]) {
		const trouble = findTrouble(part, depth + 1);
		if (trouble !== undefined) return trouble;
	}
	return undefined;
}

/** What a certificate is not accepted for, before anything is sent; alerts of a connection that stands are not among it. */
const certificateCode = /^(?!ERR_SSL)(?:.*CERT|.*SELF_SIGNED|UNABLE_TO_)/;

/** What encryption fails with, in the handshake as well as in the midst of an answer. */
const encryptionCode = /^ERR_TLS|^ERR_SSL|^EPROTO$/;

function reasonOf(trouble: Trouble | undefined, answerBegan: boolean, isUnconnected: boolean): FailureReason {
	const code = trouble?.code;
	switch (code) {
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
		case 'EAI_FAIL':
			return 'unknown-host';
		case 'ECONNREFUSED':
			return 'refused';
		case 'EHOSTUNREACH':
		case 'ENETUNREACH':
		case 'ENETDOWN':
		case 'EADDRNOTAVAIL':
			// The way can be lost after the request has gone out, too.
			if (trouble?.connecting === true) return 'unreachable';
			return answerBegan ? 'truncated' : 'reset';
		case 'UND_ERR_CONNECT_TIMEOUT':
			return 'connect-timeout';
		case 'ETIMEDOUT':
			return trouble?.connecting ? 'connect-timeout' : 'answer-timeout';
		case 'UND_ERR_HEADERS_TIMEOUT':
		case 'UND_ERR_BODY_TIMEOUT':
			return 'answer-timeout';
		case 'UND_ERR_RES_EXCEEDED_MAX_SIZE':
		case 'UND_ERR_HEADERS_OVERFLOW':
			return 'too-large';
		case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
			return 'truncated';
		case 'UND_ERR_SOCKET':
		case 'ECONNRESET':
		case 'EPIPE':
			return answerBegan ? 'truncated' : 'reset';
	}
	if (code?.startsWith('HPE_')) return answerBegan ? 'truncated' : 'not-http';
	if (answerBegan) return 'truncated';
	if (code !== undefined && certificateCode.test(code)) return 'certificate';
	if (code !== undefined && encryptionCode.test(code)) return isUnconnected ? 'certificate' : 'reset';
	return 'other';
}
