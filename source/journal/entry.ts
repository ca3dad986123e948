/**
 * What the journal keeps of a write: a line before its request is sent, a line once its outcome is known. A line that
 * is missing tells the truth as well: the program ended between the two.
 */

/** Who wrote, as far as it is known; never the credential itself. */
export interface Who {
	readonly credential: 'token' | 'key';
	readonly tokenId?: string | undefined;
	readonly email?: string | undefined;
	/** Of the machine that the program ran on. */
	readonly user: string;
	readonly host: string;
}

/** Said before the request is sent. */
export interface Planned {
	/** Random; the same in all lines of one write. */
	readonly id: string;
	/** RFC 3339. */
	readonly time: string;
	/** Of the process that sent it. */
	readonly pid: number;
	readonly account: {readonly id: string; readonly name?: string | undefined};
	readonly who: Who;
	/** `Remove 3 members from platform-dns`. */
	readonly what: string;
	/** `+ DNS on prod-zones`, `bo@acme.com: loses DNS`. */
	readonly changes: readonly string[];
	readonly origin: 'new' | 'undo' | 'redo';
	readonly request: {readonly method: string; readonly path: string; readonly body?: unknown};
	/** The object as it was last read; undefined where there was none, or a set of which one part changes. */
	readonly before?: unknown;
}

export const results = ['done', 'in part', 'failed', 'not sent', 'unknown'] as const;

/** `unknown`: it was sent, and its answer was lost. */
export type Result = (typeof results)[number];

/** Said once it is known what came of it; again, when looking has told more. */
export interface Outcome {
	/** Of the plan. */
	readonly id: string;
	readonly time: string;
	readonly result: Result;
	/** HTTP status. */
	readonly status?: number | undefined;
	readonly rayId?: string | undefined;
	readonly retries?: number | undefined;
	/** What went wrong, most important first. */
	readonly error?: readonly string[] | undefined;
	readonly after?: unknown;
}

/** A write with what is known of it. */
export interface JournalEntry extends Planned {
	readonly outcome?: Outcome | undefined;
}

export type JournalLine =
	| ({readonly kind: 'planned'} & Planned)
	| ({readonly kind: 'outcome'} & Outcome)
	/** Somebody has been told that the outcome of these is unknown. */
	| {readonly kind: 'noticed'; readonly time: string; readonly ids: readonly string[]};

/** What was done, marked where it took back or repeated something: `[undo] Create user group platform-dns`. */
export function titleOf({what, origin}: Pick<JournalEntry, 'what' | 'origin'>): string {
	return origin === 'new' ? what : `[${origin}] ${what}`;
}

/** The result as far as it is known: a write of which nothing more was heard may have been carried out. */
export function resultOf({outcome}: JournalEntry): Result {
	return outcome?.result ?? 'unknown';
}

/** Of lines; others are none of ours. */
const version = 1;

export function lineText(line: JournalLine): string {
	return JSON.stringify({version, ...line});
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
	return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function isPlanned(fields: Fields): fields is Fields & Planned {
	const {time, pid, account, who, what, changes, origin, request} = fields;
	return (
		typeof time === 'string' &&
		typeof pid === 'number' &&
		isFields(account) &&
		typeof account.id === 'string' &&
		isFields(who) &&
		['credential', 'user', 'host'].every((name) => typeof who[name] === 'string') &&
		typeof what === 'string' &&
		isTexts(changes) &&
		(origin === 'new' || origin === 'undo' || origin === 'redo') &&
		isFields(request) &&
		typeof request.method === 'string' &&
		typeof request.path === 'string'
	);
}

function isOutcome(fields: Fields): fields is Fields & Outcome {
	const {time, result, error} = fields;
	return typeof time === 'string' && results.some((each) => each === result) && (error === undefined || isTexts(error));
}

/** Whether something is an entry at all, whoever has had it in hand since it was read. */
export function isEntry(value: unknown): value is JournalEntry {
	if (!isFields(value) || typeof value.id !== 'string' || !isPlanned(value)) return false;
	const outcome: unknown = value.outcome;
	return outcome === undefined || (isFields(outcome) && typeof outcome.id === 'string' && isOutcome(outcome));
}

/** A line as it was written; undefined for one that broke off, was changed, or is of another version. */
export function readLine(text: string): JournalLine | undefined {
	let fields: unknown;
	try {
		fields = JSON.parse(text);
	} catch {
		return undefined;
	}
	if (!isFields(fields) || fields.version !== version) return undefined;
	const {kind, ids} = fields;
	if (kind === 'noticed' && isTexts(ids)) return {kind, time: String(fields.time), ids};
	if (typeof fields.id !== 'string') return undefined;
	if (kind === 'planned' && isPlanned(fields)) return {...fields, kind};
	return kind === 'outcome' && isOutcome(fields) ? {...fields, kind} : undefined;
}
