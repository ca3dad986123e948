import {deriveIdentifier} from '../identifiers.ts';
import {permissionGroupRows} from './permission-group-rows.ts';

/** What a permission group can be limited to. `resource`: one resource of a kind whose key is not public. */
export type PermissionLevel = 'account' | 'zone' | 'worker' | 'resource';

/** A permission group as it is listed (contract 2): every value of `meta` is a text, flags too (contract 11.2). */
export interface PermissionGroup {
	readonly id: string;
	readonly name: string;
	readonly status: 'V';
	readonly meta: Readonly<Record<string, string>>;
	readonly created_on: string;
	readonly modified_on: string;
}

interface Level {
	readonly scopes: string | undefined;
	readonly createdOn: string;
}

const levels: Readonly<Record<PermissionLevel, Level>> = {
	account: {scopes: 'com.cloudflare.api.account', createdOn: '2020-10-13T12:42:59.660479Z'},
	zone: {scopes: 'com.cloudflare.api.account.zone', createdOn: '2023-06-21T18:58:29.907496Z'},
	worker: {scopes: 'com.cloudflare.api.account.worker', createdOn: '2026-02-10T09:15:22.104310Z'},
	resource: {scopes: undefined, createdOn: '2026-03-04T15:02:41.771902Z'},
};

/** Listed under an older name; what replaced it is in the list as well (contract, appendix A). */
const deprecatedNames: ReadonlySet<string> = new Set(['Workers Admin']);

function labelFrom(name: string, level: PermissionLevel): string {
	const label = name
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '_')
		.replace(/^_|_$/g, '');
	return level === 'zone' && !label.startsWith('domain') ? `domain_${label}` : label;
}

function readRow(row: string, level: PermissionLevel): PermissionGroup {
	const [label = '-', id = '-', name = '', description = ''] = row.split('|');
	const {scopes, createdOn} = levels[level];
	return {
		id: id === '-' ? deriveIdentifier(`permission group ${level} ${name}`) : id,
		name,
		status: 'V',
		meta: {
			description,
			editable: 'false',
			label: label === '-' ? labelFrom(name, level) : label,
			...(deprecatedNames.has(name) ? {deprecated: 'true'} : {}),
			...(scopes === undefined ? {} : {scopes}),
		},
		created_on: createdOn,
		modified_on: createdOn,
	};
}

function readLevel(level: PermissionLevel): readonly PermissionGroup[] {
	return permissionGroupRows[level]
		.trim()
		.split('\n')
		.map((row) => readRow(row, level));
}

/** Every permission group of the catalogue, the same in each account; account level first. */
export const permissionGroups: readonly PermissionGroup[] = [
	...readLevel('account'),
	...readLevel('zone'),
	...readLevel('worker'),
	...readLevel('resource'),
];

/** What the group can be limited to, read from its `meta.scopes`. */
export function levelOf(group: PermissionGroup): PermissionLevel {
	switch (group.meta.scopes) {
		case 'com.cloudflare.api.account':
			return 'account';
		case 'com.cloudflare.api.account.zone':
			return 'zone';
		case 'com.cloudflare.api.account.worker':
			return 'worker';
		default:
			return 'resource';
	}
}

const idsByName: ReadonlyMap<string, string> = new Map(
	// The first of namesakes counts for the bare name: the one of the account.
	permissionGroups.toReversed().flatMap((group) => [
		[group.name, group.id],
		[`${group.name}:${levelOf(group)}`, group.id],
	]),
);

/** The id of the permission group of that name; `Logs Read:zone` tells namesakes apart. Throws for an unknown name. */
export function permissionGroupId(name: string): string {
	const id = idsByName.get(name);
	if (id === undefined) {
		throw new Error(`the catalogue has no permission group ${name}`);
	}
	return id;
}
