/** Who is in which group, both ways, as far as it has been read. */
import type {MemberId, UserGroupId} from '../api/ids.ts';

const none: readonly never[] = [];

/**
 * The members of groups, read backwards. A change costs what the group is long; the lists that it gives out are never
 * changed, but replaced.
 */
export class MembershipTable {
	readonly #members = new Map<UserGroupId, ReadonlySet<MemberId>>();
	readonly #lists = new Map<UserGroupId, readonly MemberId[]>();
	readonly #groups = new Map<MemberId, readonly UserGroupId[]>();
	readonly #rankOf: (group: UserGroupId) => number;
	#version = 0;

	/** @param rankOf orders the groups of a member, which are read in any order */
	constructor(rankOf: (group: UserGroupId) => number = () => 0) {
		this.#rankOf = rankOf;
	}

	/** Counts the changes that changed anything. */
	get version(): number {
		return this.#version;
	}

	/** The groups whose members are known. */
	get groups(): Iterable<UserGroupId> {
		return this.#members.keys();
	}

	groupsOf(member: MemberId): readonly UserGroupId[] {
		return this.#groups.get(member) ?? none;
	}

	/** `undefined` when they have not been read. */
	membersOf(group: UserGroupId): readonly MemberId[] | undefined {
		return this.#lists.get(group);
	}

	/** `undefined` when the members of the group have not been read. */
	has(group: UserGroupId, member: MemberId): boolean | undefined {
		return this.#members.get(group)?.has(member);
	}

	/** The members of a group as they are now. */
	set(group: UserGroupId, members: Iterable<MemberId>): void {
		const before = this.#members.get(group);
		const after = new Set(members);
		if (before?.size === after.size && before.isSubsetOf(after)) {
			return;
		}
		this.#version += 1;
		for (const member of before ?? none) {
			if (!after.has(member)) {
				this.#leave(group, member);
			}
		}
		for (const member of after) {
			if (!before?.has(member)) {
				const groups = this.groupsOf(member);
				const rank = this.#rankOf(group);
				const behind = groups.findIndex((other) => this.#rankOf(other) > rank);
				const at = behind < 0 ? groups.length : behind;
				// Not spread: an array that grows keeps room for sixteen more, for each of 25,000 members.
				this.#groups.set(member, groups.slice(0, at).concat(group, groups.slice(at)));
			}
		}
		this.#members.set(group, after);
		this.#lists.set(group, Array.from(after).slice());
	}

	/** The group is gone, and with it its memberships (contract 4.5). */
	forget(group: UserGroupId): void {
		for (const member of this.#members.get(group) ?? none) {
			this.#leave(group, member);
		}
		if (this.#members.delete(group)) {
			this.#version += 1;
		}
		this.#lists.delete(group);
	}

	#leave(group: UserGroupId, member: MemberId): void {
		const left = this.groupsOf(member).filter((other) => other !== group);
		if (left.length === 0) {
			this.#groups.delete(member);
		} else {
			this.#groups.set(member, left);
		}
	}
}
