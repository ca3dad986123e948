/** `cfiam emulator`: serves the emulator until somebody stops it. */
import type {Writable} from 'node:stream';
import {demoKey, demoTokens, type EmulatorOptions, startEmulator} from './index.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Settles at the first of the signals that end a program, or when it is told to forget them. */
function untilStopped(): {readonly stopped: Promise<void>; forget(): void} {
	const {promise, resolve} = Promise.withResolvers<void>();
	const forget = (): void => {
		for (const signal of signals) {
			process.off(signal, forget);
		}
		resolve();
	};
	for (const signal of signals) {
		process.on(signal, forget);
	}
	return {stopped: promise, forget};
}

function hasCode(error: unknown, code: string): boolean {
	return error instanceof Error && 'code' in error && error.code === code;
}

function explain(error: unknown, port: number): string {
	if (hasCode(error, 'EADDRINUSE')) {
		return `cfiam emulator: port ${port} is in use by another program. Choose another with --port, or 0 for a free one.`;
	}
	if (hasCode(error, 'EACCES')) {
		return `cfiam emulator: port ${port} may not be used without more rights. Choose one above 1023 with --port.`;
	}
	const because = error instanceof Error ? error.message : String(error);
	return `cfiam emulator: could not listen on port ${port}: ${because}`;
}

/**
 * Starts the emulator, writes one line of JSON with what a client needs, and runs until SIGINT, SIGTERM or SIGHUP.
 * Resolves with the exit code: 0 when it was stopped, 1 when it could not start, with the reason on `stderr`.
 */
export async function runEmulatorCommand(options: EmulatorOptions, stdout: Writable, stderr: Writable): Promise<0 | 1> {
	const {stopped, forget} = untilStopped();
	try {
		const emulator = await startEmulator(options);
		const tokens = Object.fromEntries(Object.entries(demoTokens).map(([name, {token}]) => [name, token]));
		const line = JSON.stringify({
			baseUrl: emulator.url,
			accountId: emulator.accountId,
			token: emulator.token,
			dataset: options.dataset ?? 'small',
			email: demoKey.email,
			key: demoKey.key,
			tokens,
		});
		stdout.write(`${line}\n`);
		await stopped;
		await emulator.close();
		return 0;
	} catch (error) {
		forget();
		stderr.write(`${explain(error, options.port ?? 0)}\n`);
		return 1;
	}
}
