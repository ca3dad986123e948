import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {Notifier} from '../../source/store/notifier.ts';

beforeEach(() => {
	vi.useFakeTimers();
});

afterEach(() => {
	vi.useRealTimers();
});

test('what changes in one turn is told once, and nothing is told when nothing changes', () => {
	const notifier = new Notifier();
	const listener = vi.fn();
	notifier.subscribe(listener);
	notifier.changed();
	notifier.changed();
	expect(listener).not.toHaveBeenCalled();
	vi.runAllTimers();
	expect(listener).toHaveBeenCalledTimes(1);
	vi.advanceTimersByTime(10_000);
	expect(listener).toHaveBeenCalledTimes(1);
});

test('changes within the pause are told once, when it is over', () => {
	const notifier = new Notifier(50);
	const listener = vi.fn();
	notifier.subscribe(listener);
	notifier.changed();
	vi.advanceTimersByTime(0);
	expect(listener).toHaveBeenCalledTimes(1);
	notifier.changed();
	vi.advanceTimersByTime(30);
	notifier.changed();
	vi.advanceTimersByTime(19);
	expect(listener).toHaveBeenCalledTimes(1);
	vi.advanceTimersByTime(2);
	expect(listener).toHaveBeenCalledTimes(2);
	vi.advanceTimersByTime(10_000);
	expect(listener).toHaveBeenCalledTimes(2);
});

test('what is awaited is told at once, and the pause begins anew', () => {
	const notifier = new Notifier(50);
	const listener = vi.fn();
	notifier.subscribe(listener);
	notifier.changed();
	vi.advanceTimersByTime(10);
	notifier.changed();
	notifier.changed(true);
	vi.advanceTimersByTime(0);
	expect(listener).toHaveBeenCalledTimes(2);
	notifier.changed();
	vi.advanceTimersByTime(49);
	expect(listener).toHaveBeenCalledTimes(2);
	vi.advanceTimersByTime(2);
	expect(listener).toHaveBeenCalledTimes(3);
	vi.advanceTimersByTime(10_000);
	expect(listener).toHaveBeenCalledTimes(3);
});

test('each subscription ends by itself, also of one function that listens twice', () => {
	const notifier = new Notifier();
	const listener = vi.fn();
	const first = notifier.subscribe(listener);
	notifier.subscribe(listener);
	first();
	first();
	notifier.changed();
	vi.runAllTimers();
	expect(listener).toHaveBeenCalledTimes(1);
});

test('nothing is told after the close, and no timer is left', () => {
	const notifier = new Notifier(50);
	const listener = vi.fn();
	notifier.subscribe(listener);
	notifier.changed();
	notifier.close();
	vi.runAllTimers();
	notifier.subscribe(listener);
	notifier.changed();
	vi.advanceTimersByTime(0);
	notifier.changed();
	notifier.close();
	expect(vi.getTimerCount()).toBe(0);
	vi.runAllTimers();
	expect(listener).toHaveBeenCalledTimes(1);
});
