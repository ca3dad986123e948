/** The emulator in a process of its own, told by messages what to serve and asked what came in. */
import {subscribe} from 'node:diagnostics_channel';
import {type Emulator, startEmulator} from '../../source/emulator/index.ts';
import {setMemberCount, thinOut} from './account-size.ts';
import {tallyOf} from './tally.ts';

/** What is served. */
export interface ServeOptions {
	readonly dataset: 'small' | 'large';
	/** Milliseconds before each answer. */
	readonly latency?: number | undefined;
	/** That many members, some of them made up. */
	readonly members?: number | undefined;
	/** Only every so manieth group, member and zone. */
	readonly every?: number | undefined;
}

export type Order =
	| {readonly kind: 'start'; readonly options: ServeOptions}
	/** Milliseconds before each answer from now on. */
	| {readonly kind: 'delay'; readonly milliseconds: number}
	| {readonly kind: 'tally' | 'clear'};

let emulator: Emulator | undefined;
/** Requests under way, and when (ms since the epoch) the last answer was sent. */
const traffic = {underWay: 0, lastAnswerAt: 0};

subscribe('http.server.request.start', () => {
	traffic.underWay += 1;
});
subscribe('http.server.response.finish', () => {
	traffic.underWay -= 1;
	traffic.lastAnswerAt = performance.timeOrigin + performance.now();
});

async function answer(order: Order): Promise<unknown> {
	switch (order.kind) {
		case 'start': {
			const {dataset, latency, members, every} = order.options;
			// So much that nobody is ever held up by the budget: reading in it is tested elsewhere.
			emulator = await startEmulator({dataset, latency, rateLimit: {quota: 1_000_000, window: 300}});
			if (every !== undefined) thinOut(emulator.state.main, every);
			if (members !== undefined) setMemberCount(emulator.state.main, members);
			// Sorted now, not during a measurement.
			emulator.state.main.members.values();
			return {url: emulator.url, token: emulator.token, accountId: emulator.accountId};
		}
		case 'delay':
			emulator?.faults.clear();
			emulator?.faults.add({kind: 'delay', milliseconds: order.milliseconds, times: Number.POSITIVE_INFINITY});
			return {};
		case 'clear':
			emulator?.clearRequests();
			return {};
		case 'tally':
			return emulator === undefined ? {} : {...traffic, ...tallyOf(emulator.state.main, emulator.requests)};
	}
}

process.on('message', (order: Order) => {
	answer(order).then(
		(value) => process.send?.({value}),
		(error: unknown) => process.send?.({problem: String(error)}),
	);
});
process.on('disconnect', () => process.exit());
