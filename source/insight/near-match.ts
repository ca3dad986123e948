/** "Did you mean": the address that a mistyped one was meant to be, among up to tens of thousands. */
import {memoise} from './memo.ts';

/**
 * Damerau-Levenshtein distance (with swaps of neighbours, each character touched once), or `limit + 1` as soon as it
 * must be more than `limit`.
 */
export function editDistance(left: string, right: string, limit: number): number {
	if (Math.abs(left.length - right.length) > limit) {
		return limit + 1;
	}
	let before: number[] = [];
	let previous = Array.from({length: right.length + 1}, (_, column) => column);
	for (let row = 1; row <= left.length; row++) {
		const current = [row];
		let best = row;
		for (let column = 1; column <= right.length; column++) {
			const same = left.charCodeAt(row - 1) === right.charCodeAt(column - 1);
			let cost = Math.min(
				(previous[column] ?? 0) + 1,
				(current[column - 1] ?? 0) + 1,
				(previous[column - 1] ?? 0) + (same ? 0 : 1),
			);
			const swapped =
				row > 1 &&
				column > 1 &&
				left.charCodeAt(row - 1) === right.charCodeAt(column - 2) &&
				left.charCodeAt(row - 2) === right.charCodeAt(column - 1);
			if (swapped) {
				cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
			}
			current.push(cost);
			best = Math.min(best, cost);
		}
		// A swap reaches two rows back, so both rows have to be beyond the limit.
		if (best > limit && Math.min(...previous) > limit) {
			return limit + 1;
		}
		before = previous;
		previous = current;
	}
	return Math.min(previous[right.length] ?? limit + 1, limit + 1);
}

interface Candidate {
	readonly address: string;
	readonly local: string;
	readonly mask: number;
}

interface CandidateIndex {
	/** By domain, then by the length of the local part. */
	readonly domains: ReadonlyMap<string, ReadonlyMap<number, readonly Candidate[]>>;
	readonly byLocal: ReadonlyMap<string, string>;
}

/** One bit for each character that occurs: two texts that differ in many bits differ in many characters. */
function characterMask(text: string): number {
	let mask = 0;
	for (let index = 0; index < text.length; index++) {
		mask |= 1 << (text.charCodeAt(index) & 31);
	}
	return mask;
}

function bitCount(mask: number): number {
	let count = 0;
	for (let rest = mask; rest !== 0; rest &= rest - 1) {
		count++;
	}
	return count;
}

function split(address: string): readonly [string, string] {
	const at = address.lastIndexOf('@');
	return at < 0 ? [address, ''] : [address.slice(0, at), address.slice(at + 1)];
}

const candidateIndex = memoise((addresses: readonly string[]): CandidateIndex => {
	const domains = new Map<string, Map<number, Candidate[]>>();
	const byLocal = new Map<string, string>();
	for (const address of addresses) {
		const [local, domain] = split(address.toLowerCase());
		let lengths = domains.get(domain);
		if (!lengths) {
			lengths = new Map();
			domains.set(domain, lengths);
		}
		const candidate = {address, local, mask: characterMask(local)};
		const bucket = lengths.get(local.length);
		if (bucket) {
			bucket.push(candidate);
		} else {
			lengths.set(local.length, [candidate]);
		}
		if (!byLocal.has(local)) {
			byLocal.set(local, address);
		}
	}
	return {domains, byLocal};
});

/** Mistakes that still point at one word: in a very short one, two changes make it another word. */
function tolerated(text: string): number {
	return text.length <= 2 ? 0 : text.length <= 4 ? 1 : 2;
}

/**
 * The address among `addresses` that `address` was probably meant to be: at most 2 mistakes before the @ and at most 2
 * behind it, 3 in all; fewest first, then one with the same first letter, then the earliest. A word without @ matches
 * what stands before one. `undefined` when nothing is near, or when `address` itself is among them.
 *
 * `addresses` is indexed once for as long as the same array is given: pass one that the caller keeps.
 */
export function nearMatch(address: string, addresses: readonly string[]): string | undefined {
	const index = candidateIndex(addresses);
	const [local, domain] = split(address.trim().toLowerCase());
	if (local === '') {
		return undefined;
	}
	if (domain === '') {
		return index.byLocal.get(local);
	}
	const mask = characterMask(local);
	const limit = tolerated(local);
	const swapped = local.split('.').reverse().join('.');
	let best: {address: string; rank: number} | undefined;
	for (const [otherDomain, lengths] of index.domains) {
		const domainDistance = editDistance(domain, otherDomain, tolerated(domain));
		if (domainDistance > tolerated(domain)) {
			continue;
		}
		const room = Math.min(limit, 3 - domainDistance);
		const length = local.length;
		for (let near = length - room; near <= length + room; near++) {
			for (const candidate of lengths.get(near) ?? []) {
				// Each mistake changes at most two bits.
				if (bitCount(candidate.mask ^ mask) > 2 * room) {
					continue;
				}
				const turned = candidate.local === swapped && candidate.local !== local;
				const distance = turned ? 1 : editDistance(local, candidate.local, room);
				if (distance > room) {
					continue;
				}
				if (distance + domainDistance === 0) {
					return undefined;
				}
				// Few mistype the beginning: with one mistake more, another first letter is another name.
				if (!turned && distance > 1 && candidate.local[0] !== local[0]) {
					continue;
				}
				const rank = 2 * (distance + domainDistance) + (candidate.local[0] === local[0] ? 0 : 1);
				if (!best || rank < best.rank) {
					best = {address: candidate.address, rank};
				}
			}
		}
	}
	return best?.address;
}
