/**
 * Text from outside made visible and inert. A server's text must not drive the terminal (CVE-2021-25743 is what happens
 * otherwise), so everything that moves the cursor, reorders, hides or joins characters is shown as `\u{1b}` instead.
 */

const notPlainAscii = /[^\x20-\x7e]/;

// Hidden or active characters: controls, formats (bidi included), lone surrogates, line and paragraph separators,
// noncharacters, and everything that is drawn as nothing (fillers, variation selectors, tags).
// Three of them stay where they shape an emoji and are hidden nowhere else: ZWJ between two pictographs, VS15/VS16
// after a pictograph, and VS16 in a keycap. Behind a letter a variation selector only serves to forge a name.
const suspicious = new RegExp(
	[
		String.raw`(?<=\p{Extended_Pictographic}(?:\u{fe0f}|\p{Emoji_Modifier})?)\u{200d}(?=\p{Extended_Pictographic})`,
		String.raw`(?<=\p{Extended_Pictographic})[\u{fe0e}\u{fe0f}]`,
		String.raw`(?<=[0-9#*])\u{fe0f}(?=\u{20e3})`,
		String.raw`([\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}])`,
	].join('|'),
	'gu',
);

/** Nesting that no answer of the API comes near; deeper data is cut instead of overflowing the stack. */
const deepest = 200;

/**
 * Replaces every control, format, bidi and zero-width character, lone surrogate and line end by its visible, inert
 * form `\u{1b}`. Idempotent; plain ASCII comes back as the same string.
 */
export function sanitise(text: string): string {
	return replaceHidden(text, (hidden) => `\\u{${(hidden.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Another form for every character that {@link sanitise} writes out. */
export function replaceHidden(text: string, form: (hidden: string) => string): string {
	if (!notPlainAscii.test(text)) return text;
	return text.replace(suspicious, (kept: string, hidden: string | undefined) =>
		hidden === undefined ? kept : form(hidden),
	);
}

/**
 * {@link sanitise} over every string and key of parsed JSON. What is clean comes back as the same object, so that a
 * list of thousands of clean objects is not copied. Data nested deeper than 200 levels is replaced by a note.
 * @param told what each text was
 */
export function sanitiseTree(value: unknown, told: (inert: string, original: string) => void = () => {}): unknown {
	return clean(value, 0, told);
}

type Told = (inert: string, original: string) => void;

function inert(text: string, told: Told): string {
	const result = sanitise(text);
	told(result, text);
	return result;
}

function clean(value: unknown, depth: number, told: Told): unknown {
	if (typeof value === 'string') return inert(value, told);
	if (typeof value !== 'object' || value === null) return value;
	if (depth >= deepest) return '(nested too deeply to show)';
	if (Array.isArray(value)) {
		const items = value.map((item) => clean(item, depth + 1, told));
		return items.every((item, index) => item === value[index]) ? value : items;
	}
	let changed = false;
	const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
		const entry: [string, unknown] = [inert(key, told), clean(item, depth + 1, told)];
		changed ||= entry[0] !== key || entry[1] !== item;
		return entry;
	});
	// fromEntries defines properties, so a key `__proto__` stays a key and sets no prototype.
	return changed ? Object.fromEntries(entries) : value;
}
