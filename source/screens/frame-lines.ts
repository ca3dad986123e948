/** The lines around every screen: header, areas, tabs, filter, status. Pure. */
import type {BudgetState} from '../api/budget.ts';
import type {Setting} from '../areas/define.ts';
import {areas, listedNamed} from '../areas/index.ts';
import {fieldLine} from '../components/field.ts';
import {betweenEnds, number} from '../components/text.ts';
import type {Snapshot} from '../insight/knowledge.ts';
import {age} from '../insight/time.ts';
import {emphasise, type Line, lineOf, lineWidth, type Span, span, truncateLine} from '../terminal/line.ts';
import {cellWidth, truncate} from '../terminal/width.ts';
import {currentStack} from './navigation.ts';
import {progressLine, progressOf} from './progress.ts';
import type {Place, Situation} from './situation.ts';
import {countMarks, cursorPosition, windowTop} from './table-state.ts';

/** What the header says about who one is. */
export interface Identity {
	readonly account: string;
	/** `CLOUDFLARE_API_TOKEN`, `desktop keyring`, `typed token`, `demo`. */
	readonly source: string;
	/** Undefined where no profile is concerned. */
	readonly profile?: string | undefined;
}

/** Ways to write the way to where one is, longest first: its middle goes before its end does. */
function waysOf(names: readonly string[]): readonly (readonly string[])[] {
	const [first = '', ...others] = names;
	const shorter = others.slice(1).map((_name, index) => [first, '…', ...others.slice(index + 1)]);
	return [names, ...shorter, ...(others.length > 0 ? [['…', ...others.slice(-1)]] : [])];
}

function breadcrumbs({state, setting, place}: Situation, account: string, cells: number): Line {
	const stack = currentStack(state.navigation);
	const names = stack.map((frame) => {
		const listed = listedNamed(frame.area);
		if (frame.kind === 'list') return listed.title;
		return listed.object(frame.id, setting)?.name ?? place.area.nouns[0];
	});
	const picker = state.overlays.find((overlay) => overlay.kind === 'picker');
	const form = state.overlays.find((overlay) => overlay.kind === 'form');
	if (picker !== undefined) names.push(picker.picker.title);
	else if (form !== undefined) names.push(form.form.title);
	if (state.overlays.some(({kind}) => kind === 'help')) names.push('Help');
	const write = (shownAccount: string, way: readonly string[]): Line => [
		span(shownAccount, 'heading'),
		...way.flatMap((name, index): Span[] => [
			span(' > ', 'dim'),
			index === way.length - 1 ? span(name, 'heading') : span(name),
		]),
	];
	const ways = waysOf(names);
	const fitting = ways.map((way) => write(account, way)).find((line) => lineWidth(line) <= cells);
	// A name that takes all the room for itself leaves most of it to where one is.
	return fitting ?? write(truncate(account, Math.floor(cells / 3)), ways[ways.length - 1] ?? names);
}

function budgetSpan({limit, remaining}: BudgetState): Span {
	if (limit === undefined || remaining === undefined) return span('api ?', 'dim');
	return span(`api ${number(remaining)}/${number(limit)}`, remaining < limit / 5 ? 'warning' : 'dim');
}

export function headerLine(situation: Situation, identity: Identity, budget: BudgetState): Line {
	const {state} = situation;
	const lock: readonly Span[] = state.readOnly ? [span('READ-ONLY', 'warning'), span('  ')] : [];
	const {profile, source} = identity;
	const who = profile === undefined ? source : `${profile} (${source})`;
	const right: Line = [span(who, 'dim'), span('  '), ...lock, budgetSpan(budget)];
	const {columns} = state.size;
	return betweenEnds(breadcrumbs(situation, identity.account, columns - lineWidth(right) - 2), right, columns);
}

/**
 * The numbered areas; the one on show in brackets. Where there is no room, the others shrink to their number. One in which
 * something is begun and not ended has a mark: what it is, its own status says.
 */
export function areasLine(place: Place, cells: number, setting?: Setting): Line {
	const numbered = areas.filter(({digit}) => digit !== undefined);
	const line = (short: boolean): Line =>
		numbered.flatMap((area): readonly Span[] => {
			const isHere = area.name === place.area.name;
			const text = short && !isHere ? (area.digit ?? '') : `${area.digit} ${area.short}`;
			if (isHere) return [span(`[${text}]`, 'accent')];
			const isOpen = setting !== undefined && area.reminder(setting) !== undefined;
			return isOpen ? [span(` ${text}`, 'dim'), span('!', 'warning')] : [span(` ${text} `, 'dim')];
		});
	const full = line(false);
	const extra: readonly Span[] = place.area.digit === undefined ? [span(`  [${place.area.short}]`, 'accent')] : [];
	return truncateLine([...(lineWidth(full) + lineWidth(extra) <= cells ? full : line(true)), ...extra], cells);
}

/** `1-11 of 57`: which rows are in the window, where not all are. */
function positionText({view, table, height}: Place): string {
	if (view.length <= height) return '';
	const top = windowTop(table.top, cursorPosition(table, view), height, view.length);
	return `${number(top + 1)}-${number(top + height)} of ${number(view.length)}`;
}

/** `4 of 57`, `1-11 of 57`, `1,250 of 25,000 read`. */
function countText(place: Place, situation: Situation): string {
	const {view} = place;
	const total = view.source.length;
	const snapshot = place.area.snapshot(situation.setting.knowledge);
	const filtered = view.length !== total;
	if (place.frame.kind === 'list' && !snapshot.complete && snapshot.status !== 'failed') {
		const of = snapshot.total === undefined ? '' : ` of ${number(snapshot.total)}`;
		const read = snapshot.fetching ? `reading: ${number(total)}${of}` : `${number(total)}${of} read`;
		return filtered ? `${number(view.length)} shown, ${read}` : read;
	}
	if (place.frame.kind === 'list' && snapshot.status === 'failed' && total === 0) return '?';
	if (filtered) return `${number(view.length)} of ${number(total)}`;
	return positionText(place) || number(total);
}

function sortText({sort, view}: Place): string {
	const column = view.source.columns.find(({name}) => name === sort?.column);
	return column === undefined || sort === undefined
		? ''
		: `sort: ${column.title.toLowerCase()} ${sort.descending ? 'v' : '^'}`;
}

/** The filter, typed or kept, or how to begin one. */
function filterSpans(situation: Situation, cells: number): Line {
	const {state, place} = situation;
	const isTyped = state.filtering && state.overlays.length === 0;
	if (isTyped && state.replacing === true) {
		const kept: Line = emphasise([span(place.table.filter.text)], 'cursor');
		return [span('/', 'accent'), ...kept, span('  typing replaces it, left goes into it', 'dim')];
	}
	if (isTyped) return fieldLine([span('/', 'accent')], place.table.filter, cells);
	return place.table.filter.text === '' ? [] : [span(`/${place.table.filter.text}`, 'accent')];
}

/** Third line of a list: filter, counts, order. */
export function listLine(situation: Situation): Line {
	const {state, place} = situation;
	const said = place.work ?? countText(place, situation);
	const counts = lineOf(span(said), span(`   ${sortText(place)}`, 'dim'));
	const room = Math.max(10, state.size.columns - lineWidth(counts) - 2);
	const noun = place.area.nouns[1];
	const filter = filterSpans(situation, room);
	return betweenEnds(filter.length > 0 ? filter : [span(noun, 'dim')], counts, state.size.columns);
}

/** Third line of a detail: its sections. */
export function sectionsLine(situation: Situation): Line {
	const {state, place} = situation;
	const {object, sectionName} = place;
	if (object === undefined) return [span(`${place.area.nouns[0]}`, 'dim')];
	const tabs = object.sectionNames.flatMap((name, index): readonly Span[] => {
		const title = object.sectionTitle(index);
		return [name === sectionName ? span(`[${title}]`, 'accent') : span(` ${title} `, 'dim')];
	});
	const right = [positionText(place), sortText(place)].filter((text) => text !== '').join('   ');
	return betweenEnds(tabs, [span(right, 'dim')], state.size.columns);
}

/** What is being waited for, whatever the screen. */
function waitSpan({waiting}: BudgetState, now: number): Span | undefined {
	if (waiting === undefined) return undefined;
	return span(`${waiting.reason}: ${Math.max(0, Math.ceil((waiting.until - now) / 1000))}s`, 'warning');
}

/** What is on show and what it is made of: the area's list, and the lists that an open section reads. */
function snapshotsOf({setting, place}: Situation): readonly Snapshot<unknown>[] {
	const {knowledge} = setting;
	const ofSection = (place.section?.needs ?? []).flatMap((need): readonly Snapshot<unknown>[] => {
		switch (need.kind) {
			case 'list':
				return [knowledge.list(need.resource)];
			case 'groupMembers':
				return [knowledge.groupMembers(need.group)];
			default:
				return [];
		}
	});
	return [...ofSection, place.area.snapshot(knowledge)];
}

/** How old the rows on show are: those of the section's own list, where it has one. */
function ageText({setting, place}: Situation): string {
	const own = place.section?.needs.find((need) => need.kind === 'groupMembers');
	const snapshot =
		own?.kind === 'groupMembers' ? setting.knowledge.groupMembers(own.group) : place.area.snapshot(setting.knowledge);
	if (snapshot.updatedAt === undefined) return snapshot.fetching ? 'reading' : '';
	const passed = setting.now - snapshot.updatedAt;
	const read = passed < 2 * 60_000 ? 'read just now' : `read ${age(snapshot.updatedAt, setting.now)} ago`;
	return snapshot.fetching && snapshot.complete ? `${read}, reading again` : read;
}

/** What is begun and not ended in the area on show; that of others is a mark in the line of areas. */
function reminderOf({setting, place}: Situation): Line {
	return place.area.reminder(setting) ?? [];
}

/** The line above the footer: what just happened, else what there is to know. */
export function statusLine(situation: Situation, budget: BudgetState): Line {
	const {state, place, setting} = situation;
	const cells = state.size.columns;
	const right: Line = [span(ageText(situation), 'dim')];
	const waiting = waitSpan(budget, setting.now);
	if (state.message !== undefined) {
		const {text, tone} = state.message;
		const said: Line = [span(text, tone)];
		// What a key has to say comes before how old the rows are.
		const fits = lineWidth(said) + 2 + lineWidth(right) <= cells;
		return betweenEnds(said, waiting === undefined ? (fits ? right : []) : [waiting], cells);
	}
	if (waiting !== undefined) return betweenEnds([waiting], right, cells);
	const reminder = reminderOf(situation);
	// Below a form, the help or a panel nothing is to be said of rows that are not on show.
	const isCovered = state.overlays.some(({kind}) => ['form', 'picker', 'help', 'secret'].includes(kind));
	if (isCovered && reminder.length > 0) return betweenEnds(reminder, [], cells);
	if (place.view.problem !== undefined) {
		const problem: Line = [span(place.view.problem, 'warning')];
		return betweenEnds(problem, lineWidth(problem) + 2 + lineWidth(right) <= cells ? right : [], cells);
	}
	if (place.frame.kind === 'detail' && (state.filtering || place.table.filter.text !== '')) {
		const counts = `  ${place.work ?? countText(place, situation)}`;
		return betweenEnds([...filterSpans(situation, cells - 24), span(counts, 'dim')], right, cells);
	}
	const {standing} = state;
	if (standing !== undefined) return betweenEnds([span(standing.text, standing.tone)], [], cells);
	// Where the area's list left nothing to show, the screen is full of it.
	const isFull = place.area.snapshot(setting.knowledge).status === 'failed';
	const error = isFull ? undefined : snapshotsOf(situation).find((snapshot) => snapshot.error !== undefined)?.error;
	if (error !== undefined)
		return betweenEnds([span(error.message, 'danger')], [span('r tries again  ', 'dim'), ...right], cells);
	const {marked, hidden} = countMarks(place.table, place.view);
	if (place.table.anchor !== undefined)
		return betweenEnds([span('range: v marks to here, esc ends it', 'accent')], right, cells);
	if (marked > 0)
		return betweenEnds(
			[
				span(`${number(marked)} marked${hidden > 0 ? ` (${number(hidden)} hidden)` : ''}`, 'accent'),
				span('  u clears', 'dim'),
			],
			right,
			cells,
		);
	const progress = state.overlays.length === 0 ? progressOf(situation) : undefined;
	if (progress !== undefined) return betweenEnds(progressLine(progress, cells), [], cells);
	const {columns} = place.view.source;
	const unknown = place.view.source.missing?.(columns.findIndex(({name}) => name === place.sort?.column));
	if (unknown !== undefined)
		return betweenEnds(
			[span(unknown, 'warning')],
			cellWidth(unknown) + 2 + lineWidth(right) <= cells ? right : [],
			cells,
		);
	const said = place.section?.remark ?? place.area.notice?.(setting);
	if (said !== undefined) return betweenEnds(said, right, cells);
	return betweenEnds(reminder, lineWidth(reminder) + 2 + lineWidth(right) <= cells ? right : [], cells);
}
