import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {fold} from '../../source/insight/fold.ts';
import {compileFilter, type FilterColumn, filterRows} from '../../source/insight/fuzzy.ts';
import {matchExactly, matchFuzzily, scoreExactly, widestSpread} from '../../source/insight/fuzzy-match.ts';
import {growthByTen, proportionate} from '../support/growth.ts';

interface Row {
	readonly name: string;
	readonly status: string;
	readonly members: string;
}

const columns: readonly FilterColumn<Row>[] = [
	{name: 'name', text: (row) => row.name},
	{name: 'status', text: (row) => row.status},
	{name: 'members', text: (row) => row.members},
];
const fields = columns.map(({name}) => name);

const rows: readonly Row[] = [
	{name: 'platform-admins', status: 'accepted', members: '12'},
	{name: 'platform-dns', status: 'accepted', members: '8'},
	{name: 'DNS Write (zone)', status: 'pending', members: '2'},
	{name: 'José Müller', status: '', members: '0'},
	{name: 'sandbox: platform', status: 'pending', members: '20'},
];

function names(query: string): readonly string[] {
	const {indices} = filterRows(compileFilter(query, fields), rows, columns);
	return indices.map((index) => rows[index]?.name ?? '');
}

describe('a filter', () => {
	test.each([
		['nothing', '', rows.map(({name}) => name)],
		['blanks', '   ', rows.map(({name}) => name)],
		[
			'a word that stands somewhere in one piece, which is not looked for in pieces',
			'pend',
			['DNS Write (zone)', 'sandbox: platform'],
		],
		['letters in order where no row has them in one piece', 'pldns', ['platform-admins', 'platform-dns']],
		['letters in order, but not across words', 'dwrite', []],
		['letters in order, but not in columns that nothing is named by', 'pnding', []],
		['letters in order, asked for', '~plat-a', ['platform-admins']],
		['letters in order, asked for, that also stand in one piece', '~dns', ['platform-dns', 'DNS Write (zone)']],
		['a number greater than one', 'members:>8', ['platform-admins', 'sandbox: platform']],
		['a number at least so great', 'members:>=8', ['platform-admins', 'platform-dns', 'sandbox: platform']],
		['a number less than one', 'members:<2', ['José Müller']],
		['a number at most so great', 'members:<=2 !members:0', ['DNS Write (zone)']],
		['a number that is not greater', 'members:!>2', ['DNS Write (zone)', 'José Müller']],
		['a comparison not typed to its end', 'members:>', rows.map(({name}) => name)],
		['a comparison of what is no number', 'status:>2', []],
		[
			'a value that a field must not have',
			'status:!accepted',
			['DNS Write (zone)', 'José Müller', 'sandbox: platform'],
		],
		['a value that a field must have, negated twice', '!status:!pending', ['DNS Write (zone)', 'sandbox: platform']],
		['a field in the singular', 'member:8', ['platform-dns']],
		['a word in any case', 'PLATFORM', ['platform-admins', 'platform-dns', 'sandbox: platform']],
		['characters in order', 'plmins', ['platform-admins']],
		['characters in order, but only from the beginning of a word on', 'dns', ['platform-dns', 'DNS Write (zone)']],
		['several words, all of which have to match', 'plat dns', ['platform-dns']],
		['words that match in different columns', 'dns pend', ['DNS Write (zone)']],
		['an exact word', "'latform-d", ['platform-dns']],
		['an exact word that is not there', "'plmins", []],
		['a word that must not be there', 'plat !sandbox', ['platform-admins', 'platform-dns']],
		['only words that must not be there', '!platform !josé', ['DNS Write (zone)']],
		['words in quotes', '"dns write"', ['DNS Write (zone)']],
		['words in quotes that must not be there', '!"dns write" dns', ['platform-dns']],
		['a field', 'status:pending', ['DNS Write (zone)', 'sandbox: platform']],
		['a field with a quoted value', 'name:"dns write"', ['DNS Write (zone)']],
		['a field that must not be so', '!status:accepted', ['DNS Write (zone)', 'José Müller', 'sandbox: platform']],
		['the beginning of a field', 'st:pend', ['DNS Write (zone)', 'sandbox: platform']],
		['a field in capitals', 'STATUS:Pending', ['DNS Write (zone)', 'sandbox: platform']],
		['an empty field', 'status:""', ['José Müller']],
		['a field that is not empty', '!status:"" name:j', []],
		['a number in a field, which is not a part of a number', 'members:2', ['DNS Write (zone)']],
		['the number nought', 'members:0', ['José Müller']],
		['a field in order, not only anywhere', 'name:pending', []],
		['letters without their accents', 'jose muller', ['José Müller']],
		['letters with accents', 'MÜLLER', ['José Müller']],
		['a field not typed to its end', 'status:', rows.map(({name}) => name)],
		['a lone exclamation mark', '!', rows.map(({name}) => name)],
		['a lone quote', "'", rows.map(({name}) => name)],
		['both', "!'", rows.map(({name}) => name)],
		['a quote just opened', '"', rows.map(({name}) => name)],
		['a field with a quote just opened', 'status:"', rows.map(({name}) => name)],
		['a quote left open', '"dns wr', ['DNS Write (zone)']],
		['a word with a colon that is no field', 'sandbox:', ['sandbox: platform']],
		['what only looks like a pattern', '.*', []],
		['punctuation', '(zone)', ['DNS Write (zone)']],
	])('for %s', (_, query, found) => {
		expect(names(query)).toEqual(found);
	});

	test('says what is odd about it', () => {
		const problems = (query: string, of = fields) => compileFilter(query, of).problems;
		expect(problems('statsu:x')).toEqual(['no field statsu: try name, status, members']);
		expect(problems('m:1', ['members', 'modified'])).toEqual(['m: could be members or modified']);
		expect(problems('"dns')).toEqual(['the quote is not closed']);
		expect(problems('status:pending !x "a b"')).toEqual([]);
		expect(problems('')).toEqual([]);
	});

	test('names the fields that there are in a line of 80 cells', () => {
		const many = Array.from({length: 20}, (_, at) => ({name: `column-${at}`}));
		const [problem = ''] = compileFilter(`${'x'.repeat(60)}:y`, many).problems;
		expect(problem.length).toBeLessThanOrEqual(78);
		expect(problem).toMatch(/^no field x{20}…: try column-0, .*…$/);
	});

	test('calls a column by its title first, then by its name, one or many of them, or a beginning', () => {
		const members = [
			{name: 'address', title: 'ADDRESS'},
			{name: 'person', title: 'NAME'},
			{name: 'policies', title: 'POL'},
		];
		const fieldOf = (query: string) => compileFilter(query, members).terms[0]?.field;
		expect(
			['name:x', 'person:x', 'people:x', 'policy:x', 'policies:x', 'pol:x', 'poli:x', 'addr:x'].map(fieldOf),
		).toEqual([1, 1, undefined, 2, 2, 2, 2, 0]);
		expect(compileFilter('x:y', members).problems).toEqual(['no field x: try address, name, pol']);
		expect(
			compileFilter('name:y', [
				{name: 'name', title: 'SCOPE'},
				{name: 'label', title: 'NAME'},
			]).terms[0]?.field,
		).toBe(1);
	});

	test('takes the field itself where its name begins another', () => {
		expect(compileFilter('name:x', ['name again', 'name']).terms).toEqual([
			{kind: 'exact', text: 'x', negated: false, field: 1},
		]);
		expect(compileFilter('two-factor:no', ['Two factor']).problems).toEqual([]);
	});

	test('is empty when it lets everything through', () => {
		expect(compileFilter(' status: ! ', fields).empty).toBe(true);
		expect(compileFilter('x', fields).empty).toBe(false);
	});

	test('keeps the order of the rows and says how well each matches', () => {
		const {indices, scores} = filterRows(compileFilter('dns', fields), rows, columns);
		expect(indices).toEqual([1, 2]);
		expect(scores[1]).toBeGreaterThan(scores[0] ?? Number.NaN);
	});

	test('takes a match in the name for better than one in what else is said of a row', () => {
		const groups = [
			{name: 'antwerp-analytics', grant: 'DNS on whole account'},
			{name: 'amsterdam-platform-dns', grant: 'Cache Purge'},
		];
		const {scores} = filterRows(compileFilter('dns', ['name', 'grant']), groups, [
			{name: 'name', text: ({name}) => name},
			{name: 'grant', text: ({grant}) => grant},
		]);
		expect(scores[1]).toBeGreaterThan(scores[0] ?? Number.NaN);
	});

	test('asks a column once for each row, also when rows are added', () => {
		let asked = 0;
		const counting: readonly FilterColumn<Row>[] = [
			{
				name: 'name',
				text: (row) => {
					asked += 1;
					return row.name;
				},
			},
		];
		filterRows(compileFilter('a', ['name']), rows.slice(0, 2), counting);
		filterRows(compileFilter('ab', ['name']), rows, counting);
		filterRows(compileFilter('abc', ['name']), rows, counting);
		expect(asked).toBe(rows.length);
	});

	test('highlights what made a row match, in the column asked for only', () => {
		const highlight = (query: string) => filterRows(compileFilter(query, fields), rows, columns).highlight;
		const filter = highlight('pldns status:pend !zzz');
		expect(filter('platform-dns', 0)).toEqual([0, 1, 9, 10, 11]);
		expect(filter('pending', 1)).toEqual([0, 1, 2, 3]);
		expect(filter('pending', 0)).toEqual([]);
		expect(highlight('mul')('José Müller', 0)).toEqual([5, 6, 7]);
		expect(highlight('dns')('dark nights', 0)).toEqual([]);
		expect(highlight('members:2')('20', 2)).toEqual([]);
		expect(highlight('members:>2')('20', 2)).toEqual([]);
		expect(highlight('status:""')('', 1)).toEqual([]);
	});
});

describe('of two texts that match', () => {
	test.each([
		['the contiguous one', 'dns', 'platform-dns', 'dark nights'],
		['the one at the beginning of a word', 'ad', 'platform-admins', 'roadmap'],
		['the one at the beginnings of words', 'pa', 'platform-admins', 'paused'.slice(1).padStart(8, 'xp')],
		['the shorter spread', 'pds', 'pads', 'p-a-d-a-s'.replaceAll('-', '')],
		['the whole one', 'dns', 'dns', 'dns write'],
	])('%s counts more', (_, word, better, worse) => {
		expect(matchFuzzily(better, word)?.score).toBeGreaterThan(matchFuzzily(worse, word)?.score ?? 0);
	});
});

/** The definition of a match: in one piece, or in order within a stretch that begins a word. All are tried. */
function plainlyMatches(text: string, word: string): boolean {
	for (let start = 0; start < text.length; start++) {
		const stretch = text.slice(start, start + widestSpread(word.length));
		const beginsWord = start === 0 || (/[a-z]/.test(text.charAt(start)) && !/[a-z]/.test(text.charAt(start - 1)));
		if (stretch.startsWith(word)) {
			return true;
		}
		let found = 0;
		for (const [index, character] of (stretch.split(' ')[0] ?? '').split('').entries()) {
			if (character === word[found] && (index > 0 || beginsWord) && (index === 0 || found > 0)) {
				found += 1;
			}
		}
		if (found === word.length) {
			return true;
		}
	}
	return false;
}

const shortText = fc.stringMatching(/^[abc -]{0,40}$/);
const shortWord = fc.stringMatching(/^[abc-]{1,4}$/);

test('a fuzzy match is found exactly where a plain search finds one', () => {
	fc.assert(
		fc.property(shortText, shortWord, (text, word) => {
			expect(matchFuzzily(text, word) !== undefined).toBe(plainlyMatches(text, word));
		}),
		{numRuns: 2000},
	);
});

test('the positions of a match are in order, close together and spell the word', () => {
	fc.assert(
		fc.property(shortText, shortWord, (text, word) => {
			const match = matchFuzzily(text, word);
			if (!match) {
				return;
			}
			expect(match.positions.map((position) => text.charAt(position)).join('')).toBe(word);
			expect(match.positions.every((position, index) => position > (match.positions[index - 1] ?? -1))).toBe(true);
			expect((match.positions.at(-1) ?? 0) - (match.positions[0] ?? 0)).toBeLessThan(widestSpread(word.length));
			expect(match.score).toBeGreaterThan(0);
		}),
		{numRuns: 2000},
	);
});

test('an exact match is found where the text contains the word, and scored as its positions are', () => {
	fc.assert(
		fc.property(shortText, shortWord, (text, word) => {
			expect(matchExactly(text, word) !== undefined).toBe(text.includes(word));
			expect(scoreExactly(text, word)).toBe(matchExactly(text, word)?.score);
		}),
		{numRuns: 2000},
	);
});

test('folding keeps the length, makes no upper case and changes nothing the second time', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary', maxLength: 40}), (text) => {
			const folded = fold(text);
			expect(folded).toHaveLength(text.length);
			expect(fold(folded)).toBe(folded);
		}),
		{numRuns: 1000},
	);
	expect(fold('ÀÉÎÕÜ ß İ Ω')).toBe('aeiou ß i ω');
});

test('any query is read, and every row it lets through has its positive words', () => {
	const query = fc.oneof(
		fc.string(),
		fc.stringMatching(/^[ab!':" ]{0,12}$/),
		fc.stringMatching(/^(name|status):[a-z"!' ]{0,8}$/),
	);
	fc.assert(
		fc.property(query, (text) => {
			const filter = compileFilter(text, fields);
			const {indices} = filterRows(filter, rows, columns);
			for (const index of indices) {
				const row = rows[index];
				expect(row && filter.matches(columns.map((column) => column.text(row)))).toBeDefined();
			}
			// What is asked for in one piece is found wherever it is.
			for (const [index, row] of rows.entries()) {
				const plain = columns.map((column) => fold(column.text(row))).join('\n');
				if (/^[ab]+$/.test(text) && plain.includes(text)) expect(indices).toContain(index);
			}
		}),
		{numRuns: 1000},
	);
});

test.each(['f', 'first', 'f9l9', '!pending', 'status:pending last7', 'zzzz'])(
	'filtering by %s costs in proportion to the rows',
	(query) => {
		const filter = compileFilter(query, fields);
		const growth = growthByTen((length) => {
			const many: readonly Row[] = Array.from({length}, (_, index) => ({
				name: `first${index % 977} last${index}@acme-company.com`,
				status: index % 9 === 0 ? 'pending' : 'accepted',
				members: String(index % 50),
			}));
			return () => filterRows(filter, many, columns);
		}, 25_000);
		expect(growth).toBeLessThan(proportionate);
	},
);
