/** Session buses that do not work, as a program finds them over SSH; none of them needs anything installed. */
import {renameSync} from 'node:fs';
import {createServer, type Server, type Socket} from 'node:net';
import path from 'node:path';
import type {TestEnvironment} from './keyring.ts';
import {temporaryDirectory} from './temporary-directory.ts';

/**
 * `none`: nothing says where a bus is, and where one usually is there is nothing. `missing`: the address is that of a
 * socket that is gone. `dead`: the socket is there, and nobody listens. `mute`: somebody accepts and never answers.
 * `closing`: somebody accepts and hangs up. `other`: somebody answers who is no bus.
 */
export const brokenBuses = ['none', 'missing', 'dead', 'mute', 'closing', 'other'] as const;

export type BrokenBus = (typeof brokenBuses)[number];

/** Makes such a bus; it is there until it is disposed of. */
export async function breakBus(kind: BrokenBus): Promise<AsyncDisposable & {readonly environment: TestEnvironment}> {
	const directory = temporaryDirectory();
	const socket = path.join(directory.path, 'socket');
	let server: Server | undefined;
	if (kind === 'dead') {
		const other = path.join(directory.path, 'other');
		const listening = await listen(other, () => undefined);
		// The server would remove its socket when it is closed.
		renameSync(other, socket);
		await close(listening);
	}
	if (kind === 'mute') server = await listen(socket, () => undefined);
	if (kind === 'closing') server = await listen(socket, (connection) => connection.destroy());
	if (kind === 'other') {
		server = await listen(socket, (connection) => {
			connection.on('data', () => connection.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
		});
	}
	return {
		environment: {
			// Where a bus is looked for without an address.
			XDG_RUNTIME_DIR: directory.path,
			DBUS_SESSION_BUS_ADDRESS: kind === 'none' ? undefined : `unix:path=${socket}`,
			DISPLAY: undefined,
			WAYLAND_DISPLAY: undefined,
		},
		async [Symbol.asyncDispose]() {
			if (server !== undefined) await close(server);
			directory[Symbol.dispose]();
		},
	};
}

const connections = new WeakMap<Server, Set<Socket>>();

function listen(file: string, onConnection: (connection: Socket) => void): Promise<Server> {
	const open = new Set<Socket>();
	const server = createServer((connection) => {
		open.add(connection);
		connection.on('close', () => open.delete(connection));
		connection.on('error', () => undefined);
		onConnection(connection);
	});
	connections.set(server, open);
	return new Promise((resolve, reject) => {
		server.on('error', reject);
		server.listen(file, () => resolve(server));
	});
}

function close(server: Server): Promise<void> {
	for (const connection of connections.get(server) ?? []) connection.destroy();
	return new Promise((resolve) => {
		server.close(() => resolve());
	});
}
