/** Names with hidden characters: what is sent back is what the server has said, not what stands on the screen. */
import {expect, test} from 'vitest';
import {guardTime} from '../../source/screens/state.ts';
import {type OpenProgram, openProgram} from '../support/open-program.ts';

const original = 'bell\u0007 back\b\b\b\b\u007f end';

/** The names of the groups as the server has them. */
async function namesAt({emulator}: OpenProgram): Promise<readonly string[]> {
	const url = `${emulator.url}/accounts/${emulator.accountId}/iam/user_groups?per_page=500`;
	const answer = await fetch(url, {headers: {authorization: `Bearer ${emulator.token}`}});
	const {result} = (await answer.json()) as {readonly result: readonly {readonly name: string}[]};
	return result.map(({name}) => name);
}

async function confirm(program: OpenProgram): Promise<void> {
	await program.waitFor('read again just now');
	await program.advance(guardTime);
	await program.press('tab', 'enter');
	await program.waitFor(/done; z undoes|undone/u);
	await program.press('enter');
}

async function onBell(program: OpenProgram): Promise<void> {
	await program.press('/');
	await program.type('bell');
	await program.press('enter');
}

test('undoing a rename brings back the name with all that is hidden in it', async () => {
	await using program = await openProgram({dataset: 'hostile'});
	expect(await namesAt(program)).toContain(original);
	await onBell(program);
	await program.press('e', 'ctrl+u');
	await program.type('bell renamed');
	await program.press('ctrl+s');
	await confirm(program);
	expect(await namesAt(program)).not.toContain(original);
	await program.press('z');
	await confirm(program);
	expect(await namesAt(program)).toContain(original);
});

test('a text that was changed is said to be sent in the letters that stand there', async () => {
	await using program = await openProgram({dataset: 'hostile', size: {columns: 120, rows: 40}});
	await onBell(program);
	await program.press('e');
	expect(program.frame()).not.toContain('it is sent in these letters');
	await program.press('x');
	expect(program.frame()).toContain('it is sent in these letters');
});
