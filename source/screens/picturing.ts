/**
 * What is painted of a situation. Filtering and sorting a long list may take longer than a frame: then what was on the
 * screen before stays, keys go on being taken, and the work is done in slices between them. Who acts on the rows waits
 * for them; who only looks does not.
 */
import type {Steps} from '../insight/steps.ts';
import {type Situation, situationOf} from './situation.ts';
import type {TableState, TableView} from './table-state.ts';
import {plainView, viewWithin} from './table-view.ts';

export interface Picturing {
	/** The present situation, with other rows where its own are still being found. */
	picture(): Situation;
	/** Whether all of the present situation is on the screen. */
	isWhole(): boolean;
	close(): void;
}

interface PicturingOptions {
	readonly situation: () => Situation;
	/** Something else is to be painted. */
	readonly changed: () => void;
	/** Ms, growing. */
	readonly clock?: (() => number) | undefined;
}

/** Ms that a frame waits for its rows. */
const patience = 20;

/** Ms of a slice, after which keys have their turn. */
const slice = 10;

/** Steps that a frame waits for whatever the time is: short lists are never laid aside. */
const leastSteps = 40;

/** What was painted of a place last. */
interface Painted {
	readonly where: string;
	readonly view: TableView;
	readonly table: TableState;
}

function whereOf({place}: Situation): string {
	const {frame, sectionName} = place;
	return frame.kind === 'list' ? frame.area : `${frame.area} ${frame.id} ${sectionName}`;
}

export function createPicturing({situation, changed, clock = () => performance.now()}: PicturingOptions): Picturing {
	let made: {readonly of: Situation; readonly picture: Situation} | undefined;
	let painted: Painted | undefined;
	let due: NodeJS.Immediate | undefined;
	/** The texts that a filter is going to look at. */
	let reading: {readonly identity: object; readonly steps: Steps<void>} | undefined;

	/** Says whether so many ms have passed, once so many steps have been taken. */
	const after = (ms: number, least = 0): (() => boolean) => {
		const end = clock() + ms;
		let steps = 0;
		return () => ++steps > least && clock() > end;
	};

	const viewBy = ({place}: Situation, isLate: () => boolean): TableView | undefined =>
		viewWithin(place.source, place.left.filter.text, place.sort, isLate, place.left.seeks);

	/** What was there before, with the text that is typed. */
	const meanwhile = (of: Situation): Situation => {
		const {source, left} = of.place;
		const before = painted?.where === whereOf(of) ? painted : undefined;
		const view = before?.view ?? plainView(source);
		const {cursor, position, top} = before?.table ?? left;
		const work = left.filter.text === '' ? 'sorting' : 'filtering';
		return situationOf(of.state, of.setting, {view, table: {...left, cursor, position, top, seeks: false}, work});
	};

	/** Once somebody is about to filter, what filters look at is read. */
	const readAhead = ({state, place}: Situation): void => {
		const {source} = place;
		if (!state.filtering || reading?.identity === source.identity) return;
		reading = {identity: source.identity, steps: source.prepareFilter()};
		due ??= setImmediate(goOn);
	};

	function goOn(): void {
		due = undefined;
		const isLate = after(slice);
		if (made !== undefined && made.picture !== made.of) {
			// A key may have changed what is to be painted: then the frame that it brings goes on from there.
			if (situation() !== made.of) return;
			if (viewBy(made.of, isLate) === undefined) due = setImmediate(goOn);
			else changed();
			return;
		}
		while (reading !== undefined && reading.steps.next().done !== true) {
			if (!isLate()) continue;
			due = setImmediate(goOn);
			return;
		}
	}

	return {
		picture() {
			const of = situation();
			if (made?.of === of) return made.picture;
			const view = viewBy(of, after(patience, leastSteps));
			made = {of, picture: view === undefined ? meanwhile(of) : of};
			if (view === undefined) due ??= setImmediate(goOn);
			else {
				painted = {where: whereOf(of), view, table: of.place.table};
				readAhead(of);
			}
			return made.picture;
		},
		isWhole() {
			const of = situation();
			return (made?.of === of && made.picture === of) || viewBy(of, () => true) !== undefined;
		},
		close() {
			clearImmediate(due);
			due = undefined;
		},
	};
}
