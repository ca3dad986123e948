/** What suspending needs of a process; `process` is one. */
export interface Suspendable {
	kill(pid: number, signal: 'SIGTSTP'): unknown;
	once(event: 'SIGCONT', listener: () => void): unknown;
	off(event: 'SIGCONT', listener: () => void): unknown;
	readonly platform: string;
}

/**
 * How long to believe that the process will be stopped, in ms of running time. A stopped process does not see it pass:
 * it runs out at once when the process goes on.
 */
const notStopped = 200;

/** Whether there is job control to suspend to: Windows has none. */
export function canSuspend({platform}: {readonly platform: string} = process): boolean {
	return platform !== 'win32';
}

/**
 * Stops the process as ctrl-z does, and resolves when it runs again. For use in Ink's `suspendTerminal`, which gives the
 * terminal back before and takes it again after.
 *
 * The whole process group is stopped, as the terminal's own ctrl-z would: under `npm run` the shell waits for npm, and
 * would never get its terminal back if npm ran on. Where nobody could continue it (an orphaned process group, as
 * with `ssh -t host cfiam`) the kernel discards the signal, and the program simply goes on.
 */
export async function suspendProcess(program: Suspendable = process): Promise<void> {
	if (!canSuspend(program)) return;
	await new Promise<void>((resolve) => {
		const goOn = (): void => {
			program.off('SIGCONT', goOn);
			clearTimeout(timer);
			resolve();
		};
		// The timer also keeps the process alive: Ink has let go of stdin, and a signal listener holds nothing open, so
		// that without it `fg` would end the program in silence.
		const timer = setTimeout(goOn, notStopped);
		program.once('SIGCONT', goOn);
		program.kill(0, 'SIGTSTP');
	});
}
