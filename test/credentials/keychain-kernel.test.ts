import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {beforeEach, describe, expect, test} from 'vitest';
import {createKeychain} from '../../source/credentials/keychain.ts';
import {callInKernelSession, inKernelSession, skipWithoutKernelKeyring} from '../support/kernel-keyring.ts';
import {childPath} from '../support/source-keychain.ts';

/** Of its own, so that no test sees the keys of another run. */
const service = `cfiam-test-${process.pid}`;
const secret = 'пароль 🔑 cfut_kernel-keyring';

/** Descriptions of the keys of a service that the kernel lists; a removed one stays listed for a moment. */
function listedKeys(of = service): readonly string[] {
	return readFileSync('/proc/keys', 'utf8')
		.split('\n')
		.filter((line) => line.includes(`@${of}`))
		.map((line) => line.replace(/^.*keyring:/u, '').replace(/: .*$/u, ''));
}

describe('the kernel keyring', () => {
	beforeEach(skipWithoutKernelKeyring);

	test('in a login session keeps, replaces, keeps apart and removes', async () => {
		const ends = await callInKernelSession('login', [
			['get', service, 'work'],
			['delete', service, 'work'],
			['set', service, 'work', 'first'],
			['set', service, 'work', secret],
			['set', service, 'home', 'x'.repeat(4096)],
			['get', service, 'work'],
			['get', service, 'home'],
			['delete', service, 'work'],
			['get', service, 'work'],
			['delete', service, 'work'],
			['delete', service, 'home'],
		]);
		expect(ends).toEqual([
			...['null', 'false', 'null', 'null', 'null', JSON.stringify(secret), JSON.stringify('x'.repeat(4096))],
			...['true', 'null', 'false', 'true'],
		]);
		await expect.poll(() => listedKeys(), {timeout: 5000, interval: 5}).toEqual([]);
	});

	test('in the session of a login that has ended says so, and never that there is nothing', async () => {
		const ends = await callInKernelSession('ended', [
			['get', service, 'work'],
			['set', service, 'work', secret],
			['delete', service, 'work'],
		]);
		expect(ends).toEqual(['revoked', 'revoked', 'revoked']);
	});

	test('outside of a login session is refused, before a secret gets into the kernel', async () => {
		const outside = `${service}-outside`;
		const ends = await callInKernelSession('outside', [
			['get', outside, 'work'],
			['set', outside, 'work', secret],
			['delete', outside, 'work'],
			['get', outside, 'work'],
		]);
		expect(ends).toEqual(['denied', 'denied', 'denied', 'denied']);
		// What was tried first may stay: it is no secret.
		const left = listedKeys(outside);
		spawnSync('sh', ['-c', `keyctl unlink "$(keyctl search @us user "keyring:.trial@${outside}")" @us`]);
		expect(left.filter((key) => key !== `.trial@${outside}`)).toEqual([]);
	});

	test('is not searched for what is in it', async () => {
		const options = {store: 'kernel-keyring', childPath, environment: process.env} as const;
		await expect(createKeychain(options).findCredentials(service)).rejects.toMatchObject({kind: 'other'});
	});

	test('has keys that keyctl can read, under the name of service and profile', async () => {
		const [command = '', ...args] = [
			...inKernelSession('login'),
			...['sh', '-c', `keyctl add user keyring:keyctl@${service} given @s >/dev/null; exec "$@"`, 'sh'],
			...[process.execPath, new URL('../support/keychain-program.ts', import.meta.url).pathname],
		];
		const calls = [
			['get', service, 'keyctl'],
			['delete', service, 'keyctl'],
		];
		const input = JSON.stringify({store: 'kernel-keyring', limit: 10_000, calls});
		const {stdout} = spawnSync(command, args, {input, encoding: 'utf8'});
		expect(stdout.trim().split('\n').slice(-2)).toEqual(['"given"', 'true']);
	});
});

describe('other systems', () => {
	test.each(['darwin', 'win32'] as const)('have no kernel keyring: %s', async (platform) => {
		const keychain = createKeychain({store: 'kernel-keyring', platform, childPath, environment: process.env});
		await expect(keychain.getPassword(service, 'default')).rejects.toMatchObject({kind: 'no-module'});
	});
});
