/** Everything that an area can show of an object, as text. */
import type {Area, AreaObject, Setting} from '../../source/areas/define.ts';
import type {TableSource} from '../../source/areas/table.ts';
import {type Line, plainText} from '../../source/terminal/line.ts';

/** The texts of a row: its cells as they are filtered and as they are shown, and what is said about it below. */
export function rowTexts(table: TableSource, row: number): readonly string[] {
	return [
		...table.columns.flatMap((_column, index) => [table.text(row, index), plainText(table.line(row, index))]),
		...table.explain(row).map(plainText),
	];
}

export function tableTexts(table: TableSource): readonly string[] {
	return Array.from({length: table.length}, (_, row) => rowTexts(table, row)).flat();
}

/** The sections of an object beside its JSON. */
export function sectionTexts(object: AreaObject): readonly string[] {
	return object.sectionNames.flatMap((name, index) => {
		if (name === 'json') return [];
		const section = object.section(index);
		return [section.title, plainText(section.remark ?? []), ...tableTexts(section.table)];
	});
}

/** What the list and the detail show of one object; without JSON and preview. */
export function shownOf(area: Area, id: string, setting: Setting): readonly string[] {
	const object = area.object(id, setting);
	if (object === undefined) throw new Error(`${area.name} has no ${id}`);
	const table = area.table(setting);
	return [...rowTexts(table, table.indexOf(id)), ...sectionTexts(object)];
}

/** Every line that an area gives the screens of one object. */
export function allLines(area: Area, id: string, setting: Setting): readonly Line[] {
	const object = area.object(id, setting);
	if (object === undefined) throw new Error(`${area.name} has no ${id}`);
	const list = area.table(setting);
	const row = list.indexOf(id);
	return [
		...list.columns.map((_column, index) => list.line(row, index)),
		...object.preview,
		...object.sectionNames.flatMap((_name, index) => {
			const {table, remark} = object.section(index);
			return [
				...(remark === undefined ? [] : [remark]),
				...Array.from({length: table.length}, (_, at) => [
					...table.columns.map((_column, column) => table.line(at, column)),
					...table.explain(at),
				]).flat(),
			];
		}),
	];
}
