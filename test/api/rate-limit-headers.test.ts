import fc from 'fast-check';
import {expect, test} from 'vitest';
import {readRateLimit} from '../../source/api/rate-limit-headers.ts';
import {backoff, parseRetryAfter, retriesFailure, retriesStatus} from '../../source/api/retry.ts';

const now = Date.UTC(2026, 10, 22, 12);

function read(headers: Readonly<Record<string, string>>) {
	return readRateLimit((name) => headers[name], now);
}

test.each([
	[
		{ratelimit: '"default";r=50;t=30', 'ratelimit-policy': '"default";q=1200;w=300'},
		{quota: 1200, window: 300_000, remaining: 50, resetsIn: 30_000},
	],
	// As contract 10.2 shows it: two names for one limit.
	[
		{ratelimit: '"default";r=50;t=30', 'ratelimit-policy': '"burst";q=100;w=60'},
		{quota: 100, window: 60_000, remaining: 50, resetsIn: 30_000},
	],
	[{ratelimit: '"default";r=50;t=30'}, {quota: undefined, window: undefined, remaining: 50, resetsIn: 30_000}],
	[{ratelimit: 'default; r=0 ; t=7'}, {remaining: 0, resetsIn: 7000}],
	[
		{ratelimit: '"a,b;c";r=5;t=1', 'ratelimit-policy': '"a,b;c";q=9;w=2'},
		{quota: 9, remaining: 5, resetsIn: 1000},
	],
	// Of two limits the one that is nearer to its end.
	[
		{
			ratelimit: '"burst";r=90;t=10, "default";r=100;t=200',
			'ratelimit-policy': '"burst";q=100;w=10, "default";q=1200;w=300',
		},
		{quota: 1200, remaining: 100, resetsIn: 200_000},
	],
	[{ratelimit: 'limit=100, remaining=50, reset=5'}, {quota: 100, remaining: 50, resetsIn: 5000}],
	[
		{'x-ratelimit-limit': '1200', 'x-ratelimit-remaining': '1100', 'x-ratelimit-reset': '60'},
		{quota: 1200, remaining: 1100, resetsIn: 60_000},
	],
	[
		{'x-ratelimit-remaining': '3', 'x-ratelimit-reset': String(now / 1000 + 9)},
		{quota: undefined, remaining: 3, resetsIn: 9000},
	],
	[{'x-ratelimit-remaining': '3'}, {remaining: 3, resetsIn: 0}],
])('reads %o', (headers, expected) => {
	expect(read(headers)).toMatchObject(expected);
});

test.each([
	[{}],
	[{ratelimit: ''}],
	[{ratelimit: '"default"'}],
	[{ratelimit: '"default";r=many;t=30'}],
	[{ratelimit: '"default";r=-5;t=30'}],
	[{'ratelimit-policy': '"default";q=1200;w=300'}],
	[{'x-ratelimit-remaining': 'lots'}],
	[{ratelimit: '"unclosed;r=5;t=1'}],
])('makes nothing of %o', (headers) => {
	expect(read(headers)).toBeUndefined();
});

test('no header text breaks it, and what it reads is made of usable numbers', () => {
	const text = fc.oneof(
		fc.string(),
		fc.stringMatching(/^("?[a-z]*"?(;[rtqw]=[0-9"a.-]*)*,?)*$/),
		fc.stringMatching(/^[0-9, ;.-]*$/),
	);
	fc.assert(
		fc.property(text, text, text, text, (ratelimit, policy, remaining, reset) => {
			const reading = read({
				ratelimit,
				'ratelimit-policy': policy,
				'x-ratelimit-remaining': remaining,
				'x-ratelimit-reset': reset,
			});
			if (reading === undefined) return;
			expect(reading.remaining).toBeGreaterThanOrEqual(0);
			expect(reading.resetsIn).toBeGreaterThanOrEqual(0);
			expect(Number.isFinite(reading.remaining + reading.resetsIn + (reading.quota ?? 0) + (reading.window ?? 0))).toBe(
				true,
			);
		}),
	);
});

test.each([
	['0', now],
	['30', now + 30_000],
	[' 1.5 ', now + 1500],
	['Sun, 22 Nov 2026 12:05:00 GMT', now + 300_000],
	['Sun, 22 Nov 2026 11:00:00 GMT', now],
	['', undefined],
	['-5', undefined],
	['soon', undefined],
	['Sunday', undefined],
	['12 monkeys', undefined],
	[undefined, undefined],
])('Retry-After: %s', (value, expected) => {
	expect(parseRetryAfter(value, now)).toBe(expected);
});

test('reads are sent again for failures that pass, writes only when they certainly did not arrive', () => {
	for (const status of [408, 500, 502, 503, 504, 520, 524]) {
		expect(retriesStatus(false, status)).toBe(true);
		expect(retriesStatus(true, status)).toBe(false);
	}
	for (const writes of [false, true]) {
		expect(retriesStatus(writes, 429)).toBe(true);
		for (const status of [200, 301, 400, 401, 403, 404, 409, 422, 501])
			expect(retriesStatus(writes, status)).toBe(false);
		for (const reason of ['refused', 'unknown-host', 'connect-timeout'] as const)
			expect(retriesFailure(writes, reason)).toBe(true);
		for (const reason of ['answer-timeout', 'certificate', 'too-large', 'aborted', 'not-http'] as const)
			expect(retriesFailure(writes, reason)).toBe(false);
	}
	for (const reason of ['reset', 'truncated', 'unreachable'] as const) {
		expect(retriesFailure(false, reason)).toBe(true);
		expect(retriesFailure(true, reason)).toBe(false);
	}
});

test('the pause doubles up to eight seconds, less up to a quarter', () => {
	expect([0, 1, 2, 3, 4, 9].map((retry) => backoff(retry, () => 0))).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
	expect(backoff(0, () => 1)).toBe(375);
});
