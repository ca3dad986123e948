/** A tiny DNS server on loopback, over UDP: names, records, and the ways in which servers fail to answer. */
import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {onTestFinished} from 'vitest';

export interface DnsRecords {
	/** Each a record, or the strings that one is cut into. */
	readonly TXT?: readonly (string | readonly string[])[];
	readonly NS?: readonly string[];
	readonly A?: readonly string[];
	readonly CNAME?: string;
}

export interface DnsServerOptions {
	/** By name, in lower case. Other names do not exist. */
	readonly names?: Readonly<Record<string, DnsRecords>>;
	/** `silent`: answers nothing; the others as answers. */
	readonly fails?: 'silent' | 'refused' | 'failed' | 'garbage';
}

export interface DnsServer {
	/** `127.0.0.1:53535`. */
	readonly endpoint: string;
	/** `TXT acme.com`, in the order in which they came. */
	readonly questions: readonly string[];
}

const types = {A: 1, NS: 2, CNAME: 5, TXT: 16} as const;

function nameBytes(name: string): Buffer {
	const labels = name.split('.').filter((label) => label !== '');
	return Buffer.concat([
		...labels.map((label) => Buffer.concat([Buffer.from([Buffer.byteLength(label)]), Buffer.from(label)])),
		Buffer.from([0]),
	]);
}

function readQuestion(message: Buffer): {readonly name: string; readonly type: number; readonly end: number} {
	const labels: string[] = [];
	let at = 12;
	for (let length = message.readUInt8(at); length > 0; length = message.readUInt8(at)) {
		labels.push(message.toString('latin1', at + 1, at + 1 + length));
		at += 1 + length;
	}
	return {name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5};
}

function recordBytes(name: string, type: number, data: Buffer): Buffer {
	const head = Buffer.alloc(10);
	head.writeUInt16BE(type, 0);
	head.writeUInt16BE(1, 2);
	head.writeUInt32BE(60, 4);
	head.writeUInt16BE(data.length, 8);
	return Buffer.concat([nameBytes(name), head, data]);
}

function textBytes(record: string | readonly string[]): Buffer {
	const strings = typeof record === 'string' ? [record] : record;
	return Buffer.concat(
		strings.map((text) => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)])),
	);
}

function answersFor(name: string, type: number, names: Readonly<Record<string, DnsRecords>>): readonly Buffer[] {
	const records = names[name];
	if (records === undefined) return [];
	if (records.CNAME !== undefined) {
		const alias = recordBytes(name, types.CNAME, nameBytes(records.CNAME));
		return type === types.CNAME ? [alias] : [alias, ...answersFor(records.CNAME, type, names)];
	}
	switch (type) {
		case types.TXT:
			return (records.TXT ?? []).map((record) => recordBytes(name, type, textBytes(record)));
		case types.NS:
			return (records.NS ?? []).map((server) => recordBytes(name, type, nameBytes(server)));
		case types.A:
			return (records.A ?? []).map((address) => recordBytes(name, type, Buffer.from(address.split('.').map(Number))));
		default:
			return [];
	}
}

/** Open until the test is over. */
export async function startDnsServer({names = {}, fails}: DnsServerOptions = {}): Promise<DnsServer> {
	const socket = createSocket('udp4');
	const questions: string[] = [];
	socket.on('message', (message, from) => {
		const {name, type, end} = readQuestion(message);
		const typeName = Object.entries(types).find(([, number]) => number === type)?.[0] ?? String(type);
		questions.push(`${typeName} ${name}`);
		if (fails === 'silent') return;
		if (fails === 'garbage') {
			socket.send(Buffer.concat([message.subarray(0, 2), Buffer.from('no message')]), from.port, from.address);
			return;
		}
		const answers = fails === undefined ? answersFor(name, type, names) : [];
		const code = fails === 'refused' ? 5 : fails === 'failed' ? 2 : name in names ? 0 : 3;
		const head = Buffer.from(message.subarray(0, 12));
		// An answer, from the one who knows; recursion as it was asked for.
		head.writeUInt16BE(0x8480 | (head.readUInt16BE(2) & 0x0100) | code, 2);
		head.writeUInt16BE(1, 4);
		head.writeUInt16BE(answers.length, 6);
		head.writeUInt32BE(0, 8);
		socket.send(Buffer.concat([head, message.subarray(12, end), ...answers]), from.port, from.address);
	});
	socket.bind(0, '127.0.0.1');
	await once(socket, 'listening');
	onTestFinished(() => {
		socket.close();
	});
	const {address, port} = socket.address();
	return {endpoint: `${address}:${port}`, questions};
}
