import {needs} from '../authentication.ts';
import {type Answer, refuseGroup, success} from '../envelope.ts';
import {isFields, type Refuse, readJson} from '../input.ts';
import type {Member, UserGroup} from '../model.ts';
import {cutPage, groupPages, readDirection, readPage} from '../paging.ts';
import {representGroupMember, representGroupMemberDetail} from '../representation.ts';
import {type AccountCall, accountRoute, type Route} from '../router.ts';
import {findUserGroup, refuseManaged} from './user-groups.ts';

const invalid: Refuse = (message) => refuseGroup(400, message);

/** The group, once it is settled and if its policies are whole (contract 4 quirks, 5.1). */
function findGroup(call: AccountCall): UserGroup {
	const group = findUserGroup(call);
	const {settlesAt} = call.state;
	const settled = settlesAt.get(group.id);
	if (settled !== undefined) {
		if (call.state.now() < settled) {
			throw refuseGroup(404, `User group ${group.id} not found`);
		}
		settlesAt.delete(group.id);
	}
	if (group.broken === true) {
		throw refuseGroup(400, 'Policy validation failed');
	}
	return group;
}

/** The members named in a body, which is a bare array of ids (contract 5.2, 11.5). One wrong one refuses them all. */
function readMembers({account, body}: AccountCall): readonly Member[] {
	const value = readJson(body, invalid);
	if (!Array.isArray(value)) {
		throw refuseGroup(400, 'Request body must be an array of members');
	}
	const members = value.map((item: unknown) => {
		const id = isFields(item) ? item.id : undefined;
		const member = typeof id === 'string' ? account.members.get(id) : undefined;
		if (member === undefined) {
			throw refuseGroup(400, `Invalid member ${typeof id === 'string' ? id : 'without id'}`);
		}
		return member;
	});
	for (const member of members) {
		// A choice where the source is silent: the dashboard adds accepted members only (contract 5.2).
		if (member.status !== 'accepted') {
			throw refuseGroup(400, `Invalid member ${member.id}: the invitation has not been accepted`);
		}
	}
	const without = members.filter((member) => !member.domainScopedRoles);
	if (without.length > 0) {
		throw refuseGroup(400, `Members [${without.map(({id}) => id).join(', ')}] do not have DSR enabled`);
	}
	return members;
}

/** The full set after a change; null when nobody is left (contract 5.1). */
function answerMembers(group: UserGroup): Answer {
	const members = group.members.byEmail('asc');
	return success(members.length === 0 ? null : members.map(representGroupMember));
}

/** Contract 5. `fuzzyEmail` is a part of the address without regard to case. */
export const userGroupMemberRoutes: readonly Route[] = [
	accountRoute('GET', '/iam/user_groups/{user_group_id}/members', needs.readSettings, (call) => {
		const group = findGroup(call);
		const page = readPage(call.query, groupPages);
		const part = call.query.get('fuzzyEmail')?.toLowerCase();
		const sorted = group.members.byEmail(readDirection(call.query));
		const members = part === undefined ? sorted : sorted.filter(({email}) => email.toLowerCase().includes(part));
		const {items, info} = cutPage(members, page);
		return success(members.length === 0 ? null : items.map(representGroupMember), info);
	}),

	accountRoute('POST', '/iam/user_groups/{user_group_id}/members', needs.writeSettings, (call) => {
		const group = findGroup(call);
		refuseManaged(group, 'members');
		const addedAt = call.state.timestampInSeconds();
		for (const member of readMembers(call)) {
			group.members.add(member, addedAt);
		}
		return answerMembers(group);
	}),

	accountRoute('PUT', '/iam/user_groups/{user_group_id}/members', needs.writeSettings, (call) => {
		const group = findGroup(call);
		refuseManaged(group, 'members');
		group.members.replace(readMembers(call), call.state.timestampInSeconds());
		return answerMembers(group);
	}),

	accountRoute('GET', '/iam/user_groups/{user_group_id}/members/{member_id}', needs.readSettings, (call) => {
		const group = findGroup(call);
		const id = call.parameter('member_id');
		const found = group.members.get(id);
		if (found === undefined) {
			throw refuseGroup(404, `Member ${id} not found in user group`);
		}
		return success(representGroupMemberDetail(found.member, found.addedAt));
	}),

	/** Answers the member, unlike every other DELETE (contract 11.5). */
	accountRoute('DELETE', '/iam/user_groups/{user_group_id}/members/{member_id}', needs.writeSettings, (call) => {
		const group = findGroup(call);
		refuseManaged(group, 'members');
		const id = call.parameter('member_id');
		const found = group.members.get(id);
		if (found === undefined) {
			throw refuseGroup(400, `Invalid member ${id}: not a member of this user group`);
		}
		group.members.delete(id);
		return success(representGroupMember(found.member));
	}),
];
