/** The lines of dialogs, where a whole screen would show less. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {CloudflareError} from '../../source/api/errors.ts';
import {stepsOf} from '../../source/areas/membership-steps.ts';
import type {Change} from '../../source/areas/membership-words.ts';
import {composed, menuLines, scrollRange} from '../../source/screens/dialog-lines.ts';
import {dialogHeight, partsOf, scrolledTo} from '../../source/screens/dialog-parts.ts';
import {runParts} from '../../source/screens/run-lines.ts';
import type {Run} from '../../source/screens/runs.ts';
import {situationOf} from '../../source/screens/situation.ts';
import type {RunStep, StepState} from '../../source/screens/state.ts';
import {plainText} from '../../source/terminal/line.ts';
import {groupId, memberId, person, settingOf} from '../areas/sample.ts';
import {emptyState} from './empty-state.ts';

const stepOf = (kind: Change['kind'], members: readonly number[], state: StepState): RunStep => {
	const [step] = stepsOf(members.map((member) => ({kind, group: groupId(1), member: memberId(member)})));
	if (step === undefined) throw new Error('no step');
	return {step, parts: step.parts, state};
};

const people = settingOf({
	lists: {members: Array.from({length: 40}, (_, number) => person(number, `m${number}@acme.com`))},
});

const runLines = (run: Run, inside: number, height: number) => composed(runParts(run, inside, people), run.top, height);

describe('a menu', () => {
	const menuOf = (count: number, cursor: number) =>
		({
			kind: 'menu',
			title: 'Account',
			items: Array.from(
				{length: count},
				(_, at) => ({letter: '', label: `account ${at}`, choice: {kind: 'close'}}) as const,
			),
			cursor,
		}) as const;

	test('with more choices than fit keeps the chosen one in sight, and is no higher than its room', () => {
		fc.assert(
			fc.property(
				fc.integer({min: 1, max: 60}),
				fc.nat({max: 59}),
				fc.integer({min: 4, max: 30}),
				(count, at, height) => {
					const cursor = Math.min(at, count - 1);
					const lines = menuLines(menuOf(count, cursor), height, 60).map(plainText);
					expect(lines.length).toBeLessThanOrEqual(height);
					expect(lines.filter((line) => line.startsWith('>'))).toEqual([`> account ${cursor}`]);
					if (count <= height - 2) expect(lines).toHaveLength(count + 2);
				},
			),
		);
	});

	test('puts what has no letter below what has one', () => {
		const labels = (letters: readonly string[]) =>
			menuLines(
				{
					kind: 'menu',
					title: 'New user group',
					items: letters.map((letter, at) => ({letter, label: `choice ${at}`, choice: {kind: 'close'}})),
					cursor: 0,
				},
				20,
				60,
			)
				.slice(2)
				.map(plainText);
		expect(labels(['e', '', 'x'])).toEqual(['> e  choice 0', '     choice 1', '  x  choice 2']);
		expect(labels(['', ''])).toEqual(['> choice 0', '  choice 1']);
	});

	test('says where one is in it', () => {
		expect(plainText(menuLines(menuOf(50, 20), 12, 60)[0] ?? [])).toBe('Account   21 of 50');
	});
});

describe('a report', () => {
	const run: Run = {
		kind: 'run',
		id: 1,
		title: 'Remove 40 members from platform-dns',
		subjects: new Map(),
		steps: Array.from({length: 40}, (_, at) => stepOf('remove', [at], {kind: 'waiting'})),
		top: 0,
		button: 'close',
	};

	test('of many people is no higher than its room, and scrolls to its end', () => {
		fc.assert(
			fc.property(fc.integer({min: 11, max: 40}), fc.nat({max: 100}), (height, top) => {
				const lines = runLines({...run, top}, 72, height).map(plainText);
				expect(lines.length).toBeLessThanOrEqual(height);
				expect(lines.some((line) => line.includes('0 of 40 requests have ended'))).toBe(true);
			}),
		);
		const [, , ...end] = runLines({...run, top: 99}, 72, 20).map(plainText);
		expect(end.join('\n')).toContain('m39@acme.com');
	});

	const failure = (message: string) =>
		new CloudflareError({kind: 'invalid', attempted: 'add', messages: [message], next: 'Change it.', rayId: message});
	const added = (member: number): RunStep => stepOf('add', [member], {kind: 'done', reversal: {steps: []}});
	const refused = (member: number, message: string): RunStep => ({
		...added(member),
		state: {kind: 'failed', error: failure(message)},
	});
	const subjects = new Map(
		[1, 2, 3, 4].map((member) => {
			const key = `add ${groupId(1)} ${memberId(member)}`;
			return [key, {key, id: memberId(member), name: `m${member}@acme.com`, place: '', effect: []}] as const;
		}),
	);

	test('of a partly failed change counts first, then names who failed, each reason once and by addresses', () => {
		const steps = [added(1), refused(2, `no ${memberId(2)}`), refused(3, 'taken'), refused(4, 'taken')];
		const lines = runLines({...run, subjects, steps}, 72, 40).map((line) => plainText(line).trim());
		expect(lines[1]).toBe('1 added, 3 failed, 0 not sent');
		expect(lines.slice(2).map((line) => line.replaceAll(/\s+/gu, ' '))).toEqual([
			'm2@acme.com failed',
			'no m2@acme.com',
			'Change it.',
			'',
			'm3@acme.com failed',
			'm4@acme.com failed',
			'taken',
			'Change it.',
			'',
			'm1@acme.com added',
			'',
			'[ Close ] Try 3 again',
		]);
	});

	test('of a stopped change says what was not sent, and offers the rest', () => {
		const steps: readonly RunStep[] = [added(1), {...added(2), state: {kind: 'stopped'}}];
		const lines = runLines({...run, subjects, steps}, 72, 40).map(plainText);
		expect(lines[1]).toBe('  1 added, 1 not sent');
		expect(lines.at(-1)).toContain('Send the rest');
	});

	test('counts only requests that were sent as ended', () => {
		const steps: readonly RunStep[] = [
			added(1),
			{...added(2), state: {kind: 'stopped'}},
			{...added(3), state: {kind: 'sending'}},
		];
		expect(plainText(runLines({...run, subjects, steps}, 72, 40).at(-1) ?? [])).toContain('1 of 3 requests have ended');
	});

	test('of people refused together says that one by one tells who is meant, and nothing against it', () => {
		const together = stepOf('add', [1, 2], {kind: 'failed', error: failure('no')});
		const said = runLines({...run, subjects, steps: [together]}, 72, 40)
			.map(plainText)
			.join('\n');
		expect(said).toContain('Try one by one');
		expect(said).not.toContain('Change it.');
	});
});

describe('scrolling a dialog', () => {
	const lines = Array.from({length: 100}, (_, at) => [{text: `line ${at}`}]);
	const situation = situationOf(emptyState, settingOf({}));
	const text = {kind: 'text', title: 'a text', lines, top: 0} as const;
	const {last, page} = scrollRange(partsOf(text, situation), dialogHeight(emptyState.size.rows));

	test('ends where the text ends, and up moves at once from there', () => {
		expect(scrolledTo(text, situation, {rows: 1000})).toBe(last);
		expect(scrolledTo({...text, top: 1000}, situation, {rows: -1})).toBe(last - 1);
		expect(scrolledTo(text, situation, {rows: -1})).toBe(0);
	});

	test('goes by pages of what is seen, and to both ends', () => {
		expect(page).toBeGreaterThan(5);
		expect(scrolledTo({...text, top: 3}, situation, {pages: 1})).toBe(3 + page);
		expect(scrolledTo({...text, top: 3 + page}, situation, {pages: -1})).toBe(3);
		expect(scrolledTo(text, situation, {rows: Number.POSITIVE_INFINITY})).toBe(last);
		expect(scrolledTo({...text, top: 30}, situation, {rows: Number.NEGATIVE_INFINITY})).toBe(0);
	});
});
