/** Where the cursor goes when something has been made: to it, so that the next key is about it. */
import {areas} from '../areas/index.ts';
import type {AreaName} from '../areas/table.ts';
import type {Reversal} from '../areas/write.ts';
import {type Actor, changeTable} from './actor.ts';
import type {EndedRun} from './runner.ts';

/** The object that is deleted to take a write back is what the write has made. */
function createdBy({steps}: Reversal): {readonly area: AreaName; readonly id: string} | undefined {
	for (const {object, request} of steps) {
		const [kind = '', id = ''] = object.split('/');
		const area = areas.find(({name}) => name === `${kind}s`);
		if (area === undefined || request.method !== 'DELETE') continue;
		if (request.path.endsWith(`/${encodeURIComponent(id)}`)) return {area: area.name, id};
	}
	return undefined;
}

/** Puts the cursor of the list on show on what the run has made in it, unless a filter hides that. */
export function goToCreated(actor: Actor, {now, reversals}: Pick<EndedRun, 'now' | 'reversals'>): void {
	const created = now.length === 0 ? undefined : reversals.map(createdBy).findLast((each) => each !== undefined);
	if (created === undefined) return;
	const {frame} = actor.now().place;
	if (frame.kind !== 'list' || frame.area !== created.area) return;
	changeTable(actor, (table, {place}) =>
		place.view.positionOf(created.id) < 0
			? table
			: {...table, cursor: created.id, origin: undefined, position: place.view.positionOf(created.id)},
	);
}
