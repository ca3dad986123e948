/** The dialogs whose middle scrolls, for drawing them and for the keys that scroll. Pure. */
import type {Setting} from '../areas/define.ts';
import {wrapLine} from '../components/text.ts';
import {type Line, span} from '../terminal/line.ts';
import {confirmParts} from './confirm-lines.ts';
import {type DialogParts, scrollRange} from './dialog-lines.ts';
import {runParts} from './run-lines.ts';
import type {Situation} from './situation.ts';
import type {Overlay} from './state.ts';

export type Scrolling = Extract<Overlay, {kind: 'confirm' | 'run' | 'text'}>;

/** Rows inside a dialog: its border is off, and the lines around the screen as long as there is room. */
export function dialogHeight(rows: number): number {
	return rows < 20 ? rows - 4 : rows - 6;
}

/** Cells inside a wide dialog. */
export function insideOf(columns: number): number {
	return Math.min(columns - 4, 96) - 4;
}

export function textLines({lines}: Extract<Overlay, {kind: 'text'}>, setting: Setting): readonly Line[] {
	return typeof lines === 'function' ? lines(setting) : lines;
}

export function partsOf(overlay: Scrolling, situation: Situation): DialogParts {
	const {columns, rows} = situation.state.size;
	const inside = insideOf(columns);
	switch (overlay.kind) {
		case 'confirm':
			return confirmParts(overlay, overlay.asked.plan(situation.setting), situation, inside, dialogHeight(rows));
		case 'run':
			return runParts(overlay, inside, situation.setting);
		case 'text':
			return {
				head: [[span(overlay.title, 'heading')], []],
				body: textLines(overlay, situation.setting).flatMap((line) => wrapLine(line, inside)),
				foot: [],
			};
	}
}

/** Where scrolling by `step` rows or pages leads to, within what there is. */
export function scrolledTo(
	overlay: Scrolling,
	situation: Situation,
	{rows = 0, pages = 0}: {readonly rows?: number; readonly pages?: number},
): number {
	const {last, page} = scrollRange(partsOf(overlay, situation), dialogHeight(situation.state.size.rows));
	const from = Math.min(overlay.top, last);
	return Math.max(0, Math.min(last, from + rows + pages * page));
}
