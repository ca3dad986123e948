/** The members that a user group begins with: of a clone, or of a deleted group that is made again. */
import type {CallOptions} from '../api/client.ts';
import type {MemberId, UserGroupId} from '../api/ids.ts';
import type {Writer} from '../insight/writer.ts';
import {stepsOf} from './membership-steps.ts';
import type {Part, Sent, Step} from './write.ts';

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

/** Sends until the group is found, or nobody waits for it any longer. */
async function onceFound(send: () => Promise<Sent>, options: CallOptions | undefined): Promise<Sent> {
	for (const milliseconds of pauses) {
		try {
			return await send();
		} catch (error) {
			if (!isNotFound(error) || options?.signal?.aborted) throw error;
		}
		await new Promise((resolve) => setTimeout(resolve, milliseconds));
	}
	return send();
}

/** Without a reversal of its own: who takes the group back takes its members back with it. */
function founding(step: Step, addresses: ReadonlyMap<string, string>): Step {
	const parts = step.parts.map(
		(part): Part => ({...part, name: (setting) => addresses.get(part.id ?? '') ?? part.name(setting)}),
	);
	return {
		family: step.family,
		object: step.object,
		request: step.request,
		parts,
		needs: step.needs,
		standing: (part, knowledge) => step.standing(part, knowledge),
		async send(writer: Writer, options?: CallOptions) {
			const {done} = await onceFound(() => step.send(writer, options), options);
			return {done, reversal: {steps: []}};
		},
		reversal: () => ({steps: []}),
		only(keys) {
			const some = step.only(keys);
			return some === undefined ? undefined : founding(some, addresses);
		},
		split: () => step.split()?.map((each) => founding(each, addresses)),
	};
}

/** One POST adds all of them. */
export function foundingMembers(group: UserGroupId, members: readonly FoundingMember[]): readonly Step[] {
	const addresses = new Map<string, string>(members.map(({id, address}) => [id, address]));
	return stepsOf(members.map(({id}) => ({kind: 'add', group, member: id}))).map((step) => founding(step, addresses));
}
