import type {Handler} from '../actor.ts';
import {fillIn} from '../form/asking.ts';
import {editForm} from '../form/editing.ts';
import {reviewForm} from '../form/reviewing.ts';
import type {FormKey} from '../form/state.ts';

/** Fields or rows that a page moves by. */
const page = 8;

const key =
	(what: FormKey): Handler =>
	(_situation, actor) =>
		fillIn(actor, what);

export const formCommands = {
	'form.next': key({kind: 'move', by: 1}),
	'form.previous': key({kind: 'move', by: -1}),
	'form.page-down': key({kind: 'move', by: page}),
	'form.page-up': key({kind: 'move', by: -page}),
	'form.press': key({kind: 'press'}),
	'form.turn': key({kind: 'turn', by: 1}),
	'form.turn-back': key({kind: 'turn', by: -1}),
	'form.add': key({kind: 'add'}),
	'form.duplicate': key({kind: 'duplicate'}),
	'form.remove': key({kind: 'remove'}),
	'form.restore': key({kind: 'restore'}),
	'form.leave': key({kind: 'leave'}),
	'form.done': key({kind: 'done'}),
	'form.editor': (_situation, actor) => editForm(actor),
	'form.review': (_situation, actor) => reviewForm(actor),
} satisfies Record<string, Handler>;
