/** No dialog is ever higher than its screen: what decides and what is to be seen first stay in sight. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Plan} from '../../source/areas/plan.ts';
import {confirmSteps} from '../../source/areas/plan.ts';
import type {Conflict, Weight} from '../../source/areas/write.ts';
import {composed, menuLines} from '../../source/screens/dialog-lines.ts';
import {dialogHeight, insideOf, partsOf} from '../../source/screens/dialog-parts.ts';
import {secretLines, secretPanel} from '../../source/screens/secret-panel.ts';
import {situationOf} from '../../source/screens/situation.ts';
import type {Overlay, Size} from '../../source/screens/state.ts';
import {Secret} from '../../source/secret.ts';
import {plainText} from '../../source/terminal/line.ts';
import {settingOf} from '../areas/sample.ts';
import {sampleStep} from '../areas/sample-step.ts';
import {emptyState} from './empty-state.ts';

type Confirm = Extract<Overlay, {kind: 'confirm'}>;

const sizes = fc.record({columns: fc.integer({min: 60, max: 120}), rows: fc.integer({min: 15, max: 40})});

const situationAt = (size: Size) => situationOf({...emptyState, size}, settingOf({}));

const texts = (most: number) =>
	fc.array(
		fc.integer({min: 1, max: 300}).map((length) => 'words of it '.repeat(30).slice(0, length)),
		{maxLength: most},
	);

const lines = (most: number) => texts(most).map((all) => all.map((text) => [{text}]));

const weights = fc.oneof(
	fc.constant<Weight>({kind: 'reversible'}),
	fc.constant<Weight>({kind: 'affects-people'}),
	fc
		.constantFrom(5, 40, 250)
		.map((length): Weight => ({kind: 'irreversible', what: 'the name', text: 'n'.repeat(length)})),
);

const resolution = (label: string) => ({label, step: sampleStep(['other'])});

const conflicts = fc.record({was: lines(4), theirs: lines(4), yours: lines(4)}).map(
	(states): Conflict => ({
		kind: 'conflict',
		...states,
		resolutions: [resolution('write yours over it, and drop what they did'), resolution('take both of them together')],
	}),
);

/** Plans of all kinds: whom they concern, what they change, what is said of them, what has to be decided or typed. */
const plans = fc
	.record({
		requests: fc.integer({min: 0, max: 9}),
		conflict: fc.option(conflicts, {nil: undefined}),
		wording: fc.record({
			title: fc.constantFrom(
				'Delete it',
				'Enable SSO for a-rather-long-domain-name.of-a-company.example and all of it',
			),
			verb: fc.constantFrom('Delete', 'Enable it everywhere and for everybody'),
			weight: weights,
			dangers: lines(3).map((all) => all.map((line) => line.map(({text}) => ({text, tone: 'danger' as const})))),
			people: texts(30).map((names) => names.map((name) => ({name: name.slice(0, 30), effect: [{text: 'loses DNS'}]}))),
			diff: lines(8).map((all) => all.map((line) => ({sign: '+' as const, line}))),
			details: lines(5),
			remarks: lines(8),
			skipped: lines(5),
			undo: fc.record({
				possible: fc.boolean(),
				text: fc.constant('Undo (z) takes all of it back, as long as it is there.'),
			}),
		}),
	})
	.map(({requests, conflict, wording}) => {
		const steps = Array.from({length: requests}, (_, at) => sampleStep([`key-${at}`]));
		const asked = confirmSteps(steps);
		const plan: Plan = {
			...asked.plan(settingOf({})),
			...wording,
			conflicts:
				conflict === undefined
					? []
					: [{name: 'the group', step: sampleStep(['a']), parts: sampleStep(['a']).parts, conflict}],
		};
		const {weight} = wording;
		const line = {text: '', cursor: 0};
		const overlay: Confirm = {
			kind: 'confirm',
			asked: {...asked, plan: () => plan},
			button: 'cancel',
			openedAt: 0,
			shownAt: 0,
			agreed: undefined,
			top: 0,
			origin: 'new',
			field: weight.kind === 'irreversible' ? {what: weight.what, text: weight.text, line} : undefined,
		};
		return {plan, overlay};
	});

describe('every dialog is on the screen from its first to its last line', () => {
	test('a confirmation, whatever it is about, with all its buttons and the text that has to be typed', () => {
		fc.assert(
			fc.property(plans, sizes, fc.nat({max: 200}), ({plan, overlay}, size, top) => {
				const parts = partsOf(overlay, situationAt(size));
				const shown = composed(parts, top, dialogHeight(size.rows));
				expect(shown.length).toBeLessThanOrEqual(dialogHeight(size.rows));
				const text = shown.map(plainText);
				expect(text.some((line) => /^ +\[ .+ \]/u.test(line))).toBe(true);
				if (plan.steps.length > 0) expect(text.at(-1)).toContain(plan.verb);
				if (overlay.field !== undefined && plan.steps.length > 0)
					expect(text.filter((line) => line.startsWith('  > '))).toHaveLength(1);
			}),
			{numRuns: 300},
		);
	});

	test('and every line of it is seen at some place of its scrolling', () => {
		fc.assert(
			fc.property(plans, sizes, ({overlay}, size) => {
				const parts = partsOf(overlay, situationAt(size));
				const height = dialogHeight(size.rows);
				const seen = new Set<unknown>();
				for (let top = 0; top <= parts.body.length; top++)
					for (const line of composed(parts, top, height)) seen.add(line);
				for (const line of parts.body) expect(seen.has(line)).toBe(true);
			}),
			{numRuns: 60},
		);
	});

	test('a menu with much to say, and a secret', () => {
		fc.assert(
			fc.property(texts(12), sizes, fc.boolean(), fc.integer({min: 1, max: 400}), (said, size, isRevealed, length) => {
				const height = dialogHeight(size.rows);
				const inside = insideOf(size.columns);
				const items = said.map((label) => ({letter: 'a', label, choice: {kind: 'close'} as const}));
				const menu = menuLines({kind: 'menu', title: 'A menu', said, items, cursor: 0}, height, inside);
				expect(menu.length).toBeLessThanOrEqual(height);
				const secret = new Secret('s'.repeat(length));
				const panel = secretPanel([{title: 'The secret of a client', secret}], 0);
				const shown = secretLines({...panel, isRevealed}, inside, height);
				expect(shown.length).toBeLessThanOrEqual(height);
				expect(plainText(shown.at(-1) ?? [])).toContain('I have stored it');
			}),
		);
	});
});

describe('whom and what it changes stands before what is said about it', () => {
	const remarks = Array.from({length: 12}, (_, at) => [{text: `remark ${at} ${'of many words '.repeat(5)}`}]);
	const person = {name: 'bo@acme.com', effect: [{text: 'loses DNS'}]};

	test.each([
		[80, 24],
		[60, 15],
	])('at %ix%i the diff and the first person are in sight at once', (columns, rows) => {
		const asked = confirmSteps([sampleStep(['it'])]);
		const plan: Plan = {
			...asked.plan(settingOf({})),
			subjects: [],
			dangers: [[{text: 'how to come back '.repeat(9)}]],
			diff: [{sign: '-', line: [{text: 'the only scope'}]}],
			people: [person],
			details: remarks,
			remarks,
		};
		const overlay: Confirm = {
			kind: 'confirm',
			asked: {...asked, plan: () => plan},
			button: 'cancel',
			openedAt: 0,
			shownAt: 0,
			agreed: undefined,
			top: 0,
			origin: 'new',
			field: {what: 'the name', text: 'production', line: {text: '', cursor: 0}},
		};
		const parts = partsOf(overlay, situationAt({columns, rows}));
		const shown = composed(parts, 0, dialogHeight(rows)).map(plainText).join('\n');
		expect(shown).toContain('the only scope');
		expect(shown).toContain('bo@acme.com');
	});
});
