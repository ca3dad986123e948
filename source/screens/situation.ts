/**
 * Where a key finds the program: its state with the data as they are at this moment. Commands and views both start
 * from it; nothing is remembered from an earlier frame.
 */
import {isDeepStrictEqual} from 'node:util';
import type {Area, AreaObject, BoundAction, Section, Setting} from '../areas/define.ts';
import {areaNamed} from '../areas/index.ts';
import {type TableSource, tableOf} from '../areas/table.ts';
import type {Need} from '../insight/knowledge.ts';
import {type Layout, layoutOf} from './layout.ts';
import {currentFrame, type Frame, tableStateOf} from './navigation.ts';
import {type ProgramState, topOverlay} from './state.ts';
import {cursorId, cursorPosition, type Sort, selection, type TableState, type TableView} from './table-state.ts';
import {viewOf} from './table-view.ts';

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
	refusal(command: 'open' | 'add' | 'remove' | 'mark.clear' | 'memberships'): string | undefined;
}

const noTable: TableSource = tableOf<object>({rows: [], columns: [], id: () => ''});

export function placeOf(state: ProgramState, setting: Setting): Place {
	const frame = currentFrame(state.navigation);
	const area = areaNamed(frame.area);
	const layout = layoutOf(state.size, state.preview);
	if (frame.kind === 'list') {
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
	const sectionName = names.includes(frame.section) ? frame.section : (names[0] ?? '');
	const section = object?.section(names.indexOf(sectionName));
	const table = tableStateOf(frame, sectionName);
	// A detail has a line for its remark where a list has its counts.
	const view = viewOf(section?.table ?? noTable, table.filter.text, table.sort);
	return {frame, area, object, section, sectionName, view, table, sort: table.sort, layout, height: layout.tableHeight};
}

/** What `a` and `x` mean here. */
export function actionAt(place: Place, kind: 'add' | 'remove', setting: Setting): BoundAction | undefined {
	if (place.frame.kind === 'list') return place.area.actions(selection(place.table, place.view), setting)[kind];
	return place.section?.actions[kind] ?? (kind === 'add' ? place.object?.actions.add : undefined);
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
		refusal(command) {
			const at = here();
			switch (command) {
				case 'open': {
					if (at.view.length === 0) return 'there is nothing to open';
					const row = at.view.row(cursorPosition(at.table, at.view));
					return at.view.source.target(row) === undefined ? 'this row refers to nothing that can be opened' : undefined;
				}
				case 'add':
				case 'remove': {
					const action = actionAt(at, command, setting);
					if (action === undefined) {
						return command === 'add'
							? 'nothing can be added here'
							: 'nothing can be removed here; open a group or a member first';
					}
					if (state.readOnly) {
						return state.alwaysReadOnly
							? 'read-only: writes are locked for this run'
							: 'read-only: writes are locked, ! unlocks them';
					}
					return action.disabled;
				}
				case 'mark.clear':
					return at.table.marks.size === 0 ? 'nothing is marked' : undefined;
				case 'memberships': {
					const index = setting.knowledge.memberships();
					if (index.state === 'complete') return 'the members of all groups are read';
					return index.state === 'reading' ? 'already reading the members of every group' : undefined;
				}
			}
		},
	};
}

/** Indexes that take no more requests than this are read without asking. */
const cheapIndex = 100;

/** Members of an account that are read for decoration (names, uses) without asking: fifty come with a request. */
const cheapMembers = 2000;

/**
 * Whether something that only adds to a screen may be read without asking. The members of a large account take many
 * requests of a budget that the user shares with other tools; the first page says how many there are.
 */
function isCheap(need: Need, {knowledge}: Setting): boolean {
	switch (need.kind) {
		case 'memberships': {
			const groups = knowledge.list('userGroups');
			return groups.complete && groups.rows.length <= cheapIndex;
		}
		case 'list': {
			const {total = 0} = knowledge.list(need.resource);
			return need.resource !== 'members' || total <= cheapMembers;
		}
		default:
			return true;
	}
}

/** Everything that the screens on show have to read, the most important first. `rested`: the row's preview as well. */
export function needsOf(situation: Situation, rested = true): readonly Need[] {
	const {state, setting, place} = situation;
	const overlay = topOverlay(state);
	const wanted: Need[] = [];
	if (overlay?.kind === 'picker') wanted.push(...overlay.picker.needs);
	if (overlay?.kind === 'confirm') wanted.push(...overlay.needs);
	wanted.push({kind: 'list', resource: place.area.resource});
	const extra = [...place.area.reads, ...(place.section?.needs ?? [])];
	if (rested && place.frame.kind === 'list' && place.layout.preview !== 'none') {
		const id = cursorId(place.table, place.view);
		extra.push(...(id === undefined ? [] : (place.area.object(id, setting)?.previewNeeds ?? [])));
	}
	wanted.push(...extra.filter((need) => state.membershipsWanted || isCheap(need, setting)));
	return wanted.filter((need, index) => wanted.findIndex((other) => isDeepStrictEqual(other, need)) === index);
}
