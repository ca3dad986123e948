/** What is ticked in a picker: what the text names unless unticked by hand, and what was ticked by hand. Pure. */
import type {Setting} from '../areas/define.ts';
import type {Candidate, Choices} from '../areas/picker.ts';
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
	readonly cursor: number;
	/** Ids that the review is about. */
	readonly picked: readonly string[];
	readonly already: number;
}

export function pickerView({picker, line, ticks, cursor}: PickerOverlay, setting: Setting): PickerView {
	const choices = picker.choices(line.text, line.cursor, setting);
	const named = new Set(choices.named.map(({id}) => id));
	const matching = new Set(choices.matches.map(({id}) => id));
	// Ticked by hand and no longer in the text: kept with the others that are chosen, also when unticked again.
	const kept = [...ticks.keys()]
		.filter((id) => !named.has(id) && !matching.has(id))
		.flatMap((id) => picker.candidate(id, setting) ?? []);
	const isTicked = (candidate: Candidate): boolean => candidate.free && (ticks.get(candidate.id) ?? candidate.named);
	const rows: PickerRow[] = [
		...[...choices.named, ...kept].map(
			(candidate) => ({candidate, ticked: isTicked(candidate), part: 'chosen'}) as const,
		),
		...choices.matches.map((candidate) => ({candidate, ticked: isTicked(candidate), part: 'match'}) as const),
	];
	return {
		choices,
		rows,
		cursor: Math.max(0, Math.min(cursor ?? rows.findIndex(({part}) => part === 'match'), rows.length - 1)),
		picked: rows.filter(({ticked}) => ticked).map(({candidate}) => candidate.id),
		already: choices.named.filter(({already}) => already).length,
	};
}

/**
 * Ticks or unticks the row under the cursor. Where the text is a list of addresses, ticking a match completes the word
 * at the cursor and taking a near match corrects the mistyped entry; whatever else is named stays as it is written.
 */
export function tick(overlay: PickerOverlay, setting: Setting): PickerOverlay {
	const {picker, line, ticks} = overlay;
	const view = pickerView(overlay, setting);
	const row = view.rows[view.cursor];
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
	};
}

export function hasInput({line, ticks}: PickerOverlay): boolean {
	return line.text.trim() !== '' || ticks.size > 0;
}
