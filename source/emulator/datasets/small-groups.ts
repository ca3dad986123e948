/** The user groups of Kestrel Freight. */
import {deriveIdentifier} from '../identifiers.ts';
import {Membership} from '../membership.ts';
import type {Member, ResourceGroupReference, UserGroup} from '../model.ts';
import type {Random} from '../random.ts';
import type {AccountState} from '../state.ts';
import {inlineScope, policy, timestamp, wholeAccount, zoneKey} from './parts.ts';
import {memberId} from './small-people.ts';
import {resourceGroupId, workerKey, zoneIds} from './small-zones.ts';

type Rule = readonly [permissions: readonly string[], resources: readonly ResourceGroupReference[]];

interface Group {
	readonly name: string;
	readonly rules: readonly Rule[];
	/** Names in addresses, separated by spaces. */
	readonly members: string;
	readonly managedBy?: 'scim';
}

function own(name: Parameters<typeof resourceGroupId>[0]): ResourceGroupReference {
	return {kind: 'listed', id: resourceGroupId(name)};
}

function groupsOf(accountId: string): readonly Group[] {
	const zones = (...names: string[]): ResourceGroupReference =>
		inlineScope(
			accountId,
			names.map((name) => zoneKey(zoneIds(name))),
		);
	return [
		{
			name: 'platform-dns',
			rules: [
				[['DNS'], [wholeAccount]],
				[
					['Zone Read', 'Logs Read:zone'],
					[own('production'), own('staging')],
				],
			],
			members: 'amara.okafor bjorn.angstrom huong.nguyen lukasz.wojcik soren.kjaer',
		},
		{
			name: 'platform-edge',
			rules: [
				[['Workers Platform Admin', 'Cloudflare R2 Admin', 'Hyperdrive Admin'], [wholeAccount]],
				[['Worker Admin'], [own('edge workers')]],
			],
			members: 'amara.okafor emeka.nwosu jiwoo.kim kiran.patel misaki.tanaka xiaoming.wang',
		},
		{
			name: 'Security Operations',
			rules: [
				[['Firewall', 'Page Shield', 'Audit Logs Viewer', 'Logs Read:account'], [wholeAccount]],
				[['Bot Management', 'Domain Page Shield'], [own('production')]],
			],
			members: 'fatima.benali ines.carvalho jonas.weiss noor.hassan olena.shevchenko',
		},
		{
			name: 'Incident Response',
			rules: [
				[['Cache Purge', 'Load Balancer', 'Log Share Reader'], [wholeAccount]],
				[['Domain Administrator'], [zones('kestrel.example', 'track.kestrel.example')]],
			],
			members: 'amara.okafor fatima.benali maeve.osullivan misaki.tanaka priya.raghunathan',
		},
		{
			name: 'Frontend Guild',
			rules: [
				[['Worker Edit (Versions & Deployments)'], [inlineScope(accountId, [workerKey('label-printer')])]],
				[['Cache Domain Purge', 'Page Rules Read'], [own('marketing')]],
			],
			members: 'chloe.lefevre daniel.reyes kiran.patel quentin.dubois ulrike.brandstatter',
		},
		{
			name: 'Zero Trust Admins',
			rules: [[['Cloudflare Zero Trust', 'Cloudflare Access', 'Cloudflare Zero Trust PII'], [wholeAccount]]],
			members: 'ines.carvalho olena.shevchenko',
		},
		{
			name: 'Read-only Auditors',
			rules: [
				[['Administrator Read Only'], [wholeAccount]],
				[['Access: Apps and Policies Read:account', 'Access: Apps and Policies Read:zone'], [wholeAccount]],
			],
			members: 'jonas.weiss noor.hassan rosa.martinez',
		},
		{
			name: 'Billing & Finance',
			rules: [[['Billing', 'Analytics'], [wholeAccount]]],
			members: 'gustavo.nunez rosa.martinez',
		},
		{
			name: 'Agency (Harborline)',
			rules: [[['Domain DNS', 'Cache Domain Purge'], [zones('kestrel-careers.example')]]],
			members: 'victor wanjiru',
		},
		{
			name: 'okta-support-tier-2',
			rules: [[['Minimal Account Access', 'Turnstile Read', 'Waiting Room Read'], [wholeAccount]]],
			members: 'daniel.reyes tendai.moyo maeve.osullivan xavier.fontaine',
			managedBy: 'scim',
		},
		{name: 'Book club 読書会', rules: [], members: 'misaki.tanaka chloe.lefevre olena.shevchenko tendai.moyo'},
		{name: 'New joiners', rules: [[['Minimal Account Access'], [wholeAccount]]], members: ''},
	];
}

/** A user group's id by its name. */
export function userGroupId(name: string): string {
	return deriveIdentifier(`user group ${name}`);
}

export function smallUserGroups(random: Random, account: AccountState): readonly UserGroup[] {
	return groupsOf(account.account.id).map((group, index): UserGroup => {
		const createdOn = timestamp(random, 600 + index * 40);
		const modifiedOn = group.rules.length === 0 ? createdOn : timestamp(random, 605 + index * 55);
		return {
			id: userGroupId(group.name),
			name: group.name,
			createdOn,
			modifiedOn,
			policies: group.rules.map(([permissions, resources]) => policy(random.id(), modifiedOn, permissions, resources)),
			spentPolicyIds: new Set(),
			managedBy: group.managedBy,
			members: new Membership(createdOn, () =>
				group.members
					.split(' ')
					.map((name) => account.members.get(memberId(name)))
					.filter((member): member is Member => member !== undefined),
			),
		};
	});
}
