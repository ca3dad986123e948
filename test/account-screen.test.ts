/** An account on the screen, from its id to its name. */
import {afterAll, beforeAll, expect, test} from 'vitest';
import {createAccountScreen, whoIs} from '../source/account-screen.ts';
import {parseAccountId} from '../source/api/account-id.ts';
import {createClient} from '../source/api/client.ts';
import {loadTransport} from '../source/api/transport.ts';
import {type Emulator, startEmulator} from '../source/emulator/index.ts';
import {createKeymap} from '../source/input/keymap.ts';
import {keyBindings, keyContexts} from '../source/screens/keymap.ts';
import {createSession} from '../source/screens/session.ts';
import {Secret} from '../source/secret.ts';
import {noProfiles} from './support/no-profiles.ts';
import {temporaryDirectory} from './support/temporary-directory.ts';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(() => emulator.close());

test('shows the rows that have come by the time the name does, and no empty list', async () => {
	// The name comes after the groups, and before the pause in which rows are gathered is over.
	emulator.faults.add({kind: 'delay', milliseconds: 30, path: '/accounts/*', times: 1});
	await loadTransport();
	using home = temporaryDirectory();
	const session = createSession();
	const screen = createAccountScreen({
		environment: {HOME: home.path, XDG_STATE_HOME: home.path},
		session,
		control: {
			time: Date.now,
			setTimer(callback, ms) {
				const timer = setTimeout(callback, ms);
				return () => clearTimeout(timer);
			},
			repaint() {},
			suspend() {},
			quit() {},
			write() {},
			size: () => ({columns: 80, rows: 24}),
			edit: () => Promise.resolve({kind: 'failed', reason: 'there is no editor here'}),
		},
		keymap: createKeymap(keyBindings, keyContexts, {}),
		destination: {area: 'user-groups', search: undefined},
	});
	const client = createClient({
		baseUrl: emulator.url,
		credential: {kind: 'token', token: new Secret(emulator.token)},
		readOnly: false,
		userAgent: 'cfiam/test',
	});
	const contradictions: string[] = [];
	const {promise: named, resolve} = Promise.withResolvers<void>();
	session.subscribe(() => {
		const scene = session.scene();
		if (scene?.kind !== 'open') return;
		const {place, setting} = scene.program.situation();
		const {rows} = setting.knowledge.list('userGroups');
		if (place.view.source.length !== rows.length) contradictions.push(`${place.view.source.length} of ${rows.length}`);
		if (scene.identity.account === emulator.state.main.account.name) resolve();
	});
	screen.open(
		{client, account: {id: parseAccountId(emulator.accountId), name: undefined}},
		{source: 'demo', profile: undefined, baseUrl: emulator.url, readOnly: false, lookForTxt: {off: 'not here'}},
		noProfiles,
	);
	await named;
	expect(contradictions).toEqual([]);
	session.close();
	await screen.close();
});

test('a write is told to be of the user of a token, where that is known by another way than the token', () => {
	const verified = {kind: 'user token', id: '0d3f'} as const;
	const client = {credentialKind: 'token', verified: verified as never} as const;
	expect(whoIs(client, {kind: 'person', email: 'owner@acme.com'})).toMatchObject({
		tokenId: '0d3f',
		email: 'owner@acme.com',
	});
	expect(whoIs(client, {kind: 'unknown', why: 'nobody knows'}).email).toBeUndefined();
});
