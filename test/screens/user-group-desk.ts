/** User groups on a real store: what is confirmed of them, and what they are on the server. */
import type {UserGroup} from '../../source/api/schemas.ts';
import type {Intent} from '../../source/areas/intent.ts';
import type {Step} from '../../source/areas/write.ts';
import type {Emulator} from '../../source/emulator/index.ts';
import type {Need, Resource} from '../../source/insight/knowledge.ts';
import {lookAgain} from '../../source/screens/looking.ts';
import {type Harness, type HarnessOptions, setUp} from '../store/harness.ts';

const lists: readonly Resource[] = ['userGroups', 'members', 'permissionGroups', 'resourceGroups', 'zones'];

/** A store that knows everything that forms of user groups take names from, and who is in which group. */
export async function opened(options: HarnessOptions = {}): Promise<Harness> {
	const harness = await setUp(options);
	const {store, until} = harness;
	const needs: readonly Need[] = [
		...lists.map((resource) => ({kind: 'list', resource}) as const),
		{kind: 'memberships'},
	];
	store.want(needs);
	await until(() => lists.every((resource) => store.list(resource).complete));
	await until(() => ['complete', 'failed'].includes(store.memberships().state));
	return harness;
}

/** Everything that groups are to the outside, but for ids. */
export function groupsOf({state}: Emulator): readonly string[] {
	return state.main.userGroups
		.values()
		.map(({name, managedBy, policies, members}) => {
			const granted = policies.map(({access, permissionGroups, resourceGroups}) =>
				JSON.stringify([
					access,
					permissionGroups.toSorted(),
					resourceGroups.map((each) => JSON.stringify(each)).toSorted(),
				]),
			);
			const inside = members.byEmail('asc').map(({email}) => email);
			return JSON.stringify([name, managedBy, granted.toSorted(), inside]);
		})
		.toSorted();
}

/** What is confirmed, as it is after everything that it needs has been read again; nothing where nothing is different. */
export async function confirmed({store}: Harness, intent: Intent): Promise<readonly Step[]> {
	if (intent.kind === 'say') return [];
	if (intent.kind !== 'confirm') throw new Error(`not a confirmation: ${intent.kind}`);
	const seen = await lookAgain([...intent.needs, ...intent.fresh], store, 0);
	if ('problem' in seen) throw new Error(seen.problem);
	return intent.plan({knowledge: store, now: 0}).steps;
}

export function named({store}: Harness, name: string): UserGroup {
	const found = store.list('userGroups').rows.find((group) => group.name === name);
	if (found === undefined) throw new Error(`there is no group ${name}`);
	return found;
}
