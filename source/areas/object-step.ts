/** Steps of one part each, and how several of one kind of object are told together. */
import type {CallOptions} from '../api/client.ts';
import type {Knowledge, Need} from '../insight/knowledge.ts';
import type {Writer} from '../insight/writer.ts';
import {type Line, plainText} from '../terminal/line.ts';
import type {Setting} from './define.ts';
import type {Successors} from './successors.ts';
import {heaviest} from './typed-name.ts';
import type {Family, Part, Reversal, Sent, Standing, Step, Wording, WriteRequest} from './write.ts';

/** One write of one object: one part, which is done when its request is. */
interface ObjectWrite {
	readonly object: string;
	readonly request: WriteRequest;
	readonly part: Part;
	readonly needs: readonly Need[];
	readonly lastNeeds?: readonly Need[] | undefined;
	readonly unknowable?: string | undefined;
	readonly follows?: readonly WriteRequest[] | undefined;
	readonly standing: (knowledge: Knowledge) => Standing;
	readonly send: (writer: Writer, options?: CallOptions) => Promise<Omit<Sent, 'done'>>;
	readonly reversal: (knowledge: Knowledge) => Reversal;
	readonly next?: ((knowledge: Knowledge) => readonly Step[]) | undefined;
	readonly of: (successors: Successors) => Step;
}

/** How steps are told by themselves. */
const wordings = new WeakMap<Step, (setting: Setting) => Wording>();

/** @param wording how it is told by itself */
export function objectStep(family: Family, own: ObjectWrite, wording: (setting: Setting) => Wording): Step {
	const {part, unknowable, follows, standing, send, reversal, next, of} = own;
	const step: Step = {
		family,
		get object() {
			return own.object;
		},
		get request() {
			return own.request;
		},
		parts: [part],
		get needs() {
			return own.needs;
		},
		get lastNeeds() {
			return own.lastNeeds;
		},
		unknowable,
		follows,
		of,
		standing: (_part, knowledge) => standing(knowledge),
		send: async (writer, options) => ({done: [part.key], ...(await send(writer, options))}),
		reversal: (_keys, knowledge) => reversal(knowledge),
		...(next === undefined ? {} : {next: (_keys, knowledge) => next(knowledge)}),
		only: (keys) => (keys.includes(part.key) ? step : undefined),
		split: () => undefined,
	};
	wordings.set(step, wording);
	return step;
}

export function plainWording(title: string, verb: string): Wording {
	return {
		title,
		verb,
		weight: {kind: 'reversible'},
		people: [],
		diff: [],
		details: [],
		remarks: [],
		undo: {possible: true, text: 'Undo (z) takes it back.'},
	};
}

function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function distinctLines(lines: readonly Line[]): readonly Line[] {
	return [...new Map(lines.map((line) => [plainText(line), line])).values()];
}

/** Steps of one kind of object, told together. */
export function familyOf(kind: {readonly noun: string; readonly reads: readonly Need[]}): Family {
	return {
		object: `the ${kind.noun}`,
		present: kind.noun,
		presentIsMany: false,
		reads: kind.reads,
		wording(open, asked, setting) {
			const told = (open.length > 0 ? open : asked).flatMap((step) => wordings.get(step)?.(setting) ?? []);
			const [first] = told;
			if (first === undefined || told.length === 1) return first ?? plainWording('Nothing to do', 'Do nothing');
			const title = `${first.verb} ${count(told.length, kind.noun)}`;
			return {
				title,
				verb: `${first.verb} ${told.length}`,
				weight: heaviest(
					told.map(({weight}) => weight),
					title,
				),
				people: told.flatMap(({people}) => people),
				diff: told.flatMap(({diff}) => diff),
				result: told.flatMap(({result}) => result ?? []),
				details: told.flatMap(({details}) => details),
				remarks: distinctLines(told.flatMap(({remarks}) => remarks)),
				undo: told.find(({undo}) => !undo.possible)?.undo ?? {
					possible: true,
					text: 'Undo (z) takes all of it back.',
				},
			};
		},
	};
}
