import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {readColumns} from '../../source/cache/column-reader.ts';
import {type Order, writeColumns} from '../../source/cache/column-writer.ts';
import {Secret} from '../../source/secret.ts';

/** All rows of a list, as whole objects. */
function readRows(bytes: Buffer): readonly unknown[] {
	const {rows, whole} = readColumns(bytes);
	return whole === undefined ? rows : rows.map((_, row) => whole(row));
}

function written(rows: readonly object[], orders?: readonly Order[]): Buffer {
	const work = writeColumns(rows, orders);
	for (;;) {
		const step = work.next();
		if (step.done === true) return step.value;
	}
}

/** As JSON has it, the order of names included. */
function textOf(rows: readonly unknown[]): string {
	return JSON.stringify(rows);
}

const text = fc.oneof(
	fc.string({unit: 'binary'}),
	fc.constantFrom('', '\n', 'a\nb', '\ud800', 'é', '日本', 'dev', 'accepted', '__proto__'),
);
const value = fc.letrec((tie) => ({
	any: fc.oneof(
		{depthSize: 'small'},
		text,
		fc.integer(),
		fc.boolean(),
		fc.constant(null),
		fc.array(tie('any'), {maxLength: 3}),
		fc.dictionary(
			fc.oneof(fc.constantFrom('id', 'name', 'meta', '__proto__', '0', 'toString'), fc.string()),
			tie('any'),
			{
				maxKeys: 4,
				noNullPrototype: true,
			},
		),
	),
})).any;
const row = fc.oneof(
	fc.record({
		id: text,
		status: fc.constantFrom('accepted', 'pending'),
		roles: fc.array(fc.constantFrom({a: 1}, {b: 2})),
	}),
	fc.dictionary(fc.constantFrom('id', 'email', 'user', 'policies'), value, {noNullPrototype: true}),
);

describe('lists in columns', () => {
	test('come back as they were, the order of rows and names included', () => {
		fc.assert(
			fc.property(fc.array(row, {maxLength: 60}), (rows) => {
				expect(textOf(readRows(written(rows)))).toBe(textOf(rows));
			}),
			{numRuns: 1000},
		);
	});

	test('have each row where it is looked for first, however long they are', () => {
		fc.assert(
			fc.property(fc.array(row, {minLength: 1, maxLength: 20}), fc.array(fc.nat(), {maxLength: 5}), (few, places) => {
				const rows = Array.from({length: 1201}, (_, index) => few[index % few.length] ?? {});
				const {whole} = readColumns(written(rows));
				for (const at of [...places, 1200, 0].map((place) => place % rows.length)) {
					expect(JSON.stringify(whole?.(at) ?? rows[at])).toBe(JSON.stringify(rows[at]));
				}
			}),
			{numRuns: 60},
		);
	});

	test('have texts of one length and of many where they are looked for first, and all of them afterwards', () => {
		const rows = Array.from({length: 3000}, (_, index) => ({
			id: String(index).padStart(32, '0'),
			email: `${'ä'.repeat(index % 7)}${index}@example.com`,
			roles: Array.from({length: index % 4}, (_, role) => ({id: `${index} ${role}`})),
			...(index % 5 === 0 ? {name: `person ${index}`} : {}),
		}));
		const {whole} = readColumns(written(rows));
		for (const at of [2999, 0, 1, 1500, 7]) expect(whole?.(at)).toEqual(rows[at]);
		expect(rows.map((_, at) => whole?.(at))).toEqual(rows);
	});

	test('have ids found without a look at the others, and nothing that is not there', () => {
		const ids = Array.from({length: 3000}, (_, index) => String((index * 7919) % 1_000_000).padStart(6, '0'));
		const one = ids.map((id) => ({id, email: `${id}@example.com`}));
		const mixed = ids.map((id, index) => (index % 2 === 0 ? {id} : {id, email: `${id}@example.com`}));
		for (const rows of [one, mixed]) {
			const {find} = readColumns(written(rows));
			for (const at of [0, 1, 2, 1500, 2999]) expect(find?.('id', ids[at] ?? '')).toBe(at);
			// Across two of them, of another length, and by another name.
			expect(find?.('id', `${ids[0]?.slice(1)}\n`)).toBeUndefined();
			expect(find?.('id', 'absent')).toBeUndefined();
			expect(find?.('id', '')).toBeUndefined();
			expect(find?.('name', ids[0] ?? '')).toBeUndefined();
		}
		expect(readColumns(written(one.slice(0, 10))).find).toBeUndefined();
	});

	test('come with the orders of their rows', () => {
		const rows = Array.from({length: 70_000}, (_, index) => ({id: index}));
		const orders = [
			{by: 'id', rows: Int32Array.from(rows.keys()).reverse()},
			{by: 'name', rows: Int32Array.from(rows.keys())},
		];
		expect(readColumns(written(rows, orders)).orders).toEqual(orders);
		expect(readColumns(written(rows.slice(0, 300), [{by: 'id', rows: Int32Array.of(2, 0, 1)}])).orders).toEqual([
			{by: 'id', rows: Int32Array.of(2, 0, 1)},
		]);
	});

	test('are short where rows have much in common, and have it in common when they are read', () => {
		const role = {name: 'Administrator', permissions: {dns: {read: true, write: true}}};
		const rows = Array.from({length: 5000}, (_, index) => ({
			id: String(index).padStart(32, '0'),
			roles: [{...role}],
		}));
		const bytes = written(rows);
		expect(bytes.length).toBeLessThan(5000 * 36);
		const [first, second] = readRows(bytes);
		expect(first).toMatchObject({roles: [role]});
		expect(Object(first).roles[0]).toBe(Object(second).roles[0]);
	});

	test('can be shown before they are put together: each value when it is asked for, the same ones as afterwards', () => {
		const many = fc
			.array(row, {minLength: 1, maxLength: 40})
			.map((rows) => Array.from({length: 600}, (_, at) => ({...rows[at % rows.length], at})));
		fc.assert(
			fc.property(many, (rows) => {
				const {rows: shown, whole} = readColumns(written(rows));
				for (const [at, before] of rows.entries()) {
					const lazy: object = Object(shown[at]);
					for (const name of Object.keys(before)) {
						if (name !== '__proto__')
							expect(JSON.stringify(Reflect.get(lazy, name))).toBe(JSON.stringify(Reflect.get(before, name)));
					}
					if (!('toJSON' in before)) expect(JSON.stringify(lazy)).toBe(JSON.stringify(before));
					if (whole !== undefined) expect(JSON.stringify(whole(at))).toBe(JSON.stringify(before));
				}
			}),
			{numRuns: 60},
		);
	});

	test('have no secrets in them, at whatever place of a row', () => {
		const secret = 'cfut_9aVeryPrivateMatter';
		const rows = [
			{id: '1', code: new Secret(secret), client_secret: secret, inner: {token: secret, kept: [{secret}, 1]}},
			{id: '2', code: new Secret(secret), client_secret: secret, inner: {token: secret, kept: [{secret}, 1]}},
			{id: '3', inner: {Access_Token: secret}, list: [new Secret(secret), 'kept']},
		];
		const more = Array.from({length: 200}, (_, index) => ({id: `m${index}`, user: {password: secret, name: 'Ana'}}));
		for (const list of [rows, [...rows, ...more]]) {
			const bytes = written(list);
			expect(bytes.toString('latin1')).not.toContain(secret);
			expect(bytes.toString('latin1')).not.toContain('•');
			expect(readRows(bytes)[0]).toEqual({id: '1', inner: {kept: [{}, 1]}});
			expect(readRows(bytes)[2]).toEqual({id: '3', inner: {}, list: [null, 'kept']});
		}
	});

	test('are written in slices: the work can be put aside after every thousand values at least', () => {
		const rows = Array.from({length: 20_000}, (_, index) => ({id: `id ${index}`, name: `name ${index % 7}`}));
		let slices = 0;
		for (const work = writeColumns(rows); work.next().done !== true; ) slices += 1;
		expect(slices).toBeGreaterThan(60);
	});
});
