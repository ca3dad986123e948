/** Whom to add to groups: addresses typed or pasted, told apart by what they would do. */
import type {AccountMember, UserGroup} from '../api/schemas.ts';
import {memberAddress, memberName, parseAddresses} from '../insight/addresses.ts';
import {compileFilter, type FilterColumn, filterRows} from '../insight/fuzzy.ts';
import type {Knowledge, Snapshot} from '../insight/knowledge.ts';
import {memoise} from '../insight/memo.ts';
import {shortId} from '../insight/names.ts';
import {nearMatch} from '../insight/near-match.ts';
import {type Line, plainText} from '../terminal/line.ts';
import {plain, textOf, toned} from './cells.ts';
import type {Setting} from './define.ts';
import {statusLine} from './group-members.ts';
import {confirmChanges, grantOf, isMember} from './membership-plan.ts';
import {namingNeeds} from './names.ts';
import type {Candidate, Choices, Picker} from './picker.ts';

/** Matches of the word at the cursor that are shown. */
const mostMatches = 50;

interface AddressBook {
	readonly byAddress: ReadonlyMap<string, AccountMember>;
	/** The address that a mistyped one may be meant for, looked for once: it is asked for again at each key. */
	near(address: string): string | undefined;
}

const addressBook = memoise((rows: readonly AccountMember[]): AddressBook => {
	const byAddress = new Map<string, AccountMember>();
	for (const member of rows) {
		const address = memberAddress(member)?.toLowerCase();
		// Of two memberships with one address the accepted one counts.
		if (address !== undefined && (!byAddress.has(address) || member.status === 'accepted'))
			byAddress.set(address, member);
	}
	const addresses = [...byAddress.keys()];
	const found = new Map<string, string | undefined>();
	return {
		byAddress,
		near(address) {
			if (!found.has(address)) found.set(address, nearMatch(address, addresses));
			return found.get(address);
		},
	};
});

const searched: readonly FilterColumn<AccountMember>[] = [
	{name: 'address', text: (member) => textOf(memberAddress(member))},
	{name: 'name', text: (member) => textOf(memberName(member))},
];

/** Where the word begins and ends that the cursor stands in or behind. */
function wordAround(text: string, cursor: number): {readonly start: number; readonly end: number} {
	const separators = /[\s,;|<>()"]/;
	let start = cursor;
	while (start > 0 && !separators.test(text.charAt(start - 1))) start--;
	let end = cursor;
	while (end < text.length && !separators.test(text.charAt(end))) end++;
	return {start, end};
}

/** The word that the cursor stands in or behind. */
function wordAt(text: string, cursor: number): string {
	const {start, end} = wordAround(text, cursor);
	return text.slice(start, end);
}

/** Puts an address in the place of the word at the cursor, ready for the next one. */
function completeWord(text: string, cursor: number, address: string) {
	const {start, end} = wordAround(text, cursor);
	const behind = text.slice(end);
	const separator = behind.trim() === '' ? ', ' : '';
	const before = text.slice(0, start) + address + separator;
	return {text: before + (separator === '' ? behind : behind.trimStart()), cursor: before.length};
}

/** Puts an address in the place of a mistyped one wherever that stands by itself; what lies around it stays. */
function correct(text: string, cursor: number, mistyped: string, address: string) {
	const entry = mistyped.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
	const standing = new RegExp(`(?<![\\p{L}\\p{N}@_+.-])${entry}(?![\\p{L}\\p{N}@_+-]|\\.[\\p{L}\\p{N}])`, 'giu');
	const replaced = (part: string): string => part.replace(standing, () => address);
	const {end} = wordAround(text, cursor);
	return {text: replaced(text), cursor: replaced(text.slice(0, end)).length - (end - cursor)};
}

function candidateOf(
	member: AccountMember,
	groups: readonly UserGroup[],
	named: boolean,
	{knowledge}: Setting,
): Candidate {
	const outside = groups.filter((group) => isMember(group.id, member.id, knowledge) !== true);
	const already = outside.length === 0;
	const rejected = member.status === 'rejected';
	const grants = outside.map((group) => grantOf(group.policies, knowledge)).filter(({text}) => text !== '');
	const [first] = grants;
	const more = grants.length > 1 ? `, and ${grants.length - 1} more` : '';
	const gain: Line =
		first === undefined
			? plain('nothing yet: no policies')
			: toned(first.text + more, grants.some(({broad}) => broad) ? 'warning' : 'plain');
	return {
		id: member.id,
		name: memberAddress(member) ?? shortId(member.id),
		more: textOf(memberName(member)),
		state: already ? toned('already in', 'dim') : statusLine(textOf(member.status) || 'unknown'),
		effect: already
			? toned('-', 'dim')
			: rejected
				? toned('rejected the invitation', 'danger')
				: member.status === 'pending'
					? toned('invitation not accepted; enter ticks it all the same', 'warning')
					: gain,
		free: !already && !rejected,
		already,
		// Cloudflare takes members who have accepted (contract 5.2), and refuses the others with everybody beside them.
		named: named && member.status !== 'pending',
	};
}

function unknownCandidate(text: string, groups: readonly UserGroup[], setting: Setting): Candidate {
	const members = setting.knowledge.list('members');
	const book = addressBook(members.rows);
	const known = members.complete;
	const near = book.near(text.toLowerCase());
	const meant = near === undefined ? undefined : book.byAddress.get(near);
	const unknown: Candidate = {
		id: `unknown ${text}`,
		name: text,
		more: '',
		state: toned(known ? 'unknown' : 'not read', known ? 'danger' : 'warning'),
		effect: toned(known ? 'not a member of the account: invite first' : 'members are still being read', 'dim'),
		free: false,
		already: false,
		named: false,
	};
	if (meant === undefined) return unknown;
	const {id, name, free, state} = candidateOf(meant, groups, false, setting);
	if (!free) return {...unknown, effect: [{text: `near ${name}: `, tone: 'dim'}, ...state]};
	return {...unknown, free, meant: {id, name}, effect: toned(`${name}? enter takes it`, 'warning')};
}

function choices(text: string, cursor: number, groups: readonly UserGroup[], setting: Setting): Choices {
	const {knowledge} = setting;
	const members = knowledge.list('members');
	const book = addressBook(members.rows);
	const parsed = parseAddresses(text);
	const word = wordAt(text, cursor).trim();
	const named: Candidate[] = [];
	let unknown = 0;
	const seen = new Set<string>();
	const take = (candidate: Candidate): void => {
		if (seen.has(candidate.id)) return;
		seen.add(candidate.id);
		named.push(candidate);
	};
	for (const entry of parsed.addresses) {
		const member = book.byAddress.get(entry.address);
		if (member === undefined) {
			unknown++;
			take(unknownCandidate(entry.text, groups, setting));
		} else {
			take(candidateOf(member, groups, true, setting));
		}
	}
	for (const leftover of parsed.leftovers) {
		if (leftover === word) continue;
		unknown++;
		take(unknownCandidate(leftover, groups, setting));
	}
	const searching =
		word !== '' && !parsed.addresses.some(({text: typed, address}) => typed === word && book.byAddress.has(address));
	const found = searching ? searchMembers(word, members.rows) : {rows: [], matching: 0};
	return {
		named,
		matches: found.rows.filter(({id}) => !seen.has(id)).map((member) => candidateOf(member, groups, false, setting)),
		matching: found.matching,
		of: members.rows.length,
		unknown,
		reading: readingOf(members, groups, knowledge),
	};
}

function searchMembers(
	word: string,
	rows: readonly AccountMember[],
): {rows: readonly AccountMember[]; matching: number} {
	const filter = compileFilter(
		word,
		searched.map(({name}) => name),
	);
	const {indices, scores} = filterRows(filter, rows, searched);
	const best = indices
		.map((index, at) => ({index, score: scores[at] ?? 0}))
		.sort((left, right) => right.score - left.score || left.index - right.index)
		.slice(0, mostMatches);
	return {rows: best.flatMap(({index}) => rows[index] ?? []), matching: indices.length};
}

function readingOf(
	members: Snapshot<AccountMember>,
	groups: readonly UserGroup[],
	knowledge: Knowledge,
): string | undefined {
	if (members.status === 'failed')
		return `the members of the account could not be read: ${members.error?.message ?? ''}`;
	if (!members.complete) return `reading the members of the account: ${members.rows.length} of ${members.total ?? '?'}`;
	const unread = groups.find(({id}) => !knowledge.groupMembers(id).complete);
	return unread === undefined ? undefined : `reading the members of ${unread.name}`;
}

export function peoplePicker(groups: readonly UserGroup[]): Picker {
	const where = groups.length === 1 ? (groups[0]?.name ?? '') : `${groups.length} groups`;
	return {
		title: `Add members to ${where}`,
		hint: 'Type or paste addresses, any separator. Pasted newlines never press Enter.',
		needs: [
			{kind: 'list', resource: 'members'},
			...namingNeeds,
			...groups.map(({id}) => ({kind: 'groupMembers', group: id}) as const),
		],
		heads: ['ADDRESS / NAME', 'STATE', 'WILL GAIN'],
		choices: (text, cursor, setting) => choices(text, cursor, groups, setting),
		candidate(id, setting) {
			const member = setting.knowledge.list('members').byId.get(id);
			return member === undefined ? undefined : candidateOf(member, groups, false, setting);
		},
		complete: (text, cursor, {name, meant}) =>
			meant === undefined ? completeWord(text, cursor, name) : correct(text, cursor, name, meant.name),
		cost(ids, {knowledge}) {
			const requests = groups.length === 1 ? '1 POST' : `${groups.length} POSTs`;
			const [group] = groups;
			const list = groups.length === 1 && group !== undefined ? knowledge.groupMembers(group.id) : undefined;
			return list?.complete && ids.length > 0
				? `${requests}  (${list.rows.length} members become ${list.rows.length + ids.length})`
				: requests;
		},
		review(ids, text, setting) {
			const {knowledge} = setting;
			const {named} = choices(text, text.length, groups, setting);
			const leftOut = named.filter(({id, already}) => !already && !ids.includes(id));
			return confirmChanges(
				groups.flatMap((group) =>
					ids.flatMap((id) => {
						const member = knowledge.list('members').byId.get(id);
						return member === undefined || isMember(group.id, member.id, knowledge) === true
							? []
							: [{kind: 'add', group: group.id, member: member.id} as const];
					}),
				),
				leftOut.map(({name, state}) => ({name, why: plainText(state)})),
			);
		},
	};
}
