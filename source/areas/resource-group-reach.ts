/** What a resource group reaches as a person chooses it, and the scope that says so (contract 3). */

import type {Scope} from '../api/schemas.ts';
import type {ScopeInput} from '../api/scope-body.ts';
import {parseScopeKey, scopeTargets} from '../insight/scopes.ts';

export type Reach =
	/** Everything in the account, and what is added to it later. */
	| {readonly kind: 'account'}
	| {readonly kind: 'zones'; readonly ids: readonly string[]}
	| {readonly kind: 'workers'; readonly ids: readonly string[]}
	/** What none of these says: several kinds at once, another account, keys that are not known here. */
	| {readonly kind: 'other'};

const prefix = 'com.cloudflare.api.account';

/**
 * A scope as one of the three that can be chosen. A zone that is its own container means the same as that zone in the
 * account, and is read as such.
 */
export function reachOf(scope: Scope, account: string): Reach {
	const container = parseScopeKey(scope.key);
	const targets = scopeTargets(scope);
	const isForeign =
		container.kind === 'other' ||
		(container.kind === 'account' && container.id !== account) ||
		targets.some(({kind, id}) => kind === 'account' && id !== account);
	const [first, ...others] = targets;
	if (first === undefined || isForeign || others.some(({kind}) => kind !== first.kind)) return {kind: 'other'};
	const ids = targets.map(({id}) => id);
	switch (first.kind) {
		case 'account':
			return {kind: 'account'};
		case 'zone':
			return {kind: 'zones', ids};
		case 'worker':
			return {kind: 'workers', ids};
		case 'all-zones':
		case 'all-workers':
		case 'other':
			return {kind: 'other'};
	}
}

/** @param reach with at least one id */
export function scopeFor(reach: Exclude<Reach, {kind: 'other'}>, account: string): ScopeInput {
	const key = `${prefix}.${account}`;
	switch (reach.kind) {
		case 'account':
			return {key, objects: [{key: '*'}]};
		case 'zones':
			return {key, objects: reach.ids.map((id) => ({key: `${prefix}.zone.${id}`}))};
		case 'workers':
			return {key, objects: reach.ids.map((id) => ({key: `${prefix}.worker.${id}`}))};
	}
}

/** Whether two say the same; the order of ids means nothing. What is `other` is equal to nothing. */
export function isSameReach(left: Reach, right: Reach): boolean {
	return left.kind !== 'other' && keyOf(left) === keyOf(right);
}

function keyOf(reach: Reach): string {
	return JSON.stringify([reach.kind, 'ids' in reach ? [...new Set(reach.ids)].toSorted() : []]);
}

/** The id of a Worker in what was typed or pasted: the id, or its whole key. */
export function workerIdIn(text: string): string {
	return text.trim().replace(new RegExp(`^${prefix.replaceAll('.', '\\.')}\\.worker\\.`, 'u'), '');
}
