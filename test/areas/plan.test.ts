import {execFileSync} from 'node:child_process';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {changesOf, inverse, stepsOf} from '../../source/areas/membership-steps.ts';
import type {Change} from '../../source/areas/membership-words.ts';
import {curlLines, requestLines} from '../../source/areas/plan.ts';
import type {Step} from '../../source/areas/write.ts';
import {accountId, groupId, hex, memberId} from './sample.ts';

const change: fc.Arbitrary<Change> = fc.record({
	kind: fc.constantFrom('add', 'remove'),
	group: fc.integer({min: 1, max: 4}).map(groupId),
	member: fc.integer({min: 10, max: 20}).map(memberId),
});

const keyOf = ({kind, group, member}: Change): string => `${kind} ${group} ${member}`;
const changes = fc.uniqueArray(change, {selector: keyOf, maxLength: 30});
const sorted = (list: readonly Change[]): readonly string[] => list.map(keyOf).toSorted();

describe('the requests of a plan', () => {
	test('carry out every change exactly once', () => {
		fc.assert(
			fc.property(changes, (list) => {
				expect(sorted(changesOf(stepsOf(list)))).toEqual(sorted(list));
			}),
		);
	});

	test('one POST adds all members of a group; each removal is a DELETE of its own', () => {
		fc.assert(
			fc.property(changes, (list) => {
				const steps = stepsOf(list);
				const isAddition = ({request}: Step): boolean => request.method === 'POST';
				const additions = steps.filter(isAddition);
				const groups = new Set(list.filter(({kind}) => kind === 'add').map(({group}) => group));
				expect(additions.map(({object}) => object).toSorted()).toEqual(
					[...groups].map((group) => `user-group/${group}`).toSorted(),
				);
				expect(steps.length - additions.length).toBe(list.filter(({kind}) => kind === 'remove').length);
				// Whoever loses a group has been given the others first.
				expect(steps.findLastIndex(isAddition)).toBe(additions.length - 1);
			}),
		);
	});

	test('keep the order of the people', () => {
		const list = [3, 1, 2].map((number): Change => ({kind: 'add', group: groupId(1), member: memberId(number)}));
		expect(stepsOf(list).map(({object, request}) => [object, request.body])).toEqual([
			[`user-group/${hex(1)}`, [{id: hex(3)}, {id: hex(1)}, {id: hex(2)}]],
		]);
	});

	test('nothing to do sends nothing', () => {
		expect(stepsOf([])).toEqual([]);
		expect(requestLines([])).toEqual([]);
	});
});

describe('the reverse of changes', () => {
	test('taken twice is the changes themselves', () => {
		fc.assert(
			fc.property(changes, (list) => {
				expect(inverse(inverse(list))).toEqual(list);
			}),
		);
	});

	test('brings back the memberships from before, when each change did something', () => {
		fc.assert(
			fc.property(changes, fc.array(change), (list, others) => {
				const members = new Set(others.map(({group, member}) => `${group} ${member}`));
				const apply = (change: Change): void => {
					const key = `${change.group} ${change.member}`;
					if (change.kind === 'add') members.add(key);
					else members.delete(key);
				};
				// A plan leaves out what would change nothing, so each pair of person and group is touched once.
				const effective = list.filter((each, at) => {
					const key = `${each.group} ${each.member}`;
					const first = list.findIndex((other) => `${other.group} ${other.member}` === key) === at;
					return first && members.has(key) === (each.kind === 'remove');
				});
				const before = new Set(members);
				for (const each of effective) apply(each);
				for (const each of inverse(effective)) apply(each);
				expect(members).toEqual(before);
			}),
		);
	});
});

describe('requests in words', () => {
	test('name the method, the path and how many ids', () => {
		const steps = stepsOf([
			{kind: 'add', group: groupId(1), member: memberId(10)},
			{kind: 'add', group: groupId(1), member: memberId(11)},
			{kind: 'remove', group: groupId(2), member: memberId(10)},
			{kind: 'remove', group: groupId(2), member: memberId(11)},
		]);
		const [post, removal, ...others] = requestLines(steps);
		expect(post).toMatch(/^1 x POST .*\/members {2}\(2 ids\)$/u);
		expect(removal).toMatch(/^2 x DELETE .*\/members\/\{id\}$/u);
		expect(others).toEqual([]);
	});
});

/** What the shell makes of a line: its words. */
function shellWords(line: string): readonly string[] {
	const command = line.replace(/^curl /u, '');
	const output = execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], {
		env: {CLOUDFLARE_API_TOKEN: 'the token', PATH: process.env.PATH},
		encoding: 'utf8',
	});
	return output.split('\0').slice(0, -1);
}

describe('requests as curl', () => {
	const steps = stepsOf([
		{kind: 'add', group: groupId(1), member: memberId(10)},
		{kind: 'add', group: groupId(1), member: memberId(11)},
		{kind: 'remove', group: groupId(2), member: memberId(10)},
	]);

	test('are lines that a shell reads as they were meant', () => {
		const lines = curlLines(steps, accountId, 'https://api.cloudflare.com/client/v4');
		expect(lines).toHaveLength(2);
		for (const line of lines) execFileSync('sh', ['-n', '-c', line]);
		const root = `https://api.cloudflare.com/client/v4/accounts/${accountId}/iam/user_groups`;
		expect(shellWords(lines[0] ?? '')).toEqual([
			'-X',
			'POST',
			`${root}/${hex(1)}/members`,
			'-H',
			'Authorization: Bearer the token',
			'-H',
			'Content-Type: application/json',
			'--data',
			JSON.stringify([{id: hex(10)}, {id: hex(11)}]),
		]);
		expect(shellWords(lines[1] ?? '')).toEqual([
			'-X',
			'DELETE',
			`${root}/${hex(2)}/members/${hex(10)}`,
			'-H',
			'Authorization: Bearer the token',
		]);
	});

	test('never hold the token, only its variable', () => {
		for (const line of curlLines(steps, accountId, 'https://api.cloudflare.com/client/v4')) {
			expect(line).toContain('$CLOUDFLARE_API_TOKEN');
		}
	});

	test.each(["http://127.0.0.1:1/it's/$HOME/`id`/client", 'http://127.0.0.1:1/a b;c&d|e>f/', 'http://[::1]:1/\\"x"!'])(
		'keep whatever stands in the base URL one word: %s',
		(base) => {
			for (const line of curlLines(steps, accountId, base)) {
				execFileSync('sh', ['-n', '-c', line]);
				expect(shellWords(line)[2]?.startsWith(`${base.replace(/\/$/u, '')}/accounts/`)).toBe(true);
			}
		},
	);
});
