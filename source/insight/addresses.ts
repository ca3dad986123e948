/**
 * E-mail addresses as people paste them: any separator, `Name <address>`, quotes, `mailto:`, in any case. The group
 * API takes membership ids only (contract 5.2), so what is read here is then looked up among the account's members.
 */
import type {AccountMember, GroupMember} from '../api/schemas.ts';

/** The address of an account member or group member, as the server has it. */
export function memberAddress(member: AccountMember | GroupMember): string | undefined {
	const user = member.user;
	const own = member.email;
	if (own) {
		return own;
	}
	return typeof user === 'object' && user !== null && 'email' in user && typeof user.email === 'string' && user.email
		? user.email
		: undefined;
}

/** First and last name of an account member; a pending one has none (contract 9.3). */
export function memberName(member: Pick<AccountMember, 'user'>): string | undefined {
	const parts = [member.user?.first_name, member.user?.last_name].map((part) => part?.trim()).filter(Boolean);
	return parts.length > 0 ? parts.join(' ') : undefined;
}

export interface ParsedAddress {
	/** As it was typed. */
	readonly text: string;
	/** Lower-case: what addresses are compared by. */
	readonly address: string;
}

export interface ParsedAddresses {
	/** Each address once, in the order typed. */
	readonly addresses: readonly ParsedAddress[];
	/** What stood there beside addresses and the names that belong to them, in order. */
	readonly leftovers: readonly string[];
}

const address = /^[^\s@,;|<>()[\]{}":]+@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u;
const opening = /^(?:mailto:|['"`‘’“”«»<([{*•·–—-])+/iu;
const closing = /['"`‘’“”«»>)\]}*.,:;!?]+$/u;

/** The address in one word, without what often stands around it. */
function addressIn(word: string): string | undefined {
	const bare = word
		.replace(opening, '')
		.replace(closing, '')
		.replace(/(@[^?]*)\?.*$/, '$1');
	return address.test(bare) ? bare : undefined;
}

/** Cuts at `separators`, but not inside double quotes and angle brackets; a quote left open ends with its line. */
function cut(text: string, separators: string): readonly string[] {
	const pieces: string[] = [];
	let piece = '';
	let quoted = false;
	let bracketed = false;
	for (let index = 0; index < text.length; index++) {
		const character = text.charAt(index);
		if (character === '"') {
			quoted = !quoted && text.indexOf('"', index + 1) >= 0;
		} else if (character === '<' && !quoted) {
			bracketed = true;
		} else if (character === '>' && !quoted) {
			bracketed = false;
		}
		if (separators.includes(character) && !quoted && !bracketed) {
			pieces.push(piece);
			piece = '';
		} else {
			piece += character;
		}
	}
	return [...pieces, piece];
}

/** `Doe, Jane <jane@acme.com>`, the form of Outlook: the comma is part of the name. */
const lastNameFirst = /^\s*\p{Lu}[\p{L}\p{M}.' -]*,\s*\p{Lu}[\p{L}\p{M}.' -]*<[^<>]*>\s*$/u;

/** Reads pasted or typed text. Never fails: what is no address is a leftover. */
export function parseAddresses(text: string): ParsedAddresses {
	const addresses = new Map<string, ParsedAddress>();
	const leftovers: string[] = [];
	const take = (found: string) => {
		const key = found.toLowerCase();
		if (!addresses.has(key)) {
			addresses.set(key, {text: found, address: key});
		}
	};
	const words = (piece: string) => piece.split(/\s+/u).filter((word) => /[\p{L}\p{N}@]/u.test(word));
	const takeWords = (piece: string) => {
		for (const word of words(piece)) {
			const found = addressIn(word);
			if (found === undefined) {
				leftovers.push(word);
			} else {
				take(found);
			}
		}
	};
	const takeEntry = (entry: string) => {
		let rest = entry;
		for (;;) {
			const bracket = /<([^<>]*)>/.exec(rest);
			if (!bracket) {
				takeWords(rest);
				return;
			}
			const inside = (bracket[1] ?? '').trim();
			const found = addressIn(inside);
			const before = rest.slice(0, bracket.index);
			if (found === undefined) {
				takeWords(before);
				takeWords(inside);
			} else {
				// Words before a bracketed address are its name, except addresses that stand there themselves.
				for (const word of words(before)) {
					const other = addressIn(word);
					if (other !== undefined) {
						take(other);
					}
				}
				take(found);
			}
			rest = rest.slice(bracket.index + bracket[0].length);
		}
	};
	// Invisible characters come along when one copies from web pages; the normal form turns a full-width @ into @.
	const visible = text.replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '').normalize('NFKC');
	for (const line of visible.split(/[\r\n\u2028\u2029]+/)) {
		for (const piece of cut(line, ';|\t')) {
			for (const entry of lastNameFirst.test(piece) ? [piece] : cut(piece, ',')) {
				takeEntry(entry);
			}
		}
	}
	return {addresses: [...addresses.values()], leftovers};
}
