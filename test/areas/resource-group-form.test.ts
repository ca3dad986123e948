/** The form of a resource group: what it begins with, what is wrong with its values, what it makes of them. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {CloudflareError} from '../../source/api/errors.ts';
import type {Form, FormValues} from '../../source/areas/form.ts';
import {
	cloneResourceGroupForm,
	editResourceGroupForm,
	newResourceGroupForm,
} from '../../source/areas/resource-group-form.ts';
import {isSameReach, type Reach, reachOf, scopeFor, workerIdIn} from '../../source/areas/resource-group-reach.ts';
import {accountId, accountKey, hex, rowOf, settingOf, zoneKey} from './sample.ts';

const workerKey = (number: number): string => `com.cloudflare.api.account.worker.${hex(number)}`;

function group(number: number, name: string, keys: readonly string[], container = accountKey) {
	return rowOf.resourceGroups({id: hex(number), name, scope: {key: container, objects: keys.map((key) => ({key}))}});
}

const prod = group(1, 'prod-zones', [zoneKey(11), zoneKey(12)]);
const workers = group(2, 'edge', [workerKey(21)]);
const whole = group(3, 'everything', ['*']);
const mixed = group(4, 'mixed', [zoneKey(11), workerKey(21)]);
const adhoc = group(5, 'one zone', ['*'], zoneKey(11));

const setting = settingOf({
	lists: {
		resourceGroups: [prod, workers, whole, mixed, adhoc],
		zones: [
			{id: hex(11), name: 'acme.com', status: 'active'},
			{id: hex(12), name: 'acme.net', status: 'pending'},
			{id: hex(13), name: 'acme.org', status: 'active'},
		],
	},
});

const form = newResourceGroupForm();
const filled: FormValues = {name: 'new', reach: 'zones', zones: [hex(11)], workers: []};

const problemsOf = (values: FormValues, of: Form = form): readonly string[] =>
	of.problems(values, setting).map(({path, tone, text}) => `${path} ${tone}: ${text}`);

const namesOf = (values: FormValues, of: Form = form): readonly string[] =>
	of.fields(values, setting).map(({name}) => name);

/** The requests that a form makes of its values. */
function requestsOf(of: Form, values: FormValues): readonly unknown[] {
	const intent = of.review(values, setting);
	return intent.kind === 'confirm' ? intent.steps.map(({request: {method, body}}) => [method, body]) : [intent];
}

describe('the fields', () => {
	test('follow what it reaches', () => {
		expect(namesOf(filled)).toEqual(['name', 'reach', 'zones']);
		expect(namesOf({...filled, reach: 'workers'})).toEqual(['name', 'reach', 'workers']);
		expect(namesOf({...filled, reach: 'account'})).toEqual(['name', 'reach']);
	});

	test('find zones by their names, tell their state, and take an id that is not listed', () => {
		const field = form.fields(filled, setting).find(({name}) => name === 'zones');
		if (field?.kind !== 'pick') throw new Error('zones are not picked');
		const {source} = field;
		expect(source.options('', setting).map(({name}) => name)).toEqual(['acme.com', 'acme.net', 'acme.org']);
		expect(source.options('net', setting).map(({name, more}) => [name, more])).toEqual([['acme.net', 'zone, pending']]);
		expect(source.option(hex(12), setting).name).toBe('acme.net');
		expect(source.option(hex(99), setting)).toMatchObject({id: hex(99), more: expect.stringContaining('not in')});
		expect(source.typed?.(` ${hex(99)} `)).toBe(hex(99));
		expect(source.typed?.('acme.biz')).toBeUndefined();
	});

	test('keep a scope that they have no words for, unless another is chosen', () => {
		const edit = editResourceGroupForm(mixed, setting);
		expect(edit.start.reach).toBe('other');
		const reach = edit.fields(edit.start, setting).find(({name}) => name === 'reach');
		expect(reach).toMatchObject({options: [{value: 'other', remark: expect.stringContaining('acme.com')}, {}, {}, {}]});
		expect(problemsOf(edit.start, edit)).toEqual([]);
		expect(requestsOf(edit, {...edit.start, name: 'renamed'})).toEqual([['PUT', {name: 'renamed'}]]);
		expect(cloneResourceGroupForm(mixed, setting)).toBeUndefined();
	});
});

describe('what is wrong', () => {
	test.each<readonly [FormValues, readonly string[]]>([
		[filled, []],
		[{...filled, name: '  '}, ['name danger: a resource group needs a name']],
		[{...filled, name: 'x'.repeat(256)}, ['name warning: longer than 255 characters: Cloudflare may refuse it']],
		[{...filled, name: 'com.cloudflare.api'}, ['name warning: names of system groups begin like this']],
		[{...filled, name: 'edge'}, [`name warning: there is one of this name already: worker ${hex(21).slice(0, 8)}…`]],
		[{...filled, zones: []}, ['zones danger: choose at least one zone']],
		[{...filled, reach: 'nothing'}, ['reach danger: choose what it reaches: account, zones or workers']],
		[{...filled, reach: 'workers'}, ['workers danger: name at least one Worker']],
		[{...filled, reach: 'workers', workers: [hex(21), workerKey(22), ' ']}, []],
		[
			{...filled, reach: 'workers', workers: [hex(21), workerKey(21)]},
			['workers.1 danger: this Worker is named above already'],
		],
		[
			{...filled, reach: 'workers', workers: ['checkout-api']},
			['workers.0 danger: not an id: those have 32 hexadecimal digits; a Worker is not found by its name here'],
		],
		[
			{...filled, reach: 'workers', workers: ['abc1']},
			['workers.0 danger: ids have 32 hexadecimal digits: this has 4'],
		],
		[{...filled, reach: 'workers', workers: ['A'.repeat(32)]}, ['workers.0 danger: ids are written in lower case']],
	])('with %j', (values, problems) => {
		expect(problemsOf(values)).toEqual(problems);
	});

	test('is said of a zone that is not there, once all zones have been read', () => {
		const values = {...filled, zones: [hex(99)]};
		expect(problemsOf(values)).toEqual([expect.stringContaining('zones warning: ')]);
		const unread = settingOf({snapshots: {zones: {complete: false}}});
		expect(form.problems(values, unread)).toEqual([]);
	});

	test('does not say that a group has its own name already', () => {
		const edit = editResourceGroupForm(workers, setting);
		expect(problemsOf(edit.start, edit)).toEqual([]);
	});

	test.each([
		['scope object key must not be empty', {}, 'zones'],
		['number of scope objects should not be zero', {reach: 'workers'}, 'workers'],
		['scope is required', {reach: 'account'}, 'reach'],
		['name must not be empty', {}, 'name'],
		['Authentication error', {}, undefined],
	])('lands where a refusal speaks of it: %s', (message, values, place) => {
		const error = new CloudflareError({kind: 'invalid', attempted: 'create it', messages: [message], next: ''});
		expect(form.placeOf?.(error, {...filled, ...values})).toBe(place);
	});
});

describe('what it makes', () => {
	test.each<readonly [FormValues, readonly string[]]>([
		[{...filled, reach: 'account'}, ['*']],
		[{...filled, zones: [hex(11), hex(13), hex(11)]}, [zoneKey(11), zoneKey(13)]],
		[{...filled, reach: 'workers', workers: [hex(21), '', workerKey(22)]}, [workerKey(21), workerKey(22)]],
	])('of %j is a new one with these objects', (values, keys) => {
		expect(requestsOf(form, {...values, name: ' new '})).toEqual([
			['POST', {name: 'new', scope: {key: accountKey, objects: keys.map((key) => ({key}))}}],
		]);
	});

	test('of an edit is only what has changed', () => {
		const edit = editResourceGroupForm(prod, setting);
		expect(edit.start).toEqual({name: 'prod-zones', reach: 'zones', zones: [hex(11), hex(12)], workers: []});
		expect(requestsOf(edit, edit.start)).toEqual([{kind: 'say', text: 'nothing has been changed'}]);
		expect(requestsOf(edit, {...edit.start, zones: [hex(12), hex(11)]})).toMatchObject([{kind: 'say'}]);
		expect(requestsOf(edit, {...edit.start, name: 'renamed'})).toEqual([['PUT', {name: 'renamed'}]]);
		expect(requestsOf(edit, {...edit.start, zones: [hex(12)]})).toEqual([
			['PUT', {scope: {key: accountKey, objects: [{key: zoneKey(12)}]}}],
		]);
	});

	test('of a zone that is its own container keeps it as it is, unless others are chosen', () => {
		const edit = editResourceGroupForm(adhoc, setting);
		expect(edit.start).toMatchObject({reach: 'zones', zones: [hex(11)]});
		expect(requestsOf(edit, {...edit.start, name: 'renamed'})).toEqual([['PUT', {name: 'renamed'}]]);
		expect(requestsOf(edit, {...edit.start, zones: [hex(11), hex(12)]})).toEqual([
			['PUT', {scope: {key: accountKey, objects: [{key: zoneKey(11)}, {key: zoneKey(12)}]}}],
		]);
	});

	test('of a clone is a new one with the scope of the old', () => {
		const clone = cloneResourceGroupForm(prod, setting);
		if (clone === undefined) throw new Error('it can not be cloned');
		expect(clone.key).not.toBe(form.key);
		expect(requestsOf(clone, clone.start)).toEqual([
			['POST', {name: 'prod-zones copy', scope: {key: accountKey, objects: [{key: zoneKey(11)}, {key: zoneKey(12)}]}}],
		]);
	});

	test('survives drafts of any shape', () => {
		const anything = fc.dictionary(
			fc.constantFrom('name', 'reach', 'zones', 'workers', 'other'),
			fc.oneof(fc.string(), fc.boolean(), fc.array(fc.string()), fc.array(fc.dictionary(fc.string(), fc.string()))),
		);
		fc.assert(
			fc.property(anything, (values) => {
				for (const each of [form, editResourceGroupForm(mixed, setting)]) {
					each.fields(values, setting);
					const problems = each.problems(values, setting);
					if (problems.every(({tone}) => tone !== 'danger')) each.review(values, setting);
				}
			}),
		);
	});
});

describe('a name with a space at its end', () => {
	const spaced = editResourceGroupForm(group(6, 'prod ', [zoneKey(11)]), setting);

	test('is not changed with the scope', () => {
		expect(requestsOf(spaced, {...spaced.start, zones: [hex(13)]})).toEqual([
			['PUT', {scope: {key: accountKey, objects: [{key: zoneKey(13)}]}}],
		]);
	});

	test('can be changed to the one without', () => {
		expect(requestsOf(spaced, {...spaced.start, name: 'prod'})).toEqual([['PUT', {name: 'prod'}]]);
	});
});

describe('what a scope reaches', () => {
	const ids = fc.uniqueArray(fc.integer({min: 1, max: 50}).map(hex), {minLength: 1, maxLength: 6});
	const reach: fc.Arbitrary<Exclude<Reach, {kind: 'other'}>> = fc.oneof(
		fc.constant({kind: 'account'} as const),
		fc.record({kind: fc.constantFrom('zones' as const, 'workers' as const), ids}),
	);

	test('is read as it was chosen', () => {
		fc.assert(
			fc.property(reach, (chosen) => {
				const scope = scopeFor(chosen, accountId);
				const read = reachOf({key: scope.key, objects: [...scope.objects]}, accountId);
				expect(read).toEqual(chosen);
				expect(isSameReach(read, chosen)).toBe(true);
			}),
		);
	});

	test.each([
		['several kinds', accountKey, [zoneKey(1), workerKey(2)]],
		['all of it and a part', accountKey, ['*', zoneKey(1)]],
		['another account', `com.cloudflare.api.account.${'b'.repeat(32)}`, [zoneKey(1)]],
		['all zones', accountKey, ['com.cloudflare.api.account.zone.*']],
		['something new', accountKey, ['com.cloudflare.edge.r2.bucket.x']],
		['nothing', accountKey, []],
	])('is left alone where it is %s', (_what, key, keys) => {
		const read = reachOf({key, objects: keys.map((each) => ({key: each}))}, accountId);
		expect(read).toEqual({kind: 'other'});
		expect(isSameReach(read, read)).toBe(false);
	});

	test('takes a Worker by its id or its key', () => {
		expect(workerIdIn(` ${hex(1)} `)).toBe(hex(1));
		expect(workerIdIn(workerKey(1))).toBe(hex(1));
	});
});
