import type {UserGroup} from '../api/schemas.ts';
import {widestGrant} from '../insight/access.ts';
import {lastAnswer} from '../insight/memo.ts';
import {age, instant} from '../insight/time.ts';
import {type Line, plainText} from '../terminal/line.ts';
import {
	ageColumn,
	field,
	fieldsTable,
	idColumn,
	jsonSection,
	nameOr,
	count as number,
	statusText,
	timeField,
	toned,
} from './cells.ts';
import {defineArea, type Setting} from './define.ts';
import {memberRows, memberRowsTable} from './group-members.ts';
import {replaceAllMembers} from './members-replacement.ts';
import {addToGroup, removeFromGroup} from './membership.ts';
import {accessNames, namingNeeds} from './names.ts';
import {policiesTable, policyLines} from './policies.ts';
import {isScimManaged} from './scim.ts';
import {
	addPolicy,
	cloneGroup,
	createGroup,
	deleteGroup,
	dropPolicies,
	editGroup,
	editPolicy,
} from './user-group-actions.ts';

function memberCount(group: UserGroup, {knowledge}: Setting): number | undefined {
	const members = knowledge.groupMembers(group.id);
	if (members.complete) return members.rows.length;
	return members.total ?? knowledge.memberships().membersOf(group.id)?.length;
}

const lastUnknown = lastAnswer<string | undefined>();

/** Of how many groups it is not known how many members they have. */
function countsMissing(setting: Setting): string | undefined {
	const {rows} = setting.knowledge.list('userGroups');
	const index = setting.knowledge.memberships();
	return lastUnknown([rows, index], () => {
		const unknown = rows.reduce((sum, group) => sum + (memberCount(group, setting) === undefined ? 1 : 0), 0);
		if (unknown === 0) return undefined;
		const what = `members of ${number(unknown)} of ${number(rows.length)} groups`;
		return index.state === 'reading' || index.state === 'waiting'
			? `${what} are still being read`
			: `${what} are not known yet; i reads them`;
	});
}

function widest(group: UserGroup, {knowledge}: Setting): Line {
	const grant = widestGrant(group.policies, accessNames(knowledge));
	if (grant === undefined) return toned(group.policies?.length ? '-- grants nothing' : '-- no policies', 'dim');
	return toned(grant.text, grant.broad ? 'warning' : 'plain');
}

export const userGroups = defineArea({
	name: 'user-groups',
	resource: 'userGroups',
	digit: '1',
	title: 'User groups',
	short: 'Groups',
	nouns: ['user group', 'user groups'],
	aliases: ['groups', 'group', 'ug'],
	about: 'groups of members and the policies that they share',
	idOf: ({id}) => id,
	nameOf: ({name, id}) => nameOr(name, id),
	path: (account, id) => `/accounts/${account}/iam/user_groups/${id}`,
	sort: {column: 'name'},
	reads: [...namingNeeds, {kind: 'memberships'}],
	columns: [
		{name: 'name', title: 'NAME', width: 30, minimum: 20, grow: 2, drop: 0, text: ({name, id}) => nameOr(name, id)},
		{
			name: 'members',
			title: 'MEMBERS',
			width: 7,
			drop: 4,
			align: 'end',
			text: (group, setting) => memberCount(group, setting)?.toString() ?? '',
			order: (group, setting) => memberCount(group, setting) ?? -1,
			missing: countsMissing,
		},
		{
			name: 'policies',
			title: 'POLICIES',
			width: 8,
			drop: 3,
			align: 'end',
			text: ({policies}) => String(policies?.length ?? 0),
			order: ({policies}) => policies?.length ?? 0,
		},
		{
			name: 'grant',
			title: 'WIDEST GRANT',
			width: 34,
			minimum: 28,
			grow: 2,
			drop: 2,
			text: (group, setting) => plainText(widest(group, setting)),
			line: widest,
		},
		{
			name: 'source',
			title: 'SOURCE',
			width: 6,
			drop: 5,
			text: (group) => (isScimManaged(group) ? 'SCIM' : 'own'),
			line: (group) => (isScimManaged(group) ? toned('SCIM', 'warning') : toned('own', 'dim')),
		},
		ageColumn('changed', 'CHANGED', 6, ({modified_on}) => modified_on),
		idColumn(({id}) => id),
		{
			name: 'created',
			title: 'CREATED',
			width: 8,
			drop: 9,
			wide: true,
			align: 'end',
			text: ({created_on}, {now}) => age(created_on, now),
			order: ({created_on}) => -(instant(created_on) ?? 0),
		},
	],
	// No more members than a preview has room for.
	previewNeeds: ({id}) => [...namingNeeds, {kind: 'groupMembers', group: id, most: 50}],
	preview: (group, {knowledge}) => {
		const members = knowledge.groupMembers(group.id);
		const count = members.complete ? members.rows.length : (members.total ?? members.rows.length);
		const addresses = members.rows.slice(0, 30).map(({email, id}) => email ?? id);
		const more = count > addresses.length ? `  +${number(count - addresses.length)}` : '';
		return [
			...(group.policies?.length
				? policyLines(group.policies, knowledge, 4)
				: [toned('no policies: membership grants nothing', 'dim')]),
			members.status === 'loading' || members.status === 'idle'
				? toned('reading its members', 'dim')
				: members.status === 'failed'
					? toned(`members could not be read: ${members.error?.message ?? ''}`, 'danger')
					: count === 0
						? toned('no members', 'dim')
						: [{text: `Members (${number(count)})`, tone: 'heading'}, {text: `  ${addresses.join('  ')}${more}`}],
			...(isScimManaged(group)
				? [
						toned(
							'SCIM: name, members and deletion belong to the identity provider; policies stay editable here',
							'warning',
						),
					]
				: []),
		];
	},
	sections: [
		{
			name: 'policies',
			title: ({policies}) => `Policies (${policies?.length ?? 0})`,
			needs: () => namingNeeds,
			remark: ({policies}) =>
				policies?.length
					? undefined
					: toned('No policies: membership of this group grants nothing. n adds one.', 'dim'),
			table: ({policies}, {knowledge}) => policiesTable(policies, knowledge),
			actions: {create: addPolicy, edit: editPolicy, remove: dropPolicies, delete: dropPolicies},
		},
		{
			name: 'members',
			title: (group, setting) => {
				const count = memberCount(group, setting);
				if (count !== undefined) return `Members (${number(count)})`;
				return setting.knowledge.groupMembers(group.id).status === 'failed' ? 'Members (?)' : 'Members';
			},
			needs: ({id}) => [
				{kind: 'groupMembers', group: id},
				{kind: 'list', resource: 'members'},
			],
			remark: (group, {knowledge}) => {
				const members = knowledge.groupMembers(group.id);
				if (members.status === 'failed')
					return toned(members.error?.message ?? 'The members could not be read.', 'danger');
				if (!members.complete) {
					const of = members.total === undefined ? '' : ` of ${number(members.total)}`;
					return toned(`reading members: ${number(members.rows.length)}${of}`, 'dim');
				}
				return members.rows.length === 0 ? toned('No members yet: a adds some.', 'dim') : undefined;
			},
			table: ({id}, {knowledge}) => memberRowsTable(memberRows(id, knowledge)),
			actions: {add: addToGroup, remove: removeFromGroup, replace: replaceAllMembers},
		},
		{
			name: 'fields',
			title: () => 'Fields',
			table: (group, {now}) =>
				fieldsTable([
					...field('id', group.id),
					...field('name', group.name),
					...field('status', statusText(group.status)),
					...field('managed by', isScimManaged(group) ? 'SCIM' : undefined),
					...timeField('created', group.created_on, now),
					...timeField('changed', group.modified_on, now),
					...field('policies', String(group.policies?.length ?? 0)),
				]),
		},
		jsonSection,
	],
	actions: {
		create: createGroup,
		edit: editGroup,
		clone: cloneGroup,
		delete: deleteGroup,
		add: addToGroup,
		replace: replaceAllMembers,
	},
});
