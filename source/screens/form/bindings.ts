/** The keys of forms, by what is under the cursor. */
import {keys} from '../bindings.ts';

export const formBindings = [
	...keys('form', 'Form', {
		'form.next': ['tab down', 'next field', 'next field', {footer: 80}],
		'form.previous': ['shift+tab up', 'field before', 'field before'],
		'form.page-down': ['pagedown', 'page down', 'some fields further'],
		'form.page-up': ['pageup', 'page up', 'some fields back'],
		'form.review': ['ctrl+s', 'review', 'shows what would be changed, before anything is sent', {footer: 90}],
		'form.leave': [
			'escape',
			'back',
			'back to the form, or out of it; asks first when something has changed',
			{footer: 40},
		],
		'form.editor': ['ctrl+o', 'in an editor', 'the form as commented JSON in $VISUAL or $EDITOR', {footer: 30}],
		'form.restore': ['ctrl+r', 'bring back', 'brings back what was removed last'],
		'help.here': ['f1', 'help', 'what the field is for, what it takes, and all keys', {footer: 35}],
	}),
	...keys('form-text', 'Form, in a text', {
		'form.press': ['enter', 'go on', 'to the next field', {footer: 70}],
	}),
	...keys('form-entry', 'Form, in a list', {
		'form.press': ['enter', 'another', 'to another entry behind it', {footer: 70}],
		'form.remove': ['ctrl+x', 'remove entry', 'removes the entry of a list', {footer: 20}],
	}),
	...keys('form-choice', 'Form, on a choice', {
		'help.here': ['? f1', 'help', 'what the field is for, what it takes, and all keys', {footer: 35}],
		'form.turn': ['space right', 'change', 'the next value', {footer: 70}],
		'form.turn-back': ['left', 'value before', 'the value before'],
		'form.press': ['enter', 'choose', 'the next value; of many, a menu of them', {footer: 60}],
	}),
	...keys('form-pick', 'Form, on something to pick', {
		'form.press': ['enter', 'choose', 'opens the picker; typing searches in it', {footer: 70}],
	}),
	...keys('form-options', 'Form, picking', {
		'help.here': ['f1', 'help', 'what the row is, what the field is for, and all keys', {footer: 40}],
		'form.press': ['enter', 'tick or untick', 'ticks or unticks the row', {footer: 90}],
		'form.next': ['down', 'next row', 'next row', {footer: 70}],
		'form.previous': ['up', 'up', 'row before'],
		'form.page-down': ['pagedown', 'page down', 'a page down'],
		'form.page-up': ['pageup', 'page up', 'a page up'],
		'form.leave': ['escape', 'back', 'clears the search, then goes back to the form', {footer: 60}],
		'form.done': ['tab shift+tab', 'done', 'back to the form; what is ticked stays ticked', {footer: 80}],
		'form.review': ['ctrl+s', 'review', 'shows what would be changed, before anything is sent', {footer: 50}],
	}),
	...keys('form-record', 'Form, on one of several', {
		'help.here': ['? f1', 'help', 'what the field is for, what it takes, and all keys', {footer: 35}],
		'form.press': ['enter space', 'open', 'opens it, or adds one', {footer: 75}],
		'form.add': ['n', 'new', 'adds one', {footer: 70}],
		'form.duplicate': ['N', 'copy', 'adds a copy of it', {footer: 55}],
		'form.remove': ['x delete', 'remove', 'takes it out of the form', {footer: 60}],
		'form.restore': ['z ctrl+r', 'bring back', 'brings back what was removed last', {footer: 50}],
	}),
	...keys('form-button', 'Form, on a button', {
		'help.here': ['? f1', 'help', 'what the button does, and all keys', {footer: 35}],
		'form.press': ['enter space', 'press', 'presses the button', {footer: 85}],
		'form.next': ['right', 'next', 'next button'],
		'form.previous': ['left', 'before', 'button or field before'],
	}),
];
