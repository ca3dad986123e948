/** The forms of user groups: a new one, one that is there, a clone of it, and one policy by itself (contract 4). */
import {createHash} from 'node:crypto';
import type {UserGroup} from '../api/schemas.ts';
import type {PolicyInput} from '../api/user-groups.ts';
import type {Knowledge, Need} from '../insight/knowledge.ts';
import {count} from './cells.ts';
import type {Setting} from './define.ts';
import type {Form, FormField, FormProblem, FormValues} from './form.ts';
import {flagIn, recordsIn, textIn} from './form-values.ts';
import type {FoundingMember} from './founding-members.ts';
import type {Intent} from './intent.ts';
import {namingNeeds} from './names.ts';
import {confirmSteps, isNothing, type LeftOut} from './plan.ts';
import {policiesField, policiesProblems, policyFields, policyProblems, sameAs} from './policy-fields.ts';
import {freshPolicy, policyInput, policyInputs, policyKey, policyValues} from './policy-values.ts';
import {isScimManaged} from './scim.ts';
import {groupPlaceOf, policyPlaceOf} from './user-group-places.ts';
import {confirmChange, userGroupSteps} from './user-group-steps.ts';
import {knownMembers} from './user-group-words.ts';

/** Characters that a name may have; how many Cloudflare takes is not public (contract 11.1). */
export const longestName = 255;

const groupNeeds: readonly Need[] = [{kind: 'list', resource: 'userGroups'}, ...namingNeeds];

/** Why policies can not be sent back, and so not be changed. */
const unsendable =
	'one of them can not be sent back as it is: only the name can be changed here, and policies are replaced as a whole';

const scimName = 'managed by SCIM: change it in the identity provider';

function inputsIn(values: FormValues, knowledge: Knowledge): readonly PolicyInput[] {
	return recordsIn(values, 'policies').map((record) => policyInput(record, knowledge.account.id));
}

function recordsOf(inputs: readonly PolicyInput[], knowledge: Knowledge): readonly FormValues[] {
	return inputs.map((input) => policyValues(input, knowledge.account.id));
}

/** @param own the group that has the name itself */
function nameProblems(values: FormValues, own: UserGroup | undefined, {knowledge}: Setting): readonly FormProblem[] {
	const name = textIn(values, 'name');
	const problem = (tone: FormProblem['tone'], text: string) => [{path: 'name', tone, text}] as const;
	if (own !== undefined && name === own.name) return [];
	const trimmed = name.trim();
	if (trimmed === '') return problem('danger', 'a group needs a name');
	const length = [...trimmed].length;
	if (length > longestName) {
		return problem('danger', `at most ${longestName} characters, and this is ${count(length)}`);
	}
	const others = knowledge.list('userGroups').rows.filter((group) => group.id !== own?.id);
	if (others.some((group) => group.name === trimmed)) {
		return problem('danger', 'in use already: names of user groups are unique in an account');
	}
	const twin = others.find((group) => group.name.toLowerCase() === trimmed.toLowerCase());
	return twin === undefined ? [] : problem('warning', `only upper and lower case tell it from ${twin.name}`);
}

const nameField: FormField = {
	kind: 'text',
	name: 'name',
	label: 'Name',
	help: 'unique in the account',
	placeholder: 'platform-dns',
};

function keysOf(inputs: readonly PolicyInput[]): ReadonlySet<string> {
	return new Set(inputs.map(policyKey));
}

function isSameSet(left: readonly PolicyInput[], right: readonly PolicyInput[]): boolean {
	const sorted = (inputs: readonly PolicyInput[]): string => JSON.stringify(inputs.map(policyKey).toSorted());
	return sorted(left) === sorted(right);
}

/** What new groups and clones have in common. */
function creationForm(
	{knowledge: atOpening}: Setting,
	own: Pick<Form, 'key' | 'title' | 'needs' | 'start'> & {
		readonly more: (setting: Setting) => readonly FormField[];
		readonly moreProblems?: Form['problems'];
		/** Keys of policies that Cloudflare has taken once: whatever is odd about them, it has to say itself. */
		readonly settled?: ReadonlySet<string>;
		readonly members: (values: FormValues, knowledge: Knowledge) => Joining;
	},
): Form {
	const {key, title, needs, start, more, moreProblems, settled, members} = own;
	return {
		key,
		title,
		needs,
		start,
		fields: (_values, setting) => [nameField, policiesField, ...more(setting)],
		problems: (values, setting) => [
			...nameProblems(values, undefined, setting),
			...policiesProblems(values, settled ?? new Set(), setting),
			...(moreProblems?.(values, setting) ?? []),
		],
		review(values, {knowledge}) {
			const {joining, leftOut} = members(values, knowledge);
			const step = userGroupSteps.create({
				name: textIn(values, 'name').trim(),
				policies: inputsIn(values, knowledge),
				members: joining,
			});
			return confirmSteps([step], leftOut);
		},
		placeOf: (error, values) => groupPlaceOf(error, recordsIn(values, 'policies'), atOpening),
	};
}

/** Who comes into a new group, and who can not. */
interface Joining {
	readonly joining: readonly FoundingMember[];
	readonly leftOut: readonly LeftOut[];
}

const nobody: Joining = {joining: [], leftOut: []};

export function newGroupForm(setting: Setting): Form {
	return creationForm(setting, {
		key: 'user-groups/new',
		title: 'New user group',
		needs: groupNeeds,
		start: {name: '', policies: []},
		more: () => [],
		members: () => nobody,
	});
}

/** `platform-dns-copy`, or with a number where there is one. */
function nameOfClone(name: string, knowledge: Knowledge): string {
	const taken = new Set(knowledge.list('userGroups').rows.map((group) => group.name));
	const first = `${name}-copy`;
	for (let number = 2; taken.has(first); number++) {
		const next = `${first}-${number}`;
		if (!taken.has(next)) return next;
	}
	return first;
}

/** Cloudflare takes members who have accepted (contract 5.2), and refuses the others with everybody beside them. */
function joiningFrom(group: UserGroup, knowledge: Knowledge): Joining {
	const rows = knowledge.groupMembers(group.id).byId;
	const listed = knowledge.list('members').byId;
	const statusOf = (id: string): string => listed.get(id)?.status ?? rows.get(id)?.status ?? 'accepted';
	const people = knownMembers(group, knowledge) ?? [];
	return {
		joining: people.filter(({id}) => statusOf(id) === 'accepted'),
		leftOut: people
			.filter(({id}) => statusOf(id) !== 'accepted')
			.map(({id, address}) => ({name: address, why: statusOf(id)})),
	};
}

/** Why there is no clone of a group: one without its policies would be no clone. */
export function cloneRefusal(group: UserGroup): string | undefined {
	return policyInputs(group.policies) === undefined
		? `${group.name}: a policy of it can not be sent as it is, and a clone would lack it`
		: undefined;
}

/** The policies of a group under a new name; its members on request. */
export function cloneForm(group: UserGroup, opening: Setting): Form {
	const {knowledge} = opening;
	return creationForm(opening, {
		key: `user-groups/${group.id}/clone`,
		title: `Clone ${group.name}`,
		needs: [...groupNeeds, {kind: 'groupMembers', group: group.id}],
		start: {
			name: nameOfClone(group.name, knowledge),
			policies: recordsOf(policyInputs(group.policies) ?? [], knowledge),
			members: false,
		},
		settled: keysOf(policyInputs(group.policies) ?? []),
		more(setting) {
			const inside = knownMembers(group, setting.knowledge);
			return [
				{
					kind: 'switch',
					name: 'members',
					label: 'Members',
					on: inside === undefined ? 'the same people' : `the same ${count(inside.length)}`,
					off: 'nobody at first',
				},
			];
		},
		moreProblems(values, {knowledge: known}) {
			if (!flagIn(values, 'members') || knownMembers(group, known) !== undefined) return [];
			const {error} = known.groupMembers(group.id);
			const text =
				error === undefined
					? `who is in ${group.name} is still being read`
					: `who is in ${group.name} could not be read: ${error.message}`;
			return [{path: 'members', tone: 'danger', text}];
		},
		members: (values, known) => (flagIn(values, 'members') ? joiningFrom(group, known) : nobody),
	});
}

/** The name and the policies of a group. What SCIM owns of it is locked. */
export function groupForm(group: UserGroup, {knowledge}: Setting): Form {
	const inputs = policyInputs(group.policies);
	const settled = keysOf(inputs ?? []);
	return {
		key: `user-groups/${group.id}`,
		title: `Edit ${group.name}`,
		needs: groupNeeds,
		start: {name: group.name, policies: recordsOf(inputs ?? [], knowledge)},
		fields: () => [
			{...nameField, locked: isScimManaged(group) ? scimName : undefined},
			{...policiesField, locked: inputs === undefined ? unsendable : undefined},
		],
		problems: (values, setting) => [
			...nameProblems(values, group, setting),
			...policiesProblems(values, settled, setting),
		],
		review(values, setting) {
			const name = textIn(values, 'name');
			const policies = inputsIn(values, setting.knowledge);
			const change = {
				...(name === group.name || isScimManaged(group) ? {} : {name: name.trim()}),
				...(inputs === undefined || isSameSet(inputs, policies) ? {} : {policies}),
			};
			return Object.keys(change).length === 0 ? unchanged(group) : confirmChange(group, change);
		},
		placeOf: (error, values) => groupPlaceOf(error, recordsIn(values, 'policies'), knowledge),
	};
}

function unchanged({name}: UserGroup): Intent {
	return {kind: 'say', text: `nothing is different: ${name} stays as it is`};
}

/** Why the policies of a group can not be changed one by one. */
export function policiesRefusal(group: UserGroup): string | undefined {
	return policyInputs(group.policies) === undefined
		? `${group.name}: a policy of it can not be sent back as it is, and they are replaced as a whole`
		: undefined;
}

/**
 * What a draft of a policy is found again by: what it grants and on what. Its id is another one after every write of
 * the group, whoever writes (contract 4.4).
 */
function draftName(inputs: readonly PolicyInput[], own: PolicyInput): string {
	const key = policyKey(own);
	const twins = inputs.slice(0, inputs.indexOf(own)).filter((input) => policyKey(input) === key).length;
	const name = createHash('sha256').update(key).digest('hex').slice(0, 32);
	return twins === 0 ? name : `${name}-${twins + 1}`;
}

/**
 * One policy by itself: all of them are sent with it, because they can only be replaced together (contract 4.4).
 * @param index where it stands in the group, from 0; undefined for a new one
 */
export function policyForm(group: UserGroup, index: number | undefined, {knowledge}: Setting): Form {
	const inputs = policyInputs(group.policies) ?? [];
	const own = index === undefined ? undefined : inputs[index];
	const others = inputs.filter((_, at) => at !== index);
	return {
		key: `user-groups/${group.id}/policies/${own === undefined ? 'new' : draftName(inputs, own)}`,
		title: own === undefined ? `New policy of ${group.name}` : `Edit policy ${(index ?? 0) + 1} of ${group.name}`,
		needs: groupNeeds,
		start: own === undefined ? freshPolicy : policyValues(own, knowledge.account.id),
		fields: policyFields,
		problems(values, setting) {
			const key = policyKey(policyInput(values, setting.knowledge.account.id));
			const twin = inputs.findIndex((input, at) => at !== index && policyKey(input) === key);
			const problems = policyProblems(values, '', setting);
			const isSettled = own !== undefined && key === policyKey(own);
			return [
				...(twin === -1 ? [] : [{path: 'permissionGroups', tone: 'warning', text: sameAs(twin)} as const]),
				...(isSettled ? problems.map((problem) => ({...problem, tone: 'warning'}) as const) : problems),
			];
		},
		review(values, setting) {
			const policy = policyInput(values, setting.knowledge.account.id);
			if (own !== undefined && policyKey(policy) === policyKey(own)) return unchanged(group);
			return confirmChange(group, {policies: [...others, policy]});
		},
		placeOf: (error, values) => policyPlaceOf(error, [values], knowledge)?.field,
	};
}

/** Without some of its policies. @param indices where they stand, from 0 */
export function withoutPolicies(group: UserGroup, indices: ReadonlySet<number>): Intent {
	const inputs = policyInputs(group.policies) ?? [];
	const asked = confirmChange(group, {policies: inputs.filter((_, index) => !indices.has(index))});
	if (asked.kind !== 'confirm') return asked;
	const numbers = [...indices].toSorted((left, right) => left - right).map((index) => String(index + 1));
	const which =
		numbers.length === 1 ? `policy ${numbers[0]}` : `policies ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
	return {
		...asked,
		plan(setting) {
			const plan = asked.plan(setting);
			return isNothing(plan) ? plan : {...plan, title: `Remove ${which} of ${group.name}`, verb: 'Remove'};
		},
	};
}
