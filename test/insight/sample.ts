/** Small data for questions: built through the schemas, so that it is what the store would hold. */
import * as v from 'valibot';
import {accountIdSchema} from '../../source/api/ids.ts';
import {
	accountMemberSchema,
	listedResourceGroupSchema,
	oauthClientSchema,
	permissionGroupSchema,
	policySchema,
	userGroupSchema,
} from '../../source/api/schemas.ts';
import type {Knowledge, Resource, ResourceItems, Snapshot} from '../../source/insight/knowledge.ts';

export const accountId = v.parse(accountIdSchema, 'a'.repeat(32));
export const otherAccountId = 'b'.repeat(32);
export const account = `com.cloudflare.api.account.${accountId}`;

/** A readable id of 32 hex characters: `hex('20ne', 1)`. */
export function hex(number: number): string {
	return number.toString(16).padStart(32, '0');
}

export function permissionGroup(id: number, name: string | null, scopes?: string, more: object = {}) {
	return v.parse(permissionGroupSchema, {id: hex(id), name, ...(scopes ? {meta: {scopes}} : {}), ...more});
}

export function scope(key: string, ...objects: string[]) {
	return {key, objects: objects.map((object) => ({key: object}))};
}

export function zoneKey(id: number): string {
	return `com.cloudflare.api.account.zone.${hex(id)}`;
}

export const resourceGroup = (input: object) => v.parse(listedResourceGroupSchema, input);
export const policy = (input: object) => v.parse(policySchema, input);
export const userGroup = (input: object) => v.parse(userGroupSchema, input);
export const member = (input: object) => v.parse(accountMemberSchema, input);
export const oauthClient = (input: object) => v.parse(oauthClientSchema, {visibility: 'private', ...input});

type Lists = {readonly [R in Resource]?: readonly ResourceItems[R][]};

function snapshotOf<Item>(rows: readonly Item[], idOf: (item: Item) => string): Snapshot<Item> {
	return {
		rows,
		byId: new Map(rows.map((row) => [idOf(row), row])),
		total: rows.length,
		complete: true,
		status: 'ready',
		fetching: false,
		updatedAt: 0,
		error: undefined,
	};
}

/** What a store would know that has read `lists`. */
export function knowledgeOf(lists: Lists): Knowledge {
	const snapshots: {readonly [R in Resource]: Snapshot<ResourceItems[R]>} = {
		userGroups: snapshotOf(lists.userGroups ?? [], (item) => item.id),
		members: snapshotOf(lists.members ?? [], (item) => item.id),
		permissionGroups: snapshotOf(lists.permissionGroups ?? [], (item) => item.id),
		resourceGroups: snapshotOf(lists.resourceGroups ?? [], (item) => item.id),
		ssoConnectors: snapshotOf(lists.ssoConnectors ?? [], (item) => item.id),
		oauthClients: snapshotOf(lists.oauthClients ?? [], (item) => item.client_id),
		oauthScopes: snapshotOf(lists.oauthScopes ?? [], (item) => item.id),
		roles: snapshotOf(lists.roles ?? [], (item) => item.id),
		zones: snapshotOf(lists.zones ?? [], (item) => item.id),
	};
	return {
		account: {id: accountId, name: 'acme-prod'},
		list: (resource) => snapshots[resource],
		groupMembers: () => snapshotOf([], () => ''),
		groupMember: () => undefined,
		memberships: () => ({
			version: 0,
			groupsOf: () => [],
			membersOf: () => undefined,
			has: () => undefined,
			done: 0,
			total: undefined,
			state: 'idle',
			cost: 0,
			updatedAt: undefined,
			error: undefined,
		}),
		txtRecord: () => ({report: undefined, asking: false, askedAt: undefined, off: undefined}),
		reading: () => ({complete: true, fetching: false, updatedAt: 0, error: undefined}),
	};
}
