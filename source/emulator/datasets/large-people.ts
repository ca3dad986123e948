/** 25,000 people. What an answer does not need is not made: names, rights and user ids come when they are asked for. */
import {demoOwner} from '../demo-credentials.ts';
import type {Member, MemberStatus, Policy, Zone} from '../model.ts';
import {createRandom} from '../random.ts';
import {firstNames, lastNames} from './large-names.ts';
import {adhocZone, ownerMember, policy, wholeAccount} from './parts.ts';

export const memberCount = 25_000;

/** What somebody may do, by a number that each member has: most can see the account and nothing more. */
const profiles: readonly (readonly [share: number, permissions: readonly string[], zonesOnly?: true])[] = [
	[700, ['Minimal Account Access']],
	[120, ['Domain DNS', 'Cache Domain Purge'], true],
	[60, ['Analytics']],
	[50, ['Workers Platform (Read-only)']],
	[30, ['Workers Platform Admin', 'Cloudflare R2 Admin']],
	[20, ['Domain Administrator'], true],
	[12, ['Administrator Read Only', 'Audit Logs Viewer']],
	[6, ['Firewall']],
	[2, ['Administrator']],
];

function profileOf(perMille: number): (typeof profiles)[number] | undefined {
	let rest = perMille;
	return profiles.find(([share]) => {
		rest -= share;
		return rest < 0;
	});
}

/** The characters of an id in another order: another id, the same every time. */
function turn(id: string, by: number): string {
	return id.slice(by) + id.slice(0, by);
}

class LargeMember implements Member {
	readonly id: string;
	readonly email: string;
	status: MemberStatus;
	readonly twoFactor: boolean;
	readonly domainScopedRoles = true;
	readonly #first: number;
	readonly #last: number;
	readonly #perMille: number;
	readonly #zones: () => readonly Zone[];
	#policies: readonly Policy[] | undefined;

	/** `perMille`, 0 to 999: decides rights, status and second factor. */
	constructor(id: string, place: number, perMille: number, zones: () => readonly Zone[]) {
		this.id = id;
		this.#first = place % firstNames.length;
		this.#last = Math.floor(place / firstNames.length);
		this.#perMille = perMille;
		this.#zones = zones;
		this.email = `${firstNames[this.#first]?.[1]}.${lastNames[this.#last]?.[1]}@aurelia.example`;
		this.status = perMille % 40 === 3 ? 'pending' : perMille % 200 === 7 ? 'rejected' : 'accepted';
		this.twoFactor = this.status === 'accepted' && perMille % 9 !== 0;
	}

	get userId(): string | undefined {
		return this.status === 'accepted' ? turn(this.id, 16) : undefined;
	}

	get firstName(): string | null {
		return this.status === 'accepted' ? (firstNames[this.#first]?.[0] ?? null) : null;
	}

	get lastName(): string | null {
		return this.status === 'accepted' ? (lastNames[this.#last]?.[0] ?? null) : null;
	}

	get policies(): readonly Policy[] {
		this.#policies ??= this.#buildPolicies();
		return this.#policies;
	}

	set policies(policies: readonly Policy[]) {
		this.#policies = policies;
	}

	#buildPolicies(): readonly Policy[] {
		const [, permissions = [], zonesOnly] = profileOf(this.#perMille) ?? [];
		const zones = this.#zones();
		const zone = zonesOnly === true ? zones[(this.#first * 17 + this.#last * 31) % zones.length] : undefined;
		const resources = zone === undefined ? wholeAccount : adhocZone(zone.id);
		const month = String(1 + (this.#last % 12)).padStart(2, '0');
		const made = policy(turn(this.id, 8), `2025-${month}-11T09:30:00.120431Z`, permissions, [resources]);
		return [made];
	}
}

/** The owner and everybody else; no two have one address. `zones` is asked when rights on zones are. */
export function largeMembers(seed: number, zones: () => readonly Zone[]): readonly Member[] {
	const random = createRandom(seed, 'members');
	const members: Member[] = [ownerMember(random, demoOwner.memberId, wholeAccount)];
	for (let index = 1; index < memberCount; index += 1) {
		// 7919 shares no factor with 25,000: every pair of names comes once, in no order.
		members.push(new LargeMember(random.id(), (index * 7919) % memberCount, random.integer(1000), zones));
	}
	return members;
}
