/** What the credential may do, on the screen: dim keys, what they say, refusals, and the list of it all. */
import {describe, expect, test} from 'vitest';
import {areas} from '../../source/areas/index.ts';
import {userGroupSteps} from '../../source/areas/user-group-steps.ts';
import {demoTokens} from '../../source/emulator/index.ts';
import {actionNames} from '../../source/screens/keymap.ts';
import {situationOf} from '../../source/screens/situation.ts';
import {type OpenOptions, type OpenProgram, openProgram} from '../support/open-program.ts';

const lack = 'needs Account Settings Write: this token has Account Settings Read; :permissions shows how to get it';

/** Long addresses begin a row of their own. */
const tokenPage = /A token with it:[\s│]+https:\/\/dash\.cloudflare\.com\/profile\/api-tokens\?permission/u;

const open = (options: OpenOptions) => openProgram({asksRights: true, ...options});

async function permissions(program: OpenProgram): Promise<string> {
	await program.run('command.open');
	await program.type('permissions');
	await program.run('command.run');
	await program.rest();
	return program.frame();
}

describe('a key that the credential has no right to', () => {
	test('is dim in the footer and in help, and says which permission is missing', async () => {
		await using program = await open({token: demoTokens.readAll.token});
		await program.press('D');
		expect(program.frame().replaceAll(/\s*\n\s*/gu, ' ')).toContain(lack);
		expect(program.state().overlays).toEqual([]);
		await program.run('help.open');
		await program.type('delete');
		expect(program.frame()).toContain('not now: needs Account Settings Write');
		expect(program.writes()).toEqual([]);
	});

	test('is bold where it may, and where nobody knows', async () => {
		for (const token of [demoTokens.accountOwned.token, demoTokens.readOnly.token]) {
			await using program = await open({token});
			expect(program.situation().refusal('create')).toBeUndefined();
			expect(program.situation().refusal('delete')).toBeUndefined();
		}
	});

	test('is undo where what takes the change back needs more than was needed for it', async () => {
		await using program = await open({token: demoTokens.readAll.token});
		const [group] = program.store.list('userGroups').rows;
		if (group === undefined) throw new Error('there are no groups');
		expect(program.situation().refusal('undo')).toBe('there is no change to undo');
		const entry = {run: 1, title: 'Rename', steps: [userGroupSteps.update(group, {name: 'as it was'})]};
		const state = {...program.state(), undo: [entry], redo: [entry]};
		const at = situationOf(state, program.situation().setting);
		expect(at.refusal('undo')).toBe(lack);
		expect(at.refusal('redo')).toBe(lack);
		expect(situationOf({...state, readOnly: true}, at.setting).refusal('undo')).toMatch(/^read-only/u);
	});

	test('is every key of an area that changes anything', async () => {
		await using program = await open({token: demoTokens.readAll.token, size: {columns: 120, rows: 40}});
		for (const {name, digit} of areas) {
			if (digit === undefined) continue;
			await program.press(digit);
			await program.rest();
			for (const action of actionNames.filter((each) => each !== 'test')) {
				const here = program.situation().action(action);
				if (here === undefined) continue;
				expect(here.action.permission, `${name} ${action}`).toBeDefined();
				expect(program.situation().refusal(action), `${name} ${action}`).toMatch(/^needs .* Write: this token has/u);
			}
		}
	});
});

describe('a refusal', () => {
	test('of a write says how the permission is got, and dims the keys from then on', async () => {
		await using program = await open({
			search: 'platform-dns',
			token: demoTokens.readOnly.token,
			size: {columns: 100, rows: 40},
		});
		await program.run('section.next');
		await program.rest();
		await program.run('remove');
		await program.rest();
		await program.advance(1000);
		await program.run('dialog.next', 'dialog.press');
		await program.rest();
		expect(program.writes().map(({status}) => status)).toEqual([403]);
		expect(program.frame()).toContain('Permission it needs: Account Settings Write');
		expect(program.frame()).toContain('to the token (:permissions shows where)');
		await program.run('dialog.cancel');
		expect(program.situation().refusal('remove')).toBe(lack);
		await program.run('remove');
		await program.rest();
		expect(program.writes()).toHaveLength(1);
	});

	test('of a list says it there, with what has to be added by hand', async () => {
		await using program = await open({
			area: 'oauth-clients',
			token: demoTokens.groupsOnly.token,
			size: {columns: 100, rows: 30},
		});
		expect(program.frame()).toContain('Permission it needs: OAuth Client Read');
		expect(program.frame()).toMatch(/\(add OAuth Client: Read by hand\):\s+https:\/\/dash\.cloudflare\.com\//u);
		expect(program.situation().refusal('create')).toContain('needs OAuth Client Write, which this token lacks');
	});

	test('of a form is shown in the form, with what was entered', async () => {
		await using program = await open({token: demoTokens.readOnly.token, size: {columns: 100, rows: 40}});
		await program.run('create');
		await program.type('night shift');
		await program.press('ctrl+s');
		await program.rest();
		await program.advance(1000);
		await program.run('dialog.next', 'dialog.press');
		await program.rest();
		expect(program.frame()).toContain('night shift');
		expect(program.frame()).toContain('Permission it needs: Account Settings Write');
		expect(program.frame()).toMatch(tokenPage);
	});
});

describe(':permissions', () => {
	test('shows every area, what is missing, and the page where it is got, whose address c copies', async () => {
		await using program = await open({token: demoTokens.readAll.token, size: {columns: 100, rows: 44}});
		const frame = await permissions(program);
		for (const {title} of areas) expect(frame).toContain(title);
		expect(frame).toContain('API token of owner@cfiam.example');
		expect(frame).toMatch(/User groups +yes +no +needs Account Settings Write/u);
		expect(frame).toMatch(/Members +yes +-/u);
		expect(frame).toContain('To add there by hand: SSO Connector: Read and Edit, OAuth Client: Read and Edit.');
		await program.press('c');
		expect(program.copied).toEqual([expect.stringMatching(/^https:\/\/dash\.cloudflare\.com\/profile\/api-tokens\?/u)]);
		expect(program.copied[0]).toContain('account_settings');
	});

	test('says that nothing is missing where nothing is', async () => {
		await using program = await open({token: demoTokens.accountOwned.token, size: {columns: 100, rows: 44}});
		const frame = await permissions(program);
		expect(frame).toContain('Nothing is missing.');
		expect(frame).toContain('that belongs to the account');
		expect(frame).not.toContain('dash.cloudflare.com');
	});

	test('looks again: what was refused once may be allowed by now', async () => {
		await using program = await open({token: demoTokens.accountOwned.token});
		program.emulator.faults.add({
			kind: 'status',
			status: 403,
			method: 'DELETE',
			path: '/**/user_groups/*',
			times: 1,
			body: {success: false, errors: [{code: 10000, message: 'Authentication error'}], messages: [], result: null},
		});
		await program.run('filter');
		await program.type('New joiners');
		await program.run('filter.accept', 'delete');
		await program.rest();
		await program.advance(1000);
		await program.run('dialog.next', 'dialog.press');
		await program.rest();
		await program.run('dialog.cancel');
		expect(program.situation().refusal('delete')).toContain('needs Account Settings Write');
		await permissions(program);
		expect(program.situation().refusal('delete')).toBeUndefined();
	});

	test('is not there where nobody asks', async () => {
		await using program = await openProgram();
		expect(await permissions(program)).toContain('is not asked here');
	});
});
