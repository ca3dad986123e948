/**
 * What an IAM area is: a description that generic screens read. One file describes one area; adding an area is adding
 * a file and its line in `index.ts`. Types bind a description to the rows of its list, so a column or link of a field
 * that the rows do not have is refused by the compiler.
 */
import type {AccountId} from '../api/ids.ts';
import type {CredentialKnowledge} from '../insight/credential.ts';
import type {Knowledge, Need, Resource, ResourceItems, Snapshot} from '../insight/knowledge.ts';
import type {Line} from '../terminal/line.ts';
import {type Actions, type BoundActions, bindAll, type Later} from './actions.ts';
import {bindColumns, sameParts} from './bound-columns.ts';
import type {Records} from './records.ts';
import type {Successors} from './successors.ts';
import {type AreaName, type ColumnHead, type TableSource, tableOf} from './table.ts';

export type {Action, ActionName, Actions, BoundAction, BoundActions, CreateAction, Refusal} from './actions.ts';

/** The data and the moment that a description is read at. */
export interface Setting {
	readonly knowledge: Knowledge;
	/** Ms since the epoch; for ages. */
	readonly now: number;
	/** What the program keeps of itself, where it keeps anything. */
	readonly records?: Records | undefined;
	/** Who asks and what they may do, as far as it is known; undefined where nobody has asked. */
	readonly credential?: CredentialKnowledge | undefined;
	/** What the program has made again after it was deleted; absent where nothing is written. */
	readonly successors?: Successors | undefined;
}

/** Something that is read again and again. */
export interface Repeated {
	readonly needs: readonly Need[];
	/** Ms from one reading to the next. */
	readonly pause: number;
}

/** One tab of an object's detail. */
export interface SectionDescription<Item> {
	readonly name: string;
	title(item: Item, setting: Setting): string;
	/** What has to be read for it, beside the area's own list. */
	needs?(item: Item, setting: Setting): readonly Need[];
	table(item: Item, setting: Setting): TableSource;
	/** What is read again while it is on show, because it changes by itself. */
	again?(item: Item, setting: Setting): Repeated | undefined;
	/** A remark above the table: what is still being read, or why it is empty. */
	remark?(item: Item, setting: Setting): Line | undefined;
	/** False where there is no more to say about a row than it shows. */
	readonly explains?: boolean;
	/** Nothing is in it, and nothing more is to come: a detail opens on its fields instead. */
	isEmpty?(item: Item, setting: Setting): boolean;
	readonly actions?: Actions<Item>;
}

/** A column of an area's list; it may take names from other lists that have been read. */
export interface AreaColumn<Item> extends ColumnHead {
	text(item: Item, setting: Setting): string;
	line?(item: Item, setting: Setting): Line;
	order?(item: Item, setting: Setting): string | number;
	/** What is not known of the column, for who filters by it; undefined when all is. */
	missing?(setting: Setting): string | undefined;
}

export interface AreaDescription<R extends Resource> {
	readonly name: AreaName;
	/** The list of the store that it shows. */
	readonly resource: R;
	/** Its number key; areas without one are reached by `:` and by references. */
	readonly digit?: string;
	/** `User groups`. */
	readonly title: string;
	/** For the line of areas at 80 columns. */
	readonly short: string;
	/** `user group`, `user groups`. */
	readonly nouns: readonly [one: string, many: string];
	/** Names that `:` accepts beside the area's own. */
	readonly aliases: readonly string[];
	/** One sentence for help and README. */
	readonly about: string;
	idOf(item: ResourceItems[R]): string;
	nameOf(item: ResourceItems[R], setting: Setting): string;
	readonly columns: readonly AreaColumn<ResourceItems[R]>[];
	readonly sort: {readonly column: string; readonly descending?: boolean};
	/** Lists that the columns take names from; the table changes when they do. */
	readonly reads: readonly Need[];
	/** The path of one object, for curl; undefined where the contract has none. */
	readonly path?: (account: AccountId, id: string) => string;
	/** What the preview has to read of the row under the cursor. */
	previewNeeds?(item: ResourceItems[R]): readonly Need[];
	/** Lines that the preview has at most, where they are few. */
	readonly previewLines?: number;
	/** What the preview is titled with, where that is not the name: rows show the name already. */
	previewTitle?(item: ResourceItems[R]): string | undefined;
	/** The most important things in a few lines. */
	preview(item: ResourceItems[R], setting: Setting): readonly Line[];
	readonly sections: readonly SectionDescription<ResourceItems[R]>[];
	readonly actions?: Actions<ResourceItems[R]>;
	/** What is begun and not ended, as far as the list has been read; said wherever there is nothing else to say. */
	reminder?(setting: Setting): Line | undefined;
}

/** A section of one object, bound to it. */
export interface Section {
	readonly name: string;
	readonly title: string;
	readonly needs: readonly Need[];
	readonly table: TableSource;
	readonly remark: Line | undefined;
	readonly again: Repeated | undefined;
	/** Whether there is more to say about a row than it shows. */
	readonly explains: boolean;
	readonly actions: BoundActions;
}

/** An object of an area, bound to the data. */
export interface AreaObject {
	readonly id: string;
	readonly name: string;
	readonly previewTitle: string;
	readonly preview: readonly Line[];
	readonly previewNeeds: readonly Need[];
	readonly sectionNames: readonly string[];
	/** The section to begin with. */
	readonly firstSection: string;
	sectionTitle(index: number): string;
	section(index: number): Section;
	readonly actions: BoundActions;
	/** As it was answered, for JSON. */
	readonly raw: unknown;
}

/** A list as the generic screens see it: of an area, or of what the program keeps of itself. */
export interface Listed {
	readonly name: AreaName;
	readonly digit: string | undefined;
	readonly title: string;
	readonly short: string;
	readonly nouns: readonly [one: string, many: string];
	readonly aliases: readonly string[];
	readonly about: string;
	/** The list of the store that it shows; undefined where nothing has to be read. */
	readonly resource: Resource | undefined;
	readonly sort: {readonly column: string; readonly descending?: boolean};
	readonly reads: readonly Need[];
	/** Lines that previews have at most; undefined where it can be any number. */
	readonly previewLines: number | undefined;
	path(account: AccountId, id: string): string | undefined;
	snapshot(knowledge: Knowledge): Snapshot<unknown>;
	table(setting: Setting): TableSource;
	object(id: string, setting: Setting): AreaObject | undefined;
	/** The list's actions on objects with these ids. */
	actions(ids: readonly string[] | Later<string>, setting: Setting): BoundActions;
	/** What is begun and not ended; undefined where nothing is. */
	reminder(setting: Setting): Line | undefined;
	readonly columns: readonly ColumnHead[];
	/** Said of the list while there is nothing else to say. */
	notice?(setting: Setting): Line | undefined;
	/** Where rows are requests: those with these ids as curl commands. */
	curl?(ids: readonly string[], setting: Setting, baseUrl: string): readonly string[];
}

/** An area of the account. */
export interface Area extends Listed {
	readonly resource: Resource;
}

/** What the rows of a need are at the moment: tables are kept until one of theirs changes. */
function stateOf(need: Need, knowledge: Knowledge): unknown {
	switch (need.kind) {
		case 'list':
			return knowledge.list(need.resource).rows;
		case 'groupMembers':
			return knowledge.groupMembers(need.group).rows;
		case 'groupMember':
			return knowledge.groupMember(need.group, need.member);
		case 'txtRecord':
			return knowledge.txtRecord(need);
		case 'memberships': {
			// Not how far the reading is: tables over all members would be made anew with each group.
			const {version, state} = knowledge.memberships();
			return `${version} ${state === 'complete'}`;
		}
		default:
			return knowledge.reading(need).updatedAt;
	}
}

/** Makes an area of its description. */
export function defineArea<R extends Resource>(description: AreaDescription<R>): Area {
	type Item = ResourceItems[R];
	const own: Need = {kind: 'list', resource: description.resource};
	let kept: {readonly parts: readonly unknown[]; readonly table: TableSource} | undefined;
	const columnsFor = bindColumns(description.columns);

	const table = (setting: Setting): TableSource => {
		const {knowledge} = setting;
		const surroundings = [
			knowledge,
			...description.reads.map((need) => stateOf(need, knowledge)),
			Math.floor(setting.now / 60_000),
		];
		const parts = [stateOf(own, knowledge), ...surroundings];
		if (kept !== undefined && sameParts(kept.parts, parts)) return kept.table;
		const {rows, byId} = knowledge.list(description.resource);
		const made = tableOf<Item>({
			rows,
			...(byId.positionOf === undefined ? {} : {positionOf: (id) => byId.positionOf?.(id)}),
			identity: parts,
			columns: columnsFor(surroundings, setting),
			id: description.idOf,
			target: (item) => ({area: description.name, id: description.idOf(item)}),
			copy: (item) => description.nameOf(item, setting),
		});
		kept = {parts, table: made};
		return made;
	};

	const sectionTables = new WeakMap<
		Item,
		Map<string, {readonly parts: readonly unknown[]; readonly table: TableSource}>
	>();

	/** Tables of sections are kept as well: filters, orders and places are remembered by them. */
	const sectionTable = (from: SectionDescription<Item>, item: Item, setting: Setting): TableSource => {
		const {knowledge} = setting;
		const parts = [
			knowledge,
			...(from.needs?.(item, setting) ?? []).map((need) => stateOf(need, knowledge)),
			Math.floor(setting.now / 60_000),
		];
		const tables = sectionTables.get(item) ?? new Map();
		sectionTables.set(item, tables);
		const known = tables.get(from.name);
		if (known !== undefined && sameParts(known.parts, parts)) return known.table;
		const made = from.table(item, setting);
		tables.set(from.name, {parts, table: made});
		return made;
	};

	const section = (from: SectionDescription<Item>, item: Item, setting: Setting): Section => ({
		name: from.name,
		title: from.title(item, setting),
		needs: from.needs?.(item, setting) ?? [],
		get table() {
			return sectionTable(from, item, setting);
		},
		get remark() {
			return from.remark?.(item, setting);
		},
		get again() {
			return from.again?.(item, setting);
		},
		explains: from.explains ?? true,
		get actions() {
			return bindAll(from.actions, [item], setting);
		},
	});

	/** An empty section tells less than the fields do. */
	const firstSection = (item: Item, setting: Setting): string => {
		const [first, ...others] = description.sections;
		const fields = first?.isEmpty?.(item, setting) === true ? others.find(({name}) => name === 'fields') : undefined;
		return (fields ?? first)?.name ?? '';
	};

	const object = (id: string, setting: Setting): AreaObject | undefined => {
		const item = setting.knowledge.list(description.resource).byId.get(id);
		if (item === undefined) return undefined;
		const at = (index: number): SectionDescription<Item> => {
			const found = description.sections[index] ?? description.sections[0];
			if (found === undefined) throw new RangeError(`${description.name} has no sections`);
			return found;
		};
		const name = description.nameOf(item, setting);
		return {
			id,
			name,
			previewTitle: description.previewTitle?.(item) ?? name,
			get preview() {
				return description.preview(item, setting);
			},
			previewNeeds: description.previewNeeds?.(item) ?? [],
			sectionNames: description.sections.map(({name}) => name),
			get firstSection() {
				return firstSection(item, setting);
			},
			sectionTitle: (index) => at(index).title(item, setting),
			section: (index) => section(at(index), item, setting),
			get actions() {
				return bindAll(description.actions, [item], setting);
			},
			raw: item,
		};
	};

	return {
		...description,
		digit: description.digit,
		previewLines: description.previewLines,
		// Ids are whatever the server says (contract 0): they must not become more of a path than one part.
		path: (account, id) => description.path?.(account, encodeURIComponent(id)),
		snapshot: (knowledge) => knowledge.list(description.resource),
		reminder: (setting) => description.reminder?.(setting),
		table,
		object,
		actions(ids, setting) {
			const {byId} = setting.knowledge.list(description.resource);
			let items: readonly Item[] | undefined;
			const all = (): readonly Item[] => {
				items ??= ('all' in ids ? ids.all() : ids).flatMap((id) => byId.get(id) ?? []);
				return items;
			};
			return bindAll(description.actions, {length: ids.length, all}, setting);
		},
	};
}
