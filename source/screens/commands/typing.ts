/** Text fields: the filter, the command line, the search of pickers and of help. Which one is typed in is state. */
import {type EditLine, editOperations, insert, paste} from '../../input/edit-line.ts';
import {
	type Actor,
	changeLeft,
	changeNavigation,
	changeOverlay,
	changeTable,
	closeOverlay,
	type Handler,
} from '../actor.ts';
import {readCommandLine, suggestions} from '../command-line.ts';
import {fillIn} from '../form/asking.ts';
import {helpHeight, helpLines} from '../help-lines.ts';
import {goTo, open} from '../navigation.ts';
import type {Situation} from '../situation.ts';
import {topOverlay} from '../state.ts';
import {emptyLine, moveBy, withFilter} from '../table-state.ts';
import {comesTooSoon} from './confirming.ts';
import {choose} from './menus.ts';
import type {CommandTable} from './table.ts';

/** Command lines that are remembered. */
const mostRemembered = 50;

/** Changes the filter; one that was kept is no longer taken for selected. */
function changeFilter(actor: Actor, next: (line: EditLine) => EditLine): void {
	changeLeft(actor, (table) => withFilter(table, next(table.filter)));
	if (actor.now().state.replacing === true) actor.change((state) => ({...state, replacing: false}));
}

/** What a text is put into: a filter that was kept makes way for it. */
function fieldFor(actor: Actor): (line: EditLine) => EditLine {
	const {filtering, replacing, overlays} = actor.now().state;
	return filtering && replacing === true && overlays.length === 0 ? () => emptyLine : (line) => line;
}

/** Changes the field that is being typed in. */
export function changeLine(actor: Actor, next: (line: EditLine) => EditLine): void {
	const {state} = actor.now();
	const overlay = topOverlay(state);
	switch (overlay?.kind) {
		case undefined:
			if (state.filtering) changeFilter(actor, next);
			return;
		case 'command':
			changeOverlay(actor, 'command', (command) => ({...command, line: next(command.line)}));
			return;
		case 'help':
			changeOverlay(actor, 'help', (help) => ({...help, search: next(help.search), top: 0}));
			return;
		case 'confirm':
			if (comesTooSoon(actor)) return;
			changeOverlay(actor, 'confirm', (confirm) =>
				confirm.field === undefined ? confirm : {...confirm, field: {...confirm.field, line: next(confirm.field.line)}},
			);
			return;
		case 'form':
			fillIn(actor, {kind: 'edit', apply: next});
			return;
		case 'picker':
			changeOverlay(actor, 'picker', (picker) => ({
				...picker,
				line: next(picker.line),
				cursor: undefined,
				focus: 'rows',
			}));
			return;
		default:
			return;
	}
}

export function insertText(actor: Actor, text: string): void {
	const overlay = topOverlay(actor.now().state);
	// What opened the help, or leaves other screens, closes it as long as nothing has been searched.
	if (overlay?.kind === 'help' && overlay.search.text === '' && (text === '?' || text === 'q')) {
		closeOverlay(actor);
		return;
	}
	if (overlay?.kind === 'form') fillIn(actor, {kind: 'type', text});
	else {
		const into = fieldFor(actor);
		changeLine(actor, (line) => insert(into(line), text));
	}
}

export function pasteText(actor: Actor, text: string): void {
	const overlay = topOverlay(actor.now().state);
	if (overlay?.kind === 'form') {
		fillIn(actor, {kind: 'paste', text});
		return;
	}
	const isList = overlay?.kind === 'picker' && overlay.picker.complete !== undefined;
	// A field has one line. Entries of a list stay apart all the same: `Li, Bo <bo@acme.com>` is one of them.
	const entries = isList ? text.trimStart().replaceAll(/[ \t]*[\r\n\u2028\u2029]\s*/gu, '; ') : text;
	const into = fieldFor(actor);
	changeLine(actor, (line) => paste(into(line), entries));
}

/** Commands of a filter's field that do not ask what it has found. */
export function isTyping(command: string): boolean {
	return command.startsWith('edit.') || command === 'filter.accept' || command === 'filter.cancel';
}

/** These take what is selected with them. */
const deletions: ReadonlySet<string> = new Set(['edit.backspace', 'edit.delete']);

/** `edit.…`: moving and deleting in the field. */
export const editCommands: Readonly<Record<string, Handler>> = Object.fromEntries(
	Object.entries(editOperations).map(([command, {apply}]) => [
		command,
		(_situation: Situation, actor: Actor) => {
			const into = deletions.has(command) ? fieldFor(actor) : (line: EditLine) => line;
			changeLine(actor, (line) => apply(into(line)));
		},
	]),
);

function filterRow(rows: 1 | -1): Handler {
	return (_situation, actor) => changeTable(actor, (table, {place}) => moveBy(table, place.view, rows, place.height));
}

function recall(step: 1 | -1): Handler {
	return ({state}, actor) =>
		changeOverlay(actor, 'command', (overlay) => {
			if (overlay.asks !== undefined) return overlay;
			const recalled = Math.max(0, Math.min(overlay.recalled + step, state.commands.length));
			const text = state.commands[state.commands.length - recalled] ?? '';
			return {...overlay, recalled, line: {text, cursor: text.length}};
		});
}

/** Scrolls the help, and not beyond its end: the way back begins at once. */
function scrollHelp(rows: (height: number) => number): Handler {
	return (situation, actor) =>
		changeOverlay(actor, 'help', (help) => {
			const {size} = situation.state;
			const height = helpHeight(size);
			const length = helpLines(help, situation, actor.keymap, size.columns).length;
			return {...help, top: Math.max(0, Math.min(help.top + rows(height), length - height))};
		});
}

function runCommandLine(actor: Actor, commands: CommandTable): void {
	const {state, setting} = actor.now();
	const overlay = topOverlay(state);
	if (overlay?.kind !== 'command') return;
	const text = overlay.line.text.trim();
	if (overlay.asks !== undefined) {
		const answer = overlay.asks.answer(text);
		if (typeof answer === 'string') {
			actor.say(answer, 'warning');
			return;
		}
		closeOverlay(actor);
		choose(actor, answer);
		return;
	}
	closeOverlay(actor);
	if (text === '') return;
	actor.change((before) => ({...before, commands: [...before.commands, text].slice(-mostRemembered)}));
	const order = readCommandLine(text, setting);
	switch (order.kind) {
		case 'area':
			changeNavigation(actor, (navigation) => goTo(navigation, order.area));
			return;
		case 'object':
			changeNavigation(actor, (navigation) => open(goTo(navigation, order.area), {area: order.area, id: order.id}));
			return;
		case 'search':
			changeNavigation(actor, (navigation) => goTo(navigation, order.area));
			changeLeft(actor, (table) => withFilter(table, {text: order.text, cursor: order.text.length}));
			return;
		case 'command':
			commands[order.command](actor.now(), actor);
			return;
		case 'choice':
			choose(actor, order.choice);
			return;
		case 'quit':
			actor.quit();
			return;
		case 'unknown':
			actor.say(
				`there is no command ${order.text}${order.near === undefined ? '; ? lists the keys, : and tab the commands' : `: did you mean ${order.near}?`}`,
				'warning',
			);
	}
}

/** The commands of text fields; running a command line needs the table of all commands. */
export const typingCommands = (table: () => CommandTable) =>
	({
		'filter.accept': (_situation, actor) => actor.change((state) => ({...state, filtering: false})),
		'filter.cancel': (_situation, actor) => {
			changeLeft(actor, (before) => withFilter(before, emptyLine));
			actor.change((state) => ({...state, filtering: false}));
		},
		'filter.down': filterRow(1),
		'filter.up': filterRow(-1),
		'command.run': (_situation, actor) => runCommandLine(actor, table()),
		'command.cancel': (_situation, actor) => closeOverlay(actor),
		'command.complete': ({setting}, actor) =>
			changeOverlay(actor, 'command', (overlay) => {
				if (overlay.asks !== undefined) return overlay;
				const [best] = suggestions(overlay.line.text, setting);
				if (best === undefined) return overlay;
				const text = best.includes(' ') ? best : `${best} `;
				return {...overlay, line: {text, cursor: text.length}};
			}),
		'command.earlier': recall(1),
		'command.later': recall(-1),
		'help.close': (_situation, actor) => closeOverlay(actor),
		'help.down': scrollHelp(() => 1),
		'help.up': scrollHelp(() => -1),
		'help.page-down': scrollHelp((height) => height),
		'help.page-up': scrollHelp((height) => -height),
	}) satisfies Record<string, Handler>;
