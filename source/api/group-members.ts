/** The members of a user group (contract 5); all ids are those of account memberships. */
import {parseList, parseOne, parsePage} from './answers.ts';
import type {CallOptions} from './call.ts';
import type {AccountId, MemberId, UserGroupId} from './ids.ts';
import {type Page, type PageQuery, pageParameters, pageSizes} from './paging.ts';
import type {Requester} from './requester.ts';
import {type GroupMember, type GroupMemberDetail, groupMemberDetailSchema, groupMemberSchema} from './schemas.ts';

export interface GroupMembersQuery extends PageQuery {
	/** Part of an address. */
	readonly fuzzyEmail?: string | undefined;
	readonly direction?: 'asc' | 'desc' | undefined;
}

export interface GroupMembers {
	list(
		account: AccountId,
		group: UserGroupId,
		query?: GroupMembersQuery,
		options?: CallOptions,
	): Promise<Page<GroupMember>>;
	get(account: AccountId, group: UserGroupId, member: MemberId, options?: CallOptions): Promise<GroupMemberDetail>;
	/** Adds to the set; who is in already stays in. Answers the whole set afterwards (contract 5.2). */
	add(
		account: AccountId,
		group: UserGroupId,
		members: readonly MemberId[],
		options?: CallOptions,
	): Promise<readonly GroupMember[]>;
	/** Replaces the whole set; an empty list removes everybody. */
	replace(
		account: AccountId,
		group: UserGroupId,
		members: readonly MemberId[],
		options?: CallOptions,
	): Promise<readonly GroupMember[]>;
	/** Answers the member that was removed. */
	remove(account: AccountId, group: UserGroupId, member: MemberId, options?: CallOptions): Promise<GroupMember>;
}

export function createGroupMembers(requester: Requester): GroupMembers {
	const groupMembers: GroupMembers = {
		async list(account, group, query = {}, options) {
			const {fuzzyEmail, direction} = query;
			const paging = pageParameters(query, pageSizes.groupMembers);
			const reply = await requester.send({
				operation: 'userGroups.members.list',
				ids: {account_id: account, user_group_id: group},
				query: {fuzzyEmail, direction, ...paging},
				options,
			});
			return parsePage(reply, groupMemberSchema, paging.page);
		},
		async get(account, group, member, options) {
			const ids = {account_id: account, user_group_id: group, member_id: member};
			return parseOne(
				await requester.send({operation: 'userGroups.members.get', ids, options}),
				groupMemberDetailSchema,
			);
		},
		async add(account, group, members, options) {
			const ids = {account_id: account, user_group_id: group};
			const body = memberBody(members);
			return parseList(
				await requester.send({operation: 'userGroups.members.add', ids, body, options}),
				groupMemberSchema,
			);
		},
		async replace(account, group, members, options) {
			const ids = {account_id: account, user_group_id: group};
			const body = memberBody(members);
			return parseList(
				await requester.send({operation: 'userGroups.members.replace', ids, body, options}),
				groupMemberSchema,
			);
		},
		async remove(account, group, member, options) {
			const ids = {account_id: account, user_group_id: group, member_id: member};
			const reply = await requester.send({operation: 'userGroups.members.remove', ids, options});
			const {result} = reply.envelope;
			return result === null || result === undefined ? {id: member} : parseOne(reply, groupMemberSchema);
		},
	};
	return groupMembers;
}

/**
 * A bare list on the wire (contract 5.2). A missing one would go out as an empty body, which a server could take for
 * "nobody": it is refused here even where types were not checked.
 */
function memberBody(members: readonly MemberId[]): readonly {readonly id: MemberId}[] {
	const given: unknown = members;
	if (!Array.isArray(given) || given.some((id) => typeof id !== 'string' || id === '')) {
		throw new TypeError('The members of a user group must be given as a list of membership ids.');
	}
	return members.map((id) => ({id}));
}
