/** SSO connectors of each state on a real store, over real HTTP. */
import type {SsoConnector} from '../../source/api/schemas.ts';
import {areaNamed} from '../../source/areas/index.ts';
import {type Plan, planOf} from '../../source/areas/plan.ts';
import type {Step} from '../../source/areas/write.ts';
import type {SsoConnector as StoredConnector} from '../../source/emulator/model.ts';
import {lookAgain} from '../../source/screens/looking.ts';
import {plainText} from '../../source/terminal/line.ts';
import {type Harness, setUp} from '../store/harness.ts';

/** A connector of each state; the emulator's clock stands still. */
export async function opened(): Promise<Harness> {
	const harness = await setUp({emulator: {now: () => 0}});
	const {store, until} = harness;
	store.want([
		{kind: 'list', resource: 'ssoConnectors'},
		{kind: 'list', resource: 'members'},
	]);
	await until(() => store.list('ssoConnectors').complete && store.list('members').complete);
	return harness;
}

export function named({store}: Harness, domain: string): SsoConnector {
	const found = store.list('ssoConnectors').rows.find((connector) => connector.email_domain === domain);
	if (found === undefined) throw new Error(`the dataset has no ${domain}`);
	return found;
}

export function stored({emulator}: Harness, domain: string): StoredConnector {
	const found = emulator.state.main.ssoConnectors.values().find(({emailDomain}) => emailDomain === domain);
	if (found === undefined) throw new Error(`the server has no ${domain}`);
	return found;
}

export async function planned({store}: Harness, ...steps: readonly Step[]): Promise<Plan> {
	await lookAgain(
		steps.flatMap(({needs}) => needs),
		store,
		0,
	);
	return planOf(steps, {knowledge: store, now: 0});
}

export const remarksOf = (plan: Plan): string => plan.remarks.map(plainText).join('\n');

export const actionsOf = (harness: Harness, domain: string) =>
	areaNamed('sso-connectors').object(named(harness, domain).id, {knowledge: harness.store, now: 0})?.actions;

export const enabled = 'kestrel.example';
export const verified = 'kestrel-drivers.example';
/** Verified, and enabled in another account. */
export const elsewhere = 'kestrel-sandbox.example';
export const pending = 'kestrel-freight.example';
export const awaiting = 'kestrel-labs.example';
export const failed = 'oldharbor.invalid';
