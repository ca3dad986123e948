/** The detail of a permission group, read by itself (contract 2.2). */
import {expect, test} from 'vitest';
import {openProgram} from '../support/open-program.ts';

test('r on a permission group reads that group, and not only its list', async () => {
	await using program = await openProgram({area: 'permission-groups'});
	const [first] = program.store.list('permissionGroups').rows;
	await program.press('enter');
	await program.rest();
	program.forget();
	await program.press('r');
	await program.rest();
	const path = /\/iam\/permission_groups\/[0-9a-f]{32}$/u;
	expect(first).toBeDefined();
	expect(program.requests().filter((request) => path.test(request.path))).toHaveLength(1);
	expect(program.frame()).toContain('read just now');
});

test('a permission group that is opened long after its list was read is read by itself', async () => {
	await using program = await openProgram({area: 'permission-groups'});
	await program.advance(30 * 60_000);
	program.forget();
	await program.press('enter');
	await program.rest();
	expect(program.requests().map(({path}) => path)).toContainEqual(
		expect.stringMatching(/\/iam\/permission_groups\/[0-9a-f]{32}$/u),
	);
});
