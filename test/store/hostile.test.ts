import {expect, test} from 'vitest';
import {widestGrant} from '../../source/insight/access.ts';
import {memberAddress, memberName} from '../../source/insight/addresses.ts';
import {ambiguousNames, permissionGroupLabel} from '../../source/insight/names.ts';
import {describeScope} from '../../source/insight/scopes.ts';
import {
	membersUnderDomain,
	usesOfPermissionGroup,
	usesOfResourceGroup,
	usesOfRole,
	usesOfScope,
	usesOfZone,
} from '../../source/insight/uses.ts';
import {setUp} from './harness.ts';

const resources = [
	'userGroups',
	'members',
	'permissionGroups',
	'resourceGroups',
	'ssoConnectors',
	'oauthClients',
	'oauthScopes',
	'roles',
	'zones',
] as const;

test.each(['hostile', 'small', 'empty'] as const)('every question can be asked of the %s dataset', async (dataset) => {
	const {store, until} = await setUp({emulator: {dataset}});
	store.want(resources.map((resource) => ({kind: 'list', resource})));
	await until(() => resources.every((resource) => !store.list(resource).fetching));
	for (const resource of resources) {
		const {rows, byId, error} = store.list(resource);
		expect(error, resource).toBeUndefined();
		expect(byId.size, resource).toBe(rows.length);
	}
	const texts: unknown[] = [];
	const lookup = {
		account: store.account,
		zoneName: (id: string) => store.list('zones').byId.get(id)?.name,
	};
	const ambiguous = ambiguousNames(store.list('permissionGroups').rows);
	const labels = store.list('permissionGroups').rows.map((group) => {
		texts.push(usesOfPermissionGroup(group.id, store).length);
		return permissionGroupLabel(group, ambiguous);
	});
	expect(new Set(labels).size).toBe(labels.length);
	for (const group of store.list('resourceGroups').rows) {
		texts.push(describeScope(group.scope, lookup).text, usesOfResourceGroup(group.id, store).length);
	}
	for (const {policies} of [...store.list('userGroups').rows, ...store.list('members').rows]) {
		const grant = widestGrant(policies, {
			permissionName: (group) => permissionGroupLabel(group, ambiguous),
			scopeOf: (group) => group.scope ?? store.list('resourceGroups').byId.get(group.id ?? '')?.scope,
			lookup,
		});
		texts.push(grant?.text ?? '');
	}
	for (const member of store.list('members').rows) {
		texts.push(memberAddress(member) ?? '', memberName(member) ?? '');
	}
	for (const {id} of store.list('zones').rows) {
		texts.push(usesOfZone(id, store).length);
	}
	for (const {id} of store.list('roles').rows) {
		texts.push(usesOfRole(id, store).length);
	}
	for (const {id} of store.list('oauthScopes').rows) {
		texts.push(usesOfScope(id, store).length);
	}
	for (const {email_domain} of store.list('ssoConnectors').rows) {
		texts.push(membersUnderDomain(store.list('members').rows, email_domain).length);
	}
	expect(texts.filter((text) => text === undefined || /undefined|\[object|NaN/u.test(String(text)))).toEqual([]);
});

test('what means harm or is new is answered as what it is', async () => {
	const {store, until} = await setUp({emulator: {dataset: 'hostile'}});
	store.want(resources.map((resource) => ({kind: 'list', resource})));
	await until(() => resources.every((resource) => store.list(resource).complete));
	const lookup = {account: store.account, zoneName: (id: string) => store.list('zones').byId.get(id)?.name};
	const ambiguous = ambiguousNames(store.list('permissionGroups').rows);
	const scopeText = (name: string | undefined) => {
		const group = store.list('resourceGroups').rows.find((one) => one.name === name);
		return group && describeScope(group.scope, lookup).text;
	};
	const grantOf = (name: string) => {
		const group = store.list('userGroups').rows.find((one) => one.name === name);
		expect(group, name).toBeDefined();
		return widestGrant(group?.policies, {
			permissionName: (permission) => permissionGroupLabel(permission, ambiguous),
			scopeOf: (one) => one.scope ?? store.list('resourceGroups').byId.get(one.id ?? '')?.scope,
			lookup,
		})?.text;
	};
	const nameAt = (address: string) => {
		const found = store.list('members').rows.filter((member) => memberAddress(member) === address);
		expect(found, address).toHaveLength(1);
		return found[0] && memberName(found[0]);
	};
	const zone = store.list('zones').rows.find(({name}) => name.startsWith('title'));
	const zoneText = 'zone title \\u{1b}]0;you have been renamed\\u{7} end.1.example';
	expect(`zone ${zone?.name}`).toBe(zoneText);
	expect(['Scope as a list', 'New kind of scope', 'Same name', undefined].map(scopeText)).toEqual([
		'whole account',
		'future thing 1',
		zoneText,
		zoneText,
	]);
	expect(scopeText('Many objects')).toMatch(/^500 zones: [0-9a-f]{8}…, /u);
	// A denial, no policies, a policy without anything in it, new fields: none of them grants.
	for (const name of ['Deny from the future', 'Null policies', 'Bare policy', 'New fields']) {
		expect(grantOf(name), name).toBeUndefined();
	}
	expect(grantOf('Broken policy')).toBe('DNS Read on zone that is gone');
	expect(grantOf('Unknown permission group')).toMatch(/^[0-9a-f]{8}… on zone that is gone$/u);
	expect(nameAt('no-user@hostile.example')).toBeUndefined();
	expect(nameAt('null-user@hostile.example')).toBeUndefined();
	for (const address of ['no-email@hostile.example', 'null-roles@hostile.example', 'new-fields@hostile.example']) {
		expect(nameAt(address)).toBe('Odd Mallory');
	}
	expect(nameAt('twin@one.hostile.example')).toBe('Same Name Mallory');
	expect(membersUnderDomain(store.list('members').rows, 'hostile.example')).toHaveLength(7);
	const usesOfTheZone = usesOfZone(zone?.id ?? '', store);
	const bare = store.list('userGroups').rows.find(({name}) => name === 'Bare policy');
	expect(usesOfTheZone.some(({id}) => id === bare?.id)).toBe(false);
	expect(new Set(usesOfTheZone.filter(({resource}) => resource === 'members').flatMap(({via}) => via))).toEqual(
		new Set(['policy 1, whole account']),
	);
});
