/** The writes of this profile and account, as a list: the newest first. */

import {absolute} from '../insight/time.ts';
import {isEntry, type JournalEntry, type Result, resultOf, titleOf} from '../journal/entry.ts';
import {type Line, span, type Tone} from '../terminal/line.ts';
import {sanitiseTree} from '../terminal/sanitise.ts';
import {type Field, field, jsonTable, plain, toned} from './cells.ts';
import {curlCommand} from './plan.ts';
import {defineRecords} from './records.ts';
import {shortRequest} from './requests.ts';

const tones: Readonly<Record<Result, Tone>> = {
	done: 'good',
	'in part': 'warning',
	failed: 'danger',
	'not sent': 'dim',
	unknown: 'warning',
};

/**
 * As it may be shown: files can be changed by others, and what is in them, names of fields included, must not drive the
 * terminal. Undefined for what is no entry.
 */
export function inertEntry(entry: JournalEntry): JournalEntry | undefined {
	const inert = sanitiseTree(entry);
	return isEntry(inert) ? inert : undefined;
}

function whoText({who: {email, tokenId, credential, user, host}}: JournalEntry): string {
	const as = email ?? (tokenId === undefined ? credential : `token ${tokenId}`);
	return `${as} (${user}@${host})`;
}

function requestText({request: {method, path}}: JournalEntry): string {
	return `${method} ${path}`;
}

/** What came of it, with the reason where it is no good news. */
function outcomeLines(entry: JournalEntry): readonly Line[] {
	const result = resultOf(entry);
	const why =
		result !== 'unknown' || entry.outcome !== undefined
			? (entry.outcome?.error ?? [])
			: ['Nothing was heard of it any more: it may have been carried out. Look at the object.'];
	return [[span(result, tones[result])], ...why.map((text): Line => [span(text, tones[result])])];
}

function jsonTab(name: 'before' | 'after', title: string, of: (entry: JournalEntry) => unknown) {
	return {
		name,
		title,
		table: (entry: JournalEntry) => (of(entry) === undefined ? undefined : jsonTable(of(entry))),
	};
}

const origins: Readonly<Record<JournalEntry['origin'], string | undefined>> = {
	new: undefined,
	undo: 'undo of an earlier change (z)',
	redo: 'redo of an undone change (Z)',
};

const noEntries: readonly JournalEntry[] = [];

export const journal = defineRecords<JournalEntry>({
	name: 'journal',
	title: 'Journal',
	nouns: ['write', 'writes'],
	about: 'every write of this profile and account: who, what, before, after, outcome',
	sort: {column: 'time', descending: true},
	rows: ({records}) => records?.journal?.entries ?? noEntries,
	notice: ({records}) => {
		const text = records?.journal?.notice;
		return text === undefined ? undefined : toned(text, 'warning');
	},
	idOf: ({id}) => id,
	nameOf: ({what}) => what,
	columns: [
		{
			name: 'time',
			title: 'UTC',
			width: 16,
			drop: 3,
			text: ({time}) => absolute(time).slice(0, 16),
			order: ({time}) => time,
		},
		{name: 'what', title: 'WHAT', width: 50, minimum: 22, grow: 3, drop: 0, fuzzy: true, text: titleOf},
		{
			name: 'outcome',
			title: 'OUTCOME',
			width: 8,
			drop: 0,
			text: resultOf,
			line: (entry) => [span(resultOf(entry), tones[resultOf(entry)])],
		},
		{name: 'who', title: 'WHO', width: 24, minimum: 16, grow: 1, drop: 5, text: whoText},
		{name: 'ray', title: 'RAY ID', width: 20, drop: 6, text: ({outcome}) => outcome?.rayId ?? ''},
		{
			name: 'request',
			title: 'REQUEST',
			width: 40,
			minimum: 20,
			grow: 1,
			drop: 7,
			wide: true,
			text: ({request: {method, path}}) => `${method} ${shortRequest({path, query: ''})}`,
		},
	],
	preview: (entry) => [plain(requestText(entry)), ...outcomeLines(entry), ...entry.changes.map(plain)],
	fields: (entry) => {
		const {outcome} = entry;
		return [
			...field('what', entry.what),
			...entry.changes.flatMap((text): readonly Field[] => field('change', text)),
			...field('outcome', resultOf(entry), {tone: tones[resultOf(entry)]}),
			...outcomeLines(entry)
				.slice(1)
				.flatMap((line) => field('why', line.map(({text}) => text).join(''))),
			...field('origin', origins[entry.origin]),
			...field('request', requestText(entry)),
			...field('status', outcome?.status === undefined ? undefined : String(outcome.status)),
			...field('retries', outcome?.retries === undefined ? undefined : String(outcome.retries)),
			...field('ray id', outcome?.rayId),
			...field('begun', absolute(entry.time)),
			...field('ended', outcome === undefined ? undefined : absolute(outcome.time)),
			...field('who', whoText(entry)),
			...field('account', `${entry.account.name ?? ''} ${entry.account.id}`.trim()),
			...field('id', entry.id),
		];
	},
	sections: [
		{
			name: 'body',
			title: 'Body',
			table: ({request: {body}}) => (body === undefined ? undefined : jsonTable(body)),
		},
		jsonTab('before', 'Before', ({before}) => before),
		jsonTab('after', 'After', ({outcome}) => outcome?.after),
	],
	curl: ({request: {method, path, body}}, _setting, baseUrl) => curlCommand(method, path, body, baseUrl),
});
