/** The scope of a resource group as it goes out. A leaf: what is shown before it is sent is made by the same. */

/** The container and the things in it; at least one. */
export interface ScopeInput {
	readonly key: string;
	readonly objects: readonly {readonly key: string}[];
}

/** Of an object that was read, only what the contract names (contract 3). */
export function scopeBody({key, objects}: ScopeInput): ScopeInput {
	return {key, objects: objects.map((object) => ({key: object.key}))};
}
