import {describe, expect, test} from 'vitest';
import {RequestBudget} from '../../source/api/budget.ts';
import {manualClock} from './support/clocks.ts';

function budgetOf(options: {quota?: number; window?: number; reserve?: number} = {}) {
	const clock = manualClock();
	return {clock, budget: new RequestBudget({clock, ...options})};
}

/** Sends a request whose answer says nothing. */
function send(budget: RequestBudget): void {
	budget.finish(budget.spend());
}

/** Sends a request and takes in what its answer says. */
function exchange(budget: RequestBudget, remaining: number, seconds: number, quota?: number): void {
	const sequence = budget.spend();
	budget.observe(sequence, {name: 'default', quota, window: undefined, remaining, resetsIn: seconds * 1000});
	budget.finish(sequence);
}

describe('while the server says nothing', () => {
	test('own requests are counted against 1,200 in 5 minutes', () => {
		const {clock, budget} = budgetOf();
		expect(budget.snapshot()).toEqual({limit: 1200, remaining: 1200, resetsAt: undefined, waiting: undefined});
		const first = clock.now();
		send(budget);
		clock.advance(1000);
		send(budget);
		expect(budget).toMatchObject({remaining: 1198, resetsAt: first + 300_000});
		clock.advance(299_000);
		expect(budget.remaining).toBe(1199);
		clock.advance(1000);
		expect(budget).toMatchObject({remaining: 1200, resetsAt: undefined});
	});

	test('background stops at the reserve, the foreground at nothing, each until enough has left the window', () => {
		const {clock, budget} = budgetOf({quota: 8, window: 1000, reserve: 2});
		const start = clock.now();
		for (let count = 0; count < 6; count += 1) {
			expect(budget.hold('background')).toBeUndefined();
			send(budget);
			clock.advance(10);
		}
		expect(budget.hold('background')).toMatchObject({until: start + 1000, reason: expect.stringMatching(/last 2/)});
		expect(budget.hold('foreground')).toBeUndefined();
		send(budget);
		send(budget);
		expect(budget.hold('foreground')).toMatchObject({until: start + 1000});
		// Two more than the reserve have to leave before background may go on.
		expect(budget.hold('background')).toMatchObject({until: start + 1020});
		clock.advance(start + 1020 - clock.now());
		expect(budget.hold('background')).toBeUndefined();
	});
});

describe('what the server says', () => {
	test('counts, less what was sent since', () => {
		const {clock, budget} = budgetOf();
		exchange(budget, 700, 60, 1200);
		expect(budget).toMatchObject({limit: 1200, remaining: 700});
		budget.spend();
		expect(budget.remaining).toBe(699);
		expect((budget.resetsAt ?? 0) - clock.now()).toBeGreaterThanOrEqual(60_000);
	});

	test('leaves room for other tools: their requests show in the next answer', () => {
		const {budget} = budgetOf();
		exchange(budget, 700, 60, 1200);
		exchange(budget, 300, 60, 1200);
		expect(budget.remaining).toBe(300);
	});

	test('is doubted by as many as are in flight', () => {
		const {budget} = budgetOf();
		const [first, second, third] = [budget.spend(), budget.spend(), budget.spend()];
		budget.observe(first, {name: 'default', quota: 10, window: undefined, remaining: 9, resetsIn: 60_000});
		budget.finish(first);
		expect(budget.remaining).toBe(7);
		budget.observe(third, {name: 'default', quota: 10, window: undefined, remaining: 8, resetsIn: 60_000});
		budget.finish(third);
		expect(budget.remaining).toBe(7);
		// A late answer may tell more than is left by now.
		budget.observe(second, {name: 'default', quota: 10, window: undefined, remaining: 9, resetsIn: 60_000});
		budget.finish(second);
		expect(budget.remaining).toBe(7);
	});

	test('is over with its window, and what was learnt is counted against', () => {
		const {clock, budget} = budgetOf();
		exchange(budget, 0, 10, 50);
		expect(budget.hold('foreground')).toBeDefined();
		clock.advance(11_000);
		expect(budget.hold('foreground')).toBeUndefined();
		expect(budget).toMatchObject({limit: 50, remaining: 50});
	});

	test('leaves the end of a window open by a second: what is sent then counts in the next one too', () => {
		const {clock, budget} = budgetOf();
		exchange(budget, 20, 10, 50);
		clock.advance(9500);
		send(budget);
		clock.advance(1500);
		expect(budget).toMatchObject({limit: 50, remaining: 49});
	});

	test('from a window that is over is not taken for the present one', () => {
		const {clock, budget} = budgetOf();
		const late = budget.spend();
		clock.advance(20_000);
		exchange(budget, 49, 60, 50);
		budget.observe(late, {name: 'default', quota: 50, window: undefined, remaining: 0, resetsIn: 0});
		expect(budget.remaining).toBe(48);
	});

	test('about another limit takes its place', () => {
		const {budget} = budgetOf();
		exchange(budget, 900, 300, 1200);
		const sequence = budget.spend();
		budget.observe(sequence, {name: 'burst', quota: 50, window: 10_000, remaining: 3, resetsIn: 10_000});
		expect(budget).toMatchObject({limit: 50, remaining: 3});
	});

	test('starts a new window when the reset moves on', () => {
		const {clock, budget} = budgetOf();
		exchange(budget, 3, 5, 50);
		clock.advance(6000);
		exchange(budget, 49, 60, 50);
		expect(budget.remaining).toBe(49);
	});

	test('without a quota keeps a quarter of the most that was ever left at hand', () => {
		const {budget} = budgetOf();
		exchange(budget, 39, 60);
		expect(budget.limit).toBeUndefined();
		expect(budget.hold('background')).toBeUndefined();
		exchange(budget, 10, 60);
		expect(budget.hold('background')?.reason).toMatch(/last 10/);
		expect(budget.hold('foreground')).toBeUndefined();
	});

	test('is kept as far as somebody asks for it, but not all of it', () => {
		const {budget} = budgetOf({reserve: 500});
		exchange(budget, 501, 60, 1200);
		expect(budget.hold('background')).toBeUndefined();
		exchange(budget, 500, 60, 1200);
		expect(budget.hold('background')?.reason).toMatch(/last 500/);
		const greedy = budgetOf({reserve: 5000});
		exchange(greedy.budget, 901, 60, 1200);
		expect(greedy.budget.hold('background')).toBeUndefined();
	});

	test('may be nothing at all without holding everything for ever', () => {
		const {clock, budget} = budgetOf();
		exchange(budget, 0, 1, 0);
		clock.advance(3000);
		clock.advance((budget.hold('foreground')?.until ?? clock.now()) - clock.now());
		expect(budget.hold('foreground')).toBeUndefined();
	});
});

test('a block holds everybody until it is over, and a shorter one does not shorten it', () => {
	const {clock, budget} = budgetOf();
	const until = clock.now() + 5000;
	budget.block(until, 'Cloudflare asks to wait');
	budget.block(until - 1000, 'shorter');
	expect(budget.hold('foreground')).toEqual({until, reason: 'Cloudflare asks to wait'});
	expect(budget.hold('background')).toEqual({until, reason: 'Cloudflare asks to wait'});
	expect(budget.snapshot()).toMatchObject({remaining: 0, resetsAt: until});
	clock.advance(5000);
	expect(budget.hold('foreground')).toBeUndefined();
});

test('no block lasts longer than the five minutes that Cloudflare blocks for', () => {
	const {clock, budget} = budgetOf();
	budget.block(clock.now() + 3_600_000, 'Cloudflare asks to wait');
	expect(budget.hold('foreground')).toMatchObject({until: clock.now() + 300_000});
	clock.advance(300_000);
	expect(budget.hold('foreground')).toBeUndefined();
});

describe('for those who look at it', () => {
	test('the snapshot is the same object until something changes', () => {
		const {budget} = budgetOf();
		const before = budget.snapshot();
		expect(budget.snapshot()).toBe(before);
		budget.spend();
		expect(budget.snapshot()).not.toBe(before);
	});

	test('listeners hear of changes, and only of those', () => {
		const {clock, budget} = budgetOf();
		let heard = 0;
		const leave = budget.subscribe(() => {
			heard += 1;
		});
		const sequence = budget.spend();
		expect(heard).toBe(1);
		budget.observe(sequence, {name: 'default', quota: 1200, window: undefined, remaining: 1199, resetsIn: 300_000});
		expect(heard).toBe(2);
		budget.observe(sequence, {name: 'default', quota: 1200, window: undefined, remaining: 1199, resetsIn: 300_000});
		expect(heard).toBe(2);
		const hide = budget.showWait({until: clock.now() + 1000, reason: 'x'}, false, () => {});
		expect(heard).toBe(3);
		hide();
		hide();
		expect(heard).toBe(4);
		leave();
		budget.spend();
		expect(heard).toBe(4);
	});

	test('of several waits that of the foreground is shown', () => {
		const {clock, budget} = budgetOf();
		const until = clock.now() + 1000;
		budget.showWait({until: until + 9000, reason: 'background'}, true, () => {});
		const hide = budget.showWait({until, reason: 'foreground'}, false, () => {});
		expect(budget.waiting).toEqual({until, reason: 'foreground', background: false});
		const shown = budget.waiting;
		expect(budget.waiting).toBe(shown);
		hide();
		expect(budget.waiting).toMatchObject({reason: 'background', background: true});
	});
});
