/** What can be done with the objects of an area, and with the rows of a section: bound to the data when it is asked. */
import type {OperationId} from '../api/operations.ts';
import type {Setting} from './define.ts';
import type {Intent} from './intent.ts';

/** Why something can not be done now; undefined when it can. */
export type Refusal = string | undefined;

/** What can be done with an object, or with rows of a section of it. */
export interface Action<Item> {
	/** For the footer: `add members`. */
	readonly label: string;
	/** The operation that it comes to; a credential that may not do it is told so beforehand. */
	readonly permission?: OperationId | undefined;
	disabled?(item: Item, setting: Setting): Refusal;
	/** `rows` are the ids of marked rows, or of the row under the cursor. */
	run(items: readonly Item[], rows: readonly string[], setting: Setting): Intent;
}

/** Makes something new: of the list, whatever is under the cursor; or of a section of `within`. */
export interface CreateAction<Item = unknown> {
	/** For the footer: `new`. */
	readonly label: string;
	readonly permission?: OperationId | undefined;
	disabled?(setting: Setting, within: Item | undefined): Refusal;
	run(setting: Setting, within: Item | undefined): Intent;
}

/** The generic keys that an area or a section may give a meaning to. */
export interface Actions<Item> {
	/** `n`. */
	readonly create?: CreateAction<Item>;
	/** `e`. */
	readonly edit?: Action<Item>;
	/** `E`: the form of its intent is written in an editor. What `edit` opens, unless given. */
	readonly document?: Action<Item>;
	/** `D`. */
	readonly delete?: Action<Item>;
	/** `N`. */
	readonly clone?: Action<Item>;
	/** `a`. */
	readonly add?: Action<Item>;
	/** `x`. */
	readonly remove?: Action<Item>;
	/** `=`: all at once, by another set of them. */
	readonly replace?: Action<Item>;
	/** `V`. */
	readonly verify?: Action<Item>;
	/** `T`. */
	readonly toggle?: Action<Item>;
	/** `t`: looks, and changes nothing. */
	readonly test?: Action<Item>;
	/** `R`. */
	readonly rotate?: Action<Item>;
	/** `X`. */
	readonly endSecret?: Action<Item>;
	/** `U`. */
	readonly promote?: Action<Item>;
}

export type ActionName = keyof Actions<never>;

/** Those that are about a single thing: with several marked rows they say so. */
const ofOne: ReadonlySet<ActionName> = new Set([
	'edit',
	'document',
	'clone',
	'replace',
	'test',
	'rotate',
	'endSecret',
	'promote',
] as const);

export interface BoundAction {
	readonly label: string;
	readonly permission: OperationId | undefined;
	/** Whether it can be about one thing only. */
	readonly ofOne: boolean;
	readonly disabled: Refusal;
	/** `rows`: ids of rows of the section; for the list they are the objects themselves. */
	run(rows: readonly string[]): Intent;
}

export type BoundActions = Readonly<Partial<Record<ActionName, BoundAction>>>;

/** Things that are looked up only when somebody asks for them: there may be 100,000 marked. */
export interface Later<Thing> {
	readonly length: number;
	all(): readonly Thing[];
}

function laterOf<Thing>(things: readonly Thing[] | Later<Thing>): Later<Thing> {
	return 'all' in things ? things : {length: things.length, all: () => things};
}

/** Binds an action to objects; refused if any of them refuses, which is found out only when it is asked. */
function bind<Item>(name: ActionName, action: Action<Item>, items: Later<Item>, setting: Setting): BoundAction {
	const isOfOne = ofOne.has(name);
	return {
		label: action.label,
		permission: action.permission,
		ofOne: isOfOne,
		get disabled() {
			if (items.length === 0) return 'nothing is selected';
			if (isOfOne && items.length > 1) return onlyOne(items.length);
			if (action.disabled === undefined) return undefined;
			for (const item of items.all()) {
				const refusal = action.disabled(item, setting);
				if (refusal !== undefined) return refusal;
			}
			return undefined;
		},
		run: (rows) => action.run(items.all(), rows, setting),
	};
}

/** Said of an action that is about a single thing. */
export function onlyOne(marked: number): string {
	return `one at a time: ${marked.toLocaleString('en-US')} are marked, u clears the marks`;
}

function bindCreate<Item>(action: CreateAction<Item>, within: () => Item | undefined, setting: Setting): BoundAction {
	return {
		label: action.label,
		permission: action.permission,
		ofOne: false,
		get disabled() {
			return action.disabled?.(setting, within());
		},
		run: () => action.run(setting, within()),
	};
}

export function bindAll<Item>(
	actions: Actions<Item> | undefined,
	things: readonly Item[] | Later<Item>,
	setting: Setting,
): BoundActions {
	if (actions === undefined) return {};
	const items = laterOf(things);
	const {create, ...others} = actions;
	const bound: Partial<Record<ActionName, BoundAction>> = {};
	if (create !== undefined) bound.create = bindCreate(create, () => items.all()[0], setting);
	for (const [name, action] of Object.entries(others) as [Exclude<ActionName, 'create'>, Action<Item>][]) {
		bound[name] = bind(name, action, items, setting);
	}
	return bound;
}
