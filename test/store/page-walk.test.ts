/** What a walk over pages makes of objects that are read by themselves meanwhile. */
import {expect, test} from 'vitest';
import type {Page} from '../../source/api/client.ts';
import {PageWalk} from '../../source/store/page-walk.ts';

interface Row {
	readonly id: string;
	readonly name: string;
}

const old = (id: string): Row => ({id, name: 'old'});
const fresh = (id: string): Row => ({id, name: 'fresh'});

/** A walk over six pages of one row each, and what answers each. */
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
						resolve({items: [item], page, info: {page, per_page: 1, count: 1, total_count: 6, total_pages: 6}}),
				});
			}),
	});
	const {signal} = new AbortController();
	const ended = walk.read({signal, priority: 'foreground'}, {most: Number.POSITIVE_INFINITY}, () => undefined);
	const turn = () => new Promise((resolve) => setImmediate(resolve));
	return {walk, asked, ended, turn};
}

test('an object read by itself stays, be its page read before or on its way; a page asked for later is newer', async () => {
	const {walk, asked, ended, turn} = walkOf();
	asked[0]?.answer(old('1'));
	await turn();
	// Pages 2 to 5 are on their way, 6 is not.
	expect(asked.map(({page}) => page)).toEqual([1, 2, 3, 4, 5]);
	for (const id of ['1', '3', '6']) walk.refine(fresh(id));
	expect(walk.list.byId.get('1')).toEqual(fresh('1'));
	for (let at = 1; at < 6; at++) {
		asked[at]?.answer(old(String(at + 1)));
		await turn();
	}
	await ended;
	expect(walk.list.rows).toEqual([fresh('1'), old('2'), fresh('3'), old('4'), old('5'), old('6')]);
});
