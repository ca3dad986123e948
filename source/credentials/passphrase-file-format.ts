/**
 * The passphrase file, byte for byte. Four lines of ASCII, of which the first three are authenticated along with the
 * text: no byte of the file can be changed without being noticed.
 *
 *     cfiam passphrase file 1, profile work
 *     scrypt N=131072 r=8 p=1 salt=<32 bytes, base64url>
 *     aes-256-gcm nonce=<12 bytes, base64url>
 *     <cipher text and tag of 16 bytes, base64url>
 */
import {profileNameProblem} from './profile-name.ts';
import {StoreFailure} from './store-failure.ts';

/** N of scrypt: at r=8 and p=1 it takes N KiB of memory. What is written, and what is believed when it is read. */
export const scryptCost = {usual: 2 ** 17, least: 2 ** 14, most: 2 ** 18} as const;

export const saltBytes = 32;
export const nonceBytes = 12;
export const tagBytes = 16;

/** Bytes; the longest credential takes some 6,000. What is longer is not even read. */
export const longestFile = 16_384;

export interface PassphraseFile {
	readonly profile: string;
	readonly cost: number;
	readonly salt: Buffer;
	readonly nonce: Buffer;
	/** Cipher text, and the tag behind it. */
	readonly sealed: Buffer;
}

/** The first three lines, with their line ends: what is authenticated. */
export function formatHeader({profile, cost, salt, nonce}: Omit<PassphraseFile, 'sealed'>): string {
	return [
		`cfiam passphrase file 1, profile ${profile}\n`,
		`scrypt N=${cost} r=8 p=1 salt=${salt.toString('base64url')}\n`,
		`aes-256-gcm nonce=${nonce.toString('base64url')}\n`,
	].join('');
}

export function formatPassphraseFile(file: PassphraseFile): string {
	return `${formatHeader(file)}${file.sealed.toString('base64url')}\n`;
}

const firstLine = /^cfiam passphrase file (?<version>[1-9]\d{0,8})(?:, profile (?<profile>.+))?$/u;
const scryptLine = /^scrypt N=(?<cost>\d+) r=(?<block>\d+) p=(?<parallel>\d+) salt=(?<salt>[\w-]+)$/u;
const cipherLine = /^aes-256-gcm nonce=(?<nonce>[\w-]+)$/u;

/**
 * Reads a file. Exactly what {@link formatPassphraseFile} writes is accepted.
 * @throws StoreFailure `damaged`, saying in what way
 */
export function parsePassphraseFile(bytes: Buffer): PassphraseFile {
	if (bytes.length > longestFile) throw damaged('It is longer than such a file can be.');
	if (bytes.length === 0) throw damaged('It is empty.');
	const text = bytes.toString('utf8');
	const [first = '', second = '', third = '', fourth = '', ...rest] = text.split('\n');
	const {version, profile} = firstLine.exec(first)?.groups ?? {};
	if (version === undefined) throw damaged('It does not begin as a passphrase file does.');
	if (version !== '1')
		throw damaged(`It is of version ${version}, and this program reads version 1: a newer one wrote it.`);
	const {cost: costText, block, parallel, salt: saltText} = scryptLine.exec(second)?.groups ?? {};
	const {nonce: nonceText} = cipherLine.exec(third)?.groups ?? {};
	const salt = bytesOf(saltText, saltBytes, saltBytes);
	const nonce = bytesOf(nonceText, nonceBytes, nonceBytes);
	if (
		profile === undefined ||
		profileNameProblem(profile) !== undefined ||
		costText === undefined ||
		salt === undefined ||
		nonce === undefined
	) {
		throw damaged('Its header is not complete.');
	}
	const cost = Number(costText);
	if (!isAcceptableCost(cost) || block !== '8' || parallel !== '1') {
		throw damaged('It asks for work that no such file asks for.');
	}
	const sealed = bytesOf(fourth, tagBytes + 1, longestFile);
	if (sealed === undefined || rest.length !== 1 || rest[0] !== '')
		throw damaged('It is cut off, or something was added.');
	const file = {profile, cost, salt, nonce, sealed};
	// One text for one file: no leading zeros, no other way to write the same bytes.
	if (!bytes.equals(Buffer.from(formatPassphraseFile(file)))) throw damaged('It was edited.');
	return file;
}

/** Whether it is a power of two within the limits. */
export function isAcceptableCost(cost: number): boolean {
	return cost >= scryptCost.least && cost <= scryptCost.most && Number.isInteger(Math.log2(cost));
}

function bytesOf(text: string | undefined, least: number, most: number): Buffer | undefined {
	if (text === undefined) return undefined;
	const bytes = Buffer.from(text, 'base64url');
	return bytes.length >= least && bytes.length <= most ? bytes : undefined;
}

function damaged(detail: string): StoreFailure {
	return new StoreFailure('damaged', detail);
}
