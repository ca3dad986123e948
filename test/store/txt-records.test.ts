/** Looks for TXT records in the store: only when somebody asks, once at a time, and called off when nobody waits. */
import {describe, expect, test} from 'vitest';
import type {TxtReport} from '../../source/dns/txt-report.ts';
import type {Need} from '../../source/insight/knowledge.ts';
import type {LookForTxt} from '../../source/store/txt-records.ts';
import {nextTurn, setUp} from './harness.ts';

const question = {domain: 'acme.com', value: 'cloudflare_dashboard_sso=023e'};
const need: Need = {kind: 'txtRecord', ...question};
const report: TxtReport = {zone: 'acme.com', servers: [], resolver: {kind: 'absent'}, mistakes: []};

/** A store whose looks end when the test says so. */
async function looking() {
	const looks: {readonly signal: AbortSignal; readonly end: (report: TxtReport) => void}[] = [];
	const lookForTxt: LookForTxt = (_question, {signal}) => {
		const {promise, resolve} = Promise.withResolvers<TxtReport>();
		looks.push({signal, end: resolve});
		return promise;
	};
	return {...(await setUp({store: {lookForTxt}})), looks};
}

describe('a look for a TXT record', () => {
	test('is not made because it is on show, and costs no request of the API', async () => {
		const {store, looks, requests} = await looking();
		store.want([need]);
		await nextTurn();
		expect(looks).toEqual([]);
		expect(store.txtRecord(question)).toEqual({
			report: undefined,
			asking: false,
			askedAt: undefined,
			off: undefined,
		});
		expect(requests()).toEqual([]);
	});

	test('is made when it is asked for, once at a time, and kept', async () => {
		const {store, looks, until, advance} = await looking();
		store.want([need]);
		store.refresh([need]);
		store.refresh([need]);
		expect(looks).toHaveLength(1);
		expect(store.txtRecord(question).asking).toBe(true);
		advance(2000);
		looks[0]?.end(report);
		await until(() => !store.txtRecord(question).asking);
		const look = store.txtRecord(question);
		expect(look.report).toBe(report);
		expect(store.reading(need)).toMatchObject({complete: true, fetching: false, updatedAt: look.askedAt});
		expect(store.txtRecord({...question, value: 'other'}).report).toBeUndefined();
		store.refresh([need]);
		expect(looks).toHaveLength(2);
	});

	test('is called off when nobody waits for it, and keeps what was found before', async () => {
		const {store, looks, until} = await looking();
		const release = store.want([need]);
		store.refresh([need]);
		looks[0]?.end(report);
		await until(() => !store.txtRecord(question).asking);
		store.refresh([need]);
		release();
		await nextTurn();
		expect(looks[1]?.signal.aborted).toBe(true);
		looks[1]?.end({...report, zone: 'other.com'});
		await until(() => !store.txtRecord(question).asking);
		expect(store.txtRecord(question).report).toBe(report);
	});

	test('is not made where it is switched off, and says why', async () => {
		const {store} = await setUp({store: {lookForTxt: {off: 'switched off'}}});
		store.want([need]);
		store.refresh([need]);
		expect(store.txtRecord(question)).toMatchObject({off: 'switched off', asking: false, report: undefined});
	});
});
