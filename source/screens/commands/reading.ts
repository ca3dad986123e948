/** Stopping what is being read, and going on with it. */
import type {Resource} from '../../insight/knowledge.ts';
import type {Actor} from '../actor.ts';
import {progressOf} from '../progress.ts';
import type {ProgramState} from '../state.ts';

/** Stops the reading that the status line tells of; false where there is none. What has come stays. */
export function stopReading(actor: Actor): boolean {
	const progress = progressOf(actor.now());
	if (progress?.state !== 'reading') return false;
	const {what} = progress;
	actor.change((state) => ({
		...state,
		everythingWanted: false,
		stopped: what.kind === 'list' ? new Set([...(state.stopped ?? []), what.resource]) : state.stopped,
	}));
	// Of a list the status line says how it is gone on with.
	if (what.kind === 'memberships') actor.say('reading stopped; i goes on with it');
	return true;
}

/** The state in which a list is read again, or all of them are. */
export function unstopped(state: ProgramState, resource?: Resource): ProgramState {
	if (state.stopped === undefined || (resource !== undefined && !state.stopped.has(resource))) return state;
	const stopped = new Set(resource === undefined ? [] : state.stopped);
	if (resource !== undefined) stopped.delete(resource);
	return {...state, stopped};
}

/** Goes on with the list on show where it was stopped. */
export function goOnReading(actor: Actor): void {
	const {frame, area} = actor.now().place;
	if (frame.kind === 'list') actor.change((state) => unstopped(state, area.resource));
}
