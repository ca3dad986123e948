/** Which API token permissions cfiam needs and what for, and where such a token is made. Derived from the operations. */
import {type Operation, operations} from '../api/operations.ts';
import type {Resource} from '../insight/knowledge.ts';
import {areaResources, areaTitles} from './area-titles.ts';

/** To look only, or to look and change. */
export type Access = 'read' | 'full';

/** What has to be chosen in one line of the dashboard's form. */
export interface NeededPermission {
	/** First select of the form. */
	readonly level: 'Account' | 'Zone';
	/** Second select: `Account Settings`. */
	readonly subject: string;
	/** Third select, one or both: what the API calls Write is Edit there. */
	readonly choices: readonly ('Read' | 'Edit')[];
	/** As the API and its errors name them: `Account Settings Write`. */
	readonly names: readonly string[];
	/** Titles of the areas that need it, in the order of the menu. */
	readonly areas: readonly string[];
}

/** Where API tokens of a user are listed and made. */
export const tokenPage = 'https://dash.cloudflare.com/profile/api-tokens';

/**
 * Permissions that do as well, of those that the OpenAPI document accepts (`x-api-token-group` of each operation).
 * SCIM Provisioning is not on the list to ask for: it is meant for identity providers.
 */
const doAsWell: Readonly<Record<string, readonly string[]>> = {
	'Account Settings Read': ['Account Settings Write', 'SCIM Provisioning'],
	'Account Settings Write': ['SCIM Provisioning'],
};

/** The permissions that let a token do what needs `permission`, itself first. */
export function sufficientFor(permission: string): readonly string[] {
	return [permission, ...(doAsWell[permission] ?? [])];
}

function operationsOf(resource: Resource): readonly Operation[] {
	return operations.filter(({id}) => id.startsWith(`${resource}.`));
}

/** Whether there are operations that change what the area shows. */
export function isWritable(resource: Resource): boolean {
	return operationsOf(resource).some(({writes}) => writes);
}

/** The permission to read the area's list; undefined where every credential may. */
export function readPermission(resource: Resource): string | undefined {
	return operationsOf(resource).find(({id}) => id === `${resource}.list`)?.permission;
}

/** The permission to change what the area shows; undefined where there is nothing to change. */
export function writePermission(resource: Resource): string | undefined {
	return operationsOf(resource).find(({writes}) => writes)?.permission;
}

/** `Account Settings Write` is `Account Settings` and `Write`. */
function split(permission: string): {readonly subject: string; readonly verb: string} {
	const end = permission.lastIndexOf(' ');
	return {subject: permission.slice(0, end), verb: permission.slice(end + 1)};
}

/** What a token has to be given, by subject, in the order of the menu. */
export function neededPermissions(access: Access): readonly NeededPermission[] {
	const areasOf = new Map<string, Set<string>>();
	for (const resource of areaResources) {
		for (const {permission, writes} of operationsOf(resource)) {
			if (permission === undefined || (writes && access === 'read')) continue;
			areasOf.set(permission, (areasOf.get(permission) ?? new Set()).add(areaTitles[resource]));
		}
	}
	const wanted = [...areasOf.keys()];
	// Where writing is known to include reading, it is enough.
	const names = wanted.filter((name) => !sufficientFor(name).some((other) => other !== name && wanted.includes(other)));
	return [...new Set(wanted.map((name) => split(name).subject))].map((subject) => {
		const isOf = (name: string) => split(name).subject === subject;
		const own = names.filter(isOf).toSorted();
		const areas = new Set(wanted.filter(isOf).flatMap((name) => [...(areasOf.get(name) ?? [])]));
		return {
			level: subject === 'Zone' ? 'Zone' : 'Account',
			subject,
			choices: own.map((name) => (split(name).verb === 'Write' ? 'Edit' : 'Read')),
			names: own,
			areas: areaResources.map((resource) => areaTitles[resource]).filter((title) => areas.has(title)),
		};
	});
}

/** `Account Settings: Edit`, as the dashboard has it. */
export function permissionInDashboard({subject, choices}: NeededPermission): string {
	return `${subject}: ${choices.join(' and ')}`;
}

/**
 * The keys of a token template address, of those that Cloudflare documents ("API token template URLs", table
 * "Permission reference": developers.cloudflare.com/fundamentals/api/how-to/account-owned-token-template/). SSO
 * connectors and OAuth clients are not among them, and no others are tried.
 */
const templateKeys: Readonly<Record<string, string>> = {
	'Account Settings': 'account_settings',
	Zone: 'zone',
};

export interface TokenPageLink {
	/** Opens the dashboard's form for a new token, filled in as far as Cloudflare documents how. */
	readonly address: string;
	/** What the form has then. */
	readonly prefilled: readonly NeededPermission[];
	/** What has to be added there by hand. */
	readonly byHand: readonly NeededPermission[];
}

/**
 * The address of the dashboard's form for a token that cfiam can work with. Nothing is made by opening it.
 * It has no character that a terminal would take for the end of an address.
 * @param owner who the token shall belong to: the user who opens the page, or the account that is chosen there
 */
export function tokenPageLink(access: Access, owner: 'user' | 'account' = 'user'): TokenPageLink {
	const needed = neededPermissions(access);
	const prefilled = needed.filter(({subject}) => templateKeys[subject] !== undefined);
	const keys = prefilled.map(({subject, choices}) => ({
		key: templateKeys[subject],
		type: choices.includes('Edit') ? 'edit' : 'read',
	}));
	const permissions = encodeURIComponent(JSON.stringify(keys));
	const name = access === 'read' ? 'cfiam-read-only' : 'cfiam';
	return {
		address:
			owner === 'user'
				? `${tokenPage}?permissionGroupKeys=${permissions}&accountId=%2A&zoneId=all&name=${name}`
				: `https://dash.cloudflare.com/?to=/:account/api-tokens&permissionGroupKeys=${permissions}&name=${name}`,
		prefilled,
		byHand: needed.filter((each) => !prefilled.includes(each)),
	};
}
