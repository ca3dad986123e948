import {useInput} from 'ink';
import {render} from 'ink-testing-library';
import {useEffect} from 'react';
import {describe, expect, it} from 'vitest';
import {editLine} from '../../source/input/edit-line.ts';
import {fitParts, linesPart, type Part} from '../../source/screens/sign-in/parts.ts';
import {Field, Selection} from '../../source/screens/sign-in/widgets.tsx';
import {span} from '../../source/terminal/line.ts';

/** What a component shows, without its looks. */
function shown(frame: string | undefined): string {
	return (frame ?? '').replaceAll(/\u001b\[[0-9;]*m/gu, '');
}

/** Hears what Ink gives to all who listen. */
function Probe({onReady, onInput}: {readonly onReady: () => void; readonly onInput: (input: string) => void}) {
	useInput(onInput);
	useEffect(onReady, [onReady]);
	return null;
}

const field = {prompt: 'Key: ', secret: false, focused: true, width: 30};

const items = ['one', 'two', 'three'].map((label) => ({label, value: label}));

describe('the selection', () => {
	it('marks the line that the state says, again whenever it says another', () => {
		const {lastFrame, rerender, unmount} = render(<Selection items={items} cursor={0} width={20} />);
		expect(shown(lastFrame())).toBe('> one\n  two\n  three');
		rerender(<Selection items={items} cursor={2} width={20} />);
		expect(shown(lastFrame())).toBe('  one\n  two\n> three');
		rerender(<Selection items={items.slice(1)} cursor={0} width={20} />);
		expect(shown(lastFrame())).toBe('> two\n  three');
		unmount();
	});

	it('hears no keys of its own', async () => {
		const heard: string[] = [];
		const {promise, resolve} = Promise.withResolvers<void>();
		const {lastFrame, stdin, unmount} = render(
			<>
				<Selection items={items} cursor={1} width={20} />
				<Field {...field} line={editLine('abc')} />
				<Probe onReady={resolve} onInput={(input) => heard.push(input)} />
			</>,
		);
		await promise;
		stdin.write('\u001b[B');
		stdin.write('j');
		expect(heard).toEqual(['', 'j']);
		await new Promise((done) => setImmediate(done));
		expect(shown(lastFrame())).toMatch(/^ {2}one\n> two\n {2}three\nKey: abc\s*$/u);
		unmount();
	});

	it('cuts what is wider than it may be', () => {
		const {lastFrame, unmount} = render(<Selection items={items} cursor={0} width={6} />);
		expect(shown(lastFrame())).toBe('> one\n  two\n  thr…');
		unmount();
	});
});

describe('the field', () => {
	it('shows its text, the cursor where the state says', () => {
		const {lastFrame, unmount} = render(<Field {...field} line={{text: 'abc', cursor: 1}} />);
		expect(shown(lastFrame()).trimEnd()).toBe('Key: abc');
		expect(lastFrame()).toContain('a\u001b[7mb\u001b[27mc');
		unmount();
	});

	it('shows a star for each character of a secret', () => {
		const {lastFrame, unmount} = render(<Field {...field} secret line={editLine('s3cret')} />);
		expect(shown(lastFrame()).trimEnd()).toBe('Key: ******');
		unmount();
	});

	it('has no cursor where nothing is typed', () => {
		const {lastFrame, unmount} = render(<Field {...field} focused={false} line={{text: 'abc', cursor: 1}} />);
		expect(lastFrame()).not.toContain('\u001b[7m');
		unmount();
	});
});

describe('the parts of a step', () => {
	const lines = (...texts: readonly string[]) => linesPart(...texts.map((text) => (text === '' ? [] : [span(text)])));
	const texts = (parts: readonly Part[]): readonly string[] =>
		parts.flatMap((part) =>
			part.kind === 'lines' ? part.lines.map((line) => line.map(({text}) => text).join('')) : [part.kind],
		);
	const select = {kind: 'select', items, cursor: 0} as const;

	it('stay as they are where there is room', () => {
		expect(texts(fitParts([lines('a', ''), select, lines('', 'b')], 20, 7).parts)).toEqual([
			'a',
			'',
			'select',
			'',
			'b',
		]);
	});

	it('lose empty lines from the end where there is little, as few as possible', () => {
		expect(texts(fitParts([lines('a', ''), select, lines('', 'b')], 20, 6).parts)).toEqual(['a', '', 'select', 'b']);
		expect(texts(fitParts([lines('a', ''), select, lines('', 'b')], 20, 5).parts)).toEqual(['a', 'select', 'b']);
	});

	it('are cut at the end where there is less, and say by how much', () => {
		expect(texts(fitParts([select, lines('b', '', 'c', 'd', 'e')], 20, 5).parts)).toEqual([
			'select',
			'b',
			'… 3 more lines (pgdn)',
		]);
	});
});
