/**
 * What a confirmation shows, copies as curl and keeps in the journal is what goes out: method, path and body of every
 * sort of write, beside what the server has got.
 */
import {expect, test} from 'vitest';
import type {AccountMember, Policy} from '../../source/api/schemas.ts';
import {foundingMembers} from '../../source/areas/founding-members.ts';
import {replaceMembers} from '../../source/areas/membership-replacement.ts';
import {stepsOf} from '../../source/areas/membership-steps.ts';
import {promote, verifyAgain} from '../../source/areas/oauth-client-promotion.ts';
import {endOldSecret, rotateSecret} from '../../source/areas/oauth-client-secrets.ts';
import {oauthClientSteps} from '../../source/areas/oauth-client-steps.ts';
import {policyInputs} from '../../source/areas/policy-values.ts';
import {resourceGroupSteps} from '../../source/areas/resource-group-steps.ts';
import {connectorSteps, switchStep} from '../../source/areas/sso-connector-steps.ts';
import {VerificationStep} from '../../source/areas/sso-verification-step.ts';
import {userGroupSteps} from '../../source/areas/user-group-steps.ts';
import type {Step} from '../../source/areas/write.ts';
import {wanted} from '../screens/oauth-client-desk.ts';
import {type Harness, setUp} from '../store/harness.ts';
import {zoneKey} from './sample.ts';

async function opened(): Promise<Harness> {
	const harness = await setUp();
	const {store, until} = harness;
	const resources = ['userGroups', 'members', 'resourceGroups', 'ssoConnectors', 'oauthClients'] as const;
	store.want(resources.map((resource) => ({kind: 'list', resource}) as const));
	await until(() => resources.every((resource) => store.list(resource).complete));
	return harness;
}

function found<Value>(value: Value | undefined): Value {
	if (value === undefined) throw new Error('the dataset has none');
	return value;
}

/** As it is read: with what the contract does not name, in a scope too. */
function asRead(policy: Policy, account: string): Policy {
	const inline = {
		meta: {adhoc: 'true'},
		scope: {key: `com.cloudflare.api.account.${account}`, objects: [{key: zoneKey(1), name: 'z1.com'}], label: 'x'},
	};
	return {...policy, status: 'V', resource_groups: [...(policy.resource_groups ?? []), inline]};
}

/** Steps of every sort; those on one object stand in the order in which the server takes them. */
function everySort({store, account}: Harness): Readonly<Record<string, Step>> {
	const group = found(store.list('userGroups').rows.find(({name}) => name === 'platform-dns'));
	const [one, two] = store.list('members').rows.filter(({status}) => status === 'accepted') as [
		AccountMember,
		AccountMember,
	];
	const policies = found(policyInputs((group.policies ?? []).map((policy) => asRead(policy, account))));
	const resources = found(store.list('resourceGroups').rows.find(({meta}) => meta?.editable !== 'false'));
	const scope = {...resources.scope, objects: resources.scope.objects.map((object) => ({...object, name: 'read'}))};
	const client = found(store.list('oauthClients').rows.find(({client_name: name}) => name === 'CI deployments'));
	const connectors = store.list('ssoConnectors').rows;
	const [connector, other] = [found(connectors[0]), found(connectors.at(-1))];
	return {
		'a group made': userGroupSteps.create({
			name: 'new one',
			policies,
			members: [{id: one.id, address: 'one@acme.com'}],
		}),
		'a group renamed': userGroupSteps.update(group, {name: 'other'}),
		'policies replaced': userGroupSteps.update(group, {policies}),
		'members that a group begins with': found(foundingMembers(group.id, [{id: one.id, address: 'one'}])[0]),
		'a member added': found(stepsOf([{kind: 'add', group: group.id, member: one.id}])[0]),
		'a member removed': found(stepsOf([{kind: 'remove', group: group.id, member: one.id}])[0]),
		'members replaced': replaceMembers(group.id, [one.id], [one.id, two.id]),
		'everybody removed': replaceMembers(group.id, [one.id], []),
		'a group deleted': userGroupSteps.remove(group),
		'a resource group made': resourceGroupSteps.create({name: 'new', scope}),
		'a resource group renamed': resourceGroupSteps.update(resources, {name: 'other'}),
		'a scope replaced': resourceGroupSteps.update(resources, {scope}),
		'a resource group deleted': resourceGroupSteps.remove(resources),
		'a connector made': connectorSteps.create({email_domain: 'new.example', begin_verification: true}),
		'a connector switched': switchStep(connector, connector.enabled !== true),
		'its wording changed': connectorSteps.update(connector, {use_fedramp_language: true}),
		'a verification begun': new VerificationStep(connector),
		'a connector deleted': connectorSteps.remove(other),
		'a client made': oauthClientSteps.create({...wanted, client_uri: 'https://night.example/'}),
		'a client changed': oauthClientSteps.update(client, {scopes: ['dns.read'], policy_uri: ''}),
		'a client verified again': verifyAgain({...client, client_uri: 'https://night.example/'}),
		'a client made public': promote(client),
		'a secret rotated': rotateSecret(client),
		'an old secret ended': endOldSecret(client),
		'a client deleted': oauthClientSteps.remove(client),
	};
}

/** Without what JSON leaves out. */
const json = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

test('what is shown of a write is what is sent, whichever it is', async () => {
	const harness = await opened();
	const {emulator, store, account} = harness;
	const shown: Record<string, unknown> = {};
	const sent: Record<string, unknown> = {};
	const sorts = new Set<string>();
	for (const [sort, step] of Object.entries(everySort(harness))) {
		const {method, path, body} = step.request;
		shown[sort] = [{method, path: `/accounts/${account}${path}`, body: json(body)}];
		const before = emulator.requests.length;
		// What the server refuses has been sent all the same.
		await step.send(store).catch(() => undefined);
		const writes = emulator.requests.slice(before).filter((request) => request.method !== 'GET');
		sent[sort] = writes.map((request) => ({method: request.method, path: request.path, body: request.body}));
		sorts.add(`${method} ${path.replaceAll(/\/[0-9a-f]{32}|\/[0-9a-f-]{36}/gu, '/{id}')}`);
	}
	expect(sent).toEqual(shown);
	// All that the contract knows (0.1).
	expect([...sorts].toSorted()).toHaveLength(18);
});
