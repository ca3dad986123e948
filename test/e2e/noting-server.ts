/** A server in front of another one that notes which credential each request came with. */
import {createServer, request} from 'node:http';
import type {AddressInfo} from 'node:net';

export interface NotedRequest {
	readonly method: string;
	readonly path: string;
	/** The token or key itself; empty where there was none. */
	readonly credential: string;
}

export interface NotingServer extends AsyncDisposable {
	/** In place of the address of the server behind it. */
	readonly url: string;
	/** What came in, the newest last. */
	readonly requests: readonly NotedRequest[];
	/** How many connections clients hold. */
	connections(): Promise<number>;
}

/** @param targetUrl where requests are handed on to */
export async function startNotingServer(targetUrl: string): Promise<NotingServer> {
	const target = new URL(targetUrl);
	const requests: NotedRequest[] = [];
	const server = createServer((incoming, outgoing) => {
		const {method = '', url = '', headers} = incoming;
		const {authorization = '', 'x-auth-key': key = ''} = headers;
		requests.push({method, path: url, credential: authorization.replace(/^Bearer /u, '') || String(key)});
		const onward = request(
			{host: target.hostname, port: target.port, method, path: url, headers: {...headers, host: target.host}},
			(answer) => {
				outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(outgoing);
				answer.on('error', () => outgoing.destroy());
			},
		);
		onward.on('error', () => outgoing.destroy());
		outgoing.on('close', () => onward.destroy());
		incoming.pipe(onward);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const {port}: Partial<AddressInfo> = Object(server.address());
	return {
		url: `http://127.0.0.1:${port}${target.pathname}`,
		requests,
		connections: () =>
			new Promise((resolve, reject) => {
				server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
			}),
		async [Symbol.asyncDispose]() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
