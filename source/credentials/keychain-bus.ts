/**
 * One question to the desktop's keyring service that the keyring library cannot ask: whether the collection that new
 * items go into is locked. Storing into a locked one opens a prompt, and nothing can be told from the library's calls
 * beforehand: an empty search in a locked collection looks like one in an unlocked collection (measured).
 *
 * It speaks the least of D-Bus that this takes (D-Bus specification 0.43: "Authentication Protocol", "Message
 * Protocol"; Secret Service API 0.2: ReadAlias, Locked). It never blocks the event loop, where the library's first call
 * does when nobody answers.
 */
import {once} from 'node:events';
import {createConnection, type Socket} from 'node:net';
import path from 'node:path';
import type {Environment} from './environment.ts';

/**
 * `none`: the service has no such collection. `unknown`: it can not be told, because there is no bus or no service, or
 * the bus is reached in another way than by a Unix socket.
 */
export type DefaultCollection = 'locked' | 'open' | 'none' | 'unknown';

/** In what state the default collection is. Never rejects; settles only when somebody answers. */
export async function defaultCollection(environment: Environment): Promise<DefaultCollection> {
	let socket: Socket | undefined;
	try {
		socket = (await firstConnection(socketPathsOf(environment)))?.socket;
		if (socket === undefined) return 'unknown';
		const connection = await openConnection(socket);
		await connection.call({destination: bus, object: '/org/freedesktop/DBus', member: `${bus}.Hello`, texts: []});
		const alias = await connection.call({
			destination: 'org.freedesktop.secrets',
			object: '/org/freedesktop/secrets',
			member: 'org.freedesktop.Secret.Service.ReadAlias',
			texts: ['default'],
		});
		const object = alias.text();
		if (object === '/') return 'none';
		const locked = await connection.call({
			destination: 'org.freedesktop.secrets',
			object,
			member: `${bus}.Properties.Get`,
			texts: ['org.freedesktop.Secret.Collection', 'Locked'],
		});
		return locked.booleanInVariant() ? 'locked' : 'open';
	} catch {
		return 'unknown';
	} finally {
		socket?.destroy();
	}
}

/**
 * The address of the bus for the library, which understands but one, and not that of the runtime directory (measured).
 * Of several it is the first at which somebody listens; undefined where the one that is given has to do.
 */
export async function plainBusAddress(environment: Environment): Promise<string | undefined> {
	const {DBUS_SESSION_BUS_ADDRESS: address = ''} = environment;
	if (!/;|^unix:runtime=/u.test(address)) return undefined;
	const found = await firstConnection(socketPathsOf(environment));
	found?.socket.destroy();
	return found === undefined ? undefined : addressOf(found.socketPath);
}

async function firstConnection(socketPaths: readonly string[]) {
	for (const socketPath of socketPaths) {
		const socket = createConnection(socketPath);
		try {
			await once(socket, 'connect');
			return {socket, socketPath};
		} catch {
			// Nobody is there: the next one.
			socket.destroy();
		}
	}
	return undefined;
}

const bus = 'org.freedesktop.DBus';

interface Call {
	readonly destination: string;
	readonly object: string;
	/** With the interface in front. */
	readonly member: string;
	/** All arguments are texts. */
	readonly texts: readonly string[];
}

/** The body of a reply. */
interface Reply {
	/** A text or an object path. */
	text(): string;
	booleanInVariant(): boolean;
}

interface Connection {
	/** Rejects when the answer is an error. One call at a time. */
	call(call: Call): Promise<Reply>;
}

/**
 * Paths of Unix sockets in a bus address; those of the abstract namespace begin with NUL, as Node takes them. `runtime`
 * is the user's directory for sockets, which an address may mean without naming it.
 */
export function socketPaths(address: string, runtime = ''): readonly string[] {
	return address.split(';').flatMap((each) => {
		const [, values = ''] = /^unix:(.*)$/u.exec(each) ?? [];
		return values.split(',').flatMap((pair) => {
			const [, key, value = ''] = /^(path|abstract|runtime)=(.+)$/u.exec(pair) ?? [];
			if (key === undefined) return [];
			if (key === 'runtime') return value === 'yes' && runtime !== '' ? [path.join(runtime, 'bus')] : [];
			const unescaped = value.replaceAll(/(?:%[0-9a-f]{2})+/giu, (bytes) =>
				Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'),
			);
			return [key === 'abstract' ? `\0${unescaped}` : unescaped];
		});
	});
}

function socketPathsOf({DBUS_SESSION_BUS_ADDRESS: address = '', XDG_RUNTIME_DIR: runtime = ''}: Environment) {
	return socketPaths(address === '' ? 'unix:runtime=yes' : address, runtime);
}

function addressOf(socketPath: string): string {
	const isAbstract = socketPath.startsWith('\0');
	const escaped = (isAbstract ? socketPath.slice(1) : socketPath).replaceAll(
		/[^\w./\\*-]/gu,
		(character) =>
			`%${Buffer.from(character)
				.toString('hex')
				.replaceAll(/(?<=^(?:..)+)(?=.)/gu, '%')}`,
	);
	return `unix:${isAbstract ? 'abstract' : 'path'}=${escaped}`;
}

async function openConnection(socket: Socket): Promise<Connection> {
	const read = readerOf(socket);
	// "EXTERNAL": the bus asks the kernel who is at the other end.
	const user = Buffer.from(String(process.getuid?.() ?? '')).toString('hex');
	socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
	const answer = await read((received) => {
		const end = received.indexOf('\r\n');
		return end < 0 ? undefined : end + 2;
	});
	if (!answer.toString('latin1').startsWith('OK ')) throw new Error('not let in');
	socket.write('BEGIN\r\n');
	let serial = 0;
	return {
		async call(call) {
			serial += 1;
			socket.write(callMessage(call, serial));
			for (;;) {
				const message = await read(messageLength);
				const type = message.readUInt8(1);
				if (type === messageTypes.reply) return replyOf(message);
				if (type === messageTypes.error) throw new Error('refused');
			}
		},
	};
}

/** Takes as many bytes as `measure` says that there have to be, once they are there. */
function readerOf(socket: Socket) {
	const chunks = socket[Symbol.asyncIterator]();
	let received: Buffer = Buffer.alloc(0);
	return async (measure: (received: Buffer) => number | undefined): Promise<Buffer> => {
		for (;;) {
			const length = measure(received);
			if (length !== undefined && received.length >= length) {
				const taken = received.subarray(0, length);
				received = received.subarray(length);
				return taken;
			}
			if (received.length > longestMessage) throw new Error('too much');
			const next: IteratorResult<unknown> = await chunks.next();
			if (!Buffer.isBuffer(next.value)) throw new Error('closed');
			received = Buffer.concat([received, next.value]);
		}
	};
}

/** Bytes; what is asked for fits many times. */
const longestMessage = 64 * 1024;

const messageTypes = {call: 1, reply: 2, error: 3} as const;
const headerFields = {path: 1, interface: 2, member: 3, destination: 6, signature: 8} as const;
const littleEndian = 'l'.charCodeAt(0);

/** Bytes of the message at the start; undefined while its fixed part is not there. */
function messageLength(received: Buffer): number | undefined {
	return received.length < 16 ? undefined : bodyStart(received) + uint32(received, 4);
}

function bodyStart(message: Buffer): number {
	return aligned(16 + uint32(message, 12), 8);
}

/** A message is in the byte order of whoever sent it. */
function uint32(message: Buffer, offset: number): number {
	return message[0] === littleEndian ? message.readUInt32LE(offset) : message.readUInt32BE(offset);
}

function replyOf(message: Buffer): Reply {
	const start = bodyStart(message);
	return {
		text: () => message.toString('utf8', start + 4, start + 4 + uint32(message, start)),
		booleanInVariant() {
			// The signature "b" with its length and its NUL, then the value on a boundary of four.
			if (message.toString('latin1', start, start + 3) !== '\u0001b\0') throw new Error('no boolean');
			return uint32(message, start + 4) === 1;
		},
	};
}

function callMessage({destination, object, member, texts}: Call, serial: number): Buffer {
	const dot = member.lastIndexOf('.');
	const body = concatAligned(texts.map((text) => ({alignment: 4, bytes: textBytes(text)})));
	const fields = concatAligned(
		[
			field(headerFields.path, 'o', textBytes(object)),
			field(headerFields.interface, 's', textBytes(member.slice(0, dot))),
			field(headerFields.member, 's', textBytes(member.slice(dot + 1))),
			field(headerFields.destination, 's', textBytes(destination)),
			...(texts.length === 0 ? [] : [field(headerFields.signature, 'g', signatureBytes('s'.repeat(texts.length)))]),
		].map((bytes) => ({alignment: 8, bytes})),
	);
	const fixed = Buffer.from([littleEndian, messageTypes.call, 0, 1]);
	const head = Buffer.concat([
		fixed,
		uint32Bytes(body.length),
		uint32Bytes(serial),
		uint32Bytes(fields.length),
		fields,
	]);
	return concatAligned([
		{alignment: 8, bytes: head},
		{alignment: 8, bytes: body},
	]);
}

/** A struct of the field's number and a variant; begins on a boundary of eight, its value on one of four. */
function field(code: number, type: 'o' | 's' | 'g', value: Buffer): Buffer {
	return Buffer.concat([Buffer.from([code]), signatureBytes(type), value]);
}

function textBytes(text: string): Buffer {
	const bytes = Buffer.from(`${text}\0`);
	return Buffer.concat([uint32Bytes(bytes.length - 1), bytes]);
}

function signatureBytes(signature: string): Buffer {
	return Buffer.from([signature.length, ...Buffer.from(signature), 0]);
}

function uint32Bytes(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}

function concatAligned(parts: readonly {readonly alignment: number; readonly bytes: Buffer}[]): Buffer {
	return parts.reduce<Buffer>((whole, {alignment, bytes}) => {
		const padding = Buffer.alloc(aligned(whole.length, alignment) - whole.length);
		return Buffer.concat([whole, padding, bytes]);
	}, Buffer.alloc(0));
}

function aligned(offset: number, alignment: number): number {
	return Math.ceil(offset / alignment) * alignment;
}
