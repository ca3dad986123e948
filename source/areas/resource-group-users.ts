/** Whom a resource group concerns: the people whom policies on it reach, as far as they have been read. */
import type {AccountMember, Policy, UserGroup} from '../api/schemas.ts';
import {memberAddress} from '../insight/addresses.ts';
import type {Knowledge, Need} from '../insight/knowledge.ts';
import {shortId} from '../insight/names.ts';
import {usesOfResourceGroup} from '../insight/uses.ts';
import type {Line} from '../terminal/line.ts';
import {count, plain, toned} from './cells.ts';
import {addressOf, permissionName} from './names.ts';
import {unread, usesNeeds} from './uses.ts';
import type {AffectedPerson} from './write.ts';

/** More are counted only: nobody reads a list of them. */
const mostPeople = 300;

export interface GroupUsers {
	readonly groups: readonly UserGroup[];
	/** Members of the account with policies of their own on it. */
	readonly members: readonly AccountMember[];
	/** Everybody by address, once, with the ways in which it reaches them. */
	readonly people: readonly {readonly name: string; readonly ways: readonly string[]}[];
	/** What has not been read, so that there may be more; undefined when all has. */
	readonly missing: string | undefined;
}

/** `DNS, Zone Read`: what those of the policies grant that name the resource group. */
function grantedBy(
	policies: readonly Policy[] | null | undefined,
	id: string,
	knowledge: Knowledge,
): readonly string[] {
	const granting = (policies ?? []).filter(({resource_groups: groups}) => groups?.some((group) => group.id === id));
	return [
		...new Set(
			granting.flatMap(({permission_groups: permissions}) =>
				(permissions ?? []).map((permission) => permissionName(permission, knowledge)),
			),
		),
	];
}

/** `DNS`, `DNS and 2 more`. */
function shortly(names: readonly string[]): string {
	const [first = 'nothing', ...others] = names;
	return others.length === 0 ? first : `${first} and ${others.length} more`;
}

/** The groups whose members a confirmation may read: a request for each. */
const mostGroups = 20;

/** What has to be read to tell everybody by name, beside the lists of groups and members. */
export function peopleNeeds(id: string, knowledge: Knowledge): readonly Need[] {
	const groups = usersOfResourceGroup(id, knowledge).groups;
	return groups.length > mostGroups ? [] : groups.map((group) => ({kind: 'groupMembers', group: group.id}));
}

/** Policies that name it; the same scope written into a policy is that policy's own, and stays. */
export function usersOfResourceGroup(id: string, knowledge: Knowledge): GroupUsers {
	const uses = usesOfResourceGroup(id, knowledge).filter(({via}) => via.some((way) => !way.endsWith('inline')));
	const found = <Item>(resource: 'userGroups' | 'members', byId: ReadonlyMap<string, Item>): readonly Item[] =>
		uses.flatMap((use) => (use.resource === resource ? (byId.get(use.id) ?? []) : []));
	const groups = found('userGroups', knowledge.list('userGroups').byId);
	const members = found('members', knowledge.list('members').byId);
	const people = new Map<string, string[]>();
	const add = (name: string, way: string): void => {
		const ways = people.get(name);
		if (ways === undefined) people.set(name, [way]);
		else ways.push(way);
	};
	let unreadGroups = 0;
	for (const group of groups) {
		const grants = shortly(grantedBy(group.policies, id, knowledge));
		const inside = knowledge.memberships().membersOf(group.id);
		if (inside === undefined) unreadGroups += 1;
		for (const member of inside ?? []) add(addressOf(member, knowledge, group.id), `${grants} through ${group.name}`);
	}
	for (const member of members) {
		add(memberAddress(member) ?? shortId(member.id), `${shortly(grantedBy(member.policies, id, knowledge))} directly`);
	}
	const missing = [
		unread(usesNeeds, knowledge),
		unreadGroups === 0 ? undefined : `the members of ${count(unreadGroups)} of these groups have not been read; i does`,
	].filter((each) => each !== undefined);
	return {
		groups,
		members,
		people: [...people].map(([name, ways]) => ({name, ways})),
		missing: missing.length === 0 ? undefined : missing.join('; '),
	};
}

export function isUsed({groups, members}: GroupUsers): boolean {
	return groups.length + members.length > 0;
}

/** `loses DNS through platform-dns`, of as many as somebody would read. */
export function peopleLines({people}: GroupUsers, verb: string): readonly AffectedPerson[] {
	return people.slice(0, mostPeople).map(({name, ways}) => ({name, effect: plain(`${verb} ${ways.join(', ')}`)}));
}

function counted(number: number, noun: string): string {
	return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** What stands in the way of knowing it all, and how many more there are. */
export function usersRemarks(users: GroupUsers): readonly Line[] {
	const more = users.people.length - mostPeople;
	return [
		...(isUsed(users) ? [plain(`Policies of ${usersText(users)} apply to it.`)] : []),
		...(more > 0 ? [plain(`${count(more)} more people are not listed.`)] : []),
		...(users.missing === undefined ? [] : [toned(`There may be more: ${users.missing}.`, 'warning')]),
	];
}

/** `2 user groups (platform-dns, on-call) and 1 member`. */
export function usersText({groups, members}: GroupUsers): string {
	const names = groups.slice(0, 5).map(({name}) => name);
	const more = groups.length - names.length;
	return [
		...(groups.length === 0
			? []
			: [`${counted(groups.length, 'user group')} (${names.join(', ')}${more > 0 ? `, +${count(more)}` : ''})`]),
		...(members.length === 0 ? [] : [counted(members.length, 'member')]),
	].join(' and ');
}
