/**
 * Where one is in the program: a stack of frames (breadcrumbs), a history of such stacks, and for each area the list
 * as it was left. Pure; moving the cursor replaces the present stack, opening something makes a new one.
 */
import type {AreaName, Reference} from '../areas/table.ts';
import {freshTable, type TableState} from './table-state.ts';

export interface ListFrame {
	readonly kind: 'list';
	readonly area: AreaName;
	readonly table: TableState;
}

export interface DetailFrame {
	readonly kind: 'detail';
	readonly area: AreaName;
	readonly id: string;
	readonly section: string;
	/** The place in each section, by its name. */
	readonly tables: Readonly<Record<string, TableState>>;
}

export type Frame = ListFrame | DetailFrame;

/** Breadcrumbs: a list and what has been opened from it. Never empty. */
export type Stack = readonly [ListFrame, ...Frame[]];

export interface Navigation {
	readonly history: readonly Stack[];
	readonly index: number;
	/** The list of each area as it was left. */
	readonly lists: Readonly<Partial<Record<AreaName, ListFrame>>>;
	/** The area before this one, for `-`. */
	readonly last: AreaName | undefined;
}

/** Stacks that are remembered; older ones are forgotten. */
const historyLimit = 100;

export function startAt(area: AreaName): Navigation {
	return {history: [[freshList(area)]], index: 0, lists: {}, last: undefined};
}

function freshList(area: AreaName): ListFrame {
	return {kind: 'list', area, table: freshTable};
}

export function currentStack(navigation: Navigation): Stack {
	const stack = navigation.history[navigation.index];
	if (stack === undefined)
		throw new RangeError(`no place ${navigation.index} in a history of ${navigation.history.length}`);
	return stack;
}

export function currentFrame(navigation: Navigation): Frame {
	const stack = currentStack(navigation);
	return stack[stack.length - 1] ?? stack[0];
}

function replaceStack(navigation: Navigation, stack: Stack): Navigation {
	const [root] = stack;
	return {
		...navigation,
		history: navigation.history.with(navigation.index, stack),
		lists: {...navigation.lists, [root.area]: root},
	};
}

function push(navigation: Navigation, stack: Stack): Navigation {
	const before = currentStack(navigation);
	const history = [...navigation.history.slice(0, navigation.index + 1), stack].slice(-historyLimit);
	const [root] = stack;
	return {
		history,
		index: history.length - 1,
		lists: {...navigation.lists, [before[0].area]: before[0], [root.area]: root},
		last: before[0].area === root.area ? navigation.last : before[0].area,
	};
}

/** Puts `frame` in the place of the topmost one: the cursor has moved, a filter has changed. */
export function replaceFrame(navigation: Navigation, frame: Frame): Navigation {
	const [root, ...above] = currentStack(navigation);
	if (above.length > 0) return replaceStack(navigation, [root, ...above.slice(0, -1), frame]);
	return frame.kind === 'list' ? replaceStack(navigation, [frame]) : navigation;
}

/** Opens an object on top of where one is; the same object is not opened twice. */
export function open(navigation: Navigation, {area, id, section}: Reference): Navigation {
	const [root, ...above] = currentStack(navigation);
	const top = above[above.length - 1];
	if (top?.kind === 'detail' && top.area === area && top.id === id) {
		return section === undefined ? navigation : replaceFrame(navigation, {...top, section});
	}
	return push(navigation, [root, ...above, {kind: 'detail', area, id, section: section ?? '', tables: {}}]);
}

/** Opens a list on top of where one is, at a row of it; going back from it leads back here. */
export function openList(navigation: Navigation, area: AreaName, cursor: string | undefined): Navigation {
	const [root, ...above] = currentStack(navigation);
	const list: ListFrame = {kind: 'list', area, table: {...freshTable, cursor}};
	const index = above.findIndex((frame) => frame.kind === 'list' && frame.area === area);
	return push(navigation, [root, ...(index < 0 ? above : above.slice(0, index)), list]);
}

/** Goes to the list of an area, as it was left. */
export function goTo(navigation: Navigation, area: AreaName): Navigation {
	const stack = currentStack(navigation);
	if (stack.length === 1 && stack[0].area === area) return navigation;
	const list = stack[0].area === area ? stack[0] : (navigation.lists[area] ?? freshList(area));
	return push(navigation, [list]);
}

/** One step out: the place that one came from is as it was. The list at the bottom stays. */
export function back(navigation: Navigation): Navigation {
	const [root, ...above] = currentStack(navigation);
	if (above.length === 0) return navigation;
	return push(navigation, [root, ...above.slice(0, -1)]);
}

/** Through the history of places: -1 back, 1 forward. */
export function travel(navigation: Navigation, steps: -1 | 1): Navigation {
	const index = navigation.index + steps;
	const stack = navigation.history[index];
	if (stack === undefined) return navigation;
	const before = currentStack(navigation)[0].area;
	return {...navigation, index, last: before === stack[0].area ? navigation.last : before};
}

/** The table that keys move in: the list, or the section of a detail. */
export function tableStateOf(frame: Frame, section: string): TableState {
	return frame.kind === 'list' ? frame.table : (frame.tables[section] ?? freshTable);
}

export function withTableState(frame: Frame, section: string, table: TableState): Frame {
	return frame.kind === 'list' ? {...frame, table} : {...frame, tables: {...frame.tables, [section]: table}};
}
