import {type Direction, sortByText} from './collection.ts';
import type {Member} from './model.ts';

/** The members of one user group. The first ones are chosen when somebody asks: a large account has many groups. */
export class Membership {
	#build: (() => Iterable<Member>) | undefined;
	readonly #addedAt: string;
	readonly #members = new Map<string, {readonly member: Member; readonly addedAt: string}>();
	readonly #sorted = new Map<Direction, readonly Member[]>();

	/** `addedAt`: when the first members came in. */
	constructor(addedAt: string, build?: () => Iterable<Member>) {
		this.#addedAt = addedAt;
		this.#build = build;
	}

	#built(): Map<string, {readonly member: Member; readonly addedAt: string}> {
		const build = this.#build;
		if (build !== undefined) {
			this.#build = undefined;
			for (const member of build()) {
				this.#members.set(member.id, {member, addedAt: this.#addedAt});
			}
		}
		return this.#members;
	}

	get size(): number {
		return this.#built().size;
	}

	has(id: string): boolean {
		return this.#built().has(id);
	}

	/** The member and when it was added, undefined when it is not in the group. */
	get(id: string): {readonly member: Member; readonly addedAt: string} | undefined {
		return this.#built().get(id);
	}

	/** Adds the member unless it is in the group already. */
	add(member: Member, addedAt: string): void {
		if (!this.#built().has(member.id)) {
			this.#members.set(member.id, {member, addedAt});
			this.#sorted.clear();
		}
	}

	delete(id: string): boolean {
		this.#sorted.clear();
		return this.#built().delete(id);
	}

	/** Replaces the whole set; who stays keeps the time of joining. */
	replace(members: readonly Member[], addedAt: string): void {
		const before = new Map(this.#built());
		this.#members.clear();
		for (const member of members) {
			this.#members.set(member.id, before.get(member.id) ?? {member, addedAt});
		}
		this.#sorted.clear();
	}

	/** All members by e-mail address. */
	byEmail(direction: Direction): readonly Member[] {
		const members = this.#built();
		const known = this.#sorted.get(direction);
		if (known !== undefined) {
			return known;
		}
		const sorted = sortByText([...members.values()], ({member}) => member.email, direction).map(({member}) => member);
		this.#sorted.set(direction, sorted);
		return sorted;
	}
}
