/** What may go wrong between us and Cloudflare, in one class that says what was attempted and what to do next. */
export type ErrorKind =
	/** Refused for a reason that none of the others names. */
	| 'api'
	/** The credential is missing, malformed, unknown, expired or locked out. */
	| 'authentication'
	/** The credential is fine but lacks a permission. */
	| 'permission'
	| 'not-found'
	/** The name is taken, or somebody else was faster. */
	| 'conflict'
	| 'invalid'
	| 'rate-limit'
	/** Cloudflare failed (5xx). */
	| 'server'
	/** No answer: no network, no such host, connection refused or reset. */
	| 'network'
	| 'timeout'
	| 'aborted'
	/** The answer is no JSON, or broke off. */
	| 'unreadable'
	/** The answer is JSON of another shape than the contract's. */
	| 'shape'
	/** Refused by us, before anything was sent. */
	| 'read-only';

export interface ErrorDetails {
	readonly kind: ErrorKind;
	/** In words that follow "could not": `list the members of user group 9d1c0a2b…`. */
	readonly attempted: string;
	/** What happened, most important first; each a sentence or the server's own words with its code. */
	readonly messages: readonly string[];
	/** What to try, a sentence. */
	readonly next: string;
	/** HTTP status; undefined when no answer came. */
	readonly status?: number | undefined;
	/** Cloudflare's code of the first error. */
	readonly code?: number | undefined;
	/** What Cloudflare's support asks for. */
	readonly rayId?: string | undefined;
	/** The API token permission that the operation needs, where a missing one may be the cause. */
	readonly permission?: string | undefined;
	/** The id of the operation that Cloudflare refused. */
	readonly operation?: string | undefined;
	/** When another attempt makes sense, in ms since the epoch (rate limits). */
	readonly retryAt?: number | undefined;
	/** Whether a write was sent and its outcome is not known. */
	readonly uncertain?: boolean | undefined;
	readonly cause?: unknown;
}

export class CloudflareError extends Error {
	override readonly name: string = 'CloudflareError';
	readonly kind: ErrorKind;
	readonly attempted: string;
	readonly messages: readonly string[];
	readonly next: string;
	readonly status: number | undefined;
	readonly code: number | undefined;
	readonly rayId: string | undefined;
	readonly permission: string | undefined;
	readonly operation: string | undefined;
	readonly retryAt: number | undefined;
	readonly uncertain: boolean;

	constructor(details: ErrorDetails) {
		super(`Could not ${details.attempted}: ${details.messages[0] ?? 'no reason was given'}`, {cause: details.cause});
		this.kind = details.kind;
		this.attempted = details.attempted;
		this.messages = details.messages;
		this.next = details.next;
		this.status = details.status;
		this.code = details.code;
		this.rayId = details.rayId;
		this.permission = details.permission;
		this.operation = details.operation;
		this.retryAt = details.retryAt;
		this.uncertain = details.uncertain ?? false;
	}
}

/** A write in read-only mode: nothing left the process. */
export class ReadOnlyError extends CloudflareError {
	override readonly name = 'ReadOnlyError';

	constructor(attempted: string) {
		super({
			kind: 'read-only',
			attempted,
			messages: ['cfiam is in read-only mode; nothing was sent'],
			next: 'Unlock writing first.',
		});
	}
}

/** The lines that a person needs to read, most important first; never a stack. */
export function explain(error: unknown): readonly string[] {
	if (!(error instanceof CloudflareError)) {
		return [`Something unexpected happened: ${error instanceof Error ? error.message : String(error)}`];
	}
	const lines = [`Could not ${error.attempted}${error.attempted.endsWith('…') ? '' : '.'}`, ...error.messages];
	if (error.permission !== undefined) lines.push(`Permission it needs: ${error.permission}`);
	if (error.uncertain) lines.push('It is not known whether the change was made: look before you try again.');
	lines.push(error.next);
	if (error.rayId !== undefined) lines.push(`Ray id: ${error.rayId}`);
	return lines;
}
