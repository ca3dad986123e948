import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type SealFor, sealedName, sealLists, unsealLists} from '../../source/cache/sealed-lists.ts';
import {Secret} from '../../source/secret.ts';
import type {FormerHead} from '../../source/store/former-lists.ts';

const head: FormerHead = {
	total: 3,
	complete: true,
	readAt: 1_700_000_000_000,
	changedAt: 1_700_000_000_001,
	isOutdated: false,
};
const lists = [
	{name: '["list","members"]', head, bytes: Buffer.from('ana@example.com and others')},
	{
		name: '["list","zones"]',
		head: {...head, total: undefined, complete: false, isOutdated: true},
		bytes: Buffer.alloc(0),
	},
	{name: '["list","roles"]', head, bytes: Buffer.from([0, 1, 2, 255])},
];
const encrypted: SealFor = {
	mode: 'encrypted',
	secret: new Secret('one-token-of-forty-random-characters-0001'),
	context: ['1.0.0', 'https://api.cloudflare.com', 'account'],
};
const plain: SealFor = {...encrypted, mode: 'plain'};

function sealed(sealFor: SealFor): Buffer {
	const work = sealLists(lists, sealFor);
	for (;;) {
		const step = work.next();
		if (step.done === true) return Buffer.concat(step.value);
	}
}

/** What can be read of a file: names and bytes. */
function readable(file: Buffer, sealFor: SealFor): ReadonlyMap<string, string | undefined> | undefined {
	const found = unsealLists(file, sealFor);
	return found && new Map([...found].map(([name, list]) => [name, list.open()?.toString('latin1')]));
}

const whole = new Map(lists.map(({name, bytes}) => [name, bytes.toString('latin1')]));

describe.each([encrypted, plain])('a file of lists ($mode)', (sealFor) => {
	const file = sealed(sealFor);

	test('comes back whole, with what is known of each list', () => {
		expect(readable(file, sealFor)).toEqual(whole);
		const heads = [...(unsealLists(file, sealFor)?.values() ?? [])].map((list) => list.head);
		expect(heads).toEqual(lists.map((list) => list.head));
	});

	test('never gives anything else than what was sealed, whichever bit is another', () => {
		for (let bit = 0; bit < file.length * 8; bit += 1) {
			const changed = Buffer.from(file);
			changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			const found = readable(changed, sealFor);
			if (found === undefined) continue;
			// The contents are whole, so what is damaged is one list, and that one is gone.
			const gone = [...found].filter(([, text]) => text === undefined);
			expect(gone).toHaveLength(1);
			for (const [name, text] of found) expect([whole.get(name), undefined]).toContain(text);
		}
	});

	test('is none when it is cut off, wherever, or longer', () => {
		for (let length = 0; length < file.length; length += 1)
			expect(unsealLists(file.subarray(0, length), sealFor)).toBeUndefined();
		expect(unsealLists(Buffer.concat([file, Buffer.alloc(1)]), sealFor)).toBeUndefined();
	});

	test('is none with any other bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array({maxLength: 400}), fc.nat(60), (bytes, kept) => {
				const other = Buffer.concat([file.subarray(0, kept), bytes]);
				expect(unsealLists(other, sealFor)).toBeUndefined();
			}),
			{numRuns: 500},
		);
	});

	test('is none for another credential, account, server, version or mode', () => {
		expect(unsealLists(file, {...sealFor, secret: new Secret('another-token')})).toBeUndefined();
		for (const [position] of sealFor.context.entries()) {
			const context = sealFor.context.with(position, 'another');
			expect(unsealLists(file, {...sealFor, context})).toBeUndefined();
		}
		expect(unsealLists(file, sealFor === plain ? encrypted : plain)).toBeUndefined();
	});

	test('is another one each time, and lists of two files can not be exchanged', () => {
		const second = sealed(sealFor);
		expect(second.equals(file)).toBe(false);
		const mixed = Buffer.concat([second.subarray(0, -20), file.subarray(-20)]);
		expect(readable(mixed, sealFor)?.get('["list","roles"]')).toBeUndefined();
	});
});

test('an encrypted file shows nothing of its lists, and a plain one shows them', () => {
	for (const text of ['members', 'ana@example.com']) {
		expect(sealed(encrypted).includes(text)).toBe(false);
		expect(sealed(plain).includes(text)).toBe(true);
	}
	for (const sealFor of [encrypted, plain]) expect(sealed(sealFor).includes('one-token')).toBe(false);
});

test('the name of a file tells credentials and accounts apart, and nothing of either', () => {
	const name = sealedName(encrypted);
	expect(name).toMatch(/^[\da-f]{32}$/u);
	expect(sealedName({...encrypted})).toBe(name);
	expect(sealedName({...encrypted, secret: new Secret('another-token')})).not.toBe(name);
	expect(sealedName({...encrypted, context: [...encrypted.context.slice(0, 2), 'other']})).not.toBe(name);
	expect(sealedName({...encrypted, context: ['1.0.0', 'https://api.cloudflare.coma', 'ccount']})).not.toBe(name);
});
