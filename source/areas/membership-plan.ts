/** Who joins and who leaves which group: plans made of single changes, checked against the data as it is now. */
import type {MemberId, UserGroupId} from '../api/ids.ts';
import type {Policy} from '../api/schemas.ts';
import type {Knowledge, Need} from '../insight/knowledge.ts';
import type {Line} from '../terminal/line.ts';
import {toned} from './cells.ts';
import type {Setting} from './define.ts';
import type {Confirmation} from './intent.ts';
import {addressOf, groupName, permissionName, resourceGroupName} from './names.ts';
import type {Change, Plan, Subject} from './plan.ts';

/** What membership of a group gives: `DNS on prod-zones, and 2 more`. */
export function grantOf(policies: readonly Policy[] | null | undefined, knowledge: Knowledge): string {
	const grants = (policies ?? []).flatMap((policy) => {
		const on = (policy.resource_groups ?? []).map((group) => resourceGroupName(group, knowledge)).join(', ');
		return (policy.permission_groups ?? []).map((group) => `${permissionName(group, knowledge)} on ${on}`);
	});
	const [first] = grants;
	if (first === undefined) return '';
	return grants.length === 1 ? first : `${first}, and ${grants.length - 1} more`;
}

/** The members of a group as far as they are known: its own list first, then the index. */
export function isMember(group: UserGroupId, member: MemberId, knowledge: Knowledge): boolean | undefined {
	const list = knowledge.groupMembers(group);
	if (list.byId.has(member)) return true;
	if (list.complete) return false;
	return knowledge.memberships().membersOf(group)?.includes(member);
}

function effectOf(change: Change, knowledge: Knowledge): Line {
	const grant = grantOf(knowledge.list('userGroups').byId.get(change.group)?.policies, knowledge);
	const member = knowledge.list('members').byId.get(change.member);
	if (change.kind === 'add') {
		const gain = grant === '' ? 'gains nothing yet: the group has no policies' : `gains ${grant}`;
		return member?.status === 'pending'
			? [{text: gain}, {text: '  once the invitation is accepted', tone: 'warning'}]
			: [{text: gain}];
	}
	return toned(grant === '' ? 'loses nothing: the group has no policies' : `loses ${grant}`, 'plain');
}

function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `Add 3 members to platform-dns`; with several groups `Remove bo@acme.com from 2 groups`. */
function titleOf(kind: Change['kind'], changes: readonly Change[], knowledge: Knowledge): string {
	const groups = [...new Set(changes.map(({group}) => group))];
	const people = [...new Set(changes.map(({member}) => member))];
	const [group] = groups;
	const [person] = people;
	const who =
		people.length === 1 && person !== undefined ? addressOf(person, knowledge, group) : count(people.length, 'member');
	const where =
		groups.length === 1 && group !== undefined ? groupName(group, knowledge) : count(groups.length, 'group');
	return kind === 'add' ? `Add ${who} to ${where}` : `Remove ${who} from ${where}`;
}

/** Changes that would change nothing any more are left out and said. */
export function membershipPlan(changes: readonly Change[], {knowledge}: Setting): Plan {
	const open: Change[] = [];
	const skipped: Line[] = [];
	for (const change of changes) {
		const inGroup = isMember(change.group, change.member, knowledge);
		if (inGroup === (change.kind === 'add')) {
			const name = `${addressOf(change.member, knowledge, change.group)} is ${inGroup ? 'already' : 'no longer'} in ${groupName(change.group, knowledge)}`;
			skipped.push(toned(name, 'dim'));
		} else {
			open.push(change);
		}
	}
	const several = new Set(changes.map(({group}) => group)).size > 1;
	const subjects = open.map((change): Subject => {
		const address = addressOf(change.member, knowledge, change.group);
		return {
			change,
			name: several
				? `${address}  ${change.kind === 'add' ? 'to' : 'from'} ${groupName(change.group, knowledge)}`
				: address,
			effect: effectOf(change, knowledge),
		};
	});
	const kind = changes[0]?.kind ?? 'add';
	const groups = [...new Set(open.map(({group}) => group))];
	const single = groups.length === 1 ? groups[0] : undefined;
	const list = single === undefined ? undefined : knowledge.groupMembers(single);
	const size = list?.complete ? list.rows.length : undefined;
	const after = size === undefined ? undefined : size + (kind === 'add' ? open.length : -open.length);
	return {
		title: titleOf(kind, open.length > 0 ? open : changes, knowledge),
		verb: `${kind === 'add' ? 'Add' : 'Remove'} ${open.length}`,
		subjects,
		skipped,
		remarks: [
			...(size === undefined ? [] : [toned(`The group has ${count(size, 'member')} and will have ${after}.`, 'plain')]),
			...(kind === 'remove' ? [toned('What other groups, roles and policies give them stays.', 'dim')] : []),
			toned(
				kind === 'add'
					? 'Undo (z) removes them again.'
					: 'Undo (z) adds them back; it needs the same right you use now.',
				'dim',
			),
		],
	};
}

/** The lists that a membership plan reads: the groups are read again right before it is shown. */
export function planNeeds(changes: readonly Change[]): readonly Need[] {
	const groups = [...new Set(changes.map(({group}) => group))];
	return [{kind: 'list', resource: 'userGroups'}, ...groups.map((group) => ({kind: 'groupMembers', group}) as const)];
}

export function confirmChanges(changes: readonly Change[]): Confirmation {
	return {
		kind: 'confirm',
		needs: planNeeds(changes),
		changes,
		plan: (setting) => membershipPlan(changes, setting),
	};
}
