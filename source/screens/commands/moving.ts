import {changeTable, type Handler} from '../actor.ts';
import {clearMarks, markAll, markRange, moveBy, moveTo, scrollBy, toggleMark} from '../table-state.ts';
import {goOnReading} from './reading.ts';

const by =
	(rows: (height: number) => number): Handler =>
	(_situation, actor) =>
		changeTable(actor, (table, {place}) => moveBy(table, place.view, rows(place.height), place.height));

const scroll =
	(rows: (height: number) => number): Handler =>
	(_situation, actor) =>
		changeTable(actor, (table, {place}) => scrollBy(table, place.view, rows(place.height), place.height));

const half = (height: number): number => Math.max(1, Math.floor(height / 2));

export const movingCommands = {
	down: by(() => 1),
	up: by(() => -1),
	first: (_situation, actor) => changeTable(actor, (table, {place}) => moveTo(table, place.view, 0, place.height)),
	last: (_situation, actor) => {
		goOnReading(actor);
		changeTable(actor, (table, {place}) => moveTo(table, place.view, place.view.length - 1, place.height));
	},
	'half.down': scroll(half),
	'half.up': scroll((height) => -half(height)),
	'page.down': scroll((height) => height),
	'page.up': scroll((height) => -height),
	mark: (_situation, actor) => changeTable(actor, (table, {place}) => toggleMark(table, place.view, place.height)),
	'mark.range': (_situation, actor) => changeTable(actor, (table, {place}) => markRange(table, place.view)),
	'mark.all': (_situation, actor) => changeTable(actor, (table, {place}) => markAll(table, place.view)),
	'mark.clear': (_situation, actor) => changeTable(actor, clearMarks),
} satisfies Record<string, Handler>;
