/** What answers repeat is kept once, and is the same data. */
import fc from 'fast-check';
import * as v from 'valibot';
import {expect, test} from 'vitest';
import {accountMemberSchema} from '../../source/api/schemas.ts';
import {compact, shared} from '../../source/api/sharing.ts';
import {Secret} from '../../source/secret.ts';

test('any data come out of it as they went in', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			expect(compact(value)).toStrictEqual(value);
		}),
	);
	const odd: unknown = JSON.parse('{"__proto__": {"name": "x"}, "constructor": 1, "list": [[], {}]}');
	expect(JSON.stringify(compact(odd))).toBe(JSON.stringify(odd));
	expect(Object.getPrototypeOf(compact(odd))).toBe(Object.prototype);
});

test('secrets stay what they are', () => {
	const secret = new Secret('s3cret');
	expect(compact({code: secret}).code).toBe(secret);
});

/** A member with rights of its own and the same roles and permissions as all others. */
function memberText(index: number): unknown {
	return JSON.parse(
		JSON.stringify({
			id: String(index).padStart(32, '0'),
			email: `person${index}@example.com`,
			status: index % 2 === 0 ? 'accepted' : 'pending',
			code: index % 2 === 0 ? undefined : `code${index}`,
			roles: [{id: 'a'.repeat(32), name: 'Administrator', permissions: {dns: {read: true}}}],
			policies: [
				{
					id: String(index).padStart(32, 'c'),
					permission_groups: [{id: 'b'.repeat(32), name: 'DNS', meta: {editable: true}}],
					resource_groups: [{scope: {key: 'com.cloudflare.api.account', objects: [{key: '*'}]}}],
				},
			],
		}),
	);
}

test('members with the same rights share them, and nothing else', () => {
	const members = Array.from({length: 100}, (_, index) => compact(v.parse(accountMemberSchema, memberText(index))));
	expect(new Set(members.map(({roles}) => roles)).size).toBe(1);
	expect(new Set(members.map(({policies}) => policies?.[0]?.permission_groups)).size).toBe(1);
	expect(new Set(members.map(({policies}) => policies?.[0]?.resource_groups)).size).toBe(1);
	expect(new Set(members.map(({id}) => id)).size).toBe(100);
	expect(new Set(members.map(({policies}) => policies?.[0]?.id)).size).toBe(100);
	expect(members[3]?.code?.reveal()).toBe('code3');
	// A flag of `meta` is a text (contract 11.2), in what is remembered too.
	expect(members[99]?.policies?.[0]?.permission_groups?.[0]?.meta).toEqual({editable: 'true'});
});

test('what is wrong is refused each time, with its place', () => {
	const schema = v.object({groups: shared(v.array(v.object({id: v.string()})))});
	for (const _attempt of [1, 2]) {
		const parsed = v.safeParse(schema, {groups: [{id: 'right'}, {id: 7}]});
		expect(parsed.success).toBe(false);
		expect(parsed.issues?.[0]?.path?.map(({key}) => key)).toEqual(['groups', 1, 'id']);
	}
	expect(v.parse(schema, {groups: [{id: 'right'}]}).groups).toEqual([{id: 'right'}]);
});

test('however much goes through, little is remembered', () => {
	let parsed = 0;
	const counting = v.pipe(
		v.array(v.number()),
		v.transform((list) => {
			parsed += 1;
			return list;
		}),
	);
	const schema = shared(counting);
	const often = v.parse(schema, [-1]);
	for (let index = 0; index < 10_000; index++) {
		v.parse(schema, [index]);
		if (index % 500 === 0) expect(v.parse(schema, [-1])).toBe(often);
	}
	expect(parsed).toBe(10_001);
	// The first have been forgotten.
	v.parse(schema, [0]);
	expect(parsed).toBe(10_002);
});
