/** A client of a small server of its own, for tests of what it sends and makes of answers. */
import * as v from 'valibot';
import {onTestFinished} from 'vitest';
import {
	type Budget,
	type ClientOptions,
	CloudflareError,
	createClient,
	parseAccountId,
	type RequestEntry,
} from '../../../source/api/client.ts';
import {memberIdSchema, oauthClientIdSchema, ssoConnectorIdSchema, userGroupIdSchema} from '../../../source/api/ids.ts';
import {Secret} from '../../../source/secret.ts';
import {leapingClock} from './clocks.ts';
import * as example from './examples.ts';
import {answer, type Handler, type LoopbackServer, refuse, startServer} from './loopback-server.ts';

export const account = parseAccountId(example.accountId);
export const group = v.parse(userGroupIdSchema, 'f234f49f66df4db8864c5189fe78c87f');
export const member = v.parse(memberIdSchema, '4f5f0c14a2a41d5063dd301b2f829f04');
export const connector = v.parse(ssoConnectorIdSchema, '023e105f4ecef8ad9ca31a8372d0c353');
export const oauthClient = v.parse(oauthClientIdSchema, 'a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4');
export const secretToken = 'cfut_0123456789abcdef0123456789abcdef01234567';

export async function serve(handler: Handler): Promise<LoopbackServer> {
	const server = await startServer(handler);
	onTestFinished(() => server.close());
	return server;
}

/** A server with a client whose clock leaps over every wait, unless another is given. */
export async function setUp(handler: Handler, options: Partial<ClientOptions> = {}) {
	const server = await serve(handler);
	const clock = leapingClock();
	const entries: RequestEntry[] = [];
	const client = createClient({
		baseUrl: server.url,
		credential: {kind: 'token', token: new Secret(secretToken)},
		clock,
		random: () => 0,
		onRequest: (entry) => entries.push(entry),
		...options,
	});
	onTestFinished(() => client.close());
	return {server, client, clock, entries};
}

/** Answers the first requests by the given handlers, each once, and all others by the last. */
export function inTurn(...handlers: readonly Handler[]): Handler {
	let turn = 0;
	return (...request) => {
		const handler = handlers[Math.min(turn, handlers.length - 1)];
		turn += 1;
		handler?.(...request);
	};
}

export const fail =
	(status: number, headers?: Readonly<Record<string, string>>): Handler =>
	(_, response) =>
		refuse(response, status, [{code: status, message: 'not now'}], headers);
export const succeed =
	(result: unknown): Handler =>
	(_, response) =>
		answer(response, result);
export const drop: Handler = (_, response) => response.destroy();

export async function errorOf(promise: Promise<unknown>): Promise<CloudflareError> {
	const error = await promise.then(
		() => new Error('it succeeded'),
		(thrown: unknown) => thrown,
	);
	if (error instanceof CloudflareError) return error;
	throw error;
}

/** Waits for a change of the budget that makes the condition true. */
export function waitFor(condition: () => boolean, {budget}: {readonly budget: Budget}): Promise<void> {
	return new Promise((resolve) => {
		const leave = budget.subscribe(() => {
			if (!condition()) return;
			leave();
			resolve();
		});
	});
}
