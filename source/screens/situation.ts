/**
 * Where a key finds the program: its state with the data as they are at this moment. Commands and views both start
 * from it; nothing is remembered from an earlier frame.
 */
import {operationOf} from '../api/operation-match.ts';
import {type Later, onlyOne} from '../areas/actions.ts';
import type {ActionName, AreaObject, BoundAction, BoundActions, Listed, Section, Setting} from '../areas/define.ts';
import {listedNamed} from '../areas/index.ts';
import {type TableSource, tableOf} from '../areas/table.ts';
import {type Layout, layoutOf} from './layout.ts';
import {isNoneMarked} from './marks.ts';
import {currentFrame, type Frame, tableStateOf} from './navigation.ts';
import type {ProgramState, UndoEntry} from './state.ts';
import {
	cursorPosition,
	type Sort,
	selection,
	selectionLength,
	settle,
	type TableState,
	type TableView,
} from './table-state.ts';
import {explanationHeight, viewOf} from './table-view.ts';

/** The frame on top, bound to the data, before its rows have been filtered and sorted. */
export interface Ground {
	readonly frame: Frame;
	readonly area: Listed;
	/** The object of a detail; undefined while it is read, or when it is gone. */
	readonly object: AreaObject | undefined;
	readonly section: Section | undefined;
	/** Name of the section, '' in a list. */
	readonly sectionName: string;
	readonly source: TableSource;
	/** The table as the last key has left it; its cursor may have to look for a row. */
	readonly left: TableState;
	readonly sort: Sort | undefined;
	readonly layout: Layout;
	/** Rows of the table's window. */
	readonly height: number;
}

/** What is made of the ground where that is not to be waited for. */
export interface Shown {
	readonly view: TableView;
	readonly table: TableState;
	/** What is being done meanwhile: `filtering`, `sorting`. */
	readonly work: string;
}

/** View and table are made when somebody asks for them: many keys may come before that. */
export interface Place extends Ground {
	readonly view: TableView;
	readonly table: TableState;
	/** What is still being done; undefined when this is what there is. */
	readonly work: string | undefined;
}

export interface Situation {
	readonly state: ProgramState;
	readonly setting: Setting;
	readonly place: Place;
	/** Why a command can not be carried out now, in words; undefined when it can. */
	refusal(command: Refusable): string | undefined;
	/** What an action's key means here; undefined where it means nothing. */
	action(name: ActionName): ActionHere | undefined;
}

/** An action, and what it is about: rows of the section or of the list, or the object that is open. */
export interface ActionHere {
	readonly action: BoundAction;
	readonly rows: Later<string>;
	/** Of what is on show, and not only of the object or area that it belongs to. */
	readonly isOwn: boolean;
}

/** Commands that are not always possible. */
export type Refusable = ActionName | 'open' | 'mark.clear' | 'memberships' | 'history.last' | 'undo' | 'redo' | 'lock';

const noTable: TableSource = tableOf<object>({rows: [], columns: [], id: () => ''});

function groundOf(state: ProgramState, setting: Setting): Ground {
	const frame = currentFrame(state.navigation);
	const area = listedNamed(frame.area);
	if (frame.kind === 'list') {
		const layout = layoutOf(state.size, state.preview, area.previewLines);
		const sort = frame.table.sort ?? {column: area.sort.column, descending: area.sort.descending ?? false};
		return {
			frame,
			area,
			object: undefined,
			section: undefined,
			sectionName: '',
			source: area.table(setting),
			left: frame.table,
			sort,
			layout,
			height: layout.tableHeight,
		};
	}
	const object = area.object(frame.id, setting);
	const names = object?.sectionNames ?? [];
	const sectionName = names.includes(frame.section) ? frame.section : (object?.firstSection ?? '');
	const section = object?.section(names.indexOf(sectionName));
	const left = tableStateOf(frame, sectionName);
	const hasPreview = state.preview && section?.explains !== false;
	const content = section === undefined ? undefined : explanationHeight(section.table, state.size.columns);
	const layout = layoutOf(state.size, hasPreview, content);
	const source = section?.table ?? noTable;
	// A detail has a line for its remark where a list has its counts.
	const height = layout.tableHeight;
	return {frame, area, object, section, sectionName, source, left, sort: left.sort, layout, height};
}

function placeOn(ground: Ground, shown: Shown | undefined): Place {
	let view = shown?.view;
	let table = shown?.table;
	return {
		...ground,
		get view() {
			view ??= viewOf(ground.source, ground.left.filter.text, ground.sort);
			return view;
		},
		get table() {
			table ??= settle(ground.left, this.view, ground.height);
			return table;
		},
		work: shown?.work,
	};
}

/** Those that are about rows of a section alone: in a detail the object is not meant by them. */
const onlyOfRows: ReadonlySet<ActionName> = new Set(['remove']);

/** What can be done at a place, bound once for all keys: there may be thousands of marks. */
interface BoundHere {
	readonly selected: Later<string>;
	readonly ofRows: BoundActions;
	readonly ofObject: BoundActions;
	/** Of the whole area. */
	readonly create: BoundAction | undefined;
}

const boundActions = new WeakMap<Place, BoundHere>();

function boundAt(place: Place, setting: Setting): BoundHere {
	const before = boundActions.get(place);
	if (before !== undefined) return before;
	const selected: Later<string> = {
		length: selectionLength(place.table, place.view),
		all: () => selection(place.table, place.view),
	};
	const isList = place.frame.kind === 'list';
	const bound: BoundHere = {
		selected,
		ofRows: (isList ? place.area.actions(selected, setting) : place.section?.actions) ?? {},
		ofObject: place.object?.actions ?? {},
		create: isList ? undefined : place.area.actions([], setting).create,
	};
	boundActions.set(place, bound);
	return bound;
}

/** What the key of an action means here: the section's own meaning comes before the object's. */
function actionAt(place: Place, name: ActionName, setting: Setting): ActionHere | undefined {
	const {selected, ofRows, ofObject, create} = boundAt(place, setting);
	const own = ofRows[name];
	if (own !== undefined) return {action: own, rows: selected, isOwn: true};
	if (name === 'create')
		return create === undefined ? undefined : {action: create, rows: {length: 0, all: () => []}, isOwn: false};
	const action = onlyOfRows.has(name) ? undefined : ofObject[name];
	if (action === undefined || place.object === undefined) return undefined;
	const {id} = place.object;
	return {action, rows: {length: 1, all: () => [id]}, isOwn: false};
}

/** A document is of what would be edited, unless the area says otherwise. */
function actionOrDocument(place: Place, name: ActionName, setting: Setting): ActionHere | undefined {
	const found = actionAt(place, name, setting);
	if (found !== undefined || name !== 'document') return found;
	const edit = actionAt(place, 'edit', setting);
	return edit === undefined ? undefined : {...edit, action: {...edit.action, label: 'edit as JSON'}};
}

/** Said where the key of an action means nothing. */
const nothingHere: Readonly<Record<ActionName, string>> = {
	create: 'nothing can be created here',
	edit: 'nothing can be edited here',
	document: 'nothing can be edited here',
	delete: 'nothing can be deleted here',
	clone: 'nothing can be cloned here',
	add: 'nothing can be added here',
	remove: 'nothing can be removed here; open a group or a member first',
	replace: 'there is no set here that could be replaced; open the members of a group first',
	verify: 'nothing can be verified here; SSO connectors and OAuth clients can',
	toggle: 'nothing can be switched on or off here; SSO connectors can',
	test: 'nothing can be tested here; SSO connectors can',
	rotate: 'there is no secret here; OAuth clients have one',
	endSecret: 'there is no secret here; OAuth clients have one',
	promote: 'nothing can be made public here; OAuth clients can',
};

/** Writes are locked, and how they are unlocked. */
function lockedText({readOnly, alwaysReadOnly}: ProgramState): string | undefined {
	if (!readOnly) return undefined;
	return alwaysReadOnly ? 'read-only: writes are locked for this run' : 'read-only: writes are locked, ! unlocks them';
}

function refusalOf(command: Refusable, situation: Situation): string | undefined {
	const {state, setting, place} = situation;
	switch (command) {
		case 'open': {
			if (place.view.length === 0) return 'there is nothing to open';
			const row = place.view.row(cursorPosition(place.table, place.view));
			return place.view.source.target(row) === undefined ? 'this row refers to nothing that can be opened' : undefined;
		}
		case 'mark.clear':
			return isNoneMarked(place.table.marks) ? 'nothing is marked' : undefined;
		case 'memberships': {
			const index = setting.knowledge.memberships();
			if (index.state === 'complete' && setting.knowledge.list('members').complete) return 'everything is read already';
			return index.state === 'reading' ? 'already reading the members of every group' : undefined;
		}
		case 'history.last':
			return state.navigation.last === undefined ? 'no other area has been opened yet' : undefined;
		case 'undo':
			return state.undo.length === 0 ? 'there is no change to undo' : takeBackRefusal(state.undo, situation);
		case 'redo':
			return state.redo.length === 0
				? 'nothing has been undone that could be done again'
				: takeBackRefusal(state.redo, situation);
		case 'lock':
			return state.alwaysReadOnly ? 'started with --read-only, or locked by the configuration' : undefined;
		default:
			return actionRefusal(command, situation);
	}
}

/** Why the last of what can be taken back can not be now: the requests that do it may need other rights. */
function takeBackRefusal(entries: readonly UndoEntry[], {state, setting}: Situation): string | undefined {
	const locked = lockedText(state);
	if (locked !== undefined) return locked;
	for (const {request} of entries.at(-1)?.steps ?? []) {
		const operation = operationOf(request.method, request.path);
		const lack = operation === undefined ? undefined : setting.credential?.lack(operation);
		if (lack !== undefined) return lack;
	}
	return undefined;
}

function actionRefusal(name: ActionName, {state, setting, action}: Situation): string | undefined {
	const here = action(name);
	if (here === undefined) return nothingHere[name];
	const locked = name === 'test' ? undefined : lockedText(state);
	if (locked !== undefined) return locked;
	const {permission} = here.action;
	const lack = permission === undefined ? undefined : setting.credential?.lack(permission);
	if (lack !== undefined) return lack;
	const {ofOne, disabled} = here.action;
	return disabled ?? (ofOne && here.rows.length > 1 ? onlyOne(here.rows.length) : undefined);
}

/** @param shown what is shown of the place instead of what would have to be waited for */
export function situationOf(state: ProgramState, setting: Setting, shown?: Shown): Situation {
	let place: Place | undefined;
	const here = (): Place => {
		place ??= placeOn(groundOf(state, setting), shown);
		return place;
	};
	const actions = new Map<ActionName, ActionHere | undefined>();
	const situation: Situation = {
		state,
		setting,
		get place() {
			return here();
		},
		refusal: (command) => refusalOf(command, situation),
		action(name) {
			if (!actions.has(name)) actions.set(name, actionOrDocument(here(), name, setting));
			return actions.get(name);
		},
	};
	return situation;
}
