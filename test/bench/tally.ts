import {accountPages, groupPages} from '../../source/emulator/paging.ts';
import type {RecordedRequest} from '../../source/emulator/recorder.ts';
import type {AccountState} from '../../source/emulator/state.ts';

/** What a client has read, counted by the server. */
export interface Tally {
	/** Requests of lists. */
	readonly requests: number;
	/** Pages with data of all lists that were begun, each as large as it may be; one for a list without any. */
	readonly pages: number;
	/** Requests beyond the end of a list, and those for what had been asked for before. */
	readonly empty: number;
	readonly repeated: number;
	/** Lists of which not everything was asked for. */
	readonly incomplete: number;
	/** Lists of members of groups that were begun. */
	readonly groups: number;
	/** Everything else: single objects, questions about the credential. */
	readonly others: number;
	/** Paths of the lists, with `ID` for identifiers, and how many requests each took. */
	readonly byPath: Readonly<Record<string, number>>;
}

/** How many objects a list has and how large its pages may be; undefined for what is no list. */
function listOf(account: AccountState, path: string): {readonly size: number; readonly page: number} | undefined {
	const below = path.replace(`/accounts/${account.account.id}`, '');
	const [, group] = /^\/iam\/user_groups\/([0-9a-f]{32})\/members$/u.exec(below) ?? [];
	if (group !== undefined) return {size: account.userGroups.get(group)?.members.size ?? 0, page: groupPages.maximum};
	switch (below) {
		case '/iam/user_groups':
			return {size: account.userGroups.size, page: groupPages.maximum};
		case '/iam/permission_groups':
			return {size: account.permissionGroups.size, page: accountPages.maximum};
		case '/iam/resource_groups':
			return {size: account.resourceGroups.size, page: Number.POSITIVE_INFINITY};
		case '/members':
			return {size: account.members.size, page: accountPages.maximum};
		case '/roles':
			return {size: account.roles.size, page: accountPages.maximum};
		case '/zones':
			return {size: account.zones.size, page: accountPages.maximum};
		default:
			return undefined;
	}
}

/** Counts what came in. A client that asks for smaller pages needs more requests than there are pages. */
export function tallyOf(account: AccountState, requests: readonly RecordedRequest[]): Tally {
	const asked = new Map<string, Set<string>>();
	const byPath: Record<string, number> = {};
	const tally = {requests: 0, pages: 0, empty: 0, repeated: 0, incomplete: 0, groups: 0, others: 0};
	for (const {method, path, query} of requests) {
		const list = method === 'GET' ? listOf(account, path) : undefined;
		const isSearch = Object.keys(query).some((name) => !['page', 'per_page', 'account.id', 'direction'].includes(name));
		const shown = `${path.replaceAll(/[0-9a-f]{32}/gu, 'ID')}${isSearch ? `?${Object.keys(query).join('&')}` : ''}`;
		byPath[shown] = (byPath[shown] ?? 0) + 1;
		if (list === undefined || isSearch) {
			tally.others += 1;
			continue;
		}
		tally.requests += 1;
		const pages = asked.get(path) ?? new Set<string>();
		asked.set(path, pages);
		const {page = '1', per_page: perPage = String(list.page)} = query;
		if (pages.has(`${page} of ${perPage}`)) tally.repeated += 1;
		pages.add(`${page} of ${perPage}`);
		if (Number(page) > 1 && (Number(page) - 1) * Number(perPage) >= list.size) tally.empty += 1;
	}
	for (const [path, pages] of asked) {
		const list = listOf(account, path);
		if (list === undefined) continue;
		const needed = Math.max(1, Math.ceil(list.size / list.page));
		tally.pages += needed;
		if (pages.size < needed) tally.incomplete += 1;
		if (path.includes('/user_groups/')) tally.groups += 1;
	}
	return {...tally, byPath};
}
