/** What keys make of a form, without a screen. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Form, FormValues} from '../../../source/areas/form.ts';
import {editOperations} from '../../../source/input/edit-line.ts';
import {fill} from '../../../source/screens/form/filling.ts';
import {firstDanger, focusedAt} from '../../../source/screens/form/focus.ts';
import {formLines} from '../../../source/screens/form/form-lines.ts';
import {type FormKey, type FormOverlay, openedForm, type Wish} from '../../../source/screens/form/state.ts';
import {type FormData, formView, shownProblems, stopAt, stopKind} from '../../../source/screens/form/stops.ts';
import {isSame} from '../../../source/screens/form/values.ts';
import {lineWidth, plainText} from '../../../source/terminal/line.ts';
import {settingOf} from '../../areas/sample.ts';
import {keyArbitrary} from './any-keys.ts';
import {freshPolicy, sampleForm, sampleSource, sampleStart} from './sample-form.ts';

const data: FormData = {setting: settingOf({}), version: 0};

/** A form that keys are pressed on. */
function begin(form: Form = sampleForm(), path?: string) {
	let overlay = focusedAt(openedForm(form), path, data);
	const said: string[] = [];
	const wishes: Wish[] = [];
	const press = (...keys: readonly FormKey[]): void => {
		for (const key of keys) {
			const filled = fill(overlay, key, data);
			overlay = filled.overlay;
			if (filled.said !== undefined) said.push(filled.said);
			if (filled.wish !== undefined) wishes.push(filled.wish);
		}
	};
	return {
		press,
		said,
		wishes,
		type: (text: string) => press(...[...text].map((character): FormKey => ({kind: 'type', text: character}))),
		overlay: () => overlay,
		values: () => overlay.values,
		stop: () => stopAt(overlay, formView(overlay, data)),
		shown: () => shownProblems(overlay, formView(overlay, data)).map(({path, text}) => `${path}: ${text}`),
	};
}

const down: FormKey = {kind: 'move', by: 1};
const up: FormKey = {kind: 'move', by: -1};
const enter: FormKey = {kind: 'press'};
const leave: FormKey = {kind: 'leave'};
const edit = (command: keyof typeof editOperations): FormKey => ({kind: 'edit', apply: editOperations[command].apply});

describe('texts', () => {
	test('take what is typed where the cursor is', () => {
		const form = begin();
		form.type('-2');
		form.press(edit('edit.home'));
		form.type('x');
		form.press(edit('edit.end'), edit('edit.kill-word'));
		form.type('new name');
		expect(form.values().name).toBe('new name');
	});

	test('are judged while one types if they were there, and once they are left if they are new', () => {
		const there = begin();
		there.press(edit('edit.kill-start'));
		expect(there.shown()).toEqual(['name: a name is needed']);
		const fresh = begin(sampleForm({start: {name: ''}}));
		expect(fresh.shown()).toEqual([]);
		fresh.type('a name that is much too long');
		expect(fresh.shown()).toEqual([]);
		fresh.press(down);
		expect(fresh.shown()).toEqual(['name: is 8 characters too long']);
	});

	test('do not change where they are locked, and say why', () => {
		const form = begin(sampleForm({locked: 'managed by SCIM'}));
		form.type('x');
		form.press({kind: 'paste', text: 'y'}, edit('edit.backspace'));
		expect(form.values()).toEqual(sampleStart);
		expect(form.said).toEqual(Array.from({length: 3}, () => 'Name: managed by SCIM'));
	});
});

describe('lists', () => {
	test('grow by what is typed at their end, and by enter', () => {
		const form = begin(sampleForm(), 'uris');
		expect(form.stop()).toMatchObject({kind: 'entry', isNew: true});
		form.type('https://three');
		form.press(enter);
		form.type('https://four');
		expect(form.values().uris).toEqual([...(sampleStart.uris as string[]), 'https://three', 'https://four']);
	});

	test('make an entry of each pasted line, the first one at the cursor', () => {
		const form = begin(sampleForm(), 'uris.0');
		form.press({kind: 'paste', text: 'a \n\n b\r\nc'}, {kind: 'type', text: '!'});
		expect(form.values().uris).toEqual(['https://one.example/a', 'b', 'c!', 'https://two.example/']);
	});

	test('paste a single line into the entry', () => {
		const form = begin(sampleForm(), 'uris.1');
		form.press({kind: 'paste', text: 'path\n'});
		expect(form.values().uris).toEqual(['https://one.example/', 'https://two.example/path']);
	});

	test('let go of an entry that is left empty, and of one that is deleted beyond its beginning', () => {
		const form = begin(sampleForm(), 'uris.0');
		form.press(enter);
		expect(form.values().uris).toHaveLength(3);
		form.press(down);
		expect(form.values().uris).toEqual(sampleStart.uris);
		expect(form.stop()).toMatchObject({kind: 'entry', index: 1});
		form.press(edit('edit.kill-start'), edit('edit.backspace'));
		expect(form.values().uris).toEqual(['https://one.example/']);
		expect(form.stop()).toMatchObject({kind: 'entry', index: 0});
	});

	test('remove an entry, and bring it back where it was', () => {
		const form = begin(sampleForm(), 'uris.0');
		form.press({kind: 'remove'});
		expect(form.values().uris).toEqual(['https://two.example/']);
		form.press(down, down, {kind: 'restore'});
		expect(form.values()).toEqual(sampleStart);
		expect(form.stop()).toMatchObject({kind: 'entry', index: 0});
	});

	test('show what is wrong at the entry that it is about', () => {
		const form = begin(sampleForm(), 'uris');
		form.type('ftp://x');
		expect(form.shown()).toEqual([]);
		form.press(down);
		expect(form.shown()).toEqual(['uris.2: must be an https address']);
	});
});

describe('choices and switches', () => {
	test('turn to the next value and back', () => {
		const form = begin(sampleForm(), 'plan');
		form.press({kind: 'turn', by: 1});
		expect(form.values().plan).toBe('pro');
		form.press({kind: 'turn', by: -1}, {kind: 'turn', by: -1});
		expect(form.values().plan).toBe('enterprise');
		form.press(down, {kind: 'turn', by: 1});
		expect(form.values().enabled).toBe(true);
		form.press(enter);
		expect(form.values().enabled).toBe(false);
	});

	test('offer a menu of more options than one turns through', () => {
		const form = begin(sampleForm(), 'plan');
		form.press(enter);
		expect(form.wishes).toEqual([{kind: 'options'}]);
	});

	test('ask once more before a value that is warned of', () => {
		const form = begin(sampleForm(), 'policies.0.access');
		form.press(enter);
		expect(form.wishes).toEqual([expect.objectContaining({kind: 'warn', value: 'deny'})]);
		expect(form.values()).toEqual(sampleStart);
		form.press({kind: 'take', value: 'deny', sure: true});
		expect(form.values().policies).toMatchObject([{access: 'deny'}, {access: 'allow'}]);
		form.press({kind: 'turn', by: 1});
		expect(form.values()).toEqual(sampleStart);
	});

	test('bring fields with them that there are only then', () => {
		const form = begin(sampleForm(), 'enabled');
		expect(formView(form.overlay(), data).fields.map(({name}) => name)).not.toContain('reason');
		form.press(enter);
		expect(formView(form.overlay(), data).fields.map(({name}) => name)).toContain('reason');
	});
});

describe('picks', () => {
	test('open by typing, search, tick, and keep what is chosen first', () => {
		const form = begin(sampleForm(), 'scopes');
		form.type('sion 12');
		expect(form.overlay().picking?.line.text).toBe('sion 12');
		form.press(enter);
		expect(form.values().scopes).toEqual(['permission-2', 'permission-12']);
		form.press(leave);
		expect(form.overlay().picking).toMatchObject({line: {text: ''}, first: ['permission-2']});
		form.press(enter);
		expect(form.values().scopes).toEqual(['permission-12']);
		form.press(leave);
		expect(form.overlay().picking).toBeUndefined();
		form.press(enter);
		expect(form.overlay().picking?.first).toEqual(['permission-12']);
	});

	test('say why an option can not be ticked, and what to know of one that can', () => {
		const form = begin(sampleForm(), 'scopes');
		form.type('permission 9');
		form.press(enter, leave);
		form.type('permission 8');
		form.press(enter);
		expect(form.said).toEqual(['Permission 9: is a system one', 'Permission 8: reaches everything']);
		expect(form.values().scopes).toEqual(['permission-2', 'permission-8']);
	});

	test('of a single one replace it, and are done with it', () => {
		const form = begin(sampleForm(), 'policies.0.resource');
		form.type('resource 3');
		form.press(enter);
		expect(form.values().policies).toMatchObject([{resource: ['resource-3']}, {resource: ['resource-1']}]);
		expect(form.overlay().picking).toBeUndefined();
	});

	test('of at most so many refuse the next', () => {
		const resources = sampleSource('resource', 5, {most: 2});
		const form = begin(sampleForm({resources}), 'policies.0.resource');
		form.press(enter, down, enter, down, enter);
		expect(form.values().policies).toMatchObject([{resource: ['resource-0', 'resource-1']}, {}]);
		expect(form.said).toEqual(['at most 2 resources: untick another one first']);
	});

	test('take a text that is an id of its own', () => {
		const permissions = sampleSource('permission', 3, {
			typed: (text) => (/^worker:\w+$/u.test(text) ? text : undefined),
		});
		const form = begin(sampleForm({permissions}), 'scopes');
		form.press({kind: 'paste', text: 'worker:edge'}, enter);
		expect(form.values().scopes).toEqual(['permission-2', 'worker:edge']);
	});
});

describe('records', () => {
	test('open as a form of their own, and lead back to where they were', () => {
		const form = begin(sampleForm(), 'policies.1');
		form.press(enter);
		expect(formView(form.overlay(), data).way).toEqual(['policy 2']);
		form.press(down);
		expect(form.stop()).toMatchObject({path: 'policies.1.permissions'});
		form.press(leave);
		expect(form.stop()).toMatchObject({path: 'policies.1'});
	});

	test('are added, and are gone again if nothing was entered', () => {
		const form = begin(sampleForm(), 'policies');
		form.press(enter, leave);
		expect(form.values()).toEqual(sampleStart);
		form.press({kind: 'add'}, down, {kind: 'type', text: 'permission 4'}, enter, leave, leave, leave);
		expect(form.values().policies).toEqual([
			...(sampleStart.policies as FormValues[]),
			{...freshPolicy, permissions: ['permission-4']},
		]);
	});

	test('are copied, removed, and brought back', () => {
		const form = begin(sampleForm(), 'policies.0');
		const [first, second] = sampleStart.policies as FormValues[];
		form.press({kind: 'duplicate'});
		expect(form.values().policies).toEqual([first, first, second]);
		form.press({kind: 'remove'}, up, {kind: 'remove'});
		expect(form.values().policies).toEqual([second]);
		form.press({kind: 'restore'}, {kind: 'restore'}, {kind: 'restore'});
		expect(form.values().policies).toEqual([first, first, second]);
		expect(form.said.at(-1)).toBe('nothing has been removed that could be brought back');
	});
});

describe('what is wrong', () => {
	test('is found in the order of the fields, in records as well', () => {
		const form = sampleForm({start: {name: '', policies: [freshPolicy]}});
		const overlay = openedForm(form);
		expect(firstDanger(overlay, data)?.path).toBe('name');
		const named: FormOverlay = {...overlay, values: {...overlay.values, name: 'x'}};
		const path = firstDanger(named, data)?.path;
		expect(path).toBe('policies.0.permissions');
		expect(stopAt(focusedAt(named, path, data), formView(focusedAt(named, path, data), data))).toMatchObject({path});
	});
});

describe('any keys', () => {
	test('leave a form whole: a cursor that is somewhere, values that the fields can hold, rows that fit', () => {
		fc.assert(
			fc.property(fc.array(keyArbitrary, {maxLength: 40}), fc.constantFrom(60, 80, 120), (keys, columns) => {
				const form = sampleForm();
				let overlay = focusedAt(openedForm(form), undefined, data);
				for (const key of keys) {
					overlay = fill(overlay, key, data).overlay;
					const view = formView(overlay, data);
					const stop = stopAt(overlay, view);
					expect(overlay.at).toBe(stopKind(stop));
					expect(overlay.picking === undefined || stop.kind === 'pick').toBe(true);
				}
				const size = {columns, rows: columns === 60 ? 12 : 21};
				const lines = formLines(overlay, data, size);
				expect(lines).toHaveLength(size.rows);
				for (const line of lines) expect(lineWidth(line), plainText(line)).toBeLessThanOrEqual(columns);
				expect(overlay.values.secretive).toBe('kept');
				const kinds = form.fields(overlay.values, data.setting);
				expect(kinds.length).toBeGreaterThan(5);
				for (const policy of overlay.values.policies as FormValues[]) {
					expect(Object.keys(policy).toSorted()).toEqual(['access', 'permissions', 'resource']);
				}
			}),
			{numRuns: 150},
		);
	});

	test('of removing are taken back by as many of bringing back', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(5), {maxLength: 6}), (steps) => {
				const form = begin(sampleForm(), 'uris.0');
				for (const step of steps) form.press({kind: 'remove'}, {kind: 'move', by: step - 2});
				for (const _ of steps) form.press({kind: 'restore'});
				expect(isSame(form.values(), sampleStart)).toBe(true);
			}),
			{numRuns: 50},
		);
	});
});
