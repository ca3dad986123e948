import {Writable} from 'node:stream';
import {type Instance, render} from 'ink';
import SelectInput from 'ink-select-input';
import TextInput from 'ink-text-input';
import {type ReactElement, useState} from 'react';
import {afterEach, describe, expect, it} from 'vitest';
import {createKeyDecoder, type KeyEvent} from '../../source/input/keys.ts';
import {createWidgetInput, encodeKey, type WidgetInput} from '../../source/input/widget-input.ts';

function decode(bytes: string): KeyEvent[] {
	const decoder = createKeyDecoder();
	return [...decoder.push(bytes), ...decoder.flush()];
}

/** An output that looks like a terminal to Ink. */
class Output extends Writable {
	readonly isTTY = true;
	readonly columns = 80;
	readonly rows = 24;
	frame = '';

	override _write(chunk: Buffer, _encoding: string, done: () => void): void {
		const text = chunk.toString();
		if (text.trim() !== '') this.frame = text;
		done();
	}
}

let instance: Instance | undefined;
afterEach(() => instance?.unmount());

function show(element: ReactElement): {readonly input: WidgetInput; readonly output: Output} {
	const output = new Output();
	const input = createWidgetInput();
	instance = render(element, {
		stdin: input.stream,
		stdout: output,

		interactive: true,
		maxFps: 60,
		exitOnCtrlC: false,
		patchConsole: false,
	});
	return {input, output};
}

const keys = (...chords: string[]): KeyEvent[] => chords.map((chord) => ({kind: 'key', chord, text: ''}));

function Field({onSubmit}: {readonly onSubmit: (value: string) => void}) {
	const [value, setValue] = useState('');
	return <TextInput value={value} onChange={setValue} onSubmit={onSubmit} />;
}

describe('the input for widgets', () => {
	it('gives ink-select-input every key of a burst', async () => {
		const items = ['a', 'b', 'c', 'd', 'e'].map((value) => ({label: value, value}));
		const selected = await new Promise<string>((resolve) => {
			const {input} = show(<SelectInput items={items} onSelect={(item) => resolve(item.value)} />);
			for (const key of keys('down', 'down', 'down', 'enter')) input.forward(key);
		});
		expect(selected).toBe('d');
	});

	it('gives ink-text-input every character of a burst, a paste without its line ends, and Enter last', async () => {
		const submitted = await new Promise<string>((resolve) => {
			const {input} = show(<Field onSubmit={resolve} />);
			const burst = decode('secret\u007f\u001b[D\u001b[200~-to\rken \r\n\u001b[201~\r');
			for (const event of burst) input.forward(event);
		});
		expect(submitted).toBe('secr-to kene');
	});
});

describe('encodeKey', () => {
	it.each([
		...[
			'a',
			'G',
			' ',
			'é',
			'\r',
			'\t',
			'\u007f',
			'\u001b',
			'\u001b[A',
			'\u001b[Z',
			'\u001b[H',
			'\u001b[5~',
			'\u001b[3~',
		],
		...['\u0001', '\u001a', '\u0000', '\u001bx', '\u001bX', '\u001b\r', '\u001b\u007f', '\u001b\u0001', '\u001f'],
	])('writes %j as it was read', (bytes) => {
		const [event] = decode(bytes);
		expect(event === undefined ? undefined : encodeKey(event)).toBe(bytes);
	});

	it('writes nothing for keys that the widgets know nothing of', () => {
		for (const key of keys('f1', 'ctrl+up', 'super+x')) expect(encodeKey(key)).toBe('');
	});

	it('writes a paste as one line without control characters', () => {
		expect(encodeKey({kind: 'paste', text: '\n a \n\n b\u001b[A\t\n', truncated: false})).toBe('a b[A');
	});
});
