/** The requests that change who is in a user group (contract 5): what all have in common, adding, removing. */
import type {CallOptions} from '../api/client.ts';
import type {MemberId, UserGroupId} from '../api/ids.ts';
import type {Knowledge, Need} from '../insight/knowledge.ts';
import type {Writer} from '../insight/writer.ts';
import type {Line} from '../terminal/line.ts';
import {toned} from './cells.ts';
import type {Setting} from './define.ts';
import type {Confirmation} from './intent.ts';
import {alreadyLine, type Change, effectOf, isMember, membershipWording} from './membership-words.ts';
import {addressOf, groupName} from './names.ts';
import {confirmSteps, type LeftOut} from './plan.ts';
import type {Successors} from './successors.ts';
import {typedWeight} from './typed-name.ts';
import type {Family, Part, Reversal, Sent, Standing, Step, WriteRequest} from './write.ts';

const words = {
	add: {done: 'added', already: 'is in it already'},
	remove: {done: 'removed', already: 'is no longer in it'},
} as const;
export function changeKey({kind, group, member}: Change): string {
	return `${kind} ${group} ${member}`;
}

/** The same change of the group as it is by now: one that was deleted and made again has another id. */
function currentOf(change: Change, successors: Successors | undefined): Change {
	const group = successors?.groups.current(change.group) ?? change.group;
	return group === change.group ? change : {...change, group};
}

export function partOf(change: Change, successors?: Successors): Part {
	const {kind, member} = change;
	const current = (): Change => currentOf(change, successors);
	const group = (): UserGroupId => current().group;
	return {
		key: changeKey(change),
		id: member,
		name: ({knowledge}) => addressOf(member, knowledge, group()),
		place: ({knowledge}) => `${kind === 'add' ? 'to' : 'from'} ${groupName(group(), knowledge)}`,
		effect: ({knowledge}) => effectOf(current(), knowledge),
		words: words[kind],
	};
}

export function membersPath(group: UserGroupId): string {
	return `/iam/user_groups/${encodeURIComponent(group)}/members`;
}

export function countedIds(count: number): string {
	return `${count} ${count === 1 ? 'id' : 'ids'}`;
}

/** What all three have in common: changes of one group. */
export abstract class MembershipStep implements Step {
	readonly family = memberships;
	/** Whether it is nothing but its changes, so that others may carry them out. */
	abstract readonly isPlain: boolean;
	/** All members are replaced: `nobody` where none stays. */
	readonly whole: 'somebody' | 'nobody' | undefined = undefined;
	readonly parts: readonly Part[];
	protected readonly successors: Successors | undefined;
	readonly #group: UserGroupId;
	/** As they were asked for: parts go by them. */
	readonly #asked: readonly Change[];
	/** The same by the keys of their parts: there may be thousands, and each is asked for by its key. */
	readonly #byKey: ReadonlyMap<string, Change>;
	abstract get request(): WriteRequest;

	constructor(
		group: UserGroupId,
		changes: readonly Change[],
		successors: Successors | undefined,
		toPart: (change: Change) => Part = (change) => partOf(change, successors),
	) {
		this.successors = successors;
		this.parts = changes.map(toPart);
		this.#group = group;
		this.#asked = changes;
		this.#byKey = new Map(changes.map((change) => [changeKey(change), change]));
	}

	get group(): UserGroupId {
		return this.successors?.groups.current(this.#group) ?? this.#group;
	}

	get changes(): readonly Change[] {
		return this.#asked.map((change) => this.#current(change));
	}

	#current(change: Change): Change {
		return currentOf(change, this.successors);
	}

	/** What it is bound to, for steps that carry out its changes in its place. */
	get knownSuccessors(): Successors | undefined {
		return this.successors;
	}

	/** What will be there afterwards, where that is more than its changes tell. */
	result(_setting: Setting): readonly Line[] {
		return [];
	}

	/** The same, bound to what a program has made again. */
	protected abstract bound(successors: Successors): Step;

	of(successors: Successors): Step {
		return this.successors === successors ? this : this.bound(successors);
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
		const change = this.#current(asked);
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
		return {steps: stepsOf(inverse(this.changesWith(keys)), this.successors)};
	}

	only(keys: readonly string[]): Step | undefined {
		const [step, ...others] = stepsOf(this.changesWith(keys), this.successors);
		return others.length === 0 ? step : undefined;
	}

	split(): readonly Step[] | undefined {
		return this.parts.length < 2 ? undefined : this.changes.flatMap((change) => stepsOf([change], this.successors));
	}

	protected changesWith(keys: readonly string[]): readonly Change[] {
		const wanted = new Set(keys);
		return [...this.#byKey].flatMap(([key, change]) => (wanted.has(key) ? [this.#current(change)] : []));
	}

	/** What of the changes is so in an answer that is the whole set afterwards (contract 5.2, 5.3). */
	protected doneIn(after: ReadonlySet<MemberId>): readonly string[] {
		return this.#asked.filter(({kind, member}) => after.has(member) === (kind === 'add')).map(changeKey);
	}
}

/** One POST adds all of them. */
export class MemberAddition extends MembershipStep {
	readonly isPlain: boolean = true;
	protected readonly members: readonly MemberId[];

	constructor(
		group: UserGroupId,
		members: readonly MemberId[],
		successors?: Successors,
		toPart?: (change: Change) => Part,
	) {
		super(
			group,
			members.map((member) => ({kind: 'add', group, member})),
			successors,
			toPart,
		);
		this.members = members;
	}

	protected override bound(successors: Successors): Step {
		return new MemberAddition(this.group, this.members, successors);
	}

	get request(): WriteRequest {
		return {
			method: 'POST',
			path: membersPath(this.group),
			body: this.members.map((id) => ({id})),
			note: countedIds(this.members.length),
		};
	}

	override async send(writer: Writer, options?: CallOptions): Promise<Sent> {
		const answer = await writer.addMembers(this.group, this.members, options);
		const done = this.doneIn(new Set(answer.map(({id}) => id)));
		return {done, reversal: this.reversal(done)};
	}
}

/** A DELETE for each of them. */
class MemberRemoval extends MembershipStep {
	readonly isPlain = true;
	readonly #member: MemberId;

	constructor(group: UserGroupId, member: MemberId, successors?: Successors) {
		super(group, [{kind: 'remove', group, member}], successors);
		this.#member = member;
	}

	protected override bound(successors: Successors): Step {
		return new MemberRemoval(this.group, this.#member, successors);
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

/** What brings back the state before `changes`. */
export function inverse(changes: readonly Change[]): readonly Change[] {
	return changes.map((change) => ({...change, kind: change.kind === 'add' ? 'remove' : 'add'}));
}

/** The requests that carry out `changes`, in order: additions first, one for each group. */
export function stepsOf(changes: readonly Change[], successors?: Successors): readonly Step[] {
	const additions = new Map<UserGroupId, MemberId[]>();
	for (const {kind, group, member} of changes) {
		if (kind !== 'add') continue;
		const members = additions.get(group);
		if (members === undefined) additions.set(group, [member]);
		else members.push(member);
	}
	return [
		...[...additions].map(([group, members]) => new MemberAddition(group, members, successors)),
		...changes
			.filter(({kind}) => kind === 'remove')
			.map(({group, member}) => new MemberRemoval(group, member, successors)),
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

const memberships: Family = {
	object: 'the group',
	present: 'members',
	presentIsMany: true,
	reads: [{kind: 'list', resource: 'userGroups'}],
	join(steps) {
		const plain = steps.filter((step) => isPlain(step));
		const [first] = plain;
		const successors = first instanceof MembershipStep ? first.knownSuccessors : undefined;
		return [...steps.filter((step) => !isPlain(step)), ...stepsOf(changesOf(plain), successors)];
	},
	wording(open, asked, setting) {
		const wording = membershipWording(changesOf(open), changesOf(asked), setting);
		const steps = (open.length === 0 ? asked : open).filter((step) => step instanceof MembershipStep);
		const whole = steps.filter((step) => step.whole !== undefined);
		if (whole.length === 0) return wording;
		const [emptied, ...others] = whole.filter((step) => step.whole === 'nobody');
		const undo = {possible: true, text: 'Undo (z) puts the former set back; it needs the same right you use now.'};
		const result = whole.flatMap((step) => step.result(setting));
		return emptied === undefined
			? {...wording, result, undo}
			: {
					...wording,
					result,
					undo,
					weight:
						others.length > 0
							? {kind: 'irreversible', what: 'this', text: wording.title}
							: typedWeight('the name of the group', groupName(emptied.group, setting.knowledge), emptied.group),
				};
	},
};

function isPlain(step: Step): boolean {
	return step instanceof MembershipStep && step.isPlain;
}
