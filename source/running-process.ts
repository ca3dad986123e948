/** Whether a program that has left its number somewhere is still running. */
import {hostname} from 'node:os';

/** @param host of the machine that it ran on: of another one nothing can be told, and it counts as ended */
export function isRunning(pid: number, host: string): boolean {
	if (host !== hostname()) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// Somebody else's process is one as well.
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}
