import {describe, expect, test} from 'vitest';
import {createConversation} from '../../source/commands/conversation.ts';
import {createStop, Interruption} from '../../source/commands/interruption.ts';
import {collector, FakeInput} from './support.ts';

function start(suspend?: () => Promise<void>) {
	const input = new FakeInput();
	const output = collector(true);
	const stop = createStop();
	let closed = 0;
	const conversation = createConversation({
		input,
		output,
		environment: {},
		stop,
		suspend,
		onClose: () => {
			closed += 1;
		},
	});
	return {input, output, stop, conversation, closed: () => closed};
}

/** What is on the screen, without the switching of modes. */
const shown = (text: string): string => text.replaceAll(/\u001b\[\?2004[hl]/g, '');

describe('a hidden question', () => {
	test.each([
		['a key at a time', ['s', 'e', 'c', 'r', 'e', 't', '\r']],
		['in one packet', ['secret\r']],
		['with its line end as a line feed', ['secret\n']],
		['as a paste in brackets', ['\u001b[200~secret\u001b[201~', '\r']],
		['as a paste with its line end', ['\u001b[200~secret\n\u001b[201~']],
		['as a paste with Windows line ends', ['\u001b[200~secret\r\n\u001b[201~']],
		['as a paste in pieces', ['\u001b[20', '0~sec', 'ret\u001b[2', '01~\r']],
		['corrected with backspace', ['secrxx\u007f\u007fet\r']],
		['begun anew with ctrl-u', ['wrong\u0015secret\r']],
		['with a word taken back with ctrl-w', ['secret wrong\u0017\u007f\r']],
		['with keys in it that mean nothing here', ['sec\u001b[A\u001b[C\u001b[3~\tret\r']],
	])('takes the answer %s, and shows nothing of it', async (_, sent) => {
		const {input, output, conversation} = start();
		const answer = conversation.askHidden('Token: ');
		for (const bytes of sent) input.send(bytes);
		expect(await answer).toBe('secret');
		expect(shown(output.text())).toBe('Token: \n');
		conversation.close();
		expect(shown(output.text())).toBe('Token: \n');
	});

	test('takes what was typed ahead, several answers of it, and shows nothing of that either', async () => {
		const {input, output, conversation} = start();
		const first = conversation.askHidden('First: ');
		input.send('one\rtwo\rthr');
		expect(await first).toBe('one');
		expect(await conversation.askHidden('Second: ')).toBe('two');
		const third = conversation.askHidden('Third: ');
		input.send('ee\r');
		expect(await third).toBe('three');
		expect(shown(output.text())).toBe('First: \nSecond: \nThird: \n');
	});

	test('keeps a long paste without brackets together', async () => {
		const {input, conversation} = start();
		const long = 'abcdefghijklmnopqrstuvwxyz0123456789'.repeat(4);
		const answer = conversation.askHidden('Token: ');
		input.send(`${long}\r`);
		expect(await answer).toBe(long);
	});

	test('shows its own words inert', () => {
		const {output, conversation, stop} = start();
		const answer = conversation.askHidden('Key of \u001b[31mrobin: ');
		stop.because(130);
		expect(shown(output.text())).toContain('Key of \\u{1b}[31mrobin: ');
		return expect(answer).rejects.toBeInstanceOf(Interruption);
	});
});

describe('a question', () => {
	test('shows the answer while it is typed and corrected', async () => {
		const {input, output, conversation} = start();
		const answer = conversation.ask('Which one? ');
		input.send('1');
		input.send('3');
		input.send('\u007f');
		input.send('2\r');
		expect(await answer).toBe('12');
		expect(shown(output.text())).toBe('Which one? 13\rWhich one? 1\u001b[K2\n');
	});

	test('is not answered by keys that came before it', async () => {
		const {input, conversation} = start();
		const first = conversation.askHidden('Token: ');
		input.send('secret\r1\r');
		await first;
		const second = conversation.ask('Which one? ');
		input.send('2\r');
		expect(await second).toBe('2');
	});
});

describe('the terminal', () => {
	test('is taken at the first question and given back at the end, once', async () => {
		const {input, output, conversation, closed} = start();
		expect({raw: input.isRaw, reading: input.isReading}).toEqual({raw: false, reading: false});
		const answer = conversation.askHidden('Token: ');
		expect({raw: input.isRaw, reading: input.isReading}).toEqual({raw: true, reading: true});
		input.send('x\r');
		await answer;
		expect(input.isRaw).toBe(true);
		conversation.close();
		conversation.close();
		expect({raw: input.isRaw, reading: input.isReading, closed: closed()}).toEqual({
			raw: false,
			reading: false,
			closed: 1,
		});
		expect(output.text().split('\u001b[?2004h').length).toBe(2);
		expect(output.text().endsWith('\u001b[?2004l')).toBe(true);
		expect(input.listenerCount('data') + input.listenerCount('end') + input.listenerCount('error')).toBe(0);
	});

	test.each([
		['ctrl-c', 130, (input: FakeInput) => input.send('\u0003')],
		['ctrl-c behind other keys', 130, (input: FakeInput) => input.send('abc\u0003def\r')],
		['ctrl-d on an empty line', 130, (input: FakeInput) => input.send('\u0004')],
		['the end of the terminal', 129, (input: FakeInput) => input.emit('end')],
		['an error of the terminal', 129, (input: FakeInput) => input.emit('error', new Error('EIO'))],
	] as const)('is given back at %s', async (_, exitCode, happen) => {
		const {input, conversation, stop} = start();
		const answer = conversation.askHidden('Token: ');
		happen(input);
		await expect(answer).rejects.toMatchObject({exitCode});
		expect({raw: input.isRaw, stopped: stop.signal.aborted}).toEqual({raw: false, stopped: true});
		await expect(conversation.askHidden('Again: ')).rejects.toMatchObject({exitCode});
		expect(input.isRaw).toBe(false);
	});

	test('still hears ctrl-c while nothing is asked', async () => {
		const {input, conversation, stop} = start();
		const answer = conversation.askHidden('Token: ');
		input.send('x\r');
		await answer;
		input.send('\u0003');
		expect({raw: input.isRaw, reason: stop.signal.reason}).toMatchObject({raw: false, reason: {exitCode: 130}});
	});

	test('is not left by ctrl-d in the middle of an answer', async () => {
		const {input, conversation} = start();
		const answer = conversation.askHidden('Token: ');
		input.send('ab\u0004c\r');
		expect(await answer).toBe('abc');
	});
});

describe('ctrl-z', () => {
	/** A stay in the shell that the test ends. */
	function startWithShell() {
		const {promise, resolve} = Promise.withResolvers<void>();
		let times = 0;
		const started = start(() => {
			times += 1;
			return promise;
		});
		return {...started, back: resolve, times: () => times};
	}

	test('gives the terminal to the shell, and asks again afterwards, with nothing shown and what was typed kept', async () => {
		const {input, output, conversation, back, times} = startWithShell();
		const answer = conversation.askHidden('Token: ');
		input.send('sec\u001a');
		expect({raw: input.isRaw, reading: input.isReading, times: times()}).toEqual({
			raw: false,
			reading: false,
			times: 1,
		});
		expect(output.text().endsWith('\u001b[?2004l\n')).toBe(true);
		back();
		await expect.poll(() => input.isRaw).toBe(true);
		input.send('ret\r');
		expect(await answer).toBe('secret');
		expect(shown(output.text())).toBe('Token: \nToken: \n');
	});

	test('shows what was typed of an answer that is shown', async () => {
		const {input, output, conversation, back} = startWithShell();
		const answer = conversation.ask('Which one? ');
		input.send('1\u001a');
		back();
		await expect.poll(() => input.isRaw).toBe(true);
		input.send('2\r');
		expect(await answer).toBe('12');
		expect(shown(output.text())).toBe('Which one? 1\nWhich one? 12\n');
	});

	test('works while nothing is asked, too, and takes nothing back that was closed meanwhile', async () => {
		const {input, conversation, stop, back, times} = startWithShell();
		const answer = conversation.askHidden('Token: ');
		input.send('x\r');
		await answer;
		input.send('\u001a');
		expect({raw: input.isRaw, times: times()}).toEqual({raw: false, times: 1});
		stop.because(143);
		back();
		await new Promise(setImmediate);
		expect(input.isRaw).toBe(false);
	});
});
