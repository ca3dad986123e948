import type {EventEmitter} from 'node:events';

/** Why the program has to end now. */
export type HangUp = 'SIGHUP' | 'SIGINT' | 'SIGQUIT' | 'SIGTERM' | 'input ended' | 'output failed';

/** Where the end of a terminal shows; `process`, `process.stdin` and `process.stdout` outside of tests. */
export interface HangUpSources {
	readonly program: Pick<EventEmitter, 'on' | 'off'>;
	readonly input: Pick<EventEmitter, 'on' | 'off'>;
	readonly output: Pick<EventEmitter, 'on' | 'off'>;
}

/**
 * Calls the handler once when the terminal is gone or the system asks the program to end: SIGHUP, SIGTERM, SIGINT and
 * SIGQUIT from outside (in raw mode ctrl-c and ctrl-\\ are keys), the end of stdin or an error on it (EIO), an error on
 * stdout (EPIPE, EIO). A program that misses this runs on without a terminal, often at full load, or leaves raw mode on.
 *
 * The handler has to end the program: with a listener of its own, neither Node nor Ink does. It should not draw;
 * later errors of the streams are swallowed, there is nobody left to tell. Returns the function that stops watching.
 *
 * @param ignores asked each time: what is meant for another program in the same terminal is not the end of this one
 */
export function onHangUp(
	{program, input, output}: HangUpSources,
	handler: (cause: HangUp) => void,
	ignores?: (cause: HangUp) => boolean,
): () => void {
	let isOver = false;
	const because = (cause: HangUp) => (): void => {
		if (isOver || ignores?.(cause) === true) return;
		isOver = true;
		handler(cause);
	};
	const watched: readonly (readonly [Pick<EventEmitter, 'on' | 'off'>, string, () => void])[] = [
		[program, 'SIGHUP', because('SIGHUP')],
		[program, 'SIGINT', because('SIGINT')],
		[program, 'SIGQUIT', because('SIGQUIT')],
		[program, 'SIGTERM', because('SIGTERM')],
		[input, 'end', because('input ended')],
		[input, 'close', because('input ended')],
		[input, 'error', because('input ended')],
		[output, 'error', because('output failed')],
	];
	for (const [source, event, listener] of watched) source.on(event, listener);
	return () => {
		for (const [source, event, listener] of watched) source.off(event, listener);
	};
}
