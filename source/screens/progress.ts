/** How far the reading of something large is, as a line. Pure. */
import {number} from '../components/text.ts';
import type {Resource} from '../insight/knowledge.ts';
import {type Line, lineWidth, type Span, span} from '../terminal/line.ts';
import type {Situation} from './situation.ts';

export interface Progress {
	readonly what: {readonly kind: 'list'; readonly resource: Resource} | {readonly kind: 'memberships'};
	/** `members`, `groups`. */
	readonly noun: string;
	readonly done: number;
	readonly total: number;
	/** Requests, as far as their number is known. */
	readonly requests: {readonly done: number; readonly all: number} | {readonly left: number};
	/** `stopped`: by the user, who can go on with it. */
	readonly state: 'reading' | 'stopped';
}

/** What takes fewer requests is there before one has read how far it is. */
const worthTelling = 5;

/** What is being read, or was stopped, and takes its time: the list on show, else who is in which group. */
export function progressOf({state, setting, place}: Situation): Progress | undefined {
	const {knowledge} = setting;
	const {resource} = place.area;
	if (place.frame.kind === 'list' && resource !== undefined) {
		const {complete, fetching, rows, total, pages} = knowledge.list(resource);
		const isStopped = state.stopped?.has(resource) ?? false;
		if (!complete && total !== undefined && (pages?.all ?? 0) >= worthTelling && (fetching || isStopped)) {
			return {
				what: {kind: 'list', resource},
				noun: place.area.nouns[1],
				done: rows.length,
				total,
				requests: pages ?? {left: 0},
				state: fetching ? 'reading' : 'stopped',
			};
		}
	}
	const index = knowledge.memberships();
	if ((index.state !== 'reading' && index.state !== 'waiting') || (index.total ?? 0) < worthTelling) return undefined;
	return {
		what: {kind: 'memberships'},
		noun: 'members of groups',
		done: index.done,
		total: index.total ?? index.done,
		requests: {left: index.cost},
		state: 'reading',
	};
}

/** Cells of the bar, where there is room. */
const barWidths = [24, 12] as const;

/** A bar that is full only when everything is there. */
function barOf(done: number, total: number, cells: number): Span {
	const filled = total <= 0 ? cells : Math.min(cells, Math.floor((done / total) * cells));
	return span('█'.repeat(filled) + '░'.repeat(cells - filled), 'accent');
}

function requestsText({requests}: Progress): string {
	return 'left' in requests
		? `${number(requests.left)} requests left`
		: `${number(requests.done)} of ${number(requests.all)} requests`;
}

/** `members 7,300 of 25,000 ████░░░░ 146 of 500 requests  esc stops`; the least important goes where there is no room. */
export function progressLine(progress: Progress, cells: number): Line {
	const {noun, done, total, state, requests} = progress;
	const counts = span(`${noun} ${number(done)} of ${number(total)}`);
	if (state === 'stopped') {
		const left = 'left' in requests ? requests.left : requests.all - requests.done;
		const said = `${counts.text}: stopped`;
		const line: Line = [span(said, 'warning'), span(`  G reads the rest, ${number(left)} requests`, 'dim')];
		return lineWidth(line) <= cells ? line : [span(said, 'warning')];
	}
	const asked = span(` ${requestsText(progress)}`, 'dim');
	const stops = span('  esc stops', 'dim');
	const bars = barWidths.map((width): Line => [counts, span(' '), barOf(done, total, width)]);
	const lines: readonly Line[] = [
		...bars.map((bar): Line => [...bar, asked, stops]),
		...bars.map((bar): Line => [...bar, asked]),
		...bars,
	];
	return lines.find((line) => lineWidth(line) <= cells) ?? [counts];
}
