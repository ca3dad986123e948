/** What the program writes to the journal, and what it shows of it. */
import {randomUUID} from 'node:crypto';
import {type CallOptions, CloudflareError, type RequestEntry} from '../api/client.ts';
import type {Setting} from '../areas/define.ts';
import {inertEntry} from '../areas/journal.ts';
import type {JournalView} from '../areas/records.ts';
import type {Part, Sent, Step} from '../areas/write.ts';
import {number} from '../components/text.ts';
import type {JournalEntry, Outcome, Result, Who} from '../journal/entry.ts';
import type {Enough, Journal, JournalPage} from '../journal/journal.ts';
import {plainText, type Tone} from '../terminal/line.ts';
import {objectAfter, objectsOf} from './journal-objects.ts';
import type {Message, Origin} from './state.ts';

/** The journal of a profile, and who is at work. */
export interface JournalKeeping {
	readonly journal: Journal;
	readonly who: () => Who;
}

/** A step was not sent after all, though its line is in the journal. */
export class NotSent extends Error {
	override readonly name = 'NotSent';
}

/** What a run tells of its steps. */
export interface RunJournal {
	/** Sends a step between its two lines; answers and throws what sending does. */
	write(
		step: Step,
		about: {readonly parts: readonly Part[]; readonly origin: Origin},
		send: (options: CallOptions) => Promise<Sent>,
	): Promise<Sent>;
	/** Looking has told what became of a step whose answer was lost. */
	found(step: Step, result: Result): void;
}

export interface JournalDesk extends RunJournal {
	view(): JournalView;
	/** Reads the newest entries, and takes it that what is unknown of them is seen. */
	open(): void;
	/** Says how many writes have no known outcome, if nobody has been told. */
	greet(): void;
	export(file: string): void;
	/** With what has gone wrong in keeping it since it was asked last: the end of a run says more than that all is well. */
	with(message: Message): Message;
}

/** Entries in memory; the file has all. */
export const mostShown = 2000;

const shown: Enough = {entries: mostShown, lines: 20_000};

/** At a start only the end is looked at. */
const greeted: Enough = {entries: 100, lines: 400};

/** `yesterday`, `today`, `2026-11-19`. */
function dayOf(time: string, now: number): string {
	const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
	const of = time.slice(0, 10);
	if (of === day(now)) return 'today';
	return of === day(now - 24 * 3_600_000) ? 'yesterday' : of;
}

function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

/** What an error says of the write. */
function resultOfError(error: unknown): Result {
	if (error instanceof NotSent) return 'not sent';
	if (!(error instanceof CloudflareError)) return 'unknown';
	if (error.uncertain) return 'unknown';
	return error.kind === 'read-only' || error.kind === 'aborted' ? 'not sent' : 'failed';
}

function noticeOf({hasMore, damaged}: Pick<JournalPage, 'hasMore' | 'damaged'>): string | undefined {
	const said = [
		...(damaged > 0 ? [`${damaged} ${damaged === 1 ? 'line' : 'lines'} of the file could not be read`] : []),
		...(hasMore ? ['there are older ones: :journal export FILE has them all'] : []),
	];
	return said.length === 0 ? undefined : said.join('; ');
}

export function createJournaling(
	{journal, who}: JournalKeeping,
	program: {
		readonly setting: () => Setting;
		/** Ms since the epoch. */
		readonly time: () => number;
		readonly say: (text: string, tone: Tone) => void;
		/** Told when there is something else to show. */
		readonly changed: () => void;
	},
): JournalDesk {
	const {setting, time, say, changed} = program;
	const ids = new WeakMap<Step, string>();
	let view: JournalView = {entries: [], notice: undefined};

	let unsaid: string | undefined;

	const show = (next: JournalView): void => {
		view = next;
		changed();
	};

	/** A write goes on without its line. */
	const complain = (error: unknown): void => {
		const notice = `the journal can not be written: ${reasonOf(error)}`;
		show({...view, notice});
		unsaid = notice;
		say(notice, 'danger');
	};

	const now = (): string => new Date(time()).toISOString();

	const plannedOf = (step: Step, parts: readonly Part[], origin: Origin): JournalEntry => {
		const at = setting();
		const {account} = at.knowledge;
		const {title, diff} = step.family.wording([step], [step], at);
		const {method, path, body} = step.request;
		return {
			id: randomUUID(),
			time: now(),
			pid: process.pid,
			account: {id: account.id, name: account.name},
			who: who(),
			what: title,
			changes: [
				...parts.map((part) => `${part.name(at)}: ${plainText(part.effect(at))}`),
				...diff.map(({sign, line}) => `${sign} ${plainText(line)}`),
			],
			origin,
			request: {method, path: `/accounts/${account.id}${path}`, body},
			before: objectsOf(step, at.knowledge),
		};
	};

	/** What was done is done, and its answer may hold a secret: not being able to tell of it is no reason to lose it. */
	const afterOf = (step: Step, sent: Sent): unknown => {
		try {
			return objectAfter(step, sent, setting().knowledge);
		} catch (error) {
			return {leftOut: `it could not be told: ${reasonOf(error)}`};
		}
	};

	const ended = (outcome: Outcome): void => {
		show({
			...view,
			entries: view.entries.map((entry) =>
				entry.id === outcome.id ? {...entry, outcome: {...entry.outcome, ...outcome}} : entry,
			),
		});
		journal.ended(outcome).catch(complain);
	};

	return {
		async write(step, {parts, origin}, send) {
			const entry = plannedOf(step, parts, origin);
			const {id} = entry;
			ids.set(step, id);
			show({...view, entries: [entry, ...view.entries].slice(0, mostShown)});
			await journal.planned(entry).catch(complain);
			const requests: RequestEntry[] = [];
			const onRequest = (each: RequestEntry): void => {
				if (each.method !== 'GET') requests.push(each);
			};
			const told = () => {
				const last = requests.at(-1);
				const retries = last && requests.reduce((sum, each) => sum + each.retries, requests.length - 1);
				return {time: now(), status: last?.status, rayId: last?.rayId, retries};
			};
			let sent: Sent;
			try {
				sent = await send({onRequest});
			} catch (error) {
				const messages = error instanceof CloudflareError ? error.messages : [reasonOf(error)];
				ended({id, ...told(), result: resultOfError(error), error: messages});
				throw error;
			}
			const isWhole = parts.every(({key}) => sent.done.includes(key));
			ended({id, ...told(), result: isWhole ? 'done' : 'in part', after: afterOf(step, sent)});
			return sent;
		},
		found(step, result) {
			const id = ids.get(step);
			if (id !== undefined) ended({id, time: now(), result});
		},
		view: () => view,
		open() {
			journal.read(shown).then(
				async (page) => {
					show({entries: page.entries.flatMap((entry) => inertEntry(entry) ?? []), notice: noticeOf(page)});
					if (page.unnoticed.length > 0) await journal.noticed(page.unnoticed).catch(complain);
				},
				(error: unknown) => show({...view, notice: `the journal can not be read: ${reasonOf(error)}`}),
			);
		},
		greet() {
			journal.read(greeted).then(
				({entries, unnoticed}) => {
					const [last] = entries.filter(({id}) => unnoticed.includes(id));
					if (last === undefined) return;
					const count = unnoticed.length;
					const when = dayOf(last.time, time());
					const what = count === 1 ? `1 write of ${when} has` : `${count} writes, the last of ${when}, have`;
					say(`${what} no known outcome: J or :journal shows which`, 'warning');
				},
				// A journal that can not be read is told of when somebody opens it.
				() => undefined,
			);
		},
		with(message) {
			if (unsaid === undefined) return message;
			const text = message.text === '' ? unsaid : `${message.text}; ${unsaid}`;
			unsaid = undefined;
			return {text, tone: 'danger'};
		},
		export(file) {
			journal.export(file).then(
				(count) =>
					count === 0
						? say(`there are no writes to export: ${file} was not made`, 'warning')
						: say(`${number(count)} ${count === 1 ? 'write' : 'writes'} exported to ${file}`, 'good'),
				(error: unknown) => say(`not exported: ${reasonOf(error)}`, 'danger'),
			);
		},
	};
}
