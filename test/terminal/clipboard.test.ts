import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {clipboardLimit, copyToClipboard} from '../../source/terminal/clipboard.ts';

function sequenceOf(text: string, environment: Readonly<Record<string, string>>): string {
	const copy = copyToClipboard(text, environment);
	if ('refused' in copy) throw new Error('refused');
	return copy.sequence;
}

/** The text in an OSC 52 sequence. */
function textIn(sequence: string): string {
	const [, encoded] = /^\u001b\]52;c;([A-Za-z\d+/=]*)\u0007$/.exec(sequence) ?? [];
	if (encoded === undefined) throw new Error(`not OSC 52: ${JSON.stringify(sequence)}`);
	return Buffer.from(encoded, 'base64').toString();
}

describe('copyToClipboard', () => {
	it('sends OSC 52 to a terminal', () => {
		expect(sequenceOf('hé', {})).toBe('\u001b]52;c;aMOp\u0007');
		expect(sequenceOf('hé', {TMUX: '', STY: ''})).toBe('\u001b]52;c;aMOp\u0007');
	});

	it('sends it through tmux wrapped, and once more plain for tmux itself', () => {
		expect(sequenceOf('hé', {TMUX: '/tmp/tmux-0/default,1,0'})).toBe(
			'\u001bPtmux;\u001b\u001b]52;c;aMOp\u0007\u001b\\\u001b]52;c;aMOp\u0007',
		);
	});

	it('sends it through GNU screen in pieces that it passes on', () => {
		const sequence = sequenceOf('x'.repeat(500), {STY: '1234.pts-0.host'});
		const pieces = [...sequence.matchAll(/\u001bP(.*?)\u001b\\/gs)].map(([, piece = '']) => piece);
		expect(pieces.map((piece) => `\u001bP${piece}\u001b\\`).join('')).toBe(sequence);
		expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(76);
		expect(textIn(pieces.join(''))).toBe('x'.repeat(500));
	});

	it('carries any text', () => {
		fc.assert(
			fc.property(fc.string({unit: 'grapheme', maxLength: 300}), (text) => {
				expect(textIn(sequenceOf(text, {}))).toBe(text);
			}),
		);
	});

	it('refuses what terminals would ignore or cut', () => {
		expect(sequenceOf('x'.repeat(clipboardLimit), {})).toHaveLength(100_000);
		expect(copyToClipboard(`${'x'.repeat(clipboardLimit - 1)}é`, {})).toEqual({
			refused: 'too long',
			bytes: clipboardLimit + 1,
			limit: clipboardLimit,
		});
	});
});
