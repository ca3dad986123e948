/** What a scope reaches, and which permission groups go with it (contract 3, 4 quirks). */
import type {PermissionLevel} from '../catalogue/permission-groups.ts';
import {type Fields, isFields, type Refuse} from '../input.ts';
import type {Scope} from '../model.ts';

/** `invalid`: the bare container `com.cloudflare.api.account.zone`, which is refused (contract 4, quirks). */
export type ScopeReach = 'account' | 'zone' | 'worker' | 'other' | 'invalid';

const prefix = 'com.cloudflare.api.account.';

function reachOfKey(key: string): ScopeReach {
	if (!key.startsWith(prefix)) {
		return 'other';
	}
	const rest = key.slice(prefix.length);
	if (rest === 'zone' || rest === 'worker') {
		return 'invalid';
	}
	if (rest.startsWith('zone.')) {
		return 'zone';
	}
	if (rest.startsWith('worker.')) {
		return 'worker';
	}
	return rest.includes('.') ? 'other' : 'account';
}

/** What all objects of the scope are; `other` where they differ. */
export function reachOf(scope: Scope): ScopeReach {
	const container = reachOfKey(scope.key);
	const reaches = new Set(scope.objects.map(({key}) => (key === '*' ? container : reachOfKey(key))));
	const [reach = 'other'] = reaches;
	return container === 'invalid' ? 'invalid' : reaches.size === 1 ? reach : 'other';
}

/**
 * An account-level permission group needs the whole account; a zone-level one goes with zones and with the whole
 * account, and so for Workers. What the other levels need is not public: they go with everything.
 */
export function goesWith(level: PermissionLevel, reach: ScopeReach): boolean {
	switch (level) {
		case 'account':
			return reach === 'account';
		case 'zone':
		case 'worker':
			return reach === 'account' || reach === level;
		case 'resource':
			return reach !== 'invalid';
	}
}

/** The scope in a request: one object with a key and at least one object in it (contract 3). */
export function readScope(value: unknown, refuse: Refuse): Scope {
	if (!isFields(value)) {
		throw refuse('scope is required and must be an object');
	}
	const {key, objects}: Fields = value;
	if (typeof key !== 'string' || key.trim() === '') {
		throw refuse('scope key must not be empty');
	}
	if (!Array.isArray(objects) || objects.length === 0) {
		throw refuse('number of scope objects should not be zero');
	}
	return {
		key,
		objects: objects.map((object: unknown) => {
			const objectKey = isFields(object) ? object.key : undefined;
			if (typeof objectKey !== 'string' || objectKey.trim() === '') {
				throw refuse('scope object key must not be empty');
			}
			return {key: objectKey};
		}),
	};
}
