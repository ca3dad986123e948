/** The calls of the library, with one that notes what it is asked to do: what a real keyring can not be brought to. */
import {beforeEach, describe, expect, test, vi} from 'vitest';
import {runRequest} from '../../source/credentials/keychain-library.ts';
import type {KeychainRequest} from '../../source/credentials/keychain-message.ts';

const {writes} = vi.hoisted(() => ({writes: [] as string[]}));
vi.mock('@napi-rs/keyring', () => ({
	findCredentialsAsync: async () => [],
	AsyncEntry: class {
		async setPassword(password: string): Promise<void> {
			writes.push(password);
		}
	},
}));
beforeEach(() => {
	writes.length = 0;
});

const set: KeychainRequest = {
	operation: 'set',
	store: 'keychain',
	platform: 'linux',
	service: 'cfiam',
	account: 'default',
	password: 'secret',
	unlock: false,
	patience: 1000,
};

describe('a bus that cannot be asked whether the collection is locked', () => {
	const environment = {DBUS_SESSION_BUS_ADDRESS: 'tcp:host=localhost,port=1'};

	test('gets nothing, because a window could open that nobody has asked for', async () => {
		await expect(runRequest(set, environment)).rejects.toMatchObject({
			kind: 'other',
			detail: 'whether it is locked cannot be asked on this bus, and a window could open',
		});
		expect(writes).toEqual([]);
	});

	test('gets it once the window may open', async () => {
		expect(await runRequest({...set, unlock: true}, environment)).toBeNull();
		expect(writes).toEqual(['secret']);
	});
});
