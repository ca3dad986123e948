import type {Direction} from './collection.ts';
import {type ResultInfo, refuseInput} from './envelope.ts';

/** How large pages may be (contract 11.10). */
export interface PageLimits {
	readonly minimum: number;
	readonly maximum: number;
	readonly usual: number;
}

/** User groups and their members. */
export const groupPages: PageLimits = {minimum: 1, maximum: 500, usual: 100};
/** Accounts, account members, roles, zones and permission groups. */
export const accountPages: PageLimits = {minimum: 5, maximum: 50, usual: 20};

export interface PageRequest {
	readonly page: number;
	readonly perPage: number;
}

function wholeNumber(query: URLSearchParams, name: string, usual: number, minimum: number, maximum: number): number {
	const text = query.get(name);
	if (text === null) {
		return usual;
	}
	const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
	if (!(number >= minimum && number <= maximum)) {
		const range = maximum === Number.MAX_SAFE_INTEGER ? `at least ${minimum}` : `from ${minimum} to ${maximum}`;
		throw refuseInput(`Invalid value for ${name}: must be a whole number ${range}`);
	}
	return number;
}

/** The page asked for; one out of range is refused with 400 (contract 1.3, a choice where the source is silent). */
export function readPage(query: URLSearchParams, limits: PageLimits): PageRequest {
	return {
		page: wholeNumber(query, 'page', 1, 1, Number.MAX_SAFE_INTEGER),
		perPage: wholeNumber(query, 'per_page', limits.usual, limits.minimum, limits.maximum),
	};
}

/** The items of one page, none beyond the end, and the numbers that go with them. */
export function cutPage<T>(items: readonly T[], request: PageRequest): {items: readonly T[]; info: ResultInfo} {
	const start = (request.page - 1) * request.perPage;
	const cut = items.slice(start, start + request.perPage);
	return {
		items: cut,
		info: {
			count: cut.length,
			page: request.page,
			per_page: request.perPage,
			total_count: items.length,
			total_pages: Math.ceil(items.length / request.perPage),
		},
	};
}

/** One of `allowed`, or undefined when the parameter is not given; anything else is refused with 400. */
export function readChoice<const Choice extends string>(
	query: URLSearchParams,
	name: string,
	allowed: readonly Choice[],
): Choice | undefined {
	const text = query.get(name);
	if (text === null) {
		return undefined;
	}
	const choice = allowed.find((candidate) => candidate === text);
	if (choice === undefined) {
		throw refuseInput(`Invalid value for ${name}: must be one of ${allowed.join(', ')}`);
	}
	return choice;
}

export function readDirection(query: URLSearchParams): Direction {
	return readChoice(query, 'direction', ['asc', 'desc']) ?? 'asc';
}
