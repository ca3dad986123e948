/**
 * For every operation that writes: somebody else changes the same thing while the confirmation is open, and nothing of
 * it is lost, whatever is pressed then. What is told of it is tested where each kind of write is.
 */
import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {memberIdSchema, userGroupIdSchema} from '../../source/api/ids.ts';
import {type OperationId, operations} from '../../source/api/operations.ts';
import type {Confirmation} from '../../source/areas/intent.ts';
import {replaceMembers} from '../../source/areas/membership-replacement.ts';
import {stepsOf} from '../../source/areas/membership-steps.ts';
import {endOldSecret, rotateSecret} from '../../source/areas/oauth-client-secrets.ts';
import {oauthClientSteps} from '../../source/areas/oauth-client-steps.ts';
import {confirmSteps} from '../../source/areas/plan.ts';
import {scopeFor} from '../../source/areas/resource-group-reach.ts';
import {resourceGroupSteps} from '../../source/areas/resource-group-steps.ts';
import {connectorSteps, switchStep} from '../../source/areas/sso-connector-steps.ts';
import {VerificationStep} from '../../source/areas/sso-verification-step.ts';
import type {AreaName} from '../../source/areas/table.ts';
import {confirmDeletion, userGroupSteps} from '../../source/areas/user-group-steps.ts';
import type {Step} from '../../source/areas/write.ts';
import {guardTime} from '../../source/screens/state.ts';
import {type OpenProgram, openProgram} from '../support/open-program.ts';

/** What one user asks for and another has done meanwhile. */
interface Race {
	readonly ask: Step | Confirmation;
	/** What may have to be typed. */
	readonly name?: string;
	readonly behind: () => unknown;
	/** What of the other's doing has to be there at the end. */
	readonly kept: () => unknown;
	/** Where both go together, what has to be there of one's own. */
	readonly mine?: () => boolean;
}

function found<Item>(item: Item | undefined, what: string): Item {
	if (item === undefined) throw new Error(`the dataset has no ${what}`);
	return item;
}

/** A group of two that may be written to, and two people who are not in it. */
function groupIn({emulator, store}: OpenProgram) {
	const {userGroups, members} = emulator.state.main;
	const onServer = found(
		userGroups
			.values()
			.find((group) => group.managedBy === undefined && group.policies.length > 1 && group.members.size > 1),
		'group',
	);
	const base = found(store.list('userGroups').byId.get(onServer.id), 'row');
	const others = members
		.values()
		.filter(
			({id, status, domainScopedRoles}) => status === 'accepted' && domainScopedRoles && !onServer.members.has(id),
		);
	const [mine, theirs] = [found(others[0], 'member'), found(others[1], 'member')];
	const inside = onServer.members.byEmail('asc').map(({id}) => v.parse(memberIdSchema, id));
	const leaver = found(inside[0], 'member');
	const joins = () => onServer.members.add(theirs, new Date(0).toISOString());
	return {
		onServer,
		base,
		inside,
		leaver,
		id: v.parse(userGroupIdSchema, onServer.id),
		mine: v.parse(memberIdSchema, mine.id),
		joins,
		hasJoined: () => onServer.members.has(theirs.id),
	};
}

function resourceGroupIn({emulator, store}: OpenProgram) {
	const onServer = found(
		emulator.state.main.resourceGroups.values().find(({name}) => name === 'Old Harbor (to be removed)'),
		'resource group',
	);
	const base = found(store.list('resourceGroups').byId.get(onServer.id), 'row');
	return {onServer, base, groups: emulator.state.main.resourceGroups};
}

function connectorIn({emulator, store}: OpenProgram, domain: string) {
	const connectors = emulator.state.main.ssoConnectors;
	const onServer = found(
		connectors.values().find(({emailDomain}) => emailDomain === domain),
		domain,
	);
	return {onServer, base: found(store.list('ssoConnectors').byId.get(onServer.id), 'row'), connectors};
}

function clientIn({emulator, store}: OpenProgram, name: string) {
	const clients = emulator.state.main.oauthClients;
	const onServer = found(
		clients.values().find(({settings}) => settings.client_name === name),
		name,
	);
	return {onServer, base: found(store.list('oauthClients').byId.get(onServer.id), 'row'), clients};
}

const oauthInput = {
	client_name: 'night watch',
	redirect_uris: ['https://watch.example/cb'],
	grant_types: ['authorization_code'],
	response_types: ['code'],
	scopes: ['dns.read'],
	token_endpoint_auth_method: 'client_secret_post',
} as const;

const areas: Readonly<Record<string, AreaName>> = {
	resourceGroups: 'resource-groups',
	userGroups: 'user-groups',
	ssoConnectors: 'sso-connectors',
	oauthClients: 'oauth-clients',
};

const later = '2026-11-20T09:31:00Z';

/** By operation. */
const races: {readonly [Id in OperationId]?: (program: OpenProgram) => Race} = {
	'userGroups.create': ({client, store, emulator}) => ({
		ask: userGroupSteps.create({name: 'night watch', policies: []}),
		behind: () => client.userGroups.create(store.account.id, {name: 'night watch', policies: []}),
		kept: () => emulator.state.main.userGroups.values().filter(({name}) => name === 'night watch').length === 1,
	}),
	'userGroups.update': (program) => {
		const {onServer, base} = groupIn(program);
		return {
			ask: userGroupSteps.update(base, {name: 'mine'}),
			behind: () => {
				onServer.name = 'theirs';
			},
			kept: () => onServer.name === 'theirs',
		};
	},
	'userGroups.delete': (program) => {
		const {onServer, base} = groupIn(program);
		return {
			ask: confirmDeletion([base], program.situation().setting),
			name: base.name,
			behind: () => {
				onServer.policies = onServer.policies.slice(1);
			},
			kept: () => program.emulator.state.main.userGroups.has(onServer.id),
		};
	},
	'userGroups.members.add': (program) => {
		const {id, mine, onServer, joins, hasJoined} = groupIn(program);
		const [step] = stepsOf([{kind: 'add', group: id, member: mine}]);
		return {ask: found(step, 'step'), behind: joins, kept: hasJoined, mine: () => onServer.members.has(mine)};
	},
	'userGroups.members.replace': (program) => {
		const {id, inside, joins, hasJoined} = groupIn(program);
		return {ask: replaceMembers(id, inside, inside.slice(1)), behind: joins, kept: hasJoined};
	},
	'userGroups.members.remove': (program) => {
		const {id, leaver, onServer, joins, hasJoined} = groupIn(program);
		const [step] = stepsOf([{kind: 'remove', group: id, member: leaver}]);
		return {ask: found(step, 'step'), behind: joins, kept: hasJoined, mine: () => !onServer.members.has(leaver)};
	},
	'resourceGroups.create': ({client, store, emulator}) => {
		const input = {name: 'night watch', scope: scopeFor({kind: 'account'}, store.account.id)};
		let theirs = '';
		return {
			ask: resourceGroupSteps.create(input),
			behind: async () => {
				theirs = (await client.resourceGroups.create(store.account.id, input)).id ?? '';
			},
			kept: () => emulator.state.main.resourceGroups.has(theirs),
		};
	},
	'resourceGroups.update': (program) => {
		const {onServer, base} = resourceGroupIn(program);
		return {
			ask: resourceGroupSteps.update(base, {name: 'mine'}),
			behind: () => {
				onServer.name = 'theirs';
			},
			kept: () => onServer.name === 'theirs',
		};
	},
	'resourceGroups.delete': (program) => {
		const {onServer, base, groups} = resourceGroupIn(program);
		return {
			ask: resourceGroupSteps.remove(base),
			name: onServer.name,
			behind: () => {
				onServer.name = 'theirs';
			},
			kept: () => groups.has(onServer.id),
		};
	},
	'ssoConnectors.create': ({client, store, emulator}) => ({
		ask: connectorSteps.create({email_domain: 'night-watch.example'}),
		behind: () => client.ssoConnectors.create(store.account.id, {email_domain: 'night-watch.example'}),
		kept: () =>
			emulator.state.main.ssoConnectors.values().filter(({emailDomain}) => emailDomain === 'night-watch.example')
				.length === 1,
	}),
	'ssoConnectors.update': (program) => {
		const {onServer, base} = connectorIn(program, 'kestrel-drivers.example');
		const before = onServer.fedrampLanguage;
		return {
			ask: switchStep(base, true),
			name: 'kestrel-drivers.example',
			behind: () => {
				onServer.fedrampLanguage = !before;
			},
			kept: () => onServer.fedrampLanguage !== before,
			mine: () => onServer.enabled,
		};
	},
	'ssoConnectors.delete': (program) => {
		const {onServer, base, connectors} = connectorIn(program, 'kestrel-drivers.example');
		return {
			ask: connectorSteps.remove(base),
			name: 'kestrel-drivers.example',
			behind: () => {
				onServer.enabled = true;
			},
			kept: () => connectors.has(onServer.id),
		};
	},
	'ssoConnectors.beginVerification': (program) => {
		const {onServer, base} = connectorIn(program, 'kestrel-labs.example');
		return {
			ask: new VerificationStep(base),
			behind: () => {
				onServer.verification = {kind: 'verified'};
				onServer.updatedOn = later;
			},
			kept: () => onServer.verification.kind === 'verified',
		};
	},
	'oauthClients.create': ({client, store, emulator}) => {
		let theirs = '';
		return {
			ask: oauthClientSteps.create(oauthInput),
			behind: async () => {
				theirs = (await client.oauthClients.create(store.account.id, oauthInput)).client.client_id;
			},
			kept: () => emulator.state.main.oauthClients.has(theirs),
		};
	},
	'oauthClients.update': (program) => {
		const {onServer, base} = clientIn(program, 'Dispatch dashboard');
		return {
			ask: oauthClientSteps.update(base, {client_name: 'mine'}),
			behind: () => {
				onServer.settings = {...onServer.settings, client_name: 'theirs'};
			},
			kept: () => onServer.settings.client_name === 'theirs',
		};
	},
	'oauthClients.delete': (program) => {
		const {onServer, base, clients} = clientIn(program, 'Dispatch dashboard');
		return {
			ask: oauthClientSteps.remove(base),
			name: 'Dispatch dashboard',
			behind: () => {
				onServer.settings = {...onServer.settings, redirect_uris: ['https://theirs.example/cb']};
			},
			kept: () => clients.has(onServer.id),
		};
	},
	'oauthClients.rotateSecret': (program) => {
		const {onServer, base} = clientIn(program, 'Dispatch dashboard');
		return {
			ask: rotateSecret(base),
			name: 'Dispatch dashboard',
			behind: () => {
				onServer.secrets = [...onServer.secrets.slice(-1), 'cf-oauth-secret-theirs'];
				onServer.updatedAt = later;
			},
			kept: () => onServer.secrets.at(-1) === 'cf-oauth-secret-theirs',
		};
	},
	'oauthClients.deleteRotatedSecret': (program) => {
		const {onServer, base} = clientIn(program, 'CI deployments');
		return {
			ask: endOldSecret(base),
			name: 'CI deployments',
			behind: () => {
				onServer.secrets = [...onServer.secrets.slice(-1), 'cf-oauth-secret-theirs'];
				onServer.updatedAt = later;
			},
			kept: () => onServer.secrets.length === 2 && onServer.secrets.at(-1) === 'cf-oauth-secret-theirs',
		};
	},
};

const writing = operations.filter(({id, writes}) => writes && Object.hasOwn(areas, id.split('.')[0] ?? ''));

test('there is a race for each of the 18 operations that write', () => {
	expect(writing).toHaveLength(18);
	expect(Object.keys(races).toSorted()).toEqual(writing.map(({id}) => id).toSorted());
});

describe('somebody else’s change while the confirmation is open', () => {
	test.each(writing.map(({id}) => id))('%s loses nothing of it', async (id) => {
		const area = areas[id.split('.')[0] ?? ''];
		await using program = await openProgram({area, size: {columns: 120, rows: 45}});
		const {ask, name = '', behind, kept, mine} = found(races[id], id)(program);
		program.program.follow('kind' in ask ? ask : confirmSteps([ask]));
		await program.rest();
		await program.advance(guardTime);
		if (program.frame().includes('to go on')) await program.type(name);
		await program.press('shift+tab');
		expect(program.frame()).not.toContain('[ Cancel ]');
		await behind();
		program.forget();
		await program.press('enter');
		await program.rest();
		await program.advance(1000);
		// The same once more, blindly: what has come up meanwhile begins on Cancel.
		await program.press('enter');
		await program.rest();
		expect(kept()).toBe(true);
		if (mine === undefined) return;
		expect(mine()).toBe(true);
		expect(program.writes()).toHaveLength(1);
	});
});
