/** The operators that zone names can be filtered with (contract 9.5): `contains:shop`. */
const operators: Readonly<Record<string, (name: string, text: string) => boolean>> = {
	equal: (name, text) => name.toLowerCase() === text.toLowerCase(),
	not_equal: (name, text) => name.toLowerCase() !== text.toLowerCase(),
	starts_with: (name, text) => name.toLowerCase().startsWith(text.toLowerCase()),
	ends_with: (name, text) => name.toLowerCase().endsWith(text.toLowerCase()),
	contains: (name, text) => name.toLowerCase().includes(text.toLowerCase()),
	starts_with_case_sensitive: (name, text) => name.startsWith(text),
	ends_with_case_sensitive: (name, text) => name.endsWith(text),
	contains_case_sensitive: (name, text) => name.includes(text),
};

/** Reads `operator:text`, or a plain text for an equal name. */
export function nameFilter(value: string): (name: string) => boolean {
	const colon = value.indexOf(':');
	const matches = colon === -1 ? undefined : operators[value.slice(0, colon)];
	const text = matches === undefined ? value : value.slice(colon + 1);
	const test = matches ?? operators.equal;
	return (name) => test?.(name, text) ?? false;
}
