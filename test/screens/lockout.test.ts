/** The lockout guard on the screen: what is typed, what is said, and what the server is left with. */
import {describe, expect, test} from 'vitest';
import {demoTokens, type Emulator} from '../../source/emulator/index.ts';
import {type OpenOptions, type OpenProgram, openProgram, startTestEmulator} from '../support/open-program.ts';

const owner = 'owner@cfiam.example';
const size = {columns: 100, rows: 40};

/** The owner administers the account by the group `platform-dns` alone. */
async function ownersByGroup(): Promise<Emulator> {
	const emulator = await startTestEmulator({dataset: 'small'});
	const {members, userGroups} = emulator.state.main;
	const person = members.values().find(({email}) => email === owner);
	const group = userGroups.values().find(({name}) => name === 'platform-dns');
	if (person === undefined || group === undefined) throw new Error('the dataset is another one');
	const joined = {...person, policies: []};
	members.set(joined);
	group.members.add(joined, '2026-01-01T00:00:00Z');
	userGroups.set({...group, policies: person.policies});
	return emulator;
}

function ownersIn({state}: Emulator): readonly string[] {
	const group = state.main.userGroups.values().find(({name}) => name === 'platform-dns');
	return group?.members.byEmail('asc').map(({email}) => email) ?? [];
}

async function openOwners(emulator: Emulator, options: OpenOptions = {}): Promise<OpenProgram> {
	const program = await openProgram({emulator, size, asksRights: true, search: 'platform-dns', ...options});
	await program.run('section.next');
	await program.rest();
	return program;
}

async function pressGo(program: OpenProgram): Promise<void> {
	await program.advance(1000);
	await program.run('dialog.next', 'dialog.press');
	await program.rest();
}

/** Removes the person under the cursor after a filter has found them. */
async function askToRemove(program: OpenProgram, address: string): Promise<string> {
	await program.run('filter');
	await program.type(address);
	await program.run('filter.accept', 'remove');
	await program.rest();
	return program.frame();
}

describe('leaving the only group that gives administration', () => {
	test('is asked for with the name of the group, and says who can bring one back', async () => {
		const emulator = await ownersByGroup();
		try {
			await using program = await openOwners(emulator);
			const frame = await askToRemove(program, owner);
			expect(frame).toContain('You lose your own access as Super Administrator of this account');
			expect(frame.replaceAll(/[\s│]+/gu, ' ')).toMatch(/\S+@kestrel\.example.* can give it back/u);
			expect(frame).toContain('Type the name of the user group to go on: platform-dns');
			await pressGo(program);
			expect(program.frame()).toContain('type the name of the user group first: platform-dns');
			expect(program.writes()).toEqual([]);
			await program.type('platform-dns');
			await program.run('dialog.press');
			await program.rest();
			expect(program.writes().map(({method, status}) => [method, status])).toEqual([['DELETE', 200]]);
			expect(ownersIn(emulator)).not.toContain(owner);
		} finally {
			await emulator.close();
		}
	});

	test('is no more than any change where somebody else leaves', async () => {
		const emulator = await ownersByGroup();
		try {
			await using program = await openOwners(emulator);
			const frame = await askToRemove(program, 'soren.kjaer@kestrel.example');
			expect(frame).not.toContain('You lose');
			expect(frame).not.toContain('to go on:');
			await pressGo(program);
			expect(ownersIn(emulator)).not.toContain('soren.kjaer@kestrel.example');
		} finally {
			await emulator.close();
		}
	});

	test('says to a token that may not read whose it is that nobody knows', async () => {
		const emulator = await ownersByGroup();
		try {
			await using program = await openOwners(emulator, {token: demoTokens.groupsOnly.token});
			const frame = await askToRemove(program, owner);
			expect(frame).toContain('it may be your own: this token may not read whose it');
			expect(frame).toContain('Type the name of the user group to go on: platform-dns');
			expect(frame).not.toContain('You lose');
		} finally {
			await emulator.close();
		}
	});

	test('says to a token of the account nothing of one’s own', async () => {
		const emulator = await ownersByGroup();
		try {
			await using program = await openOwners(emulator, {token: demoTokens.accountOwned.token});
			const frame = await askToRemove(program, owner);
			expect(frame).not.toContain('yours');
			expect(frame).not.toContain('You lose');
		} finally {
			await emulator.close();
		}
	});
});

describe('the last Super Administrators', () => {
	test('are not deleted with their group before it is said that nobody is left', async () => {
		const emulator = await ownersByGroup();
		try {
			await using program = await openProgram({emulator, size, asksRights: true});
			await program.run('filter');
			await program.type('platform-dns');
			await program.run('filter.accept', 'delete');
			await program.rest();
			const frame = program.frame();
			expect(frame).toContain('You lose your own access');
			expect(frame).toContain('This account has no Super Administrator afterwards');
			expect(frame).toContain("Cloudflare's support");
			expect(frame).toContain('Type the name to go on: platform-dns');
			await pressGo(program);
			expect(program.writes()).toEqual([]);
		} finally {
			await emulator.close();
		}
	});
});

describe('enabling SSO', () => {
	test('names the Super Administrators who sign in as before, and has the domain typed', async () => {
		await using program = await openProgram({area: 'sso-connectors', size, asksRights: true});
		await program.run('filter');
		await program.type('enabled:no verification:verified');
		await program.run('filter.accept', 'toggle');
		await program.rest();
		const frame = program.frame().replaceAll(/[\s│]+/gu, ' ');
		expect(frame).toContain(`Super Administrators who sign in as before, if it fails: ${owner}`);
		expect(frame).toContain('Type the e-mail domain to go on:');
	});
});
