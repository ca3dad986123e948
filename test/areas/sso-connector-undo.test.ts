/** Any reversible changes of SSO connectors, taken back. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {connectorSteps, switchStep} from '../../source/areas/sso-connector-steps.ts';
import type {Step} from '../../source/areas/write.ts';
import {createDesk} from '../screens/undo-desk.ts';
import {elsewhere, opened} from './sso-connector-desk.ts';

type Wish =
	| {readonly kind: 'create'; readonly domain: number; readonly begins: boolean; readonly fedramp: boolean}
	| {readonly kind: 'switch'; readonly connector: number}
	| {readonly kind: 'fedramp'; readonly connector: number; readonly shown: boolean}
	| {readonly kind: 'delete'; readonly connector: number};

const at = fc.nat({max: 7});
const wishes: fc.Arbitrary<readonly Wish[]> = fc.array(
	fc.oneof(
		fc.record({kind: fc.constant('create' as const), domain: at, begins: fc.boolean(), fedramp: fc.boolean()}),
		fc.record({kind: fc.constant('switch' as const), connector: at}),
		fc.record({kind: fc.constant('fedramp' as const), connector: at, shown: fc.boolean()}),
		fc.record({kind: fc.constant('delete' as const), connector: at}),
	),
	{minLength: 1, maxLength: 8},
);

describe('any reversible changes of connectors', () => {
	test('undone one after the other leave the server as it was, ids and records aside; done again, as they had left it', async () => {
		const harness = await opened();
		const {store} = harness;
		const state = (): readonly string[] =>
			harness.emulator.state.main.ssoConnectors
				.values()
				.map((each) => `${each.emailDomain} ${each.enabled} ${each.fedrampLanguage} ${each.verification.kind}`)
				.toSorted();
		const stepFor = (wish: Wish): Step | undefined => {
			const {rows} = store.list('ssoConnectors');
			if (wish.kind === 'create') {
				const domain = `new-${wish.domain}.example`;
				return connectorSteps.create({
					email_domain: domain,
					begin_verification: wish.begins,
					use_fedramp_language: wish.fedramp,
				});
			}
			const connector = rows[wish.connector % rows.length];
			if (connector === undefined) return undefined;
			if (connector.email_domain === elsewhere) return undefined;
			const {status} = connector.verification ?? {};
			switch (wish.kind) {
				case 'switch':
					return status === 'verified' ? switchStep(connector, connector.enabled !== true) : undefined;
				case 'fedramp':
					return connectorSteps.update(connector, {use_fedramp_language: wish.shown});
				case 'delete':
					// A failed one is looked for again when it is made again: the two days are not given back.
					return status === 'awaiting' || status === 'pending' ? connectorSteps.remove(connector) : undefined;
			}
		};
		await fc.assert(
			fc.asyncProperty(wishes, async (asked) => {
				const desk = createDesk(harness);
				const before = state();
				for (const wish of asked) {
					const step = stepFor(wish);
					if (step !== undefined) await desk.carryOut([step], 'new');
				}
				const after = state();
				await desk.takeBackAll('undo');
				expect(state()).toEqual(before);
				await desk.takeBackAll('redo');
				expect(state()).toEqual(after);
				await desk.takeBackAll('undo');
				expect(state()).toEqual(before);
			}),
			{numRuns: 25},
		);
	});
});
