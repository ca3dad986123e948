/** Who joins and who leaves which group: plans made of single changes, checked against the data as it is now. */
import type {MemberId, UserGroupId} from '../api/ids.ts';
import type {Policy} from '../api/schemas.ts';
import {type Grant, widestGrant} from '../insight/access.ts';
import type {Knowledge, Need} from '../insight/knowledge.ts';
import type {Line} from '../terminal/line.ts';
import {toned} from './cells.ts';
import type {Setting} from './define.ts';
import type {Confirmation} from './intent.ts';
import {accessNames, addressOf, groupName} from './names.ts';
import type {Change, LeftOut, Plan, Subject} from './plan.ts';

/** What membership of a group gives. */
export interface GroupGrant {
	/** The most that it gives, and how much there is beside it: `DNS on prod-zones, and 2 more`. Empty for nothing. */
	readonly text: string;
	/** Administration, or writing on a whole account. */
	readonly broad: boolean;
}

/** The order of policies means nothing (contract 4, quirks), so the widest grant is named, and denials as such. */
export function grantOf(policies: readonly Policy[] | null | undefined, knowledge: Knowledge): GroupGrant {
	const counted = (denies: boolean): number =>
		(policies ?? [])
			.filter(({access}) => (access === 'deny') === denies)
			.reduce((sum, {permission_groups: groups}) => sum + (groups?.length ?? 0), 0);
	const widest = widestGrant(policies, accessNames(knowledge));
	const allowed = counted(false);
	const denied = counted(true);
	const parts = [
		...(widest === undefined ? [] : [widest.text]),
		...(allowed > 1 ? [`and ${allowed - 1} more`] : []),
		...(denied > 0 ? [`${denied} denied`] : []),
	];
	return {text: parts.join(', '), broad: widest?.broad ?? false};
}

/** Every single grant of the policies, the widest first, then what is denied. */
export function allGrants(policies: readonly Policy[] | null | undefined, knowledge: Knowledge): readonly Line[] {
	const names = accessNames(knowledge);
	const grants = (denies: boolean): readonly Grant[] => {
		const found = (policies ?? [])
			.filter(({access}) => (access === 'deny') === denies)
			.flatMap(({permission_groups: permissions, resource_groups: scopes}) =>
				(permissions ?? []).flatMap((permission) =>
					(scopes ?? []).flatMap(
						(scope) =>
							widestGrant([{access: 'allow', permission_groups: [permission], resource_groups: [scope]}], names) ?? [],
					),
				),
			);
		return [...new Map(found.map((grant) => [grant.text, grant])).values()].sort(isWider);
	};
	return [
		...grants(false).map(({text, broad}) => toned(text, broad ? 'warning' : 'plain')),
		...grants(true).map(({text}) => toned(`DENY ${text}`, 'danger')),
	];
}

const powers: readonly Grant['power'][] = ['super-administrator', 'administrator', 'write', 'read'];
const breadths: readonly Grant['breadth'][] = ['account', 'all-zones', 'several', 'one', 'nothing'];

function isWider(left: Grant, right: Grant): number {
	return (
		powers.indexOf(left.power) - powers.indexOf(right.power) ||
		breadths.indexOf(left.breadth) - breadths.indexOf(right.breadth)
	);
}

/** Of each group with more than one grant, below its name; a single one stands beside the people already. */
function grantLines(groups: readonly UserGroupId[], knowledge: Knowledge): readonly Line[] {
	return groups.flatMap((id): readonly Line[] => {
		const grants = allGrants(knowledge.list('userGroups').byId.get(id)?.policies, knowledge);
		if (grants.length < 2) return [];
		return [
			toned(`${groupName(id, knowledge)} grants:`, 'dim'),
			...grants.map((grant): Line => [{text: '  '}, ...grant]),
		];
	});
}

/** `left out: 2 with pending invitations, 1 who rejected it`. */
export function leftOutLine(leftOut: readonly LeftOut[]): string {
	const byReason = new Map<string, number>();
	for (const {why} of leftOut) byReason.set(why, (byReason.get(why) ?? 0) + 1);
	const parts = [...byReason].map(([why, count]) => {
		if (why === 'pending') return `${count} with ${count === 1 ? 'a pending invitation' : 'pending invitations'}`;
		return why === 'rejected' ? `${count} who rejected it` : `${count} ${why}`;
	});
	return `left out: ${parts.join(', ')}`;
}

/** The members of a group as far as they are known: its own list first, then the index. */
export function isMember(group: UserGroupId, member: MemberId, knowledge: Knowledge): boolean | undefined {
	const list = knowledge.groupMembers(group);
	if (list.byId.has(member)) return true;
	if (list.complete) return false;
	return knowledge.memberships().has(group, member);
}

function effectOf(change: Change, knowledge: Knowledge): Line {
	const {text, broad} = grantOf(knowledge.list('userGroups').byId.get(change.group)?.policies, knowledge);
	const tone = broad ? 'warning' : 'plain';
	if (change.kind === 'remove') {
		return toned(text === '' ? 'loses nothing: the group has no policies' : `loses ${text}`, tone);
	}
	const gain = toned(text === '' ? 'gains nothing yet: the group has no policies' : `gains ${text}`, tone);
	const isPending = knowledge.list('members').byId.get(change.member)?.status === 'pending';
	return isPending ? [...gain, {text: '  once the invitation is accepted', tone: 'warning'}] : gain;
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
export function membershipPlan(
	changes: readonly Change[],
	{knowledge}: Setting,
	leftOut: readonly LeftOut[] = [],
): Plan {
	const open: Change[] = [];
	const skipped: Line[] = leftOut.map(({name, why}) => toned(`${name} is left out: ${why}`, 'warning'));
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
		leftOut: leftOut.length === 0 ? undefined : toned(leftOutLine(leftOut), 'warning'),
		grants: grantLines(groups, knowledge),
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

/** What a membership plan reads; the members of its groups are read again right before it can be carried out. */
export function planNeeds(changes: readonly Change[]): readonly Need[] {
	const groups = [...new Set(changes.map(({group}) => group))];
	return [{kind: 'list', resource: 'userGroups'}, ...groups.map((group) => ({kind: 'groupMembers', group}) as const)];
}

/** @param leftOut who was asked for and can not be changed */
export function confirmChanges(changes: readonly Change[], leftOut: readonly LeftOut[] = []): Confirmation {
	return {
		kind: 'confirm',
		needs: planNeeds(changes),
		changes,
		plan: (setting) => membershipPlan(changes, setting, leftOut),
	};
}
