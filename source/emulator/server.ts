/** The HTTP side: bodies in, envelopes out, budget, latency and faults. */
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {setTimeout as wait} from 'node:timers/promises';
import {budgetOf} from './authentication.ts';
import {type Answer, refuse} from './envelope.ts';
import {type Fault, Faults} from './faults.ts';
import {createRandom, type Random} from './random.ts';
import type {RateLimit} from './rate-limit.ts';
import {Recorder} from './recorder.ts';
import {answerCall, type IncomingCall} from './service.ts';
import type {EmulatorState} from './state.ts';

/** Where Cloudflare's API starts. */
export const basePath = '/client/v4';

/** Bytes. */
const bodyLimit = 1_048_576;

export interface ServerOptions {
	readonly state: EmulatorState;
	/** Milliseconds before each answer. */
	readonly latency: number;
	readonly rateLimit: RateLimit | undefined;
}

type Payload = {readonly status: number; readonly text: string; readonly headers: Readonly<Record<string, string>>};

function payloadOf({status, body}: Answer): Payload {
	return {status, text: JSON.stringify(body), headers: {'content-type': 'application/json'}};
}

/** The whole body as text; undefined when it is larger than the limit, after it has been read all the same. */
async function readText(request: IncomingMessage): Promise<string | undefined> {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of request) {
		if (Buffer.isBuffer(chunk)) {
			length += chunk.length;
			if (length <= bodyLimit) {
				chunks.push(chunk);
			}
		}
	}
	return length > bodyLimit ? undefined : Buffer.concat(chunks).toString('utf8');
}

function parseOrKeep(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text === '' ? undefined : text;
	}
}

export class EmulatorServer {
	readonly recorder = new Recorder();
	readonly faults: Faults;
	readonly #options: ServerOptions;
	readonly #server: Server;
	readonly #rays: Random;
	readonly #closing = new AbortController();
	readonly #stalled = new Set<ServerResponse>();

	constructor(options: ServerOptions) {
		this.#options = options;
		this.#rays = createRandom(options.state.options.seed, 'rays');
		this.faults = new Faults(() => {
			for (const response of this.#stalled) {
				response.destroy();
			}
			this.#stalled.clear();
		});
		this.#server = createServer((request, response) => {
			this.#respond(request, response).catch(() => response.destroy());
		});
	}

	/** Listens on loopback only and resolves with the port. Rejects when the port is taken. */
	async listen(port: number): Promise<number> {
		const {promise, resolve, reject} = Promise.withResolvers<void>();
		this.#server.once('error', reject);
		this.#server.listen(port, '127.0.0.1', resolve);
		await promise;
		this.#server.off('error', reject);
		const address = this.#server.address();
		return typeof address === 'object' && address !== null ? address.port : port;
	}

	/** Stops at once; what is still under way is cut off. */
	async close(): Promise<void> {
		const {promise, resolve} = Promise.withResolvers<void>();
		this.#closing.abort();
		this.#server.close(() => resolve());
		this.#server.closeAllConnections();
		await promise;
	}

	async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const {state, latency, rateLimit} = this.#options;
		const url = URL.parse(request.url ?? '/', 'http://127.0.0.1');
		const text = await readText(request);
		const path = url?.pathname.startsWith(`${basePath}/`) ? url.pathname.slice(basePath.length) : undefined;
		const method = request.method ?? 'GET';
		const {headers} = request;
		const setStatus = this.recorder.record({
			method,
			path: path ?? url?.pathname ?? '',
			query: Object.fromEntries(url?.searchParams ?? []),
			body: text === undefined ? undefined : parseOrKeep(text),
			credential: headers.authorization !== undefined ? 'token' : headers['x-auth-key'] !== undefined ? 'key' : 'none',
			userAgent: headers['user-agent'],
			at: state.now(),
		});
		const spending = rateLimit?.spend(budgetOf(headers));
		response.setHeader('cf-ray', `${this.#rays.id().slice(0, 16)}-AMS`);
		response.setHeader('cf-cache-status', 'DYNAMIC');
		for (const [name, value] of Object.entries(spending?.headers ?? {})) {
			response.setHeader(name, value);
		}
		if (latency > 0) {
			await wait(latency, undefined, {signal: this.#closing.signal});
		}
		const answer = (): Payload => {
			if (spending?.blocked === true && rateLimit !== undefined) {
				return payloadOf(refuse(429, 971, rateLimit.message).answer());
			}
			if (text === undefined) {
				response.setHeader('connection', 'close');
				return payloadOf(refuse(413, 413, `Request body is larger than ${bodyLimit} bytes`).answer());
			}
			if (url === null || path === undefined) {
				return payloadOf(refuse(404, 7000, 'No route for that URI').answer());
			}
			return this.#answer({method, path, query: url.searchParams, headers, text});
		};
		const fault = path === undefined ? undefined : this.faults.take(method, path);
		if (fault === undefined) {
			const payload = answer();
			setStatus(payload.status);
			this.#send(response, payload);
			return;
		}
		await this.#fail(fault, response, answer, setStatus);
	}

	#answer(call: IncomingCall): Payload {
		try {
			return payloadOf(answerCall(this.#options.state, call));
		} catch (error) {
			const because = error instanceof Error ? error.message : String(error);
			return payloadOf(refuse(500, 10001, `internal error: ${because}`).answer());
		}
	}

	#send(response: ServerResponse, {status, text, headers}: Payload): void {
		const body = Buffer.from(text);
		response.writeHead(status, {...headers, 'content-length': body.length}).end(body);
	}

	async #fail(
		fault: Fault,
		response: ServerResponse,
		answer: () => Payload,
		setStatus: (status: number) => void,
	): Promise<void> {
		switch (fault.kind) {
			case 'status': {
				if (fault.applied === true) {
					answer();
				}
				const body = fault.body ?? refuse(fault.status, 10001, 'simulated failure').answer().body;
				setStatus(fault.status);
				this.#send(response, {
					status: fault.status,
					text: typeof body === 'string' ? body : JSON.stringify(body),
					headers: {'content-type': typeof body === 'string' ? 'text/html' : 'application/json', ...fault.headers},
				});
				return;
			}
			case 'reset':
				if (fault.applied === true) {
					answer();
				}
				response.socket?.resetAndDestroy();
				return;
			case 'not-json':
				setStatus(200);
				this.#send(response, {
					status: 200,
					text: fault.body ?? '<!DOCTYPE html><title>Just a moment</title>',
					headers: {'content-type': 'text/html; charset=UTF-8'},
				});
				return;
			case 'truncate':
				this.#sendHalf(response, answer(), setStatus);
				response.socket?.end();
				return;
			case 'stall':
				this.#stalled.add(response);
				response.once('close', () => this.#stalled.delete(response));
				if (fault.at === 'body') {
					this.#sendHalf(response, answer(), setStatus);
				} else if (fault.applied === true) {
					answer();
				}
				return;
			case 'delay': {
				await wait(fault.milliseconds, undefined, {signal: this.#closing.signal});
				const payload = answer();
				setStatus(payload.status);
				this.#send(response, payload);
				return;
			}
		}
	}

	/** Announces the whole length, sends the first half. */
	#sendHalf(response: ServerResponse, {status, text, headers}: Payload, setStatus: (status: number) => void): void {
		const body = Buffer.from(text);
		setStatus(status);
		response.writeHead(status, {...headers, 'content-length': body.length});
		response.write(body.subarray(0, Math.floor(body.length / 2)));
	}
}
