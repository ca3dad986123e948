/** What is read from Ink's tree has to be what Ink itself would have drawn. */
import * as fc from 'fast-check';
import {Box, type DOMElement, render, Text} from 'ink';
import type {ReactNode} from 'react';
import {expect, test} from 'vitest';
import {InkOutput, watchTree} from '../../source/components/ink-frames.ts';
import {frameOf, frameOfText} from '../../source/components/ink-tree.ts';
import {createSilentInput} from '../../source/input/silent-input.ts';
import type {Frame} from '../../source/terminal/frame/picture.ts';
import {RowMaker} from '../../source/terminal/frame/row.ts';

const columns = 30;
const rows = 8;

/** The cells of a frame, as far as there is a screen for them. */
function cellsOf(frame: Frame): readonly string[] {
	const maker = new RowMaker(columns);
	return Array.from({length: rows}, (_, line) => {
		const {cells, styles} = maker.row(frame[line]);
		return cells.map((cell, column) => `${cell}:${styles[column]}`).join(' ');
	});
}

/** The tree's frame in both ways; `read` is undefined where it is left to Ink. */
async function drawn(
	tree: ReactNode,
): Promise<{readonly read: Frame | undefined; readonly ink: Frame; readonly shown: Frame}> {
	const output = new InkOutput(() => ({columns, rows}));
	const elements: DOMElement[] = [];
	const shown: Frame[] = [];
	const instance = render(<Box />, {
		stdin: createSilentInput(),
		stdout: output,
		stderr: output,
		debug: true,
		patchConsole: false,
		exitOnCtrlC: false,
		interactive: true,
	});
	let text = '';
	const element = (
		<Box ref={(found) => void (found && elements.push(found))} width={columns} height={rows} overflow="hidden">
			{tree}
		</Box>
	);
	text = output.during(() => instance.rerender(element));
	const [found] = elements;
	if (found === undefined) throw new Error('Ink has not mounted the tree');
	let root = found;
	while (root.parentNode !== undefined) root = root.parentNode;
	const read = frameOf(root);
	watchTree(found, output, (frame) => shown.push(frame));
	root.onRender?.();
	instance.unmount();
	await instance.waitUntilExit();
	const [first] = shown;
	if (first === undefined) throw new Error('no frame has been shown');
	return {read, ink: frameOfText(text), shown: first};
}

const words = fc.constantFrom(
	'plain',
	'\u001b[1mbold\u001b[22m and not',
	'\u001b[7m inverse \u001b[27m',
	'漢字 wide',
	'e\u0301 marks \u{1f467}',
	'',
	' ',
	'longer than the whole of the screen is wide',
	'two\nlines',
	'\u001b[31;4mred\u001b[39;24m\u001b[2mdim\u001b[22m',
);

const tree: fc.Arbitrary<ReactNode> = fc.letrec<{node: ReactNode; text: ReactNode; box: ReactNode}>((tie) => ({
	text: fc
		.tuple(
			words,
			fc.constantFrom('truncate-end' as const, 'wrap' as const),
			fc.boolean(),
			fc.constantFrom(undefined, 'cyan', 'red'),
		)
		.map(([text, wrap, bold, colour]) => (
			// biome-ignore lint/correctness/useJsxKeyInIterable: no list of elements, but ways to make them
			<Text wrap={wrap} bold={bold} {...(colour === undefined ? {} : {color: colour})}>
				{text}
			</Text>
		)),
	box: fc
		.tuple(
			fc.array(tie('node'), {maxLength: 4}),
			fc.record(
				{
					flexDirection: fc.constantFrom('row' as const, 'column' as const),
					width: fc.integer({min: 1, max: 32}),
					height: fc.integer({min: 1, max: 9}),
					overflow: fc.constantFrom('hidden' as const, 'visible' as const),
					position: fc.constant('absolute' as const),
					top: fc.integer({min: 0, max: 5}),
					left: fc.integer({min: -3, max: 20}),
					marginLeft: fc.integer({min: 0, max: 3}),
					flexShrink: fc.constant(0),
					borderStyle: fc.constant('round' as const),
				},
				{requiredKeys: []},
			),
		)
		.map(([children, {borderStyle, ...style}]) => (
			// biome-ignore lint/correctness/useJsxKeyInIterable: no list of elements, but ways to make them
			<Box {...style} {...(borderStyle !== undefined && children.length === 3 ? {borderStyle} : {})}>
				{children.map((child, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: the tree never changes
					<Box key={index} flexShrink={0}>
						{child}
					</Box>
				))}
			</Box>
		)),
	node: fc.oneof({maxDepth: 3}, tie('text'), tie('box')),
})).node;

test('a tree is read as Ink draws it, or left to Ink', {timeout: 60_000}, async () => {
	let count = 0;
	await fc.assert(
		fc.asyncProperty(tree, async (node) => {
			const {read, ink, shown} = await drawn(node);
			expect(cellsOf(shown)).toEqual(cellsOf(ink));
			if (read === undefined) return;
			count++;
			expect(cellsOf(read)).toEqual(cellsOf(ink));
		}),
		{numRuns: 300, seed: 7},
	);
	expect(count).toBeGreaterThan(100);
});

test('what has borders, and what is too long, is left to Ink', async () => {
	expect((await drawn(<Text wrap="truncate-end">plain</Text>)).read).toBeDefined();
	expect(
		(
			await drawn(
				<Box borderStyle="round">
					<Text>x</Text>
				</Box>,
			)
		).read,
	).toBeUndefined();
	expect((await drawn(<Text>{'long '.repeat(20)}</Text>)).read).toBeUndefined();
});
