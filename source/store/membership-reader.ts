/**
 * Reads the members of every group: there is no endpoint for the groups of a member (contract 5), so it takes a
 * request or more for each group. Few at a time, behind everything else, and gone on with where it was broken off.
 */
import {CloudflareError} from '../api/client.ts';
import type {MemberId, UserGroupId} from '../api/ids.ts';
import type {GroupMember, UserGroup} from '../api/schemas.ts';
import type {MembershipIndex} from '../insight/knowledge.ts';
import {asCloudflareError, concernsOneObject, type Environment, freshFor, isLasting} from './environment.ts';
import {takeFormerMembers} from './former-members.ts';
import type {ListEntry} from './list-entry.ts';
import {MembershipTable} from './membership-index.ts';
import {queryKey} from './needs.ts';
import {unlessSame} from './snapshot.ts';
import {untilAborted, type Wanted, type Wants} from './wants.ts';

/** Groups that are read at once: as many as the client has in flight, so that none of its places is idle. */
const inFlight = 6;

/** While many groups are being read, the index is renewed this many times: each makes tables be laid out anew. */
const mostRenewals = 100;

/** Times that the reading of one group may be broken off by others before it is given up. */
const mostAttempts = 5;

export interface MembershipReaderOptions {
	readonly environment: Environment;
	readonly wants: Wants;
	readonly userGroups: ListEntry<UserGroup>;
	readonly membersOf: (group: UserGroupId) => ListEntry<GroupMember>;
	/** The same, if anybody has asked for it: to look at 1,500 groups must not make as many lists. */
	readonly knownMembersOf: (group: UserGroupId) => ListEntry<GroupMember> | undefined;
	/** ms after which the members of a group are read again, when the index is wanted. */
	readonly staleAfter: number;
	readonly changed: () => void;
}

interface Job {
	readonly controller: AbortController;
	readonly done: Promise<void>;
}

export class MembershipReader implements Wanted {
	readonly name = JSON.stringify(queryKey({kind: 'memberships'}));
	readonly #options: MembershipReaderOptions;
	readonly #table: MembershipTable;
	/** What was taken from each group's list: the same rows need not be taken again. */
	readonly #taken = new Map<UserGroupId, readonly GroupMember[]>();
	readonly #failed = new Map<UserGroupId, CloudflareError>();
	/** What was read before (ms since the epoch) does not count as read. */
	#since = Number.NEGATIVE_INFINITY;
	#job: Job | undefined;
	#error: {readonly error: CloudflareError; readonly at: number} | undefined;
	#index: MembershipIndex | undefined;
	/** Whether something may have changed since the index was made. */
	#isOutdated = true;
	/** Groups that have been read since then, which the index does not tell of yet. */
	#untold = 0;
	#isWaiting = false;
	#hasTakenFormer = false;
	readonly #groupsOf = (member: MemberId) => this.#table.groupsOf(member);
	readonly #membersOf = (group: UserGroupId) => this.#table.membersOf(group);
	readonly #has = (group: UserGroupId, member: MemberId) => this.#table.has(group, member);

	constructor(options: MembershipReaderOptions) {
		this.#options = options;
		this.#table = new MembershipTable((group) => options.userGroups.data?.list.positionOf(group) ?? 0);
	}

	/** The same object until something in it changes. */
	index(): MembershipIndex {
		this.#takeFormer();
		if (this.#index === undefined || this.#isOutdated) {
			this.#index = unlessSame(this.#index, this.#describe());
			this.#isOutdated = false;
			this.#untold = 0;
		}
		return this.#index;
	}

	/** Takes the members of groups as they were on the last visit: until somebody asks about memberships nobody needs them. */
	#takeFormer(): void {
		const {environment, userGroups, membersOf} = this.#options;
		const {former, isClosed} = environment;
		const groups = userGroups.data?.list.rows;
		if (this.#hasTakenFormer || former === undefined || groups === undefined) {
			return;
		}
		this.#hasTakenFormer = true;
		takeFormerMembers({
			groups: groups.map(({id}) => id),
			hydrate: (group) => membersOf(group).hydrate(),
			isClosed,
			done: () => this.#update(),
		});
	}

	/** To be called when the list of a group's members may have changed. */
	groupChanged(group: UserGroupId): void {
		const data = this.#options.membersOf(group).data;
		if (!data?.complete || this.#taken.get(group) === data.list.rows) {
			// The next group that has been read tells of it as well.
			this.#isOutdated ||= this.#job === undefined;
			return;
		}
		const isKnown = this.#taken.has(group);
		const {version} = this.#table;
		this.#taken.set(group, data.list.rows);
		this.#table.set(
			group,
			data.list.rows.map((member) => member.id),
		);
		this.#failed.delete(group);
		this.#untold += 1;
		const known = this.#options.userGroups.data?.list.rows.length ?? 0;
		// What somebody has changed is told at once, progress in steps.
		this.#isOutdated ||=
			this.#job === undefined || this.#untold >= known / mostRenewals || (isKnown && version !== this.#table.version);
	}

	/** To be called when the list of groups may have changed. */
	groupsChanged(): void {
		const data = this.#options.userGroups.data;
		if (data?.complete) {
			for (const group of [...this.#table.groups]) {
				if (!data.list.byId.has(group)) {
					this.#table.forget(group);
					this.#taken.delete(group);
				}
			}
		}
		this.#isOutdated = true;
	}

	isDue(isNew: boolean): boolean {
		if (this.#job) {
			return false;
		}
		const {environment, userGroups} = this.#options;
		if (this.#error && isLasting(this.#error.error) && environment.now() - this.#error.at <= environment.staleAfter) {
			return false;
		}
		const failedLately =
			this.#error !== undefined && environment.now() - this.#error.at <= environment.staleAfter
				? this.#failed
				: undefined;
		const since = isNew ? this.#staleBefore() : this.#since;
		return !userGroups.data?.complete || this.#unread(since).some((group) => !failedLately?.has(group));
	}

	read(): Promise<void> {
		if (!this.#job) {
			const controller = new AbortController();
			this.#since = this.#staleBefore();
			this.#failed.clear();
			this.#error = undefined;
			this.#job = {controller, done: Promise.resolve().then(() => this.#run(controller))};
			this.#update();
		}
		return this.#job.done;
	}

	async abort(): Promise<void> {
		this.#job?.controller.abort();
	}

	/** Everything is read again. */
	outdate(): void {
		this.#since = this.#options.environment.now();
		for (const group of this.#options.userGroups.data?.list.rows ?? []) {
			const members = this.#options.membersOf(group.id);
			// The clock may stand still between two answers: what counts is what comes from here on.
			if (!members.isReading) {
				members.outdate();
			}
		}
		this.#update();
	}

	async #run(controller: AbortController): Promise<void> {
		const {environment, wants, userGroups} = this.#options;
		const {signal} = controller;
		this.#isWaiting = environment.client.budget.snapshot().waiting !== undefined;
		const unsubscribe = environment.client.budget.subscribe(() => this.#budgetChanged());
		const release = wants.hold(userGroups);
		const read = new Set<UserGroupId>();
		try {
			if (userGroups.isReading || !userGroups.data?.complete || userGroups.isDue(true)) {
				await untilAborted(userGroups.read('foreground'), signal);
			}
			// Groups may be added while others are read.
			for (;;) {
				const groups = this.#unread(this.#since).filter((group) => !this.#failed.has(group) && !read.has(group));
				if (groups.length === 0 || signal.aborted) {
					break;
				}
				await this.#readGroups(groups, read, signal);
			}
			const [error] = this.#failed.values();
			this.#error = error ? {error, at: environment.now()} : undefined;
		} catch (error) {
			if (!signal.aborted && error instanceof CloudflareError) {
				this.#error = {error, at: environment.now()};
			}
		} finally {
			release();
			unsubscribe();
			this.#job = undefined;
			this.#update();
		}
	}

	/** Reads groups in their order, a few at a time; the first failure that concerns all of them ends it. */
	async #readGroups(groups: readonly UserGroupId[], read: Set<UserGroupId>, signal: AbortSignal): Promise<void> {
		const ending = new AbortController();
		const either = AbortSignal.any([signal, ending.signal]);
		const queue = groups.values();
		const worker = async () => {
			for (const group of queue) {
				if (either.aborted) {
					return;
				}
				if (await this.#readGroup(group, either)) {
					read.add(group);
				}
			}
		};
		const workers = Array.from({length: inFlight}, () =>
			worker().catch((error: unknown) => {
				ending.abort();
				throw error;
			}),
		);
		const results = await Promise.allSettled(workers);
		for (const result of results) {
			if (result.status === 'rejected') {
				throw result.reason;
			}
		}
	}

	/** Whether the members of the group have been read; if not, it was broken off or the failure is kept. */
	async #readGroup(group: UserGroupId, signal: AbortSignal): Promise<boolean> {
		const {wants, membersOf} = this.#options;
		const members = membersOf(group);
		const release = wants.hold(members);
		try {
			members.hydrate();
			for (let attempt = 1; !signal.aborted; attempt++) {
				try {
					if (members.isReadSince(this.#since)) return true;
					await untilAborted(members.read('background'), signal);
					// What went on with a reading of before is read once more.
					if (members.isReadSince(this.#since) || attempt >= mostAttempts) return true;
					members.restartBefore(this.#since);
				} catch (error) {
					const failure = asCloudflareError(error, 'list the members of a user group');
					// What is no error of the API: a write broke it off, and has put the members there, or it is to begin again.
					if (signal.aborted || (failure !== error && attempt < mostAttempts)) {
						continue;
					}
					if (failure === error && !concernsOneObject(failure)) {
						throw failure;
					}
					this.#failed.set(group, failure);
					return false;
				}
			}
			return false;
		} finally {
			release();
			// At once, so that who begins anew does not join what is being given up.
			if (signal.aborted && !wants.isWanted(members)) {
				await members.abort();
			}
		}
	}

	#staleBefore(): number {
		const {environment, staleAfter, userGroups} = this.#options;
		// More than a thousand groups are more than the whole budget of five minutes.
		const fresh = Math.max(staleAfter, freshFor(environment, userGroups.data?.list.rows.length ?? 0));
		return Math.max(this.#since, environment.now() - fresh);
	}

	/** The known groups whose members have not been read since `time`. */
	#unread(time: number): readonly UserGroupId[] {
		const {userGroups, knownMembersOf} = this.#options;
		const groups = (userGroups.data?.list.rows ?? []).map(({id}) => id);
		return groups.filter((id) => knownMembersOf(id)?.isReadSince(time) !== true);
	}

	/** The budget changes with every request; of that the index says only whether it is waited for. */
	#budgetChanged(): void {
		const isWaiting = this.#options.environment.client.budget.snapshot().waiting !== undefined;
		if (isWaiting !== this.#isWaiting) {
			this.#isWaiting = isWaiting;
			this.#update();
		}
	}

	#update(): void {
		this.#isOutdated = true;
		this.#options.changed();
	}

	#describe(): MembershipIndex {
		const {environment, userGroups, knownMembersOf} = this.#options;
		const groups = userGroups.data;
		const known = groups?.list.rows ?? [];
		const total = groups?.complete ? known.length : groups?.total;
		const unread = this.#unread(this.#since).length;
		const unlisted = Math.max(0, (total ?? known.length) - known.length);
		let oldest: number | undefined;
		let cost = userGroups.requestsLeft + unlisted;
		const staleBefore = this.#staleBefore();
		for (const {id} of known) {
			const members = knownMembersOf(id);
			if (members?.isReadSince(staleBefore) !== true) {
				cost += Math.max(1, members?.requestsLeft ?? 1);
			}
			oldest = Math.min(oldest ?? Number.POSITIVE_INFINITY, members?.readAt ?? Number.POSITIVE_INFINITY);
		}
		const waiting = environment.client.budget.snapshot().waiting !== undefined;
		const state = this.#job
			? waiting
				? 'waiting'
				: 'reading'
			: this.#error
				? 'failed'
				: groups?.complete && unread === 0
					? 'complete'
					: 'idle';
		return {
			version: this.#table.version,
			groupsOf: this.#groupsOf,
			membersOf: this.#membersOf,
			has: this.#has,
			done: known.length - unread,
			total,
			state,
			cost,
			updatedAt: oldest === undefined || !Number.isFinite(oldest) ? undefined : oldest,
			error: this.#error?.error,
		};
	}
}
