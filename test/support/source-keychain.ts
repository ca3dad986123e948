/** A keychain as the program makes it, with the child's program from the source. */
import {symlinkSync} from 'node:fs';
import path from 'node:path';
import {build} from 'esbuild';
import {afterAll} from 'vitest';
import {createKeychain, type Keychain, type KeychainStore} from '../../source/credentials/keychain.ts';
import type {TestEnvironment} from './keyring.ts';
import {temporaryDirectory} from './temporary-directory.ts';

const place = temporaryDirectory();
afterAll(() => place[Symbol.dispose]());

/** In one file of JavaScript: many are started, and from the source each takes thrice as long to start. */
export const childPath = path.join(place.path, 'keychain-child.mjs');
const entry = new URL('../../source/credentials/keychain-child.ts', import.meta.url).pathname;
await build({
	entryPoints: [entry],
	outfile: childPath,
	bundle: true,
	platform: 'node',
	format: 'esm',
	external: ['@napi-rs/keyring'],
	logLevel: 'warning',
});
symlinkSync(new URL('../../node_modules', import.meta.url).pathname, path.join(place.path, 'node_modules'));

/** In ms; far above what a call takes, and only ever waited for in full when a test fails. */
const patient = {usual: 10_000, unlocking: 10_000};

export function sourceKeychain(
	environment: TestEnvironment,
	options: {
		readonly store?: KeychainStore;
		readonly limits?: {readonly usual: number; readonly unlocking: number};
	} = {},
): Keychain {
	const {store = 'keychain', limits = patient} = options;
	return createKeychain({store, childPath, environment: {...process.env, ...environment}, limits});
}
