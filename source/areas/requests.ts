/** The requests of this run, as a list: the newest first, as in the journal. */
import type {RequestEntry} from '../api/client.ts';
import {shortId} from '../insight/names.ts';
import {absolute} from '../insight/time.ts';
import {type Line, span, type Tone} from '../terminal/line.ts';
import {field, jsonTable, plain} from './cells.ts';
import {curlCommand} from './plan.ts';
import {defineRecords} from './records.ts';

/** `…/user_groups/9d1c0a2b…/members?page=2`: without what is the same in nearly all of them. */
export function shortRequest({path, query}: Pick<RequestEntry, 'path' | 'query'>): string {
	const below = path.replace(/^\/accounts\/[0-9a-f]{32}(?:\/iam)?(?=\/)/u, '…');
	return (below + query).replaceAll(/[0-9a-f]{32}/gu, shortId);
}

function wholePath({path, query}: RequestEntry): string {
	return path + query;
}

/** `GET /accounts/…`, as it was sent. */
function requestOf(entry: RequestEntry): string {
	return `${entry.method} ${wholePath(entry)}`;
}

function toneOf({status}: RequestEntry): Tone {
	if (status === undefined || status >= 500) return 'danger';
	if (status >= 400) return status === 429 ? 'warning' : 'danger';
	return 'plain';
}

function statusText({status}: RequestEntry): string {
	return status === undefined ? 'none' : String(status);
}

/** The body of a request as it was sent; of one that is too long to be kept, its length. */
function bodyOf({body, bodyLeftOut}: RequestEntry): unknown {
	if (bodyLeftOut !== undefined) return {leftOut: tooLong(bodyLeftOut)};
	return body === undefined ? undefined : JSON.parse(body);
}

function tooLong(bytes: number): string {
	return `the body of ${bytes} bytes was too long to be kept`;
}

/** Without its body a write would be another one: the shell asks for it then, and runs nothing. */
function curlOf(entry: RequestEntry, baseUrl: string): string {
	const {method, bodyLeftOut} = entry;
	if (bodyLeftOut === undefined) return curlCommand(method, wholePath(entry), bodyOf(entry), baseUrl);
	const head = curlCommand(method, wholePath(entry), undefined, baseUrl);
	return `${head} -H 'Content-Type: application/json' --data "\${BODY:?${tooLong(bodyLeftOut)}}"`;
}

function outcome(entry: RequestEntry): Line {
	return entry.error === undefined ? [span('answered', 'good')] : [span(entry.error, toneOf(entry))];
}

const noRequests: readonly RequestEntry[] = [];

export const requests = defineRecords<RequestEntry>({
	name: 'requests',
	title: 'Requests',
	nouns: ['request', 'requests'],
	about: 'the last 500 requests of this run, without secrets',
	sort: {column: 'time', descending: true},
	rows: ({records}) => records?.requests() ?? noRequests,
	idOf: ({id}) => String(id),
	nameOf: (entry) => `${entry.method} ${shortRequest(entry)}`,
	copyOf: requestOf,
	columns: [
		{
			name: 'time',
			title: 'UTC',
			width: 8,
			drop: 4,
			text: ({startedAt}) => absolute(startedAt).slice(11, 19),
			order: ({id}) => id,
		},
		{
			name: 'method',
			title: 'METHOD',
			width: 6,
			drop: 0,
			text: ({method}) => method,
			line: ({method}) => [span(method, method === 'GET' ? 'dim' : 'accent')],
		},
		{
			name: 'path',
			title: 'PATH',
			width: 40,
			minimum: 21,
			grow: 1,
			drop: 0,
			narrow: true,
			fuzzy: true,
			text: shortRequest,
		},
		{
			name: 'status',
			title: 'STATUS',
			width: 6,
			drop: 0,
			align: 'end',
			text: statusText,
			line: (entry) => [span(statusText(entry), toneOf(entry))],
			order: ({status}) => status ?? 0,
		},
		{
			name: 'ms',
			title: 'MS',
			width: 6,
			drop: 5,
			align: 'end',
			text: ({duration}) => String(Math.round(duration)),
			order: ({duration}) => duration,
		},
		{
			name: 'retries',
			title: 'RETRIES',
			width: 7,
			drop: 8,
			align: 'end',
			text: ({retries}) => (retries === 0 ? '' : String(retries)),
			order: ({retries}) => retries,
		},
		{name: 'ray', title: 'RAY ID', width: 20, drop: 7, text: ({rayId}) => rayId ?? ''},
		{name: 'whole', title: 'WHOLE PATH', width: 60, minimum: 20, grow: 1, drop: 0, wide: true, text: wholePath},
	],
	preview: (entry) => [plain(requestOf(entry)), outcome(entry)],
	fields: (entry) => [
		...field('request', requestOf(entry)),
		...field('sent', absolute(entry.startedAt)),
		...field('took', `${Math.round(entry.duration)} ms`),
		...field('retries', String(entry.retries)),
		...field('status', statusText(entry), {tone: toneOf(entry)}),
		...field('ray id', entry.rayId),
		...field('error', entry.error, {tone: 'danger'}),
	],
	sections: [
		{
			name: 'body',
			title: 'Body',
			table: (entry) => {
				const body = bodyOf(entry);
				return body === undefined ? undefined : jsonTable(body);
			},
		},
	],
	curl: (entry, _setting, baseUrl) => curlOf(entry, baseUrl),
});
