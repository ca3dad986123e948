import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Page, type ResultInfo, walkPages} from '../../source/api/client.ts';

interface Walk {
	readonly pages: readonly (readonly number[])[];
	readonly asked: readonly number[];
}

async function walk(
	serve: (page: number) => {readonly items: readonly number[]; readonly info?: ResultInfo},
	perPage: number,
): Promise<Walk> {
	const asked: number[] = [];
	const pages: (readonly number[])[] = [];
	const fetchPage = async (page: number): Promise<Page<number>> => {
		asked.push(page);
		const {items, info} = serve(page);
		return {items, page, info};
	};
	for await (const {items} of walkPages(fetchPage, String, perPage)) pages.push(items);
	return {pages, asked};
}

const slice = (total: number, page: number, size: number) =>
	Array.from({length: total}, (_, index) => index).slice((page - 1) * size, page * size);

describe('a walk ends', () => {
	test('at total_pages, without another request', async () => {
		const serve = (page: number) => ({items: slice(4, page, 2), info: {page, total_pages: 2}});
		expect(await walk(serve, 2)).toEqual({
			pages: [
				[0, 1],
				[2, 3],
			],
			asked: [1, 2],
		});
	});

	test('where total_count says so, without another request', async () => {
		const serve = (page: number) => ({items: slice(4, page, 2), info: {page, per_page: 2, total_count: 4}});
		expect((await walk(serve, 2)).asked).toEqual([1, 2]);
	});

	test('at a short page', async () => {
		expect((await walk((page) => ({items: slice(5, page, 2)}), 2)).asked).toEqual([1, 2, 3]);
	});

	test('at an empty page', async () => {
		const {pages, asked} = await walk((page) => ({items: slice(4, page, 2)}), 2);
		expect(asked).toEqual([1, 2, 3]);
		expect(pages).toEqual([
			[0, 1],
			[2, 3],
		]);
	});

	test('at a repeated page: the server ignores the number', async () => {
		const {pages, asked} = await walk(() => ({items: [0, 1]}), 2);
		expect(asked).toEqual([1, 2]);
		expect(pages).toEqual([[0, 1]]);
	});

	test('at a repeated page although the totals promise more, as mocks made from examples do', async () => {
		const serve = () => ({items: [0], info: {count: 1, page: 1, per_page: 1, total_count: 2000}});
		expect((await walk(serve, 1)).asked).toEqual([1, 2]);
	});

	test('at a page that is short by the size asked for, whatever the totals', async () => {
		const serve = () => ({items: [0], info: {count: 1, page: 1, per_page: 20, total_count: 2000, total_pages: 100}});
		expect((await walk(serve, 50)).asked).toEqual([1]);
	});

	test('with one empty page for an empty list', async () => {
		expect(await walk(() => ({items: []}), 2)).toEqual({pages: [[]], asked: [1]});
	});
});

test('a server that serves smaller pages than asked for is walked to its end', async () => {
	const serve = (page: number) => ({items: slice(45, page, 20), info: {page, per_page: 20, total_pages: 3}});
	const {pages, asked} = await walk(serve, 50);
	expect(asked).toEqual([1, 2, 3]);
	expect(pages.flat()).toHaveLength(45);
});

test('an object that moves to a later page while walking comes once', async () => {
	const serve = (page: number) => ({items: page === 1 ? [0, 1] : [1, 2], info: {total_pages: 2}});
	expect((await walk(serve, 2)).pages).toEqual([[0, 1], [2]]);
});

test('what fails, fails the walk after the pages that came', async () => {
	const pages: unknown[] = [];
	const failing = async (page: number): Promise<Page<number>> => {
		if (page === 2) throw new Error('page 2');
		return {items: [0, 1], page, info: undefined};
	};
	await expect(async () => {
		for await (const {items} of walkPages(failing, String, 2)) pages.push(items);
	}).rejects.toThrow('page 2');
	expect(pages).toEqual([[0, 1]]);
});

test('of any list everything comes once, with no more requests than needed', async () => {
	await fc.assert(
		fc.asyncProperty(fc.nat(300), fc.integer({min: 1, max: 50}), fc.boolean(), async (total, size, told) => {
			const totalPages = Math.max(1, Math.ceil(total / size));
			const serve = (page: number) => ({
				items: slice(total, page, size),
				...(told ? {info: {page, per_page: size, total_count: total, total_pages: totalPages}} : {}),
			});
			const {pages, asked} = await walk(serve, size);
			expect(pages.flat()).toEqual(slice(total, 1, total));
			expect(asked.length).toBeLessThanOrEqual(told ? totalPages : totalPages + 1);
		}),
	);
});

test('no server makes a walk endless', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.infiniteStream(fc.array(fc.nat(30), {maxLength: 5})),
			fc.option(
				fc.record({total_pages: fc.nat(10), total_count: fc.nat(100), per_page: fc.nat(5)}, {requiredKeys: []}),
			),
			async (stream, info) => {
				const serve = () => ({items: stream.next().value ?? [], ...(info === null ? {} : {info})});
				// Thirty-one different objects: each page but the last brings a new one.
				expect((await walk(serve, 3)).asked.length).toBeLessThanOrEqual(33);
			},
		),
	);
});
