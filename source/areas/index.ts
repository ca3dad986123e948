/** All areas, in the order of the menu. Adding an area is adding its file and its line here. */
import type {Area, Listed} from './define.ts';
import {journal} from './journal.ts';
import {members} from './members.ts';
import {oauthClients} from './oauth-clients.ts';
import {oauthScopes} from './oauth-scopes.ts';
import {permissionGroups} from './permission-groups.ts';
import {requests} from './requests.ts';
import {resourceGroups} from './resource-groups.ts';
import {roles} from './roles.ts';
import {ssoConnectors} from './sso-connectors.ts';
import type {AreaName} from './table.ts';
import {userGroups} from './user-groups.ts';
import {zones} from './zones.ts';

export const areas: readonly Area[] = [
	userGroups,
	members,
	permissionGroups,
	resourceGroups,
	ssoConnectors,
	oauthClients,
	oauthScopes,
	zones,
	roles,
];

/** What the program keeps of itself. */
const records: readonly Listed[] = [requests, journal];

const byName = new Map(areas.map((area) => [area.name, area]));

/** An area, or a list of what the program keeps of itself. */
export function listedNamed(name: AreaName): Listed {
	return records.find((each) => each.name === name) ?? areaNamed(name);
}

export function areaNamed(name: AreaName): Area {
	const area = byName.get(name);
	if (area === undefined) throw new RangeError(`no area ${name}`);
	return area;
}

/** An area by its name, title or one of its aliases, as typed. */
export function findArea(text: string): Area | undefined {
	const wanted = text
		.trim()
		.toLowerCase()
		.replaceAll(/[\s_]+/g, '-');
	return areas.find((area) =>
		[area.name, ...area.aliases, area.title.toLowerCase().replaceAll(' ', '-')].includes(wanted),
	);
}
