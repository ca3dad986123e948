/** The three requests that change who is in a user group (contract 5): adding, removing, replacing the whole set. */
import type {CallOptions} from '../api/client.ts';
import type {MemberId, UserGroupId} from '../api/ids.ts';
import type {Knowledge, Need} from '../insight/knowledge.ts';
import {lastAnswer} from '../insight/memo.ts';
import type {Writer} from '../insight/writer.ts';
import {plain, toned} from './cells.ts';
import type {Confirmation} from './intent.ts';
import {alreadyLine, type Change, effectOf, isMember, membershipWording} from './membership-words.ts';
import {addressOf, groupName} from './names.ts';
import {confirmSteps, type LeftOut} from './plan.ts';
import {groupSuccessors} from './successors.ts';
import {typedWeight} from './typed-name.ts';
import type {Conflict, Family, Part, Reversal, Sent, Standing, Step, WriteRequest} from './write.ts';

const words = {
	add: {done: 'added', already: 'is in it already'},
	remove: {done: 'removed', already: 'is no longer in it'},
} as const;
export function changeKey({kind, group, member}: Change): string {
	return `${kind} ${group} ${member}`;
}

/** The same change of the group as it is by now: one that was deleted and made again has another id. */
function current(change: Change): Change {
	const group = groupSuccessors.current(change.group);
	return group === change.group ? change : {...change, group};
}

export function partOf(change: Change): Part {
	const {kind, member} = change;
	const group = (): UserGroupId => current(change).group;
	return {
		key: changeKey(change),
		id: member,
		name: ({knowledge}) => addressOf(member, knowledge, group()),
		place: ({knowledge}) => `${kind === 'add' ? 'to' : 'from'} ${groupName(group(), knowledge)}`,
		effect: ({knowledge}) => effectOf(current(change), knowledge),
		words: words[kind],
	};
}

function membersPath(group: UserGroupId): string {
	return `/iam/user_groups/${encodeURIComponent(group)}/members`;
}

function countedIds(count: number): string {
	return `${count} ${count === 1 ? 'id' : 'ids'}`;
}

/** What all three have in common: changes of one group. */
abstract class MembershipStep implements Step {
	readonly family = memberships;
	readonly parts: readonly Part[];
	readonly #group: UserGroupId;
	/** As they were asked for: parts go by them. */
	readonly #asked: readonly Change[];
	/** The same by the keys of their parts: there may be thousands, and each is asked for by its key. */
	readonly #byKey: ReadonlyMap<string, Change>;
	abstract get request(): WriteRequest;

	constructor(group: UserGroupId, changes: readonly Change[], toPart: (change: Change) => Part = partOf) {
		groupSuccessors.clear(group);
		this.parts = changes.map(toPart);
		this.#group = group;
		this.#asked = changes;
		this.#byKey = new Map(changes.map((change) => [changeKey(change), change]));
	}

	get group(): UserGroupId {
		return groupSuccessors.current(this.#group);
	}

	get changes(): readonly Change[] {
		return this.#asked.map(current);
	}

	get object(): string {
		return `user-group/${this.group}`;
	}

	get needs(): readonly Need[] {
		return [{kind: 'groupMembers', group: this.group}];
	}

	/** Adding to a set and taking out of it overwrites nobody's change, and a set may have many pages. */
	get lastNeeds(): readonly Need[] {
		return [];
	}

	abstract send(writer: Writer, options?: CallOptions): Promise<Sent>;

	standing({key}: Part, knowledge: Knowledge): Standing {
		const asked = this.#byKey.get(key);
		if (asked === undefined) return {kind: 'unknown'};
		const change = current(asked);
		const [need] = this.needs;
		if (need !== undefined && knowledge.reading(need).error?.kind === 'not-found') {
			return {kind: 'impossible', line: toned(`${groupName(this.group, knowledge)} is gone`, 'warning')};
		}
		const inside = isMember(change.group, change.member, knowledge);
		if (inside === undefined) return {kind: 'unknown'};
		return inside === (change.kind === 'add')
			? {kind: 'already', line: alreadyLine(change, knowledge)}
			: {kind: 'open'};
	}

	reversal(keys: readonly string[]): Reversal {
		return {steps: stepsOf(inverse(this.changesWith(keys)))};
	}

	only(keys: readonly string[]): Step | undefined {
		const [step, ...others] = stepsOf(this.changesWith(keys));
		return others.length === 0 ? step : undefined;
	}

	split(): readonly Step[] | undefined {
		return this.parts.length < 2 ? undefined : this.changes.flatMap((change) => stepsOf([change]));
	}

	protected changesWith(keys: readonly string[]): readonly Change[] {
		const wanted = new Set(keys);
		return [...this.#byKey].flatMap(([key, change]) => (wanted.has(key) ? [current(change)] : []));
	}

	/** What of the changes is so in an answer that is the whole set afterwards (contract 5.2, 5.3). */
	protected doneIn(after: ReadonlySet<MemberId>): readonly string[] {
		return this.#asked.filter(({kind, member}) => after.has(member) === (kind === 'add')).map(changeKey);
	}
}

/** One POST adds all of them. */
export class MemberAddition extends MembershipStep {
	readonly #members: readonly MemberId[];

	constructor(group: UserGroupId, members: readonly MemberId[], toPart?: (change: Change) => Part) {
		super(
			group,
			members.map((member) => ({kind: 'add', group, member})),
			toPart,
		);
		this.#members = members;
	}

	get request(): WriteRequest {
		return {
			method: 'POST',
			path: membersPath(this.group),
			body: this.#members.map((id) => ({id})),
			note: countedIds(this.#members.length),
		};
	}

	override async send(writer: Writer, options?: CallOptions): Promise<Sent> {
		const answer = await writer.addMembers(this.group, this.#members, options);
		const done = this.doneIn(new Set(answer.map(({id}) => id)));
		return {done, reversal: this.reversal(done)};
	}
}

/** A DELETE for each of them. */
class MemberRemoval extends MembershipStep {
	readonly #member: MemberId;

	constructor(group: UserGroupId, member: MemberId) {
		super(group, [{kind: 'remove', group, member}]);
		this.#member = member;
	}

	get request(): WriteRequest {
		const path = membersPath(this.group);
		return {method: 'DELETE', path: `${path}/${encodeURIComponent(this.#member)}`, alike: `${path}/{id}`};
	}

	override async send(writer: Writer, options?: CallOptions): Promise<Sent> {
		await writer.removeMember(this.group, this.#member, options);
		const done = this.parts.map(({key}) => key);
		return {done, reversal: this.reversal(done)};
	}
}

/** One PUT makes the set what it shall be. It would overwrite who joined or left meanwhile, so it looks for them. */
class MemberReplacement extends MembershipStep {
	readonly #before: readonly MemberId[];
	readonly #after: readonly MemberId[];
	readonly #conflicts = lastAnswer<Conflict | undefined>();

	constructor(group: UserGroupId, before: readonly MemberId[], after: readonly MemberId[]) {
		super(group, changesBetween(group, before, after));
		this.#before = before;
		this.#after = after;
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
		return {done, reversal: {steps: [new MemberReplacement(this.group, [...answer], this.#before)]}};
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
		return {steps: [new MemberReplacement(this.group, present, this.#before)]};
	}

	override only(): undefined {
		return undefined;
	}

	/** Nobody stays. */
	get isEmptying(): boolean {
		return this.#after.length === 0;
	}

	#conflict(foreign: readonly Change[], present: ReadonlySet<MemberId>, knowledge: Knowledge): Conflict {
		const said = ({kind, member}: Change) =>
			plain(`${addressOf(member, knowledge, this.group)} ${kind === 'add' ? 'joined' : 'left'}`);
		const mine = new Map(this.changes.map((change) => [change.member, change.kind]));
		const merged = [
			...[...present].filter((member) => mine.get(member) !== 'remove'),
			...this.#after.filter((member) => mine.get(member) === 'add' && !present.has(member)),
		];
		return {
			kind: 'conflict',
			was: [plain(`${this.#before.length} members`)],
			theirs: foreign.map(said),
			yours: this.changes.map(({kind, member}) =>
				plain(`${addressOf(member, knowledge, this.group)} ${kind === 'add' ? 'joins' : 'leaves'}`),
			),
			resolutions: [
				{label: 'keep their changes and add mine', step: new MemberReplacement(this.group, [...present], merged)},
				{label: 'replace theirs', step: new MemberReplacement(this.group, [...present], this.#after)},
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

/** What brings back the state before `changes`. */
export function inverse(changes: readonly Change[]): readonly Change[] {
	return changes.map((change) => ({...change, kind: change.kind === 'add' ? 'remove' : 'add'}));
}

/** The requests that carry out `changes`, in order: additions first, one for each group. */
export function stepsOf(changes: readonly Change[]): readonly Step[] {
	const additions = new Map<UserGroupId, MemberId[]>();
	for (const {kind, group, member} of changes) {
		if (kind !== 'add') continue;
		const members = additions.get(group);
		if (members === undefined) additions.set(group, [member]);
		else members.push(member);
	}
	return [
		...[...additions].map(([group, members]) => new MemberAddition(group, members)),
		...changes.filter(({kind}) => kind === 'remove').map(({group, member}) => new MemberRemoval(group, member)),
	];
}

/** Who joins and who leaves by steps of memberships. */
export function changesOf(steps: readonly Step[]): readonly Change[] {
	return steps.flatMap((step) => (step instanceof MembershipStep ? step.changes : []));
}

/** @param leftOut who was asked for and can not be changed */
export function confirmChanges(changes: readonly Change[], leftOut: readonly LeftOut[] = []): Confirmation {
	return confirmSteps(stepsOf(changes), leftOut);
}

/** Replaces all members of a group: nothing to do when `before` and `after` are the same people. */
export function replaceMembers(group: UserGroupId, before: readonly MemberId[], after: readonly MemberId[]): Step {
	return new MemberReplacement(group, before, after);
}

const memberships: Family = {
	object: 'the group',
	present: 'members',
	presentIsMany: true,
	reads: [{kind: 'list', resource: 'userGroups'}],
	join: (steps) => [
		...steps.filter((step) => !isPlain(step)),
		...stepsOf(changesOf(steps.filter((step) => isPlain(step)))),
	],
	wording(open, asked, setting) {
		const wording = membershipWording(changesOf(open), changesOf(asked), setting);
		const whole = (open.length === 0 ? asked : open).filter((step) => step instanceof MemberReplacement);
		if (whole.length === 0) return wording;
		const [emptied, ...others] = whole.filter(({isEmptying}) => isEmptying);
		const undo = {possible: true, text: 'Undo (z) puts the former set back; it needs the same right you use now.'};
		return emptied === undefined
			? {...wording, undo}
			: {
					...wording,
					undo,
					weight:
						others.length > 0
							? {kind: 'irreversible', what: 'this', text: wording.title}
							: typedWeight('the name of the group', groupName(emptied.group, setting.knowledge), emptied.group),
				};
	},
};

/** Whether a step is nothing but its changes, so that others may carry them out: all else stays the step that it is. */
function isPlain(step: Step): boolean {
	return step instanceof MembershipStep && [MemberAddition, MemberRemoval].some((each) => step.constructor === each);
}
