/**
 * Frames through the writer, and the same frames written plainly: the two screens have to look the same, whatever came
 * before, however the output is cut, held up or disturbed.
 */
import * as fc from 'fast-check';
import {expect, vi} from 'vitest';
import {createFrameWriter} from '../../source/terminal/frame/writer.ts';
import {EmulatedOutput, EmulatedScreen, frameOf, type Patch, plainly} from './frame-screen.ts';

type Letter = Patch['letters'][number];

const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';
const narrow = [...'abcxyz  .─│é'].map((text) => ({text, cells: 1}));
const wide = ['漢', '한', 'ア'].map((text) => ({text, cells: 2}));
/** Those whose width terminals disagree on: marks, emoji of several code points, and what is older than its emoji. */
const odd = [
	{text: 'e\u0301', cells: 1},
	{text: '\u{1f467}', cells: 2},
	{text: '\u2764\ufe0f', cells: 2},
	{text: family, cells: 2},
	{text: '\u26a0', cells: 1},
	{text: '\u0e01\u0e33', cells: 1},
];
const looks = [
	'',
	'1',
	'2',
	'7',
	'4',
	'31',
	'36',
	'1;31',
	'7;32',
	'2;7',
	'4;36',
	'9',
	'3',
	'95',
	'44',
	'7;44',
	'38;5;200',
	'1;4;7;33',
	'1;2',
];

const letter: fc.Arbitrary<Letter> = fc
	.tuple(
		fc.oneof(
			{weight: 20, arbitrary: fc.constantFrom(...narrow)},
			{weight: 8, arbitrary: fc.constantFrom(...wide)},
			{weight: 1, arbitrary: fc.constantFrom(...odd)},
		),
		fc.oneof({weight: 3, arbitrary: fc.constant('')}, {weight: 2, arbitrary: fc.constantFrom(...looks)}),
	)
	.map(([{text, cells}, look]) => ({text, cells, look}));

/** A run of plain letters of one look, as most of a screen is, or anything. */
const letters: fc.Arbitrary<readonly Letter[]> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc
			.tuple(fc.stringMatching(/^[a-e ]{0,18}$/), fc.constantFrom(...looks))
			.map(([text, look]) => [...text].map((each) => ({text: each, cells: 1, look}))),
	},
	{weight: 1, arbitrary: fc.array(letter, {maxLength: 12})},
);

const size = fc.oneof(
	{weight: 20, arbitrary: fc.record({columns: fc.integer({min: 2, max: 34}), rows: fc.integer({min: 1, max: 12})})},
	{weight: 1, arbitrary: fc.constantFrom({columns: 1, rows: 1}, {columns: 1, rows: 5}, {columns: 60, rows: 1})},
);

interface Model {
	readonly columns: number;
	readonly rows: number;
	/** Rows of a list, part of which is on the screen, from `first` on, `height` rows of `width` cells at `top`. */
	readonly list: readonly (readonly Letter[])[];
	readonly first: number;
	readonly top: number;
	readonly height: number;
	readonly width: number;
	readonly cursor: number;
	readonly patches: readonly Patch[];
}

type Step =
	| {readonly kind: 'scroll' | 'move' | 'page'; readonly by: number}
	| {readonly kind: 'patch'; readonly patch: Patch}
	| {readonly kind: 'clean' | 'repaint' | 'slow' | 'quick'}
	| {readonly kind: 'show'; readonly isAnswer: boolean}
	| {readonly kind: 'edit'; readonly row: number; readonly text: readonly Letter[]}
	| {readonly kind: 'vary'; readonly row: number; readonly each: number}
	| {readonly kind: 'resize' | 'wobble'; readonly columns: number; readonly rows: number}
	| {readonly kind: 'foreign'; readonly text: string}
	| {readonly kind: 'take'; readonly bytes: number};

const patch: fc.Arbitrary<Patch> = fc.record({
	line: fc.nat(11),
	x: fc.integer({min: -4, max: 30}),
	clip: fc.tuple(fc.integer({min: 0, max: 12}), fc.integer({min: 10, max: 40})),
	letters,
});

const step: fc.Arbitrary<Step> = fc.oneof(
	{weight: 6, arbitrary: fc.record({kind: fc.constant('scroll' as const), by: fc.integer({min: -3, max: 3})})},
	{weight: 4, arbitrary: fc.record({kind: fc.constant('move' as const), by: fc.integer({min: -2, max: 2})})},
	{weight: 1, arbitrary: fc.record({kind: fc.constant('page' as const), by: fc.constantFrom(-1, 1)})},
	{weight: 4, arbitrary: fc.record({kind: fc.constant('patch' as const), patch})},
	{weight: 2, arbitrary: fc.record({kind: fc.constant('edit' as const), row: fc.nat(25), text: letters})},
	{weight: 3, arbitrary: fc.record({kind: fc.constantFrom('clean' as const, 'repaint', 'slow', 'quick')})},
	{weight: 14, arbitrary: fc.record({kind: fc.constant('show' as const), isAnswer: fc.boolean()})},
	{
		weight: 4,
		arbitrary: fc.record({kind: fc.constant('vary' as const), row: fc.nat(25), each: fc.integer({min: 1, max: 4})}),
	},
	{weight: 1, arbitrary: size.map((next) => ({kind: 'resize' as const, ...next}))},
	{weight: 1, arbitrary: size.map((next) => ({kind: 'wobble' as const, ...next}))},
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant('foreign' as const),
			text: fc.constantFrom(
				'a stranger\r\n',
				'\u001b[31;1m',
				'\u001b[2;3r',
				'\u001b[?6h\u001b[4h',
				'\u001b[2J',
				'\u001b]52;c;YQ==\u0007',
				'\u001b[?7h\u000e\u001b[9;9H漢字\u001b[7m',
			),
		}),
	},
	{weight: 2, arbitrary: fc.record({kind: fc.constant('take' as const), bytes: fc.nat(200)})},
);

const start: fc.Arbitrary<Model> = fc
	.tuple(size, fc.array(letters, {minLength: 1, maxLength: 26}), fc.nat(3), fc.integer({min: 2, max: 10}), fc.boolean())
	.map(([{columns, rows}, list, top, height, isFull]) => ({
		columns,
		rows,
		list,
		first: 0,
		top,
		height,
		width: isFull ? 40 : 16,
		cursor: 0,
		patches: [],
	}));

function within(value: number, most: number): number {
	return Math.max(0, Math.min(value, most));
}

/** The row with every so many letters another one of the same width. */
function varied(row: readonly Letter[], each: number): readonly Letter[] {
	return row.map((old, index) => {
		const others = old.cells === 1 ? narrow : wide;
		const at = others.findIndex(({text}) => text === old.text);
		return index % each > 0 ? old : {...old, text: others[(at + 1) % others.length]?.text ?? old.text};
	});
}

function change(model: Model, next: Step): Model {
	const {list, first, cursor, height, patches} = model;
	const last = list.length - 1;
	switch (next.kind) {
		case 'scroll':
			return {...model, first: within(first + next.by, last), cursor: within(cursor + next.by, last)};
		case 'page':
			return {...model, first: within(first + next.by * height, last), cursor: within(cursor + next.by * height, last)};
		case 'move':
			return {...model, cursor: within(cursor + next.by, last)};
		case 'patch':
			return {...model, patches: [...patches, next.patch]};
		case 'clean':
			return {...model, patches: []};
		case 'edit':
			return {...model, list: list.with(next.row % list.length, next.text)};
		case 'vary':
			return {...model, list: list.with(next.row % list.length, varied(list[next.row % list.length] ?? [], next.each))};
		case 'resize':
			return {...model, columns: next.columns, rows: next.rows};
		default:
			return model;
	}
}

function patchesOf({list, first, cursor, top, height, width, patches}: Model): readonly Patch[] {
	const rows = list.slice(first, first + height).map((row, index): Patch => {
		const used = row.reduce((sum, {cells}) => sum + cells, 0);
		const filled = [
			...row,
			...Array.from({length: Math.max(0, width - used)}, () => ({text: ' ', cells: 1, look: ''})),
		];
		const isCursor = first + index === cursor;
		return {
			line: top + index,
			x: 0,
			clip: [0, width],
			letters: isCursor ? filled.map((each) => ({...each, look: '7'})) : filled,
		};
	});
	return [...rows, ...patches];
}

/** Lets streams call back. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function follow(
	model: Model,
	steps: readonly Step[],
	cuts: readonly number[],
	options: {readonly synchronised: boolean; readonly scrollRegion: boolean},
): Promise<void> {
	let at = 0;
	// What xterm makes of letters that are joined depends on where they are cut.
	const whole = (patches: readonly Patch[]): readonly Patch[] =>
		cuts.length === 0
			? patches
			: patches.map((each) => ({
					...each,
					letters: each.letters.map((it) => (it.text === family ? {...it, text: '\u{1f467}'} : it)),
				}));
	const output = new EmulatedOutput(model.columns, model.rows, (length) => cuts[at++ % cuts.length] ?? length);
	const writer = createFrameWriter(output, options);
	const plain = new EmulatedScreen(model.columns, model.rows);
	let now = model;
	/** What has been shown last: the window may have another size by now. */
	let shown = model;
	const show = (isAnswer: boolean): void => {
		shown = now;
		if (isAnswer) writer.hurry();
		writer.show(frameOf(whole(patchesOf(now)), now.rows));
	};
	const compare = (): void => {
		plain.terminal.reset();
		plain.terminal.resize(now.columns, now.rows);
		const patches = whole(patchesOf(shown)).filter(({line}) => line < shown.rows);
		plain.write(plainly(patches, now.columns, now.rows));
		expect(output.screen.cells()).toEqual(plain.cells());
	};
	/** Until nothing is held up any more. */
	const settle = async (): Promise<void> => {
		output.take(Number.POSITIVE_INFINITY);
		await turn();
		vi.advanceTimersByTime(50);
		await turn();
		await turn();
	};
	writer.open();
	show(true);
	await turn();
	compare();
	for (const each of steps) {
		now = change(now, each);
		if (each.kind === 'slow' || each.kind === 'quick') output.isSlow = each.kind === 'slow';
		else if (each.kind === 'repaint') writer.repaint();
		else if (each.kind === 'foreign') writer.pass(each.text);
		else if (each.kind === 'resize') output.setSize(each.columns, each.rows);
		else if (each.kind === 'wobble') {
			output.setSize(each.columns, each.rows);
			output.setSize(now.columns, now.rows);
		} else if (each.kind === 'take') output.take(each.bytes);
		else if (each.kind === 'show') show(each.isAnswer);
		if (!output.isSlow) {
			await settle();
			compare();
		}
	}
	output.isSlow = false;
	await settle();
	compare();
}

/**
 * Tries so many sequences, of a seed or of any; a failure names its seed, and the shortest sequence that fails.
 * @throws what the first comparison that fails throws
 */
export async function tryFrames(runs: number, seed?: number): Promise<void> {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'performance']});
	try {
		await fc.assert(
			fc.asyncProperty(
				start,
				fc.array(step, {maxLength: 14}),
				fc.oneof(fc.constant([]), fc.array(fc.integer({min: 1, max: 60}), {minLength: 1, maxLength: 6})),
				fc.record({synchronised: fc.boolean(), scrollRegion: fc.integer({min: 0, max: 4}).map((each) => each > 0)}),
				follow,
			),
			{numRuns: runs, ...(seed === undefined ? {} : {seed})},
		);
	} finally {
		vi.useRealTimers();
	}
}
