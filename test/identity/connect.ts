/** A client on the emulator over real HTTP, with any of its credentials. */
import * as v from 'valibot';
import {onTestFinished} from 'vitest';
import {type CloudflareClient, type Credential, createClient} from '../../source/api/client.ts';
import {type AccountId, accountIdSchema} from '../../source/api/ids.ts';
import {
	type DemoToken,
	demoKey,
	type Emulator,
	type EmulatorOptions,
	startEmulator,
} from '../../source/emulator/index.ts';
import {Secret} from '../../source/secret.ts';
import {leapingClock} from '../api/support/clocks.ts';

export interface Connection {
	readonly emulator: Emulator;
	readonly client: CloudflareClient;
	readonly account: AccountId;
	/** What was asked so far, as `GET /accounts/…/roles?page=1`, in the order of the alphabet. */
	readonly asked: () => readonly string[];
}

export function tokenCredential({token}: DemoToken): Credential {
	return {kind: 'token', token: new Secret(token)};
}

export const keyCredential: Credential = {kind: 'key', email: demoKey.email, key: new Secret(demoKey.key)};

export async function connect(credential: Credential, options: EmulatorOptions = {}): Promise<Connection> {
	const emulator = await startEmulator({rateLimit: 'off', ...options});
	const client = createClient({
		baseUrl: emulator.url,
		credential,
		// Retries wait no real time.
		clock: leapingClock(),
		random: () => 0,
		timeouts: {connect: 2000, answer: 5000},
	});
	onTestFinished(async () => {
		await client.close();
		await emulator.close();
	});
	return {
		emulator,
		client,
		account: v.parse(accountIdSchema, emulator.accountId),
		asked: () =>
			emulator.requests
				.map(({method, path, query}) => {
					const text = new URLSearchParams(query).toString();
					return `${method} ${path}${text === '' ? '' : `?${text}`}`.replaceAll(emulator.accountId, '…');
				})
				.toSorted(),
	};
}
