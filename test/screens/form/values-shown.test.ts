/** What the fields of a form show: examples that are told from contents, values in one column, all that is wrong. */
import {describe, expect, test} from 'vitest';
import type {FormProblem} from '../../../source/areas/form.ts';
import {formLines} from '../../../source/screens/form/form-lines.ts';
import {type FormOverlay, openedForm} from '../../../source/screens/form/state.ts';
import {plainText} from '../../../source/terminal/line.ts';
import {settingOf} from '../../areas/sample.ts';
import {sampleForm} from './sample-form.ts';

const data = {setting: settingOf({}), version: 1};

function rowsOf(overlay: FormOverlay, columns = 80, rows = 36): readonly string[] {
	return formLines(overlay, data, {columns, rows}).map((line) => plainText(line).trimEnd());
}

const named = (overlay: FormOverlay, label: string, columns?: number): string =>
	rowsOf(overlay, columns).find((row) => row.slice(3).startsWith(label)) ?? '';

describe('an empty field', () => {
	const empty = (focus: string) => {
		const form = sampleForm({start: {uris: []}});
		const fields: typeof form.fields = (values, setting) =>
			form
				.fields(values, setting)
				.map((field) =>
					field.kind === 'text' && field.name === 'name' ? {...field, placeholder: 'platform-dns'} : field,
				);
		return {...openedForm({...form, fields}, {...form.start, name: ''}), focus};
	};

	test('says in words that what it shows is an example', () => {
		expect(named(empty('plan'), 'Name')).toMatch(/^ [ *] *Name +e\.g\. platform-dns$/u);
		expect(named(empty('uris.0'), 'Redirect URIs')).toMatch(/\+ redirect URI: e\.g\. https:\/\/$/u);
	});

	test('shows it where its value is going to stand, under the cursor or not', () => {
		const without = named(empty('plan'), 'Name').indexOf('e.g.');
		expect(named(empty('name'), 'Name').indexOf('e.g.')).toBe(without);
		const filled = {...empty('name'), values: {...empty('name').values, name: 'e.g. x'}};
		expect(named(filled, 'Name').indexOf('e.g.')).toBe(without);
	});
});

test('a record begins in the column of the values above it', () => {
	const overlay = {...openedForm(sampleForm()), focus: 'plan'};
	const rows = rowsOf(overlay);
	const first = rows.find((row) => row.includes('1 ALLOW'))?.indexOf('1 ALLOW');
	expect(first).toBe(rows.find((row) => row.includes('+ policy'))?.indexOf('+ policy'));
	expect(first).toBe(named(overlay, 'Name').indexOf('platform-dns'));
});

describe('a field that is locked', () => {
	const locked = {...openedForm(sampleForm({locked: 'managed by SCIM: change it in the identity provider'}))};

	test('is marked so in words without the cursor', () => {
		expect(named({...locked, focus: 'plan'}, 'Name')).toMatch(/platform-dns {2}\(locked\)$/u);
	});

	test('says why with it, and no rule for what can not be typed', () => {
		const text = rowsOf({...locked, focus: 'name'}).join('\n');
		expect(text).toContain('locked: managed by SCIM');
		expect(text).not.toContain('Up to 20 characters');
	});
});

describe('what is wrong with a value', () => {
	const long =
		'must be an https address: codes would travel in the clear (http is taken for localhost alone, and only by clients that are native applications on the machine of the one who signs in to them)';
	const wrong = (path: string, tone: FormProblem['tone'] = 'danger'): FormOverlay => {
		const form = sampleForm({more: {problems: () => [{path, text: long, tone}]}});
		return {...openedForm(form), focus: 'plan', asked: true};
	};
	const said = (overlay: FormOverlay, columns = 80, rows = 36): string =>
		rowsOf(overlay, columns, rows).join(' ').replaceAll(/\s+/gu, ' ');

	test.each(['name', 'uris.0'])('is said to its end where there is room: %s', (path) => {
		expect(said(wrong(path))).toContain(long);
		expect(said(wrong(path))).not.toContain('more lines');
	});

	test('where there is none, ends with a mark', () => {
		expect(said(wrong('uris.0'), 60, 14)).not.toContain('to them)');
		expect(rowsOf(wrong('uris.0'), 60, 17).find((row) => row.includes('! must'))).toMatch(/…$/u);
		expect(said({...wrong('name'), focus: 'name'}, 60, 14)).toContain('f1 shows all');
	});

	test('is said in full of the entry under the cursor', () => {
		expect(said({...wrong('uris.1'), focus: 'uris.1'}, 80, 18)).toMatch(/taken for localhost alone/u);
	});
});

describe('a refusal', () => {
	const lines = [
		'Could not change user group platform-dns in the account Kestrel Freight.',
		'the name is in use (1001)',
		'Choose another name, or change the group that has it, and send this one again.',
		'Ray id: 8f2c01d9ab34ef56',
		'What was sent was looked at by nobody else, and nothing of it was carried out.',
	];
	const form = sampleForm();
	const refused: FormOverlay = {
		...openedForm(form),
		refused: {path: undefined, reason: 'the name is in use (1001)', lines, values: form.start},
	};

	test('begins with its cause where there is no room for all of it', () => {
		const [, first] = rowsOf(refused, 60, 11);
		expect(first).toBe(' the name is in use (1001)');
		expect(rowsOf(refused, 60, 11).join('\n')).toContain('f1 shows all');
	});

	test('begins with what was tried where there is', () => {
		const rows = rowsOf(refused, 100, 30);
		expect(rows[1]).toContain('Could not change user group platform-dns');
		expect(rows.filter((row) => row.includes('the name is in use'))).toHaveLength(1);
	});
});
