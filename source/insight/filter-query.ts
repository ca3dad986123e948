/**
 * The language of the list filter: words that all have to match. `word` fuzzily, `'word` and `"two words"` exactly,
 * `!word` not at all, `field:value` in one column; no upper and lower case, no accents.
 */
import {fold} from './fold.ts';

export type TermKind = 'fuzzy' | 'exact' | 'empty';

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
	readonly exact: boolean;
	readonly quoted: boolean;
	readonly text: string;
	readonly source: string;
}

const tokenPattern = /(!?)(?:([\p{L}\p{N}_-]+):)?('?)(?:"([^"]*)("|$)|(\S*))/uy;

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
		const quoted = match[4] !== undefined;
		open ||= quoted && match[5] === '';
		found.push({
			negated: match[1] === '!',
			prefix: match[2],
			exact: match[3] === "'",
			quoted,
			text: match[4] ?? match[6] ?? '',
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

/** A field by its name or by a beginning of it that fits no other. */
function findField(prefix: string, fields: readonly string[]): FieldSearch {
	const wanted = plain(prefix);
	const named = fields.findIndex((name) => plain(name) === wanted);
	if (named >= 0) {
		return {kind: 'found', field: named};
	}
	const starting = fields.flatMap((name, field) => (wanted !== '' && plain(name).startsWith(wanted) ? [field] : []));
	const [first] = starting;
	if (first === undefined) {
		return {kind: 'none'};
	}
	return starting.length === 1
		? {kind: 'found', field: first}
		: {kind: 'several', names: starting.flatMap((field) => fields[field] ?? [])};
}

/** Reads a query; `fields` are the names of the columns. Nothing is an error: what is half typed filters nothing. */
export function parseFilter(query: string, fields: readonly string[]): FilterQuery {
	const problems: string[] = [];
	const terms: FilterTerm[] = [];
	const read = tokens(query);
	for (const token of read.tokens) {
		const {negated} = token;
		if (token.prefix !== undefined) {
			const search = findField(token.prefix, fields);
			if (search.kind === 'found') {
				if (token.text !== '') {
					terms.push({kind: 'exact', text: fold(token.text), negated, field: search.field});
				} else if (token.quoted && !read.open) {
					terms.push({kind: 'empty', text: '', negated, field: search.field});
				}
				continue;
			}
			problems.push(
				search.kind === 'several'
					? `${token.prefix}: could be ${search.names.join(' or ')}`
					: `no field ${token.prefix}: here; there is ${fields.join(', ')}`,
			);
			// A word with a colon may be just that (a scope, a time): look for it as it stands.
			const literal = `${token.prefix}:${token.text}`;
			terms.push({kind: 'exact', text: fold(literal), negated, field: undefined});
			continue;
		}
		if (token.text !== '') {
			const exact = token.exact || token.quoted || negated;
			terms.push({kind: exact ? 'exact' : 'fuzzy', text: fold(token.text), negated, field: undefined});
		}
	}
	if (read.open) {
		problems.push('the quote is not closed');
	}
	return {terms, problems};
}
