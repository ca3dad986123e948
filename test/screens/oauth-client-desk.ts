/** OAuth clients on a real store, over real HTTP, and somebody else at the same server. */
import type {OauthClient} from '../../source/api/schemas.ts';
import type {OauthClientEdit} from '../../source/areas/oauth-client-steps.ts';
import {planOf} from '../../source/areas/plan.ts';
import type {Step} from '../../source/areas/write.ts';
import type {OauthClient as ServerClient} from '../../source/emulator/model.ts';
import {lookAgain} from '../../source/screens/looking.ts';
import {type Harness, setUp} from '../store/harness.ts';

export async function opened(): Promise<Harness> {
	const start = Date.now();
	const harness = await setUp({emulator: {now: () => start}});
	const {store, until} = harness;
	store.want([
		{kind: 'list', resource: 'oauthClients'},
		{kind: 'list', resource: 'oauthScopes'},
	]);
	await until(() => store.list('oauthClients').complete && store.list('oauthScopes').complete);
	return harness;
}

export function clientNamed({store}: Harness, name: string): OauthClient {
	const client = store.list('oauthClients').rows.find(({client_name}) => client_name === name);
	if (client === undefined) throw new Error(`no client ${name}`);
	return client;
}

export function onServer({emulator}: Harness, {client_id}: OauthClient): ServerClient {
	const client = emulator.state.main.oauthClients.get(client_id);
	if (client === undefined) throw new Error('the client is gone');
	return client;
}

export async function plan({store}: Harness, ...steps: readonly Step[]) {
	const seen = await lookAgain(
		steps.flatMap(({needs}) => needs),
		store,
		0,
	);
	if ('problem' in seen) throw new Error(seen.problem);
	return planOf(steps, {knowledge: seen.knowledge, now: 0});
}

/** As somebody else would: another client of the same server. */
export async function elsewhere(
	{client, account}: Harness,
	{client_id}: OauthClient,
	change: OauthClientEdit,
): Promise<void> {
	await client.oauthClients.update(account, client_id, change);
}

export const wanted = {
	client_name: 'Night shift',
	grant_types: ['authorization_code', 'refresh_token'],
	response_types: ['code'],
	redirect_uris: ['https://night.example/cb'],
	scopes: ['dns.read', 'zone.read'],
	token_endpoint_auth_method: 'client_secret_post',
} as const;
