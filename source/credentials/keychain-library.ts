/** The calls of the keyring library, as the keychain child makes them: pinned to one store, and without unasked prompts. */
import {setTimeout} from 'node:timers/promises';
import type {Environment} from './environment.ts';
import {defaultCollection} from './keychain-bus.ts';
import {failureKindOf} from './keychain-failure.ts';
import type {KeychainRequest, KeychainValue} from './keychain-message.ts';
import {StoreFailure, type StoreFailureKind} from './store-failure.ts';

type Library = typeof import('@napi-rs/keyring');

/** Does what is asked; rejects with {@link StoreFailure} or with whatever the library threw. */
export async function runRequest(request: KeychainRequest, environment: Environment): Promise<KeychainValue> {
	const library = await load();
	if (request.store === 'kernel-keyring') return runInKernel(library, request);
	if (request.platform === 'linux') return runInSecretService(library, request, environment);
	return runInPlatform(library, request);
}

async function load(): Promise<Library> {
	try {
		return await import('@napi-rs/keyring');
	} catch (error) {
		throw new StoreFailure('no-module', error instanceof Error ? error.message : undefined);
	}
}

/** Never without a store: the library would fall back to another one silently. The other platforms ignore it. */
function entryOf(
	{AsyncEntry}: Library,
	{store, service, account}: Pick<KeychainRequest, 'store' | 'service' | 'account'>,
) {
	return new AsyncEntry(service, account, {linux: {store: store === 'keychain' ? 'secret-service' : 'keyutils'}});
}

async function runInPlatform(library: Library, request: KeychainRequest): Promise<KeychainValue> {
	switch (request.operation) {
		case 'get':
			return entryOf(library, request).getPassword();
		case 'set':
			await entryOf(library, request).setPassword(request.password);
			return null;
		case 'delete':
			return entryOf(library, request).deletePassword();
		case 'find':
			return library.findCredentialsAsync(request.service);
	}
}

/**
 * A search never opens a prompt, so what an entry would open one for is searched first. It does not block the event loop
 * either, while making an entry does until the service answers: by then the service is known to.
 */
async function runInSecretService(
	library: Library,
	request: KeychainRequest,
	environment: Environment,
): Promise<KeychainValue> {
	const {operation, account, unlock} = request;
	if (operation === 'find') return library.findCredentialsAsync(request.service);
	if (unlock) {
		// The library would block until the service answers.
		const unanswered = setTimeout(request.patience, 'unanswered' as const, {ref: false});
		const answer = await Promise.race([defaultCollection(environment), unanswered]);
		if (answer === 'unanswered') throw new StoreFailure('no-reply');
		return runInPlatform(library, request);
	}
	const found = (await library.findCredentialsAsync(request.service)).filter((each) => each.account === account);
	if (found.length > 1) throw new StoreFailure('ambiguous', `${found.length} items`);
	const [item] = found;
	switch (operation) {
		case 'get':
			// Bytes that are no text come as this character.
			if (item?.password.includes('\ufffd') === true) throw new StoreFailure('unreadable');
			return item?.password ?? null;
		case 'set':
			await requireOpenCollection(environment);
			return runInPlatform(library, request);
		case 'delete':
			return item === undefined ? false : runInPlatform(library, request);
	}
}

/** In every other state storing could open a prompt. */
async function requireOpenCollection(environment: Environment): Promise<void> {
	switch (await defaultCollection(environment)) {
		case 'open':
			return;
		case 'locked':
			throw new StoreFailure('locked');
		case 'none':
			throw new StoreFailure('no-collection');
		case 'unknown':
			throw new StoreFailure('other', 'whether it is locked cannot be asked on this bus, and a window could open');
	}
}

/** An account that no profile can have. */
const canary = '.trial';

/**
 * A process outside of every login session can put a key into the kernel that it can neither read nor remove, and sees
 * none of those that a login has. So a harmless key goes first: where it is refused, no secret is put and nobody is told
 * that there is none. It has to be the first entry of the process: making an entry outside of a login session gives the
 * process a session of its own, which lets later entries through.
 */
async function runInKernel(library: Library, request: KeychainRequest): Promise<KeychainValue> {
	if (request.operation === 'find') throw new StoreFailure('other', 'the kernel keyring cannot be searched');
	const first = entryOf(library, {...request, account: canary});
	try {
		await first.setPassword('canary');
		// False: another cfiam has just removed it.
		await first.deletePassword();
	} catch (error) {
		// In a full keyring passwords can still be read, removed and replaced.
		if (kindOf(error) !== 'quota') throw error;
	}
	return runInPlatform(library, request);
}

function kindOf(error: unknown): StoreFailureKind {
	return error instanceof Error ? failureKindOf(error.message, 'kernel-keyring') : 'other';
}
