/**
 * Names for people, ids for machines (promise 6 of the design): two permission groups with one name are told apart by
 * the level they apply to, and by the beginning of their id when even that is the same.
 */
import type {PermissionGroup} from '../api/schemas.ts';
import {memoise} from './memo.ts';

/** What a permission group applies to; other levels come as the words of their key. */
export type ScopeLevel = 'account' | 'zone' | 'user' | 'r2 bucket' | 'worker' | (string & {});

/** The parts of a permission group that its name and level are made of. */
export type NamedPermissionGroup = Pick<PermissionGroup, 'id' | 'name' | 'meta'>;

/** The beginning of an id, enough for an eye to compare; what is not long stays whole. */
export function shortId(id: string): string {
	return id.length > 12 ? `${id.slice(0, 8)}…` : id;
}

const knownLevels: ReadonlyMap<string, ScopeLevel> = new Map([
	['com.cloudflare.api.account', 'account'],
	['com.cloudflare.api.account.zone', 'zone'],
	['com.cloudflare.api.account.worker', 'worker'],
	['com.cloudflare.api.user', 'user'],
	['com.cloudflare.edge.r2.bucket', 'r2 bucket'],
]);

function levelOfKey(key: string): ScopeLevel {
	return (
		knownLevels.get(key) ??
		key
			.replace(/^com\.cloudflare\.(?:api\.|edge\.)?(?:account\.(?=.))?/, '')
			.replaceAll('.', ' ')
			.trim()
	);
}

/**
 * The level of a permission group by its `meta.scopes` (contract 2): one text, and in case of several keys in it all
 * levels, joined by commas. `undefined` when the answer does not say.
 */
export function scopeLevel(group: NamedPermissionGroup): ScopeLevel | undefined {
	const text = group.meta?.scopes?.trim();
	if (!text) {
		return undefined;
	}
	const keys = text.match(/com\.cloudflare\.[\w.-]+/g);
	if (!keys) {
		return text;
	}
	const levels = [...new Set(keys.map(levelOfKey))].filter((level) => level !== '');
	return levels.length > 0 ? levels.join(', ') : text;
}

/** Which permission groups need more than their name. Names compare as people read them: in any case. */
export interface AmbiguousNames {
	/** Lower-case names that several permission groups have. */
	readonly names: ReadonlySet<string>;
	/** Lower-case names with level that several permission groups have. */
	readonly labels: ReadonlySet<string>;
}

function levelLabel(group: NamedPermissionGroup, name: string): string {
	const level = scopeLevel(group);
	return level === undefined ? name : `${name} (${level})`;
}

/** The names that are not unique among `groups`, computed once for each list. */
export const ambiguousNames = memoise((groups: readonly NamedPermissionGroup[]): AmbiguousNames => {
	const seen = new Set<string>();
	const names = new Map<string, number>();
	const labels = new Map<string, number>();
	for (const group of groups) {
		if (!group.name || seen.has(group.id)) {
			continue;
		}
		seen.add(group.id);
		const name = group.name.toLowerCase();
		const label = levelLabel(group, name);
		names.set(name, (names.get(name) ?? 0) + 1);
		labels.set(label, (labels.get(label) ?? 0) + 1);
	}
	const several = (counts: ReadonlyMap<string, number>) =>
		new Set([...counts].filter(([, count]) => count > 1).map(([text]) => text));
	return {names: several(names), labels: several(labels)};
});

/** `Logs Read (zone)` where the name is not unique, else the name; the id where there is none. */
export function permissionGroupLabel(group: NamedPermissionGroup, ambiguous: AmbiguousNames): string {
	const name = group.name;
	if (!name) {
		return shortId(group.id);
	}
	const key = name.toLowerCase();
	if (!ambiguous.names.has(key)) {
		return name;
	}
	if (!ambiguous.labels.has(levelLabel(group, key))) {
		return levelLabel(group, name);
	}
	const level = scopeLevel(group);
	return level === undefined ? `${name} (${shortId(group.id)})` : `${name} (${level}, ${shortId(group.id)})`;
}
