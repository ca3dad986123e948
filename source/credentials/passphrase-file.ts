/** The store for machines without a keyring: a file for each profile that a passphrase opens. */
import path from 'node:path';
import {Secret} from '../secret.ts';
import {passphraseProblem, seal, unseal} from './passphrase-cipher.ts';
import {longestFile, parsePassphraseFile, scryptCost} from './passphrase-file-format.ts';
import {type Disk, type PrivateFile, privateFile, realDisk} from './private-file.ts';
import {profileNameProblem} from './profile-name.ts';
import type {CredentialStore} from './store.ts';
import {StoreFailure} from './store-failure.ts';
import {credentialFromStored, storedText} from './stored-text.ts';

export {passphraseProblem, shortestPassphrase} from './passphrase-cipher.ts';

export interface PassphraseFileOptions {
	/** Where the files are; it is made when one is written. */
	readonly directory: string;
	readonly platform: NodeJS.Platform;
	/** N of scrypt for what is written. */
	readonly cost?: number | undefined;
	readonly disk?: Disk | undefined;
}

/** The file of a profile; the name is one that the configuration allows for. */
export function passphraseFilePath(directory: string, profile: string): string {
	return path.join(directory, `${profile}.token`);
}

/** Each call throws {@link StoreFailure} and nothing else. */
export function createPassphraseFiles(options: PassphraseFileOptions): CredentialStore {
	const {directory, platform, cost = scryptCost.usual, disk = realDisk} = options;

	function placeOf(profile: string): PrivateFile {
		// The name becomes one of a file: nothing in it may lead elsewhere or end the line of the header.
		if (profileNameProblem(profile) !== undefined)
			throw new StoreFailure('file', 'The name of the profile cannot be one of a file.');
		return privateFile(passphraseFilePath(directory, profile), {disk, platform});
	}

	/** The file of a profile as it is, still sealed; undefined where there is none. */
	async function fileOf(profile: string) {
		const bytes = await placeOf(profile).read(longestFile);
		if (bytes === undefined) return undefined;
		const file = parsePassphraseFile(bytes);
		if (file.profile !== profile) throw foreign(file.profile);
		return file;
	}

	return {
		kind: 'passphrase-file',

		async inspect(profile) {
			return (await fileOf(profile)) !== undefined;
		},

		async read(profile, call) {
			const file = await fileOf(profile);
			if (file === undefined) return undefined;
			if (call?.passphrase === undefined) throw new StoreFailure('wrong-passphrase', 'No passphrase was given.');
			return credentialFromStored(await unseal(file, call.passphrase, call.signal));
		},

		async write(profile, credential, call) {
			const place = placeOf(profile);
			const text = storedText(credential);
			const passphrase = call?.passphrase ?? new Secret('');
			const problem = passphraseProblem(passphrase.reveal());
			if (problem !== undefined) throw new StoreFailure('wrong-passphrase', problem);
			const before = await place.readBeforeWriting(longestFile);
			const owner = ownerOf(before);
			if (owner !== undefined && owner !== profile) throw foreign(owner);
			const bytes = await seal(text, passphrase, {profile, cost}, call?.signal);
			const putBack = async (): Promise<void> => {
				if (before === undefined) await place.remove();
				else await place.write(before);
			};
			const isOurs = async (): Promise<boolean> => (await place.read(longestFile))?.equals(bytes) === true;
			try {
				await place.write(bytes, call?.signal);
				if (await isOurs()) return putBack;
			} catch (error) {
				// It may have failed with the new file in its place already.
				if (await isOurs().catch(() => false)) await putBack().catch(() => undefined);
				throw error;
			}
			// Another program has written in between: what it has stored is not to be touched.
			throw new StoreFailure('not-kept');
		},

		async remove(profile) {
			const place = placeOf(profile);
			const owner = ownerOf(await place.readBeforeWriting(longestFile).catch(() => undefined));
			return owner !== undefined && owner !== profile ? false : await place.remove();
		},
	};
}

/** Where the names of files ignore case, the one of a profile may be that of another profile. */
function foreign(owner: string): StoreFailure {
	return new StoreFailure(
		'file',
		`It is the file of another profile, "${owner}": here the names of files ignore case.`,
	);
}

/** The profile of a file; undefined where there is none or it is no passphrase file: nobody misses that. */
function ownerOf(bytes: Buffer | undefined): string | undefined {
	try {
		return bytes === undefined ? undefined : parsePassphraseFile(bytes).profile;
	} catch {
		return undefined;
	}
}
