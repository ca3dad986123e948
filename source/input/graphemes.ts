const notPlainAscii = /[^\x20-\x7e]/;
const segmenter = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** The text's graphemes: what a reader takes for one character, whatever it is made of. */
export function graphemes(text: string): string[] {
	return notPlainAscii.test(text) ? Array.from(segmenter.segment(text), ({segment}) => segment) : text.split('');
}
