/**
 * The file of one account's lists: each sealed by itself, so that only those that are looked at have to be opened.
 *
 *     mark (8 bytes, with the version)  mode (1)  salt (32)  length of the contents (4)
 *     contents (JSON) and their seal  first list and its seal  second list and its seal ...
 *
 * AES-256-GCM. The key is made of the credential, by HKDF-SHA256 with the file's salt, for this program, server, account
 * and mode: it is nowhere but where the credential is, nothing more has to be asked of a keyring at the start, and what
 * one credential has read no other one can. Tokens and keys are random and long (over 140 bits), which is what HKDF asks
 * for. A file has a salt of its own, so counting gives numbers that no two seals of a key share.
 *
 * With mode `plain` nothing is hidden, but all of it is sealed in the same way.
 */
import {createCipheriv, createDecipheriv, hkdfSync, randomBytes} from 'node:crypto';
import type {Secret} from '../secret.ts';
import type {FormerHead} from '../store/former-lists.ts';

export type SealMode = 'encrypted' | 'plain';

/** What a file is sealed with and for; opened with anything else it is none. */
export interface SealFor {
	readonly mode: SealMode;
	/** The credential: a token, or a key. */
	readonly secret: Secret;
	/** Version of the program, server, account: what has been read elsewhere, or by another version, is not understood. */
	readonly context: readonly string[];
}

export interface SealedList {
	readonly head: FormerHead;
	/** The bytes; undefined where they are not those that were sealed. */
	open(): Buffer | undefined;
}

const mark = Buffer.from('cfiamls3', 'latin1');
const modes: readonly SealMode[] = ['plain', 'encrypted'];
const saltAt = mark.length + 1;
const saltLength = 32;
const lengthAt = saltAt + saltLength;
const headLength = lengthAt + 4;
const sealLength = 16;

/** Bytes that a list takes beside its own, at most: its seal, and its line of the contents. */
export const listOverhead = 256;

/** A list in the contents: name, bytes without the seal, and the head. */
type Entry = readonly [
	name: string,
	length: number,
	total: number | null,
	complete: boolean,
	readAt: number,
	changedAt: number,
	isOutdated: boolean,
];

interface PlainList {
	readonly name: string;
	readonly head: FormerHead;
	readonly bytes: Buffer;
}

/** The file, in pieces that belong one behind the other. Yields after each list: sealing 5 MB takes some milliseconds. */
export function* sealLists(lists: readonly PlainList[], sealFor: SealFor): Generator<undefined, Buffer[], undefined> {
	const entries = lists.map(
		({name, head: {total, complete, readAt, changedAt, isOutdated}, bytes}): Entry => [
			name,
			bytes.length,
			total ?? null,
			complete,
			readAt,
			changedAt,
			isOutdated,
		],
	);
	const contents = Buffer.from(JSON.stringify(entries), 'utf8');
	const head = Buffer.alloc(headLength);
	mark.copy(head);
	head.writeUInt8(modes.indexOf(sealFor.mode), mark.length);
	randomBytes(saltLength).copy(head, saltAt);
	head.writeUInt32LE(contents.length, lengthAt);
	const key = keyOf(sealFor, head);
	const pieces = [head, ...sealed(contents, {key, mode: sealFor.mode, number: 0, head})];
	for (const [position, {bytes}] of lists.entries()) {
		yield;
		pieces.push(...sealed(bytes, {key, mode: sealFor.mode, number: position + 1, head}));
	}
	return pieces;
}

/** The lists of a file by name; undefined where it is none of this program, credential, server and account. */
export function unsealLists(file: Buffer, sealFor: SealFor): ReadonlyMap<string, SealedList> | undefined {
	const {mode} = sealFor;
	if (file.length < headLength || !file.subarray(0, mark.length).equals(mark)) return undefined;
	if (modes[file.readUInt8(mark.length)] !== mode) return undefined;
	const head = file.subarray(0, headLength);
	const contentsEnd = headLength + head.readUInt32LE(lengthAt) + sealLength;
	if (contentsEnd > file.length) return undefined;
	const key = keyOf(sealFor, head);
	const contents = unsealed(file.subarray(headLength, contentsEnd), {key, mode, number: 0, head});
	if (contents === undefined) return undefined;
	// It is what was sealed here: nobody else has the key.
	const entries: readonly Entry[] = JSON.parse(contents.toString('utf8'));
	const lists = new Map<string, SealedList>();
	let from = contentsEnd;
	for (const [position, [name, length, total, complete, readAt, changedAt, isOutdated]] of entries.entries()) {
		const bytes = file.subarray(from, from + length + sealLength);
		from += length + sealLength;
		lists.set(name, {
			head: {total: total ?? undefined, complete, readAt, changedAt, isOutdated},
			open: () => unsealed(bytes, {key, mode, number: position + 1, head}),
		});
	}
	return from === file.length ? lists : undefined;
}

/**
 * A name for the file of a credential, a server and an account, which tells nothing of them: 32 hexadecimal digits. With
 * another credential it is another one.
 */
export function sealedName({secret, context}: Pick<SealFor, 'secret' | 'context'>): string {
	return Buffer.from(hkdfSync('sha256', secret.reveal(), '', info(['name', ...context]), 16)).toString('hex');
}

interface SealOf {
	readonly key: Buffer;
	readonly mode: SealMode;
	/** No two of a file are the same. */
	readonly number: number;
	readonly head: Buffer;
}

function keyOf({mode, secret, context}: SealFor, head: Buffer): Buffer {
	const salt = head.subarray(saltAt, lengthAt);
	return Buffer.from(hkdfSync('sha256', secret.reveal(), salt, info([mode, ...context]), 32));
}

/** Texts such that no two lists of them come to the same. */
function info(parts: readonly string[]): string {
	return `cfiam lists ${JSON.stringify(parts)}`;
}

function numberOnce(number: number): Buffer {
	const bytes = Buffer.alloc(12);
	bytes.writeUInt32LE(number);
	return bytes;
}

function sealed(bytes: Buffer, {key, mode, number, head}: SealOf): readonly Buffer[] {
	const cipher = createCipheriv('aes-256-gcm', key, numberOnce(number));
	cipher.setAAD(head);
	if (mode === 'plain') cipher.setAAD(bytes);
	const hidden = mode === 'plain' ? bytes : cipher.update(bytes);
	const rest = cipher.final();
	return [hidden, rest, cipher.getAuthTag()];
}

function unsealed(sealedBytes: Buffer, {key, mode, number, head}: SealOf): Buffer | undefined {
	if (sealedBytes.length < sealLength) return undefined;
	const bytes = sealedBytes.subarray(0, -sealLength);
	const decipher = createDecipheriv('aes-256-gcm', key, numberOnce(number), {authTagLength: sealLength});
	decipher.setAuthTag(sealedBytes.subarray(-sealLength));
	decipher.setAAD(head);
	if (mode === 'plain') decipher.setAAD(bytes);
	try {
		const plain = mode === 'plain' ? bytes : decipher.update(bytes);
		decipher.final();
		return plain;
	} catch {
		return undefined;
	}
}
