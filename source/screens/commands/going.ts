/** Getting about: opening, back, history, areas, sections. */
import {areas} from '../../areas/index.ts';
import {number} from '../../components/text.ts';
import {type Actor, changeNavigation, changeTable, type Handler, openOverlay} from '../actor.ts';
import {isNoneMarked} from '../marks.ts';
import {back, currentStack, goTo, open, openList, replaceFrame, travel} from '../navigation.ts';
import {underWayIn} from '../runs.ts';
import {hasUnstoredSecret, masked} from '../secret-panel.ts';
import {interruptTime} from '../state.ts';
import {clearMarks, cursorPosition, withoutFilter} from '../table-state.ts';
import {stopReading} from './reading.ts';

function section(step: 1 | -1): Handler {
	return ({place}, actor) => {
		const {frame, object, sectionName} = place;
		if (frame.kind !== 'detail' || object === undefined) return;
		const names = object.sectionNames;
		const index = (names.indexOf(sectionName) + step + names.length) % names.length;
		changeNavigation(actor, (navigation) => replaceFrame(navigation, {...frame, section: names[index] ?? sectionName}));
	};
}

/** One step out: an open range, then the filter, then the marks, then the place. Never further than the list of the area. */
function stepBack(actor: Actor): void {
	const {place, state} = actor.now();
	if (place.table.anchor !== undefined) {
		changeTable(actor, (table) => ({...table, anchor: undefined}));
	} else if (place.table.filter.text !== '') {
		changeTable(actor, (table) => withoutFilter(table, place.view));
	} else if (!isNoneMarked(place.table.marks)) {
		changeTable(actor, clearMarks);
	} else if (currentStack(state.navigation).length > 1) {
		changeNavigation(actor, back);
	} else if (stopReading(actor)) {
		return;
	} else if (actor.isWaiting()) {
		actor.cancelWait();
		actor.say('the requests that waited for the budget were given up; r tries again', 'warning');
	} else if (state.standing !== undefined) {
		// It has been read; what is wrong says itself again where it matters.
		actor.change((before) => ({...before, standing: undefined}));
	} else {
		actor.say('this is the top: q quits');
	}
}

export const goingCommands = {
	open: ({place}, actor) => {
		const target = place.view.source.target(place.view.row(cursorPosition(place.table, place.view)));
		if (target === undefined) return;
		changeNavigation(actor, (navigation) => open(navigation, target));
	},
	back: (_situation, actor) => stepBack(actor),
	leave: ({state}, actor) => {
		if (currentStack(state.navigation).length > 1) {
			changeNavigation(actor, back);
			return;
		}
		openOverlay(actor, {
			kind: 'menu',
			title: 'Quit cfiam?',
			items: [
				{letter: 'q', also: 'y', label: 'quit', choice: {kind: 'quit'}},
				{letter: 's', also: 'n', label: 'stay', choice: {kind: 'close'}},
			],
			cursor: 0,
		});
	},
	quit: ({state}, actor) => {
		const now = actor.time();
		if (state.interruptedAt !== undefined && now - state.interruptedAt < interruptTime) {
			actor.quit();
			return;
		}
		actor.change((before) => masked({...before, interruptedAt: now}));
		const run = underWayIn(state);
		if (run === undefined && hasUnstoredSecret(state)) {
			actor.hint('a secret is not stored yet: ctrl-c again within two seconds quits, and it is lost', interruptTime);
			return;
		}
		if (run === undefined) {
			actor.hint('ctrl-c again within two seconds quits', interruptTime);
			return;
		}
		const left = run.open + run.unknown;
		const what = `${number(left)} ${left === 1 ? 'request' : 'requests'} unfinished`;
		const lost = hasUnstoredSecret(state) ? ', and a secret that is not stored yet is lost' : '; esc stops it';
		actor.hint(`a change is under way: ctrl-c again within two seconds quits, with ${what}${lost}`, interruptTime);
	},
	'history.back': (_situation, actor) => travelOrSay(actor, -1),
	'history.forward': (_situation, actor) => travelOrSay(actor, 1),
	'history.last': ({state}, actor) => {
		const {last} = state.navigation;
		if (last !== undefined) changeNavigation(actor, (navigation) => goTo(navigation, last));
	},
	'requests.open': ({setting}, actor) => {
		const last = setting.records?.requests().at(-1)?.id;
		const cursor = last === undefined ? undefined : String(last);
		changeNavigation(actor, (navigation) => openList(navigation, 'requests', cursor));
	},
	'journal.open': (_situation, actor) => {
		if (actor.journal === undefined) {
			actor.say('no journal is kept here');
			return;
		}
		actor.journal.open();
		changeNavigation(actor, (navigation) => openList(navigation, 'journal', undefined));
	},
	'section.next': section(1),
	'section.previous': section(-1),
} satisfies Record<string, Handler>;

function travelOrSay(actor: Actor, steps: -1 | 1): void {
	const before = actor.now().state.navigation;
	const after = travel(before, steps);
	if (after === before) actor.say(steps < 0 ? 'there is no earlier place' : 'there is no later place');
	else changeNavigation(actor, () => after);
}

/** The number keys. */
export const areaCommands: Readonly<Record<`area.${string}`, Handler>> = Object.fromEntries(
	areas.map(({name}) => [
		`area.${name}`,
		(_situation, actor) => changeNavigation(actor, (navigation) => goTo(navigation, name)),
	]) satisfies readonly (readonly [string, Handler])[],
);
