/**
 * The language of the list filter: words that all have to match. `word` in one piece or, if it is in no row so, fuzzily;
 * `~word` fuzzily, `'word` and `"two words"` in one piece only, `!word` not at all, `field:value`, `field:!value`,
 * `field:>5` in one column; no upper and lower case, no accents.
 */
import {fold} from './fold.ts';

export type TermKind = 'word' | 'fuzzy' | 'exact' | 'empty' | Comparison;

/** Of the numbers in one column with `text`, which is a number. */
export type Comparison = '>' | '>=' | '<' | '<=';

/** What a filter may call a column. */
export interface FilterField {
	readonly name: string;
	/** As its head says; comes before the name of another column. */
	readonly title?: string | undefined;
}

/** One condition; a row has to satisfy all of them. */
export interface FilterTerm {
	readonly kind: TermKind;
	/** Folded; empty for `empty`. */
	readonly text: string;
	readonly negated: boolean;
	/** The one column that is looked at; `undefined` for any. */
	readonly field: number | undefined;
}

export interface FilterQuery {
	readonly terms: readonly FilterTerm[];
	/** What is odd about the query, for people: a field that does not exist, a quote left open. */
	readonly problems: readonly string[];
}

interface Token {
	readonly negated: boolean;
	readonly prefix: string | undefined;
	readonly comparison: Comparison | undefined;
	readonly fuzzy: boolean;
	readonly exact: boolean;
	readonly quoted: boolean;
	readonly text: string;
	readonly source: string;
}

const tokenPattern = /(!?)(?:([\p{L}\p{N}_-]+):(!?)(?:([<>]=?)(?=[\d,]*(?:\s|$)))?)?([~']?)(?:"([^"]*)("|$)|(\S*))/uy;

function comparisonOf(text: string | undefined): Comparison | undefined {
	return text === '>' || text === '>=' || text === '<' || text === '<=' ? text : undefined;
}

function tokens(query: string): {readonly tokens: readonly Token[]; readonly open: boolean} {
	const found: Token[] = [];
	let open = false;
	let position = 0;
	while (position < query.length) {
		if (/\s/.test(query.charAt(position))) {
			position++;
			continue;
		}
		tokenPattern.lastIndex = position;
		const match = tokenPattern.exec(query);
		if (!match || match[0] === '') {
			break;
		}
		const [, not, prefix, butNot, comparison, mark, inQuotes, end, bare] = match;
		const quoted = inQuotes !== undefined;
		open ||= quoted && end === '';
		found.push({
			negated: (not === '!') !== (butNot === '!'),
			prefix,
			comparison: comparisonOf(comparison),
			fuzzy: mark === '~',
			exact: mark === "'",
			quoted,
			text: inQuotes ?? bare ?? '',
			source: match[0],
		});
		position += match[0].length;
	}
	return {tokens: found, open};
}

function plain(name: string): string {
	return fold(name).replace(/[^\p{L}\p{N}]/gu, '');
}

type FieldSearch =
	| {readonly kind: 'found'; readonly field: number}
	| {readonly kind: 'several'; readonly names: readonly string[]}
	| {readonly kind: 'none'};

/** `policies`, `policy` and `polic` for short: what one and many of a thing have in common. */
function stemOf(name: string): string {
	return name.replace(/(?:ies|y|s)$/, '');
}

/** How a column is called in what people read: as its head, if that is one word. */
function calledOf({name, title = ''}: FilterField): string {
	return /^[\p{L}\p{N}]+$/u.test(title) ? title.toLowerCase() : name;
}

/**
 * A field by its title, its name, one or many of either, or a beginning that fits no other: the first of these ways
 * that finds any.
 */
function findField(prefix: string, fields: readonly FilterField[]): FieldSearch {
	const wanted = plain(prefix);
	const names = fields.map(({name, title = ''}) => ({title: plain(title), name: plain(name)}));
	const ways: readonly ((names: {readonly title: string; readonly name: string}) => boolean)[] = [
		({title}) => title === wanted,
		({name}) => name === wanted,
		({title, name}) => stemOf(title) === stemOf(wanted) || stemOf(name) === stemOf(wanted),
		({title}) => title.startsWith(wanted),
		({name}) => name.startsWith(wanted),
	];
	for (const fits of wanted === '' ? [] : ways) {
		const found = names.flatMap((each, field) => (fits(each) ? [field] : []));
		const [first] = found;
		if (first === undefined) {
			continue;
		}
		return found.length === 1
			? {kind: 'found', field: first}
			: {kind: 'several', names: found.flatMap((field) => calledOf(fields[field] ?? {name: ''}))};
	}
	return {kind: 'none'};
}

/** Characters of what is said about a query: a line of the smallest usual terminal. */
const longestProblem = 78;

function unknownField(prefix: string, fields: readonly FilterField[]): string {
	const said = `no field ${prefix.length > 20 ? `${prefix.slice(0, 20)}…` : prefix}: try ${fields.map(calledOf).join(', ')}`;
	return said.length <= longestProblem ? said : `${said.slice(0, longestProblem - 1)}…`;
}

/** Reads a query; `fields` are the columns. Nothing is an error: what is half typed filters nothing. */
export function parseFilter(query: string, fields: readonly FilterField[]): FilterQuery {
	const problems: string[] = [];
	const terms: FilterTerm[] = [];
	const read = tokens(query);
	for (const token of read.tokens) {
		const {negated} = token;
		if (token.prefix !== undefined) {
			const search = findField(token.prefix, fields);
			if (search.kind === 'found') {
				if (token.comparison !== undefined) {
					if (token.text !== '') {
						const text = token.text.replaceAll(',', '');
						terms.push({kind: token.comparison, text, negated, field: search.field});
					}
				} else if (token.text !== '') {
					terms.push({kind: token.fuzzy ? 'fuzzy' : 'exact', text: fold(token.text), negated, field: search.field});
				} else if (token.quoted && !read.open) {
					terms.push({kind: 'empty', text: '', negated, field: search.field});
				}
				continue;
			}
			problems.push(
				search.kind === 'several'
					? `${token.prefix}: could be ${search.names.join(' or ')}`
					: unknownField(token.prefix, fields),
			);
			// A word with a colon may be just that (a scope, a time): look for it as it stands.
			const literal = `${token.prefix}:${token.comparison ?? ''}${token.text}`;
			terms.push({kind: 'exact', text: fold(literal), negated, field: undefined});
			continue;
		}
		if (token.text !== '') {
			const exact = token.exact || token.quoted || negated;
			terms.push({
				kind: token.fuzzy ? 'fuzzy' : exact ? 'exact' : 'word',
				text: fold(token.text),
				negated,
				field: undefined,
			});
		}
	}
	if (read.open) {
		problems.push('the quote is not closed');
	}
	return {terms, problems};
}
