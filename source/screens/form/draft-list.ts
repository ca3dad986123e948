/** `:drafts`: the forms that were begun, and the way back into them. */
import type {AreaObject, BoundAction} from '../../areas/define.ts';
import {findArea} from '../../areas/index.ts';
import {age} from '../../insight/time.ts';
import {type Actor, changeNavigation, openOverlay} from '../actor.ts';
import {goTo, open} from '../navigation.ts';
import type {MenuItem} from '../state.ts';
import type {DraftHead} from './drafts.ts';
import {continueDraft, openForm} from './opening.ts';

/** Said at the start; undefined where there is no draft. */
export function draftsText(count: number): string | undefined {
	if (count === 0) return undefined;
	return count === 1 ? '1 draft of a form is kept: :drafts' : `${count} drafts of forms are kept: :drafts`;
}

/** All drafts, the last one first. */
export function listDrafts(actor: Actor): void {
	const drafts = actor.keeper.drafts.list();
	if (drafts.length === 0) {
		actor.say('there are no drafts of forms');
		return;
	}
	const items = drafts.map(
		(draft): MenuItem => ({
			letter: '',
			label: draft.title,
			remark: `${age(draft.savedAt, actor.time())} ago${draft.isElsewhere === true ? ', in another cfiam' : ''}`,
			choice: {kind: 'draft', draft},
		}),
	);
	openOverlay(actor, {kind: 'menu', title: 'Drafts', items, cursor: 0});
}

/** What can be done with a draft. */
export function offerDraft(actor: Actor, {key, title, savedAt, isElsewhere = false}: DraftHead): void {
	openOverlay(actor, {
		kind: 'menu',
		title: `${title}: the draft`,
		items: [
			{
				letter: 'c',
				label: isElsewhere ? 'continue with a copy of it' : 'continue with it',
				choice: {kind: 'draft-open', key, savedAt},
			},
			isElsewhere
				? {letter: '', label: 'leave it to the other cfiam', choice: {kind: 'close'}}
				: {letter: '', label: 'drop it', choice: {kind: 'draft-drop', key, savedAt}},
		],
		cursor: 0,
	});
}

/** Drops this one; others of the same form stay. */
export function dropDraft(actor: Actor, key: string, savedAt: number): void {
	actor.keeper.drafts.read(key, savedAt);
	actor.keeper.drop(key);
	actor.say('the draft is dropped');
}

/** Rows of a section that are tried at most. */
const mostRows = 200;

interface Offered {
	readonly action: BoundAction | undefined;
	readonly rows: readonly string[];
}

/** What the sections of an object offer: something new, or to edit one of their rows. */
function ofSections(object: AreaObject): readonly Offered[] {
	return object.sectionNames.flatMap((_name, index): readonly Offered[] => {
		const {actions, table} = object.section(index);
		if (actions.create === undefined && actions.edit === undefined) return [];
		const rows = Array.from({length: Math.min(table.length, mostRows)}, (_, row) => table.id(row));
		return [{action: actions.create, rows: []}, ...rows.map((row) => ({action: actions.edit, rows: [row]}))];
	});
}

/** The form of a new part of an object, for a draft of a part that is not there any more: nothing of it is lost. */
function orphanForm(actor: Actor, key: string, savedAt: number | undefined, offered: readonly Offered[]) {
	const draft = actor.keeper.drafts.read(key, savedAt);
	const parts = key.slice(0, key.lastIndexOf('/') + 1);
	for (const {action, rows} of offered) {
		if (draft === undefined || action === undefined || action.disabled !== undefined || rows.length > 0) continue;
		const intent = action.run(rows);
		if (intent.kind !== 'form' || intent.form.key !== `${parts}new`) continue;
		return {form: {...intent.form, key, start: draft.start}, label: action.label};
	}
	return undefined;
}

/** Opens the form that the draft is of, by what its area offers: `user-groups/new`, `user-groups/<id>`. */
export function openDraft(actor: Actor, key: string, savedAt?: number): void {
	const {setting} = actor.now();
	const [name = '', id = '', what] = key.split('/');
	const area = findArea(name);
	if (area === undefined) {
		actor.say('there is no such form any more', 'warning');
		return;
	}
	const object = id === 'new' ? undefined : (area.object(id, setting) ?? area.object(what ?? '', setting));
	changeNavigation(actor, (navigation) => {
		const list = goTo(navigation, area.name);
		return object === undefined ? list : open(list, {area: area.name, id: object.id});
	});
	const whole = id === 'new' ? [area.actions([], setting).create] : [object?.actions.edit, object?.actions.clone];
	const offered: readonly Offered[] = [
		...whole.map((action) => ({action, rows: object === undefined ? [] : [object.id]})),
		...(object === undefined ? [] : ofSections(object)),
	];
	for (const {action, rows} of offered) {
		if (action === undefined || action.disabled !== undefined) continue;
		const intent = action.run(rows);
		if (intent.kind !== 'form' || intent.form.key !== key) continue;
		openForm(actor, intent.form, intent.form.start);
		continueDraft(actor, savedAt);
		return;
	}
	const orphan = object === undefined ? undefined : orphanForm(actor, key, savedAt, offered);
	if (orphan !== undefined) {
		openForm(actor, orphan.form, orphan.form.start);
		continueDraft(actor, savedAt);
		actor.say(`what it changes is not there any more as it was: this is a ${orphan.label}`, 'warning');
		return;
	}
	const refusal = offered.find(({action}) => action?.disabled !== undefined)?.action?.disabled;
	const [one] = area.nouns;
	const absent = `the ${one} is not there, or has not been read yet`;
	actor.say(
		refusal ?? (object === undefined && id !== 'new' ? absent : 'open the form here: its draft is offered'),
		'warning',
	);
}
