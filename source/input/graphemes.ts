import {segmentsOf} from '../unicode.ts';

const notPlainAscii = /[^\x20-\x7e]/;

/** The text's graphemes: what a reader takes for one character, whatever it is made of. */
export function graphemes(text: string): string[] {
	if (!notPlainAscii.test(text)) return text.split('');
	return Array.from(segmentsOf(text), ({segment}) => segment);
}
