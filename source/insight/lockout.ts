/**
 * Whether requests would take the administration of the account from who sends them, or from everybody, or turn on a
 * sign-in that may fail. A question about what has been read; what has not been read is told as such.
 */
import type {UserGroup} from '../api/schemas.ts';
import {accessAfter, accessChanges, type SentRequest} from './access-change.ts';
import {memberAddress} from './addresses.ts';
import {
	type AccessState,
	administrativeGroups,
	directAdministrators,
	type Level,
	memberOfUser,
	memberWithAddress,
	noLevel,
	presentAccess,
	type Rank,
	superAdministrators,
	unknownLevel,
	withLevel,
} from './administrators.ts';
import type {Self} from './credential.ts';
import type {Knowledge, Need} from './knowledge.ts';

/** What the name belongs to that has to be typed. */
export interface Concerned {
	readonly kind: 'user group' | 'resource group' | 'e-mail domain';
	/** Perhaps blank: then there is nothing to type but the id. */
	readonly name: string;
	readonly id: string;
}

export type Lockout =
	/** Who sends it loses their last administration, or may lose it. */
	| {
			readonly kind: 'own';
			readonly certain: boolean;
			/** What is lost: 2 is the management of members too. */
			readonly rank: Rank;
			/** What stays for certain. */
			readonly left: Rank;
			readonly about: Concerned;
	  }
	/** Nobody is left, or is known to be left, who may manage members. */
	| {readonly kind: 'last'; readonly certain: boolean; readonly about: Concerned}
	/** `isOwn`: whether the address of who sends it is in the domain; undefined where it is not known. */
	| {readonly kind: 'sso'; readonly isOwn: boolean | undefined; readonly about: Concerned}
	/** Administration is taken from somebody, and nobody knows whether that is who sends it. */
	| {readonly kind: 'unknown-self'; readonly why: string; readonly about: Concerned};

/** What has been found, and what helps to come back. */
export interface LockoutReport {
	readonly found: readonly Lockout[];
	/** Addresses of Super Administrators who are known to be left and can still sign in. */
	readonly rescuers: readonly string[];
	/** How many Super Administrators are known to be left, whether they can sign in or not. */
	readonly administrators: number;
	/** What it depends on and has not been read. */
	readonly unread: readonly ('members' | 'user groups' | 'members of groups')[];
}

/** Where administration comes from, before and after. */
interface Source {
	readonly about: Concerned;
	readonly before: Level;
	readonly after: Level;
}

interface Question {
	readonly knowledge: Knowledge;
	readonly before: AccessState;
	readonly after: AccessState;
	readonly groups: readonly UserGroup[];
	/** For what is a person's own: the resource group that gets another scope. */
	readonly scope: Concerned;
}

function isLess({before, after}: Pick<Source, 'before' | 'after'>): boolean {
	return after.certain < before.certain || after.possible < before.possible;
}

/** What a group gives to somebody who is in it, is not, or may be. */
function givenBy(group: UserGroup, id: string, state: AccessState): Level {
	const isIn = state.membersOf(group)?.has(id);
	if (isIn === false) return noLevel;
	const level = state.groupLevel(group);
	return isIn === true ? level : {certain: 0, possible: level.possible};
}

function nameOf({name, id}: UserGroup): Concerned {
	return {kind: 'user group', name, id};
}

/** Everything that may make an administrator of a member; `direct` is what is known of their own. */
function sourcesOf(id: string, {knowledge, before, after, groups, scope: about}: Question): readonly Source[] {
	const member = knowledge.list('members').byId.get(id);
	const own: Source =
		member === undefined
			? {about, before: unknownLevel, after: unknownLevel}
			: {about, before: before.ownLevel(member), after: after.ownLevel(member)};
	const ofGroups = groups.map((group) => ({
		about: nameOf(group),
		before: givenBy(group, id, before),
		after: givenBy(group, id, after),
	}));
	return [own, ...ofGroups];
}

/** The id of who sends it, as a member of the account; undefined where that is not known. */
function idOf(self: Self, {knowledge, groups}: Question): string | 'nobody' | undefined {
	if (self.kind !== 'person') return undefined;
	const member =
		(self.userId === undefined ? undefined : memberOfUser(self.userId, knowledge)) ??
		memberWithAddress(self.email, knowledge);
	if (member !== undefined) return member.id;
	if (knowledge.list('members').complete) return 'nobody';
	return groups
		.flatMap(({id}) => knowledge.groupMembers(id).rows)
		.find((row) => memberAddress(row)?.toLowerCase() === self.email.toLowerCase())?.id;
}

function ownLockout(id: string, question: Question): Lockout | undefined {
	const sources = sourcesOf(id, question);
	const [most] = sources.filter(isLess).sort((left, right) => right.before.possible - left.before.possible);
	if (most === undefined) return undefined;
	const isAllRead = question.knowledge.list('userGroups').complete;
	const left = sources.map(({after}) => after).reduce(withLevel, isAllRead ? noLevel : unknownLevel);
	const rank = most.before.possible;
	if (left.certain >= rank) return undefined;
	const certain = most.before.certain === rank && left.possible < rank;
	return {kind: 'own', certain, rank, left: left.certain, about: most.about};
}

/** What takes administration from anybody, or may: who is in a group may not have been read. */
function takingSources({knowledge, before, after, groups, scope: about}: Question): readonly Source[] {
	const ofGroups = groups.flatMap((group): readonly Source[] => {
		const levels = {about: nameOf(group), before: before.groupLevel(group), after: after.groupLevel(group)};
		const inside = before.membersOf(group);
		if (inside?.size === 0 || levels.before.possible === 0) return [];
		if (isLess(levels)) return [levels];
		const later = after.membersOf(group);
		const mayLeave =
			inside === undefined ? later !== undefined : [...inside.keys()].some((id) => later?.has(id) === false);
		return mayLeave ? [{...levels, after: noLevel}] : [];
	});
	const ofMembers = directAdministrators(knowledge)
		.map((member): Source => ({about, before: before.ownLevel(member), after: after.ownLevel(member)}))
		.filter(isLess);
	return [...ofGroups, ...ofMembers];
}

function isUnder(address: string, domain: string): boolean {
	return address.toLowerCase().endsWith(`@${domain}`);
}

function ssoLockout(id: string, self: Self, knowledge: Knowledge): Extract<Lockout, {kind: 'sso'}> {
	const domain = knowledge.list('ssoConnectors').byId.get(id)?.email_domain?.trim().toLowerCase() ?? '';
	return {
		kind: 'sso',
		about: {kind: 'e-mail domain', name: domain, id},
		isOwn: self.kind !== 'person' || domain === '' ? undefined : isUnder(self.email, domain),
	};
}

function unreadOf({knowledge, before, groups}: Question): LockoutReport['unread'] {
	return [
		...(knowledge.list('members').complete ? [] : ['members' as const]),
		...(knowledge.list('userGroups').complete ? [] : ['user groups' as const]),
		...(groups.every((group) => before.membersOf(group) !== undefined) ? [] : ['members of groups' as const]),
	];
}

function questionOf(requests: readonly SentRequest[], knowledge: Knowledge) {
	const changes = accessChanges(requests);
	const [scope] = changes.scopes.keys();
	const question: Question = {
		knowledge,
		before: presentAccess(knowledge),
		after: accessAfter(changes, knowledge),
		groups: administrativeGroups(knowledge).map(({group}) => group),
		scope: {
			kind: 'resource group',
			name: (scope === undefined ? undefined : knowledge.list('resourceGroups').byId.get(scope)?.name) ?? '',
			id: scope ?? '',
		},
	};
	const changesAccess = changes.groups.size + changes.scopes.size > 0;
	return {question, enabled: changes.enabled, taking: changesAccess ? takingSources(question) : []};
}

/** Whom the requests would shut out, as far as what has been read tells. */
export function lockoutOf(requests: readonly SentRequest[], self: Self, knowledge: Knowledge): LockoutReport {
	const {question, enabled, taking} = questionOf(requests, knowledge);
	if (taking.length + enabled.length === 0) return {found: [], rescuers: [], administrators: 0, unread: []};
	const sso = enabled.map((id) => ssoLockout(id, self, knowledge));
	const found: Lockout[] = [...sso];
	if (taking.length > 0 && self.kind !== 'account-token') {
		const id = idOf(self, question);
		const own = id === undefined || id === 'nobody' ? undefined : ownLockout(id, question);
		if (own !== undefined) found.push(own);
		if (id === undefined) {
			found.push({
				kind: 'unknown-self',
				why: self.kind === 'unknown' ? self.why : 'not all members have been read',
				about: taking[0]?.about ?? question.scope,
			});
		}
	}
	const left = superAdministrators(question.after, knowledge);
	const last = taking.find(({before}) => before.possible === 2);
	if (last !== undefined && left.known.size === 0) {
		found.push({kind: 'last', certain: !left.mayBeMore, about: last.about});
	}
	const losesOwn = found.some(({kind}) => kind === 'own');
	const canHelp = (address: string): boolean =>
		(self.kind !== 'person' || !losesOwn || address.toLowerCase() !== self.email.toLowerCase()) &&
		sso.every(({about}) => !isUnder(address, about.name));
	const rescuers = [...left.known.values()].filter(canHelp);
	return {found, rescuers, administrators: left.known.size, unread: unreadOf(question)};
}

/** What would tell more; nothing where the requests take no administration from anybody. */
export function lockoutNeeds(requests: readonly SentRequest[], knowledge: Knowledge): readonly Need[] {
	const {question, enabled, taking} = questionOf(requests, knowledge);
	if (taking.length + enabled.length === 0) return [];
	return [
		{kind: 'list', resource: 'members'},
		{kind: 'list', resource: 'userGroups'},
		...question.groups.map(({id}): Need => ({kind: 'groupMembers', group: id})),
	];
}
