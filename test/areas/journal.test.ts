/** Entries of the journal as they may be shown, whoever has changed the file that they are in. */
import {expect, test} from 'vitest';
import {inertEntry} from '../../source/areas/journal.ts';
import type {JournalEntry} from '../../source/journal/entry.ts';

const clearing = '\u001b[2J';

const entry: JournalEntry = {
	id: '1',
	time: '2026-11-01T12:00:00Z',
	pid: 1,
	account: {id: 'a', name: 'Acme'},
	who: {credential: 'token', user: 'bo', host: 'desk'},
	what: 'Rename',
	changes: [],
	origin: 'new',
	request: {method: 'PUT', path: '/x', body: {name: 'other'}},
	outcome: {id: '1', time: '2026-11-01T12:00:01Z', result: 'done', after: {name: 'other'}},
};

test('an entry is inert in all that is shown of it: values, and names of fields', () => {
	const forged: JournalEntry = {
		...entry,
		what: clearing,
		changes: [clearing],
		request: {...entry.request, body: {[clearing]: [{[clearing]: clearing}]}},
		before: {[clearing]: 1},
		outcome: {id: '1', time: clearing, result: 'failed', error: [clearing], after: {[clearing]: clearing}},
	};
	const inert = inertEntry(forged);
	expect(inert?.request.body).toEqual({'\\u{1b}[2J': [{'\\u{1b}[2J': '\\u{1b}[2J'}]});
	expect(JSON.stringify(inert)).not.toContain('\\u001b');
});

test('an entry that is clean is itself', () => {
	expect(inertEntry(entry)).toBe(entry);
});
