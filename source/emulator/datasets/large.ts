/** Aurelia Group: as many of everything as a terminal has to cope with, the same for the same seed. */
import {Membership} from '../membership.ts';
import type {Member, ResourceGroup, ResourceGroupReference, UserGroup, Zone} from '../model.ts';
import {createRandom, type Random} from '../random.ts';
import {AccountState} from '../state.ts';
import {companyConnectors, companyOauthClients} from './company-clients.ts';
import {cities, functions, purposes, sites} from './large-names.ts';
import {largeMembers} from './large-people.ts';
import {policy, systemResourceGroup, timestamp, wholeAccount, wholeAccountId, zoneKey} from './parts.ts';

export const largeAccountId = 'b7d2e1f3c5a6079889a7b6c5d4e3f2a1';

const accountRights = [
	['DNS'],
	['Workers Platform Admin', 'Cloudflare R2 Admin'],
	['Firewall', 'Page Shield'],
	['Analytics', 'Logs Read:account'],
	['Cache Purge'],
	['Load Balancer', 'Waiting Room Admin'],
	['Administrator Read Only'],
	['Minimal Account Access'],
] as const;

const zoneRights = [
	['Domain DNS'],
	['Domain Administrator'],
	['Zone Read', 'Logs Read:zone'],
	['Bot Management', 'Domain Page Shield'],
	['Cache Domain Purge', 'Page Rules Read'],
] as const;

function largeZones(seed: number): readonly Zone[] {
	const random = createRandom(seed, 'zones');
	return cities.flatMap((city) =>
		sites.map(
			(site, index): Zone => ({
				id: random.id(),
				name: `${site}-${city}.example`,
				status: random.chance(0.03) ? 'pending' : random.chance(0.01) ? 'moved' : 'active',
				type: random.chance(0.1) ? 'partial' : 'full',
				plan: random.chance(0.7) ? 'Enterprise' : 'Pro',
				createdOn: timestamp(random, 10 + index * 25),
			}),
		),
	);
}

function someZones(random: Random, zones: readonly Zone[]): readonly string[] {
	const ids = Array.from({length: 1 + random.integer(6)}, () => random.pick(zones).id);
	return [...new Set(ids)];
}

/** One of the account itself and 2,999 of some zones each. */
function largeResourceGroups(seed: number, account: AccountState): readonly ResourceGroup[] {
	const random = createRandom(seed, 'resource groups');
	const zones = account.zones.values();
	const key = `com.cloudflare.api.account.${account.account.id}`;
	const own = cities.flatMap((city) =>
		purposes.flatMap((purpose) =>
			['production', 'staging', 'preview'].map(
				(stage): ResourceGroup => ({
					id: random.id(),
					name: `${city} ${purpose} ${stage}`,
					scope: {
						key,
						objects: someZones(random, zones).map((id) => ({key: zoneKey(id)})),
					},
					editable: true,
				}),
			),
		),
	);
	return [systemResourceGroup(account.account.id, wholeAccountId), ...own.slice(1)];
}

/** `count` different accepted members, spread over all of them. */
function someMembers(account: AccountState, start: number, count: number): readonly Member[] {
	const members = account.members.values();
	const chosen: Member[] = [];
	// The step shares no factor with 25,000, so nobody comes twice.
	for (let index = 0; index < count; index += 1) {
		const member = members[(start + index * 6_007) % members.length];
		if (member?.status === 'accepted') {
			chosen.push(member);
		}
	}
	return chosen;
}

/** Groups that are larger than all others, or empty. */
const companyWide: readonly (readonly [name: string, members: number, permissions: readonly string[]])[] = [
	['All employees', 25_000, ['Minimal Account Access']],
	['Engineering', 6_200, ['Workers Platform (Read-only)', 'Analytics']],
	['On-call', 400, ['Cache Purge', 'Load Balancer']],
	['Placeholder (nobody yet)', 0, []],
];

function largeUserGroups(seed: number, account: AccountState): readonly UserGroup[] {
	const random = createRandom(seed, 'user groups');
	const resourceGroups = account.resourceGroups.values();
	const make = (
		name: string,
		size: number,
		rules: UserGroup['policies'],
		createdOn: string,
		managedBy?: 'scim',
	): UserGroup => {
		const start = random.integer(25_000);
		return {
			id: random.id(),
			name,
			createdOn,
			modifiedOn: rules[0]?.createdOn ?? createdOn,
			policies: rules,
			spentPolicyIds: new Set(),
			managedBy,
			members: new Membership(createdOn, () => someMembers(account, start, size)),
		};
	};
	const rulesOf = (): UserGroup['policies'] => {
		const createdOn = timestamp(random, 700 + random.integer(600));
		const zoneRule = (): readonly ResourceGroupReference[] =>
			Array.from({length: 1 + random.integer(2)}, () => ({kind: 'listed', id: random.pick(resourceGroups).id}));
		return [
			...(random.chance(0.6) ? [policy(random.id(), createdOn, random.pick(accountRights), [wholeAccount])] : []),
			...(random.chance(0.8) ? [policy(random.id(), createdOn, random.pick(zoneRights), zoneRule())] : []),
		];
	};
	const teams = cities.flatMap((city) => functions.map((task) => `${city}-${task}`)).slice(companyWide.length);
	return [
		...companyWide.map(([name, size, permissions]) => {
			const createdOn = timestamp(random, 400);
			const rules = permissions.length === 0 ? [] : [policy(random.id(), createdOn, permissions, [wholeAccount])];
			return make(name, size, rules, createdOn);
		}),
		...teams.map((name) =>
			make(
				name,
				teamSize(random),
				rulesOf(),
				timestamp(random, 500 + random.integer(200)),
				random.chance(0.05) ? 'scim' : undefined,
			),
		),
	];
}

/** Most teams are small, some are not. */
function teamSize(random: Random): number {
	return random.chance(0.08) ? random.integer(300) : 3 + random.integer(25);
}

/** `start`: when the emulator started, in ms. */
export function largeAccount(seed: number, start: number): AccountState {
	return new AccountState({
		account: {
			id: largeAccountId,
			name: 'Aurelia Group',
			type: 'enterprise',
			createdOn: '2023-01-02T11:20:41.005519Z',
			enforceTwoFactor: true,
			abuseContact: 'abuse@aurelia.example',
		},
		resourceGroups: (account) => largeResourceGroups(seed, account),
		userGroups: (account) => largeUserGroups(seed, account),
		members: (account) => largeMembers(seed, () => account.zones.values()),
		zones: () => largeZones(seed),
		ssoConnectors: () => companyConnectors('aurelia', start),
		oauthClients: () => companyOauthClients('aurelia', start),
	});
}
