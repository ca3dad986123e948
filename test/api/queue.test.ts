import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Priority, RequestBudget} from '../../source/api/budget.ts';
import {type Admission, NotAdmitted, RequestQueue} from '../../source/api/queue.ts';
import {readRateLimit} from '../../source/api/rate-limit-headers.ts';
import {manualClock} from './support/clocks.ts';

interface Entry {
	readonly name: string;
	state: 'waiting' | 'admitted' | 'aborted' | 'cancelled' | 'too-long';
	leave(): void;
}

function setUp(options: {quota?: number; window?: number; reserve?: number; longestWait?: number} = {}) {
	const clock = manualClock();
	const budget = new RequestBudget({clock, ...options});
	const queue = new RequestQueue({clock, budget, longestWait: options.longestWait});
	const enter = (name: string, priority: Priority = 'foreground', signal?: AbortSignal): Entry => {
		let admission: Admission | undefined;
		const entry: Entry = {name, state: 'waiting', leave: () => admission?.leave()};
		queue.enter(priority, signal).then(
			(given) => {
				admission = given;
				entry.state = 'admitted';
			},
			(error: unknown) => {
				if (!(error instanceof NotAdmitted)) throw error;
				entry.state = error.why;
			},
		);
		return entry;
	};
	return {clock, budget, queue, enter};
}

/** Lets promises settle. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const names = (entries: readonly Entry[], state: Entry['state']) =>
	entries.filter((entry) => entry.state === state).map(({name}) => name);

test('at most six are in flight, at most five of them in the background, in the order they came', async () => {
	const {enter} = setUp();
	const background = ['b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7'].map((name) => enter(name, 'background'));
	const foreground = ['f1', 'f2'].map((name) => enter(name));
	await settle();
	expect(names(background, 'admitted')).toEqual(['b1', 'b2', 'b3', 'b4', 'b5']);
	expect(names(foreground, 'admitted')).toEqual(['f1']);
	background[0]?.leave();
	background[0]?.leave();
	await settle();
	// The foreground goes first, and leaving twice gives one place.
	expect(names(foreground, 'admitted')).toEqual(['f1', 'f2']);
	expect(names(background, 'admitted')).toEqual(['b1', 'b2', 'b3', 'b4', 'b5']);
	background[1]?.leave();
	await settle();
	expect(names(background, 'admitted')).toEqual(['b1', 'b2', 'b3', 'b4', 'b5', 'b6']);
});

test('who gives up while waiting is out, and the next takes the place', async () => {
	const {enter} = setUp();
	const inFlight = ['1', '2', '3', '4', '5', '6'].map((name) => enter(name));
	const controller = new AbortController();
	const impatient = enter('impatient', 'foreground', controller.signal);
	const patient = enter('patient');
	controller.abort();
	await settle();
	expect(impatient.state).toBe('aborted');
	inFlight[0]?.leave();
	await settle();
	expect(patient.state).toBe('admitted');
});

test('who is called off already does not get in', async () => {
	const {enter, budget} = setUp();
	const entry = enter('late', 'foreground', AbortSignal.abort());
	await settle();
	expect(entry.state).toBe('aborted');
	expect(budget.remaining).toBe(1200);
});

describe('when the budget is used up', () => {
	test('requests wait visibly until it is there again', async () => {
		const {clock, budget, enter} = setUp({quota: 2, window: 10_000});
		const start = clock.now();
		const entries = ['1', '2', '3'].map((name) => enter(name));
		await settle();
		for (const entry of entries) entry.leave();
		await settle();
		expect(names(entries, 'admitted')).toEqual(['1', '2']);
		expect(budget.waiting).toEqual({until: start + 10_000, reason: 'the request budget is used up', background: false});
		clock.advance(9999);
		await settle();
		expect(names(entries, 'waiting')).toEqual(['3']);
		clock.advance(1);
		await settle();
		expect(names(entries, 'admitted')).toEqual(['1', '2', '3']);
		expect(budget.waiting).toBeUndefined();
	});

	test('the user can give the wait up, and nothing is left behind', async () => {
		const {clock, budget, enter} = setUp({quota: 1, window: 10_000});
		enter('first');
		const held = [enter('second'), enter('third', 'background')];
		budget.cancelWait();
		await settle();
		expect(names(held, 'cancelled')).toEqual(['second', 'third']);
		expect(budget.waiting).toBeUndefined();
		expect(clock.pending()).toBe(0);
	});

	test('background waits at the reserve and lets the foreground pass', async () => {
		const {budget, enter} = setUp({quota: 8, window: 10_000, reserve: 2});
		const entries: Entry[] = [];
		for (let count = 1; count <= 7; count += 1) {
			const entry = enter(`b${count}`, 'background');
			entries.push(entry);
			await settle();
			entry.leave();
		}
		expect(names(entries, 'waiting')).toEqual(['b7']);
		expect(budget.waiting).toMatchObject({background: true});
		const foreground = enter('f');
		await settle();
		expect(foreground.state).toBe('admitted');
	});

	test('who would have to wait too long is told at once', async () => {
		const {enter, budget, clock} = setUp({longestWait: 60_000});
		budget.block(clock.now() + 60_001, 'blocked');
		const entry = enter('impatient');
		await settle();
		expect(entry.state).toBe('too-long');
		expect(budget.waiting).toBeUndefined();
	});

	test('an answer that tells of a new window sets the waiting free', async () => {
		const {clock, budget, queue, enter} = setUp();
		const first = await queue.enter('foreground', undefined);
		const second = await queue.enter('foreground', undefined);
		budget.observe(first.sequence, {name: '', quota: 2, window: undefined, remaining: 0, resetsIn: 60_000});
		const held = enter('held');
		await settle();
		expect(held.state).toBe('waiting');
		clock.advance(5000);
		budget.observe(second.sequence, {name: '', quota: 50, window: undefined, remaining: 49, resetsIn: 300_000});
		second.leave();
		await settle();
		expect(held.state).toBe('admitted');
	});
});

describe('a pause of one request', () => {
	test('ends by itself', async () => {
		const {clock, queue, budget} = setUp();
		const hold = {until: clock.now() + 1000, reason: 'asked to wait'};
		const pause = queue.pause(hold, true, 'foreground', undefined);
		expect(budget.waiting).toEqual({...hold, background: false});
		clock.advance(1000);
		await pause;
		expect(budget.waiting).toBeUndefined();
	});

	test('ends when it is cancelled or called off', async () => {
		const {clock, queue, budget} = setUp();
		const hold = {until: clock.now() + 1000, reason: 'asked to wait'};
		const cancelled = queue.pause(hold, true, 'foreground', undefined);
		budget.cancelWait();
		await expect(cancelled).rejects.toMatchObject({why: 'cancelled'});
		const controller = new AbortController();
		const aborted = queue.pause(hold, true, 'foreground', controller.signal);
		controller.abort();
		await expect(aborted).rejects.toMatchObject({why: 'aborted'});
		expect(clock.pending()).toBe(0);
		await expect(queue.pause(hold, true, 'foreground', AbortSignal.abort())).rejects.toMatchObject({why: 'aborted'});
	});

	test('ends when it is cancelled also if it is too short to be shown', async () => {
		const {clock, queue, budget} = setUp();
		const pause = queue.pause({until: clock.now() + 500, reason: 'x'}, false, 'foreground', undefined);
		expect(budget.waiting).toBeUndefined();
		budget.cancelWait();
		await expect(pause).rejects.toMatchObject({why: 'cancelled'});
		expect(clock.pending()).toBe(0);
	});

	test('is not begun when it would be too long', async () => {
		const {clock, queue} = setUp({longestWait: 1000});
		const pause = queue.pause({until: clock.now() + 1001, reason: 'x'}, true, 'foreground', undefined);
		await expect(pause).rejects.toMatchObject({why: 'too-long'});
	});
});

test('closing refuses everybody who waits', async () => {
	const {clock, queue, enter} = setUp({quota: 1, window: 1000});
	enter('first');
	const held = enter('held');
	queue.close();
	await settle();
	expect(held.state).toBe('aborted');
	expect(clock.pending()).toBe(0);
});

test('closing ends every pause as well, shown or not, and nobody gets in afterwards', async () => {
	const {clock, queue, budget, enter} = setUp();
	const hold = {until: clock.now() + 40_000, reason: 'asked to wait'};
	const pauses = [
		queue.pause(hold, true, 'foreground', undefined),
		queue.pause(hold, false, 'background', undefined),
	].map((pause) => pause.catch((error: unknown) => error));
	queue.close();
	expect(await Promise.all(pauses)).toMatchObject([{why: 'aborted'}, {why: 'aborted'}]);
	expect(clock.pending()).toBe(0);
	expect(budget.waiting).toBeUndefined();
	const late = enter('late');
	await settle();
	expect(late.state).toBe('aborted');
	await expect(queue.pause(hold, true, 'foreground', undefined)).rejects.toMatchObject({why: 'aborted'});
	expect(clock.pending()).toBe(0);
});

test('the budget is never overrun, however requests and answers interleave', async () => {
	const request = fc.record({
		at: fc.nat(20_000),
		priority: fc.constantFrom<Priority>('foreground', 'background'),
		outward: fc.nat(700),
		homeward: fc.nat(700),
		/** Whether the server counts a request when it comes or when it answers. */
		silent: fc.boolean(),
	});
	await fc.assert(
		fc.asyncProperty(
			fc.array(request, {minLength: 60, maxLength: 120}),
			fc.integer({min: 8, max: 30}),
			fc.integer({min: 5, max: 20}),
			fc.nat(4999),
			async (requests, quota, seconds, phase) => {
				const {clock, budget, queue} = setUp({quota, window: seconds * 1000});
				const start = clock.now();
				const counts = new Map<number, number>();
				let answered = 0;
				const serve = (admission: Admission, {outward, homeward, silent}: (typeof requests)[number]) => {
					clock.after(outward, () => {
						const elapsed = clock.now() - start + phase;
						const window = Math.floor(elapsed / (seconds * 1000));
						const count = (counts.get(window) ?? 0) + 1;
						counts.set(window, count);
						expect(count).toBeLessThanOrEqual(quota);
						const left = (window + 1) * seconds - elapsed / 1000;
						clock.after(homeward, () => {
							answered += 1;
							// Whole seconds, cut off: the window lasts longer than the header says.
							const headers: Record<string, string> = {
								ratelimit: `"default";r=${quota - count};t=${Math.floor(left)}`,
								'ratelimit-policy': `"default";q=${quota};w=${seconds}`,
							};
							const reading = silent ? undefined : readRateLimit((name) => headers[name], clock.now());
							if (reading !== undefined) budget.observe(admission.sequence, reading);
							admission.leave();
						});
					});
				};
				for (const one of requests) {
					clock.after(one.at, () => {
						void queue.enter(one.priority, undefined).then((admission) => serve(admission, one));
					});
				}
				for (let step = 0; step < 4000 && answered < requests.length; step += 1) {
					clock.advance(100);
					await Promise.resolve();
					await Promise.resolve();
					await Promise.resolve();
				}
				expect(answered).toBe(requests.length);
			},
		),
		{numRuns: 400, endOnFailure: true},
	);
});

test('reading in the background never takes the reserve, whatever other tools take meanwhile', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({min: 1, max: 20}),
			fc.array(fc.record({others: fc.nat(2), answer: fc.nat(4)}), {minLength: 30, maxLength: 60}),
			async (reserve, turns) => {
				const quota = 30;
				const {clock, budget, enter} = setUp({quota, window: 300_000, reserve});
				let remaining = quota;
				/** Requests of other tools that no answer has told of. */
				let unknown = 0;
				let counted = 0;
				const flying: Entry[] = [];
				let next = enter('0', 'background');
				for (const {others, answer} of turns) {
					clock.advance(1000);
					await settle();
					while (next.state === 'admitted') {
						remaining -= 1;
						counted += 1;
						// What was known leaves the reserve alone: only what nobody could know of is missing from it.
						expect(remaining).toBeGreaterThanOrEqual(Math.min(reserve, Math.floor((quota * 3) / 4)) - unknown);
						flying.push(next);
						next = enter(String(counted), 'background');
						await settle();
					}
					remaining = Math.max(0, remaining - others);
					unknown += others;
					const [first] = flying.splice(answer % Math.max(1, flying.length), 1);
					if (first === undefined) continue;
					const sequence = Number(first.name) + 1;
					budget.observe(sequence, {name: 'default', quota, window: 300_000, remaining, resetsIn: 300_000});
					unknown = 0;
					first.leave();
				}
				next.leave();
			},
		),
		{numRuns: 100},
	);
});
