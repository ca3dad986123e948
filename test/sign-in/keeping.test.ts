/** Where an accepted credential is kept: asked, stored, or said why not. */
import {describe, expect, it} from 'vitest';
import type {StoreKind} from '../../source/credentials/store.ts';
import {demoKey, demoTokens} from '../../source/emulator/index.ts';
import {down, esc, offers, signInPlace, take} from './place.ts';
import type {TestSignIn} from './support.tsx';

const place = signInPlace();
const {accepted} = place;

function message(test: TestSignIn): string | undefined {
	return test.opened[0]?.message?.text;
}

describe('an accepted credential', () => {
	it('is stored in the keychain by Enter, with its account and server, and opens with the word that it is', async () => {
		const test = await accepted();
		test.type('\r');
		expect(test.keeper.last).toMatchObject({
			operation: 'write',
			store: 'keychain',
			unlock: false,
			credential: {kind: 'token'},
			settings: {account: place.emulator.accountId, baseUrl: place.emulator.url},
		});
		expect(await test.text()).toContain('Storing the credential in the desktop keyring …');
		expect(test.opened).toEqual([]);
		test.keeper.last.done();
		await test.reach('opened');
		expect(test.opened).toMatchObject([{store: 'keychain', source: 'typed token', account: {name: 'Kestrel Freight'}}]);
		expect(message(test)).toBe('Stored in the desktop keyring.');
	});

	it('is not stored before anybody has chosen, and never where it is for this run only', async () => {
		const test = await accepted();
		take(test, 'once');
		expect(test.keeper.calls).toEqual([]);
		expect(test.opened).toMatchObject([{store: undefined}]);
		expect(message(test)).toBe('For this run only: it was stored nowhere.');
	});

	it('leads back to the form, where another one can be typed', async () => {
		const test = await accepted();
		take(test, 'back');
		expect(test.signIn.state()).toMatchObject({step: {kind: 'token'}, fields: {token: {text: ''}}});
		expect(test.clients.size).toBe(0);
		test.type(`${demoTokens.groupsOnly.token}\r`);
		await test.reach('accepted');
		test.type(esc);
		expect(test.signIn.state().step.kind).toBe('token');
	});

	it('leads back to the accounts where one was chosen', async () => {
		const test = place.start();
		test.type(`\r${demoTokens.allAccounts.token}\r`);
		await test.reach('accounts');
		test.type(`${down}\r`);
		expect(await test.text()).toMatch(/Account +Sandbox, one of \d+ that it sees/u);
		test.type(esc);
		expect(test.signIn.state()).toMatchObject({step: {kind: 'accounts', cursor: 1}});
		test.type('k\r\r');
		test.keeper.last.done();
		await test.reach('opened');
		expect(test.keeper.last.settings).toMatchObject({account: place.emulator.accountId});
	});

	it('is a Global API key with its address, too', async () => {
		const test = await accepted({accountId: place.emulator.accountId}, `${down}\r${demoKey.email}\r${demoKey.key}\r`);
		expect(await test.text()).toContain(`Global API key of ${demoKey.email}, active, does not expire`);
		test.type('\r');
		expect(test.keeper.last.credential).toMatchObject({kind: 'key', email: demoKey.email});
	});

	it('says what it replaces', async () => {
		const test = await accepted({recorded: 'kernel-keyring', profile: 'work'});
		const text = (await test.text()).replaceAll(/\n */gu, ' ');
		expect(text).toContain('Stored now  another one, in the kernel keyring');
		expect(text).toContain('The credential of work in the kernel keyring is removed once this one is stored.');
		test.type('jj');
		expect(await test.text()).toContain('what is stored of work in the kernel keyring');
		const same = await accepted({recorded: 'keychain'});
		expect(await same.text()).toContain('It takes the place of the credential of default that is stored there.');
	});

	it('says that it ends soon', async () => {
		const end = Date.UTC(2026, 10, 6);
		const result = {id: '1'.repeat(32), status: 'active', expires_on: new Date(end).toISOString()};
		const body = {success: true, errors: [], messages: [], result};
		place.emulator.faults.add({kind: 'status', status: 200, body, path: '/user/tokens/verify', times: 9});
		const test = await accepted();
		expect(await test.text()).toContain('API token of a user, active, ! expires in 5 days, at 2026-11-06');
	});
});

describe('what an accepted credential may do', () => {
	const isKnown = (test: TestSignIn) =>
		test.waitFor(({abilities}) => abilities.length > 0 && abilities.every(({asking}) => !asking));

	it('fills in while one looks, and names what is missing', async () => {
		const test = await accepted({accountId: place.emulator.accountId}, `\r${demoTokens.groupsOnly.token}\r`);
		expect(await test.text()).toMatch(/asking … +User groups/u);
		await isKnown(test);
		const text = await test.text();
		expect(text).toMatch(/reads +User groups, Members/u);
		expect(text).toMatch(/may not +SSO connectors \(needs SSO Connector Read\)/u);
		expect(text).not.toContain('asking');
	});

	it('is not waited for', async () => {
		place.emulator.faults.add({kind: 'stall', times: 20, path: '/accounts/*/**'});
		const test = await accepted({accountId: undefined});
		test.type('\r');
		test.keeper.last.done();
		await test.reach('opened');
		expect(test.opened).toHaveLength(1);
	});

	it('is not waited for any longer once the account is open', async () => {
		place.emulator.faults.add({kind: 'delay', milliseconds: 200, times: 50, path: '/accounts/*/**'});
		const test = await accepted();
		await expect.poll(() => place.emulator.requests.some(({path}) => path.includes('/iam/user_groups'))).toBe(true);
		take(test, 'once');
		const before = test.signIn.state();
		const [opened] = test.opened;
		// An answer that comes later than those that were asked for before.
		await opened?.client.userGroups.list(opened.account.id);
		expect(test.signIn.state()).toBe(before);
	});

	it('is asked once, however one goes to and fro, and of each credential anew', async () => {
		const test = await accepted();
		await isKnown(test);
		place.emulator.clearRequests();
		take(test, 'elsewhere');
		test.type(esc);
		expect(test.signIn.state().abilities.length).toBeGreaterThan(0);
		expect(place.emulator.requests).toEqual([]);
		take(test, 'back');
		test.type(`${demoTokens.groupsOnly.token}\r`);
		await test.reach('accepted');
		expect(test.signIn.state().abilities.some(({asking}) => asking)).toBe(true);
	});
});

describe('another store', () => {
	it('is a file, the kernel keyring once it is known that it works, or none', async () => {
		const test = await accepted();
		take(test, 'elsewhere');
		expect(offers(test)).toEqual(['passphrase-file', 'kernel-keyring', 'once']);
		expect(await test.text()).toMatch(/Keep it in the kernel keyring +looking whether it works here …/u);
		take(test, 'kernel-keyring');
		expect(test.keeper.calls).toEqual([]);
		test.keeper.canaries[0]?.answer(true);
		await test.waitFor(({kernelKeyring}) => kernelKeyring === 'works');
		expect(offers(test)).toEqual(['passphrase-file', 'kernel-keyring', 'once']);
		expect(await test.text()).toContain('gone at reboot or after 3 days without use');
		test.type('\r');
		test.keeper.last.done();
		await test.reach('opened');
		expect(test.keeper.last).toMatchObject({store: 'kernel-keyring'});
		expect(message(test)).toContain('Kept in the kernel keyring: until reboot');
	});

	it('is not the kernel keyring where that does not work: says why and how to have it, and looks for it once', async () => {
		const test = await accepted();
		take(test, 'elsewhere');
		test.keeper.canaries[0]?.answer(false);
		await test.waitFor(({kernelKeyring}) => kernelKeyring === 'refused');
		expect(await test.text()).toMatch(/Keep it in the kernel keyring +not open to this shell/u);
		test.type('j');
		expect(await test.text()).toContain('keyctl session - (package keyutils)');
		test.type('\r');
		expect(test.keeper.calls).toEqual([]);
		expect(test.signIn.state().message?.text).toContain('not open to this shell');
		test.type(esc);
		take(test, 'elsewhere');
		expect(test.keeper.canaries).toHaveLength(1);
	});

	it('is looked for only while it is asked, and again later', async () => {
		const test = await accepted();
		expect(test.keeper.canaries).toHaveLength(0);
		take(test, 'elsewhere');
		test.type(esc);
		expect(test.keeper.canaries[0]?.signal?.aborted).toBe(true);
		test.keeper.canaries[0]?.answer(false);
		await test.text();
		expect(test.signIn.state().kernelKeyring).toBe('unknown');
		take(test, 'elsewhere');
		test.keeper.canaries[1]?.answer(true);
		await test.waitFor(({kernelKeyring}) => kernelKeyring === 'works');
	});

	it('is not looked for any longer when the program is closed', async () => {
		const test = await accepted();
		take(test, 'elsewhere');
		test.signIn.close();
		expect(test.keeper.canaries[0]?.signal?.aborted).toBe(true);
	});

	it('is never the kernel keyring on systems that have none', async () => {
		const test = await accepted({platform: 'darwin'});
		expect(await test.text()).toContain('Keep it in the macOS Keychain');
		take(test, 'elsewhere');
		expect(test.keeper.canaries).toEqual([]);
		expect(await test.text()).not.toContain('kernel');
	});
});

describe('every store', () => {
	it.each<[StoreKind, NodeJS.Platform, string]>([
		['keychain', 'linux', 'desktop keyring'],
		['keychain', 'darwin', 'macOS Keychain'],
		['keychain', 'win32', 'Windows Credential Manager'],
		['kernel-keyring', 'linux', 'kernel keyring'],
		['passphrase-file', 'linux', 'passphrase file'],
	])('%s on %s is named on the menu: %s', async (recorded, platform, name) => {
		const test = place.start({recorded, platform, profile: 'work'});
		expect(await test.text()).toContain(`Profile work, stored in the ${name}`);
	});
});
