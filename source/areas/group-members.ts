/** The members of one group as a table: the group's list joined with what the account's list knows of each person. */
import type {MemberId, UserGroupId} from '../api/ids.ts';
import type {AccountMember, GroupMember} from '../api/schemas.ts';
import {memberAddress, memberName} from '../insight/addresses.ts';
import type {Knowledge} from '../insight/knowledge.ts';
import type {Line} from '../terminal/line.ts';
import {plain, textOf, toned, yesNo} from './cells.ts';
import {type Column, type TableSource, tableOf} from './table.ts';

export interface MemberRow {
	readonly id: MemberId;
	readonly address: string;
	readonly name: string;
	readonly status: string;
	readonly twoFactor: string;
}

/** `accepted` is the ordinary case and stays quiet. */
export function statusLine(status: string): Line {
	return toned(status, status === 'accepted' ? 'good' : status === 'pending' ? 'warning' : 'danger');
}

export function twoFactorLine(twoFactor: string): Line {
	return twoFactor === 'no' ? toned('no', 'danger') : toned(twoFactor, 'dim');
}

function rowOf({id, email, status}: GroupMember, known: AccountMember | undefined): MemberRow {
	return {
		id,
		address: email ?? (known && memberAddress(known)) ?? id,
		name: known === undefined ? '' : textOf(memberName(known)),
		status: textOf(status ?? known?.status),
		twoFactor: yesNo(known?.user?.two_factor_authentication_enabled),
	};
}

export function memberRows(group: UserGroupId, knowledge: Knowledge): readonly MemberRow[] {
	const {byId} = knowledge.list('members');
	return knowledge.groupMembers(group).rows.map((member) => rowOf(member, byId.get(member.id)));
}

/** The same rows for people of the account. */
export function accountMemberRows(members: readonly AccountMember[]): readonly MemberRow[] {
	return members.map((member) => rowOf({id: member.id, email: memberAddress(member), status: undefined}, member));
}

const columns: readonly Column<MemberRow>[] = [
	{name: 'address', title: 'ADDRESS', width: 34, minimum: 32, grow: 2, drop: 0, text: ({address}) => address},
	{name: 'person', title: 'NAME', width: 22, minimum: 10, grow: 1, drop: 3, text: ({name}) => name},
	{
		name: 'status',
		title: 'STATUS',
		width: 8,
		drop: 1,
		text: ({status}) => status,
		line: ({status}) => statusLine(status),
	},
	{
		name: '2fa',
		title: '2FA',
		width: 3,
		drop: 2,
		text: ({twoFactor}) => twoFactor,
		line: ({twoFactor}) => twoFactorLine(twoFactor),
	},
	{name: 'id', title: 'ID', width: 32, drop: 9, wide: true, text: ({id}) => id},
];

export function memberRowsTable(rows: readonly MemberRow[]): TableSource {
	return tableOf({
		rows,
		columns,
		id: ({id}) => id,
		target: ({id}) => ({area: 'members', id}),
		copy: ({address}) => address,
		explain: ({address, name, status, id}) => [
			[{text: address, tone: 'heading'}, {text: name === '' ? '' : `  ${name}`}],
			plain(status === '' ? '' : `invitation ${status}`),
			toned(`membership id ${id}`, 'dim'),
		],
	});
}
