/** How the reading of a large account is told, stopped and gone on with. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Emulator} from '../../source/emulator/index.ts';
import {type Progress, progressLine} from '../../source/screens/progress.ts';
import {type Line, lineWidth} from '../../source/terminal/line.ts';
import {openOn, openProgram, startTestEmulator} from '../support/open-program.ts';

const textOf = (line: Line): string => line.map(({text}) => text).join('');

const members: Progress = {
	what: {kind: 'list', resource: 'members'},
	noun: 'members',
	done: 7300,
	total: 25_000,
	requests: {done: 146, all: 500},
	state: 'reading',
};

describe('the line of a reading', () => {
	test('has counts and a bar, as far as there is room', () => {
		const lines = [120, 72, 58, 45, 36, 20].map((cells) => textOf(progressLine(members, cells)));
		expect(lines).toEqual([
			'members 7,300 of 25,000 ███████░░░░░░░░░░░░░░░░░ 146 of 500 requests  esc stops',
			'members 7,300 of 25,000 ███░░░░░░░░░ 146 of 500 requests  esc stops',
			'members 7,300 of 25,000 ███░░░░░░░░░ 146 of 500 requests',
			'members 7,300 of 25,000 ███░░░░░░░░░',
			'members 7,300 of 25,000 ███░░░░░░░░░',
			'members 7,300 of 25,000',
		]);
	});

	test('is never wider than it may be, and full only at the end', () => {
		for (let done = 0; done <= 300; done++) {
			const line = progressLine({...members, done, total: 300}, 80);
			expect(lineWidth(line)).toBeLessThanOrEqual(80);
			expect(textOf(line).includes('░')).toBe(done < 300);
		}
	});

	test('says of what was stopped how it is gone on with', () => {
		const stopped: Progress = {...members, state: 'stopped'};
		expect(textOf(progressLine(stopped, 80))).toBe('members 7,300 of 25,000: stopped  G reads the rest, 354 requests');
		expect(textOf(progressLine(stopped, 40))).toBe('members 7,300 of 25,000: stopped');
	});

	test('tells of groups what is left, whose pages are not known before they are read', () => {
		const groups: Progress = {
			what: {kind: 'memberships'},
			noun: 'members of groups',
			done: 300,
			total: 1500,
			requests: {left: 1248},
			state: 'reading',
		};
		expect(textOf(progressLine(groups, 100))).toBe(
			'members of groups 300 of 1,500 ████░░░░░░░░░░░░░░░░░░░░ 1,248 requests left  esc stops',
		);
	});
});

describe('in a large account', () => {
	let emulator: Emulator;

	beforeAll(async () => {
		emulator = await startTestEmulator({dataset: 'large'});
	});

	afterAll(() => emulator.close());

	const pagesOf = (requests: readonly {readonly path: string; readonly query: Readonly<Record<string, unknown>>}[]) =>
		requests.filter(({path}) => /accounts\/\w+\/members$/u.test(path)).map(({query}) => query.page);

	test('esc stops the list that is being read, and G goes on where it stopped', async () => {
		await using program = openOn(emulator, {area: 'members'});
		await program.waitFor(/^members [\d,]+ of 25,000 █*░+ \d+ of 500 requests/mu);
		await program.press('escape');
		expect(program.frame()).toMatch(/^members [\d,]+ of 25,000: stopped {2}G reads the rest, \d+ requests/mu);
		const {rows, fetching} = program.store.list('members');
		expect(fetching).toBe(false);
		expect(rows.length).toBeLessThan(25_000);
		const answered = emulator.requests.length;
		// Whatever one does in it: nothing is read unasked.
		await program.press('j', 'j', 'g');
		await program.rest();
		expect(emulator.requests.slice(answered).filter(({path}) => path.endsWith('/members')).length).toBe(0);
		program.forget();
		await program.press('G');
		await program.waitFor(() => program.store.list('members').rows.length >= rows.length + 1500, 'thirty more pages');
		const pages = pagesOf(program.requests());
		expect(new Set(pages).size).toBe(pages.length);
		expect(pages).not.toContain('1');
	});

	test('everything is read wherever one goes, and esc stops that too', async () => {
		await using program = await openProgram({emulator});
		await program.press('i');
		expect(program.frame()).toContain('Read all members and groups?');
		program.program.press({kind: 'key', chord: 'r', text: 'r'});
		await program.waitFor(/^members of groups [\d,]+ of 1,500 /mu);
		program.program.press({kind: 'key', chord: '4', text: '4'});
		await program.waitFor(/^members of groups \d[\d,]+ of 1,500 █*░+ [\d,]+ requests left/mu);
		await program.press('escape');
		expect(program.frame()).toContain('reading stopped; i goes on with it');
		expect(program.store.memberships().state).toBe('idle');
		const {done} = program.store.memberships();
		expect(done).toBeGreaterThan(0);
		expect(done).toBeLessThan(1500);
	});
});
