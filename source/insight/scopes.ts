/**
 * What a resource group reaches. Scope keys come in several shapes (contract 3): an account or a zone as container,
 * `*` or single things in it; ids stand in the container or in the objects, so both are read.
 */
import type {Scope} from '../api/schemas.ts';
import {shortId} from './names.ts';

/** One scope key by itself. */
export type ScopeKey =
	| {readonly kind: 'account'; readonly id: string}
	| {readonly kind: 'zone'; readonly id: string}
	| {readonly kind: 'worker'; readonly id: string}
	/** `*`: everything in the container. */
	| {readonly kind: 'everything'}
	/** Every zone, or every worker, of the container: `com.cloudflare.api.account.zone.*`. */
	| {readonly kind: 'all-zones'}
	| {readonly kind: 'all-workers'}
	| {readonly kind: 'other'; readonly key: string};

/** One thing that a scope reaches. */
export interface ScopeTarget {
	readonly kind: 'account' | 'zone' | 'worker' | 'all-zones' | 'all-workers' | 'other';
	/** The id of the account, zone or worker; the key as it came for `other`; the account's id for `all-…`. */
	readonly id: string;
	/** Known names only. */
	readonly name?: string | undefined;
	/** The account that the target is said to be in, if it is not the account at hand. */
	readonly foreignAccount?: string | undefined;
}

/** What is known about the account that a scope is read for. */
export interface ScopeLookup {
	readonly account: {readonly id: string; readonly name?: string | undefined};
	readonly zoneName: (id: string) => string | undefined;
}

export interface ScopeDescription {
	/** `whole account`, `zone acme.com`, `4 zones: acme.com, acme.net, acme.org, …`, `worker checkout-api`. */
	readonly text: string;
	readonly targets: readonly ScopeTarget[];
}

const accountPrefix = 'com.cloudflare.api.account';
const bareId = /^[0-9a-f]{32}$/i;

/** Reads one key; `container` helps with a bare id, which takes its kind from a container without one. */
export function parseScopeKey(key: string, container = ''): ScopeKey {
	if (key === '*') {
		return {kind: 'everything'};
	}
	if (bareId.test(key)) {
		const kind = {[accountPrefix]: 'account', [`${accountPrefix}.zone`]: 'zone', [`${accountPrefix}.worker`]: 'worker'}[
			container
		];
		return kind === 'account' || kind === 'zone' || kind === 'worker' ? {kind, id: key} : {kind: 'other', key};
	}
	const typed = /^com\.cloudflare\.api\.account(?:\.(zone|worker))?\.([^.]+)$/.exec(key);
	const id = typed?.[2];
	if (id === undefined || id === 'zone' || id === 'worker') {
		return {kind: 'other', key};
	}
	switch (typed?.[1]) {
		case 'zone':
			return id === '*' ? {kind: 'all-zones'} : {kind: 'zone', id};
		case 'worker':
			return id === '*' ? {kind: 'all-workers'} : {kind: 'worker', id};
		default:
			return id === '*' ? {kind: 'other', key} : {kind: 'account', id};
	}
}

function containerTarget(container: ScopeKey, key: string): {kind: ScopeTarget['kind']; id: string} {
	switch (container.kind) {
		case 'account':
		case 'zone':
		case 'worker':
			return {kind: container.kind, id: container.id};
		case 'everything':
		case 'all-zones':
		case 'all-workers':
		case 'other':
			return {kind: 'other', id: key};
	}
}

/** The things that `scope` reaches, each once, in the order of the answer. Names are not known yet. */
export function scopeTargets(scope: Scope | null | undefined): readonly ScopeTarget[] {
	if (!scope) {
		return [];
	}
	const container = parseScopeKey(scope.key);
	const targets = new Map<string, ScopeTarget>();
	for (const {key} of scope.objects) {
		const object = parseScopeKey(key, scope.key);
		const target = ((): {kind: ScopeTarget['kind']; id: string} => {
			switch (object.kind) {
				case 'everything':
					return containerTarget(container, scope.key);
				case 'all-zones':
				case 'all-workers':
					return {kind: object.kind, id: container.kind === 'account' ? container.id : ''};
				case 'account':
				case 'zone':
				case 'worker':
					return {kind: object.kind, id: object.id};
				case 'other':
					return {kind: 'other', id: key};
			}
		})();
		targets.set(
			`${target.kind} ${target.id}`,
			container.kind === 'account' ? {...target, foreignAccount: container.id} : target,
		);
	}
	return [...targets.values()];
}

/** The ids of the zones that `scope` names, in its container or in its objects (contract 3). */
export function scopeZones(scope: Scope | null | undefined): readonly string[] {
	const zones = new Set(scopeTargets(scope).flatMap((target) => (target.kind === 'zone' ? [target.id] : [])));
	const container = scope ? parseScopeKey(scope.key) : undefined;
	if (container?.kind === 'zone') {
		zones.add(container.id);
	}
	return [...zones];
}

/** Whether `scope` reaches everything, or every zone, of an account: whatever zone one asks about, it is reached. */
export function reachesWholeAccount(scope: Scope | null | undefined): boolean {
	return scopeTargets(scope).some((target) => target.kind === 'account' || target.kind === 'all-zones');
}

/** A text that is equal for scopes that mean the same: objects are a set (contract 4, quirks). */
export function scopeFingerprint(scope: Scope): string {
	return JSON.stringify([scope.key, [...new Set(scope.objects.map((object) => object.key))].sort()]);
}

function named(target: ScopeTarget, lookup: ScopeLookup): ScopeTarget {
	const foreignAccount =
		target.foreignAccount !== undefined && target.foreignAccount !== lookup.account.id
			? target.foreignAccount
			: undefined;
	const name = ((): string | undefined => {
		switch (target.kind) {
			case 'account':
				return target.id === lookup.account.id ? lookup.account.name : undefined;
			case 'zone':
				return lookup.zoneName(target.id);
			// The API of Workers is none of IAM's: their names are not read.
			case 'worker':
			case 'all-zones':
			case 'all-workers':
			case 'other':
				return undefined;
		}
	})();
	return {
		kind: target.kind,
		id: target.id,
		...(name === undefined ? {} : {name}),
		...(foreignAccount === undefined ? {} : {foreignAccount}),
	};
}

/** A target by its name, or by the beginning of its id. */
export function targetName(target: ScopeTarget): string {
	if (target.name !== undefined) {
		return target.name;
	}
	if (target.kind !== 'other') {
		return shortId(target.id);
	}
	if (target.id.trim() === '') {
		return 'an empty key';
	}
	const [, kind, id] = /^com\.cloudflare\.(?:api\.|edge\.)?(?:account\.)?(.+)\.([^.]+)$/.exec(target.id) ?? [];
	return kind === undefined || id === undefined ? target.id : `${kind.replaceAll('.', ' ')} ${shortId(id)}`;
}

function several(kind: string, targets: readonly ScopeTarget[], shown: number): readonly string[] {
	const names = targets.map(targetName);
	if (names.length === 0) {
		return [];
	}
	if (names.length === 1) {
		return [`${kind} ${names[0]}`];
	}
	return [`${names.length} ${kind}s: ${names.slice(0, shown).join(', ')}${names.length > shown ? ', …' : ''}`];
}

/**
 * What `scope` reaches, in words and as things to open; at most `shown` names of one kind stand in the text. Scopes
 * inside account members' policies may be missing (contract 9.3).
 */
export function describeScope(scope: Scope | null | undefined, lookup: ScopeLookup, shown = 4): ScopeDescription {
	if (!scope) {
		return {text: 'scope not given', targets: []};
	}
	const targets = scopeTargets(scope).map((target) => named(target, lookup));
	const ofKind = (kind: ScopeTarget['kind']) => targets.filter((target) => target.kind === kind);
	const accounts = ofKind('account').map((target) =>
		target.id === lookup.account.id ? 'whole account' : `whole of another account (${shortId(target.id)})`,
	);
	const foreign = new Set(
		targets.flatMap((target) => (target.kind === 'account' ? [] : (target.foreignAccount ?? []))),
	);
	const parts = [
		...accounts,
		...(ofKind('all-zones').length > 0 ? ['all zones'] : []),
		...several('zone', ofKind('zone'), shown),
		...(ofKind('all-workers').length > 0 ? ['all workers'] : []),
		...several('worker', ofKind('worker'), shown),
		...ofKind('other').map(targetName).slice(0, shown),
		...(ofKind('other').length > shown ? [`${ofKind('other').length - shown} more`] : []),
	];
	if (parts.length === 0) {
		return {text: 'nothing', targets};
	}
	const where = [...foreign].map((id) => ` in another account (${shortId(id)})`).join('');
	return {text: `${parts.join('; ')}${where}`, targets};
}
