/** Writes one after the other where they concern the same object, so that their answers fit what is shown. */
import {type CallOptions, CloudflareError} from '../api/client.ts';

export interface QueuedWrite<Result> {
	/** What is written to: `user-group/<id>`. Writes of one object wait for one another, others do not. */
	readonly object: string;
	/** In words that follow "could not". */
	readonly attempted: string;
	readonly send: () => Promise<Result>;
	/** Puts what follows from the answer where it is shown; not called once the store is closed. */
	readonly show?: ((answer: Result) => void) | undefined;
	/** What is shown may not be what is there any more: it has to be looked at again. */
	readonly lookAgain: (error?: unknown) => void;
	readonly options: CallOptions | undefined;
}

/** Whether a failed write may mean that what is shown is not what is there. */
function tellsOfChange(error: unknown): boolean {
	return (
		!(error instanceof CloudflareError) ||
		error.uncertain ||
		error.kind === 'invalid' ||
		error.kind === 'not-found' ||
		error.kind === 'conflict'
	);
}

export class WriteQueue {
	readonly #isClosed: () => boolean;
	/** The last write of each object: the next one begins when it is over. */
	readonly #last = new Map<string, Promise<unknown>>();

	constructor(isClosed: () => boolean) {
		this.#isClosed = isClosed;
	}

	/** @throws {CloudflareError} */
	add<Result>(write: QueuedWrite<Result>): Promise<Result> {
		const {object} = write;
		const before = this.#last.get(object) ?? Promise.resolve();
		const turn = before
			.catch(() => undefined)
			.then(() => this.#carryOut(write))
			.finally(() => {
				if (this.#last.get(object) === turn) {
					this.#last.delete(object);
				}
			});
		this.#last.set(object, turn);
		return turn;
	}

	async #carryOut<Result>({attempted, send, show, lookAgain, options}: QueuedWrite<Result>): Promise<Result> {
		let answer: Result;
		try {
			this.#refuseIfOver(options, attempted);
			answer = await send();
		} catch (error) {
			if (!this.#isClosed() && tellsOfChange(error)) {
				lookAgain(error);
			}
			throw error;
		}
		if (!this.#isClosed()) {
			try {
				show?.(answer);
			} catch {
				// What was done is done, and its answer may hold a secret: whoever asked for it gets it. Reading shows it.
				lookAgain();
			}
		}
		return answer;
	}

	#refuseIfOver(options: CallOptions | undefined, attempted: string): void {
		if (this.#isClosed() || options?.signal?.aborted) {
			throw new CloudflareError({
				kind: 'aborted',
				attempted,
				messages: ['It was called off before anything was sent.'],
				next: 'Nothing else is needed.',
			});
		}
	}
}
