/** Who asks, and what the credential may do: what Cloudflare has told of it so far. */
import type {OperationId} from '../api/operations.ts';

/** Whose access stands and falls with what is written. */
export type Self =
	/** A person, as a member of the account is found by. */
	| {readonly kind: 'person'; readonly email: string}
	/** An API token that belongs to the account: no member's access carries it. */
	| {readonly kind: 'account-token'}
	/** `why`: a sentence's end, `this token may not read whose it is`. */
	| {readonly kind: 'unknown'; readonly why: string};

export interface CredentialKnowledge {
	readonly self: Self;
	/**
	 * Why Cloudflare would refuse an operation, and what is missing: `needs Account Settings Write: …`. Undefined where it
	 * would not, and where nobody knows.
	 */
	lack(operation: OperationId): string | undefined;
}
