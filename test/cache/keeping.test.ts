import {expect, test} from 'vitest';
import type {AccountCache} from '../../source/cache/account-cache.ts';
import {createKeeping} from '../../source/cache/keeping.ts';
import type {ListsToKeep} from '../../source/store/former-lists.ts';
import {ManualTimers} from '../support/manual-timers.ts';

function setUp(save: () => Promise<void> = async () => {}) {
	let now = 0;
	const timers = new ManualTimers(() => now);
	const calls: (readonly [what: string, at: number, longest?: number | undefined])[] = [];
	const cache: Pick<AccountCache, 'save' | 'discard'> = {
		save(_kept, longest) {
			calls.push(['save', now, longest]);
			return save();
		},
		async discard() {
			calls.push(['discard', now]);
		},
	};
	const kept: ListsToKeep = {lists: [], isOfAccount: () => true};
	const keeping = createKeeping({cache, kept: () => kept, setTimer: timers.set});
	return {
		keeping,
		calls,
		timers,
		pass(ms: number) {
			now += ms;
			timers.fireDue();
		},
	};
}

test('lists are written three seconds after the last change, once, and then nothing wakes anybody', () => {
	const {keeping, calls, timers, pass} = setUp();
	keeping.changed();
	pass(2000);
	keeping.changed();
	pass(1000);
	expect(calls).toEqual([]);
	pass(3000);
	expect(calls).toEqual([['save', 6000, undefined]]);
	pass(3_600_000);
	expect(timers.fireDue()).toBe(false);
	expect(calls).toHaveLength(1);
});

test('lists that change all the time are written every half a minute', () => {
	const {keeping, calls, pass} = setUp();
	for (let second = 0; second < 70; second += 1) {
		keeping.changed();
		pass(1000);
	}
	expect(calls.length).toBe(2);
});

test('at the end what is not written yet is written in little time, and nothing after it', async () => {
	const {keeping, calls, timers, pass} = setUp();
	keeping.changed();
	await Promise.all([keeping.finish(), keeping.finish()]);
	expect(calls).toEqual([['save', 0, expect.any(Number)]]);
	keeping.changed();
	pass(60_000);
	expect(calls).toHaveLength(1);
	expect(timers.fireDue()).toBe(false);
});

test('the end does not wait for a disk that does not answer', async () => {
	const {keeping, pass} = setUp(() => new Promise(() => {}));
	const end = keeping.finish();
	pass(900);
	await end;
});

test('who signs out leaves nothing behind', async () => {
	const {keeping, calls, pass} = setUp();
	keeping.changed();
	await keeping.discard();
	await keeping.finish();
	pass(60_000);
	expect(calls).toEqual([['discard', 0]]);
});
