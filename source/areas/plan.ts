/**
 * A planned write: whom it affects, which requests it sends, what undoes it. A confirmation shows a plan, a run carries
 * it out step by step. Writes of other areas join as further kinds of {@link Change}.
 */
import type {AccountId, MemberId, UserGroupId} from '../api/ids.ts';
import {shortId} from '../insight/names.ts';
import type {Line} from '../terminal/line.ts';

/** The smallest thing that can be done and undone: one person, one group. */
export interface Change {
	readonly kind: 'add' | 'remove';
	readonly group: UserGroupId;
	readonly member: MemberId;
}

/** One request. One POST adds all members of a group; each removal is a DELETE of its own (contract 5). */
export type Step =
	| {readonly kind: 'add-members'; readonly group: UserGroupId; readonly members: readonly MemberId[]}
	| {readonly kind: 'remove-member'; readonly group: UserGroupId; readonly member: MemberId};

/** A change as a person reads it. */
export interface Subject {
	readonly change: Change;
	/** `bo@acme.com`, or `bo@acme.com in platform-dns` where several groups are concerned. */
	readonly name: string;
	readonly effect: Line;
}

export interface Plan {
	/** `Remove 3 members from platform-dns`. */
	readonly title: string;
	/** The button: `Remove 3`. */
	readonly verb: string;
	readonly subjects: readonly Subject[];
	/** What is left out and why: `ana@acme.com is already in platform-dns`. */
	readonly skipped: readonly Line[];
	/** How many are left out and why; undefined when nobody is. */
	readonly leftOut?: Line | undefined;
	/** All that the groups grant, the widest first: for reading below the people. */
	readonly grants: readonly Line[];
	readonly remarks: readonly Line[];
}

/** Somebody who was asked for and can not be changed: `pending`, `rejected`, `unknown`. */
export interface LeftOut {
	readonly name: string;
	readonly why: string;
}

/** The requests that carry out `changes`, in order: additions first, one for each group. */
export function stepsOf(changes: readonly Change[]): readonly Step[] {
	const additions = new Map<UserGroupId, MemberId[]>();
	for (const {kind, group, member} of changes) {
		if (kind !== 'add') continue;
		const members = additions.get(group);
		if (members === undefined) additions.set(group, [member]);
		else members.push(member);
	}
	return [
		...[...additions].map(([group, members]): Step => ({kind: 'add-members', group, members})),
		...changes
			.filter(({kind}) => kind === 'remove')
			.map(({group, member}): Step => ({kind: 'remove-member', group, member})),
	];
}

/** The changes that a step stands for. */
export function changesOf(step: Step): readonly Change[] {
	return step.kind === 'add-members'
		? step.members.map((member) => ({kind: 'add', group: step.group, member}))
		: [{kind: 'remove', group: step.group, member: step.member}];
}

/** What brings back the state before `changes`. */
export function inverse(changes: readonly Change[]): readonly Change[] {
	return changes.map((change) => ({...change, kind: change.kind === 'add' ? 'remove' : 'add'}));
}

interface Request {
	readonly method: 'POST' | 'DELETE';
	readonly path: string;
	readonly body?: unknown;
}

function requestOf(step: Step, account: AccountId): Request {
	const members = `/accounts/${account}/iam/user_groups/${encodeURIComponent(step.group)}/members`;
	switch (step.kind) {
		case 'add-members':
			return {method: 'POST', path: members, body: step.members.map((id) => ({id}))};
		case 'remove-member':
			return {method: 'DELETE', path: `${members}/${encodeURIComponent(step.member)}`};
	}
}

/** A path as a person compares it, below the account and with ids by their beginning; `c` copies the whole requests. */
function shortPath(path: string, account: AccountId): string {
	return path.replace(`/accounts/${account}`, '…').replaceAll(/[0-9a-f]{32}/g, shortId);
}

/** The requests in words for a confirmation: removals of one group are folded into one line. */
export function requestLines(steps: readonly Step[], account: AccountId): readonly string[] {
	const lines: string[] = [];
	const removals = new Map<UserGroupId, number>();
	for (const step of steps) {
		if (step.kind === 'remove-member') {
			removals.set(step.group, (removals.get(step.group) ?? 0) + 1);
			continue;
		}
		const {method, path} = requestOf(step, account);
		lines.push(
			`1 x ${method} ${shortPath(path, account)}  (${step.members.length} ${step.members.length === 1 ? 'id' : 'ids'})`,
		);
	}
	for (const [group, count] of removals) {
		lines.push(`${count} x DELETE ${shortPath(`/accounts/${account}/iam/user_groups/${group}/members/{id}`, account)}`);
	}
	return lines;
}

/** A text as one word of a POSIX shell. */
function shellWord(text: string): string {
	return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A request as a curl command, with the token left as a variable. */
export function curlCommand(method: string, path: string, body: unknown, baseUrl: string): string {
	const url = shellWord(`${baseUrl.replace(/\/$/, '')}${path}`);
	const head = `curl -X ${method} ${url} -H "Authorization: Bearer $CLOUDFLARE_API_TOKEN"`;
	if (body === undefined) return head;
	return `${head} -H 'Content-Type: application/json' --data ${shellWord(JSON.stringify(body))}`;
}

export function curlLines(steps: readonly Step[], account: AccountId, baseUrl: string): readonly string[] {
	return steps.map((step) => {
		const {method, path, body} = requestOf(step, account);
		return curlCommand(method, path, body, baseUrl);
	});
}
