/**
 * The areas by the lists that they show, in the order of the menu, as the screen calls them. The areas themselves are
 * out of reach here and in commands without a screen; a test holds this table to them.
 */
import type {Resource} from '../insight/knowledge.ts';

export const areaTitles = {
	userGroups: 'User groups',
	members: 'Members',
	permissionGroups: 'Permission groups',
	resourceGroups: 'Resource groups',
	ssoConnectors: 'SSO connectors',
	oauthClients: 'OAuth clients',
	oauthScopes: 'OAuth scopes',
	zones: 'Zones',
	roles: 'Roles',
} as const satisfies Readonly<Record<Resource, string>>;

/** In the same order. */
export const areaResources = Object.keys(areaTitles) as readonly Resource[];
