/** The header keeps up with the budget, and an idle program sets no timers. */
import {expect, test} from 'vitest';
import {RequestBudget} from '../../source/api/budget.ts';
import {createCountdown} from '../../source/screens/countdown.ts';
import {manualClock} from '../api/support/clocks.ts';
import {ManualTimers} from '../support/manual-timers.ts';

function setUp() {
	const clock = manualClock();
	const budget = new RequestBudget({clock});
	let timers = 0;
	const manual = new ManualTimers(() => clock.now());
	let looks = 0;
	const countdown = createCountdown(
		{
			budget,
			time: () => clock.now(),
			setTimer(callback, ms) {
				timers += 1;
				return manual.set(callback, ms);
			},
		},
		() => {
			looks += 1;
		},
	);
	return {
		clock,
		budget,
		countdown,
		timers: () => timers,
		looks: () => looks,
		pass(ms: number) {
			clock.advance(ms);
			return manual.fireDue();
		},
	};
}

test('nothing is set while nothing is asked', () => {
	const {pass, timers, looks} = setUp();
	for (let minute = 0; minute < 10; minute++) pass(60_000);
	expect(timers()).toBe(0);
	expect(looks()).toBe(0);
});

test('after answers, however many, it is looked at once, a second later', () => {
	const {budget, pass, timers, looks} = setUp();
	for (let request = 0; request < 50; request++) budget.finish(budget.spend());
	expect(timers()).toBe(1);
	pass(999);
	expect(looks()).toBe(0);
	pass(1);
	expect(looks()).toBe(1);
	for (let minute = 0; minute < 10; minute++) pass(60_000);
	expect(looks()).toBe(1);
	expect(timers()).toBe(1);
});

test('a wait is shown at once, counted down each second, and its end is seen', () => {
	const {clock, budget, pass, looks, countdown} = setUp();
	const hide = budget.showWait({until: clock.now() + 60_000, reason: 'x'}, true, () => {});
	expect(looks()).toBe(1);
	for (let second = 0; second < 5; second++) pass(1000);
	expect(looks()).toBe(6);
	hide();
	expect(looks()).toBe(7);
	expect(pass(60_000)).toBe(false);
	expect(looks()).toBe(7);
	budget.showWait({until: clock.now() + 60_000, reason: 'x'}, true, () => {});
	countdown.close();
	expect(pass(1000)).toBe(false);
});
