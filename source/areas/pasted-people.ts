/** Whom a pasted or typed text names: by address, or by full name where an entry has none. */
import type {AccountMember} from '../api/schemas.ts';
import {memberAddress, memberName, parseAddresses} from '../insight/addresses.ts';
import {fold} from '../insight/fold.ts';
import {memoiseGrowing} from '../insight/memo.ts';
import {nearMatch} from '../insight/near-match.ts';

export interface AddressBook {
	readonly byAddress: Map<string, AccountMember>;
	/** By full name as {@link foldedName} has it. */
	readonly byName: Map<string, AccountMember[]>;
	/** What mistyped addresses may be meant for, looked for once: it is asked for again at each key. */
	readonly near: Map<string, string | undefined>;
	/** Of those in the book, while nobody is added to it. */
	addresses: readonly string[] | undefined;
	/** What parts of long texts name: a key changes one of them. */
	readonly parts: Map<string, readonly PastedEntry[]>;
}

/** A name as names are compared: without case, accents, doubled spaces and the shape of apostrophes. */
function foldedName(name: string): string {
	return fold(name.normalize('NFC').replaceAll(/[’‘`]/g, "'").trim().replaceAll(/\s+/g, ' '));
}

/** The members by address and name; grows with the list while that is read. */
export const addressBook = memoiseGrowing<AccountMember, AddressBook>(
	() => ({byAddress: new Map(), byName: new Map(), near: new Map(), addresses: undefined, parts: new Map()}),
	(book, member) => {
		book.near.clear();
		book.addresses = undefined;
		book.parts.clear();
		const address = memberAddress(member)?.toLowerCase();
		// Of two memberships with one address the accepted one counts.
		if (address !== undefined && (!book.byAddress.has(address) || member.status === 'accepted'))
			book.byAddress.set(address, member);
		const name = foldedName(memberName(member) ?? '');
		if (!name.includes(' ')) return;
		const namesakes = book.byName.get(name);
		if (namesakes === undefined) book.byName.set(name, [member]);
		else namesakes.push(member);
	},
);

/** Whom a mistyped address may mean. Compares with everybody once, so it is for rows in sight of a complete list. */
export function meantBy(address: string, book: AddressBook): AccountMember | undefined {
	const typed = address.toLowerCase();
	if (!book.near.has(typed)) {
		book.addresses ??= [...book.byAddress.keys()];
		book.near.set(typed, nearMatch(typed, book.addresses));
	}
	const near = book.near.get(typed);
	return near === undefined ? undefined : book.byAddress.get(near);
}

/** One entry of a text. */
export interface PastedEntry {
	/** As it was typed. */
	readonly text: string;
	/** Nobody for what is unknown, several for namesakes. */
	readonly members: readonly AccountMember[];
	/** Neither an address nor a known name: perhaps a word that is still being typed. */
	readonly isWord: boolean;
}

/** Parts of long texts that are kept. */
const mostParts = 4000;

/**
 * Where a long text may be cut: behind an address and its separator, and there by what the address is, so that a change
 * in one place cuts the rest of the text as before. Quotes and brackets hold together what is between them.
 */
function partsOf(text: string): readonly string[] {
	if (text.length < 4000 || /["<>]/u.test(text)) return [text];
	const parts: string[] = [];
	let start = 0;
	for (const {0: word, index} of text.matchAll(/[^\s,;|]*@[^\s,;|]*(?:[;,] ?| (?=[^\s,;|]*@))/gu)) {
		const at = word.indexOf('@');
		const mark = word.charCodeAt(0) + 3 * word.charCodeAt(at - 1) + 5 * word.charCodeAt(at - 2) + 7 * at;
		if (mark % 16 !== 0) continue;
		const end = index + word.length;
		parts.push(text.slice(start, end));
		start = end;
	}
	return [...parts, text.slice(start)];
}

/** The entries of a text in its order, each person and each address once. */
export function pastedEntries(text: string, book: AddressBook): readonly PastedEntry[] {
	const parts = partsOf(text);
	const isWhole = parts.length === 1;
	const seen = new Set<string>();
	return parts.flatMap((part) => {
		let entries = isWhole ? entriesOf(part, book) : book.parts.get(part);
		if (entries === undefined) {
			entries = entriesOf(part, book);
			if (book.parts.size >= mostParts) book.parts.clear();
			book.parts.set(part, entries);
		}
		return entries.filter(({text: typed, members: [member, ...namesakes], isWord}) => {
			if (isWord) return true;
			// One person by address and by name is one; which of several namesakes is meant is not known.
			const who = member !== undefined && namesakes.length === 0 ? member.id : typed.toLowerCase();
			const isNew = !seen.has(who);
			seen.add(who);
			return isNew;
		});
	});
}

function entriesOf(text: string, book: AddressBook): readonly PastedEntry[] {
	const found: (PastedEntry & {readonly position: number})[] = [];
	let position = 0;
	// An entry without an address is tried as a full name before its words are tried one by one.
	const pieces = text.split(/([;,|\t\r\n])/).map((piece) => {
		const at = position;
		position += piece.length;
		const name = piece.includes(' ') && !piece.includes('@') ? piece.trim() : '';
		const members = name === '' ? undefined : book.byName.get(foldedName(name));
		if (members === undefined) return piece;
		found.push({text: name, members, isWord: false, position: at});
		return ' '.repeat(piece.length);
	});
	const rest = pieces.join('');
	const {addresses, leftovers} = parseAddresses(rest);
	let from = 0;
	for (const {text: typed, address} of addresses) {
		from = Math.max(from, rest.indexOf(typed, from));
		const member = book.byAddress.get(address);
		found.push({text: typed, members: member === undefined ? [] : [member], isWord: false, position: from});
		from += typed.length;
	}
	from = 0;
	for (const word of leftovers) {
		from = Math.max(from, rest.indexOf(word, from));
		found.push({text: word, members: [], isWord: true, position: from});
		// A word may begin as the one before it does.
		from += word.length;
	}
	return found.sort((left, right) => left.position - right.position);
}
