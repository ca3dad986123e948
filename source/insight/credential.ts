/** Who asks, and what the credential may do: what Cloudflare has told of it so far. */
import type {OperationId} from '../api/operations.ts';
import type {Resource} from './knowledge.ts';

export type Ability = 'yes' | 'no' | 'unknown';

/** What a credential may do with an area. */
export interface AreaAbility {
	readonly resource: Resource;
	/** The area's title as on screen. */
	readonly area: string;
	readonly read: Ability;
	readonly write: Ability;
	/** Whether there is anything to change in the area at all; `write` is `no` where there is not. */
	readonly writes: boolean;
	/** An answer is still to come; until then it is `unknown`. */
	readonly asking: boolean;
	/** The token permission that is missing, to read where it may not, else to write. */
	readonly permission?: string | undefined;
	/** Why `read` is `no` or `unknown`, for people; undefined where a missing permission says it all. */
	readonly reason?: string | undefined;
}

/** Whose access stands and falls with what is written. */
export type Self =
	/** A person, as a member of the account is found by: by the user's id where that is known, else by the address. */
	| {readonly kind: 'person'; readonly email: string; readonly userId?: string | undefined}
	/** An API token that belongs to the account: no member's access carries it. */
	| {readonly kind: 'account-token'}
	/** `why`: a sentence's end, `this token may not read whose it is`. */
	| {readonly kind: 'unknown'; readonly why: string};

export interface CredentialKnowledge {
	readonly kind: 'token' | 'key';
	readonly self: Self;
	/** By the areas of the menu, in its order; what nobody has asked is `unknown`. */
	readonly abilities: readonly AreaAbility[];
	/**
	 * Why Cloudflare would refuse an operation, and what is missing: `needs Account Settings Write: …`. Undefined where it
	 * would not, and where nobody knows.
	 */
	lack(operation: OperationId): string | undefined;
}
