/** A small HTTP server on loopback that answers as a test says and remembers what it was asked. */
import {createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse} from 'node:http';

export interface SeenRequest {
	readonly method: string;
	/** Without the query. */
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
	/** Counts the connections of the server, from 1. */
	readonly connection: number;
}

export type Handler = (seen: SeenRequest, response: ServerResponse, incoming: IncomingMessage) => void;

export interface LoopbackServer {
	readonly url: string;
	readonly origin: string;
	readonly seen: readonly SeenRequest[];
	/** Resolves when `count` requests have been seen. */
	arrived(count: number): Promise<void>;
	close(): Promise<void>;
}

export async function startServer(handler: Handler): Promise<LoopbackServer> {
	const seen: SeenRequest[] = [];
	const waiting: {count: number; resolve: () => void}[] = [];
	let connections = 0;
	const numbers = new WeakMap<object, number>();
	const server = createServer((incoming, response) => {
		const chunks: Uint8Array[] = [];
		incoming.on('data', (chunk: Uint8Array) => chunks.push(chunk));
		incoming.on('end', () => {
			const url = new URL(incoming.url ?? '/', 'http://server');
			const request: SeenRequest = {
				method: incoming.method ?? '',
				path: url.pathname,
				query: url.searchParams,
				headers: incoming.headers,
				body: Buffer.concat(chunks).toString('utf8'),
				connection: numbers.get(incoming.socket) ?? 0,
			};
			seen.push(request);
			for (const one of waiting) if (seen.length >= one.count) one.resolve();
			handler(request, response, incoming);
		});
	});
	server.on('connection', (socket) => {
		connections += 1;
		numbers.set(socket, connections);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
	const origin = `http://127.0.0.1:${address.port}`;
	return {
		origin,
		url: `${origin}/client/v4`,
		seen,
		arrived: (count) =>
			seen.length >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({count, resolve})),
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** An answer in Cloudflare's wrapping. */
export function answer(
	response: ServerResponse,
	result: unknown,
	extra: {readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly info?: unknown} = {},
): void {
	response.writeHead(extra.status ?? 200, {'content-type': 'application/json', ...extra.headers});
	const info = extra.info === undefined ? {} : {result_info: extra.info};
	response.end(JSON.stringify({success: true, errors: [], messages: [], result, ...info}));
}

/** A refusal in Cloudflare's wrapping. */
export function refuse(
	response: ServerResponse,
	status: number,
	errors: readonly unknown[],
	headers: Readonly<Record<string, string>> = {},
): void {
	response.writeHead(status, {'content-type': 'application/json', ...headers});
	response.end(JSON.stringify({success: false, errors, messages: [], result: null}));
}
