import {EventEmitter} from 'node:events';
import {describe, expect, test} from 'vitest';
import {createStop, Interruption, stopOnSignals, untilStopped} from '../../source/commands/interruption.ts';

describe('a stop', () => {
	test.each([
		['SIGHUP', 129],
		['SIGINT', 130],
		['SIGQUIT', 131],
		['SIGTERM', 143],
	] as const)('comes from %s, with the exit code of a shell', (signal, exitCode) => {
		const program = new EventEmitter();
		const stop = createStop();
		stopOnSignals(program, stop);
		program.emit(signal);
		expect(stop.signal.reason).toBeInstanceOf(Interruption);
		expect(stop.signal.reason).toMatchObject({exitCode});
		// The next one is for the system again: nobody is kept waiting.
		expect(program.eventNames()).toEqual([]);
	});

	test('counts once, and listens no longer than it is asked to', () => {
		const program = new EventEmitter();
		const stop = createStop();
		stopOnSignals(program, stop)();
		expect(program.eventNames()).toEqual([]);
		stop.because(129);
		stop.because(130);
		expect(stop.signal.reason).toMatchObject({exitCode: 129});
	});

	test('ends the waiting for work at once, and before it begins', async () => {
		const stop = createStop();
		const {promise, reject} = Promise.withResolvers<never>();
		const waiting = untilStopped(promise, stop.signal);
		stop.because(130);
		await expect(waiting).rejects.toMatchObject({exitCode: 130});
		// What the work ends with later is nobody's business, and no unhandled rejection.
		reject(new Error('too late'));
		await expect(untilStopped(Promise.resolve(1), stop.signal)).rejects.toMatchObject({exitCode: 130});
	});

	test('leaves alone what is done', async () => {
		const stop = createStop();
		expect(await untilStopped(Promise.resolve('done'), stop.signal)).toBe('done');
		await expect(untilStopped(Promise.reject(new Error('no')), stop.signal)).rejects.toThrow('no');
	});
});
