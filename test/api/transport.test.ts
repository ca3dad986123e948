import {createServer, type Server, type Socket} from 'node:net';
import {afterEach, describe, expect, test} from 'vitest';
import {
	createTransport,
	defaultTimeouts,
	type Exchange,
	type Transport,
	toFailure,
} from '../../source/api/transport.ts';
import {answer, type LoopbackServer, startServer} from './support/loopback-server.ts';

const opened: {close(): Promise<unknown>}[] = [];
afterEach(async () => {
	for (const one of opened.splice(0)) await one.close();
});

function transportTo(url: string, limits: {connect?: number; answer?: number; whole?: number; largest?: number} = {}) {
	const {largest, ...timeouts} = limits;
	const transport = createTransport({
		baseUrl: new URL(url),
		timeouts: {...defaultTimeouts, ...timeouts},
		largestAnswer: largest ?? 1_000_000,
	});
	opened.unshift(transport);
	return transport;
}

async function serve(...handler: Parameters<typeof startServer>): Promise<LoopbackServer> {
	const server = await startServer(...handler);
	opened.push(server);
	return server;
}

/** A server below HTTP. */
async function serveBytes(onConnection: (socket: Socket) => void): Promise<string> {
	const sockets = new Set<Socket>();
	const server: Server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => {});
		onConnection(socket);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	opened.push({
		close() {
			for (const socket of sockets) socket.destroy();
			return new Promise((resolve) => server.close(resolve));
		},
	});
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	return `http://127.0.0.1:${address.port}`;
}

const get: Exchange = {method: 'GET', path: '/things?page=1', headers: {}, body: undefined, signal: undefined};

function failureOf(transport: Transport, exchange: Exchange = get) {
	return transport.exchange(exchange).then(
		() => {
			throw new Error('it succeeded');
		},
		(error: unknown) => error,
	);
}

test('sends path, headers and body under the base URL and reads the answer', async () => {
	const server = await serve((_, response) => answer(response, 'fine', {headers: {'cf-ray': 'abc-FRA'}}));
	const transport = transportTo(server.url);
	const got = await transport.exchange({
		method: 'POST',
		path: '/things?q=%20',
		headers: {'x-test': 'yes'},
		body: '{"ü":1}',
		signal: undefined,
	});
	expect(got.status).toBe(200);
	expect(got.header('cf-ray')).toBe('abc-FRA');
	expect(got.text).toContain('"fine"');
	expect(server.seen).toMatchObject([
		{method: 'POST', path: '/client/v4/things', body: '{"ü":1}', headers: {'x-test': 'yes'}},
	]);
	expect(server.seen[0]?.query.get('q')).toBe(' ');
});

test('a base URL without a path works too', async () => {
	const server = await serve((_, response) => answer(response, 1));
	await transportTo(server.origin).exchange(get);
	expect(server.seen[0]?.path).toBe('/things');
});

test('requests one after the other share their connections', async () => {
	const server = await serve((_, response) => answer(response, 1));
	const transport = transportTo(server.url);
	for (let count = 0; count < 20; count += 1) await transport.exchange(get);
	// Two: the next request may come before the former connection is counted as free.
	expect(Math.max(...server.seen.map(({connection}) => connection))).toBeLessThanOrEqual(2);
});

test('an answer in pieces, cut inside a character, is put together', async () => {
	const bytes = Buffer.from('{"name":"Zoë 🦊"}');
	const server = await serve((_, response) => {
		response.flushHeaders();
		let at = 0;
		const next = () => {
			response.write(bytes.subarray(at, at + 1));
			at += 1;
			if (at < bytes.length) setImmediate(next);
			else response.end();
		};
		next();
	});
	expect((await transportTo(server.url).exchange(get)).text).toBe('{"name":"Zoë 🦊"}');
});

test('a redirect is handed back and not followed', async () => {
	const server = await serve((_, response) => response.writeHead(302, {location: '/elsewhere'}).end());
	const got = await transportTo(server.url).exchange(get);
	expect(got.status).toBe(302);
	expect(server.seen).toHaveLength(1);
});

describe('what goes wrong is named', () => {
	test('nobody listens', async () => {
		const url = await serveBytes(() => {});
		for (const one of opened.splice(0)) await one.close();
		expect(await failureOf(transportTo(url))).toMatchObject({reason: 'refused', code: 'ECONNREFUSED', sent: false});
	});

	test('the connection ends before an answer', async () => {
		const url = await serveBytes((socket) => socket.on('data', () => socket.destroy()));
		expect(await failureOf(transportTo(url))).toMatchObject({reason: 'reset', sent: true, status: undefined});
	});

	test('the connection is reset', async () => {
		const url = await serveBytes((socket) => socket.on('data', () => socket.resetAndDestroy()));
		expect(await failureOf(transportTo(url))).toMatchObject({reason: 'reset', sent: true});
	});

	test('the answer breaks off before its announced length', async () => {
		const url = await serveBytes((socket) =>
			socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"result"')),
		);
		expect(await failureOf(transportTo(url))).toMatchObject({reason: 'truncated', sent: true, status: 200});
	});

	test('a chunked answer breaks off', async () => {
		const server = await serve((_, response) => {
			response.write('{"result":[');
			response.flushHeaders();
			setImmediate(() => response.destroy());
		});
		expect(await failureOf(transportTo(server.url))).toMatchObject({reason: 'truncated', status: 200});
	});

	test('the answer is no HTTP', async () => {
		const url = await serveBytes((socket) => socket.on('data', () => socket.end('SSH-2.0-OpenSSH_9.6\r\n')));
		expect(await failureOf(transportTo(url))).toMatchObject({reason: 'not-http'});
	});

	test('no answer comes in time', async () => {
		const server = await serve(() => {});
		expect(await failureOf(transportTo(server.url, {answer: 60}))).toMatchObject({
			reason: 'answer-timeout',
			sent: true,
			status: undefined,
		});
	});

	test('the answer stalls half way', async () => {
		const server = await serve((_, response) => response.write('{"result":['));
		expect(await failureOf(transportTo(server.url, {answer: 60}))).toMatchObject({
			reason: 'answer-timeout',
			status: 200,
		});
	});

	test('the answer drips for ever', async () => {
		const server = await serve((_, response) => {
			const drip = setInterval(() => response.write(' '), 10);
			response.on('close', () => clearInterval(drip));
		});
		expect(await failureOf(transportTo(server.url, {answer: 5000, whole: 120}))).toMatchObject({
			reason: 'answer-timeout',
		});
	});

	test('the answer is larger than allowed', async () => {
		const server = await serve((_, response) => answer(response, 'x'.repeat(5000)));
		expect(await failureOf(transportTo(server.url, {largest: 1000}))).toMatchObject({reason: 'too-large', sent: true});
	});

	test('a chunked answer grows larger than allowed', async () => {
		const server = await serve((_, response) => {
			response.on('error', () => {});
			for (let count = 0; count < 50; count += 1) response.write('x'.repeat(100));
			response.end();
		});
		expect(await failureOf(transportTo(server.url, {largest: 1000}))).toMatchObject({reason: 'too-large'});
	});

	test('the server speaks no TLS', async () => {
		const server = await serve((_, response) => answer(response, 1));
		const url = server.url.replace('http:', 'https:');
		expect(await failureOf(transportTo(url))).toMatchObject({reason: 'certificate', sent: false});
	});

	test('it was called off on the way', async () => {
		const controller = new AbortController();
		const server = await serve(() => controller.abort());
		const failure = await failureOf(transportTo(server.url), {...get, signal: controller.signal});
		expect(failure).toMatchObject({reason: 'aborted', sent: true});
	});

	test('it was called off before', async () => {
		const server = await serve((_, response) => answer(response, 1));
		const failure = await failureOf(transportTo(server.url), {...get, signal: AbortSignal.abort()});
		expect(failure).toMatchObject({reason: 'aborted'});
		expect(server.seen).toHaveLength(0);
	});

	test('closing ends what is in flight, and nothing can be sent afterwards', async () => {
		const server = await serve(() => {});
		const transport = transportTo(server.url);
		const failure = failureOf(transport);
		await server.arrived(1);
		await transport.close();
		expect(await failure).toMatchObject({reason: 'aborted'});
		expect(await failureOf(transport)).toMatchObject({reason: 'aborted'});
		expect(server.seen).toHaveLength(1);
	});
});

test.each([
	[{code: 'ENOTFOUND'}, undefined, 'unknown-host', false],
	[{code: 'EAI_AGAIN'}, undefined, 'unknown-host', false],
	[{code: 'ENETUNREACH', syscall: 'connect'}, undefined, 'unreachable', false],
	[{errors: [{code: 'EHOSTUNREACH', syscall: 'connect'}]}, undefined, 'unreachable', false],
	[{code: 'EHOSTUNREACH', syscall: 'read'}, undefined, 'reset', true],
	[{code: 'ENETUNREACH', syscall: 'read'}, 200, 'truncated', true],
	[{code: 'ETIMEDOUT', errors: [{code: 'ETIMEDOUT'}]}, undefined, 'connect-timeout', false],
	[{code: 'ETIMEDOUT', syscall: 'read'}, undefined, 'answer-timeout', true],
	[{code: 'UND_ERR_CONNECT_TIMEOUT'}, undefined, 'connect-timeout', false],
	[{code: 'DEPTH_ZERO_SELF_SIGNED_CERT'}, undefined, 'certificate', false],
	[{code: 'CERT_HAS_EXPIRED'}, undefined, 'certificate', false],
	[{code: 'ERR_TLS_CERT_ALTNAME_INVALID'}, undefined, 'certificate', false],
	[{code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'}, undefined, 'certificate', false],
	[{code: 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', syscall: 'read'}, undefined, 'reset', true],
	[{code: 'ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC', syscall: 'read'}, 200, 'truncated', true],
	[{code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', syscall: 'read'}, undefined, 'reset', true],
	[{code: 'EPROTO', syscall: 'read'}, undefined, 'reset', true],
	[{code: 'EPROTO', syscall: 'write'}, 200, 'truncated', true],
	[{cause: {code: 'EPIPE'}}, undefined, 'reset', true],
	[{code: 'ECONNRESET'}, 200, 'truncated', true],
	[new Error('what'), undefined, 'other', true],
	['what', 200, 'truncated', true],
	[undefined, undefined, 'other', true],
] as const)('%o with status %s is %s', (error, status, reason, sent) => {
	expect(toFailure(error, status)).toMatchObject({reason, sent, status});
});

test('encryption that fails before a connection stands has sent nothing', () => {
	const error = {code: 'ERR_SSL_WRONG_VERSION_NUMBER'};
	expect(toFailure(error, undefined, true)).toMatchObject({reason: 'certificate', sent: false});
	expect(toFailure(error, undefined)).toMatchObject({reason: 'reset', sent: true});
});
