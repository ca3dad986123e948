/** A form in the user's editor, and back. */
import type {Form} from '../../areas/form.ts';
import type {Actor} from '../actor.ts';
import {openOverlay} from '../actor.ts';
import {type MenuItem, topOverlay} from '../state.ts';
import {documentOf, withProblems} from './document.ts';
import {type DocumentProblem, readDocument} from './document-reading.ts';
import {focusedAt} from './focus.ts';
import {closeForm, formData, formOnShow, openForm, replaceForm} from './opening.ts';
import {reviewForm} from './reviewing.ts';

/** What has become of a text in an editor. */
export type Edited =
	| {readonly kind: 'edited'; readonly text: string}
	/** Why there is no text: `vi ended with 1`. */
	| {readonly kind: 'failed'; readonly reason: string};

/** Hands the terminal to the user's editor with a text; `name` is what its file is called, with its ending. */
export type Editor = (text: string, name: string) => Promise<Edited>;

/** Opens a form and, unless a draft of it is to be decided on first, the editor at once. */
export function openDocument(actor: Actor, form: Form): void {
	openForm(actor, form);
	if (topOverlay(actor.now().state)?.kind === 'form' && formOnShow(actor)?.form === form) editForm(actor, true);
	else if (formOnShow(actor)?.form === form) actor.say('the draft first: then ctrl-o opens it in the editor');
}

function told({line, column, text}: DocumentProblem): string {
	return `line ${line}, column ${column}: ${text}`;
}

/** So many problems are told at once. */
const mostTold = 5;

/**
 * The form in the editor; what comes back goes on to the confirmation, or is told what is wrong with it.
 * @param isOwn whether the form was opened for it, and goes with it when nothing was changed
 */
export function editForm(actor: Actor, isOwn = false): void {
	const overlay = formOnShow(actor);
	if (overlay === undefined || overlay.isAway) return;
	const {form, values} = overlay;
	const {setting} = formData(actor);
	const document = documentOf(form, values, setting);
	const given = overlay.written ?? document;
	const name = `${form.key.replaceAll(/[^\w-]+/gu, '-').slice(0, 60)}.jsonc`;
	replaceForm(actor, (before) => ({...before, isAway: true}));
	actor.edit(given, name).then((edited) => {
		if (formOnShow(actor)?.form !== form) return;
		replaceForm(actor, (before) => ({...before, isAway: false}));
		if (edited.kind === 'failed') {
			if (isOwn) closeForm(actor, true);
			actor.say(`nothing was taken from the editor, and nothing was sent: ${edited.reason}`, 'warning');
			return;
		}
		const {text} = edited;
		if (text.trim() === '' || withProblems(text, []).trim() === withProblems(document, []).trim()) {
			replaceForm(actor, (before) => ({...before, written: undefined}));
			if (isOwn) closeForm(actor, true);
			actor.say('nothing was changed in the editor, and nothing was sent');
			return;
		}
		take(actor, text);
	});
}

function take(actor: Actor, text: string): void {
	const data = formData(actor);
	const overlay = formOnShow(actor);
	if (overlay === undefined) return;
	// Without what was said on top the last time: other lines come there now, and move the text.
	const bare = withProblems(text, []);
	const read = readDocument(bare, overlay.form, overlay.values, data.setting);
	if (read.kind === 'values') {
		const next = {
			...overlay,
			values: read.values,
			written: undefined,
			picking: undefined,
			level: [],
			agreed: new Set<string>(),
		};
		replaceForm(actor, () => focusedAt(next, undefined, data));
		reviewForm(actor);
		return;
	}
	const first = read.problems.slice(0, mostTold);
	// The lines as they are counted in the editor, below what is said on top.
	const problems = first.map((problem) => told({...problem, line: problem.line + first.length}));
	const more = read.problems.length - problems.length;
	replaceForm(actor, (before) => ({...before, written: withProblems(bare, problems)}));
	// Nothing of it is anywhere else any more.
	actor.keeper.flush();
	const items: readonly MenuItem[] = [
		{letter: 'e', label: 'back to the editor', choice: {kind: 'form', answer: {kind: 'edit'}}},
		{letter: '', label: 'to the form', remark: 'what was written is kept', choice: {kind: 'close'}},
		{letter: '', label: 'drop what was written', choice: {kind: 'form', answer: {kind: 'unwrite'}}},
	];
	const said = more > 0 ? [...problems, `and ${more} more`] : problems;
	const title = 'What was written can not be taken; it is kept';
	// Escape keeps the text: the editor opens with it again.
	openOverlay(actor, {kind: 'menu', title, said, items, cursor: 0});
}
