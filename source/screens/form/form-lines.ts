/** A form as lines: where one is, the fields, help for the one under the cursor, the buttons. Pure. */
import type {FormProblem} from '../../areas/form.ts';
import {recordsIn, textIn, textsIn} from '../../areas/form-values.ts';
import {button} from '../../components/dialog.ts';
import {fieldLine} from '../../components/field.ts';
import {betweenEnds, number, rule, wrapLine, wrapLines} from '../../components/text.ts';
import {emphasise, type Line, padLine, span, truncateLine} from '../../terminal/line.ts';
import type {Size} from '../state.ts';
import {type Drawing, type FieldRows, fewestRows, fieldRows, labelWidthOf, mostRows, rowsFrom} from './field-lines.ts';
import {type PickRows, pickRows, tickRefusal} from './picking.ts';
import type {FormOverlay} from './state.ts';
import {type FormData, type FormView, formView, type Stop, shownProblems, stopAt} from './stops.ts';
import {changedFields, isSame, startAt} from './values.ts';

/** `3 changes`: fields that hold something else than at the beginning. */
function changesText({form, values}: FormOverlay): string {
	const count = changedFields(values, form.start).length;
	return count === 0 ? 'nothing changed' : `${count} ${count === 1 ? 'field' : 'fields'} changed`;
}

function titleLine(overlay: FormOverlay, view: FormView, rows: PickRows | undefined, columns: number): Line {
	const way = [overlay.form.title, ...view.way, ...(rows === undefined ? [] : [rows.field.label])];
	const crumbs = way.flatMap((name, index) => [
		span(index === 0 ? ' ' : ' > ', 'dim'),
		span(name, index === way.length - 1 ? 'heading' : 'plain'),
	]);
	return betweenEnds(crumbs, [span(changesText(overlay), 'dim')], columns);
}

/** A refusal is over once what it was about is something else. */
export function openRefusal({refused, values}: FormOverlay): FormOverlay['refused'] {
	if (refused === undefined) return undefined;
	const name = refused.path?.split('.')[0];
	const before = name === undefined ? refused.values : refused.values[name];
	return isSame(before, name === undefined ? values : values[name]) ? refused : undefined;
}

/** Said as long as a text of the editor is no values. */
export const writtenKept = 'What was written in the editor is kept, not in the fields: ctrl-o opens it.';

/** What stands above the fields: why it was refused, and that it is a draft. */
function bannerLines(overlay: FormOverlay, {columns, rows}: Size): readonly Line[] {
	const refused = openRefusal(overlay);
	const notes: Line[] = [];
	if (overlay.note !== undefined) notes.push([span(` ${overlay.note}`, 'warning')]);
	if (overlay.written !== undefined) notes.push([span(` ${writtenKept}`, 'warning')]);
	const height = Math.max(2, Math.floor(rows / 3));
	const inRows = ([first = '', ...others]: readonly string[]): readonly Line[] =>
		[[span(` ${first}`, 'danger')], ...others.map((text): Line => [span(` ${text}`, 'dim')])].flatMap((line) =>
			wrapLine(line, columns),
		);
	const said = refused === undefined ? [] : inRows(refused.lines);
	// Where there is no room for all of it, the cause comes before what was tried: that is the form itself.
	const isCut = refused !== undefined && said.length + notes.length > height;
	const shown = isCut ? inRows([refused.reason, ...refused.lines.filter((text) => text !== refused.reason)]) : said;
	return wrapLines([...shown, ...notes], columns, height, 'f1 shows all');
}

/** Of a refusal that names a field, the reason stands there as well. */
function allProblems(overlay: FormOverlay, view: FormView): readonly FormProblem[] {
	const shown = shownProblems(overlay, view);
	const refused = openRefusal(overlay);
	if (refused?.path === undefined) return shown;
	return [...shown, {path: refused.path, text: `refused: ${refused.reason}`, tone: 'danger'}];
}

function helpOf(stop: Stop, view: FormView): readonly Line[] {
	if (stop.kind === 'button') {
		if (stop.button === 'review')
			return [[span('shows what would be changed; nothing is sent before it is confirmed')]];
		return [[span(stop.button === 'cancel' ? 'leaves the form' : 'back to the form; nothing is sent yet')]];
	}
	const {field} = stop;
	const lines: Line[] = [];
	if (field.locked !== undefined) lines.push([span(`locked: ${field.locked}`, 'warning')]);
	if (stop.kind === 'choice') {
		const option = stop.field.options.find(({value}) => value === textIn(view.values, field.name));
		if (option?.remark !== undefined) lines.push([span(`${option.label}: ${option.remark}`)]);
	}
	if (stop.kind === 'pick') {
		const count = textsIn(view.values, field.name).length;
		lines.push([span(`${number(count)} ${stop.field.source.nouns[count === 1 ? 0 : 1]}; type or enter to choose`)]);
	}
	if (stop.kind === 'record' && recordsIn(view.values, field.name).length > 0 && field.help === undefined) {
		lines.push([span(stop.isNew ? `adds a ${stop.field.nouns[0]}` : `enter opens it`)]);
	}
	// A rule for what is typed is none where nothing can be.
	if (field.help !== undefined && field.locked === undefined) lines.push([span(field.help)]);
	return lines;
}

function buttonsLine(overlay: FormOverlay, view: FormView, problems: readonly FormProblem[], columns: number): Line {
	const {focus, picking} = overlay;
	const isOn = (name: string): boolean => picking === undefined && focus === `#${name}`;
	const dangers = problems.filter(({tone}) => tone === 'danger').length;
	const wrong: Line = dangers === 0 ? [] : [span(`${dangers} to put right `, 'danger')];
	const buttons =
		overlay.level.length === 0
			? [...button('Review', isOn('review')), span('   '), ...button('Cancel', isOn('cancel'))]
			: button(`Back to ${view.way.length > 1 ? view.way[view.way.length - 2] : 'the form'}`, isOn('done'));
	return betweenEnds([span(' '), ...buttons], wrong, columns);
}

function filled(lines: readonly Line[], height: number): readonly Line[] {
	return [...lines.slice(0, height), ...Array.from({length: Math.max(0, height - lines.length)}, (): Line => [])];
}

/** The part of the rows that is shown: what is under the cursor in the middle, as far as there is something around it. */
function windowOf(rows: FieldRows, height: number): readonly Line[] {
	const {from, to} = rows;
	const middle = from - Math.max(0, Math.floor((height - (to - from)) / 2));
	const top = Math.max(0, Math.min(middle, rows.height - height));
	const shown = [...rowsFrom(rows, top, height)];
	if (top > 0 && shown.length > 0) shown[0] = [span(`   … ${number(top)} more above`, 'dim')];
	const below = rows.height - top - height;
	if (below > 0 && shown.length > 1) shown[shown.length - 1] = [span(`   … ${number(below)} more below`, 'dim')];
	return filled(shown, height);
}

/** The fields with all that is said of them, where there is room for it. */
function rowsFor(drawing: Drawing, height: number): FieldRows {
	const inFull = drawing.view.stops.length <= height ? fieldRows({...drawing, problemRows: mostRows}) : undefined;
	return inFull !== undefined && inFull.height <= height ? inFull : fieldRows(drawing);
}

function helpLines(lines: readonly Line[], columns: number, height: number): readonly Line[] {
	// In a single row the first says more than how many there are.
	const [first = []] = lines;
	if (height === 1) return [truncateLine([span(' '), ...first], columns)];
	return filled(
		wrapLines(
			lines.map((line): Line => [span(' '), ...line.map((piece) => ({...piece, tone: piece.tone ?? 'dim'}) as const)]),
			columns,
			height,
			'f1 shows all',
		),
		height,
	);
}

function optionLine(rows: PickRows, index: number, columns: number): Line {
	const option = rows.row(index);
	if (option === undefined) return [];
	const isCursor = index === rows.cursor;
	const isChosen = rows.chosen.has(option.id);
	const tick = isChosen ? '[x]' : option.refusal === undefined ? '[ ]' : ' - ';
	const mark =
		option.warning === undefined && option.refusal === undefined ? '' : option.refusal === undefined ? '  !' : '';
	const line = padLine(
		[
			span(`${isCursor ? '>' : ' '} ${tick} `),
			span(option.name, option.refusal === undefined || isChosen ? 'plain' : 'dim'),
			span(option.more === '' ? '' : `  ${option.more}`, 'dim'),
			span(mark, 'warning'),
		],
		columns,
	);
	return isCursor ? emphasise(line, 'cursor') : line;
}

function pickBody(overlay: FormOverlay, rows: PickRows, {columns, rows: height}: Size): readonly Line[] {
	const {source} = rows.field;
	const line = overlay.picking?.line ?? {text: '', cursor: 0};
	const counts = `${number(rows.chosen.size)} chosen`;
	const found = `${number(rows.length)} ${source.nouns[rows.length === 1 ? 0 : 1]}`;
	const space = Math.max(1, height - 2);
	const top = Math.max(0, Math.min(rows.cursor - Math.floor(space / 2), rows.length - space));
	const shown = Array.from({length: Math.min(space, rows.length)}, (_, at) => optionLine(rows, top + at, columns));
	const empty = rows.reading ?? (line.text.trim() === '' ? `there are no ${source.nouns[1]}` : 'nothing matches');
	return [
		fieldLine([span(' > ', 'accent')], line, columns - 1),
		betweenEnds([span(`   ${counts}, ${found}`, 'dim')], [span(rows.reading ?? '', 'warning')], columns),
		...(rows.length === 0 ? filled([[span(`   ${empty}`, 'dim')]], space) : filled(shown, space)),
	];
}

function pickHelp(rows: PickRows): readonly Line[] {
	const option = rows.row(rows.cursor);
	if (option === undefined) return [];
	const refusal = tickRefusal([...rows.chosen], option, rows.field.source);
	const about = `${option.name}${option.more === '' ? '' : `  ${option.more}`}`;
	if (refusal !== undefined) return [[span(refusal, 'warning')], [span(about)]];
	const warning: readonly Line[] = option.warning === undefined ? [] : [[span(`note: ${option.warning}`, 'warning')]];
	// The row has its name already.
	return [...warning, ...(option.about === undefined ? [] : [[span(option.about)]]), [span(about)]];
}

/** The lines of the form, `rows` of them. */
export function formLines(overlay: FormOverlay, data: FormData, size: Size): readonly Line[] {
	const {columns, rows} = size;
	const view = formView(overlay, data);
	const picks = pickRows(overlay, view, data);
	const stop = stopAt(overlay, view);
	const problems = allProblems(overlay, view);
	const banner = picks === undefined ? bannerLines(overlay, size) : [];
	const helpHeight = rows < 14 ? 1 : rows < 30 ? 2 : 3;
	const height = Math.max(1, rows - 4 - banner.length - helpHeight);
	const drawing: Drawing = {
		overlay,
		view,
		data,
		start: startAt(overlay.values, overlay.form.start, overlay.level),
		problems,
		columns,
		labelWidth: labelWidthOf(view.fields, columns),
		focus: stop.key,
		problemRows: fewestRows,
	};
	return [
		titleLine(overlay, view, picks, columns),
		...banner,
		[],
		...(picks === undefined
			? windowOf(rowsFor(drawing, height), height)
			: pickBody(overlay, picks, {columns, rows: height})),
		rule('', columns),
		...helpLines(picks === undefined ? helpOf(stop, view) : pickHelp(picks), columns, helpHeight),
		buttonsLine(overlay, view, problems, columns),
	];
}
