/** What becomes of a write whose answer does not fit what is shown. */
import {describe, expect, test} from 'vitest';
import {WriteQueue} from '../../source/store/write-queue.ts';

const write = {object: 'oauth-client/1', attempted: 'rotate the secret', options: undefined};

describe('a write that was carried out', () => {
	test('is answered though it can not be shown, and is looked at again', async () => {
		let looked = 0;
		const answer = await new WriteQueue(() => false).add({
			...write,
			send: async () => 'the secret',
			show() {
				throw new TypeError('a bug');
			},
			lookAgain: () => {
				looked += 1;
			},
		});
		expect(answer).toBe('the secret');
		expect(looked).toBe(1);
	});

	test('is neither shown nor looked at once the store is closed', async () => {
		let isClosed = false;
		const told: string[] = [];
		const answer = await new WriteQueue(() => isClosed).add({
			...write,
			async send() {
				isClosed = true;
				return 'the secret';
			},
			show: () => told.push('show'),
			lookAgain: () => told.push('look'),
		});
		expect(answer).toBe('the secret');
		expect(told).toEqual([]);
	});
});
