/** Forms as commented JSON: what is written can be read again, and what can not be read says where. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {FormValues} from '../../../source/areas/form.ts';
import {documentOf, withProblems} from '../../../source/screens/form/document.ts';
import {readDocument} from '../../../source/screens/form/document-reading.ts';
import {fill} from '../../../source/screens/form/filling.ts';
import {focusedAt} from '../../../source/screens/form/focus.ts';
import {openedForm} from '../../../source/screens/form/state.ts';
import {isSame} from '../../../source/screens/form/values.ts';
import {settingOf} from '../../areas/sample.ts';
import {keyArbitrary} from './any-keys.ts';
import {sampleForm, sampleSource, sampleStart} from './sample-form.ts';

const setting = settingOf({});
const form = sampleForm();

const read = (text: string, of = form, base = of.start) => readDocument(text, of, base, setting);

/** The problems of a document as `line:column text`. */
const wrong = (text: string, of = form): readonly string[] => {
	const result = read(text, of);
	return result.kind === 'problems'
		? result.problems.map(({line, column, text: said}) => `${line}:${column} ${said}`)
		: [];
};

const valuesOf = (text: string, of = form): FormValues => {
	const result = read(text, of);
	expect(result).toMatchObject({kind: 'values'});
	return result.kind === 'values' ? result.values : {};
};

describe('a document', () => {
	test('names what ids stand for, and says what fields are for', () => {
		const text = documentOf(form, form.start, setting);
		expect(text).toContain('// Name: Up to 20 characters, not used by another.');
		expect(text).toContain('"permission-2" // Permission 2 (zone)');
		expect(text).toMatch(/\/\/ {3}"pro": pro, is pro/u);
		expect(text).toContain('//   access: Access');
		expect(text).not.toContain('secretive');
	});

	test('is read back as it was written, whatever was filled in', () => {
		fc.assert(
			fc.property(fc.array(keyArbitrary, {maxLength: 30}), (keys) => {
				const data = {setting, version: 0};
				let overlay = focusedAt(openedForm(form), undefined, data);
				for (const key of keys) overlay = fill(overlay, key, data).overlay;
				const text = documentOf(form, overlay.values, setting);
				const result = readDocument(text, form, overlay.values, setting);
				expect(result.kind === 'values' && isSame(result.values, overlay.values)).toBe(true);
				const fromStart = readDocument(text, form, form.start, setting);
				expect(fromStart.kind === 'values' && isSame(fromStart.values, overlay.values)).toBe(true);
			}),
			{numRuns: 100},
		);
	});

	test('can not be driven out of its comments by a name', () => {
		const permissions = sampleSource('permission', 3, {
			option: (id) => ({id, name: 'two\nlines", "x": 1', more: ''}),
		});
		const hostile = sampleForm({permissions, start: {name: '"}, // \\'}});
		expect(valuesOf(documentOf(hostile, hostile.start, setting), hostile)).toEqual(hostile.start);
	});
});

describe('reading a document', () => {
	test('keeps what is left out, and takes names for ids', () => {
		expect(valuesOf('{"name": "new", "scopes": ["permission 12", "PERMISSION 3",],}')).toEqual({
			...sampleStart,
			name: 'new',
			scopes: ['permission-12', 'permission-3'],
		});
	});

	test('takes fields that are there because of others', () => {
		expect(valuesOf('{"reason": "because", "enabled": true}')).toMatchObject({enabled: true, reason: 'because'});
		expect(wrong('{"reason": "because"}')).toEqual([expect.stringMatching(/^1:2 there is no field reason here/u)]);
	});

	test('gives new records what others begin with', () => {
		expect(valuesOf('{"policies": [{"permissions": ["permission-4"]}]}').policies).toEqual([
			{access: 'allow', permissions: ['permission-4'], resource: []},
		]);
	});

	test.each([
		['{"name": "x"', /^1:\d+ a closing \} is missing/u],
		['{\n\t"name": "x"\n\t"plan": "pro"}', /^3:2 a comma is missing/u],
		['{"name": x}', /^1:10 a text has to stand in double quotes/u],
		['["name"]', /^1:1 the document has to be an object/u],
		['{"name": 7}', /^1:10 name has to be a text in double quotes/u],
		['{"nam": "x"}', /^1:2 there is no field nam here; there are name, plan/u],
		['{"name": "x", "name": "y"}', /^1:15 name is there twice/u],
		['{"plan": "gold"}', /^1:10 plan has to be one of "free", "pro"/u],
		['{"enabled": "yes"}', /^1:13 enabled has to be true or false/u],
		['{"uris": "https://x"}', /^1:10 uris has to be a list of texts/u],
		['{"uris": [["x"]]}', /^1:11 each entry of uris has to be a text/u],
		['{\n"scopes": ["permission-2",\n "nothing"]}', /^3:2 there is no permission nothing/u],
		['{"scopes": ["permission-9"]}', /^1:13 Permission 9: is a system one/u],
		['{"policies": {}}', /^1:14 policies has to be a list of objects/u],
		['{"policies": [{"access": "maybe"}]}', /^1:26 access has to be one of/u],
		['{"policies": [{"resource": ["resource-1", "resource-2"]}]}', /^1:28 resource takes at most 1 resource$/u],
	])('tells the place of what is wrong: %s', (text, expected) => {
		expect(wrong(text)).toEqual([expect.stringMatching(expected)]);
	});

	test('tells of all that is wrong, in the order of the text', () => {
		expect(wrong('{"plan": 1, "name": 2}').map((line) => line.slice(0, 4))).toEqual(['1:10', '1:21']);
	});

	test('refuses what is locked, unless it is as it was', () => {
		const locked = sampleForm({locked: 'managed by SCIM'});
		expect(wrong('{"name": "other"}', locked)).toEqual(['1:10 name is locked: managed by SCIM']);
		expect(wrong('{"name": "platform-dns", "plan": "pro"}', locked)).toEqual([]);
	});

	test('asks for an id where a name is had by several', () => {
		const permissions = sampleSource('permission', 4, {
			options: (text) =>
				text === '' ? [] : [0, 1].map((index) => ({id: `p${index}`, name: 'DNS', more: `scope ${index}`})),
		});
		const [problem] = wrong('{"scopes": ["dns"]}', sampleForm({permissions}));
		expect(problem).toBe('1:13 2 permissions are called dns, give an id: p0 (scope 0), p1 (scope 1)');
	});

	test('takes ids as they are while not everything has been read', () => {
		const permissions = sampleSource('permission', 0, {reading: () => 'reading permissions'});
		expect(valuesOf('{"scopes": ["abc"]}', sampleForm({permissions}))).toMatchObject({scopes: ['abc']});
	});

	test('leaves out of texts what could not be seen', () => {
		expect(valuesOf('{"name": "a\\u001b[31m\\nb\\u202e"}')).toMatchObject({name: 'a[31m b'});
	});
});

test('what is wrong stands above the text, once', () => {
	const once = withProblems('{}\n', ['line 1: one', 'line 2: two']);
	expect(once).toBe('// ! line 1: one\n// ! line 2: two\n{}\n');
	expect(withProblems(once, ['line 3'])).toBe('// ! line 3\n{}\n');
});
