import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {groupPicker} from '../../source/areas/group-picker.ts';
import {peoplePicker} from '../../source/areas/people-picker.ts';
import {countsOf, hasInput, type PickerOverlay, pickerView, tick} from '../../source/screens/picker-state.ts';
import {plainText} from '../../source/terminal/line.ts';
import {group, hex, person, rowOf, type SampleAccount, settingOf} from '../areas/sample.ts';

const acme: SampleAccount = {
	lists: {
		userGroups: [group(1, 'platform-dns', ['DNS']), group(2, 'billing'), group(3, 'books')],
		members: [
			person(10, 'bo@acme.com'),
			person(11, 'eve.ng@acme.com'),
			person(12, 'hal@acme.com'),
			person(13, 'hala@acme.com'),
			person(14, 'fay@partner.io', {status: 'pending'}),
		],
	},
	inGroups: {1: [10], 2: [], 3: []},
};
const setting = settingOf(acme);

function open(text = ''): PickerOverlay {
	return {
		kind: 'picker',
		picker: peoplePicker([rowOf.userGroups(group(1, 'platform-dns', ['DNS']))]),
		line: {text, cursor: text.length},
		ticks: new Map(),
		cursor: undefined,
		focus: 'rows',
	};
}

const write = (overlay: PickerOverlay, text: string): PickerOverlay => ({
	...overlay,
	line: {text, cursor: text.length},
	cursor: undefined,
});

const shown = (overlay: PickerOverlay): readonly string[] =>
	pickerView(overlay, setting).rows.map(
		({candidate, ticked, part}) => `${part} ${candidate.free ? (ticked ? '[x]' : '[ ]') : '   '} ${candidate.name}`,
	);

const pickedOf = (overlay: PickerOverlay): readonly string[] => pickerView(overlay, setting).picked;

describe('a picker of people', () => {
	test('whoever is named is ticked, without pressing anything', () => {
		expect(pickedOf(open('eve.ng@acme.com, hal@acme.com, bo@acme.com, x@y.z '))).toEqual([hex(11), hex(12)]);
	});

	test('somebody who is named can be unticked, and stays so while one goes on typing', () => {
		const unticked = tick(open('eve.ng@acme.com, hal@acme.com '), setting);
		expect(pickedOf(unticked)).toEqual([hex(12)]);
		expect(pickedOf(write(unticked, 'eve.ng@acme.com, hal@acme.com, hala@acme.com '))).toEqual([hex(12), hex(13)]);
		expect(pickedOf(tick(unticked, setting))).toEqual([hex(11), hex(12)]);
	});

	test('ticking a match completes the text with its address', () => {
		const ticked = tick(open('eve.ng@acme.com, hala'), setting);
		expect(ticked.line.text).toBe('eve.ng@acme.com, hala@acme.com, ');
		expect(pickedOf(ticked)).toEqual([hex(11), hex(13)]);
	});

	test('a tick outlives the text that found it', () => {
		const ticked = tick(open('hala'), setting);
		const searching = write(ticked, 'eve');
		expect(shown(searching)).toEqual(['chosen [x] hala@acme.com', 'match [ ] eve.ng@acme.com']);
		expect(pickedOf(write(searching, ''))).toEqual([hex(13)]);
	});

	test('a near match is taken by hand, and then named like everybody else', () => {
		const mistyped = open('eve.gn@acme.com ');
		expect(pickedOf(mistyped)).toEqual([]);
		const taken = tick(mistyped, setting);
		expect(taken.line.text).toContain('eve.ng@acme.com');
		expect(pickedOf(taken)).toEqual([hex(11)]);
		expect(pickerView(taken, setting).choices.unknown).toBe(0);
	});

	test('somebody who is in it already can not be ticked, and is counted', () => {
		const overlay = open('bo@acme.com ');
		expect(tick(overlay, setting)).toBe(overlay);
		expect(pickerView(overlay, setting)).toMatchObject({picked: [], already: 1});
	});

	test('neither an unknown address nor a rejected invitation is counted as already in', () => {
		const rejected = {...acme, lists: {...acme.lists, members: [person(20, 'gus@acme.com', {status: 'rejected'})]}};
		expect(pickerView(open('x@y.z gus@acme.com '), settingOf(rejected))).toMatchObject({
			already: 0,
			choices: {unknown: 1},
		});
	});

	test('a pending invitation is ticked by hand only', () => {
		const overlay = open('fay@partner.io ');
		expect(pickedOf(overlay)).toEqual([]);
		expect(pickedOf(tick(overlay, setting))).toEqual([hex(14)]);
	});

	test('ticking a pending person in the middle of a list leaves the text and all others as they are', () => {
		const text = 'eve.ng@acme.com fay@partner.io hal@acme.com';
		const ticked = tick({...open(text), cursor: 0}, setting);
		expect(ticked.line.text).toBe(text);
		expect(shown(ticked)).toEqual([
			'chosen [x] fay@partner.io',
			'chosen [x] eve.ng@acme.com',
			'chosen [x] hal@acme.com',
		]);
		expect(shown(tick(ticked, setting))).toEqual(shown(open(text)));
	});

	test('what has to be looked at comes first, then who is in it, then who is ticked; each state is counted', () => {
		const overlay = open('eve.ng@acme.com, x@y.z, bo@acme.com, fay@partner.io, hal@acme.com, q@y.z ');
		expect(shown(overlay)).toEqual([
			'chosen     x@y.z',
			'chosen [ ] fay@partner.io',
			'chosen     q@y.z',
			'chosen     bo@acme.com',
			'chosen [x] eve.ng@acme.com',
			'chosen [x] hal@acme.com',
		]);
		expect(countsOf(pickerView(overlay, setting))).toBe('2 ticked, 1 pending, 1 already in, 2 unknown');
	});

	test('the row of a mistake stays where it is when it is taken', () => {
		const mistyped = open('eve.ng@acme.com, hla@acme.com, x@y.z ');
		expect(shown(mistyped)[0]).toBe('chosen     hla@acme.com');
		const taken = tick({...mistyped, cursor: 0}, setting);
		expect(shown(taken)).toEqual(['chosen [x] hal@acme.com', 'chosen     x@y.z', 'chosen [x] eve.ng@acme.com']);
	});

	test('the same text and data are read once, whatever is ticked and moved', () => {
		const overlay = open('eve.ng@acme.com, x@y.z ');
		const [first, again] = [pickerView(overlay, setting), pickerView({...overlay, cursor: 1}, setting)];
		expect(again.rows.map(({candidate}) => candidate)).toEqual(first.rows.map(({candidate}) => candidate));
		expect(again.rows.every(({candidate}, at) => candidate === first.rows[at]?.candidate)).toBe(true);
	});

	test('a correction is put exactly where the mistake stands, and nowhere else', () => {
		const text = 'x.eve.gn@acme.com, eve.gn@acme.com; hal@acme.com, EVE.GN@acme.com';
		const at = pickerView(open(text), setting).rows.findIndex(({candidate}) => candidate.name === 'eve.gn@acme.com');
		const taken = tick({...open(text), cursor: at}, setting);
		expect(taken.line.text).toBe('x.eve.gn@acme.com, eve.ng@acme.com; hal@acme.com, eve.ng@acme.com');
		expect(taken.line.cursor).toBe(taken.line.text.length);
	});

	test('a row that is kept without its text stays when it is unticked', () => {
		const kept = write(tick(open('hala'), setting), '');
		expect(shown(kept)).toEqual(['chosen [x] hala@acme.com']);
		expect(shown(tick({...kept, cursor: 0}, setting))).toEqual(['chosen [ ] hala@acme.com']);
	});

	test('whatever is pasted and ticked: who is named stays named, and who is picked is shown ticked', () => {
		const entries = ['bo@acme.com', 'eve.ng@acme.com', 'hal@acme.com', 'hala@acme.com', 'fay@partner.io', 'x@y.z'];
		const texts = fc.array(fc.constantFrom(...entries, 'eve.gn@acme.com', 'ha', 'Hal <HAL@acme.com>'), {maxLength: 8});
		fc.assert(
			fc.property(
				texts,
				fc.constantFrom(' ', ', ', '; ', ',', '\n'),
				fc.array(fc.nat({max: 12}), {maxLength: 6}),
				fc.nat({max: 200}),
				(pasted, separator, cursors, at) => {
					const text = pasted.join(separator);
					let overlay: PickerOverlay = {...open(text), line: {text, cursor: Math.min(at, text.length)}};
					for (const cursor of cursors) {
						const before = new Set(pickerView(overlay, setting).choices.named.map(({name}) => name));
						const mistyped = pickerView({...overlay, cursor}, setting);
						const row = mistyped.rows[mistyped.cursor];
						overlay = tick({...overlay, cursor}, setting);
						const view = pickerView(overlay, setting);
						const after = new Set(view.choices.named.map(({name}) => name));
						// A match takes the place of the word that it was found by, a correction that of the mistake.
						for (const name of before) {
							const isMember = setting.knowledge.list('members').rows.some(({email}) => email === name);
							if (isMember || (row?.part === 'chosen' && name !== row.candidate.name)) expect(after).toContain(name);
						}
						const shownTicked = view.rows.filter(({ticked}) => ticked).map(({candidate}) => candidate.id);
						expect(shownTicked.toSorted()).toEqual(view.picked.toSorted());
					}
				},
			),
		);
	});

	test('the cursor stands on what has just been typed, not on what was named or ticked before', () => {
		const overlay = tick(open('eve.ng@acme.com, hal'), setting);
		const next = write(overlay, `${overlay.line.text}hala`);
		const view = pickerView(next, setting);
		expect(view.rows[view.cursor]).toMatchObject({part: 'match', candidate: {name: 'hala@acme.com'}});
		expect(pickedOf(tick(next, setting))).toEqual([hex(11), hex(12), hex(13)]);
	});

	test('the cursor stays within the rows that there are', () => {
		expect(pickerView({...open('hal'), cursor: 99}, setting).cursor).toBe(1);
		expect(pickerView({...open(''), cursor: 99}, setting).cursor).toBe(0);
	});

	test('has something to lose once something is typed or ticked', () => {
		expect(hasInput(open(''))).toBe(false);
		expect(hasInput(open('  '))).toBe(false);
		expect(hasInput(open('x'))).toBe(true);
		expect(hasInput({...open(''), ticks: new Map([[hex(11), true]])})).toBe(true);
	});
});

describe('a picker of groups', () => {
	const openGroups = (text = ''): PickerOverlay => ({
		...open(text),
		picker: groupPicker([rowOf.members(person(10, 'bo@acme.com'))], 'add'),
	});

	test('ticks keep the text, which only searches', () => {
		const ticked = tick(openGroups('bill'), setting);
		expect(ticked.line.text).toBe('bill');
		expect(pickedOf(ticked)).toEqual([hex(2)]);
	});

	test('what was ticked stays in sight when the search goes on', () => {
		const ticked = tick(openGroups('billing'), setting);
		expect(shown(write(ticked, 'books'))).toEqual(['chosen [x] billing', 'match [ ] books']);
		expect(pickedOf(write(ticked, 'books'))).toEqual([hex(2)]);
	});

	test('ticking another one after a further search keeps the first', () => {
		const both = tick(write(tick(openGroups('billing'), setting), 'books'), setting);
		expect(pickedOf(both).toSorted()).toEqual([hex(2), hex(3)]);
	});

	test('says why a group can not be ticked', () => {
		const [row] = pickerView(openGroups('dns'), setting).rows;
		expect(plainText(row?.candidate.state ?? [])).toBe('in it');
		expect(row?.candidate.free).toBe(false);
	});
});
