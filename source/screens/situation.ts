/**
 * Where a key finds the program: its state with the data as they are at this moment. Commands and views both start
 * from it; nothing is remembered from an earlier frame.
 */
import type {Area, AreaObject, BoundAction, Section, Setting} from '../areas/define.ts';
import {areaNamed} from '../areas/index.ts';
import {type TableSource, tableOf} from '../areas/table.ts';
import {type Layout, layoutOf} from './layout.ts';
import {currentFrame, type Frame, tableStateOf} from './navigation.ts';
import type {ProgramState} from './state.ts';
import {cursorPosition, type Sort, selection, type TableState, type TableView} from './table-state.ts';
import {explanationHeight, viewOf} from './table-view.ts';

/** The frame on top, bound to the data. */
export interface Place {
	readonly frame: Frame;
	readonly area: Area;
	/** The object of a detail; undefined while it is read, or when it is gone. */
	readonly object: AreaObject | undefined;
	readonly section: Section | undefined;
	/** Name of the section, '' in a list. */
	readonly sectionName: string;
	readonly view: TableView;
	readonly table: TableState;
	readonly sort: Sort | undefined;
	readonly layout: Layout;
	/** Rows of the table's window. */
	readonly height: number;
}

export interface Situation {
	readonly state: ProgramState;
	readonly setting: Setting;
	readonly place: Place;
	/** Why a command can not be carried out now, in words; undefined when it can. */
	refusal(command: Refusable): string | undefined;
}

/** Commands that are not always possible. */
export type Refusable =
	| 'open'
	| 'add'
	| 'remove'
	| 'mark.clear'
	| 'memberships'
	| 'history.last'
	| 'undo'
	| 'redo'
	| 'lock';

const noTable: TableSource = tableOf<object>({rows: [], columns: [], id: () => ''});

export function placeOf(state: ProgramState, setting: Setting): Place {
	const frame = currentFrame(state.navigation);
	const area = areaNamed(frame.area);
	if (frame.kind === 'list') {
		const layout = layoutOf(state.size, state.preview, area.previewLines);
		const sort = frame.table.sort ?? {column: area.sort.column, descending: area.sort.descending ?? false};
		const view = viewOf(area.table(setting), frame.table.filter.text, sort);
		return {
			frame,
			area,
			object: undefined,
			section: undefined,
			sectionName: '',
			view,
			table: frame.table,
			sort,
			layout,
			height: layout.tableHeight,
		};
	}
	const object = area.object(frame.id, setting);
	const names = object?.sectionNames ?? [];
	const sectionName = names.includes(frame.section) ? frame.section : (object?.firstSection ?? '');
	const section = object?.section(names.indexOf(sectionName));
	const table = tableStateOf(frame, sectionName);
	const hasPreview = state.preview && section?.explains !== false;
	const content = section === undefined ? undefined : explanationHeight(section.table, state.size.columns);
	const layout = layoutOf(state.size, hasPreview, content);
	// A detail has a line for its remark where a list has its counts.
	const view = viewOf(section?.table ?? noTable, table.filter.text, table.sort);
	return {frame, area, object, section, sectionName, view, table, sort: table.sort, layout, height: layout.tableHeight};
}

/** What `a` and `x` mean here. */
export function actionAt(place: Place, kind: 'add' | 'remove', setting: Setting): BoundAction | undefined {
	if (place.frame.kind === 'list') return place.area.actions(selection(place.table, place.view), setting)[kind];
	return place.section?.actions[kind] ?? (kind === 'add' ? place.object?.actions.add : undefined);
}

/** Writes are locked, and how they are unlocked. */
function lockedText({readOnly, alwaysReadOnly}: ProgramState): string | undefined {
	if (!readOnly) return undefined;
	return alwaysReadOnly ? 'read-only: writes are locked for this run' : 'read-only: writes are locked, ! unlocks them';
}

function refusalOf(command: Refusable, state: ProgramState, setting: Setting, place: Place): string | undefined {
	switch (command) {
		case 'open': {
			if (place.view.length === 0) return 'there is nothing to open';
			const row = place.view.row(cursorPosition(place.table, place.view));
			return place.view.source.target(row) === undefined ? 'this row refers to nothing that can be opened' : undefined;
		}
		case 'add':
			return changeRefusal(place, 'add', state, setting, 'nothing can be added here');
		case 'remove':
			return changeRefusal(
				place,
				'remove',
				state,
				setting,
				'nothing can be removed here; open a group or a member first',
			);
		case 'mark.clear':
			return place.table.marks.size === 0 ? 'nothing is marked' : undefined;
		case 'memberships': {
			const index = setting.knowledge.memberships();
			if (index.state === 'complete' && setting.knowledge.list('members').complete) return 'everything is read already';
			return index.state === 'reading' ? 'already reading the members of every group' : undefined;
		}
		case 'history.last':
			return state.navigation.last === undefined ? 'no other area has been opened yet' : undefined;
		case 'undo':
			return state.undo.length === 0 ? 'there is no change to undo' : lockedText(state);
		case 'redo':
			return state.redo.length === 0 ? 'nothing has been undone that could be done again' : lockedText(state);
		case 'lock':
			return state.alwaysReadOnly ? 'started with --read-only, or locked by the configuration' : undefined;
	}
}

function changeRefusal(
	place: Place,
	kind: 'add' | 'remove',
	state: ProgramState,
	setting: Setting,
	otherwise: string,
): string | undefined {
	const action = actionAt(place, kind, setting);
	return action === undefined ? otherwise : (lockedText(state) ?? action.disabled);
}

export function situationOf(state: ProgramState, setting: Setting): Situation {
	let place: Place | undefined;
	const here = (): Place => {
		place ??= placeOf(state, setting);
		return place;
	};
	return {
		state,
		setting,
		get place() {
			return here();
		},
		refusal: (command) => refusalOf(command, state, setting, here()),
	};
}
