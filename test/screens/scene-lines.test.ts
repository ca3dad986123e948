/** What is drawn without Ink is what Ink draws. */
import {describe, expect, onTestFinished, test} from 'vitest';
import {sceneLines} from '../../source/screens/scene-lines.ts';
import {signInLines} from '../../source/screens/sign-in/sign-in-lines.ts';
import {plainText} from '../../source/terminal/line.ts';
import {startSignIn} from '../sign-in/support.tsx';
import {openProgram} from '../support/open-program.ts';

const trimmed = (lines: readonly string[]): readonly string[] => {
	const rows = lines.map((line) => line.trimEnd());
	return rows.slice(0, rows.findLastIndex((row) => row !== '') + 1);
};

describe('a list', () => {
	test.each([
		{columns: 80, rows: 24},
		{columns: 120, rows: 40},
		{columns: 60, rows: 15},
		{columns: 97, rows: 19},
	])('has the same rows at $columns by $rows, as it is read and while it is filtered', async (size) => {
		await using open = await openProgram({size});
		const {program} = open;
		const identity = {account: open.emulator.state.main.account.name, source: 'demo'};
		const fixed = {limit: 1200, remaining: 1187, resetsAt: undefined, waiting: undefined};
		const budget = {...open.client.budget, snapshot: () => fixed, subscribe: () => () => {}, cancelWait: () => {}};
		const same = (): void => {
			const shown = sceneLines({kind: 'open', program, identity, budget});
			expect(shown?.columns).toBe(size.columns);
			expect(trimmed(shown?.lines.map(plainText) ?? [])).toEqual(trimmed(open.rows()));
		};
		same();
		await open.press('j', 'j', 'space');
		same();
		await open.press('/');
		await open.type('front');
		same();
		await open.press('escape', '?');
		expect(sceneLines({kind: 'open', program, identity, budget})).toBeUndefined();
	});
});

describe('the sign-in', () => {
	test('has the same rows while the stored credential is read, and none where something is chosen', async () => {
		const reading = startSignIn({baseUrl: 'http://127.0.0.1:9', recorded: 'keychain', begin: {kind: 'read'}});
		onTestFinished(() => reading.close());
		const lines = signInLines(reading.signIn);
		expect(lines).toHaveLength(24);
		expect(trimmed(lines?.map(plainText) ?? [])).toEqual(trimmed((await reading.text()).split('\n')));

		const menu = startSignIn({baseUrl: 'http://127.0.0.1:9', begin: {kind: 'menu'}});
		onTestFinished(() => menu.close());
		expect(signInLines(menu.signIn)).toBeUndefined();
	});
});
