/**
 * What takes tables of Unicode, loaded when it is first needed: most frames do without, and the first one would wait for
 * it (measured: 35 ms).
 */
import {createRequire} from 'node:module';

type StringWidth = typeof import('string-width').default;

let measure: StringWidth | undefined;

function loadMeasure(): StringWidth {
	// The build puts the module in the place of the first one, and runs it there and then.
	const loaded: typeof import('string-width') =
		typeof require === 'function' ? require('string-width') : createRequire(import.meta.url)('string-width');
	return loaded.default;
}

/** The width of a text in cells, as string-width has it. */
export const stringWidth: StringWidth = (text, options) => {
	measure ??= loadMeasure();
	return measure(text, options);
};

let segmenter: Intl.Segmenter | undefined;

/** The graphemes of a text. */
export function segmentsOf(text: string): Intl.Segments {
	segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
	return segmenter.segment(text);
}

/** 1,250. */
export function grouped(value: number): string {
	// What Intl has for it takes 3 ms to load.
	return Number.isSafeInteger(value)
		? String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ',')
		: value.toLocaleString('en-US');
}
