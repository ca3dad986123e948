/** Adds and removes members of groups, and puts what follows from it where it is shown. */
import {type CallOptions, type CloudflareClient, CloudflareError} from '../api/client.ts';
import type {AccountId, MemberId, UserGroupId} from '../api/ids.ts';
import type {GroupMember} from '../api/schemas.ts';
import type {ListEntry} from './list-entry.ts';
import type {Wants} from './wants.ts';

export interface GroupWritesOptions {
	readonly client: CloudflareClient;
	readonly account: AccountId;
	readonly wants: Wants;
	readonly membersOf: (group: UserGroupId) => ListEntry<GroupMember>;
	readonly memberOf: (group: UserGroupId, member: MemberId) => {forget(): void};
	readonly isClosed: () => boolean;
}

/** Whether a failed write may mean that what is shown is not what is there. */
function tellsOfChange(error: unknown): boolean {
	return (
		!(error instanceof CloudflareError) ||
		error.uncertain ||
		error.kind === 'invalid' ||
		error.kind === 'not-found' ||
		error.kind === 'conflict'
	);
}

export class GroupWrites {
	readonly #options: GroupWritesOptions;
	/** The last write of each group: the next one begins when it is over. */
	readonly #last = new Map<UserGroupId, Promise<unknown>>();

	constructor(options: GroupWritesOptions) {
		this.#options = options;
	}

	/** One request for all of them; answers the whole set afterwards (contract 5.2). */
	add(
		group: UserGroupId,
		members: readonly MemberId[],
		options: CallOptions | undefined,
	): Promise<readonly GroupMember[]> {
		const {client, account, membersOf, wants, isClosed} = this.#options;
		return this.#inTurn(group, async () => {
			this.#refuseIfOver(options, 'add members to a user group');
			const answer = await client.userGroups.members.add(account, group, members, options);
			if (!isClosed()) {
				const list = membersOf(group);
				const answered = new Set(answer.map(({id}) => id));
				if (members.every((id) => answered.has(id))) {
					list.replaceAll(answer);
				} else {
					// An answer without those who were added is not the whole set: better read than guessed.
					list.patch((rows) => rows.append(answer));
					list.outdate();
					wants.readAgain(list);
				}
			}
			return answer;
		});
	}

	/** One request. */
	remove(group: UserGroupId, member: MemberId, options: CallOptions | undefined): Promise<void> {
		const {client, account, membersOf, memberOf, wants, isClosed} = this.#options;
		return this.#inTurn(group, async () => {
			this.#refuseIfOver(options, 'remove a member from a user group');
			await client.userGroups.members.remove(account, group, member, options);
			if (!isClosed()) {
				const list = membersOf(group);
				list.patch((rows) => rows.without(member));
				memberOf(group, member).forget();
				wants.readAgain(list);
			}
		});
	}

	/** Writes of one group go one after the other, so that their answers fit what is shown. */
	#inTurn<Result>(group: UserGroupId, write: () => Promise<Result>): Promise<Result> {
		const before = this.#last.get(group) ?? Promise.resolve();
		const turn = before
			.catch(() => undefined)
			.then(write)
			.catch((error: unknown) => {
				this.#lookAgain(group, error);
				throw error;
			})
			.finally(() => {
				if (this.#last.get(group) === turn) {
					this.#last.delete(group);
				}
			});
		this.#last.set(group, turn);
		return turn;
	}

	#lookAgain(group: UserGroupId, error: unknown): void {
		const {membersOf, wants, isClosed} = this.#options;
		if (!isClosed() && tellsOfChange(error)) {
			const list = membersOf(group);
			// A reading that has begun before may say what was so before.
			list.patch((rows) => rows);
			list.outdate();
			wants.readAgain(list);
		}
	}

	#refuseIfOver(options: CallOptions | undefined, attempted: string): void {
		if (this.#options.isClosed() || options?.signal?.aborted) {
			throw new CloudflareError({
				kind: 'aborted',
				attempted,
				messages: ['It was called off before anything was sent.'],
				next: 'Nothing else is needed.',
			});
		}
	}
}
