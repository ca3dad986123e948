import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import type {LogoutInvocation} from '../../source/arguments.ts';
import {listsDirectory} from '../../source/cache/list-files.ts';
import {createStop, Interruption} from '../../source/commands/interruption.ts';
import {logout} from '../../source/commands/logout.ts';
import {storeKinds} from '../../source/credentials/store.ts';
import {Secret} from '../../source/secret.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import {createTestCommand, createTestKeeper, type TestCommandOptions} from './support.ts';

const credential = {kind: 'token', token: new Secret('cfut_0123456789')} as const;

async function signOut(options: TestCommandOptions, invocation: Partial<LogoutInvocation> = {}) {
	using command = createTestCommand(options);
	const code = await logout(
		{kind: 'logout', profile: undefined, unlock: false, forget: false, ...invocation},
		command.at,
	).catch((error: unknown) => error);
	const {calls} = command.keeper;
	const recorded = command.keeper.recorded();
	return {code, stdout: command.stdout(), stderr: command.stderr(), calls, recorded, saved: command.saved()};
}

describe('cfiam logout', () => {
	test.each(storeKinds)('removes what the %s has, asks for nothing, and says what stays valid', async (store) => {
		const keeper = createTestKeeper({stored: {store, credential}, profile: 'work'});
		const configuration = {profiles: {work: {credentialStore: store}}};
		const result = await signOut({keeper, configuration}, {profile: 'work'});
		expect(result).toMatchObject({code: 0, stderr: '', calls: [`remove ${store}`], recorded: undefined});
		expect(result.stdout).toBe(
			[
				`Removed the credential of profile work from the ${keeper.nameOf(store)}.`,
				'It is still valid at Cloudflare. To end it, delete or roll it: https://dash.cloudflare.com/profile/api-tokens',
				'',
			].join('\n'),
		);
	});

	test('removes the lists that were kept for the profile, and those of no other', async () => {
		using caches = temporaryDirectory();
		const environment = {XDG_CACHE_HOME: caches.path};
		const keep = (profile: string): string => {
			const directory = path.join(listsDirectory(environment), profile);
			mkdirSync(directory, {recursive: true, mode: 0o700});
			writeFileSync(path.join(directory, `${'a'.repeat(32)}.lists`), 'sealed');
			return directory;
		};
		const own = keep('work');
		const other = keep('home');
		const keeper = createTestKeeper({stored: {store: 'kernel-keyring', credential}, profile: 'work'});
		const configuration = {profiles: {work: {credentialStore: 'kernel-keyring'}}};
		const result = await signOut({keeper, configuration, environment}, {profile: 'work'});
		expect(result).toMatchObject({code: 0, stderr: ''});
		expect(result.stdout).toContain('\nRemoved the lists that were kept for profile work.\n');
		expect([existsSync(own), existsSync(other)]).toEqual([false, true]);
	});

	test('says that the store had nothing any more', async () => {
		const keeper = createTestKeeper({stored: {store: 'kernel-keyring', credential: undefined}});
		expect(await signOut({keeper})).toMatchObject({
			code: 0,
			stdout: 'The kernel keyring had nothing for profile default any more; it is signed out now.\n',
			recorded: undefined,
		});
	});

	test('says that nothing is stored', async () => {
		expect(await signOut({})).toMatchObject({code: 0, stdout: 'Nothing is stored for profile default.\n', calls: []});
	});

	test('fails for a profile that there is not, with the one that may be meant', async () => {
		const keeper = createTestKeeper({profile: 'wrok'});
		const configuration = {profiles: {work: {credentialStore: 'keychain'}, home: {credentialStore: 'keychain'}}};
		expect(await signOut({keeper, configuration}, {profile: 'wrok', forget: true})).toMatchObject({
			code: 1,
			stdout: '',
			stderr: [
				'cfiam: There is no profile wrok; nothing was removed.',
				'  Did you mean work? cfiam logout --profile work',
				'  Profiles: home, work',
				'',
			].join('\n'),
			calls: [],
			saved: configuration,
		});
		expect((await signOut({keeper}, {profile: 'wrok'})).stderr).toBe(
			'cfiam: There is no profile wrok; nothing was removed.\n',
		);
	});

	test('leaves the settings of the profile, and takes them away with --forget', async () => {
		const configuration = {profile: 'work', profiles: {work: {account: 'a'.repeat(32), readOnly: true}, home: {}}};
		const keeper = () => createTestKeeper({profile: 'work', stored: {store: 'kernel-keyring', credential}});
		expect((await signOut({keeper: keeper(), configuration}, {profile: 'work'})).saved).toEqual(configuration);
		const result = await signOut({keeper: keeper(), configuration}, {profile: 'work', forget: true});
		expect(result).toMatchObject({code: 0, stderr: '', recorded: undefined, saved: {profiles: {home: {}}}});
		expect(result.stdout).toMatch(/^Removed the credential [\s\S]*\nRemoved profile work and its settings/);
	});

	test('takes settings away where nothing is stored', async () => {
		const configuration = {profiles: {work: {readOnly: true}}};
		const keeper = createTestKeeper({profile: 'work'});
		expect(await signOut({keeper, configuration}, {profile: 'work', forget: true})).toMatchObject({
			code: 0,
			stdout: 'Nothing is stored for profile work.\nRemoved profile work and its settings from the configuration.\n',
			saved: {profiles: {}},
		});
	});

	test('forgets nothing of a profile whose credential could not be removed', async () => {
		const configuration = {profiles: {work: {readOnly: true}}};
		const stored = {store: 'keychain', credential} as const;
		const keeper = createTestKeeper({profile: 'work', stored, failures: {'remove keychain': 'locked'}});
		const result = await signOut({keeper, configuration}, {profile: 'work', forget: true});
		expect(result).toMatchObject({code: 1, saved: configuration});
	});

	test('forgets nothing of a profile that another cfiam has signed in meanwhile', async () => {
		const configuration = {profiles: {work: {credentialStore: 'keychain'}}};
		const keeper = createTestKeeper({profile: 'work'});
		const result = await signOut({keeper, configuration}, {profile: 'work', forget: true});
		expect(result).toMatchObject({code: 1, saved: configuration});
		expect(result.stderr).toMatch(/^cfiam: The settings of profile work could not be removed\.\n {2}profile work has/);
	});

	test('says of a credential in the environment that it is used on', async () => {
		const environment = {CLOUDFLARE_API_TOKEN: 'cfut_0123456789abcdef'};
		const words = 'Using CLOUDFLARE_API_TOKEN (not stored). Log out: unset it.\n';
		expect(await signOut({environment})).toMatchObject({
			code: 0,
			stdout: 'Nothing is stored for profile default.\n',
			stderr: words,
		});
		const keeper = createTestKeeper({stored: {store: 'keychain', credential}});
		expect(await signOut({environment, keeper})).toMatchObject({code: 0, stderr: words, recorded: undefined});
	});

	test('takes no offence at what is wrong with the environment: it removes what is stored', async () => {
		const keeper = createTestKeeper({stored: {store: 'keychain', credential}});
		const environment = {CLOUDFLARE_API_TOKEN: 'two words', CLOUDFLARE_BASE_URL: 'https://elsewhere.example'};
		expect(await signOut({environment, keeper})).toMatchObject({code: 0, stderr: '', recorded: undefined});
	});

	test('says loudly that it could not remove it, and that it is there still', async () => {
		const keeper = createTestKeeper({stored: {store: 'keychain', credential}, failures: {'remove keychain': 'locked'}});
		const {code, stdout, stderr, recorded} = await signOut({keeper});
		expect({code, stdout, recorded}).toEqual({code: 1, stdout: '', recorded: 'keychain'});
		expect(stderr).toMatch(/^cfiam: Could NOT remove the credential\. It is still stored\.\n/);
		expect(stderr).toContain('cfiam logout --unlock\n');
	});

	test('opens the unlock window with --unlock alone', async () => {
		const keeper = createTestKeeper({
			stored: {store: 'keychain', credential},
			failures: {'remove keychain': 'locked'},
			opensWhenUnlocked: true,
		});
		expect(await signOut({keeper}, {unlock: true})).toMatchObject({
			code: 0,
			calls: ['remove keychain unlock'],
			recorded: undefined,
		});
	});

	test('keeps the profile in its own command for unlocking', async () => {
		const keeper = createTestKeeper({
			profile: 'work',
			stored: {store: 'keychain', credential},
			failures: {'remove keychain': 'dismissed'},
		});
		const configuration = {profiles: {default: {}, work: {credentialStore: 'keychain'}}};
		expect((await signOut({keeper, configuration}, {profile: 'work'})).stderr).toContain(
			'cfiam logout --profile work --unlock\n',
		);
	});

	test('that is stopped removes nothing', async () => {
		const stop = createStop();
		stop.because(130);
		const keeper = createTestKeeper({stored: {store: 'keychain', credential}});
		const {code, recorded} = await signOut({keeper, stop});
		expect(code).toBeInstanceOf(Interruption);
		expect(code).toMatchObject({exitCode: 130});
		expect(recorded).toBe('keychain');
	});
});
