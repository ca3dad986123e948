/** Whom to add to groups: addresses typed or pasted, told apart by what they would do. */
import type {AccountMember, UserGroup} from '../api/schemas.ts';
import {memberAddress, memberName} from '../insight/addresses.ts';
import {compileFilter, type FilterColumn, filterRows} from '../insight/fuzzy.ts';
import type {Knowledge, Snapshot} from '../insight/knowledge.ts';
import {lastAnswer} from '../insight/memo.ts';
import {shortId} from '../insight/names.ts';
import {type Line, plainText} from '../terminal/line.ts';
import {plain, textOf, toned} from './cells.ts';
import type {Setting} from './define.ts';
import {allGrants, type GroupGrant, grantOf} from './grants.ts';
import {statusLine} from './group-members.ts';
import {confirmChanges} from './membership-steps.ts';
import {isMember} from './membership-words.ts';
import {namingNeeds} from './names.ts';
import {addressBook, meantBy, type PastedEntry, pastedEntries} from './pasted-people.ts';
import {completeWord, correct, wordAt} from './people-text.ts';
import type {Candidate, Choices, Picker} from './picker.ts';
import type {LeftOut} from './plan.ts';

/** Matches of the word at the cursor that are shown. */
const mostMatches = 50;

const searched: readonly FilterColumn<AccountMember>[] = [
	{name: 'address', text: (member) => textOf(memberAddress(member))},
	{name: 'name', fuzzy: true, text: (member) => textOf(memberName(member))},
];

/** What people are told apart by, the same for all of them. */
interface Company {
	readonly groups: readonly UserGroup[];
	/** By group id. */
	readonly grants: ReadonlyMap<string, GroupGrant>;
	readonly knowledge: Knowledge;
	/** Who is in the groups already is named to stay in them. */
	readonly keeps: boolean;
	/** Those who are named in the text: they are told in the same way with each key. */
	readonly named: Map<AccountMember, Candidate>;
}

function outsideOf(member: AccountMember, {groups, knowledge}: Company): readonly UserGroup[] {
	return groups.filter((group) => isMember(group.id, member.id, knowledge) !== true);
}

/** Somebody who is in the group, where naming them means that they stay. */
function stayingCandidate(member: AccountMember, named: boolean): Candidate {
	return {
		id: member.id,
		name: memberAddress(member) ?? shortId(member.id),
		more: textOf(memberName(member)),
		state: toned('stays', 'good'),
		effect: toned('-', 'dim'),
		free: true,
		already: false,
		named,
	};
}

function candidateOf(member: AccountMember, company: Company, named: boolean): Candidate {
	const outside = outsideOf(member, company);
	const already = outside.length === 0;
	if (already && company.keeps) return stayingCandidate(member, named);
	const rejected = member.status === 'rejected';
	const grants = outside.flatMap(({id}) => company.grants.get(id) ?? []).filter(({text}) => text !== '');
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

/** Somebody whom the text names without doubt. */
function namedCandidate(member: AccountMember, company: Company): Candidate {
	const known = company.named.get(member) ?? candidateOf(member, company, true);
	company.named.set(member, known);
	return known;
}

function unknownCandidate(text: string, isKnown: boolean): Candidate {
	return {
		id: `${unknownId}${text}`,
		name: text,
		more: '',
		state: toned(isKnown ? 'unknown' : 'not read', isKnown ? 'danger' : 'warning'),
		effect: toned(isKnown ? 'not a member of the account: invite first' : 'members are still being read', 'dim'),
		free: false,
		already: false,
		named: false,
	};
}

const unknownId = 'unknown ';

/** An unknown entry with the person that it may mean. */
function withMeant(unknown: Candidate, company: Company): Candidate {
	const members = company.knowledge.list('members');
	const meant = members.complete ? meantBy(unknown.name, addressBook(members.rows)) : undefined;
	if (meant === undefined) return unknown;
	const {id, name, free, state} = candidateOf(meant, company, false);
	if (!free) return {...unknown, effect: [{text: `near ${name}: `, tone: 'dim'}, ...state]};
	return {...unknown, free, meant: {id, name}, effect: toned(`${name}? ctrl-y takes it`, 'warning')};
}

/** A person with everything that they gain. */
function withDetail(candidate: Candidate, company: Company): Candidate {
	const member = company.knowledge.list('members').byId.get(candidate.id);
	if (member === undefined || !candidate.free || member.status === 'pending') return candidate;
	const grants = outsideOf(member, company).flatMap(({policies}) => allGrants(policies, company.knowledge));
	if (grants.length < 2) return candidate;
	const separated = grants.flatMap((grant, index): Line => (index === 0 ? grant : [{text: '; '}, ...grant]));
	return {...candidate, detail: [{text: 'gains '}, ...separated]};
}

/** An entry of the text with what it names, several for namesakes. */
interface NamedEntry {
	readonly entry: PastedEntry;
	readonly candidates: readonly Candidate[];
}

/** Everybody whom the text names, each once. */
function namedEntries(text: string, company: Company): readonly NamedEntry[] {
	const members = company.knowledge.list('members');
	const seen = new Set<string>();
	const isNew = ({id}: Candidate): boolean => !seen.has(id) && seen.add(id).has(id);
	return pastedEntries(text, addressBook(members.rows)).flatMap((entry) => {
		const candidates = (
			entry.members.length === 0
				? [unknownCandidate(entry.text, members.complete)]
				: entry.members.length === 1
					? entry.members.map((member) => namedCandidate(member, company))
					: entry.members.map((member) => candidateOf(member, company, false))
		).filter(isNew);
		return candidates.length === 0 ? [] : [{entry, candidates}];
	});
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

/** What a picker of people for groups looks for and finds. */
export type PeoplePicking = Pick<Picker, 'needs' | 'choices' | 'candidate' | 'look'> &
	Required<Pick<Picker, 'complete'>>;

/** @param keeps who is in the groups already may be named, and stays */
export function peoplePicking(groups: readonly UserGroup[], keeps: boolean): PeoplePicking {
	const lastCompany = lastAnswer<Company>();
	const lastChoices = lastAnswer<Choices>();
	const lastNamed = lastAnswer<readonly NamedEntry[]>();
	const lastFound = lastAnswer<ReturnType<typeof searchMembers>>();
	// Everything is asked for again with each frame; it is made again only when text or data are others.
	const companyOf = (knowledge: Knowledge): Company =>
		lastCompany(
			[
				knowledge,
				knowledge.list('members'),
				...groups.map(({id}) => knowledge.groupMembers(id)),
				knowledge.memberships().version,
				...namingNeeds.map((need) => need.kind === 'list' && knowledge.list(need.resource)),
			],
			() => ({
				groups,
				grants: new Map(groups.map(({id, policies}) => [id, grantOf(policies, knowledge)])),
				knowledge,
				keeps,
				named: new Map(),
			}),
		);

	const choices = (text: string, cursor: number | undefined, {knowledge}: Setting): Choices => {
		const company = companyOf(knowledge);
		return lastChoices([text, cursor, company], () => choicesIn(text, cursor, company));
	};

	function choicesIn(text: string, cursor: number | undefined, company: Company): Choices {
		const {knowledge} = company;
		const members = knowledge.list('members');
		const word = cursor === undefined ? '' : wordAt(text, cursor).trim();
		const entries = lastNamed([text, company], () => namedEntries(text, company)).filter(
			({entry}) => !entry.isWord || entry.text !== word,
		);
		const named = entries.flatMap(({candidates}) => candidates);
		const seen = new Set(named.map(({id}) => id));
		const isNamed = entries.some(({entry}) => entry.text === word && entry.members.length > 0);
		const found =
			word === '' || isNamed
				? {rows: [], matching: 0}
				: lastFound([word, members.rows], () => searchMembers(word, members.rows));
		return {
			named,
			matches: found.rows.filter(({id}) => !seen.has(id)).map((member) => candidateOf(member, company, false)),
			matching: found.matching,
			of: members.rows.length,
			unknown: entries.filter(({entry}) => entry.members.length === 0).length,
			reading: readingOf(members, groups, knowledge),
		};
	}

	return {
		needs: [
			{kind: 'list', resource: 'members'},
			...namingNeeds,
			...groups.map(({id}) => ({kind: 'groupMembers', group: id}) as const),
		],
		choices,
		candidate(id, {knowledge}) {
			const member = knowledge.list('members').byId.get(id);
			return member === undefined ? undefined : candidateOf(member, companyOf(knowledge), false);
		},
		look: (candidate, {knowledge}) =>
			candidate.id.startsWith(unknownId)
				? withMeant(candidate, companyOf(knowledge))
				: withDetail(candidate, companyOf(knowledge)),
		complete: (text, cursor, {name, meant}) =>
			meant === undefined ? completeWord(text, cursor, name) : correct(text, cursor, name, meant.name),
	};
}

/** Named and not ticked, for one reason or another. */
export function leftOutOf({named}: Choices, ids: readonly string[]): readonly LeftOut[] {
	return named
		.filter(({id, already}) => !already && !ids.includes(id))
		.map(({name, state}) => ({name, why: plainText(state)}));
}

export function peoplePicker(groups: readonly UserGroup[]): Picker {
	const where = groups.length === 1 ? (groups[0]?.name ?? '') : `${groups.length} groups`;
	const picking = peoplePicking(groups, false);
	return {
		...picking,
		title: `Add members to ${where}`,
		hint: 'Type or paste addresses, any separator. Pasted newlines never press Enter.',
		heads: ['ADDRESS / NAME', 'STATE', 'WILL GAIN'],
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
			return confirmChanges(
				groups.flatMap((group) =>
					ids.flatMap((id) => {
						const member = knowledge.list('members').byId.get(id);
						return member === undefined || isMember(group.id, member.id, knowledge) === true
							? []
							: [{kind: 'add', group: group.id, member: member.id} as const];
					}),
				),
				leftOutOf(picking.choices(text, undefined, setting), ids),
			);
		},
	};
}
