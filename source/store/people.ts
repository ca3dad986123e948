/** Members of groups, each kept once however many groups they are in. */
import type {MemberId} from '../api/ids.ts';
import type {AccountMember, GroupMember} from '../api/schemas.ts';

export class People {
	readonly #known = new Map<MemberId, GroupMember>();
	readonly #memberOf: (id: MemberId) => AccountMember | undefined;

	/** @param memberOf the member of the account as far as it is known, whose texts are used again */
	constructor(memberOf: (id: MemberId) => AccountMember | undefined) {
		this.#memberOf = memberOf;
	}

	/** The same data: the object that has been there before, where it said the same. */
	share(member: GroupMember): GroupMember {
		const known = this.#known.get(member.id);
		if (known !== undefined && saySame(known, member)) return known;
		const account = this.#memberOf(member.id);
		const shared =
			account === undefined
				? member
				: {...member, id: account.id, ...(account.email === member.email ? {email: account.email} : {})};
		this.#known.set(shared.id, shared);
		return shared;
	}
}

/** Whether both have the same fields; what is no plain value counts as another one. */
function saySame(one: GroupMember, other: GroupMember): boolean {
	const fields = Object.entries(one);
	const values = new Map<string, unknown>(Object.entries(other));
	return (
		fields.length === values.size && fields.every(([name, value]) => values.has(name) && values.get(name) === value)
	);
}
