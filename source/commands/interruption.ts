/** Ending a command before its time: ctrl-c, a signal, a terminal that is gone. */

/** The command was stopped; what it was doing has been given up. */
export class Interruption extends Error {
	override readonly name = 'Interruption';
	/** Of the process, as a shell has it: 128 and the number of the signal. */
	readonly exitCode: number;

	constructor(exitCode: number) {
		super(`stopped (${exitCode})`);
		this.exitCode = exitCode;
	}
}

export const interruptCodes = {SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGTERM: 143} as const;

/** What can be stopped, and whether it has been. */
export interface Stop {
	/** Its reason is an {@link Interruption}. */
	readonly signal: AbortSignal;
	/** Stops; the first one counts. */
	because(exitCode: number): void;
}

export function createStop(): Stop {
	const controller = new AbortController();
	return {
		signal: controller.signal,
		because: (exitCode) => controller.abort(new Interruption(exitCode)),
	};
}

/**
 * What the work comes to, unless it is stopped before.
 * @throws Interruption at once when the signal is given, whatever the work still does
 */
export async function untilStopped<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
	signal.throwIfAborted();
	const {promise: stopped, reject} = Promise.withResolvers<never>();
	const onAbort = (): void => reject(signal.reason);
	signal.addEventListener('abort', onAbort);
	try {
		return await Promise.race([work, stopped]);
	} finally {
		signal.removeEventListener('abort', onAbort);
		// Nobody waits for it any more if it was stopped.
		work.catch(() => {});
	}
}

/** Where signals arrive: `process`. */
export interface SignalSource {
	on(signal: keyof typeof interruptCodes, listener: () => void): unknown;
	off(signal: keyof typeof interruptCodes, listener: () => void): unknown;
}

/** Stops at the first signal that ends a program; a second one ends it as if nobody listened. */
export function stopOnSignals(program: SignalSource, stop: Stop): () => void {
	const listeners = (['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'] as const).map(
		(signal) => [signal, () => stop.because(interruptCodes[signal])] as const,
	);
	const forget = (): void => {
		for (const [signal, listener] of listeners) program.off(signal, listener);
	};
	for (const [signal, listener] of listeners) program.on(signal, listener);
	stop.signal.addEventListener('abort', forget);
	return forget;
}
