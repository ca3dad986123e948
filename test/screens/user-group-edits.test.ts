/** Random edits of user groups by their forms and actions, undone and done again: on a real store, over real HTTP. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {FormValues} from '../../source/areas/form.ts';
import {recordsIn} from '../../source/areas/form-values.ts';
import type {Intent} from '../../source/areas/intent.ts';
import {replacementPicker} from '../../source/areas/members-replacement.ts';
import {isScimManaged} from '../../source/areas/scim.ts';
import {cloneForm, groupForm, newGroupForm, policyForm, withoutPolicies} from '../../source/areas/user-group-form.ts';
import {confirmDeletion} from '../../source/areas/user-group-steps.ts';
import {scopeLevel} from '../../source/insight/names.ts';
import type {Harness} from '../store/harness.ts';
import {createDesk} from './undo-desk.ts';
import {confirmed, groupsOf, opened} from './user-group-desk.ts';

type Wish =
	| {readonly kind: 'new'; readonly name: string; readonly policies: readonly Choice[]}
	| {
			readonly kind: 'edit';
			readonly group: number;
			readonly name: string | undefined;
			readonly policies: readonly Choice[];
	  }
	| {readonly kind: 'policy'; readonly group: number; readonly policy: Choice}
	| {readonly kind: 'drop'; readonly group: number}
	| {readonly kind: 'clone'; readonly group: number; readonly members: boolean}
	| {readonly kind: 'delete'; readonly group: number}
	| {readonly kind: 'replace'; readonly group: number; readonly people: readonly number[]};

/** A policy by numbers: which permission groups of a level, on which places that go with it. */
interface Choice {
	readonly level: 'account' | 'zone';
	readonly permissions: readonly number[];
	readonly places: readonly number[];
}

const number = fc.nat({max: 400});
const numbers = fc.array(number, {minLength: 1, maxLength: 3});
const choice: fc.Arbitrary<Choice> = fc.record({
	level: fc.constantFrom('account' as const, 'zone' as const),
	permissions: numbers,
	places: numbers,
});
const choices = fc.array(choice, {maxLength: 3});
const name = fc.stringMatching(/^[a-z]{4,8}$/u);
const wishes: fc.Arbitrary<readonly Wish[]> = fc.array(
	fc.oneof(
		fc.record({kind: fc.constant('new' as const), name, policies: choices}),
		fc.record({
			kind: fc.constant('edit' as const),
			group: number,
			name: fc.option(name, {nil: undefined}),
			policies: choices,
		}),
		fc.record({kind: fc.constant('policy' as const), group: number, policy: choice}),
		fc.record({kind: fc.constant('drop' as const), group: number}),
		fc.record({kind: fc.constant('clone' as const), group: number, members: fc.boolean()}),
		fc.record({kind: fc.constant('delete' as const), group: number}),
		fc.record({kind: fc.constant('replace' as const), group: number, people: fc.array(number, {maxLength: 4})}),
	),
	{minLength: 1, maxLength: 6},
);

function at<Item>(items: readonly Item[], index: number): Item {
	const item = items[index % items.length];
	if (item === undefined) throw new Error('the dataset is too small');
	return item;
}

function policyOf({level, permissions, places}: Choice, {store}: Harness): FormValues {
	const granted = store.list('permissionGroups').rows.filter((group) => scopeLevel(group) === level);
	const zones = store.list('zones').rows.map(({id}) => `zone/${id}`);
	const whole = store.list('resourceGroups').rows.find(({meta}) => meta?.editable === 'false');
	const targets = level === 'account' ? ['account', `resource-group/${whole?.id}`] : ['account', ...zones];
	return {
		access: 'allow',
		permissionGroups: [...new Set(permissions.map((index) => at(granted, index).id))],
		targets: [...new Set(places.map((index) => at(targets, index)))],
	};
}

/** What a person would do to have it so; nothing where a rule of the form is against it. */
function intentOf(wish: Wish, harness: Harness): Intent | undefined {
	const {store, emulator} = harness;
	const setting = {knowledge: store, now: 0};
	const groups = store.list('userGroups').rows.filter((group) => !isScimManaged(group));
	if (wish.kind === 'new') {
		const form = newGroupForm(setting);
		const values = {name: wish.name, policies: wish.policies.map((each) => policyOf(each, harness))};
		return form.problems(values, setting).some(({tone}) => tone === 'danger')
			? undefined
			: form.review(values, setting);
	}
	const group = at(groups, wish.group);
	switch (wish.kind) {
		case 'edit': {
			const form = groupForm(group, setting);
			const kept = recordsIn(form.start, 'policies').slice(1);
			const values = {
				name: wish.name ?? group.name,
				policies: [...kept, ...wish.policies.map((each) => policyOf(each, harness))],
			};
			return form.problems(values, setting).some(({tone}) => tone === 'danger')
				? undefined
				: form.review(values, setting);
		}
		case 'policy': {
			const form = policyForm(group, group.policies?.length ? 0 : undefined, setting);
			return form.review(policyOf(wish.policy, harness), setting);
		}
		case 'drop':
			return group.policies?.length ? withoutPolicies(group, new Set([0])) : undefined;
		case 'clone': {
			const form = cloneForm(group, setting);
			return form.review({...form.start, members: wish.members}, setting);
		}
		case 'delete':
			return groups.length < 5 ? undefined : confirmDeletion([group], setting);
		case 'replace': {
			const able = store.list('members').rows.filter(({id}) => {
				const member = emulator.state.main.members.get(id);
				return member?.status === 'accepted' && member.domainScopedRoles;
			});
			const people = [...new Set(wish.people.map((index) => at(able, index).id))];
			return replacementPicker(group).review(people, '', setting);
		}
	}
}

test('any changes of user groups, undone one after the other, leave the server as it was; done again, as they had left it', async () => {
	const harness = await opened();
	await fc.assert(
		fc.asyncProperty(wishes, async (asked) => {
			const desk = createDesk(harness);
			const before = groupsOf(harness.emulator);
			for (const wish of asked) {
				const intent = intentOf(wish, harness);
				if (intent !== undefined) await desk.carryOut(await confirmed(harness, intent), 'new');
			}
			const after = groupsOf(harness.emulator);
			await desk.takeBackAll('undo');
			expect(groupsOf(harness.emulator)).toEqual(before);
			await desk.takeBackAll('redo');
			expect(groupsOf(harness.emulator)).toEqual(after);
			await desk.takeBackAll('undo');
			expect(groupsOf(harness.emulator)).toEqual(before);
		}),
		{numRuns: 25},
	);
});
