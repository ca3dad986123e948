/** Which groups people are to join or to leave: the same picker from the person's side. */
import type {AccountMember, UserGroup} from '../api/schemas.ts';
import {memberAddress} from '../insight/addresses.ts';
import {compileFilter, type FilterColumn, filterRows} from '../insight/fuzzy.ts';
import type {Knowledge, MembershipIndex, Need} from '../insight/knowledge.ts';
import {shortId} from '../insight/names.ts';
import type {Line} from '../terminal/line.ts';
import {toned} from './cells.ts';
import type {Setting} from './define.ts';
import {allGrants, grantOf} from './grants.ts';
import {confirmChanges} from './membership-steps.ts';
import {type Change, isMember} from './membership-words.ts';
import {namingNeeds} from './names.ts';
import type {Candidate, Picker} from './picker.ts';
import {type LeftOut, leftOutLine} from './plan.ts';
import {isScimManaged} from './scim.ts';

/** Matches that are shown; more are found by typing more. */
const mostMatches = 200;

const searched: readonly FilterColumn<UserGroup>[] = [{name: 'name', text: ({name}) => name}];

/** The people that the change would move: for joining those outside, for leaving those inside. */
function affected(
	group: UserGroup,
	people: readonly AccountMember[],
	kind: Change['kind'],
	knowledge: Knowledge,
): readonly AccountMember[] {
	return people.filter(({id}) => {
		const inside = isMember(group.id, id, knowledge);
		return kind === 'add' ? inside !== true : inside === true;
	});
}

function candidateOf(
	group: UserGroup,
	people: readonly AccountMember[],
	kind: Change['kind'],
	{knowledge}: Setting,
): Candidate {
	const moved = affected(group, people, kind, knowledge);
	const locked = isScimManaged(group);
	const grant = grantOf(group.policies, knowledge);
	const inside = kind === 'add' ? people.length - moved.length : moved.length;
	return {
		id: group.id,
		name: group.name,
		more: '',
		state: toned(whoIsInIt(inside, people.length, kind), moved.length === 0 ? 'dim' : 'plain'),
		effect: locked
			? toned('SCIM: changed in the identity provider', 'warning')
			: moved.length === 0
				? toned('-', 'dim')
				: grant.text === ''
					? toned('no policies', 'dim')
					: toned(grant.text, grant.broad ? 'warning' : 'plain'),
		free: moved.length > 0 && !locked,
		already: moved.length === 0,
		named: false,
	};
}

/** `both to add`, `1 is in it`: how far the people are in it already, so that it can not be read the other way round. */
function whoIsInIt(inside: number, people: number, kind: Change['kind']): string {
	if (people === 1) return inside === 1 ? 'in it' : 'not in it';
	if (inside === 0 && kind === 'add') return people === 2 ? 'both to add' : `${people} to add`;
	if (inside === 0) return 'none in it';
	if (inside === people) return people === 2 ? 'both in it' : 'all in it';
	return inside === 1 ? '1 is in it' : `${inside} are in it`;
}

/** Cloudflare takes members who have accepted (contract 5.2), and refuses the others with everybody beside them. */
export function canJoin({status}: AccountMember): boolean {
	return status !== 'pending' && status !== 'rejected';
}

/** What is not known yet of who is in which group. */
function readingOf({state, done, total, cost}: MembershipIndex): string | undefined {
	if (state === 'complete') return undefined;
	if (state === 'idle') return `who is in which group is not read: esc, then i reads it (${cost} requests)`;
	return `reading who is in which group: ${done} of ${total ?? '?'}`;
}

export function groupPicker(chosen: readonly AccountMember[], kind: Change['kind']): Picker {
	const people = kind === 'add' ? chosen.filter(canJoin) : chosen;
	const leftOut = chosen
		.filter((person) => !people.includes(person))
		.map((person): LeftOut => ({name: memberAddress(person) ?? shortId(person.id), why: person.status ?? 'unknown'}));
	const [first] = people;
	const who =
		people.length === 1 && first !== undefined
			? (memberAddress(first) ?? shortId(first.id))
			: `${people.length} members`;
	const groupsOf = (knowledge: Knowledge): readonly UserGroup[] => {
		const {rows} = knowledge.list('userGroups');
		return kind === 'add' ? rows : rows.filter((group) => affected(group, people, kind, knowledge).length > 0);
	};
	const needs: readonly Need[] = [{kind: 'list', resource: 'userGroups'}, ...namingNeeds, {kind: 'memberships'}];
	return {
		title: kind === 'add' ? `Add ${who} to groups` : `Remove ${who} from groups`,
		hint: `Type to search groups; enter ticks.${leftOut.length === 0 ? '' : `  ${leftOutLine(leftOut)}`}`,
		needs,
		heads: ['USER GROUP', 'STATE', kind === 'add' ? 'WILL GAIN' : 'GRANTS'],
		choices(text, _cursor, setting) {
			const groups = groupsOf(setting.knowledge);
			const {indices} = filterRows(
				compileFilter(
					text,
					searched.map(({name}) => name),
				),
				groups,
				searched,
			);
			const index = setting.knowledge.memberships();
			return {
				named: [],
				matches: indices.slice(0, mostMatches).flatMap((at) => {
					const group = groups[at];
					return group === undefined ? [] : [candidateOf(group, people, kind, setting)];
				}),
				matching: indices.length,
				of: groups.length,
				unknown: 0,
				reading: readingOf(index),
			};
		},
		candidate(id, setting) {
			const group = setting.knowledge.list('userGroups').byId.get(id);
			return group === undefined ? undefined : candidateOf(group, people, kind, setting);
		},
		look(candidate, {knowledge}) {
			const grants = allGrants(knowledge.list('userGroups').byId.get(candidate.id)?.policies, knowledge);
			if (!candidate.free || grants.length < 2) return candidate;
			return {
				...candidate,
				detail: [
					{text: kind === 'add' ? 'gains ' : 'grants '},
					...grants.flatMap((grant, index): Line => (index === 0 ? grant : [{text: '; '}, ...grant])),
				],
			};
		},
		cost(ids) {
			if (kind === 'add') return `${ids.length} ${ids.length === 1 ? 'POST' : 'POSTs'}`;
			return `${ids.length * people.length} ${ids.length * people.length === 1 ? 'DELETE' : 'DELETEs'} at most`;
		},
		review: (ids, _text, {knowledge}) =>
			confirmChanges(
				ids.flatMap((id) => {
					const group = knowledge.list('userGroups').byId.get(id);
					if (group === undefined) return [];
					return affected(group, people, kind, knowledge).map(
						(person) => ({kind, group: group.id, member: person.id}) as const,
					);
				}),
				leftOut,
			),
	};
}
