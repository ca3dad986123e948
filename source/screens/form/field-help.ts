/** What help says of the field under the cursor: in full, where the form itself has room for a line or two. Pure. */
import type {FormField} from '../../areas/form.ts';
import {recordsIn, textIn, textsIn} from '../../areas/form-values.ts';
import {type Line, span} from '../../terminal/line.ts';
import {openRefusal, writtenKept} from './form-lines.ts';
import {pickRows} from './picking.ts';
import type {FormOverlay} from './state.ts';
import {type FormData, type FormView, formView, problemsAt, type Stop, stopAt} from './stops.ts';

/** Chosen things that are named at most; the picker of the field has them all. */
const mostNamed = 500;

const buttons: Readonly<Record<Extract<Stop, {kind: 'button'}>['button'], string>> = {
	review: 'Shows what would be changed; nothing is sent before it is confirmed.',
	cancel: 'Leaves the form; asks first when something has changed.',
	done: 'Back to the form; nothing is sent yet.',
};

function kindLines(field: FormField): readonly Line[] {
	switch (field.kind) {
		case 'text':
			return [[span('A text in one line.', 'dim')]];
		case 'list':
			return [[span(`One ${field.item} a line; several lines can be pasted at once.`, 'dim')]];
		case 'choice':
			return field.options.map(({label, remark, warning}) => [
				span(label, 'bold'),
				span(remark === undefined ? '' : `  ${remark}`),
				span(warning === undefined ? '' : `  ${warning}`, 'warning'),
			]);
		case 'switch':
			return [
				[span('[x]  ', 'bold'), span(field.on)],
				[span('[ ]  ', 'bold'), span(field.off)],
			];
		case 'pick': {
			const {nouns, most} = field.source;
			const count = most === undefined ? 'any number of' : most === 1 ? 'one of the' : `at most ${most}`;
			return [[span(`Takes ${count} ${nouns[1]}; typing searches them by name, or by id.`, 'dim')]];
		}
		case 'records':
			return [[span(`Each ${field.nouns[0]} has fields of its own.`, 'dim')]];
	}
}

/** All that the form shows in part: every name that is chosen, the whole of a text, all lines of a record. */
function valueLines(stop: Exclude<Stop, {kind: 'button'}>, {values}: FormView, {setting}: FormData): readonly Line[] {
	switch (stop.kind) {
		case 'text':
			return textIn(values, stop.field.name) === '' ? [] : [[span(textIn(values, stop.field.name))]];
		case 'entry': {
			const text = textsIn(values, stop.field.name)[stop.index] ?? '';
			return text === '' ? [] : [[span(text)]];
		}
		case 'pick': {
			const ids = textsIn(values, stop.field.name);
			const more = ids.length - mostNamed;
			return [
				...ids.slice(0, mostNamed).map((id): Line => {
					const option = stop.field.source.option(id, setting);
					return [span(option.name), span(option.more === '' ? '' : `  ${option.more}`, 'dim')];
				}),
				...(more > 0 ? [[span(`and ${more} more: enter on the field shows them all`, 'dim')]] : []),
			];
		}
		case 'record': {
			const record = recordsIn(values, stop.field.name)[stop.index];
			return record === undefined ? [] : stop.field.summary(record, setting);
		}
		default:
			return [];
	}
}

/** What the field under the cursor is for, what it takes, what is wrong with it and what it holds. */
export function fieldHelp(overlay: FormOverlay, data: FormData): readonly Line[] {
	const view = formView(overlay, data);
	const stop = stopAt(overlay, view);
	if (stop.kind === 'button') return [[span('Here', 'heading')], [span(buttons[stop.button])], []];
	const {field} = stop;
	const refused = openRefusal(overlay);
	const banner = [
		...(refused?.lines ?? []),
		...(overlay.note === undefined ? [] : [overlay.note]),
		...(overlay.written === undefined ? [] : [writtenKept]),
	];
	const rows = pickRows(overlay, view, data);
	const option = rows?.row(rows.cursor);
	const problems = problemsAt(stop, view.problems);
	const values = valueLines(stop, view, data);
	return [
		...(banner.length === 0
			? []
			: [[span('Said of the form', 'heading')], ...banner.map((text): Line => [span(text, 'warning')]), []]),
		[span(`The field ${field.label}`, 'heading')],
		...(field.help === undefined || field.locked !== undefined ? [] : [[span(field.help)]]),
		...(field.locked === undefined ? [] : [[span(`locked: ${field.locked}`, 'warning')]]),
		...kindLines(field),
		...problems.map(({text, tone}): Line => [span(tone === 'danger' ? `! ${text}` : `note: ${text}`, tone)]),
		[],
		...(option === undefined
			? []
			: [
					[span('Under the cursor', 'heading')],
					[span(option.name), span(option.more === '' ? '' : `  ${option.more}`, 'dim')],
					...[option.about, option.warning, option.refusal].flatMap((text): readonly Line[] =>
						text === undefined ? [] : [[span(text)]],
					),
					[],
				]),
		...(values.length === 0 ? [] : [[span('What it holds', 'heading')], ...values, []]),
	];
}
