/** Long texts are read in parts: they name the same people as they would in one. */
import fc from 'fast-check';
import * as v from 'valibot';
import {expect, test} from 'vitest';
import {memberIdSchema} from '../../source/api/ids.ts';
import type {AccountMember} from '../../source/api/schemas.ts';
import {addressBook, pastedEntries} from '../../source/areas/pasted-people.ts';

const rows = Array.from(
	{length: 300},
	(_, index): AccountMember => ({
		id: v.parse(memberIdSchema, index.toString(16).padStart(32, '0')),
		status: 'accepted',
		user: {email: `person.${index}@acme.example`, first_name: 'Ana', last_name: `Lee${index}`},
	}),
);

const word = fc.oneof(
	{weight: 8, arbitrary: fc.nat({max: 320}).map((index) => `person.${index}@acme.example`)},
	fc.nat({max: 300}).map((index) => `Ana Lee${index}`),
	fc.constantFrom('PERSON.7@acme.example', 'no-address', 'Lee'),
);
const separator = fc.constantFrom(' ', ', ', '; ', ',', '|', '  ');
const texts = fc
	.array(fc.tuple(word, separator), {minLength: 1, maxLength: 8})
	.chain((some) => fc.constant(some.map(([text, end]) => text + end).join('')));

test('a word that begins as the one before it does keeps its place', () => {
	const entries = pastedEntries('Ana Lee0 person.6@acme.example Lee ', addressBook(rows));
	expect(entries.map(({text}) => text)).toEqual(['Ana', 'Lee0', 'person.6@acme.example', 'Lee']);
});

test('a person who is named by address and by name is named once', () => {
	const entries = pastedEntries('person.0@acme.example; Ana Lee0 ,', addressBook(rows));
	expect(entries.map(({text}) => text)).toEqual(['person.0@acme.example']);
});

test('a text of any length names those that its pieces name, each address once', () => {
	const book = addressBook(rows);
	fc.assert(
		fc.property(texts, fc.constantFrom('; ', ', '), (text, between) => {
			const filler = Array.from({length: 280}, (_, index) => `other.${index}@else.example`).join(between) + between;
			const inOne = [...pastedEntries(filler.slice(0, 3900), book)];
			expect(inOne.length).toBeGreaterThan(100);
			const found = pastedEntries(filler + text, book).slice(280);
			const alone = pastedEntries(text, book);
			expect(found.map(({text: typed, members}) => [typed, members.map(({id}) => id)])).toEqual(
				alone.map(({text: typed, members}) => [typed, members.map(({id}) => id)]),
			);
		}),
		{numRuns: 100},
	);
});
