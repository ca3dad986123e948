/** The request that replaces all members of a user group (contract 5.3). */
import type {CallOptions} from '../api/client.ts';
import type {MemberId, UserGroupId} from '../api/ids.ts';
import type {Knowledge, Need} from '../insight/knowledge.ts';
import {lastAnswer} from '../insight/memo.ts';
import {mergedSet} from '../insight/set-merge.ts';
import type {Writer} from '../insight/writer.ts';
import type {Line} from '../terminal/line.ts';
import {plain, toned} from './cells.ts';
import type {Setting} from './define.ts';
import {countedIds, MembershipStep, membersPath} from './membership-steps.ts';
import type {Change} from './membership-words.ts';
import {addressOf, groupName} from './names.ts';
import type {Successors} from './successors.ts';
import type {Conflict, Part, Reversal, Sent, Standing, Step, WriteRequest} from './write.ts';

/** One PUT makes the set what it shall be. It would overwrite who joined or left meanwhile, so it looks for them. */
class MemberReplacement extends MembershipStep {
	readonly isPlain = false;
	override readonly whole: 'somebody' | 'nobody';
	/** Made of what two have changed: what will be there is told in full. */
	readonly #isDecided: boolean;
	readonly #before: readonly MemberId[];
	readonly #after: readonly MemberId[];
	readonly #conflicts = lastAnswer<Conflict | undefined>();

	constructor(
		group: UserGroupId,
		before: readonly MemberId[],
		after: readonly MemberId[],
		{successors, isDecided = false}: {readonly successors?: Successors | undefined; readonly isDecided?: boolean} = {},
	) {
		super(group, changesBetween(group, before, after), successors);
		this.#before = before;
		this.#after = after;
		this.#isDecided = isDecided;
		this.whole = after.length === 0 ? 'nobody' : 'somebody';
	}

	protected override bound(successors: Successors): Step {
		return new MemberReplacement(this.group, this.#before, this.#after, {successors, isDecided: this.#isDecided});
	}

	override result({knowledge}: Setting): readonly Line[] {
		if (!this.#isDecided) return [];
		const people = this.#after.map((member) => addressOf(member, knowledge, this.group)).toSorted();
		return [
			toned(`The set that is sent, and will be in ${groupName(this.group, knowledge)} (${people.length}):`, 'dim'),
			...people.map((address) => plain(address)),
		];
	}

	get request(): WriteRequest {
		return {
			method: 'PUT',
			path: membersPath(this.group),
			body: this.#after.map((id) => ({id})),
			note: countedIds(this.#after.length),
		};
	}

	override get lastNeeds(): readonly Need[] {
		return this.needs;
	}

	override async send(writer: Writer, options?: CallOptions): Promise<Sent> {
		const answer = new Set((await writer.replaceMembers(this.group, this.#after, options)).map(({id}) => id));
		const done = this.doneIn(answer);
		return {done, reversal: {steps: [this.#followed([...answer], this.#before)]}};
	}

	override standing(part: Part, knowledge: Knowledge): Standing {
		const standing = super.standing(part, knowledge);
		if (standing.kind !== 'open' || !knowledge.groupMembers(this.group).complete) return standing;
		return this.#conflictWith(knowledge) ?? standing;
	}

	/** What others have changed, once for all parts: it is the same for each of them as long as the rows are. */
	#conflictWith(knowledge: Knowledge): Conflict | undefined {
		const {rows} = knowledge.groupMembers(this.group);
		// Addresses are taken from the list of members.
		return this.#conflicts([this.group, rows, knowledge.list('members').rows], () => {
			const present = new Set(rows.map(({id}) => id));
			const after = new Set(this.#after);
			const foreign = changesBetween(this.group, this.#before, [...present]).filter(
				({kind, member}) => after.has(member) !== (kind === 'add'),
			);
			return foreign.length === 0 ? undefined : this.#conflict(foreign, present, knowledge);
		});
	}

	override reversal(_keys: readonly string[], knowledge?: Knowledge): Reversal {
		const present = knowledge?.groupMembers(this.group).rows.map(({id}) => id) ?? this.#after;
		return {steps: [this.#followed(present, this.#before)]};
	}

	/** Another replacement of the same group, by the same program. */
	#followed(before: readonly MemberId[], after: readonly MemberId[], isDecided = false): Step {
		return new MemberReplacement(this.group, before, after, {successors: this.successors, isDecided});
	}

	override only(): undefined {
		return undefined;
	}

	#conflict(foreign: readonly Change[], present: ReadonlySet<MemberId>, knowledge: Knowledge): Conflict {
		const said = ({kind, member}: Change) =>
			plain(`${addressOf(member, knowledge, this.group)} ${kind === 'add' ? 'joined' : 'left'}`);
		const merged = mergedSet(this.#before, [...present], this.#after, (member) => member);
		return {
			kind: 'conflict',
			of: groupName(this.group, knowledge),
			was: [plain(`${this.#before.length} members`)],
			theirs: foreign.map(said),
			yours: this.changes.map(({kind, member}) =>
				plain(`${addressOf(member, knowledge, this.group)} ${kind === 'add' ? 'joins' : 'leaves'}`),
			),
			resolutions: [
				{label: 'keep their changes and add mine', step: this.#followed([...present], merged, true)},
				{label: 'replace theirs', step: this.#followed([...present], this.#after, true)},
			],
		};
	}
}

/** Who joins and who leaves between two sets. */
function changesBetween(
	group: UserGroupId,
	before: readonly MemberId[],
	after: readonly MemberId[],
): readonly Change[] {
	const earlier = new Set(before);
	const later = new Set(after);
	return [
		...after.filter((member) => !earlier.has(member)).map((member): Change => ({kind: 'add', group, member})),
		...before.filter((member) => !later.has(member)).map((member): Change => ({kind: 'remove', group, member})),
	];
}

/** Replaces all members of a group: nothing to do when `before` and `after` are the same people. */
export function replaceMembers(group: UserGroupId, before: readonly MemberId[], after: readonly MemberId[]): Step {
	return new MemberReplacement(group, before, after);
}
