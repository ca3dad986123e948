import {EventEmitter} from 'node:events';
import {describe, expect, it} from 'vitest';
import {onHangUp} from '../../source/terminal/hang-up.ts';
import {suspendProcess} from '../../source/terminal/suspend.ts';

function watch() {
	const sources = {program: new EventEmitter(), input: new EventEmitter(), output: new EventEmitter()};
	const causes: string[] = [];
	return {...sources, causes, stop: onHangUp(sources, (cause) => causes.push(cause))};
}

describe('onHangUp', () => {
	it.each([
		['SIGHUP', 'program', 'SIGHUP'],
		['SIGINT', 'program', 'SIGINT'],
		['SIGQUIT', 'program', 'SIGQUIT'],
		['SIGTERM', 'program', 'SIGTERM'],
		['input ended', 'input', 'end'],
		['input ended', 'input', 'close'],
		['input ended', 'input', 'error'],
		['output failed', 'output', 'error'],
	] as const)('says %s when %s emits %s', (cause, source, event) => {
		const watched = watch();
		watched[source].emit(event, new Error('EIO'));
		expect(watched.causes).toEqual([cause]);
	});

	it('calls once, and swallows the errors that follow', () => {
		const {program, input, output, causes} = watch();
		program.emit('SIGHUP');
		input.emit('error', new Error('EIO'));
		output.emit('error', new Error('EPIPE'));
		expect(causes).toEqual(['SIGHUP']);
	});

	it('stops watching', () => {
		const {program, causes, stop} = watch();
		stop();
		expect(program.eventNames()).toEqual([]);
		program.emit('SIGHUP');
		expect(causes).toEqual([]);
	});
});

describe('a program that has lent its terminal', () => {
	it('goes on at what is meant for the other one, and ends at the next that is not', () => {
		const sources = {program: new EventEmitter(), input: new EventEmitter(), output: new EventEmitter()};
		const causes: string[] = [];
		let isLent = true;
		onHangUp(
			sources,
			(cause) => causes.push(cause),
			(cause) => isLent && cause === 'SIGINT',
		);
		sources.program.emit('SIGINT');
		expect(causes).toEqual([]);
		isLent = false;
		sources.program.emit('SIGINT');
		expect(causes).toEqual(['SIGINT']);
	});
});

describe('suspendProcess', () => {
	/** A process that can be stopped, and is continued by hand. */
	function stoppable(platform = 'linux') {
		const sent: unknown[] = [];
		return Object.assign(new EventEmitter(), {
			platform,
			sent,
			kill: (pid: number, signal: string) => sent.push([pid, signal]),
		});
	}

	it('stops the process group and waits until it goes on', async () => {
		const program = stoppable();
		const suspended = suspendProcess(program);
		expect(program.sent).toEqual([[0, 'SIGTSTP']]);
		program.emit('SIGCONT');
		await suspended;
		expect(program.listenerCount('SIGCONT')).toBe(0);
	});

	it('goes on where the signal has no effect', async () => {
		const program = stoppable();
		await suspendProcess(program);
		expect(program.listenerCount('SIGCONT')).toBe(0);
	});

	it('does nothing on Windows', async () => {
		const program = stoppable('win32');
		await suspendProcess(program);
		expect(program.sent).toEqual([]);
	});
});
