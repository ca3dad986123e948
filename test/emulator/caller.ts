/** A client that knows nothing: plain requests against an emulator, with what came back. */
import {type Emulator, type EmulatorOptions, startEmulator} from '../../source/emulator/index.ts';

export interface Reply {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** The parsed body; tests look into it with `expect`. */
	// biome-ignore lint/suspicious/noExplicitAny: what is in an answer is what these tests are about
	readonly body: any;
	/** `errors[0].code`. */
	readonly code: number | undefined;
	readonly message: string;
}

export interface Caller {
	readonly emulator: Emulator;
	/** `/accounts/{the main account}` */
	readonly account: string;
	send(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>;
	get(path: string, headers?: Readonly<Record<string, string>>): Promise<Reply>;
	post(path: string, body?: unknown): Promise<Reply>;
	put(path: string, body?: unknown): Promise<Reply>;
	patch(path: string, body?: unknown): Promise<Reply>;
	delete(path: string): Promise<Reply>;
	/** The objects of a list, by a field and its value: the first that fits. */
	// biome-ignore lint/suspicious/noExplicitAny: as above
	find(path: string, field: string, value: unknown): Promise<any>;
}

/** Sends one request with these headers and no others. */
export async function request(
	emulator: Emulator,
	method: string,
	path: string,
	headers: Readonly<Record<string, string>>,
	body?: unknown,
): Promise<Reply> {
	const response = await fetch(emulator.url + path, {
		method,
		headers,
		...(body === undefined ? {} : {body: typeof body === 'string' ? body : JSON.stringify(body)}),
	});
	const text = await response.text();
	let parsed: Reply['body'];
	try {
		parsed = JSON.parse(text);
	} catch {
		parsed = undefined;
	}
	return {
		status: response.status,
		headers: response.headers,
		text,
		body: parsed,
		code: parsed?.errors?.[0]?.code,
		message: parsed?.errors?.[0]?.message ?? '',
	};
}

/** Talks to `emulator` with a bearer token: the one that may do everything unless another is given. */
export function callerFor(emulator: Emulator, token = emulator.token): Caller {
	const send: Caller['send'] = (method, path, body, headers = {}) =>
		request(emulator, method, path, {authorization: `Bearer ${token}`, ...headers}, body);
	return {
		emulator,
		account: `/accounts/${emulator.accountId}`,
		send,
		get: (path, headers) => send('GET', path, undefined, headers),
		post: (path, body) => send('POST', path, body),
		put: (path, body) => send('PUT', path, body),
		patch: (path, body) => send('PATCH', path, body),
		delete: (path) => send('DELETE', path),
		async find(path, field, value) {
			const {body} = await send('GET', path);
			const found = body.result.find((item: Record<string, unknown>) => item[field] === value);
			if (found === undefined) {
				throw new Error(`${path} lists nothing whose ${field} is ${String(value)}`);
			}
			return found;
		},
	};
}

/** Starts an emulator, lets `use` talk to it, closes it. */
export async function withEmulator(options: EmulatorOptions, use: (caller: Caller) => Promise<void>): Promise<void> {
	const emulator = await startEmulator({rateLimit: 'off', ...options});
	try {
		await use(callerFor(emulator));
	} finally {
		await emulator.close();
	}
}

/** A clock that stands until it is moved. */
export function handClock(start = Date.UTC(2026, 8, 1)): {now: () => number; advance(milliseconds: number): void} {
	let time = start;
	return {
		now: () => time,
		advance: (milliseconds) => {
			time += milliseconds;
		},
	};
}
