/** What a walk over pages asks for, what it makes of pages that lie, and of objects that are read by themselves. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Page, ResultInfo} from '../../source/api/client.ts';
import {PageWalk} from '../../source/store/page-walk.ts';

interface Row {
	readonly id: string;
	readonly name: string;
}

const old = (id: string): Row => ({id, name: 'old'});
const fresh = (id: string): Row => ({id, name: 'fresh'});
const all = Number.POSITIVE_INFINITY;
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A walk over twelve pages of one row each, and what answers each. */
function walkOf() {
	const asked: {readonly page: number; readonly answer: (item: Row) => void}[] = [];
	const walk = new PageWalk<Row>({
		attempt: 'list the rows',
		idOf: ({id}) => id,
		perPage: 1,
		fetchPage: (page) =>
			new Promise<Page<Row>>((resolve) => {
				asked.push({
					page,
					answer: (item) =>
						resolve({items: [item], page, info: {page, per_page: 1, count: 1, total_count: 12, total_pages: 12}}),
				});
			}),
	});
	const {signal} = new AbortController();
	const ended = walk.read({signal, priority: 'foreground'}, {most: all}, () => undefined);
	return {walk, asked, ended};
}

test('an object read by itself stays, be its page read before or on its way; a page asked for later is newer', async () => {
	const {walk, asked, ended} = walkOf();
	asked[0]?.answer(old('1'));
	await turn();
	// Pages 2 to 10 are on their way, 11 and 12 are not.
	expect(asked.map(({page}) => page)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
	for (const id of ['1', '3', '12']) walk.refine(fresh(id));
	expect(walk.list.byId.get('1')).toEqual(fresh('1'));
	for (let at = 1; at < 12; at++) {
		asked[at]?.answer(old(String(at + 1)));
		await turn();
	}
	await ended;
	expect(walk.list.rows.filter(({name}) => name === 'fresh')).toEqual([fresh('1'), fresh('3')]);
	expect(walk.list.rows).toHaveLength(12);
});

/** A server of rows, with what it may do differently from what one would expect. */
interface Quirks {
	readonly total: number;
	/** Objects that were asked for on a page. */
	readonly perPage: number;
	/** What it serves at most on one. */
	readonly mostPerPage: number;
	/** What it says about its pages. */
	readonly says: 'all' | 'count' | 'pages' | 'nothing' | 'too much' | 'zero';
	/** It knows one page alone. */
	readonly ignoresPage: boolean;
	/** From this page on everything has moved back by so many rows: they come twice. */
	readonly repeated: {readonly from: number; readonly rows: number};
}

const quirks: fc.Arbitrary<Quirks> = fc.record({
	total: fc.nat(120),
	perPage: fc.integer({min: 1, max: 20}),
	mostPerPage: fc.integer({min: 1, max: 30}),
	says: fc.constantFrom('all', 'count', 'pages', 'nothing', 'too much', 'zero'),
	ignoresPage: fc.boolean(),
	repeated: fc.record({from: fc.integer({min: 2, max: 9}), rows: fc.nat(2)}),
});

function infoOf({says, total}: Quirks, size: number): ResultInfo | undefined {
	switch (says) {
		case 'all':
			return {per_page: size, total_count: total, total_pages: Math.ceil(total / size)};
		case 'count':
			return {per_page: size, total_count: total};
		case 'pages':
			return {per_page: size, total_pages: Math.ceil(total / size)};
		case 'nothing':
			return undefined;
		case 'too much':
			return {per_page: size, total_count: total, total_pages: 9999};
		case 'zero':
			return {per_page: size, total_count: 0, total_pages: Math.ceil(total / size)};
	}
}

function serve(server: Quirks, page: number): Page<Row> {
	const {total, perPage, mostPerPage, ignoresPage, repeated, says} = server;
	// Who says nothing of the size of its pages serves what was asked for.
	const size = says === 'nothing' ? perPage : Math.min(perPage, mostPerPage);
	const moved = page >= repeated.from ? repeated.rows : 0;
	const start = ignoresPage ? 0 : Math.max(0, (page - 1) * size - moved);
	const items = Array.from({length: Math.max(0, Math.min(size, total - start))}, (_, at) => old(String(start + at)));
	return {items, page, info: infoOf(server, size)};
}

/** A source of the server's pages that answers in any order and writes down what it was asked for. */
function sourceOf(server: Quirks, scheduler: fc.Scheduler) {
	const asked: number[] = [];
	const answered: number[] = [];
	return {
		asked,
		answered,
		walk: new PageWalk<Row>({
			attempt: 'list the rows',
			idOf: ({id}) => id,
			perPage: server.perPage,
			fetchPage: (page, {signal}) => {
				asked.push(page);
				const {promise, resolve, reject} = Promise.withResolvers<Page<Row>>();
				signal.addEventListener('abort', () => reject(signal.reason));
				scheduler.schedule(Promise.resolve(), `page ${page}`).then(() => {
					if (signal.aborted) return;
					answered.push(page);
					resolve(serve(server, page));
				}, reject);
				return promise;
			},
		}),
	};
}

describe('whatever a server says of its pages', () => {
	test('every row comes once, and no page is asked for twice', async () => {
		await fc.assert(
			fc.asyncProperty(quirks, fc.scheduler(), async (server, scheduler) => {
				const {walk, asked} = sourceOf(server, scheduler);
				const {signal} = new AbortController();
				const ended = walk.read({signal, priority: 'foreground'}, {most: all}, () => undefined);
				await scheduler.waitFor(ended);
				const ids = walk.list.rows.map(({id}) => Number(id));
				expect(new Set(ids).size).toBe(ids.length);
				expect(new Set(asked).size).toBe(asked.length);
				const size = serve(server, 1).items.length;
				const isRegular = !server.ignoresPage && server.repeated.rows === 0;
				if (isRegular) expect(ids).toEqual(Array.from({length: server.total}, (_, at) => at));
				const pages = Math.max(1, Math.ceil(server.total / Math.max(1, size)));
				// Where the server tells, not one page that holds nothing; else the one that says that there are no more.
				const isTold = server.says !== 'nothing' && server.says !== 'too much';
				if (isRegular) expect(asked.length).toBeLessThanOrEqual(isTold ? pages : pages + 1);
			}),
			{numRuns: 300},
		);
	});

	test('broken off at any moment and gone on with, it asks for nothing again that has come', async () => {
		await fc.assert(
			fc.asyncProperty(quirks, fc.scheduler(), fc.nat(12), fc.boolean(), async (server, scheduler, steps, atOnce) => {
				const {walk, asked, answered} = sourceOf(server, scheduler);
				const controller = new AbortController();
				const first = walk.read({signal: controller.signal, priority: 'foreground'}, {most: all}, () => undefined);
				first.catch(() => undefined);
				for (let step = 0; step < steps && scheduler.count() > 0; step++) {
					await scheduler.waitOne();
					await turn();
				}
				controller.abort();
				// The next reading may begin before this one has come to its end.
				if (!atOnce) await turn();
				const before = new Set(answered);
				const seen = asked.length;
				const again = walk.read({signal: new AbortController().signal, priority: 'background'}, {most: all}, () => {});
				await scheduler.waitFor(again);
				expect(asked.slice(seen).filter((page) => before.has(page))).toEqual([]);
				const ids = walk.list.rows.map(({id}) => Number(id));
				expect(new Set(ids).size).toBe(ids.length);
				if (!server.ignoresPage && server.repeated.rows === 0) {
					expect(ids).toEqual(Array.from({length: server.total}, (_, at) => at));
				}
			}),
			{numRuns: 300},
		);
	});
});
