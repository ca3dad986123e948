/** What commands can do to the program: change its state, and the few effects that leave it. */
import type {AccountId} from '../api/ids.ts';
import type {Intent} from '../areas/intent.ts';
import type {Plan} from '../areas/plan.ts';
import type {Keymap} from '../input/keymap.ts';
import type {Need} from '../insight/knowledge.ts';
import type {Secret} from '../secret.ts';
import type {Tone} from '../terminal/line.ts';
import type {DraftKeeper} from './form/drafts.ts';
import type {Editor} from './form/editing.ts';
import type {JournalDesk} from './journaling.ts';
import {type Navigation, replaceFrame, withTableState} from './navigation.ts';
import type {Profiles} from './profiles.ts';
import type {Place, Situation} from './situation.ts';
import type {Origin, Overlay, ProgramState} from './state.ts';
import type {TableState} from './table-state.ts';

export interface Actor {
	/** The state with the data as they are now; asked anew after each change. */
	now(): Situation;
	/** Ms since the epoch. */
	time(): number;
	change(next: (state: ProgramState) => ProgramState): void;
	say(text: string, tone?: Tone): void;
	/** Says something that is true for so many ms only. */
	hint(text: string, ms: number): void;
	/** Copies by OSC 52 and says so; the terminal never tells whether it took it. A secret is not repeated in words. */
	copy(what: string, text: string | Secret): void;
	refresh(needs: readonly Need[]): void;
	/** Reads anew and waits for it; answers why it could not be done, if it could not. */
	look(needs: readonly Need[]): Promise<string | undefined>;
	follow(intent: Intent): void;
	/** Carries out the plan step by step; an overlay shows how far it is. */
	carryOut(plan: Plan, origin: Origin): void;
	retryFailed(): void;
	stopRun(): void;
	/** For how long the help is. */
	readonly keymap: Keymap<Situation>;
	/** What curl needs beside the path. */
	readonly baseUrl: string;
	setReadOnly(readOnly: boolean): void;
	/** Asks Cloudflare again what the credential may do. */
	askRights(): void;
	/** What is kept of forms that have not come to their end. */
	readonly keeper: DraftKeeper;
	/** The terminal belongs to the user's editor until it has been answered. */
	readonly edit: Editor;
	/** The writes of this profile; undefined where none are kept. */
	readonly journal?: JournalDesk | undefined;
	readonly profiles: Profiles;
	chooseAccount(): void;
	openAccount(account: {readonly id: AccountId; readonly name: string}): void;
	/** Gives up the requests that wait for the budget. */
	cancelWait(): void;
	isWaiting(): boolean;
	repaint(): void;
	suspend(): void;
	quit(): void;
}

export type Handler = (situation: Situation, actor: Actor) => void;

function putTable(actor: Actor, {frame, sectionName}: Place, table: TableState): void {
	actor.change((state) => ({
		...state,
		navigation: replaceFrame(state.navigation, withTableState(frame, sectionName, table)),
	}));
}

/** Changes the table that keys move in. */
export function changeTable(actor: Actor, next: (table: TableState, situation: Situation) => TableState): void {
	const situation = actor.now();
	putTable(actor, situation.place, next(situation.place.table, situation));
}

/** Changes the table without looking at its rows: of many keys that are typed, only the last one's filter is applied. */
export function changeLeft(actor: Actor, next: (table: TableState) => TableState): void {
	const {place} = actor.now();
	putTable(actor, place, next(place.left));
}

export function changeNavigation(actor: Actor, next: (navigation: Navigation) => Navigation): void {
	actor.change((state) => ({...state, navigation: next(state.navigation), filtering: false}));
}

export function openOverlay(actor: Actor, overlay: Overlay): void {
	actor.change((state) => ({...state, overlays: [...state.overlays, overlay], filtering: false}));
}

export function closeOverlay(actor: Actor): void {
	actor.change((state) => ({...state, overlays: state.overlays.slice(0, -1)}));
}

/** Replaces the topmost overlay when it is of this kind. */
export function changeOverlay<Kind extends Overlay['kind']>(
	actor: Actor,
	kind: Kind,
	next: (overlay: Extract<Overlay, {kind: Kind}>) => Overlay,
): void {
	actor.change((state) => {
		const top = state.overlays[state.overlays.length - 1];
		if (top === undefined || !isKind(top, kind)) return state;
		return {...state, overlays: [...state.overlays.slice(0, -1), next(top)]};
	});
}

function isKind<Kind extends Overlay['kind']>(overlay: Overlay, kind: Kind): overlay is Extract<Overlay, {kind: Kind}> {
	return overlay.kind === kind;
}
