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
	expect(texts.every((text) => text !== undefined && text !== 'undefined')).toBe(true);
});
