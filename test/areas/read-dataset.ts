import * as v from 'valibot';
import {createClient} from '../../source/api/client.ts';
import {accountIdSchema} from '../../source/api/ids.ts';
import type {Setting} from '../../source/areas/define.ts';
import type {Dataset} from '../../source/emulator/index.ts';
import type {Need, Resource} from '../../source/insight/knowledge.ts';
import {Secret} from '../../source/secret.ts';
import {createStore} from '../../source/store/store.ts';
import {sanitise} from '../../source/terminal/sanitise.ts';
import {startTestEmulator, testTime} from '../support/open-program.ts';

const resources: readonly Resource[] = [
	...(['userGroups', 'members', 'permissionGroups', 'resourceGroups', 'ssoConnectors'] as const),
	...(['oauthClients', 'oauthScopes', 'roles', 'zones'] as const),
];

/** Everything that there is to know of an account of the emulator, read as the program reads it. */
export async function readDataset(dataset: Dataset): Promise<Setting> {
	const emulator = await startTestEmulator({dataset});
	const client = createClient({
		baseUrl: emulator.url,
		credential: {kind: 'token', token: new Secret(emulator.token)},
	});
	const account = {id: v.parse(accountIdSchema, emulator.accountId), name: sanitise(emulator.state.main.account.name)};
	const store = createStore({client, account, now: () => testTime});
	const needs: Need[] = [...resources.map((resource) => ({kind: 'list', resource}) as const), {kind: 'memberships'}];
	store.want(needs);
	await new Promise<void>((resolve) => {
		const look = (): void => {
			const {state} = store.memberships();
			const isRead = resources.every((resource) => {
				const {complete, fetching} = store.list(resource);
				return complete && !fetching;
			});
			if (isRead && (state === 'complete' || state === 'failed')) resolve();
		};
		store.subscribe(look);
		look();
	});
	await client.close();
	await emulator.close();
	return {knowledge: store, now: testTime};
}
