/** Texts that only a passphrase opens: scrypt and AES-256-GCM, both of node:crypto. */
import {createCipheriv, createDecipheriv, randomBytes, scrypt} from 'node:crypto';
import {Secret} from '../secret.ts';
import {
	formatHeader,
	formatPassphraseFile,
	nonceBytes,
	type PassphraseFile,
	saltBytes,
	tagBytes,
} from './passphrase-file-format.ts';
import {StoreFailure} from './store-failure.ts';

/** Characters. */
export const shortestPassphrase = 8;
const longestPassphrase = 1024;

/** Why a passphrase is not accepted for a new file, a sentence; undefined: it is. */
export function passphraseProblem(passphrase: string): string | undefined {
	if (!passphrase.isWellFormed() || /\p{Cc}/u.test(passphrase)) {
		return 'It has a character in it that cannot be typed again: a line break, a tab or the like.';
	}
	const characters = [...passphrase.normalize('NFKC')];
	if (characters.length === 0) return `Type a passphrase of at least ${shortestPassphrase} characters.`;
	if (characters.length < shortestPassphrase) {
		return `It has ${characters.length === 1 ? '1 character' : `${characters.length} characters`}: at least ${shortestPassphrase} are needed.`;
	}
	if (characters.length > longestPassphrase) return `It is longer than ${longestPassphrase} characters.`;
	if (new Set(characters).size === 1)
		return 'It is one character again and again: that is the first thing to be tried.';
	return undefined;
}

/**
 * The bytes of a file that holds a text. Takes 0.4 s at the usual cost, off the event loop.
 * @throws StoreFailure `cancelled` as soon as the signal says so
 */
export async function seal(
	text: Secret,
	passphrase: Secret,
	{profile, cost}: Pick<PassphraseFile, 'profile' | 'cost'>,
	signal?: AbortSignal | undefined,
): Promise<Buffer> {
	const header = {profile, cost, salt: randomBytes(saltBytes), nonce: randomBytes(nonceBytes)};
	const key = await keyOf(passphrase, header, signal);
	const cipher = createCipheriv('aes-256-gcm', key, header.nonce, {authTagLength: tagBytes});
	cipher.setAAD(Buffer.from(formatHeader(header)));
	const sealed = Buffer.concat([cipher.update(text.reveal(), 'utf8'), cipher.final(), cipher.getAuthTag()]);
	key.fill(0);
	return Buffer.from(formatPassphraseFile({...header, sealed}));
}

/**
 * The text of a file.
 * @throws StoreFailure `wrong-passphrase` where the passphrase does not open it or anything in it was changed,
 * `cancelled` as soon as the signal says so
 */
export async function unseal(
	file: PassphraseFile,
	passphrase: Secret,
	signal?: AbortSignal | undefined,
): Promise<Secret> {
	const key = await keyOf(passphrase, file, signal);
	const decipher = createDecipheriv('aes-256-gcm', key, file.nonce, {authTagLength: tagBytes});
	decipher.setAAD(Buffer.from(formatHeader(file)));
	decipher.setAuthTag(file.sealed.subarray(-tagBytes));
	try {
		const text = Buffer.concat([decipher.update(file.sealed.subarray(0, -tagBytes)), decipher.final()]);
		return new Secret(text.toString('utf8'));
	} catch {
		throw new StoreFailure('wrong-passphrase');
	} finally {
		key.fill(0);
	}
}

function keyOf(
	passphrase: Secret,
	{cost, salt}: Pick<PassphraseFile, 'cost' | 'salt'>,
	signal: AbortSignal | undefined,
): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		const stop = (): void => reject(new StoreFailure('cancelled'));
		if (signal?.aborted === true) {
			stop();
			return;
		}
		signal?.addEventListener('abort', stop, {once: true});
		// scrypt itself cannot be stopped: it ends in its own time, on a thread of its own, and nobody takes the result.
		scrypt(
			passphrase.reveal().normalize('NFKC'),
			salt,
			32,
			// By default Node refuses what takes more than 32 MiB; OpenSSL counts a little more than 128 N r.
			{N: cost, r: 8, p: 1, maxmem: 2 * 128 * cost * 8},
			(error, key) => {
				signal?.removeEventListener('abort', stop);
				if (error === null) resolve(key);
				else reject(new StoreFailure('other', `The key could not be derived: ${error.message}`));
			},
		);
	});
}
