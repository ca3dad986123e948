/** What the screens on show have to read, and telling the store of it. */
import {isDeepStrictEqual} from 'node:util';
import type {Setting} from '../areas/define.ts';
import {guardNeeds} from '../areas/lockout-words.ts';
import {distinctNeeds} from '../areas/plan.ts';
import type {Need} from '../insight/knowledge.ts';
import type {Store} from '../store/store.ts';
import {formNeeds} from './form/picking.ts';
import type {Situation} from './situation.ts';
import {topOverlay} from './state.ts';
import {cursorId} from './table-state.ts';

/** Indexes that take no more requests than this are read without asking. */
const cheapIndex = 100;

/** Lists of no more rows are read for decoration (names, uses) without asking: fifty come with a request. */
const cheapRows = 2000;

/**
 * Whether something that only adds to a screen may be read without asking. A large account takes many requests of a
 * budget that the user shares with other tools; the first page says how large it is.
 */
function isCheap(need: Need, {knowledge}: Setting): boolean {
	switch (need.kind) {
		case 'memberships': {
			const groups = knowledge.list('userGroups');
			return groups.complete && groups.rows.length <= cheapIndex;
		}
		case 'list':
			return (knowledge.list(need.resource).total ?? 0) <= cheapRows;
		default:
			return true;
	}
}

/** What `i` asks for, wherever one goes meanwhile. */
const everything: readonly Need[] = [
	{kind: 'list', resource: 'userGroups'},
	{kind: 'list', resource: 'members'},
	{kind: 'memberships'},
];

/** Everything that the screens on show have to read, the most important first. `rested`: the row's preview as well. */
export function needsOf(situation: Situation, rested = true): readonly Need[] {
	const {state, setting, place} = situation;
	const overlay = topOverlay(state);
	const wanted: Need[] = [];
	const mayRead = (need: Need): boolean => state.everythingWanted || isCheap(need, setting);
	// A picker needs its lists, whatever they cost; the index of memberships only tells more about them.
	if (overlay?.kind === 'picker') {
		wanted.push(...overlay.picker.needs.filter((need) => need.kind !== 'memberships' || mayRead(need)));
	}
	const form = state.overlays.find((other) => other.kind === 'form');
	if (form !== undefined) wanted.push(...formNeeds(form, {setting, version: state.dataVersion}));
	if (overlay?.kind === 'confirm') {
		wanted.push(...overlay.asked.needs, ...guardNeeds(overlay.asked.steps, setting).filter(mayRead));
	}
	const {resource} = place.area;
	const isStopped = resource !== undefined && state.stopped?.has(resource) === true;
	const own: readonly Need[] = resource === undefined || isStopped ? [] : [{kind: 'list', resource}];
	// The list that an object came from is not read to its end for the object's sake.
	const isOpen = place.object !== undefined;
	if (!isOpen) wanted.push(...own);
	const extra = [...(isOpen ? own : []), ...place.area.reads, ...(place.section?.needs ?? [])];
	if (rested && place.frame.kind === 'list' && place.layout.preview !== 'none') {
		const id = cursorId(place.table, place.view);
		extra.push(...(id === undefined ? [] : (place.area.object(id, setting)?.previewNeeds ?? [])));
	}
	if (state.everythingWanted) extra.push(...everything);
	wanted.push(...extra.filter(mayRead));
	return distinctNeeds(wanted);
}

/** What belongs to an open section alone, and is read again with it. */
const kindsOfSections: ReadonlySet<Need['kind']> = new Set(['groupMembers', 'groupMember', 'permissionGroup']);

/** What `r` reads again: what is on show, and not what only adds to it. */
export function refreshNeeds({place}: Situation): readonly Need[] {
	const ofSection = (place.section?.needs ?? []).filter(({kind}) => kindsOfSections.has(kind));
	const {resource} = place.area;
	return [...(resource === undefined ? [] : [{kind: 'list', resource} as const]), ...ofSection];
}

/** Requests that reading all members and memberships would take. */
export function costOfEverything({setting}: Situation): number {
	const {knowledge} = setting;
	const members = knowledge.list('members');
	const pages = members.complete ? 0 : Math.ceil(((members.total ?? 0) - members.rows.length) / 50);
	return pages + knowledge.memberships().cost;
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

interface WantingOptions {
	readonly store: Pick<Store, 'want' | 'refresh'>;
	readonly situation: () => Situation;
	/** Ms since the epoch. */
	readonly time: () => number;
	readonly setTimer: (callback: () => void, ms: number) => () => void;
	/** Whether the rows on show are those of the situation: nobody waits for them here. */
	readonly isWhole: () => boolean;
}

/** Reads again what changes by itself, where that is on show, and nothing else: an idle screen makes no requests. */
function createRepeating({store, situation, time, setTimer}: WantingOptions) {
	let cancel = (): void => {};
	let due: number | undefined;
	let shown = '';
	/** When the section came on show, or was last read again. */
	let from = 0;

	const ask = (): void => {
		due = undefined;
		from = time();
		store.refresh(situation().place.section?.again?.needs ?? []);
		set();
	};

	/** Waits for the moment at which it is due; after a failure as long as after an answer. */
	function set(): void {
		const {place, setting} = situation();
		const again = place.section?.again;
		const where = `${place.area.name} ${place.object?.id} ${place.sectionName}`;
		if (again === undefined || where !== shown) from = time();
		shown = where;
		const readAt = (again?.needs ?? []).map((need) => setting.knowledge.reading(need).updatedAt ?? 0);
		const next = again === undefined ? undefined : Math.max(from, ...readAt) + again.pause;
		if (next === due) return;
		cancel();
		cancel = next === undefined ? () => {} : setTimer(ask, Math.max(0, next - time()));
		due = next;
	}

	return {set, close: () => cancel()};
}

export function createWanting(options: WantingOptions): Wanting {
	const {store, situation, setTimer} = options;
	const repeating = createRepeating(options);
	let wanted: readonly Need[] = [];
	let release = (): void => {};
	let cancelRest = (): void => {};
	let rested = false;
	/** The key that quits is dealt with to its end: no timer may be set by it that would keep the process. */
	let isClosed = false;

	const want = (): void => {
		const {place, state} = situation();
		// Where nothing has to be read, what was wanted before is gone on with: one only looks at how it goes.
		if (place.area.resource === undefined && topOverlay(state) === undefined) return;
		const needs = needsOf(situation(), rested && options.isWhole());
		if (isDeepStrictEqual(needs, wanted)) return;
		wanted = needs;
		// First the new, then the old: what both want is not broken off.
		const before = release;
		release = store.want(needs);
		before();
	};

	/** Rows that are not there yet are waited for like a cursor that moves. */
	const rest = (): void => {
		if (!options.isWhole()) {
			cancelRest = setTimer(rest, restTime);
			return;
		}
		rested = true;
		want();
	};

	return {
		afterKey() {
			if (isClosed) return;
			repeating.set();
			const {place} = situation();
			if (!place.left.seeks && options.isWhole() && isDeepStrictEqual(needsOf(situation(), true), wanted)) return;
			cancelRest();
			rested = false;
			want();
			cancelRest = setTimer(rest, restTime);
		},
		afterData() {
			if (isClosed) return;
			repeating.set();
			want();
		},
		close() {
			isClosed = true;
			repeating.close();
			cancelRest();
			release();
		},
	};
}
