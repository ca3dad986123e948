import {deriveIdentifier} from '../../source/emulator/identifiers.ts';
import type {Member} from '../../source/emulator/model.ts';
import type {AccountState} from '../../source/emulator/state.ts';

/** Leaves so many members, or makes up further ones like them with a number in their address. */
export function setMemberCount({members}: AccountState, count: number): void {
	const present = members.values();
	for (const member of present.slice(count)) members.delete(member.id);
	for (let index = present.length; index < count; index++) {
		const like = present[1 + (index % (present.length - 1))];
		if (like !== undefined) members.set(another(like, Math.floor(index / (present.length - 1)) + 1));
	}
}

function another(member: Member, number: number): Member {
	const {status, userId, firstName, lastName, twoFactor, domainScopedRoles} = member;
	return {
		id: deriveIdentifier(`${member.id} ${number}`),
		email: member.email.replace('@', `${number}@`),
		status,
		userId: userId === undefined ? undefined : deriveIdentifier(`${userId} ${number}`),
		firstName,
		lastName,
		twoFactor,
		domainScopedRoles,
		policies: member.policies,
	};
}

/** Leaves every so manieth user group, member and zone. */
export function thinOut({members, userGroups, zones}: AccountState, every: number): void {
	for (const collection of [userGroups, zones, members]) {
		const goes = collection.values().filter((_, index) => index % every !== 0);
		for (const {id} of goes) collection.delete(id);
	}
}
