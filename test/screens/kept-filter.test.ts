/** `/` where a filter is kept: it is selected, as texts are that can be replaced. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Emulator} from '../../source/emulator/index.ts';
import {type OpenProgram, openProgram, startTestEmulator} from '../support/open-program.ts';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator();
});

afterAll(() => emulator.close());

const filterOf = (program: OpenProgram): string => program.situation().place.table.filter.text;

async function kept(): Promise<OpenProgram> {
	const program = await openProgram({emulator});
	await program.press('/');
	await program.type('platform');
	await program.press('enter', '/');
	return program;
}

describe('a filter that was kept', () => {
	test('is said to be replaced by what is typed, and is', async () => {
		await using program = await kept();
		expect(program.rows()[2]).toMatch(/^\/platform {2}typing replaces it, left goes into it/u);
		await program.type('agency');
		expect(filterOf(program)).toBe('agency');
		expect(program.frame()).toContain('Agency (Harborline)');
		expect(program.frame()).not.toContain('typing replaces it');
	});

	test('is replaced by a paste', async () => {
		await using program = await kept();
		await program.paste('agency');
		expect(filterOf(program)).toBe('agency');
	});

	test.each(['backspace', 'delete'])('goes as a whole with %s', async (key) => {
		await using program = await kept();
		await program.press(key);
		expect(filterOf(program)).toBe('');
		await program.type('x');
		expect(filterOf(program)).toBe('x');
	});

	test('can be gone into instead', async () => {
		await using program = await kept();
		await program.press('left');
		await program.type('x');
		expect(filterOf(program)).toBe('platforxm');
	});

	test('stays as it is when it is only looked at, and is no other the next time', async () => {
		await using program = await kept();
		await program.press('enter');
		expect(filterOf(program)).toBe('platform');
		await program.press('/', 'end');
		await program.type('-dns');
		expect(filterOf(program)).toBe('platform-dns');
	});

	test('is none where nothing was kept: what is typed is put one behind the other', async () => {
		await using program = await openProgram({emulator});
		await program.press('/');
		await program.type('ab');
		expect(filterOf(program)).toBe('ab');
	});
});
