/** The members that a user group begins with: of a clone, or of a deleted group that is made again. */
import type {CallOptions} from '../api/client.ts';
import type {MemberId, UserGroupId} from '../api/ids.ts';
import type {Writer} from '../insight/writer.ts';
import {countedIds, MemberAddition, partOf} from './membership-steps.ts';
import type {Successors} from './successors.ts';
import type {Reversal, Sent, Step, WriteRequest} from './write.ts';

/** Somebody by an address that is known also when no list with it is at hand any more. */
export interface FoundingMember {
	readonly id: MemberId;
	readonly address: string;
}

/** Ms until it is tried again: a new group may not be known to the servers of members yet (contract 4, quirks). */
const pauses: readonly number[] = [250, 500, 1000, 2000, 4000];

function isNotFound(error: unknown): boolean {
	return error instanceof Error && 'kind' in error && error.kind === 'not-found';
}

function isStopped(signals: readonly (AbortSignal | undefined)[]): boolean {
	return signals.some((signal) => signal?.aborted);
}

/** Ends before its time with the first signal. */
async function pause(milliseconds: number, signals: readonly (AbortSignal | undefined)[]): Promise<void> {
	const {promise, resolve} = Promise.withResolvers<void>();
	const timer = setTimeout(resolve, milliseconds);
	const end = (): void => resolve();
	for (const signal of signals) signal?.addEventListener('abort', end);
	await promise;
	clearTimeout(timer);
	for (const signal of signals) signal?.removeEventListener('abort', end);
}

/** Sends until the group is found, or nobody waits for it any longer. */
async function onceFound(send: () => Promise<Sent>, ...signals: readonly (AbortSignal | undefined)[]): Promise<Sent> {
	for (const milliseconds of pauses) {
		try {
			return await send();
		} catch (error) {
			if (!isNotFound(error) || isStopped(signals)) throw error;
			await pause(milliseconds, signals);
			if (isStopped(signals)) throw error;
		}
	}
	return send();
}

/** Without a reversal of its own: who takes the group back takes its members back with it. */
class FoundingAddition extends MemberAddition {
	override readonly isPlain = false;
	readonly #addresses: ReadonlyMap<string, string>;

	constructor(
		group: UserGroupId,
		members: readonly MemberId[],
		addresses: ReadonlyMap<string, string>,
		successors?: Successors,
	) {
		super(group, members, successors, (change) => {
			const part = partOf(change, successors);
			return {...part, name: (setting) => addresses.get(change.member) ?? part.name(setting)};
		});
		this.#addresses = addresses;
	}

	protected override bound(successors: Successors): Step {
		return new FoundingAddition(this.group, this.members, this.#addresses, successors);
	}

	override async send(writer: Writer, options?: CallOptions, stopped?: AbortSignal): Promise<Sent> {
		const {done} = await onceFound(() => super.send(writer, options), options?.signal, stopped);
		return {done, reversal: {steps: []}};
	}

	override reversal(): Reversal {
		return {steps: []};
	}

	override only(keys: readonly string[]): Step | undefined {
		const members = this.changesWith(keys).map(({member}) => member);
		return members.length === 0
			? undefined
			: new FoundingAddition(this.group, members, this.#addresses, this.successors);
	}

	override split(): readonly Step[] | undefined {
		return this.parts.length < 2
			? undefined
			: this.changes.map(({member}) => new FoundingAddition(this.group, [member], this.#addresses, this.successors));
	}
}

/** The request that will add them, once the group has its id. */
export function foundingRequests(members: readonly FoundingMember[]): readonly WriteRequest[] {
	if (members.length === 0) return [];
	const body = members.map(({id}) => ({id}));
	return [{method: 'POST', path: '/iam/user_groups/{new id}/members', body, note: countedIds(members.length)}];
}

/** One POST adds all of them; none, where there is nobody. */
export function foundingMembers(
	group: UserGroupId,
	members: readonly FoundingMember[],
	successors?: Successors,
): readonly Step[] {
	if (members.length === 0) return [];
	const addresses = new Map<string, string>(members.map(({id, address}) => [id, address]));
	return [
		new FoundingAddition(
			group,
			members.map(({id}) => id),
			addresses,
			successors,
		),
	];
}
