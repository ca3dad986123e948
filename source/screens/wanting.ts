/** What the screens on show have to read, and telling the store of it. */
import {isDeepStrictEqual} from 'node:util';
import type {Setting} from '../areas/define.ts';
import type {Need} from '../insight/knowledge.ts';
import type {Store} from '../store/store.ts';
import type {Situation} from './situation.ts';
import {topOverlay} from './state.ts';
import {cursorId} from './table-state.ts';

/** Indexes that take no more requests than this are read without asking. */
const cheapIndex = 100;

/** Members of an account that are read for decoration (names, uses) without asking: fifty come with a request. */
const cheapMembers = 2000;

/**
 * Whether something that only adds to a screen may be read without asking. The members of a large account take many
 * requests of a budget that the user shares with other tools; the first page says how many there are.
 */
function isCheap(need: Need, {knowledge}: Setting): boolean {
	switch (need.kind) {
		case 'memberships': {
			const groups = knowledge.list('userGroups');
			return groups.complete && groups.rows.length <= cheapIndex;
		}
		case 'list': {
			const {total = 0} = knowledge.list(need.resource);
			return need.resource !== 'members' || total <= cheapMembers;
		}
		default:
			return true;
	}
}

/** A preview shows the first members of a group: a large one is not read to its end for that. */
function isCheapPreview(need: Need, {knowledge}: Setting): boolean {
	return need.kind !== 'groupMembers' || (knowledge.groupMembers(need.group).total ?? 0) <= cheapMembers;
}

/** Everything that the screens on show have to read, the most important first. `rested`: the row's preview as well. */
export function needsOf(situation: Situation, rested = true): readonly Need[] {
	const {state, setting, place} = situation;
	const overlay = topOverlay(state);
	const wanted: Need[] = [];
	if (overlay?.kind === 'picker') wanted.push(...overlay.picker.needs);
	if (overlay?.kind === 'confirm') wanted.push(...overlay.needs);
	wanted.push({kind: 'list', resource: place.area.resource});
	const extra = [...place.area.reads, ...(place.section?.needs ?? [])];
	if (rested && place.frame.kind === 'list' && place.layout.preview !== 'none') {
		const id = cursorId(place.table, place.view);
		const needs = id === undefined ? [] : (place.area.object(id, setting)?.previewNeeds ?? []);
		extra.push(...needs.filter((need) => isCheapPreview(need, setting)));
	}
	wanted.push(...extra.filter((need) => state.membershipsWanted || isCheap(need, setting)));
	return wanted.filter((need, index) => wanted.findIndex((other) => isDeepStrictEqual(other, need)) === index);
}

/** How long the cursor has to rest on a row before its preview is read, ms: passing over rows costs no requests. */
const restTime = 150;

/** Keeps the store's wants as the screens are. */
export interface Wanting {
	/** A key has been dealt with: what is on show may be something else. */
	afterKey(): void;
	/** Data have come: they may name more to be read. */
	afterData(): void;
	close(): void;
}

export function createWanting(options: {
	readonly store: Pick<Store, 'want'>;
	readonly situation: () => Situation;
	readonly setTimer: (callback: () => void, ms: number) => () => void;
}): Wanting {
	const {store, situation, setTimer} = options;
	let wanted: readonly Need[] = [];
	let release = (): void => {};
	let cancelRest = (): void => {};
	let rested = false;

	const want = (): void => {
		const needs = needsOf(situation(), rested);
		if (isDeepStrictEqual(needs, wanted)) return;
		wanted = needs;
		// First the new, then the old: what both want is not broken off.
		const before = release;
		release = store.want(needs);
		before();
	};

	return {
		afterKey() {
			if (isDeepStrictEqual(needsOf(situation(), true), wanted)) return;
			cancelRest();
			rested = false;
			want();
			cancelRest = setTimer(() => {
				rested = true;
				want();
			}, restTime);
		},
		afterData: want,
		close() {
			cancelRest();
			release();
		},
	};
}
