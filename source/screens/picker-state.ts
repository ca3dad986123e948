/** What is ticked in a picker: what the text names unless unticked by hand, and what was ticked by hand. Pure. */
import type {Setting} from '../areas/define.ts';
import type {Candidate, Choices} from '../areas/picker.ts';
import {number} from '../components/text.ts';
import {lastAnswer} from '../insight/memo.ts';
import {plainText} from '../terminal/line.ts';
import type {Overlay} from './state.ts';

export type PickerOverlay = Extract<Overlay, {kind: 'picker'}>;

export interface PickerRow {
	readonly candidate: Candidate;
	readonly ticked: boolean;
	/** Named by the text or ticked before, or only a match of the word at the cursor. */
	readonly part: 'chosen' | 'match';
}

export interface PickerView {
	readonly choices: Choices;
	readonly rows: readonly PickerRow[];
	/** Index of the first row that the word at the cursor may mean; the length where there is none. */
	readonly firstMatch: number;
	readonly cursor: number;
	/** Ids that the review is about: of the ticked rows, in the order of the text. */
	readonly picked: readonly string[];
	readonly already: number;
}

type PickerRows = Omit<PickerView, 'cursor'>;

/** It is asked for several times with each key, and thousands may be named. */
const lastRows = lastAnswer<PickerRows>();

export function pickerView(overlay: PickerOverlay, setting: Setting): PickerView {
	const {picker, line, ticks, corrected, cursor} = overlay;
	const choices = picker.choices(line.text, line.cursor, setting);
	const view = lastRows([picker, choices, ticks, corrected], () => rowsOf(overlay, choices, setting));
	const {firstMatch, rows} = view;
	const at = cursor ?? (choices.matches.length > 0 ? firstMatch : 0);
	return {...view, cursor: Math.max(0, Math.min(at, rows.length - 1))};
}

function rowsOf({picker, ticks, corrected}: PickerOverlay, choices: Choices, setting: Setting): PickerRows {
	const named = new Set(choices.named.map(({id}) => id));
	const matching = new Set(choices.matches.map(({id}) => id));
	// Ticked by hand and no longer in the text: kept with the others that are chosen, also when unticked again.
	const kept = [...ticks.keys()]
		.filter((id) => !named.has(id) && !matching.has(id))
		.flatMap((id) => picker.candidate(id, setting) ?? []);
	const isTicked = (candidate: Candidate): boolean => candidate.free && (ticks.get(candidate.id) ?? candidate.named);
	const rows: PickerRow[] = [
		...[...byTrouble(choices.named, corrected), ...kept].map(
			(candidate) => ({candidate, ticked: isTicked(candidate), part: 'chosen'}) as const,
		),
		...choices.matches.map((candidate) => ({candidate, ticked: isTicked(candidate), part: 'match'}) as const),
	];
	const firstMatch = rows.length - choices.matches.length;
	return {
		choices,
		rows,
		firstMatch,
		picked: [...choices.named, ...kept, ...choices.matches].filter(isTicked).map(({id}) => id),
		already: choices.named.filter(({already}) => already).length,
	};
}

/** What has to be looked at first, then what is to no purpose, then what is ticked by itself; each in the text's order. */
function byTrouble(named: readonly Candidate[], corrected: ReadonlySet<string> | undefined): readonly Candidate[] {
	const isTrouble = ({id, already, free, named}: Candidate): boolean =>
		(!already && !(named && free)) || corrected?.has(id) === true;
	return [
		...named.filter(isTrouble),
		...named.filter((candidate) => candidate.already && !isTrouble(candidate)),
		...named.filter((candidate) => !candidate.already && !isTrouble(candidate)),
	];
}

const stateOrder: readonly string[] = ['pending', 'already in', 'unknown', 'not read', 'rejected'];

/** `223 ticked, 9 pending, 3 already in, 24 unknown, 1 rejected`: all that is named, by its state where it is not ticked. */
export function countsOf({rows, picked}: PickerView): string {
	const counts = new Map(stateOrder.map((state) => [state, 0]));
	for (const {candidate, ticked, part} of rows) {
		if (part === 'match' || ticked) continue;
		const state = plainText(candidate.state);
		const said = state === 'accepted' ? 'not ticked' : state;
		counts.set(said, (counts.get(said) ?? 0) + 1);
	}
	return [
		`${number(picked.length)} ticked`,
		...[...counts].flatMap(([state, count]) => (count === 0 ? [] : [`${number(count)} ${state}`])),
	].join(', ');
}

/** Why there is no row. */
export function emptyText({picker, line}: PickerOverlay, {choices}: PickerView): string {
	if (choices.reading !== undefined && choices.of === 0) return choices.reading;
	const text = line.text.trim();
	if (picker.complete !== undefined) return text === '' ? 'nobody is named yet' : `nobody matches ${text}`;
	return text === '' ? 'type to search' : `no group matches ${text}`;
}

/** The row as it is when one looks at it closely. */
export function lookAt(row: PickerRow, {picker}: PickerOverlay, setting: Setting): PickerRow {
	return picker.look === undefined ? row : {...row, candidate: picker.look(row.candidate, setting)};
}

/** The row under the cursor. */
export function rowAtCursor(overlay: PickerOverlay, view: PickerView, setting: Setting): PickerRow | undefined {
	const row = view.rows[view.cursor];
	return row === undefined ? undefined : lookAt(row, overlay, setting);
}

/**
 * Ticks or unticks the row under the cursor. Where the text is a list of addresses, ticking a match completes the word
 * at the cursor and taking a near match corrects the mistyped entry; whatever else is named stays as it is written.
 */
export function tick(overlay: PickerOverlay, setting: Setting): PickerOverlay {
	const {picker, line, ticks} = overlay;
	const view = pickerView(overlay, setting);
	const row = rowAtCursor(overlay, view, setting);
	if (row === undefined || !row.candidate.free) return overlay;
	const {candidate, part, ticked} = row;
	const {id} = candidate.meant ?? candidate;
	if (picker.complete === undefined || ticked || (part === 'chosen' && candidate.meant === undefined)) {
		return {
			...overlay,
			cursor: part === 'chosen' ? view.cursor : overlay.cursor,
			ticks: new Map(ticks).set(id, !ticked),
		};
	}
	return {
		...overlay,
		cursor: candidate.meant === undefined ? undefined : view.cursor,
		line: picker.complete(line.text, line.cursor, candidate),
		ticks: new Map(ticks).set(id, true),
		corrected: candidate.meant === undefined ? overlay.corrected : new Set(overlay.corrected).add(id),
	};
}

export function hasInput({line, ticks}: PickerOverlay): boolean {
	return line.text.trim() !== '' || ticks.size > 0;
}
