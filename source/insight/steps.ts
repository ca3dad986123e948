/**
 * Work on many rows in steps: it yields wherever it may be laid aside, so that who waits for keys can go on with it
 * later, and who needs the answer at once can finish it.
 */
export type Steps<Answer> = Generator<undefined, Answer, undefined>;

/** Rows from one yield to the next: far less than a millisecond's work. */
export const rowsOfStep = 512;

/** The answer, now. */
export function finish<Answer>(steps: Steps<Answer>): Answer {
	for (;;) {
		const next = steps.next();
		if (next.done === true) return next.value;
	}
}
