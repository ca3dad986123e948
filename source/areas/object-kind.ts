/** A kind of objects that can be written, as a description; and what its fields say of three states of one of them. */
import type {CallOptions} from '../api/client.ts';
import type {Knowledge, Need} from '../insight/knowledge.ts';
import type {Writer} from '../insight/writer.ts';
import type {Line} from '../terminal/line.ts';
import {plain, toned} from './cells.ts';
import type {Setting} from './define.ts';
import {type Compared, compared, type ObjectField, type ObjectFields} from './object-fields.ts';
import type {Successors} from './successors.ts';
import type {Conflict, ShownSecret, Step, Wording, WriteRequest} from './write.ts';

/** What a confirmation says of one write of an object, where it says more than what is plain. */
export type Telling = Partial<Wording>;

/** What came of creating an object. */
export interface Created<Item> {
	readonly item: Item;
	readonly secret?: ShownSecret | undefined;
}

/** A kind of objects that can be written: how they are found, named, compared and sent. */
export interface ObjectKind<Item extends object, Input, Change extends object> {
	/** `user-group`. */
	readonly name: string;
	/** `user group`. */
	readonly noun: string;
	/** The path of all of them, below the account: `/iam/user_groups`. */
	readonly path: string;
	readonly updateMethod: 'PUT' | 'PATCH';
	/** Lists that the words take names from. */
	readonly reads: readonly Need[];
	/** The list in which a new one would be found. */
	readonly list: Need;
	need(item: Item): Need;
	idOf(item: Item): string;
	nameOf(item: Item): string;
	/** The object as it is known now. */
	find(id: string, knowledge: Knowledge): Item | undefined;
	readonly fields: ObjectFields<Item, Change>;
	/** What is sent for a change; the change itself unless given. */
	bodyOf?(change: Change): unknown;
	update(writer: Writer, item: Item, change: Change, options?: CallOptions): Promise<Item>;
	/** Why a change is for good: a client that is public stays public. Undefined for others. */
	whyFinal?(change: Change, item: Item): string | undefined;
	readonly creation: {
		nameOf(input: Input): string;
		bodyOf?(input: Input): unknown;
		/** The object that a lost answer may have been about, where names are unique. */
		find?(input: Input, knowledge: Knowledge): Item | undefined;
		/** Why a lost answer can not be found out about, where they are not. */
		readonly unknowable?: string | undefined;
		send(writer: Writer, input: Input, options?: CallOptions): Promise<Created<Item>>;
		/** What follows once it has its id: the members of a group. */
		next?(input: Input, item: Item, successors: Successors | undefined): readonly Step[];
		/** The requests of it, with `{new id}` in the place of what is not known before. */
		follows?(input: Input): readonly WriteRequest[];
		/** `item` was made in the place of `former`, which was deleted: for what else goes by the former id. */
		succeeded?(former: Item, item: Item, successors: Successors): void;
		tell?(input: Input, setting: Setting): Telling;
	};
	readonly deletion: {
		send(writer: Writer, item: Item, options?: CallOptions): Promise<void>;
		/** What has to be read again beside the object: what goes with it. */
		needs?(item: Item): readonly Need[];
		/** What would make it again; or why nothing does, as a sentence's end. */
		restore(item: Item): {readonly input: Input} | {readonly why: string};
		/** What would make it again with all that goes with it, as it is known now; undefined where nothing does. */
		again?(item: Item, knowledge: Knowledge): Input | undefined;
		/** What goes with it is not any more what `again` would bring back: who has joined or left meanwhile. */
		changed?(item: Item, again: Input, knowledge: Knowledge): readonly Line[];
		tell?(item: Item, setting: Setting, again?: Input): Telling;
	};
	tell?(item: Item, change: Change, setting: Setting): Telling;
}

/** The fields of a change, in the order of the description. */
export function changedFields<Item, Change extends object>(
	{fields}: {readonly fields: ObjectFields<Item, Change>},
	change: Change,
): readonly (keyof Change & string)[] {
	return fieldNames(fields).filter((name) => change[name] !== undefined && change[name] !== null);
}

function fieldNames<Item, Change>(fields: ObjectFields<Item, Change>): readonly (keyof Change & string)[] {
	const names: (keyof Change & string)[] = [];
	for (const name in fields) names.push(name);
	return names;
}

function fieldOf<Item, Change, Name extends keyof Change & string>(
	fields: ObjectFields<Item, Change>,
	name: Name,
): ObjectField<Item, NonNullable<Change[Name]>> {
	return fields[name];
}

/** The fields of a change in their three states. */
export function compareChange<Item, Change extends object>(
	kind: {readonly fields: ObjectFields<Item, Change>},
	base: Item,
	present: Item,
	change: Change,
	setting: Setting,
): readonly Compared[] {
	return changedFields(kind, change).flatMap((name) => {
		const wanted = change[name];
		return wanted === undefined || wanted === null
			? []
			: [compared(fieldOf(kind.fields, name), base, present, wanted, setting)];
	});
}

/** What of an object is not any more what it was: `yours` is what it was. */
export function changesSince<Item, Change extends object>(
	kind: {readonly fields: ObjectFields<Item, Change>},
	base: Item,
	present: Item,
	setting: Setting,
): readonly Compared[] {
	return fieldNames(kind.fields).flatMap((name) => {
		const field = fieldOf(kind.fields, name);
		const value = field.of(base);
		const found = value === undefined ? undefined : compared(field, base, present, value, setting);
		return found === undefined || found.isSo ? [] : [found];
	});
}

/** The change that brings back what `item` has in the fields of `change`; or why none does. */
export function changeBack<Item extends object, Input, Change extends object>(
	kind: ObjectKind<Item, Input, Change>,
	item: Item,
	change: Change,
): {readonly change: Change} | {readonly why: string} {
	const why = kind.whyFinal?.(change, item);
	if (why !== undefined) return {why};
	const names = changedFields(kind, change);
	const lost = names.find((name) => fieldOf(kind.fields, name).of(item) === undefined);
	if (lost !== undefined) return {why: `the former ${kind.fields[lost].label} can not be sent back`};
	const back: {[Name in keyof Change]?: NonNullable<Change[Name]> | undefined} = {...change};
	for (const name of names) back[name] = fieldOf(kind.fields, name).of(item);
	return {change: {...change, ...back}};
}

/** Both changes in one; undefined where a field can have only one of two values. */
export function mergedChange<Item, Change extends object>(
	{fields}: {readonly fields: ObjectFields<Item, Change>},
	base: Item,
	present: Item,
	change: Change,
): Change | undefined {
	const both: {[Name in keyof Change]?: NonNullable<Change[Name]> | undefined} = {};
	for (const name of changedFields({fields}, change)) {
		const merged = mergedValue(fieldOf(fields, name), base, present, change[name]);
		if (merged === undefined) return undefined;
		both[name] = merged;
	}
	return {...change, ...both};
}

function mergedValue<Item, Value>(
	{of, merge}: ObjectField<Item, NonNullable<Value>>,
	base: Item,
	present: Item,
	wanted: Value,
): NonNullable<Value> | undefined {
	const was = of(base);
	const theirs = of(present);
	if (was === undefined || theirs === undefined || wanted === undefined || wanted === null) return undefined;
	if (merge !== undefined) return merge(was, theirs, wanted);
	// What they have not touched, or changed to the very same, is no matter of choosing.
	const text = JSON.stringify(theirs);
	return text === JSON.stringify(was) || text === JSON.stringify(wanted) ? wanted : undefined;
}

/** @param yours what the user wants, where that is not a value of the fields */
export function conflictOf(
	contested: readonly Compared[],
	resolutions: Conflict['resolutions'],
	yours?: Conflict['yours'],
): Conflict {
	const lines = (state: 'was' | 'theirs' | 'yours') => contested.flatMap((each) => linesOf(each, state));
	return {kind: 'conflict', was: lines('was'), theirs: lines('theirs'), yours: yours ?? lines('yours'), resolutions};
}

/** One of the three states of a field; what is the same in all of them is only counted. */
function linesOf(compared: Compared, state: 'was' | 'theirs' | 'yours'): readonly Line[] {
	const {label, was, theirs, yours} = compared;
	const [former, present, wanted] = [was, theirs, yours].map((entries) => new Set(entries.map(({key}) => key)));
	const own = compared[state].filter(({key}) => !(former?.has(key) && present?.has(key) && wanted?.has(key)));
	const same = compared[state].length - own.length;
	if (own.length === 0 && same === 0) return [plain(`${label}: none`)];
	const before = own.length === 0 ? '' : 'and ';
	return [
		...own.map(({line}) => line),
		...(same === 0 ? [] : [toned(`${label}: ${before}${same} that nobody has changed`, 'dim')]),
	];
}
