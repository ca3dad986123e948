/** What can be wanted of a store, and the name of each such thing in its cache. */
import type {QueryKey} from '@tanstack/query-core';
import type {GroupMemberDetail} from '../api/schemas.ts';
import type {ListedObjectNeed, Need, ResourceItems} from '../insight/knowledge.ts';

/** One object, with what its list does not say where there is such. */
export type ObjectNeed = Extract<Need, {kind: 'groupMember'}> | ListedObjectNeed;

/** What an object need reads. */
export interface ObjectItems {
	readonly groupMember: GroupMemberDetail;
	readonly userGroup: ResourceItems['userGroups'];
	readonly member: ResourceItems['members'];
	readonly permissionGroup: ResourceItems['permissionGroups'];
	readonly resourceGroup: ResourceItems['resourceGroups'];
	readonly ssoConnector: ResourceItems['ssoConnectors'];
	readonly oauthClient: ResourceItems['oauthClients'];
}

/** Where a need stands in the cache: equal needs have equal keys. */
export function queryKey(need: Need): QueryKey {
	switch (need.kind) {
		case 'list':
			return ['list', need.resource];
		case 'groupMembers':
			return ['groupMembers', need.group];
		case 'groupMember':
			return ['groupMember', need.group, need.member];
		case 'memberships':
			return ['memberships'];
		case 'txtRecord':
			return ['txtRecord', need.domain, need.value];
		case 'userGroup':
		case 'member':
		case 'permissionGroup':
		case 'resourceGroup':
		case 'ssoConnector':
		case 'oauthClient':
			return ['object', need.kind, need.id];
	}
}
