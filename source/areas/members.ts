import type {AccountMember} from '../api/schemas.ts';
import {memberAddress, memberName} from '../insight/addresses.ts';
import type {Knowledge} from '../insight/knowledge.ts';
import {shortId} from '../insight/names.ts';
import {absolute} from '../insight/time.ts';
import type {Line} from '../terminal/line.ts';
import {count, field, fieldsTable, idColumn, jsonSection, plain, textOf, toned, yesNo} from './cells.ts';
import {defineArea} from './define.ts';
import {statusLine, twoFactorLine} from './group-members.ts';
import {addPersonToGroups, removePersonFromGroups, removePersonFromTheseGroups} from './membership.ts';
import {groupName, namingNeeds} from './names.ts';
import {policiesTable, policyLines} from './policies.ts';
import {tableOf} from './table.ts';

function groupsOf(member: AccountMember, knowledge: Knowledge): readonly string[] {
	return knowledge
		.memberships()
		.groupsOf(member.id)
		.map((id) => groupName(id, knowledge));
}

/** How far the index of memberships is: nobody can be said to be in no group before it is complete. */
export function membershipsRemark(knowledge: Knowledge): Line | undefined {
	const index = knowledge.memberships();
	const progress = index.total === undefined ? '' : `: ${count(index.done)} of ${count(index.total)} groups read`;
	switch (index.state) {
		case 'complete':
			return undefined;
		case 'reading':
			return toned(`reading who is in which group${progress}`, 'dim');
		case 'waiting':
			return toned(`waiting for the request budget${progress}`, 'warning');
		case 'failed':
			return toned(index.error?.message ?? 'could not read who is in which group', 'danger');
		case 'idle':
			return toned(
				`not all groups are read${progress}; i reads the rest${index.cost > 0 ? ` (${count(index.cost)} requests)` : ''}`,
				'warning',
			);
	}
}

/** Why a search by groups may find too few. */
function groupsMissing(knowledge: Knowledge): string | undefined {
	const {state} = knowledge.memberships();
	if (state === 'complete') return undefined;
	const people = count(knowledge.list('members').rows.length);
	return state === 'reading' || state === 'waiting'
		? `groups of ${people} people are still being read: more may match`
		: `groups of ${people} people are not all read; i reads them`;
}

/** A person's groups in a cell; `?` where more may come. */
function groupsText(member: AccountMember, knowledge: Knowledge): string {
	const names = groupsOf(member, knowledge);
	const open = knowledge.memberships().state === 'complete' ? '' : '?';
	return [...names, ...(names.length === 0 ? [open] : open === '' ? [] : ['…'])]
		.filter((part) => part !== '')
		.join(', ');
}

function rolesText({roles}: AccountMember): string {
	return (roles ?? []).map(({name}) => name).join(', ');
}

/** A permission group that has no role of its own stands among a member's roles by its own id (contract 9.3). */
function isPermissionGroup(role: string, knowledge: Knowledge): boolean {
	return !knowledge.list('roles').byId.has(role) && knowledge.list('permissionGroups').byId.has(role);
}

/** How many groups' days of joining are asked for: one request each. */
const joiningLimit = 12;

export const members = defineArea({
	name: 'members',
	resource: 'members',
	digit: '2',
	title: 'Members',
	short: 'Members',
	nouns: ['member', 'members'],
	aliases: ['member', 'people'],
	about: 'people of the account: status, two-factor, roles, policies, groups',
	idOf: ({id}) => id,
	nameOf: (member) => memberAddress(member) ?? shortId(member.id),
	path: (account, id) => `/accounts/${account}/members/${id}`,
	sort: {column: 'address'},
	reads: [{kind: 'list', resource: 'userGroups'}, {kind: 'memberships'}],
	columns: [
		{
			name: 'address',
			title: 'ADDRESS',
			width: 34,
			minimum: 32,
			grow: 2,
			drop: 0,
			text: (member) => memberAddress(member) ?? member.id,
		},
		{
			name: 'person',
			title: 'NAME',
			width: 20,
			minimum: 10,
			grow: 1,
			drop: 4,
			fuzzy: true,
			text: (member) => textOf(memberName(member)),
		},
		{
			name: 'status',
			title: 'STATUS',
			width: 8,
			drop: 1,
			text: ({status}) => textOf(status),
			line: ({status}) => statusLine(textOf(status)),
		},
		{
			name: '2fa',
			title: '2FA',
			width: 3,
			drop: 2,
			text: ({user}) => yesNo(user?.two_factor_authentication_enabled),
			line: ({user}) => twoFactorLine(yesNo(user?.two_factor_authentication_enabled)),
		},
		{name: 'roles', title: 'ROLES', width: 20, minimum: 12, grow: 1, drop: 5, text: rolesText},
		{
			name: 'policies',
			title: 'POL',
			width: 3,
			drop: 6,
			align: 'end',
			text: ({policies}) => String(policies?.length ?? 0),
			order: ({policies}) => policies?.length ?? 0,
		},
		{
			name: 'groups',
			title: 'GROUPS',
			width: 20,
			minimum: 10,
			grow: 1,
			drop: 3,
			text: (member, {knowledge}) => groupsText(member, knowledge),
			missing: ({knowledge}) => groupsMissing(knowledge),
		},
		idColumn(({id}) => id),
	],
	previewNeeds: () => [...namingNeeds, {kind: 'list', resource: 'userGroups'}],
	previewTitle: memberName,
	preview: (member, {knowledge}) => {
		const groups = groupsText(member, knowledge);
		return [
			[
				...statusLine(textOf(member.status)),
				{text: `  two-factor ${yesNo(member.user?.two_factor_authentication_enabled) || 'unknown'}`, tone: 'dim'},
				{text: memberName(member) === undefined ? '  no name yet' : '', tone: 'dim'},
			],
			[{text: 'Roles   ', tone: 'heading'}, {text: rolesText(member) || 'none'}],
			[{text: 'Groups  ', tone: 'heading'}, {text: groups === '' ? 'none' : groups === '?' ? 'not read yet' : groups}],
			...((member.policies?.length ?? 0) > 0
				? [toned('Direct policies', 'heading'), ...policyLines(member.policies, knowledge, 3)]
				: []),
		];
	},
	sections: [
		{
			name: 'groups',
			title: (member, {knowledge}) => {
				const index = knowledge.memberships();
				return `Groups (${index.groupsOf(member.id).length}${index.state === 'complete' ? '' : '+'})`;
			},
			needs: (member, {knowledge}) => [
				{kind: 'list', resource: 'userGroups'},
				{kind: 'memberships'},
				...knowledge
					.memberships()
					.groupsOf(member.id)
					.slice(0, joiningLimit)
					.map((group) => ({kind: 'groupMember', group, member: member.id}) as const),
			],
			remark: (_member, {knowledge}) => membershipsRemark(knowledge),
			table: (member, {knowledge}) =>
				tableOf({
					rows: knowledge
						.memberships()
						.groupsOf(member.id)
						.map((id) => ({
							id,
							name: groupName(id, knowledge),
							policies: knowledge.list('userGroups').byId.get(id)?.policies,
							joined: absolute(knowledge.groupMember(id, member.id)?.created_at),
						})),
					columns: [
						{name: 'name', title: 'USER GROUP', width: 30, grow: 2, drop: 0, text: ({name}) => name},
						{
							name: 'policies',
							title: 'POLICIES',
							width: 8,
							drop: 1,
							align: 'end',
							text: ({policies}) => String(policies?.length ?? 0),
							order: ({policies}) => policies?.length ?? 0,
						},
						{
							name: 'joined',
							title: 'IN IT SINCE',
							width: 23,
							drop: 2,
							text: ({joined}) => joined,
							line: ({joined}) => toned(joined, 'dim'),
						},
					],
					id: ({id}) => id,
					target: ({id}) => ({area: 'user-groups', id}),
					copy: ({id}) => id,
					explain: ({name, policies}) => [toned(name, 'heading'), ...policyLines(policies, knowledge, 3)],
				}),
			actions: {add: addPersonToGroups, remove: removePersonFromTheseGroups},
		},
		{
			name: 'policies',
			title: ({policies}) => `Direct policies (${policies?.length ?? 0})`,
			needs: () => namingNeeds,
			remark: ({policies}) =>
				policies?.length ? undefined : toned('No policies of their own: access comes from roles and groups.', 'dim'),
			table: ({policies}, {knowledge}) => policiesTable(policies, knowledge),
		},
		{
			name: 'roles',
			title: ({roles}) => `Roles (${roles?.length ?? 0})`,
			needs: () => [
				{kind: 'list', resource: 'roles'},
				{kind: 'list', resource: 'permissionGroups'},
			],
			table: (member, {knowledge}) =>
				tableOf({
					rows: member.roles ?? [],
					columns: [
						{name: 'name', title: 'ROLE', width: 32, grow: 1, drop: 0, text: ({name}) => name},
						{
							name: 'description',
							title: 'DESCRIPTION',
							width: 40,
							minimum: 10,
							grow: 2,
							drop: 1,
							text: ({description}) => textOf(description),
							line: ({description}) => toned(textOf(description), 'dim'),
						},
					],
					id: ({id}) => id,
					target: ({id}) => ({area: isPermissionGroup(id, knowledge) ? 'permission-groups' : 'roles', id}),
					copy: ({id}) => id,
					explain: ({id, name, description}) => [
						toned(name, 'heading'),
						plain(textOf(description)),
						toned(`role id ${id}`, 'dim'),
					],
				}),
		},
		{
			name: 'fields',
			title: () => 'Fields',
			table: (member) =>
				fieldsTable([
					...field('membership id', member.id),
					...field('e-mail', memberAddress(member)),
					...field('status', member.status),
					...field('first name', member.user?.first_name),
					...field('last name', member.user?.last_name),
					...field('user id', member.user?.id),
					...field('user e-mail', member.user?.email === memberAddress(member) ? undefined : member.user?.email),
					...field('two-factor', yesNo(member.user?.two_factor_authentication_enabled)),
					...field('roles', rolesText(member)),
					...field('direct policies', String(member.policies?.length ?? 0)),
				]),
		},
		jsonSection,
	],
	actions: {add: addPersonToGroups, remove: removePersonFromGroups},
});
