/** How changes of memberships are told: single ones, and many of them together. */
import type {MemberId, UserGroupId} from '../api/ids.ts';
import type {Knowledge} from '../insight/knowledge.ts';
import type {Line} from '../terminal/line.ts';
import {toned} from './cells.ts';
import type {Setting} from './define.ts';
import {grantLines, grantOf} from './grants.ts';
import {addressOf, groupName} from './names.ts';
import type {Wording} from './write.ts';

/** The smallest thing that can be done and undone: one person, one group. */
export interface Change {
	readonly kind: 'add' | 'remove';
	readonly group: UserGroupId;
	readonly member: MemberId;
}

/** The members of a group as far as they are known: its own list first, then the index. */
export function isMember(group: UserGroupId, member: MemberId, knowledge: Knowledge): boolean | undefined {
	const list = knowledge.groupMembers(group);
	if (list.byId.has(member)) return true;
	if (list.complete) return false;
	return knowledge.memberships().has(group, member);
}

/** `gains DNS on prod-zones`. */
export function effectOf(change: Change, knowledge: Knowledge): Line {
	const {text, broad} = grantOf(knowledge.list('userGroups').byId.get(change.group)?.policies, knowledge);
	const tone = broad ? 'warning' : 'plain';
	if (change.kind === 'remove') {
		return toned(text === '' ? 'loses nothing: the group has no policies' : `loses ${text}`, tone);
	}
	const gain = toned(text === '' ? 'gains nothing yet: the group has no policies' : `gains ${text}`, tone);
	const isPending = knowledge.list('members').byId.get(change.member)?.status === 'pending';
	return isPending ? [...gain, {text: '  once the invitation is accepted', tone: 'warning'}] : gain;
}

/** `ana@acme.com is already in platform-dns`: it is so without us. */
export function alreadyLine({kind, group, member}: Change, knowledge: Knowledge): Line {
	const address = addressOf(member, knowledge, group);
	return toned(`${address} is ${kind === 'add' ? 'already' : 'no longer'} in ${groupName(group, knowledge)}`, 'dim');
}

function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `Add 3 members to platform-dns`; with several groups `Remove bo@acme.com from 2 groups`. */
function titleOf(changes: readonly Change[], knowledge: Knowledge): string {
	const groups = [...new Set(changes.map(({group}) => group))];
	const people = [...new Set(changes.map(({member}) => member))];
	const [group] = groups;
	const [person] = people;
	const who =
		people.length === 1 && person !== undefined ? addressOf(person, knowledge, group) : count(people.length, 'member');
	const where =
		groups.length === 1 && group !== undefined ? groupName(group, knowledge) : count(groups.length, 'group');
	const joining = changes.filter(({kind}) => kind === 'add').length;
	if (joining === changes.length) return `Add ${who} to ${where}`;
	if (joining === 0) return `Remove ${who} from ${where}`;
	return `Change the members of ${where}: ${joining} in, ${changes.length - joining} out`;
}

function verbOf(changes: readonly Change[], asked: readonly Change[]): string {
	const kinds = new Set((changes.length === 0 ? asked : changes).map(({kind}) => kind));
	if (kinds.size > 1) return `Change ${changes.length}`;
	return `${kinds.has('remove') ? 'Remove' : 'Add'} ${changes.length}`;
}

function undoText(changes: readonly Change[]): string {
	const kinds = new Set(changes.map(({kind}) => kind));
	if (kinds.size > 1) return 'Undo (z) takes it back; it needs the same right you use now.';
	return kinds.has('add')
		? 'Undo (z) removes them again.'
		: 'Undo (z) adds them back; it needs the same right you use now.';
}

/**
 * What a confirmation says of changes.
 * @param open what is still to be done
 * @param asked what was asked for, at least one
 */
export function membershipWording(open: readonly Change[], asked: readonly Change[], {knowledge}: Setting): Wording {
	const told = open.length > 0 ? open : asked;
	const groups = [...new Set(open.map(({group}) => group))];
	const single = groups.length === 1 ? groups[0] : undefined;
	const list = single === undefined ? undefined : knowledge.groupMembers(single);
	const size = list?.complete ? list.rows.length : undefined;
	const growth = open.reduce((sum, {kind}) => sum + (kind === 'add' ? 1 : -1), 0);
	return {
		title: titleOf(told, knowledge),
		verb: verbOf(open, asked),
		weight: {kind: 'affects-people'},
		people: [],
		diff: [],
		details: grantLines(groups, knowledge),
		remarks: [
			...(size === undefined
				? []
				: [toned(`The group has ${count(size, 'member')} and will have ${size + growth}.`, 'plain')]),
			...(told.some(({kind}) => kind === 'remove')
				? [toned('What other groups, roles and policies give them stays.', 'dim')]
				: []),
		],
		undo: {possible: true, text: undoText(told)},
	};
}
