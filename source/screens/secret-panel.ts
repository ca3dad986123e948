/**
 * A secret that came back: shown once, behind dots until it is asked for, and kept by nobody. What is revealed is in
 * the lines of the moment and nowhere else: the state holds a {@link Secret}, messages and copies never repeat it.
 */
import type {ShownSecret} from '../areas/write.ts';
import {wrapLine} from '../components/text.ts';
import {type Line, span} from '../terminal/line.ts';
import {sanitise} from '../terminal/sanitise.ts';
import {guardTime, type Overlay, type ProgramState, topOverlay} from './state.ts';

export type SecretPanel = Extract<Overlay, {kind: 'secret'}>;

/** As many for every secret: not even its length is told. */
const dots = '•'.repeat(24);

/** The panel of these secrets, one after the other; there is at least one. */
export function secretPanel(secrets: readonly ShownSecret[], now: number): SecretPanel {
	return {kind: 'secret', secrets, shownAt: now, isRevealed: false, isStored: false};
}

/** With a secret that has just come, on top of everything; behind those that are on show and not stored yet. */
export function withSecret(state: ProgramState, secret: ShownSecret, now: number): ProgramState {
	const {overlays} = state;
	if (!hasUnstoredSecret(state))
		return {...state, overlays: [...overlays, secretPanel([secret], now)], filtering: false};
	return {
		...state,
		overlays: overlays.map((each) => (each.kind === 'secret' ? {...each, secrets: [...each.secrets, secret]} : each)),
	};
}

/** With the next secret on show; undefined where there is none. */
export function nextSecret({secrets}: SecretPanel, now: number): SecretPanel | undefined {
	const others = secrets.slice(1);
	return others.length === 0 ? undefined : secretPanel(others, now);
}

/** The panel that takes the keys. */
export function panelIn(state: Pick<ProgramState, 'overlays'>): SecretPanel | undefined {
	const overlay = topOverlay(state);
	return overlay?.kind === 'secret' ? overlay : undefined;
}

/** Whether there is a secret that nobody has said to have stored, below whatever else is on show. */
export function hasUnstoredSecret({overlays}: Pick<ProgramState, 'overlays'>): boolean {
	return overlays.some((overlay) => overlay.kind === 'secret');
}

/** The same with every secret behind its dots. */
export function masked(state: ProgramState): ProgramState {
	if (!state.overlays.some((overlay) => overlay.kind === 'secret' && overlay.isRevealed)) return state;
	return {
		...state,
		overlays: state.overlays.map((overlay) => (overlay.kind === 'secret' ? {...overlay, isRevealed: false} : overlay)),
	};
}

/** Keys from before the panel was there are no answers to it. */
export function comesBeforePanel({shownAt}: SecretPanel, now: number): boolean {
	return now - shownAt < guardTime;
}

/** Why the panel can not be closed; undefined when it can. */
export function closingRefusal(state: Pick<ProgramState, 'overlays'>): string | undefined {
	const panel = panelIn(state);
	if (panel === undefined || panel.isStored) return undefined;
	return panel.secrets[0]?.secret === undefined
		? 'space says that you have read it; then enter closes'
		: 'nobody can show it again: space says that you have stored it, then enter closes';
}

/** The text of the secret, as far as there is room for it. */
function secretRows({secret}: ShownSecret, isRevealed: boolean, inside: number, most: number): readonly Line[] {
	if (secret === undefined) return [];
	if (!isRevealed) return [[span(`  ${dots}`)]];
	const text = secret.reveal();
	const inert = sanitise(text);
	const rows = wrapLine([span(inert, 'bold')], inside - 4).map((row): Line => [span('  '), ...row]);
	const notes = [
		...(rows.length > most ? ['It is longer than there is room for.'] : []),
		...(inert === text ? [] : ['Some of its characters can not be shown.']),
	];
	return [
		...rows.slice(0, most),
		...(notes.length === 0 ? [] : wrapLine([span(`${notes.join(' ')} A copy (c) has all of it.`, 'warning')], inside)),
	];
}

/** @param inside cells; @param height rows that there are */
export function secretLines(panel: SecretPanel, inside: number, height: number): readonly Line[] {
	const [shown] = panel.secrets;
	if (shown === undefined) return [];
	const more = panel.secrets.length - 1;
	const isMissing = shown.secret === undefined;
	const said = isMissing
		? 'Cloudflare answered without it: nobody has seen it, and it is not shown again. Rotating makes another.'
		: 'It is shown this once: nobody can show it again, Cloudflare neither. Store it before you close.';
	const head: readonly Line[] = [
		[
			span(shown.title, 'heading'),
			span(more === 0 ? '' : `   ${more} more ${more === 1 ? 'secret comes' : 'secrets come'} after it`, 'dim'),
		],
		[],
		...wrapLine([span(said, isMissing ? 'danger' : 'warning')], inside),
		[],
	];
	const box = panel.isStored ? '[x]' : '[ ]';
	const foot: readonly Line[] = [
		...(isMissing ? [] : [[]]),
		[
			span(`  ${box} `, panel.isStored ? 'good' : 'plain'),
			span(isMissing ? 'I have read this' : 'I have stored it', panel.isStored ? 'good' : 'plain'),
		],
	];
	// Two rows are for what is to be said of what can not be seen.
	const room = Math.max(1, height - head.length - foot.length - 2);
	return [...head, ...secretRows(shown, panel.isRevealed, inside, room), ...foot];
}
