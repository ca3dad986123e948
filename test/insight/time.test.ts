import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {absolute, age, instant, span} from '../../source/insight/time.ts';

const now = Date.parse('2025-06-01T12:00:00Z');
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('an age', () => {
	test.each([
		[0, '0s'],
		[14 * second, '14s'],
		[59_999, '59s'],
		[minute, '1m'],
		[59 * minute, '59m'],
		[hour, '1h'],
		[47 * hour, '47h'],
		[2 * day, '2d'],
		[210 * day, '210d'],
		[364 * day, '364d'],
		[365 * day, '1.0y'],
		[829 * day, '2.2y'],
		[3 * 365 * day, '3.0y'],
	])('of %i ms is %s', (ms, text) => {
		expect(age(now - ms, now)).toBe(text);
	});

	test('is read from the server text with microseconds', () => {
		expect(age('2025-06-01T11:59:46.759979Z', now)).toBe('13s');
		expect(instant('2025-01-01T12:21:02.0000Z')).toBe(Date.parse('2025-01-01T12:21:02Z'));
	});

	test('of a time ahead says so, unless the clocks merely differ', () => {
		expect(age(now + minute, now)).toBe('0s');
		expect(age(now + 3 * day, now)).toBe('in 3d');
	});

	test.each([undefined, null, '', 'soon', Number.NaN, Number.POSITIVE_INFINITY])('of %s is empty', (time) => {
		expect(age(time, now)).toBe('');
	});

	test('never grows a unit when less time has passed', () => {
		const value = (text: string) => {
			const unit = {s: second, m: minute, h: hour, d: day, y: 365 * day}[text.slice(-1)] ?? Number.NaN;
			return Number(text.slice(0, -1)) * unit;
		};
		fc.assert(
			fc.property(fc.nat(2 ** 40), fc.nat(2 ** 20), (ms, more) => {
				expect(value(span(ms + more))).toBeGreaterThanOrEqual(value(span(ms)));
				expect(value(span(ms))).toBeLessThanOrEqual(ms);
			}),
		);
	});
});

test('an absolute time is in UTC and to the second', () => {
	expect(absolute('2025-01-24T15:31:36.759979Z')).toBe('2025-01-24 15:31:36 UTC');
	expect(absolute(now)).toBe('2025-06-01 12:00:00 UTC');
	expect(absolute('when it was')).toBe('when it was');
	expect(absolute(undefined)).toBe('');
	expect(absolute(1e20)).toBe('');
});
