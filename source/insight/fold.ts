/** Texts as they are compared: in lower case and without accents, unit for unit, so that positions stay true. */

function foldUnit(unit: string): string {
	const base = unit.normalize('NFD').charAt(0);
	const lower = (base === '' ? unit : base).toLowerCase();
	return lower.length === 1 ? lower : unit;
}

/** `text` in lower case and without accents; always as many code units as `text`. */
export function fold(text: string): string {
	if (/^[\x00-\x7f]*$/.test(text)) {
		return text.toLowerCase();
	}
	let folded = '';
	for (let index = 0; index < text.length; index++) {
		const unit = text.charAt(index);
		folded += unit < '\u0080' ? unit.toLowerCase() : foldUnit(unit);
	}
	return folded;
}
