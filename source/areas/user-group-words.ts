/** How writes of whole user groups are told: what changes, whom it concerns, and how much it weighs. */
import type {UserGroup} from '../api/schemas.ts';
import type {PolicyInput, UserGroupInput} from '../api/user-groups.ts';
import type {Knowledge} from '../insight/knowledge.ts';
import type {Line} from '../terminal/line.ts';
import {count as number, plain, toned} from './cells.ts';
import type {Setting} from './define.ts';
import type {FoundingMember} from './founding-members.ts';
import {allGrants, grantOf} from './grants.ts';
import {addressOf} from './names.ts';
import type {Telling} from './object-kind.ts';
import {changeLine, grantChange, isBroad, policiesOf, policyDiff} from './policy-diff.ts';
import {denies, policyInputs} from './policy-values.ts';
import {typedWeight} from './typed-name.ts';
import type {AffectedPerson, DiffLine, Wording} from './write.ts';

/** What a group is made of, and who is to be in it from the beginning. */
export interface UserGroupMaking extends UserGroupInput {
	/** Added once the group has its id; undefined where it is not known who they were. */
	readonly members?: readonly FoundingMember[] | undefined;
}

/** Who is in a group; undefined where that has not been read to the end. */
export function knownMembers({id: group}: UserGroup, knowledge: Knowledge): readonly FoundingMember[] | undefined {
	const {complete, rows} = knowledge.groupMembers(group);
	const ids = complete ? rows.map(({id}) => id) : knowledge.memberships().membersOf(group);
	return ids
		?.map((id) => ({id, address: addressOf(id, knowledge, group)}))
		.sort((left, right) => (left.address < right.address ? -1 : 1));
}

function members(count: number): string {
	return `${number(count)} ${count === 1 ? 'member' : 'members'}`;
}

/** Everybody with the same effect. */
function affected(people: readonly FoundingMember[], effect: Line): readonly AffectedPerson[] {
	return people.map(({address}) => ({name: address, effect}));
}

const unknownMembers = toned('Who is in the group has not been read: all of them are affected.', 'warning');

const deniesAsWell = toned(
	'Cloudflare refuses policies that deny on user groups, with all that is sent beside them: drop it, or let it allow.',
	'warning',
);

function renameDiff(name: string, next: string | undefined): readonly DiffLine[] {
	return next === undefined || next === name
		? []
		: [
				{sign: '-', line: plain(`name ${name}`)},
				{sign: '+', line: plain(`name ${next}`)},
			];
}

function changeTitle({name}: UserGroup, {name: next, policies}: Partial<UserGroupInput>): string {
	if (next === undefined || next === name) return `Change what ${name} grants`;
	return policies === undefined ? `Rename ${name} to ${next}` : `Rename ${name} to ${next} and change what it grants`;
}

/** A change of name or policies, or of both. */
export function changeTelling(base: UserGroup, change: Partial<UserGroupInput>, {knowledge}: Setting): Telling {
	const before = policyInputs(base.policies) ?? [];
	const after: readonly PolicyInput[] = change.policies ?? before;
	const grants = grantChange(before, after);
	const isMoved = grants.lost.length + grants.gained.length > 0;
	const inside = knownMembers(base, knowledge);
	const concerns = isMoved && inside?.length !== 0;
	return {
		title: changeTitle(base, change),
		verb: change.policies === undefined ? 'Rename' : 'Change',
		weight: {
			kind: concerns || isBroad(grants.gained, knowledge, base.policies) ? 'affects-people' : 'reversible',
		},
		diff: [...renameDiff(base.name, change.name), ...policyDiff(before, after, knowledge, base.policies)],
		people: concerns ? affected(inside ?? [], changeLine(grants, knowledge, base.policies)) : [],
		remarks: [
			...(denies(change.policies) ? [deniesAsWell] : []),
			...(concerns && inside === undefined ? [unknownMembers] : []),
			...(isMoved && inside?.length === 0
				? [toned('Nobody is in the group: nobody gains or loses anything yet.', 'dim')]
				: []),
			...(concerns && grants.lost.length > 0
				? [toned('What other groups, roles and policies give them stays.', 'dim')]
				: []),
			...(isMoved || change.policies === undefined
				? []
				: [toned('It grants the same as before, arranged in another way.', 'dim')]),
		],
	};
}

/** A new group, a clone, or a deleted one that is made again. */
export function creationTelling(
	{name, policies = [], members: joining = []}: UserGroupMaking,
	{knowledge}: Setting,
): Telling {
	const granted = policiesOf(policies, knowledge);
	const {text, broad} = grantOf(granted, knowledge);
	return {
		title: `Create user group ${name}${joining.length === 0 ? '' : ` with ${members(joining.length)}`}`,
		weight: {kind: broad || joining.length > 0 ? 'affects-people' : 'reversible'},
		diff: [
			{sign: '+', line: plain(`user group ${name}`)},
			...policyDiff([], policies, knowledge).map(({sign, line}): DiffLine => ({sign, line: [{text: '  '}, ...line]})),
		],
		people: affected(
			joining,
			toned(
				text === '' ? 'gains nothing yet: the group has no policies' : `gains ${text}`,
				broad ? 'warning' : 'plain',
			),
		),
		remarks: [
			...(denies(policies) ? [deniesAsWell] : []),
			...(joining.length === 0 ? [toned('Nobody is in it at first: a adds members.', 'dim')] : []),
			...(policies.length === 0 ? [toned('Without policies its members gain nothing yet.', 'dim')] : []),
		],
	};
}

function undoOfDeletion(again: UserGroupMaking | undefined): Wording['undo'] {
	const back = again?.members?.length;
	const made = 'Undo (z) makes it again with a new id';
	if (back === undefined) return {possible: true, text: `${made}, without its members: who they are is not known.`};
	return {possible: true, text: back === 0 ? `${made}.` : `${made} and adds ${members(back)}.`};
}

/** @param again what undo would make; its members are those that undo would add */
export function deletionTelling(base: UserGroup, {knowledge}: Setting, again?: UserGroupMaking): Telling {
	const inside = knownMembers(base, knowledge);
	const grants = allGrants(base.policies, knowledge);
	const {text, broad} = grantOf(base.policies, knowledge);
	return {
		title: `Delete user group ${base.name}${inside === undefined || inside.length === 0 ? '' : ` with ${members(inside.length)}`}`,
		// Who is in it loses what it grants; an empty one can be made again in a moment.
		weight: inside?.length === 0 ? {kind: 'reversible'} : typedWeight('the name', base.name, base.id),
		diff: [{sign: '-', line: plain(`user group ${base.name}`)}],
		people: affected(
			inside ?? [],
			toned(text === '' ? 'loses nothing: it has no policies' : `loses ${text}`, broad ? 'warning' : 'plain'),
		),
		details: grants.length === 0 ? [] : [toned('It grants:', 'dim'), ...grants],
		remarks: [
			...(inside === undefined ? [unknownMembers] : []),
			...(inside === undefined || inside.length > 0
				? [toned('What other groups, roles and policies give them stays.', 'dim')]
				: []),
		],
		...(again === undefined ? {} : {undo: undoOfDeletion(again)}),
	};
}
