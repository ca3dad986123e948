import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {memberAddress, memberName, parseAddresses} from '../../source/insight/addresses.ts';
import {growthByTen, proportionate} from '../support/growth.ts';
import {hex, member} from './sample.ts';

describe('pasted addresses', () => {
	test.each([
		['one', 'ana@acme.com', ['ana@acme.com']],
		['commas', 'ana@acme.com,bo@acme.com, cy@acme.com', ['ana@acme.com', 'bo@acme.com', 'cy@acme.com']],
		['semicolons', 'ana@acme.com; bo@acme.com;', ['ana@acme.com', 'bo@acme.com']],
		[
			'spaces, tabs and pipes',
			'ana@acme.com bo@acme.com\tcy@acme.com|di@acme.com',
			['ana@acme.com', 'bo@acme.com', 'cy@acme.com', 'di@acme.com'],
		],
		[
			'lines of every system',
			'ana@acme.com\r\nbo@acme.com\ncy@acme.com\rdi@acme.com',
			['ana@acme.com', 'bo@acme.com', 'cy@acme.com', 'di@acme.com'],
		],
		['names', 'Ana Lima <ana@acme.com>, Bo Li <bo@acme.com>', ['ana@acme.com', 'bo@acme.com']],
		['names without separators', 'Ana Lima <ana@acme.com> Bo <bo@acme.com>', ['ana@acme.com', 'bo@acme.com']],
		['quoted names with commas', '"Lima, Ana" <ana@acme.com>, "Li; Bo" <bo@acme.com>', ['ana@acme.com', 'bo@acme.com']],
		['last names first', 'Lima, Ana <ana@acme.com>; Li, Bo <bo@acme.com>', ['ana@acme.com', 'bo@acme.com']],
		['angle brackets alone', '<ana@acme.com>;< bo@acme.com >', ['ana@acme.com', 'bo@acme.com']],
		['mailto', 'mailto:ana@acme.com, <mailto:bo@acme.com?subject=hi>', ['ana@acme.com', 'bo@acme.com']],
		[
			'brackets and quotes',
			'[ana@acme.com] (bo@acme.com) "cy@acme.com" \'di@acme.com\'',
			['ana@acme.com', 'bo@acme.com', 'cy@acme.com', 'di@acme.com'],
		],
		['JSON', '["ana@acme.com", "bo@acme.com"]', ['ana@acme.com', 'bo@acme.com']],
		['a bulleted list', '- ana@acme.com\n* bo@acme.com\n• cy@acme.com', ['ana@acme.com', 'bo@acme.com', 'cy@acme.com']],
		['an end of a sentence', 'ana@acme.com.', ['ana@acme.com']],
		['the same in another case', 'Ana@Acme.com ana@acme.com ANA@ACME.COM', ['ana@acme.com']],
		[
			'unusual local parts',
			"o'brien+iam_x@acme.com a.b-c@sub.acme.co.uk",
			["o'brien+iam_x@acme.com", 'a.b-c@sub.acme.co.uk'],
		],
		['other scripts', 'jörg@müller.de', ['jörg@müller.de']],
		['a host without a dot', 'root@localhost', ['root@localhost']],
		['invisible characters', '\u200bana@acme.com\ufeff bo\u00ad@acme.com', ['ana@acme.com', 'bo@acme.com']],
		['a full-width @', 'ana＠acme.com', ['ana@acme.com']],
		['an address before a bracketed one', 'ana@acme.com <bo@acme.com>', ['ana@acme.com', 'bo@acme.com']],
	])('%s', (_, text, addresses) => {
		const parsed = parseAddresses(text);
		expect(parsed.addresses.map(({address}) => address)).toEqual(addresses);
		expect(parsed.leftovers).toEqual([]);
	});

	test.each([
		['words', 'ana.lima, bo@acme.com, please', ['bo@acme.com'], ['ana.lima', 'please']],
		['two @', 'a@b@c.com', [], ['a@b@c.com']],
		['half an address', '@acme.com ana@', [], ['@acme.com', 'ana@']],
		['an empty bracket', 'Ana <>', [], ['Ana']],
		['a bracket without an address', 'Ana <ana>', [], ['Ana', 'ana']],
		['a quote left open', '"ana, bo@acme.com', ['bo@acme.com'], ['"ana']],
		['a quote left open in an earlier line', '"ana\nbo@acme.com', ['bo@acme.com'], ['"ana']],
		['a bracket left open in an earlier line', '<ana\nbo@acme.com', ['bo@acme.com'], ['<ana']],
		['nothing', '  \n ;, ', [], []],
		['punctuation', '- -- , ; | "" <>', [], []],
	])('leaves over %s', (_, text, addresses, leftovers) => {
		const parsed = parseAddresses(text);
		expect(parsed.addresses.map(({address}) => address)).toEqual(addresses);
		expect(parsed.leftovers).toEqual(leftovers);
	});

	test('keep what was typed beside what is compared', () => {
		expect(parseAddresses('Ana.Lima@Acme.com').addresses).toEqual([
			{text: 'Ana.Lima@Acme.com', address: 'ana.lima@acme.com'},
		]);
	});

	const plainAddress = fc
		.tuple(fc.stringMatching(/^[a-z0-9]([a-z0-9._+-]{0,8}[a-z0-9])?$/), fc.stringMatching(/^[a-z]{1,8}\.[a-z]{2,3}$/))
		.map(([local, domain]) => `${local}@${domain}`);
	const separator = fc.constantFrom(',', ';', ' ', '\n', '\t', '|', ', ', ' ;\r\n', '  ');
	const dressed = plainAddress.chain((address) =>
		fc
			.constantFrom(
				address,
				address.toUpperCase(),
				`<${address}>`,
				`Some Name <${address}>`,
				`"Name, Some" <${address}>`,
				`mailto:${address}`,
				`'${address}'`,
				`(${address})`,
			)
			.map((text) => ({address, text})),
	);

	test('are all found, once each and in order, whatever stands around and between them', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(dressed, separator)), (parts) => {
				const text = parts.map(([{text: word}, between]) => word + between).join('');
				const parsed = parseAddresses(text);
				expect(parsed.addresses.map(({address}) => address)).toEqual([...new Set(parts.map(([{address}]) => address))]);
				expect(parsed.leftovers).toEqual([]);
			}),
			{numRuns: 300},
		);
	});

	test('of any text have exactly one @ and are lower-case; reading them again finds them again', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string({unit: 'grapheme'}), fc.stringMatching(/^[a@<>",; .]{0,20}$/)), (text) => {
				const {addresses} = parseAddresses(text);
				for (const {address} of addresses) {
					expect(address).toBe(address.toLowerCase());
					expect(address.split('@')).toHaveLength(2);
				}
				const again = parseAddresses(addresses.map(({text: word}) => word).join(', '));
				expect(again.addresses.map(({address}) => address)).toEqual(addresses.map(({address}) => address));
			}),
			{numRuns: 500},
		);
	});

	test('of a very long paste are read at a cost in proportion', () => {
		const people = growthByTen((length) => {
			const text = Array.from({length}, (_, index) => `Name ${index} <person.${index}@acme.com>`).join(',\n');
			return () => {
				expect(parseAddresses(text).addresses).toHaveLength(length);
			};
		}, 20_000);
		expect(people).toBeLessThan(proportionate);
	});

	test('of a long paste of open quotes and brackets are none, at a cost in proportion', () => {
		const growth = growthByTen((length) => {
			const text = '"<a, '.repeat(length);
			return () => {
				expect(parseAddresses(text).addresses).toEqual([]);
			};
		}, 5000);
		expect(growth).toBeLessThan(proportionate);
	});
});

test('the address of a member is its own, else that of its user', () => {
	expect(memberAddress(member({id: hex(1), email: 'a@acme.com', user: {email: 'b@acme.com'}}))).toBe('a@acme.com');
	expect(memberAddress(member({id: hex(1), email: null, user: {email: 'b@acme.com'}}))).toBe('b@acme.com');
	expect(memberAddress(member({id: hex(1), user: {email: null}}))).toBeUndefined();
	expect(memberAddress(member({id: hex(1), user: null}))).toBeUndefined();
	expect(memberAddress({id: member({id: hex(1)}).id, user: 'odd'})).toBeUndefined();
});

test('the name of a member is what there is of it', () => {
	const named = (first_name: string | null, last_name: string | null) =>
		memberName(member({id: hex(1), user: {first_name, last_name}}));
	expect(named('Ana', 'Lima')).toBe('Ana Lima');
	expect(named(null, 'Lima')).toBe('Lima');
	expect(named(' ', null)).toBeUndefined();
	expect(memberName(member({id: hex(1)}))).toBeUndefined();
});
