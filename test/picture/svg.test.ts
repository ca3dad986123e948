import {describe, expect, test} from 'vitest';
import {createScreen} from '../support/screen.ts';
import {screenToSvg} from '../support/svg.ts';

/** The picture of what a terminal shows of these bytes, its elements one to a line. */
async function pictureOf(bytes: string, columns: number, rows = 1): Promise<readonly string[]> {
	const screen = createScreen(columns, rows);
	await screen.write(bytes);
	const svg = screenToSvg(
		Array.from({length: rows}, (_, row) => screen.cells(row)),
		'a & b',
	);
	screen.close();
	return svg.split('\n').filter((line) => /^<(text|rect x|title)/.test(line));
}

describe('the picture of a screen', () => {
	test('has the text in place, in pieces that keep their columns in every font', async () => {
		expect(await pictureOf('one two   three\r\n x', 16, 2)).toEqual([
			'<title>a &amp; b</title>',
			'<text x="14" y="27.5" textLength="58.8">one two</text>',
			'<text x="98" y="27.5" textLength="42">three</text>',
			'<text x="22.4" y="45.5" textLength="8.4">x</text>',
		]);
	});

	test('has colours, weights and lines', async () => {
		const [, ...elements] = await pictureOf('\u001b[31;1mred\u001b[0m\u001b[2mdim\u001b[0m\u001b[4mline\u001b[0m', 20);
		expect(elements).toEqual([
			'<text x="14" y="27.5" textLength="25.2" fill="#f07178" font-weight="bold">red</text>',
			'<text x="39.2" y="27.5" textLength="25.2" opacity="0.65">dim</text>',
			'<text x="64.4" y="27.5" textLength="33.6" text-decoration="underline">line</text>',
		]);
	});

	test('shows reversed cells on a ground of their own, blanks too', async () => {
		const [, ...elements] = await pictureOf('\u001b[7ma  \u001b[0m', 5);
		expect(elements).toEqual([
			'<rect x="14" y="14" width="25.2" height="18" fill="#d5d9e0"/>',
			'<text x="14" y="27.5" textLength="8.4" fill="#16191f">a</text>',
		]);
	});

	test('gives wide characters two cells, each by itself', async () => {
		const [, ...elements] = await pictureOf('a読書b', 8);
		expect(elements).toEqual([
			'<text x="14" y="27.5" textLength="8.4">a</text>',
			'<text x="22.4" y="27.5" textLength="16.8">読</text>',
			'<text x="39.2" y="27.5" textLength="16.8">書</text>',
			'<text x="56" y="27.5" textLength="8.4">b</text>',
		]);
	});

	test('takes markup for text', async () => {
		expect((await pictureOf('<b>"&', 8))[1]).toContain('>&lt;b&gt;&quot;&amp;<');
	});
});
