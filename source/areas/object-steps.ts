/**
 * Steps that create, change and delete one object of the account, made from a description of its kind. A change names
 * only what it changes; it is compared field by field with what is there right before it is sent, so that what somebody
 * else has changed elsewhere in the object stays, and what both have changed is left to a person.
 */
import type {Knowledge} from '../insight/knowledge.ts';
import type {Line} from '../terminal/line.ts';
import {plain, toned} from './cells.ts';
import type {Setting} from './define.ts';
import {diffLines} from './object-fields.ts';
import {
	changeBack,
	changedFields,
	changesSince,
	compareChange,
	conflictOf,
	mergedChange,
	type ObjectKind,
} from './object-kind.ts';
import {familyOf, objectStep, plainWording} from './object-step.ts';
import type {Successors} from './successors.ts';
import {typedWeight} from './typed-name.ts';
import type {Family, Reversal, Step} from './write.ts';

export interface ObjectSteps<Item, Input, Change> {
	create(input: Input): Step;
	/** @param base the object as the user has started from */
	update(base: Item, change: Change): Step;
	/**
	 * @param base the object as the user has seen it
	 * @param again what makes it again with all that goes with it, where that is known
	 */
	remove(base: Item, again?: Input): Step;
}

/** For comparing: what depends on the time of day is no part of it. */
function settingOf(knowledge: Knowledge): Setting {
	return {knowledge, now: 0};
}

/** What will be there afterwards, theirs and mine, in the fields that are sent. */
function resultLines<Item extends object, Input, Change extends object>(
	kind: ObjectKind<Item, Input, Change>,
	base: Item,
	change: Change,
	setting: Setting,
): readonly Line[] {
	const lines = compareChange(kind, base, base, change, setting).flatMap(({label, yours}) =>
		yours.length === 0 ? [plain(`${label}: none`)] : yours.map(({line}) => line),
	);
	return [toned('What is sent, and will be there then:', 'dim'), ...lines];
}

export function defineObjectSteps<Item extends object, Input, Change extends object>(
	kind: ObjectKind<Item, Input, Change>,
): ObjectSteps<Item, Input, Change> {
	const family = familyOf(kind);
	/**
	 * What a program has made again has another id: by the id of the former, what came in its place. So what was done
	 * before the former was deleted can still be undone, and done again.
	 */
	const madeBy = new WeakMap<Successors, Map<string, Item>>();

	const stepsIn = (successors: Successors | undefined): BoundSteps<Item, Input, Change> => {
		const made = successors === undefined ? undefined : (madeBy.get(successors) ?? new Map<string, Item>());
		if (successors !== undefined && made !== undefined) madeBy.set(successors, made);
		return makeSteps(kind, family, {successors, made, stepsIn});
	};
	return stepsIn(undefined);
}

/** `platform-dns -> platform-edge`: what has a new name is told of by both. */
function renamed(before: string, after: string): string {
	return after === before || after === '' ? before : `${before} -> ${after}`;
}

/** The steps of a kind, and those of the same kind in a program that knows what it has made again. */
interface Bound<Item, Input, Change> {
	readonly successors: Successors | undefined;
	/** By the ids of what was deleted. */
	readonly made: Map<string, Item> | undefined;
	readonly stepsIn: (successors: Successors) => BoundSteps<Item, Input, Change>;
}

interface BoundSteps<Item, Input, Change> extends ObjectSteps<Item, Input, Change> {
	/** @param former what it is made in the place of */
	create(input: Input, former?: Item): Step;
	/** @param isDecided made of what two have changed: what will be there is told in full */
	update(base: Item, change: Change, isDecided?: boolean): Step;
}

function makeSteps<Item extends object, Input, Change extends object>(
	kind: ObjectKind<Item, Input, Change>,
	family: Family,
	{successors, made, stepsIn}: Bound<Item, Input, Change>,
): BoundSteps<Item, Input, Change> {
	const pathOf = (item: Item): string => `${kind.path}/${encodeURIComponent(kind.idOf(item))}`;
	const keyOf = (item: Item): string => `${kind.name}/${kind.idOf(item)}`;

	const currentOf = (item: Item): Item => {
		let current = item;
		for (let next = made?.get(kind.idOf(current)); next !== undefined; next = made?.get(kind.idOf(current)))
			current = next;
		return current;
	};

	const isGone = (item: Item, knowledge: Knowledge): boolean =>
		knowledge.reading(kind.need(currentOf(item))).error?.kind === 'not-found' || present(item, knowledge) === undefined;

	function present(item: Item, knowledge: Knowledge): Item | undefined {
		return kind.find(kind.idOf(currentOf(item)), knowledge);
	}

	const update = (base: Item, change: Change, isDecided = false): Step => {
		const labels = changedFields(kind, change).map((name) => kind.fields[name].label);
		const body = kind.bodyOf?.(change) ?? change;
		const presentOf = (knowledge: Knowledge): Item => present(base, knowledge) ?? base;
		const reversalFrom = (after: Item): Reversal => {
			const back = changeBack(kind, base, change);
			return 'why' in back ? {steps: [], why: back.why} : {steps: [update(after, back.change)]};
		};
		const step = objectStep(
			family,
			{
				get object() {
					return keyOf(currentOf(base));
				},
				get request() {
					return {method: kind.updateMethod, path: pathOf(currentOf(base)), body};
				},
				part: {
					key: `change ${keyOf(base)} ${JSON.stringify(body)}`,
					id: kind.idOf(base),
					name: () => renamed(kind.nameOf(base), kind.nameOf({...base, ...change})),
					effect: () => plain(`${labels.join(', ')} changed`),
					words: {done: 'changed', already: 'is so already'},
				},
				get needs() {
					return [kind.need(currentOf(base))];
				},
				standing(knowledge) {
					const name = kind.nameOf(base);
					if (isGone(base, knowledge)) return {kind: 'impossible', line: toned(`${name} is gone`, 'warning')};
					const theirs = presentOf(knowledge);
					const fields = compareChange(kind, base, theirs, change, settingOf(knowledge));
					if (fields.every(({isSo}) => isSo)) return {kind: 'already', line: toned(`${name} is so already`, 'dim')};
					const contested = fields.filter(({isContested}) => isContested);
					if (contested.length === 0) return {kind: 'open'};
					const both = mergedChange(kind, base, theirs, change);
					const contest = conflictOf(contested, [
						...(both === undefined
							? []
							: [{label: 'keep their changes and add mine', step: update(theirs, both, true)}]),
						{label: 'replace theirs', step: update(theirs, change, true)},
					]);
					return {...contest, of: kind.nameOf(theirs)};
				},
				send: async (writer, options) => ({
					reversal: reversalFrom(await kind.update(writer, currentOf(base), change, options)),
				}),
				reversal: (knowledge) => reversalFrom(presentOf(knowledge)),
				of: (program) => (program === successors ? step : stepsIn(program).update(base, change, isDecided)),
			},
			(setting) => {
				const back = changeBack(kind, base, change);
				return {
					...plainWording(`Change ${kind.noun} ${kind.nameOf(base)}`, 'Change'),
					diff: compareChange(kind, base, base, change, setting).flatMap(({was, yours}) => diffLines(was, yours)),
					undo:
						'why' in back
							? {possible: false, text: `It can not be undone: ${back.why}.`}
							: {possible: true, text: 'Undo (z) changes it back.'},
					...kind.tell?.(base, change, setting),
					...(isDecided ? {result: resultLines(kind, base, change, setting)} : {}),
				};
			},
		);
		return step;
	};

	/** @param former what it is made in the place of */
	const create = (input: Input, former?: Item): Step => {
		const succeed = (item: Item): void => {
			const before = former === undefined ? undefined : currentOf(former);
			if (before === undefined || kind.idOf(before) === kind.idOf(item) || successors === undefined) return;
			// It stands for itself, whatever its id stood for before.
			made?.delete(kind.idOf(item));
			made?.set(kind.idOf(before), item);
			creation.succeeded?.(before, item, successors);
		};
		const {creation} = kind;
		const name = creation.nameOf(input);
		const body = creation.bodyOf?.(input) ?? input;
		const step = objectStep(
			family,
			{
				object: `${kind.name} to come`,
				request: {method: 'POST', path: kind.path, body},
				part: {
					key: `create ${kind.name} ${JSON.stringify(body)}`,
					name: () => name,
					effect: () => plain(`a new ${kind.noun}`),
					words: {done: 'created', already: 'is there already'},
				},
				needs: [kind.list],
				lastNeeds: [],
				unknowable: creation.unknowable,
				standing(knowledge) {
					return creation.find?.(input, knowledge) === undefined
						? {kind: 'open'}
						: {kind: 'already', line: toned(`there is a ${kind.noun} ${name} already`, 'warning')};
				},
				async send(writer, options) {
					const {item, secret} = await creation.send(writer, input, options);
					succeed(item);
					return {reversal: {steps: [remove(item, input)]}, secret, next: creation.next?.(input, item, successors)};
				},
				reversal(knowledge) {
					const found = creation.find?.(input, knowledge);
					if (found === undefined) return {steps: [], why: `it is not known which ${kind.noun} it is`};
					succeed(found);
					return {steps: [remove(found, input)]};
				},
				follows: creation.follows?.(input),
				of: (program) => (program === successors ? step : stepsIn(program).create(input, former)),
				next(knowledge) {
					const found = creation.find?.(input, knowledge);
					return found === undefined ? [] : (creation.next?.(input, found, successors) ?? []);
				},
			},
			(setting) => ({
				...plainWording(`Create ${kind.noun} ${name}`, 'Create'),
				undo: {possible: true, text: 'Undo (z) deletes it again.'},
				...creation.tell?.(input, setting),
			}),
		);
		return step;
	};

	/** @param again what has made it, where its deletion takes that back: then it can be made again */
	const remove = (base: Item, again?: Input): Step => {
		const {deletion} = kind;
		const restored = again === undefined ? deletion.restore(base) : {input: again};
		const reversal: Reversal =
			'why' in restored ? {steps: [], why: restored.why} : {steps: [create(restored.input, base)]};
		const step = objectStep(
			family,
			{
				get object() {
					return keyOf(currentOf(base));
				},
				get request() {
					return {method: 'DELETE', path: pathOf(currentOf(base)), alike: `${kind.path}/{id}`} as const;
				},
				part: {
					key: `delete ${keyOf(base)}`,
					id: kind.idOf(base),
					name: () => kind.nameOf(base),
					effect: () => plain('deleted'),
					words: {done: 'deleted', already: 'is gone already'},
				},
				get needs() {
					return [kind.need(currentOf(base)), ...(deletion.needs?.(currentOf(base)) ?? [])];
				},
				standing(knowledge) {
					if (isGone(base, knowledge)) {
						return {kind: 'already', line: toned(`${kind.nameOf(base)} is gone already`, 'dim')};
					}
					const theirs = present(base, knowledge) ?? base;
					const since = changesSince(kind, base, theirs, settingOf(knowledge));
					const others = again === undefined ? [] : (deletion.changed?.(currentOf(base), again, knowledge) ?? []);
					if (since.length + others.length === 0) return {kind: 'open'};
					const anew = again === undefined || deletion.again === undefined ? again : deletion.again(theirs, knowledge);
					const conflict = conflictOf(
						since,
						[{label: 'delete it all the same', step: remove(theirs, anew)}],
						[plain('deleted')],
					);
					return {...conflict, theirs: [...conflict.theirs, ...others]};
				},
				send: async (writer, options) => {
					await deletion.send(writer, currentOf(base), options);
					return {reversal};
				},
				reversal: () => reversal,
				of: (program) => (program === successors ? step : stepsIn(program).remove(base, again)),
			},
			(setting) => ({
				...plainWording(`Delete ${kind.noun} ${kind.nameOf(base)}`, 'Delete'),
				weight: typedWeight('the name', kind.nameOf(base), kind.idOf(base)),
				undo: {
					possible: 'input' in restored,
					text: 'why' in restored ? `It can not be undone: ${restored.why}.` : 'It can be made again, with a new id.',
				},
				...deletion.tell?.(base, setting, again),
			}),
		);
		return step;
	};

	return {create, update, remove};
}
