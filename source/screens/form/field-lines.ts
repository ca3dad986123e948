/** The rows of a form: labels, values, and what is wrong with them below. Pure. */
import type {FormField, FormProblem, FormValues, PickOption} from '../../areas/form.ts';
import {flagIn, recordsIn, textIn, textsIn} from '../../areas/form-values.ts';
import {fieldLine} from '../../components/field.ts';
import {number, wrapLines} from '../../components/text.ts';
import {emphasise, type Line, lineWidth, padLine, span, truncateLine} from '../../terminal/line.ts';
import {cellWidth, graphemes} from '../../terminal/width.ts';
import type {FormOverlay} from './state.ts';
import {type FormData, type FormView, problemsAt, type Stop} from './stops.ts';
import {isSame, originsOf} from './values.ts';

/** Rows of a problem where room is short, and where it is not. */
export const fewestRows = 2;
export const mostRows = 8;

/** And of one at the field under the cursor, wherever. */
const rowsAtCursor = 4;

function rowsOfProblem({key}: Stop, {focus, problemRows}: Drawing): number {
	return key === focus ? Math.max(rowsAtCursor, problemRows) : problemRows;
}

/** Cursor mark, change mark, space. */
const gutter = 3;

type FieldStop = Exclude<Stop, {kind: 'button'}>;

/** What the rows are drawn from. */
export interface Drawing {
	readonly overlay: FormOverlay;
	readonly view: FormView;
	readonly data: FormData;
	/** The record that is open, as the form began with it. */
	readonly start: FormValues | undefined;
	readonly problems: readonly FormProblem[];
	readonly columns: number;
	readonly labelWidth: number;
	/** The stop under the cursor. */
	readonly focus: string;
	/** Rows that a problem or note may take. */
	readonly problemRows: number;
}

/** Cells of the labels: as many as they need, and never so many that the values have no room. */
export function labelWidthOf(fields: readonly FormField[], columns: number): number {
	const widest = Math.max(0, ...fields.map(({label}) => cellWidth(label)));
	return Math.min(widest, columns < 80 ? 16 : 22);
}

function valueWidth({columns, labelWidth}: Drawing): number {
	return Math.max(8, columns - gutter - labelWidth - 2);
}

function row({labelWidth, columns}: Drawing, marks: string, label: Line, value: Line): Line {
	return truncateLine([span(marks.padEnd(gutter)), ...padLine(label, labelWidth), span('  '), ...value], columns);
}

function problemLines(
	problems: readonly FormProblem[],
	drawing: Drawing,
	most: number,
	height: number,
): readonly Line[] {
	const shown = problems.slice(0, most).flatMap(({text, tone}) => {
		const mark = tone === 'danger' ? '! ' : 'note: ';
		return wrapLines([[span(mark + text, tone)]], valueWidth(drawing), height, 'f1 shows all');
	});
	const more = problems.length - most;
	const rest: readonly Line[] = more > 0 ? [[span(`and ${more} more: f1 shows all`, 'dim')]] : [];
	return [...shown, ...rest].map((line) => row(drawing, '', [], line));
}

/** `[Allow]  Deny`: the one that holds in brackets, so that it is told without colour. */
function choiceLine(field: Extract<FormField, {kind: 'choice'}>, value: string, cells: number): Line {
	const line = field.options.flatMap((option, index) => {
		const isChosen = option.value === value;
		return [
			span(index === 0 ? '' : '  '),
			isChosen ? span(`[${option.label}]`, 'bold') : span(` ${option.label} `, 'dim'),
		];
	});
	if (lineWidth(line) <= cells) return line;
	const chosen = field.options.find((option) => option.value === value);
	return truncateLine(
		[span(`[${chosen?.label ?? value}]`, 'bold'), span(`  1 of ${field.options.length}`, 'dim')],
		cells,
	);
}

function optionSpans({name, more}: PickOption): Line {
	return more === '' ? [span(name)] : [span(name), span(` (${more})`, 'dim')];
}

/** Names as far as two rows go, and how many more there are; unknown ones by their ids. */
function pickLines(field: Extract<FormField, {kind: 'pick'}>, drawing: Drawing): readonly Line[] {
	const ids = textsIn(drawing.view.values, field.name);
	const cells = valueWidth(drawing);
	if (ids.length === 0) return [[span(`no ${field.source.nouns[1]} chosen`, 'dim')]];
	const rows: Line[] = [];
	let line: Line = [];
	for (const [index, id] of ids.entries()) {
		const option = field.source.option(id, drawing.data.setting);
		const piece: Line = [...optionSpans(option), span(index === ids.length - 1 ? '' : ',')];
		const isLastRow = rows.length === 1;
		const more = ids.length - index;
		const room = isLastRow && more > 1 ? cells - ` +${number(more)} more`.length : cells;
		const joined: Line = line.length === 0 ? piece : [...line, span(' '), ...piece];
		if (lineWidth(joined) <= room || line.length === 0) {
			line = truncateLine(joined, cells);
			continue;
		}
		if (isLastRow) {
			line = [...line, span(` +${number(more)} more`, 'dim')];
			break;
		}
		rows.push(line);
		line = truncateLine(piece, cells);
	}
	return [...rows, line];
}

interface KeptSummary {
	readonly version: number;
	readonly now: number;
	readonly lines: readonly Line[];
}

const summaries = new WeakMap<FormValues, KeptSummary>();

/** Rows of a record at most. */
const recordRows = 3;

function summaryOf(
	field: Extract<FormField, {kind: 'records'}>,
	record: FormValues,
	{setting, version}: FormData,
): readonly Line[] {
	const before = summaries.get(record);
	if (before !== undefined && before.version === version && before.now === setting.now) return before.lines;
	const lines = field.summary(record, setting).slice(0, recordRows);
	summaries.set(record, {version, now: setting.now, lines});
	return lines;
}

function isChanged({field, kind}: FieldStop, {start, view}: Drawing): boolean {
	if (start === undefined) return false;
	if (kind === 'record' || kind === 'entry') return false;
	return !isSame(view.values[field.name], start[field.name]);
}

/** Which records are not as they were; asked once for all of them. */
function changedRecords({view, start}: Drawing, name: string): readonly boolean[] {
	const records = recordsIn(view.values, name);
	const origins = originsOf(records, recordsIn(start ?? {}, name));
	return records.map((record, index) => start !== undefined && !isSame(record, origins[index]));
}

function valueLines(stop: FieldStop, drawing: Drawing, isFocus: boolean): readonly Line[] {
	const {view, overlay, data} = drawing;
	const cells = valueWidth(drawing);
	const {values} = view;
	const isEditable = isFocus && stop.field.locked === undefined;
	switch (stop.kind) {
		case 'text':
		case 'entry': {
			const text =
				stop.kind === 'text' ? textIn(values, stop.field.name) : (textsIn(values, stop.field.name)[stop.index] ?? '');
			const hint = stop.kind === 'text' ? exampleText(stop.field.placeholder) : newEntryHint(stop, isFocus);
			if (isEditable && (text !== '' || hint === undefined))
				return [fieldLine([], {text, cursor: Math.min(overlay.cursor, text.length)}, cells)];
			if (text !== '') return [[span(text)]];
			return [isEditable ? onFirst(hint ?? '') : [span(hint ?? '-', 'dim')]];
		}
		case 'choice':
			return [choiceLine(stop.field, textIn(values, stop.field.name), cells)];
		case 'switch':
			return [[span(flagIn(values, stop.field.name) ? `[x] ${stop.field.on}` : `[ ] ${stop.field.off}`)]];
		case 'pick':
			return pickLines(stop.field, drawing);
		case 'record': {
			const record = recordsIn(values, stop.field.name)[stop.index];
			if (record === undefined) return [[span(`+ ${stop.field.nouns[0]}`, isFocus ? 'plain' : 'dim')]];
			const [first = [], ...others] = summaryOf(stop.field, record, data);
			// As far to the left as any other value, and numbers under one another.
			const digits = String(recordsIn(values, stop.field.name).length).length;
			const head = `${String(stop.index + 1).padStart(digits)} `;
			return [[span(head, 'dim'), ...first], ...others.map((line): Line => [span(' '.repeat(head.length)), ...line])];
		}
	}
}

/** An example is told from what a field holds by more than its colour. */
function exampleText(placeholder: string | undefined): string | undefined {
	return placeholder === undefined ? undefined : `e.g. ${placeholder}`;
}

/** The cursor on the first character of what an empty field says: the value comes to stand in the same cells. */
function onFirst(hint: string): Line {
	const [first = ' ', ...others] = graphemes(hint);
	return [...emphasise([span(first, 'dim')], 'cursor'), span(others.join(''), 'dim')];
}

function newEntryHint(stop: Extract<Stop, {kind: 'entry'}>, isFocus: boolean): string | undefined {
	if (!stop.isNew) return undefined;
	const {item, placeholder} = stop.field;
	return `+ ${item}${placeholder === undefined || !isFocus ? '' : `: ${exampleText(placeholder)}`}`;
}

/** Beside a value that can not be changed here: why is said where one stands on it. */
const lockedMark = '  (locked)';

/** The row of a stop, or its rows: what it holds. */
function ownLines(stop: FieldStop, drawing: Drawing, marked: boolean): readonly Line[] {
	const isFocus = stop.key === drawing.focus;
	const isFirst = !('index' in stop) || stop.index === 0;
	const marks = `${isFocus ? '>' : ' '}${marked ? '*' : ' '}`;
	const look = stop.field.locked === undefined ? (isFocus ? 'accent' : 'plain') : 'dim';
	const label: Line = isFirst ? [span(stop.field.label, look)] : [];
	const isText = stop.kind === 'text' || stop.kind === 'entry';
	const isLocked = stop.field.locked !== undefined && isFirst;
	return valueLines(stop, drawing, isFocus).map((held, index) => {
		const value =
			isLocked && index === 0
				? [...truncateLine(held, valueWidth(drawing) - lockedMark.length), span(lockedMark, 'dim')]
				: held;
		const line = row(drawing, index === 0 ? marks : '', index === 0 ? label : [], value);
		return isFocus && !isText ? emphasise(padLine(line, drawing.columns), 'cursor') : line;
	});
}

/** Rows that belong together; they are made only where they are seen. */
interface Block {
	readonly height: number;
	lines(): readonly Line[];
}

export interface FieldRows {
	readonly blocks: readonly Block[];
	/** Of all blocks. */
	readonly height: number;
	/** Which rows are those of the stop under the cursor. */
	readonly from: number;
	readonly to: number;
}

/**
 * An entry is a row, and another one if something is wrong with it: there may be thousands. All of that is said of the
 * one under the cursor, and of all where there is room.
 */
function entryBlock(
	stop: Extract<Stop, {kind: 'entry'}>,
	drawing: Drawing,
	startTexts: ReadonlySet<string> | undefined,
	problem: FormProblem | undefined,
): Block {
	const isWhole = drawing.problemRows > fewestRows || stop.key === drawing.focus;
	const wrong =
		problem === undefined
			? []
			: isWhole
				? problemLines([problem], drawing, 1, rowsOfProblem(stop, drawing))
				: [row(drawing, '', [], truncateLine([span(`! ${problem.text}`, problem.tone)], valueWidth(drawing)))];
	return {
		height: 1 + wrong.length,
		lines() {
			const text = textsIn(drawing.view.values, stop.field.name)[stop.index] ?? '';
			const isNew = startTexts !== undefined && !stop.isNew && !startTexts.has(text);
			const own = ownLines(stop, drawing, isNew).slice(0, 1);
			return [...own, ...wrong];
		},
	};
}

/** All rows of the fields. */
export function fieldRows(drawing: Drawing): FieldRows {
	const {view, start, problems} = drawing;
	const blocks: Block[] = [];
	let [from, to, height] = [0, 0, 0];
	const changed = new Map<string, readonly boolean[]>();
	const texts = new Map<string, ReadonlySet<string>>();
	const byPath = new Map(problems.toReversed().map((problem) => [problem.path, problem]));
	const blockOf = (stop: FieldStop): Block => {
		const {name} = stop.field;
		if (stop.kind === 'entry' && !stop.isNew) {
			if (start !== undefined && !texts.has(name)) texts.set(name, new Set(textsIn(start, name)));
			return entryBlock(stop, drawing, texts.get(name), byPath.get(stop.path));
		}
		if (stop.kind === 'record' && !changed.has(name)) changed.set(name, changedRecords(drawing, name));
		const marked = stop.kind === 'record' ? changed.get(name)?.[stop.index] === true : isChanged(stop, drawing);
		const most = stop.kind === 'record' ? 1 : 3;
		const wrong = problemLines(problemsAt(stop, problems), drawing, most, rowsOfProblem(stop, drawing));
		const lines = [...ownLines(stop, drawing, marked), ...wrong];
		return {height: lines.length, lines: () => lines};
	};
	for (const stop of view.stops) {
		if (stop.kind === 'button') continue;
		const block = blockOf(stop);
		if (stop.key === drawing.focus) [from, to] = [height, height + block.height];
		blocks.push(block);
		height += block.height;
	}
	// On a button, the end of the form is in sight.
	return to === 0 ? {blocks, height, from: height, to: height} : {blocks, height, from, to};
}

/** `count` of the rows from `top` on. */
export function rowsFrom({blocks}: FieldRows, top: number, count: number): readonly Line[] {
	const rows: Line[] = [];
	let at = 0;
	for (const block of blocks) {
		const next = at + block.height;
		if (next > top && at < top + count) rows.push(...block.lines().slice(Math.max(0, top - at), top + count - at));
		if (next >= top + count) break;
		at = next;
	}
	return rows;
}
