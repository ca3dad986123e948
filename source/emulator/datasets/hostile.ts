/** An account of somebody who means harm, or of a server that has changed: bad texts, missing, null and new fields. */
import {demoOwner} from '../demo-credentials.ts';
import {deriveIdentifier} from '../identifiers.ts';
import {Membership} from '../membership.ts';
import type {Member, Overlay, ResourceGroup, UserGroup, Zone} from '../model.ts';
import {createRandom} from '../random.ts';
import {AccountState} from '../state.ts';
import {hostileConnectors, hostileOauthClients} from './hostile-clients.ts';
import {hostileEntries, hostileTexts} from './hostile-texts.ts';
import {inlineScope, ownerMember, policy, systemResourceGroup, wholeAccount, wholeAccountId, zoneKey} from './parts.ts';

export const hostileAccountId = 'c4e3d2f1b0a5968778695a4b3c2d1e00';

const createdOn = '2026-01-02T03:04:05.678901Z';

function id(kind: string, name: string): string {
	return deriveIdentifier(`hostile ${kind} ${name}`);
}

function hostileMembers(seed: number): readonly Member[] {
	const random = createRandom(seed, 'members');
	const member = (name: string, email: string, first: string, overlay?: Overlay): Member => ({
		id: id('member', name),
		email,
		status: 'accepted',
		userId: id('user', name),
		firstName: first,
		lastName: 'Mallory',
		twoFactor: false,
		policies: [policy(random.id(), createdOn, ['Minimal Account Access'], [wholeAccount])],
		domainScopedRoles: true,
		overlay,
	});
	const odd = (name: string, overlay: Overlay): Member => member(name, `${name}@hostile.example`, 'Odd', overlay);
	return [
		ownerMember(random, demoOwner.memberId, wholeAccount),
		...hostileEntries.map(([name, text], index) => member(name, `${text}@${index}.hostile.example`, text)),
		member('namesake one', 'twin@one.hostile.example', 'Same Name'),
		member('namesake two', 'twin@two.hostile.example', 'Same Name'),
		odd('no-user', {user: undefined}),
		odd('null-user', {user: null}),
		odd('no-email', {email: undefined}),
		odd('null-roles', {roles: null, policies: null}),
		odd('no-rights', {roles: undefined, policies: undefined}),
		odd('new-status', {status: 'suspended_by_partner'}),
		odd('new-fields', {last_seen: {at: '2026-09-09', by: ['\u001b[31mx']}, risk: 7}),
	];
}

function hostileZones(): readonly Zone[] {
	return hostileEntries.slice(0, 12).map(([name, text], index) => ({
		id: id('zone', name),
		name: `${text}.${index}.example`,
		status: 'active',
		type: 'full',
		plan: text,
		createdOn,
		overlay: index === 3 ? {status: 'quarantined', plan: null} : index === 4 ? {account: undefined} : undefined,
	}));
}

function hostileResourceGroups(): readonly ResourceGroup[] {
	const key = `com.cloudflare.api.account.${hostileAccountId}`;
	const group = (name: string, text: string, keys: readonly string[], overlay?: Overlay): ResourceGroup => ({
		id: id('resource group', name),
		name: text,
		scope: {key, objects: keys.map((object) => ({key: object}))},
		editable: true,
		overlay,
	});
	const zone = zoneKey(id('zone', 'window title'));
	return [
		systemResourceGroup(hostileAccountId, wholeAccountId),
		...hostileEntries.map(([name, text]) => group(name, text, [zone, `com.cloudflare.api.account.zone.${text}`])),
		group(
			'many objects',
			'Many objects',
			Array.from({length: 500}, (_, index) => zoneKey(id('zone', `none ${index}`))),
		),
		group('scope list', 'Scope as a list', [zone], {scope: [{key, objects: [{key: '*'}]}]}),
		group('no name', 'unseen', [zone], {name: undefined, meta: undefined}),
		group('null name', 'unseen', [zone], {name: null, meta: null}),
		group('new kind', 'New kind of scope', ['com.cloudflare.edge.future.thing.1'], {
			meta: {editable: 'maybe', adhoc: 1},
		}),
		group('same', 'Same name', [zone]),
		group('same again', 'Same name', [zone]),
	];
}

function hostileUserGroups(account: AccountState): readonly UserGroup[] {
	const group = (name: string, text: string, extra: Partial<UserGroup> = {}): UserGroup => ({
		id: id('user group', name),
		name: text,
		createdOn,
		modifiedOn: createdOn,
		policies: [],
		spentPolicyIds: new Set(),
		members: new Membership(createdOn, () => account.members.values()),
		...extra,
	});
	const rule = (name: string): UserGroup['policies'][number] =>
		policy(
			id('policy', name),
			createdOn,
			['Zone Read', 'DNS Read'],
			[
				{kind: 'listed', id: id('resource group', name)},
				inlineScope(hostileAccountId, [`com.cloudflare.api.account.zone.${name}`]),
			],
		);
	const dangling = rule('that is gone');
	return [
		...hostileEntries.map(([name, text]) => group(name, text, {policies: [rule(name)]})),
		group('deny', 'Deny from the future', {policies: [{...rule('very long'), access: 'deny'}]}),
		group('new access', 'Access of a new kind', {policies: [{...rule('flags'), access: 'allow_with_approval'}]}),
		group('broken', 'Broken policy', {policies: [dangling], broken: true}),
		group('unknown permission', 'Unknown permission group', {
			policies: [{...dangling, id: id('policy', 'unknown'), permissionGroups: [id('permission group', 'gone')]}],
		}),
		group('null policies', 'Null policies', {overlay: {policies: null}}),
		group('bare policy', 'Bare policy', {overlay: {policies: [{}]}}),
		group('no times', 'No times', {overlay: {created_on: undefined, modified_on: undefined, status: undefined}}),
		group('bad times', 'Bad times', {overlay: {created_on: 'yesterday', modified_on: '0000-00-00'}}),
		group('new fields', 'New fields', {overlay: {quota: {members: 5}, labels: [hostileTexts['window title']]}}),
	];
}

/** The seed gives ids only: the texts are always the same. */
export function hostileAccount(seed: number, start: number): AccountState {
	return new AccountState({
		account: {
			id: hostileAccountId,
			name: `Hostile ${hostileTexts['colour and clear screen']}`,
			type: 'standard',
			createdOn,
			enforceTwoFactor: false,
			abuseContact: hostileTexts['clipboard (OSC 52)'],
		},
		resourceGroups: () => hostileResourceGroups(),
		userGroups: (account) => hostileUserGroups(account),
		members: () => hostileMembers(seed),
		zones: () => hostileZones(),
		ssoConnectors: () => hostileConnectors(start),
		oauthClients: () => hostileOauthClients(),
		permissionGroups: () => [
			...hostileEntries.map(([name, text]) => ({
				id: id('permission group', name),
				name: text,
				status: 'V' as const,
				meta: {description: text, label: text, scopes: 'com.cloudflare.api.account.zone', deprecated: 'perhaps'},
				created_on: createdOn,
				modified_on: createdOn,
			})),
		],
	});
}
