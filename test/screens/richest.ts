import type {AreaName} from '../../source/areas/table.ts';

/** The object of the small company that has most to show, for each area, by its name in the list. */
export const richest: Readonly<Partial<Record<AreaName, string>>> = {
	'user-groups': 'Incident Response',
	members: 'soren.kjaer@kestrel.example',
	'permission-groups': 'Logs Read (zone)',
	'resource-groups': 'Production zones',
	'sso-connectors': 'kestrel-freight.example',
	'oauth-clients': 'Status badges',
	'oauth-scopes': 'Zone Read',
	zones: 'kestrel.example',
	roles: 'Administrator',
};
