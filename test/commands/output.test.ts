import {describe, expect, test} from 'vitest';
import {withProgress, writeFacts, writeLines, writeProblem} from '../../source/commands/output.ts';
import {ManualTimers} from '../support/manual-timers.ts';
import {collector} from './support.ts';

describe('what is written', () => {
	test('can not drive the terminal', () => {
		const output = collector();
		writeLines(output, ['a\u001b[2Jb', 'c\nd']);
		writeProblem(output, {title: 'No.', lines: ['e\u009bf']});
		writeFacts(output, [
			['a', '\u202eb'],
			['long', 'c'],
		]);
		expect(output.text()).toBe('a\\u{1b}[2Jb\nc\\u{a}d\ncfiam: No.\n  e\\u{9b}f\na     \\u{202e}b\nlong  c\n');
	});
});

describe('progress', () => {
	function start(isTTY: boolean, columns = 80) {
		let now = 0;
		const timers = new ManualTimers(() => now);
		const output = Object.assign(collector(isTTY), {columns});
		const {promise, resolve} = Promise.withResolvers<string>();
		const result = withProgress({output, setTimer: timers.set}, (seconds) => `Asking ... ${seconds} s`, promise);
		const wait = (ms: number): void => {
			now += ms;
			timers.fireDue();
		};
		return {output, resolve, result, wait, timers};
	}

	test('says nothing of what is over within half a second', async () => {
		const {output, resolve, result, wait, timers} = start(true);
		wait(499);
		resolve('done');
		expect(await result).toBe('done');
		expect(output.text()).toBe('');
		wait(10_000);
		expect({text: output.text(), left: timers.fireShort()}).toEqual({text: '', left: false});
	});

	test('says what is waited for, counts the seconds, and takes it away at the end', async () => {
		const {output, resolve, result, wait} = start(true);
		wait(500);
		expect(output.text()).toBe('\rAsking ... 0 s\u001b[K');
		wait(500);
		wait(1000);
		resolve('done');
		await result;
		expect(output.text()).toBe('\rAsking ... 0 s\u001b[K\rAsking ... 1 s\u001b[K\rAsking ... 2 s\u001b[K\r\u001b[K');
	});

	test('never fills a line, which could not be taken away', async () => {
		const {output, resolve, result, wait} = start(true, 10);
		wait(500);
		expect(output.text()).toBe('\rAsking ..\u001b[K');
		resolve('done');
		await result;
	});

	test('is for terminals only', async () => {
		const {output, resolve, result, wait} = start(false);
		wait(60_000);
		resolve('done');
		await result;
		expect(output.text()).toBe('');
	});

	test('hands on what goes wrong, and takes its words away then too', async () => {
		let now = 0;
		const timers = new ManualTimers(() => now);
		const output = collector(true);
		const {promise, reject} = Promise.withResolvers<never>();
		const result = withProgress({output, setTimer: timers.set}, () => 'Asking', promise);
		now = 500;
		timers.fireDue();
		reject(new Error('no'));
		await expect(result).rejects.toThrow('no');
		expect(output.text()).toBe('\rAsking\u001b[K\r\u001b[K');
	});
});
