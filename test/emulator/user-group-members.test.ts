import {describe, expect, test} from 'vitest';
import {type Caller, withEmulator} from './caller.ts';

/** The members path of a group by its name. */
async function membersOf({find, account}: Caller, name: string): Promise<string> {
	const {id} = await find(`${account}/iam/user_groups`, 'name', name);
	return `${account}/iam/user_groups/${id}/members`;
}

async function memberId({find, account}: Caller, email: string): Promise<string> {
	return (await find(`${account}/members?per_page=50`, 'email', email)).id;
}

type Listed = {id: string; email: string};
const emails = (result: readonly Listed[]) => result.map(({email}) => email);

describe('list of the members of a user group', () => {
	test('is by address, with id, email and status, and result_info', () =>
		withEmulator({}, async (caller) => {
			const path = await membersOf(caller, 'platform-dns');
			const {body} = await caller.get(path);
			expect(emails(body.result)).toEqual([
				'amara.okafor@kestrel.example',
				'bjorn.angstrom@kestrel.example',
				'huong.nguyen@kestrel.example',
				'lukasz.wojcik@kestrel.example',
				'soren.kjaer@kestrel.example',
			]);
			expect(Object.keys(body.result[0])).toEqual(['id', 'email', 'status']);
			expect(body.result_info).toEqual({count: 5, page: 1, per_page: 100, total_count: 5, total_pages: 1});
			const reversed = await caller.get(`${path}?direction=desc&per_page=2&page=2`);
			expect(emails(reversed.body.result)).toEqual(['huong.nguyen@kestrel.example', 'bjorn.angstrom@kestrel.example']);
		}));

	test('is null for an empty group and for a fuzzyEmail that fits nobody (contract 11.11)', () =>
		withEmulator({}, async (caller) => {
			expect((await caller.get(await membersOf(caller, 'New joiners'))).body.result).toBeNull();
			const path = await membersOf(caller, 'platform-dns');
			expect((await caller.get(`${path}?fuzzyEmail=nobody`)).body.result).toBeNull();
			expect((await caller.get(`${path}?page=2`)).body.result).toEqual([]);
		}));

	test('fuzzyEmail is a part of the address in any case', () =>
		withEmulator({}, async (caller) => {
			const {body} = await caller.get(`${await membersOf(caller, 'platform-dns')}?fuzzyEmail=AMARA`);
			expect(emails(body.result)).toEqual(['amara.okafor@kestrel.example']);
		}));

	test('is refused for a group whose own policy is broken', () =>
		withEmulator({dataset: 'hostile'}, async (caller) => {
			const reply = await caller.get(await membersOf(caller, 'Broken policy'));
			expect([reply.status, reply.message]).toEqual([400, 'Policy validation failed']);
		}));
});

describe('adding members', () => {
	test('takes a bare array of membership ids, is idempotent and answers the full set (contract 11.5, 11.6)', () =>
		withEmulator({}, async (caller) => {
			const path = await membersOf(caller, 'Zero Trust Admins');
			const id = await memberId(caller, 'rosa.martinez@kestrel.example');
			const first = await caller.post(path, [{id}]);
			expect(first.status).toBe(200);
			expect(emails(first.body.result)).toEqual([
				'ines.carvalho@kestrel.example',
				'olena.shevchenko@kestrel.example',
				'rosa.martinez@kestrel.example',
			]);
			const again = await caller.post(path, [{id}, {id}]);
			expect(again.body.result).toEqual(first.body.result);
		}));

	test('refuses the id of a user, which is not the id of the membership', () =>
		withEmulator({}, async (caller) => {
			const member = await caller.find(
				`${caller.account}/members?per_page=50`,
				'email',
				'rosa.martinez@kestrel.example',
			);
			const reply = await caller.post(await membersOf(caller, 'Zero Trust Admins'), [{id: member.user.id}]);
			expect([reply.status, reply.code]).toEqual([400, 400]);
		}));

	test('refuses all of them when one is unknown, pending, rejected or without domain-scoped roles', () =>
		withEmulator({}, async (caller) => {
			const path = await membersOf(caller, 'Zero Trust Admins');
			const good = await memberId(caller, 'rosa.martinez@kestrel.example');
			const before = (await caller.get(path)).body.result;
			for (const [bad, text] of [
				['f'.repeat(32), 'Invalid member'],
				[await memberId(caller, 'yuki.sato@kestrel.example'), 'has not been accepted'],
				[await memberId(caller, 'piotr.zielinski@oldharbor.example'), 'has not been accepted'],
				[await memberId(caller, 'xavier.fontaine@kestrel.example'), 'do not have DSR enabled'],
			] as const) {
				const reply = await caller.post(path, [{id: good}, {id: bad}]);
				expect([reply.status, reply.code]).toEqual([400, 400]);
				expect(reply.message).toContain(text);
			}
			expect((await caller.get(path)).body.result).toEqual(before);
		}));

	test.each([['{"members":[]}'], ['[{}]'], ['["id"]'], ['{}'], [undefined]])('refuses the body %s', (body) =>
		withEmulator({}, async (caller) => {
			const path = await membersOf(caller, 'Zero Trust Admins');
			expect((await caller.post(path, body)).status).toBe(400);
			expect((await caller.put(path, body)).status).toBe(400);
			expect((await caller.get(path)).body.result).toHaveLength(2);
		}),
	);
});

describe('replacing members', () => {
	test('replaces the whole set; an empty list removes everybody and is answered with null', () =>
		withEmulator({}, async (caller) => {
			const path = await membersOf(caller, 'Zero Trust Admins');
			const id = await memberId(caller, 'rosa.martinez@kestrel.example');
			expect(emails((await caller.put(path, [{id}])).body.result)).toEqual(['rosa.martinez@kestrel.example']);
			const emptied = await caller.put(path, []);
			expect([emptied.status, emptied.body.result]).toEqual([200, null]);
		}));

	test('who stays keeps the time of joining', () =>
		withEmulator({}, async (caller) => {
			const path = await membersOf(caller, 'Zero Trust Admins');
			const [first] = (await caller.get(path)).body.result;
			const before = (await caller.get(`${path}/${first.id}`)).body.result;
			const id = await memberId(caller, 'rosa.martinez@kestrel.example');
			await caller.put(path, [{id: first.id}, {id}]);
			expect((await caller.get(`${path}/${first.id}`)).body.result).toEqual(before);
			expect((await caller.get(`${path}/${id}`)).body.result.created_at).not.toBe(before.created_at);
		}));
});

describe('one member of a user group', () => {
	test('has the user and the time of joining', () =>
		withEmulator({}, async (caller) => {
			const path = await membersOf(caller, 'platform-edge');
			const id = await memberId(caller, 'misaki.tanaka@kestrel.example');
			const {body} = await caller.get(`${path}/${id}`);
			expect(body.result).toMatchObject({
				id,
				email: 'misaki.tanaka@kestrel.example',
				status: 'accepted',
				user: {first_name: '美咲', last_name: '田中'},
			});
			expect(Date.parse(body.result.created_at)).not.toBeNaN();
			expect(body.result.user.id).not.toBe(id);
		}));

	test('is 404 with code 404 when not in the group', () =>
		withEmulator({}, async (caller) => {
			const id = await memberId(caller, 'rosa.martinez@kestrel.example');
			const reply = await caller.get(`${await membersOf(caller, 'platform-edge')}/${id}`);
			expect([reply.status, reply.code]).toEqual([404, 404]);
			expect(reply.message).toContain('not found in user group');
		}));

	test('DELETE answers the member, and 400 when it is not in the group (contract 11.5)', () =>
		withEmulator({}, async (caller) => {
			const path = await membersOf(caller, 'platform-edge');
			const id = await memberId(caller, 'misaki.tanaka@kestrel.example');
			const removed = await caller.delete(`${path}/${id}`);
			expect(removed.body.result).toEqual({id, email: 'misaki.tanaka@kestrel.example', status: 'accepted'});
			const again = await caller.delete(`${path}/${id}`);
			expect([again.status, again.code]).toEqual([400, 400]);
		}));
});
