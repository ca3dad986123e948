/**
 * Lists of what the program keeps of itself, beside the account's data: shown, filtered, sorted and copied by the same
 * screens as areas. Nothing has to be read for them, and nothing can be changed in them.
 */
import type {RequestEntry} from '../api/client.ts';
import type {Snapshot} from '../insight/knowledge.ts';
import type {JournalEntry} from '../journal/entry.ts';
import type {Line} from '../terminal/line.ts';
import {type Field, fieldsTable} from './cells.ts';
import type {Listed, Section, Setting} from './define.ts';
import {type AreaName, type Column, type TableSource, tableOf} from './table.ts';

/** What the program keeps. */
export interface Records {
	/** The last requests of this run, the newest at the end; another array whenever there is one more. */
	requests(): readonly RequestEntry[];
	/** The writes as far as they have been read; undefined where none are kept. */
	readonly journal?: JournalView | undefined;
}

export interface JournalView {
	/** The last one first; another array whenever something in it changes. */
	readonly entries: readonly JournalEntry[];
	/** Said of them: `there are older ones: :journal export has them all`. */
	readonly notice: string | undefined;
}

interface RecordsDescription<Row extends object> {
	readonly name: AreaName;
	readonly title: string;
	readonly nouns: readonly [one: string, many: string];
	readonly about: string;
	readonly sort: {readonly column: string; readonly descending?: boolean};
	readonly columns: readonly Column<Row>[];
	/** Another array whenever there is another row. */
	rows(setting: Setting): readonly Row[];
	/** Said while there is nothing else to say: that rows are still being read, or could not be. */
	notice?(setting: Setting): Line | undefined;
	idOf(row: Row): string;
	nameOf(row: Row): string;
	/** What `c` copies; the name unless given. */
	copyOf?(row: Row): string;
	preview(row: Row): readonly Line[];
	fields(row: Row): readonly Field[];
	/** Further tabs of the detail, where the row has something for them. */
	readonly sections?: readonly {
		readonly name: string;
		readonly title: string;
		table(row: Row): TableSource | undefined;
	}[];
	curl(row: Row, setting: Setting, baseUrl: string): string;
}

const nothingToRead: Snapshot<unknown> = {
	rows: [],
	byId: new Map(),
	total: undefined,
	complete: true,
	status: 'ready',
	fetching: false,
	updatedAt: undefined,
	error: undefined,
};

export function defineRecords<Row extends object>(description: RecordsDescription<Row>): Listed {
	const {name, columns, idOf, nameOf, copyOf = nameOf} = description;
	let kept: {readonly rows: readonly Row[]; readonly table: TableSource} | undefined;

	const table = (setting: Setting): TableSource => {
		const rows = description.rows(setting);
		if (kept?.rows === rows) return kept.table;
		const made = tableOf({rows, columns, id: idOf, target: (row) => ({area: name, id: idOf(row)}), copy: copyOf});
		kept = {rows, table: made};
		return made;
	};

	const rowWith = (id: string, setting: Setting): Row | undefined => {
		const index = table(setting).indexOf(id);
		return index < 0 ? undefined : description.rows(setting)[index];
	};

	const tabs = new WeakMap<
		Row,
		readonly {readonly name: string; readonly title: string; readonly table: TableSource}[]
	>();
	const tabsOf = (row: Row) => {
		const known = tabs.get(row);
		if (known !== undefined) return known;
		const made = [
			{name: 'fields', title: 'Fields', table: fieldsTable(description.fields(row))},
			...(description.sections ?? []).flatMap(({name: tab, title, table: make}) => {
				const found = make(row);
				return found === undefined ? [] : [{name: tab, title, table: found}];
			}),
		];
		tabs.set(row, made);
		return made;
	};

	return {
		name,
		digit: undefined,
		title: description.title,
		short: description.title,
		nouns: description.nouns,
		aliases: [],
		about: description.about,
		resource: undefined,
		sort: description.sort,
		reads: [],
		previewLines: undefined,
		columns,
		path: () => undefined,
		snapshot: () => nothingToRead,
		table,
		object(id, setting) {
			const row = rowWith(id, setting);
			if (row === undefined) return undefined;
			const own = tabsOf(row);
			const section = (index: number): Section => {
				const {table: rows, ...tab} = own[index] ?? own[0] ?? {name: '', title: '', table: table(setting)};
				return {...tab, table: rows, needs: [], remark: undefined, again: undefined, explains: true, actions: {}};
			};
			return {
				id,
				name: nameOf(row),
				previewTitle: nameOf(row),
				preview: description.preview(row),
				previewNeeds: [],
				sectionNames: own.map((tab) => tab.name),
				firstSection: 'fields',
				sectionTitle: (index) => own[index]?.title ?? '',
				section,
				actions: {},
				raw: row,
			};
		},
		actions: () => ({}),
		reminder: () => undefined,
		notice: (setting) => description.notice?.(setting),
		curl: (ids, setting, baseUrl) =>
			ids.flatMap((id) => {
				const row = rowWith(id, setting);
				return row === undefined ? [] : [description.curl(row, setting, baseUrl)];
			}),
	};
}
