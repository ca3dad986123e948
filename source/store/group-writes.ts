/** Adds, removes and replaces members of groups, and puts what follows from it where it is shown. */
import {type CallOptions, type CloudflareClient, CloudflareError} from '../api/client.ts';
import type {AccountId, MemberId, UserGroupId} from '../api/ids.ts';
import type {GroupMember} from '../api/schemas.ts';
import type {ListEntry} from './list-entry.ts';
import {quietly, type Wanted, type Wants} from './wants.ts';
import type {WriteQueue} from './write-queue.ts';

export interface GroupWritesOptions {
	readonly client: CloudflareClient;
	readonly account: AccountId;
	readonly queue: WriteQueue;
	readonly wants: Wants;
	readonly membersOf: (group: UserGroupId) => ListEntry<GroupMember>;
	/** The group by itself: read to find out whether it is still there. */
	readonly groupOf: (group: UserGroupId) => Wanted;
	readonly memberOf: (group: UserGroupId, member: MemberId) => {forget(): void};
}

/** What writes of a group and of its members are put in turn by. */
export function groupKey(group: UserGroupId): string {
	return `user-group/${group}`;
}

export class GroupWrites {
	readonly #options: GroupWritesOptions;

	constructor(options: GroupWritesOptions) {
		this.#options = options;
	}

	/** One request for all of them; answers the whole set afterwards (contract 5.2). */
	add(
		group: UserGroupId,
		members: readonly MemberId[],
		options: CallOptions | undefined,
	): Promise<readonly GroupMember[]> {
		const {client, account, queue} = this.#options;
		return queue.add({
			object: groupKey(group),
			attempted: 'add members to a user group',
			send: () => client.userGroups.members.add(account, group, members, options),
			show: (answer) => this.#believe(group, members, answer),
			lookAgain: (error) => this.#lookAgain(group, error),
			options,
		});
	}

	/** One request; answers the set afterwards (contract 5.3). */
	replace(
		group: UserGroupId,
		members: readonly MemberId[],
		options: CallOptions | undefined,
	): Promise<readonly GroupMember[]> {
		const {client, account, queue, membersOf, memberOf} = this.#options;
		return queue.add({
			object: groupKey(group),
			attempted: 'replace the members of a user group',
			send: () => client.userGroups.members.replace(account, group, members, options),
			show: (answer) => {
				const before = membersOf(group).data?.list.rows ?? [];
				this.#believe(group, members, answer);
				const after = new Set(answer.map(({id}) => id));
				for (const {id} of before.filter((member) => !after.has(member.id))) {
					memberOf(group, id).forget();
				}
			},
			lookAgain: (error) => this.#lookAgain(group, error),
			options,
		});
	}

	/** One request. */
	remove(group: UserGroupId, member: MemberId, options: CallOptions | undefined): Promise<void> {
		const {client, account, queue, membersOf, memberOf, wants} = this.#options;
		return queue.add({
			object: groupKey(group),
			attempted: 'remove a member from a user group',
			send: async () => {
				await client.userGroups.members.remove(account, group, member, options);
			},
			show: () => {
				const list = membersOf(group);
				list.patch((rows) => rows.without(member));
				memberOf(group, member).forget();
				wants.readAgain(list);
			},
			lookAgain: (error) => this.#lookAgain(group, error),
			options,
		});
	}

	/** An answer without those who were to be in it is not the whole set: better read than guessed. */
	#believe(group: UserGroupId, members: readonly MemberId[], answer: readonly GroupMember[]): void {
		const {membersOf, wants} = this.#options;
		const list = membersOf(group);
		const answered = new Set(answer.map(({id}) => id));
		if (members.every((id) => answered.has(id))) {
			list.replaceAll(answer);
		} else {
			list.patch((rows) => rows.append(answer));
			list.outdate();
			wants.readAgain(list);
		}
	}

	#lookAgain(group: UserGroupId, error: unknown): void {
		const {membersOf, groupOf, wants} = this.#options;
		if (error instanceof CloudflareError && error.kind === 'not-found')
			quietly(groupOf(group).read('foreground', Number.POSITIVE_INFINITY));
		const list = membersOf(group);
		// A reading that has begun before may say what was so before.
		list.patch((rows) => rows);
		list.outdate();
		wants.readAgain(list);
	}
}
