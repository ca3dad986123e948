import {isAllowed, needs} from '../authentication.ts';
import {sortByText} from '../collection.ts';
import {refuse, refuseInput, success} from '../envelope.ts';
import type {Zone, ZoneStatus, ZoneType} from '../model.ts';
import {accountPages, cutPage, readChoice, readDirection, readPage} from '../paging.ts';
import {representZone} from '../representation.ts';
import type {Call, Route} from '../router.ts';
import {nameFilter} from '../rules/name-filter.ts';
import type {AccountState} from '../state.ts';
import {visibleAccounts} from './accounts.ts';

const statuses = ['initializing', 'pending', 'active', 'moved'] as const satisfies readonly ZoneStatus[];
const types = ['full', 'partial', 'secondary', 'internal'] as const satisfies readonly ZoneType[];
const orders = ['name', 'status', 'account.id', 'account.name', 'plan.id'] as const;

interface Entry {
	readonly account: AccountState;
	readonly zone: Zone;
}

type Test = (entry: Entry) => boolean;

/** One test for each filter of the query. */
function readTests(query: URLSearchParams): readonly Test[] {
	const tests: Test[] = [];
	const accountId = query.get('account.id');
	const accountName = query.get('account.name');
	const name = query.get('name');
	const status = readChoice(query, 'status', statuses);
	const wanted = query.get('type')?.split(',');
	if (accountId !== null) {
		tests.push(({account}) => account.account.id === accountId);
	}
	if (accountName !== null) {
		const matches = nameFilter(accountName);
		tests.push(({account}) => matches(account.account.name));
	}
	if (name !== null) {
		const matches = nameFilter(name);
		tests.push(({zone}) => matches(zone.name));
	}
	if (status !== undefined) {
		tests.push(({zone}) => zone.status === status);
	}
	if (wanted !== undefined) {
		if (!wanted.every((type) => types.some((known) => known === type))) {
			throw refuseInput(`Invalid value for type: must be of ${types.join(', ')}`);
		}
		tests.push(({zone}) => wanted.includes(zone.type));
	}
	return tests;
}

function textOf({account, zone}: Entry, order: (typeof orders)[number]): string {
	switch (order) {
		case 'name':
			return zone.name;
		case 'status':
			return zone.status;
		case 'account.id':
			return account.account.id;
		case 'account.name':
			return account.account.name;
		case 'plan.id':
			return zone.plan;
	}
}

/** The zones of all visible accounts by name; none for a credential without Zone Read (a choice of ours). */
function zonesOf(call: Call): readonly Entry[] {
	if (!isAllowed(call.identity, ['Zone Read'])) {
		return [];
	}
	return visibleAccounts(call).flatMap((account) =>
		account.zones.sorted('name', ({name}) => name, 'asc').map((zone) => ({account, zone})),
	);
}

/** Contract 9.5. */
export const zoneRoutes: readonly Route[] = [
	{
		level: 'user',
		method: 'GET',
		path: '/zones',
		need: needs.anyCredential,
		handle(call) {
			const {query} = call;
			const page = readPage(query, accountPages);
			const order = readChoice(query, 'order', orders);
			const direction = readDirection(query);
			const any = readChoice(query, 'match', ['any', 'all']) === 'any';
			const tests = readTests(query);
			const entries = zonesOf(call).filter(
				(entry) => tests.length === 0 || (any ? tests.some((test) => test(entry)) : tests.every((test) => test(entry))),
			);
			const sorted =
				order === undefined && direction === 'asc'
					? entries
					: sortByText(entries, (entry) => textOf(entry, order ?? 'name'), direction);
			const {items, info} = cutPage(sorted, page);
			return success(
				items.map(({account, zone}) => representZone(account, zone)),
				info,
			);
		},
	},
	{
		level: 'user',
		method: 'GET',
		path: '/zones/{zone_id}',
		need: needs.anyCredential,
		handle(call) {
			const id = call.parameter('zone_id');
			const entry = zonesOf(call).find(({zone}) => zone.id === id);
			if (entry === undefined) {
				throw refuse(403, 9109, 'Unauthorized to access requested resource');
			}
			return success(representZone(entry.account, entry.zone));
		},
	},
];
