/** What a field does with a second credential, and a screen that can not show it. */
import {expect, test} from 'vitest';
import {startSignIn} from './support.tsx';

/** Nobody listens there; nothing here gets that far. */
const baseUrl = 'http://127.0.0.1:9/client/v4';

test('a pasted token takes the place of what stood in the field', async () => {
	const signIn = startSignIn({baseUrl});
	signIn.type('\r');
	await signIn.reach('token');
	signIn.type('first-token');
	signIn.type('\u001b[200~second-token\u001b[201~');
	expect(signIn.signIn.state().fields.token.text).toBe('second-token');
	await signIn.close();
});

test('a terminal that is too small takes nothing but ctrl-c', async () => {
	const signIn = startSignIn({baseUrl, size: {columns: 40, rows: 8}});
	signIn.type('\r\r\r');
	expect(signIn.signIn.state().step.kind).toBe('menu');
	signIn.type('\u0003\u0003');
	expect(signIn.calls).toContain('quit');
	await signIn.close();
});
