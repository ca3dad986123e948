/** What a confirmation says that people gain and lose is read to its end, whatever the width. */
import {expect, test} from 'vitest';
import {openProgram} from '../support/open-program.ts';

test.each([60, 80, 120])('at %i columns no effect is cut', async (columns) => {
	await using program = await openProgram({search: 'platform-edge', size: {columns, rows: 40}});
	await program.run('add');
	await program.rest();
	await program.paste('chloe.lefevre@kestrel.example, jonas.weiss@kestrel.example');
	await program.rest();
	await program.run('picker.next', 'picker.tick');
	await program.rest();
	const rows = program.rows().flatMap((row) => /│ (.*) │/u.exec(row)?.[1]?.trim() ?? []);
	const first = rows.findIndex((row) => row.startsWith('chloe.lefevre@'));
	const last = rows.findIndex((row, at) => at > first && row.startsWith('jonas.weiss@'));
	const said = rows.slice(first, last).join(' ').replaceAll(/\s+/gu, ' ');
	expect(said).toMatch(/gains Workers Platform Admin on whole account, and \d more$/u);
});
