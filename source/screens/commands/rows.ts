/** What is done with rows beside moving: sorting, copying, adding and removing. */
import type {ActionName} from '../../areas/define.ts';
import {curlCommand} from '../../areas/plan.ts';
import {type Actor, changeTable, type Handler, openOverlay} from '../actor.ts';
import {openDocument} from '../form/editing.ts';
import {actionNames} from '../keymap.ts';
import {emptyLines, previewOf} from '../preview.ts';
import type {Situation} from '../situation.ts';
import type {MenuItem} from '../state.ts';
import {closeRange, cursorPosition, selection, withSort} from '../table-state.ts';
import {costOfEverything, refreshNeeds} from '../wanting.ts';
import {readEverything} from './menus.ts';
import {goOnReading} from './reading.ts';

/** Requests that `i` sends without asking. */
const cheapReading = 200;

const letters = 'abcdefgimnoprstuvwxyz';

/** What is done with rows is done with all of a range that has not been closed. */
function endRange(actor: Actor): void {
	if (actor.now().place.table.anchor !== undefined)
		changeTable(actor, (table, {place}) => closeRange(table, place.view));
}

function act(name: ActionName): Handler {
	return (_situation, actor) => {
		endRange(actor);
		const here = actor.now().action(name);
		if (here === undefined) return;
		const intent = here.action.run(here.rows.all());
		if (name === 'document' && intent.kind === 'form') openDocument(actor, intent.form);
		else actor.follow(intent);
	};
}

const actionCommands = Object.fromEntries(actionNames.map((name) => [name, act(name)])) as Readonly<
	Record<ActionName, Handler>
>;

/** The object that the row under the cursor stands for, or the one that is open. */
function objectAt(actor: Actor) {
	const {place, setting} = actor.now();
	if (place.frame.kind === 'detail') return {area: place.area, object: place.object};
	if (place.view.length === 0) return {area: place.area, object: undefined};
	const id = place.view.source.id(place.view.row(cursorPosition(place.table, place.view)));
	return {area: place.area, object: place.area.object(id, setting)};
}

/** All of the preview, or of what stands where rows would be: at any size, to scroll in and to copy. */
function showPreview(situation: Situation, actor: Actor): void {
	const {place} = situation;
	const isEmpty = place.view.length === 0;
	const {name: title, lines: own} = isEmpty ? {name: '', lines: emptyLines(situation)} : previewOf(situation);
	// The line above the footer has room for a part of it only.
	const said = place.section?.remark ?? place.area.notice?.(situation.setting);
	const lines = said === undefined ? own : [...own, [], said];
	if (lines.length === 0) {
		actor.say('there is nothing more to be said of this row');
		return;
	}
	const isField = !isEmpty && place.frame.kind === 'detail';
	const text = isField ? place.view.source.copy(place.view.row(cursorPosition(place.table, place.view))) : undefined;
	const shown = title === '' ? (place.object?.name ?? place.area.title) : title;
	openOverlay(actor, {
		kind: 'text',
		title: shown,
		lines,
		top: 0,
		...(text === undefined ? {} : {copies: {what: 'value', text: () => text}}),
	});
}

/** What of several rows is copied, a line for each. */
function yankSeveral({place, setting}: Situation, ids: readonly string[]): readonly MenuItem[] {
	const {source} = place.view;
	const names = ids.map((id) => source.copy(source.indexOf(id)));
	const several = `${ids.length.toLocaleString('en-US')} `;
	const items: MenuItem[] = [];
	if (place.frame.kind === 'list') {
		const raw = ids.map((id) => place.area.object(id, setting)?.raw);
		const text = JSON.stringify(raw, null, 2);
		items.push(
			{letter: 'i', label: 'ids', choice: {kind: 'copy', what: `${several}ids`, text: ids.join('\n')}},
			{letter: 'o', label: 'JSON objects', choice: {kind: 'copy', what: `${several}JSON objects`, text}},
		);
	}
	const label = place.frame.kind === 'list' ? 'names' : 'values';
	return [{letter: 'n', label, choice: {kind: 'copy', what: several + label, text: names.join('\n')}}, ...items];
}

function yankItems(actor: Actor): readonly MenuItem[] {
	const situation = actor.now();
	const chosen = selection(situation.place.table, situation.place.view);
	if (chosen.length > 1) return yankSeveral(situation, chosen);
	const {area, object} = objectAt(actor);
	if (object === undefined) return [];
	const {account} = actor.now().setting.knowledge;
	const path = area.path(account.id, object.id);
	const items: MenuItem[] = [
		{letter: 'n', label: 'name', choice: {kind: 'copy', what: 'name', text: object.name}},
		{letter: 'i', label: 'id', choice: {kind: 'copy', what: 'id', text: object.id}},
		{
			letter: 'o',
			label: 'JSON object',
			choice: {kind: 'copy', what: 'JSON', text: JSON.stringify(object.raw, null, 2)},
		},
	];
	if (path !== undefined) {
		const curl = curlCommand('GET', path, undefined, actor.baseUrl);
		items.push({
			letter: 'c',
			label: 'curl',
			remark: 'the token stays a variable',
			choice: {kind: 'copy', what: 'curl command', text: curl},
		});
	}
	items.push({
		letter: 'w',
		label: 'dashboard address',
		remark: 'of the account',
		choice: {kind: 'copy', what: 'address', text: `https://dash.cloudflare.com/${account.id}`},
	});
	return items;
}

export const rowCommands = {
	sort: ({place}, actor) => {
		const items = place.view.source.columns
			.filter(({title}) => title !== '')
			.map((column, index): MenuItem => {
				const current = place.sort?.column === column.name;
				return {
					letter: letters[index] ?? '',
					label: column.title.toLowerCase(),
					remark: current ? (place.sort?.descending ? 'now, descending' : 'now, ascending') : undefined,
					choice: {kind: 'sort', column: column.name},
				};
			});
		const current = items.findIndex(({choice}) => choice.kind === 'sort' && choice.column === place.sort?.column);
		openOverlay(actor, {kind: 'menu', title: 'Sort by', items, cursor: Math.max(0, current)});
	},
	'sort.reverse': ({place}, actor) => {
		const column = place.sort?.column ?? place.view.source.columns[0]?.name;
		if (column !== undefined)
			changeTable(actor, (table) => withSort(table, column, place.sort ?? {column, descending: false}));
	},
	filter: ({place}, actor) =>
		actor.change((state) => ({...state, filtering: true, replacing: place.left.filter.text !== ''})),
	wide: (_situation, actor) => {
		actor.change((state) => ({...state, wide: !state.wide}));
		actor.say(actor.now().state.wide ? 'wide: ids and further columns, as far as there is room' : 'wide columns off');
	},
	preview: (_situation, actor) => actor.change((state) => ({...state, preview: !state.preview})),
	'preview.all': showPreview,
	copy: (_situation, actor) => {
		endRange(actor);
		const {place} = actor.now();
		const {source} = place.view;
		const what = place.frame.kind === 'list' ? 'name' : 'value';
		const chosen = selection(place.table, place.view);
		if (chosen.length > 1) {
			const texts = chosen.map((id) => source.copy(source.indexOf(id)));
			actor.copy(`${chosen.length.toLocaleString('en-US')} ${what}s`, texts.join('\n'));
			return;
		}
		if (place.view.length === 0) {
			actor.say('there is nothing to copy');
			return;
		}
		actor.copy(what, source.copy(place.view.row(cursorPosition(place.table, place.view))));
	},
	yank: (_situation, actor) => {
		endRange(actor);
		const {place, setting} = actor.now();
		if (place.area.curl !== undefined) {
			const ids = place.frame.kind === 'detail' ? [place.frame.id] : selection(place.table, place.view);
			actor.copy('curl, the token left as a variable,', place.area.curl(ids, setting, actor.baseUrl).join('\n'));
			return;
		}
		const items = yankItems(actor);
		if (items.length === 0) actor.say('there is nothing to copy');
		else openOverlay(actor, {kind: 'menu', title: 'Copy as', items, cursor: 0});
	},
	...actionCommands,
	memberships: (situation, actor) => {
		const cost = costOfEverything(situation);
		if (cost <= cheapReading) {
			readEverything(actor);
			return;
		}
		openOverlay(actor, {
			kind: 'menu',
			title: `Read all members and groups? It takes about ${cost} requests`,
			items: [
				{letter: 'n', label: 'not now', choice: {kind: 'close'}},
				{
					letter: 'r',
					label: 'read them',
					remark: 'in the background, within the budget',
					choice: {kind: 'read-everything'},
				},
			],
			cursor: 0,
		});
	},
	// The status says that it is read again; a message would stand in front of what comes of it.
	refresh(situation, actor) {
		actor.change((state) => (state.standing === undefined ? state : {...state, standing: undefined}));
		goOnReading(actor);
		actor.refresh(refreshNeeds(situation));
	},
} satisfies Record<string, Handler>;
