/** Paged lists (contract 1.3). */

/** All of it is optional in Cloudflare's answers (contract 1.2). */
export interface ResultInfo {
	readonly count?: number | undefined;
	readonly page?: number | undefined;
	readonly per_page?: number | undefined;
	readonly total_count?: number | undefined;
	readonly total_pages?: number | undefined;
}

export interface Page<T> {
	readonly items: readonly T[];
	/** Counted from 1. */
	readonly page: number;
	readonly info: ResultInfo | undefined;
}

export interface PageQuery {
	/** Counted from 1. */
	readonly page?: number | undefined;
	/** Objects on a page; brought into the range that the operation allows. Default: the largest allowed. */
	readonly per_page?: number | undefined;
}

/** Smallest and largest `per_page` of each paged list (contract 11.10); out-of-range values may be refused. */
export const pageSizes = {
	accounts: {smallest: 5, largest: 50},
	members: {smallest: 5, largest: 50},
	memberships: {smallest: 5, largest: 50},
	roles: {smallest: 5, largest: 50},
	zones: {smallest: 5, largest: 50},
	permissionGroups: {smallest: 5, largest: 50},
	userGroups: {smallest: 1, largest: 500},
	groupMembers: {smallest: 1, largest: 500},
} as const;

/** `page` and `per_page` as they go into the query. */
export function pageParameters(
	query: PageQuery,
	size: {readonly smallest: number; readonly largest: number},
): {readonly page: number; readonly per_page: number} {
	return {
		page: wholeNumberWithin(1, Number.MAX_SAFE_INTEGER, query.page ?? 1),
		per_page: wholeNumberWithin(size.smallest, size.largest, query.per_page ?? size.largest),
	};
}

function wholeNumberWithin(smallest: number, largest: number, value: number): number {
	return Number.isNaN(value) ? smallest : Math.min(largest, Math.max(smallest, Math.floor(value)));
}

/** More pages than any account has: the walk ends there even if a server makes up new objects for ever. */
const mostPages = 10_000;

/**
 * Walks a paged list and yields each page as it comes, without objects that came before. Ends at `total_pages`, at a
 * page that is short, empty or repeated, whichever comes first (contract 1.3): a server that ignores `page` ends it,
 * and where result_info tells the total no request is spent on finding the end.
 */
export async function* walkPages<T>(
	fetchPage: (page: number) => Promise<Page<T>>,
	keyOf: (item: T) => string,
	perPage: number,
): AsyncGenerator<Page<T>, void, void> {
	const seen = new Set<string>();
	for (let number = 1; number <= mostPages; number += 1) {
		const page = await fetchPage(number);
		const items = page.items.filter((item) => {
			const key = keyOf(item);
			if (seen.has(key)) return false;
			seen.add(key);
			return true;
		});
		if (number > 1 && items.length === 0) return;
		yield {...page, items};
		if (isLastPage(page, number, perPage)) return;
	}
}

/** Whether nothing can follow `page`, the `number`th of a walk with `perPage` objects asked for. */
export function isLastPage(page: Page<unknown>, number: number, perPage: number): boolean {
	const {items, info} = page;
	const size = sizeOf(info, perPage);
	if (items.length === 0 || items.length < size) return true;
	if (info?.total_pages !== undefined) return number >= info.total_pages;
	if (info?.total_count !== undefined) return number * size >= info.total_count;
	return false;
}

/**
 * How many pages a list has by what one of them says: no more than the walk goes, and no more than hold something, so
 * that all of them can be asked for at once. Undefined when it does not tell.
 */
export function pageCount({info}: Page<unknown>, perPage: number): number | undefined {
	const counted = info?.total_count === undefined ? undefined : Math.ceil(info.total_count / sizeOf(info, perPage));
	if (counted === undefined && info?.total_pages === undefined) return undefined;
	// Made-up numbers must not send us off to pages that are not there: the lower of two counts.
	return Math.max(1, Math.min(counted ?? mostPages, info?.total_pages ?? mostPages, mostPages));
}

/** A server may serve smaller pages than asked for, and then says so. */
function sizeOf(info: ResultInfo | undefined, perPage: number): number {
	return info?.per_page !== undefined && info.per_page > 0 ? Math.min(info.per_page, perPage) : perPage;
}
