/** A plan: what steps still have to do as things stand, whom it concerns, and how it is asked for. Knows no area. */
import type {AccountId} from '../api/ids.ts';
import type {Knowledge, Need} from '../insight/knowledge.ts';
import {shortId} from '../insight/names.ts';
import type {Line} from '../terminal/line.ts';
import {inertJson, originalsOf} from '../terminal/original-text.ts';
import {toned} from './cells.ts';
import {type Contested, contestedOf} from './contested.ts';
import type {Setting} from './define.ts';
import type {Confirmation} from './intent.ts';
import {guarded} from './lockout-words.ts';
import {heaviest} from './typed-name.ts';
import type {Conflict, Family, Part, Step, Wording, WriteRequest} from './write.ts';

/** A part as a person reads it. */
export interface Subject {
	/** Of its part. */
	readonly key: string;
	readonly id?: string | undefined;
	/** `bo@acme.com`. */
	readonly name: string;
	/** `to platform-dns`, where several objects are written to; else empty. */
	readonly place: string;
	readonly effect: Line;
}

export interface Plan extends Wording {
	/** What was asked for. */
	readonly asked: readonly Step[];
	/** With what is still to be done, joined to as few requests as will do. */
	readonly steps: readonly Step[];
	/** The parts of the steps, in their order. */
	readonly subjects: readonly Subject[];
	/** What is left out and why: `ana@acme.com is already in platform-dns`. */
	readonly skipped: readonly Line[];
	/** What somebody else has changed meanwhile: left out as well, until a person decides. */
	readonly conflicts: readonly Contested[];
	/** Whom it shuts out, why that is so, and how to come back: to be read first. */
	readonly dangers: readonly Line[];
	/** How many are left out and why; undefined when nobody is. */
	readonly leftOut?: Line | undefined;
}

/** Somebody who was asked for and can not be changed: `pending`, `rejected`, `unknown`. */
export interface LeftOut {
	readonly name: string;
	readonly why: string;
}

/** `left out: 2 with pending invitations, 1 who rejected it`. */
export function leftOutLine(leftOut: readonly LeftOut[]): string {
	const byReason = new Map<string, number>();
	for (const {why} of leftOut) byReason.set(why, (byReason.get(why) ?? 0) + 1);
	const parts = [...byReason].map(([why, count]) => {
		if (why === 'pending') return `${count} with ${count === 1 ? 'a pending invitation' : 'pending invitations'}`;
		return why === 'rejected' ? `${count} who rejected it` : `${count} ${why}`;
	});
	return `left out: ${parts.join(', ')}`;
}

/** Parts of a step by how they stand. What has not been read counts as open: nothing is sent before it is read. */
export function sortedParts(step: Step, knowledge: Knowledge, parts = step.parts) {
	const open: Part[] = [];
	const already: {readonly part: Part; readonly line: Line}[] = [];
	const impossible: {readonly part: Part; readonly line: Line}[] = [];
	const conflicts: {readonly part: Part; readonly conflict: Conflict}[] = [];
	for (const part of parts) {
		const standing = step.standing(part, knowledge);
		switch (standing.kind) {
			case 'open':
			case 'unknown':
				open.push(part);
				break;
			case 'already':
				already.push({part, line: standing.line});
				break;
			case 'impossible':
				impossible.push({part, line: standing.line});
				break;
			case 'conflict':
				conflicts.push({part, conflict: standing});
				break;
		}
	}
	return {open, already, impossible, conflicts};
}

/** The step for these parts of it; the whole step where it can not be divided. */
export function narrowed(step: Step, parts: readonly Part[]): Step {
	return parts.length === step.parts.length ? step : (step.only(parts.map(({key}) => key)) ?? step);
}

function familiesOf(steps: readonly Step[]): readonly Family[] {
	return [...new Set(steps.map(({family}) => family))];
}

/** As few requests as will do, in the order of the steps. */
function joined(steps: readonly Step[]): readonly Step[] {
	// Only neighbours: what comes between may have to come between.
	const runs: Step[][] = [];
	for (const step of steps) {
		const last = runs.at(-1);
		if (last?.[0]?.family === step.family) last.push(step);
		else runs.push([step]);
	}
	return runs.flatMap((run) => run[0]?.family.join?.(run) ?? run);
}

/** Of steps that have nothing in common. */
function mixedWording(open: readonly Step[], asked: readonly Step[], setting: Setting): Wording {
	const each = familiesOf(asked).map((family) => {
		const isOwn = (step: Step): boolean => step.family === family;
		return family.wording(open.filter(isOwn), asked.filter(isOwn), setting);
	});
	const title = each.map((wording) => wording.title).join('; ');
	return {
		title,
		verb: `Do ${open.length === 1 ? 'it' : `all ${open.length}`}`,
		weight: heaviest(
			each.map(({weight}) => weight),
			title,
		),
		people: each.flatMap(({people}) => people),
		diff: each.flatMap(({diff}) => diff),
		result: each.flatMap(({result}) => result ?? []),
		details: each.flatMap(({details}) => details),
		remarks: each.flatMap(({remarks}) => remarks),
		undo: each.find(({undo}) => !undo.possible)?.undo ?? {possible: true, text: 'Undo (z) takes all of it back.'},
	};
}

/** Whether there is nothing to send and nothing to decide. */
export function isNothing({steps, conflicts}: Pick<Plan, 'steps' | 'conflicts'>): boolean {
	return steps.length === 0 && conflicts.length === 0;
}

/** Why, is said of each part by itself; what can not be done keeps its name, and what is missing for it. */
function withNothingLeft({title, details}: Wording, isImpossible: boolean): Wording {
	return {
		title: isImpossible ? title : 'Nothing left to do',
		verb: 'Close',
		weight: {kind: 'reversible'},
		people: [],
		diff: [],
		details: isImpossible ? details : [],
		remarks: [],
		undo: {possible: true, text: ''},
	};
}

/**
 * What the steps still have to do, and how it is said.
 * @param leftOut who was asked for and can not be changed
 */
export function planOf(given: readonly Step[], setting: Setting, leftOut: readonly LeftOut[] = []): Plan {
	const {successors} = setting;
	const asked = successors === undefined ? given : given.map((step) => step.of?.(successors) ?? step);
	const sorted = asked.map((step) => ({step, ...sortedParts(step, setting.knowledge)}));
	const steps = joined(
		sorted.flatMap(({step, open, conflicts}) => {
			const rest = open.length === 0 ? undefined : narrowed(step, open);
			// A request that is one whole would overwrite what is contested in it.
			return rest === undefined || (conflicts.length > 0 && rest === step) ? [] : [rest];
		}),
	);
	const settled = new Set(
		sorted.flatMap(({already, impossible}) => [...already, ...impossible].map(({part}) => part.key)),
	);
	const [family, ...others] = familiesOf(asked);
	const conflicts = sorted.flatMap((each) => contestedOf(each.step, each.conflicts, setting));
	const told =
		family !== undefined && others.length === 0
			? family.wording(steps, asked, setting)
			: mixedWording(steps, asked, setting);
	const isImpossible = sorted.some(({impossible}) => impossible.length > 0);
	// Where all of it is contested, the three states tell what there is; the difference to the first would be of before.
	const diff = steps.length === 0 && conflicts.length > 0 ? [] : told.diff;
	const wording = isNothing({steps, conflicts}) ? withNothingLeft(told, isImpossible) : {...told, diff};
	const isSeveral = new Set(asked.map(({object}) => object)).size > 1;
	const plan: Plan = {
		...wording,
		asked,
		dangers: [],
		steps,
		subjects: steps.flatMap(({parts}) =>
			parts
				.filter(({key}) => !settled.has(key))
				.map((part) => ({
					key: part.key,
					id: part.id,
					name: part.name(setting),
					place: isSeveral ? (part.place?.(setting) ?? '') : '',
					effect: part.effect(setting),
				})),
		),
		skipped: [
			...leftOut.map(({name, why}) => toned(`${name} is left out: ${why}`, 'warning')),
			...sorted.flatMap(({already, impossible}) => [...already, ...impossible].map(({line}) => line)),
		],
		conflicts,
		leftOut: leftOut.length === 0 ? undefined : toned(leftOutLine(leftOut), 'warning'),
	};
	return guarded(plan, setting);
}

/** Equal needs once. */
export function distinctNeeds(needs: readonly Need[]): readonly Need[] {
	return [...new Map(needs.map((need) => [JSON.stringify(need), need])).values()];
}

/**
 * The confirmation of steps: of an action, of an undo, of a redo.
 * @param leftOut who was asked for and can not be changed
 */
export function confirmSteps(steps: readonly Step[], leftOut: readonly LeftOut[] = []): Confirmation {
	const families = familiesOf(steps);
	const fresh = distinctNeeds(steps.flatMap(({needs}) => needs));
	const [family] = families;
	return {
		kind: 'confirm',
		steps,
		leftOut,
		needs: distinctNeeds([...families.flatMap(({reads}) => reads), ...fresh]),
		fresh,
		about:
			family !== undefined && families.length === 1
				? {object: family.object, present: family.present, presentIsMany: family.presentIsMany}
				: {object: 'some of it', present: 'present state', presentIsMany: false},
		plan: (setting) => planOf(steps, setting, leftOut),
	};
}

/** A path as a person compares it, below the account and with ids by their beginning; `c` copies the whole requests. */
function shortPath(path: string): string {
	return `…${path.replaceAll(/[0-9a-f]{32}/g, shortId)}`;
}

/** The requests in words for a confirmation: those that are alike are counted in one line. */
export function requestLines(steps: readonly Step[]): readonly string[] {
	const counted = new Map<string, {readonly line: string; readonly count: number}>();
	for (const request of steps.flatMap(({request: own, follows = []}) => [own, ...follows])) {
		const path = request.alike ?? request.path;
		const note = request.note === undefined ? '' : `  (${request.note})`;
		const key = `${request.method} ${path}${note}`;
		const line = `${request.method} ${shortPath(path)}${note}`;
		counted.set(key, {line, count: (counted.get(key)?.count ?? 0) + 1});
	}
	return [...counted.values()].map(({line, count}) => `${count} x ${line}`);
}

/** A text as one word of a POSIX shell. */
function shellWord(text: string): string {
	return `'${text.replaceAll("'", "'\\''")}'`;
}

/** As it would be sent; where that can not be told, as it is shown. */
function exact(path: string, body: unknown): unknown {
	try {
		return originalsOf(/^\/accounts\/([^/]+)/u.exec(path)?.[1] ?? '').restored(body);
	} catch {
		return body;
	}
}

/** A request as a curl command, with the token left as a variable. */
export function curlCommand(method: string, path: string, body: unknown, baseUrl: string): string {
	const url = shellWord(`${baseUrl.replace(/\/$/, '')}${path}`);
	const head = `curl -X ${method} ${url} -H "Authorization: Bearer $CLOUDFLARE_API_TOKEN"`;
	if (body === undefined) return head;
	return `${head} -H 'Content-Type: application/json' --data ${shellWord(inertJson(exact(path, body)))}`;
}

export function curlLines(
	steps: readonly Pick<Step, 'request' | 'follows'>[],
	account: AccountId,
	baseUrl: string,
): readonly string[] {
	const command = ({method, path, body}: WriteRequest): string =>
		curlCommand(method, `/accounts/${account}${path}`, body, baseUrl);
	return steps.flatMap(({request, follows = []}) => [
		command(request),
		...follows.flatMap((next) => ['# then, with the id from the answer in the place of {new id}:', command(next)]),
	]);
}
