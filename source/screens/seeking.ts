/** The object that the command line names: opened as soon as it has been read, unless a key was faster. */
import type {AreaName} from '../areas/table.ts';
import type {Actor} from './actor.ts';
import {findObject} from './command-line.ts';
import {open, replaceFrame} from './navigation.ts';
import {freshTable} from './table-state.ts';

export interface Seeking {
	/** Data have come. */
	afterData(): void;
	giveUp(): void;
}

export function createSeeking(
	{now, change}: Pick<Actor, 'now' | 'change'>,
	start: {readonly area: AreaName; readonly search?: string | undefined},
): Seeking {
	let sought = start.search;
	return {
		afterData() {
			if (sought === undefined) return;
			const {place, setting} = now();
			const {complete} = place.area.snapshot(setting.knowledge);
			const id = findObject(place.area, sought, setting);
			// A name may be had by another that has not been read yet; an id may not.
			if (id !== undefined && (complete || id === sought)) {
				// Going back from it leads to it among the others.
				const list = {kind: 'list', area: start.area, table: {...freshTable, cursor: id}} as const;
				change((before) => ({
					...before,
					navigation: open(replaceFrame(before.navigation, list), {area: start.area, id}),
				}));
				sought = undefined;
			} else if (complete) {
				sought = undefined;
			}
		},
		giveUp() {
			sought = undefined;
		},
	};
}
