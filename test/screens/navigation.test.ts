import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {AreaName, Reference} from '../../source/areas/table.ts';
import {
	back,
	currentFrame,
	currentStack,
	goTo,
	type Navigation,
	open,
	replaceFrame,
	startAt,
	tableStateOf,
	travel,
	withTableState,
} from '../../source/screens/navigation.ts';
import {freshTable} from '../../source/screens/table-state.ts';

const someAreas = ['user-groups', 'members', 'zones'] as const satisfies readonly AreaName[];

type Step =
	| {readonly kind: 'open'; readonly reference: Reference}
	| {readonly kind: 'goTo'; readonly area: AreaName}
	| {readonly kind: 'back' | 'earlier' | 'later'}
	| {readonly kind: 'move'; readonly cursor: string};

const area = fc.constantFrom(...someAreas);

const step: fc.Arbitrary<Step> = fc.oneof(
	fc.record({
		kind: fc.constant('open'),
		reference: fc.record({area, id: fc.constantFrom('a', 'b'), section: fc.constantFrom(undefined, 'fields')}),
	}),
	fc.record({kind: fc.constant('goTo'), area}),
	fc.record({kind: fc.constantFrom('back', 'earlier', 'later')}),
	fc.record({kind: fc.constant('move'), cursor: fc.constantFrom('x', 'y', 'z')}),
);

/** The cursor moves, and the filter with it, so that places can be told apart. */
function move(navigation: Navigation, cursor: string): Navigation {
	const frame = currentFrame(navigation);
	return replaceFrame(navigation, withTableState(frame, 'members', {...freshTable, cursor}));
}

function take(navigation: Navigation, each: Step): Navigation {
	switch (each.kind) {
		case 'open':
			return open(navigation, each.reference);
		case 'goTo':
			return goTo(navigation, each.area);
		case 'back':
			return back(navigation);
		case 'earlier':
			return travel(navigation, -1);
		case 'later':
			return travel(navigation, 1);
		case 'move':
			return move(navigation, each.cursor);
	}
}

function cursorOf(navigation: Navigation): string | undefined {
	return tableStateOf(currentFrame(navigation), 'members').cursor;
}

describe('places', () => {
	test('there is always a place, its stack begins with a list, and the history never grows beyond its limit', () => {
		fc.assert(
			fc.property(area, fc.array(step, {maxLength: 150}), (first, steps) => {
				let navigation = startAt(first);
				for (const each of steps) {
					navigation = take(navigation, each);
					const stack = currentStack(navigation);
					expect(stack[0].kind).toBe('list');
					expect(stack.slice(1).every(({kind}) => kind === 'detail')).toBe(true);
					expect(navigation.index).toBeGreaterThanOrEqual(0);
					expect(navigation.index).toBeLessThan(navigation.history.length);
					expect(navigation.history.length).toBeLessThanOrEqual(100);
					expect(navigation.last).not.toBe(stack[0].area);
				}
			}),
		);
	});

	test('earlier and later are each other’s reverse', () => {
		fc.assert(
			fc.property(area, fc.array(step, {maxLength: 40}), (first, steps) => {
				const navigation = steps.reduce(take, startAt(first));
				const before = travel(navigation, -1);
				if (before === navigation) expect(navigation.index).toBe(0);
				else expect(currentStack(travel(before, 1))).toBe(currentStack(navigation));
			}),
		);
	});

	test('opening and going back restores the place exactly', () => {
		fc.assert(
			fc.property(area, fc.array(step, {maxLength: 40}), fc.constantFrom('c', 'd'), (first, steps, id) => {
				const navigation = steps.reduce(take, startAt(first));
				const opened = open(navigation, {area: 'roles', id});
				expect(opened).not.toBe(navigation);
				expect(currentStack(back(opened))).toEqual(currentStack(navigation));
			}),
		);
	});

	test('going back never leaves the list at the bottom', () => {
		const navigation = startAt('members');
		expect(back(navigation)).toBe(navigation);
	});

	test('going to an area twice is going once', () => {
		fc.assert(
			fc.property(area, fc.array(step, {maxLength: 40}), area, (first, steps, wanted) => {
				const once = goTo(steps.reduce(take, startAt(first)), wanted);
				expect(goTo(once, wanted)).toBe(once);
			}),
		);
	});

	test('the same object is not opened on top of itself; another section of it takes the place', () => {
		const opened = open(startAt('members'), {area: 'members', id: 'a'});
		expect(open(opened, {area: 'members', id: 'a'})).toBe(opened);
		const elsewhere = open(opened, {area: 'members', id: 'a', section: 'roles'});
		expect(elsewhere.history).toHaveLength(opened.history.length);
		expect(currentFrame(elsewhere)).toMatchObject({kind: 'detail', section: 'roles'});
	});

	test('an area is found as it was left', () => {
		const moved = move(startAt('members'), 'y');
		const away = goTo(open(moved, {area: 'members', id: 'a'}), 'zones');
		const again = goTo(away, 'members');
		expect(currentStack(again)).toHaveLength(1);
		expect(cursorOf(again)).toBe('y');
	});

	test('the area’s own key leads from a detail to its list as it was left', () => {
		const moved = move(startAt('members'), 'z');
		const detail = open(moved, {area: 'members', id: 'a'});
		expect(cursorOf(goTo(detail, 'members'))).toBe('z');
	});

	test('the area before this one is remembered, not the one that is shown', () => {
		const first = goTo(startAt('members'), 'zones');
		expect(first.last).toBe('members');
		const second = goTo(first, 'user-groups');
		expect(second.last).toBe('zones');
		expect(goTo(second, 'zones').last).toBe('user-groups');
	});

	test('moving the cursor is no place of its own', () => {
		const navigation = startAt('members');
		expect(move(move(navigation, 'x'), 'y').history).toHaveLength(1);
	});

	test('a new way drops the one that was ahead', () => {
		const there = goTo(goTo(startAt('members'), 'zones'), 'user-groups');
		const turned = open(travel(there, -1), {area: 'zones', id: 'a'});
		expect(travel(turned, 1)).toBe(turned);
		expect(currentStack(travel(turned, -1))[0].area).toBe('zones');
	});

	test('each section of a detail keeps its own place', () => {
		const detail = open(startAt('members'), {area: 'members', id: 'a'});
		const inGroups = replaceFrame(
			detail,
			withTableState(currentFrame(detail), 'groups', {...freshTable, cursor: 'group'}),
		);
		const inRoles = replaceFrame(
			inGroups,
			withTableState(currentFrame(inGroups), 'roles', {...freshTable, cursor: 'role'}),
		);
		const frame = currentFrame(inRoles);
		expect(tableStateOf(frame, 'groups').cursor).toBe('group');
		expect(tableStateOf(frame, 'roles').cursor).toBe('role');
		expect(tableStateOf(frame, 'fields')).toBe(freshTable);
	});

	test('after more places than are remembered the oldest are forgotten, the present one is not', () => {
		let navigation = startAt('members');
		for (let at = 0; at < 250; at++) navigation = goTo(navigation, at % 2 === 0 ? 'zones' : 'members');
		expect(navigation.history).toHaveLength(100);
		expect(currentStack(navigation)[0].area).toBe('members');
	});
});
