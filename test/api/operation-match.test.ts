import {expect, test} from 'vitest';
import {operationOf} from '../../source/api/operation-match.ts';
import {operations} from '../../source/api/operations.ts';

test('every operation below an account is found by the request that it sends', () => {
	const below = operations.filter(({path}) => path.startsWith('/accounts/{account_id}/'));
	expect(below.length).toBeGreaterThan(30);
	for (const {id, method, path} of below) {
		const sent = path.replace('/accounts/{account_id}', '').replaceAll(/\{\w+\}/gu, '0'.repeat(32));
		expect(operationOf(method, sent)).toBe(id);
	}
	expect(operationOf('PATCH', '/iam/user_groups')).toBeUndefined();
});
