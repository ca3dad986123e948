/** The last requests of a client. What enters it has been freed of secrets before, and holds no answers. */

/** One request that was sent, with its retries. Never holds a credential, nor anything of an answer but its status. */
export interface RequestEntry {
	/** Counted from 1. */
	readonly id: number;
	readonly method: string;
	/** Under the base URL, without the query. */
	readonly path: string;
	/** With its question mark; empty for none. */
	readonly query: string;
	/** What was sent, as JSON: bodies of the API hold no secrets, its answers do. Undefined for reading. */
	readonly body?: string | undefined;
	/** Bytes of a body that is too long to be kept; `body` is undefined then. */
	readonly bodyLeftOut?: number | undefined;
	/** ms since the epoch. */
	readonly startedAt: number;
	/** ms until the last answer, pauses included. */
	readonly duration: number;
	readonly status?: number | undefined;
	readonly rayId?: string | undefined;
	readonly retries: number;
	/** What went wrong, in words. */
	readonly error?: string | undefined;
}

/** Requests that are remembered; older ones are forgotten. */
export const mostRequests = 500;

/** Bytes: what is longer (a set of thousands of members) is told of by its length alone. */
export const largestBody = 64 * 1024;

/** What is kept of a body. */
export function keptBody(body: string | undefined): Pick<RequestEntry, 'body' | 'bodyLeftOut'> {
	const bytes = Buffer.byteLength(body ?? '');
	return bytes > largestBody ? {bodyLeftOut: bytes} : {body};
}

export class RequestLog {
	readonly #entries: RequestEntry[] = [];
	readonly #listeners = new Set<() => void>();
	#shown: readonly RequestEntry[] | undefined;

	add(entry: RequestEntry): void {
		this.#entries.push(entry);
		if (this.#entries.length > mostRequests) this.#entries.shift();
		this.#shown = undefined;
		for (const listener of [...this.#listeners]) listener();
	}

	/** The newest at the end; the same array until another request is added. */
	entries(): readonly RequestEntry[] {
		this.#shown ??= [...this.#entries];
		return this.#shown;
	}

	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}
}
