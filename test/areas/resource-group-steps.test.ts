/** Writes of resource groups: over real HTTP, with somebody else at work, with answers that get lost. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {ResourceGroup} from '../../source/api/schemas.ts';
import {areaNamed} from '../../source/areas/index.ts';
import {type Plan, planOf} from '../../source/areas/plan.ts';
import {scopeFor} from '../../source/areas/resource-group-reach.ts';
import {resourceGroupSteps} from '../../source/areas/resource-group-steps.ts';
import type {Step} from '../../source/areas/write.ts';
import type {Resource} from '../../source/insight/knowledge.ts';
import {scopeFingerprint} from '../../source/insight/scopes.ts';
import {lookAgain} from '../../source/screens/looking.ts';
import {plainText} from '../../source/terminal/line.ts';
import {createDesk} from '../screens/undo-desk.ts';
import {type Harness, setUp} from '../store/harness.ts';

const lists: readonly Resource[] = ['resourceGroups', 'userGroups', 'members', 'zones', 'permissionGroups'];

async function opened(): Promise<Harness> {
	const harness = await setUp();
	const {store, until} = harness;
	store.want([...lists.map((resource) => ({kind: 'list', resource}) as const), {kind: 'memberships'}]);
	await until(() => lists.every((resource) => store.list(resource).complete));
	await until(() => store.memberships().state === 'complete');
	return harness;
}

function named({store}: Harness, name: string): ResourceGroup {
	const found = store.list('resourceGroups').rows.find((group) => group.name === name);
	if (found === undefined) throw new Error(`the dataset has no ${name}`);
	return found;
}

const unused = 'Old Harbor (to be removed)';

/** Names and scopes on the server, whatever their ids are. */
function groupsOn({emulator}: Harness): readonly string[] {
	return emulator.state.main.resourceGroups
		.values()
		.map(({name, scope}) => `${name} ${scopeFingerprint({key: scope.key, objects: [...scope.objects]})}`)
		.toSorted();
}

/** What is still to be done, after everything has been read again. */
async function planned({store}: Harness, ...steps: readonly Step[]): Promise<Plan> {
	await lookAgain(
		steps.flatMap(({needs}) => needs),
		store,
		0,
	);
	return planOf(steps, {knowledge: store, now: 0});
}

const linesOf = (plan: Plan): string =>
	[...plan.remarks, ...plan.people.map(({effect}) => effect)].map(plainText).join('\n');

describe('a resource group', () => {
	test('is created, changed and deleted on the server', async () => {
		const harness = await opened();
		const {emulator, account, store} = harness;
		const desk = createDesk(harness);
		const zones = store.list('zones').rows.map(({id}) => id);
		await desk.carryOut(
			[resourceGroupSteps.create({name: 'new', scope: scopeFor({kind: 'zones', ids: zones.slice(0, 2)}, account)})],
			'new',
		);
		const made = named(harness, 'new');
		expect(emulator.state.main.resourceGroups.get(made.id)?.scope).toEqual(
			scopeFor({kind: 'zones', ids: zones.slice(0, 2)}, account),
		);
		await desk.carryOut([resourceGroupSteps.update(made, {scope: scopeFor({kind: 'account'}, account)})], 'new');
		expect(emulator.state.main.resourceGroups.get(made.id)).toMatchObject({
			name: 'new',
			scope: scopeFor({kind: 'account'}, account),
		});
		await desk.carryOut([resourceGroupSteps.remove(named(harness, 'new'))], 'new');
		expect(emulator.state.main.resourceGroups.has(made.id)).toBe(false);
	});

	test('that is renamed keeps its scope: only what changes is sent', async () => {
		const harness = await opened();
		const group = named(harness, unused);
		await createDesk(harness).carryOut([resourceGroupSteps.update(group, {name: 'renamed'})], 'new');
		const [request] = harness.emulator.requests.filter(({method}) => method === 'PUT');
		expect(request?.body).toEqual({name: 'renamed'});
	});

	test('of the system can not be edited, deleted or chosen for it', async () => {
		const harness = await opened();
		const system = harness.store.list('resourceGroups').rows.find(({meta}) => meta?.editable === 'false');
		const object = areaNamed('resource-groups').object(system?.id ?? '', {knowledge: harness.store, now: 0});
		expect(object?.actions.edit?.disabled).toContain('system group');
		expect(object?.actions.delete?.disabled).toContain('system group');
		expect(object?.actions.clone?.disabled).toBeUndefined();
	});
});

describe('deleting a resource group', () => {
	test('that nothing uses is asked for in passing, and can be undone with a new id', async () => {
		const harness = await opened();
		const plan = await planned(harness, resourceGroupSteps.remove(named(harness, unused)));
		expect(plan.weight).toEqual({kind: 'reversible'});
		expect(plan.people).toEqual([]);
		expect(plan.undo).toMatchObject({possible: true, text: expect.stringContaining('new id')});
	});

	test('that policies use lists the people, says what may happen, and wants its name', async () => {
		const harness = await opened();
		const group = named(harness, 'Production zones');
		const plan = await planned(harness, resourceGroupSteps.remove(group));
		expect(plan.weight).toEqual({kind: 'irreversible', what: 'its name', text: 'Production zones'});
		expect(plan.people.length).toBeGreaterThan(0);
		expect(linesOf(plan)).toMatch(/Policies of \d+ user groups? \(/u);
		expect(linesOf(plan)).toMatch(/loses .+ through /u);
		expect(linesOf(plan)).toContain('Cloudflare may refuse');
		await expect(resourceGroupSteps.remove(group).send(harness.store)).rejects.toMatchObject({
			messages: [expect.stringContaining('in use by a policy')],
		});
		expect(harness.emulator.state.main.resourceGroups.has(group.id)).toBe(true);
	});

	test('of which not all uses have been read is not taken for unused', async () => {
		const harness = await setUp();
		harness.store.want([{kind: 'list', resource: 'resourceGroups'}]);
		await harness.until(() => harness.store.list('resourceGroups').complete);
		const plan = await planned(harness, resourceGroupSteps.remove(named(harness, unused)));
		expect(plan.weight.kind).toBe('irreversible');
		expect(linesOf(plan)).toContain('There may be more');
	});
});

describe('somebody else', () => {
	/** A group as it was opened, and as it is on the server. */
	async function edited() {
		const harness = await opened();
		const base = named(harness, 'Production zones');
		const onServer = harness.emulator.state.main.resourceGroups.get(base.id);
		if (onServer === undefined) throw new Error('it is not on the server');
		const [first, second, third] = base.scope.objects;
		if (first === undefined || second === undefined || third === undefined) throw new Error('it has three zones');
		return {harness, base, onServer, zones: [first, second, third] as const};
	}

	test('who renames it meanwhile keeps the new name, when the scope is changed', async () => {
		const {harness, base, onServer, zones} = await edited();
		onServer.name = 'theirs';
		const scope = {key: base.scope.key, objects: [zones[0]]};
		await createDesk(harness).carryOut([resourceGroupSteps.update(base, {scope})], 'new');
		expect(onServer.name).toBe('theirs');
		expect(onServer.scope.objects).toEqual([{key: zones[0].key}]);
	});

	test('who turns the order of the objects round has changed nothing', async () => {
		const {harness, base, onServer, zones} = await edited();
		onServer.scope = {...onServer.scope, objects: onServer.scope.objects.toReversed()};
		const scope = {key: base.scope.key, objects: zones.slice(1)};
		const plan = await planned(harness, resourceGroupSteps.update(base, {scope}));
		expect(plan.conflicts).toEqual([]);
		expect(plan.steps).toHaveLength(1);
	});

	test('who takes a zone out while one takes out another: both can go, or mine replaces theirs', async () => {
		const {harness, base, onServer, zones} = await edited();
		onServer.scope = {...onServer.scope, objects: onServer.scope.objects.filter(({key}) => key !== zones[0].key)};
		const scope = {key: base.scope.key, objects: [zones[0], zones[2]]};
		const plan = await planned(harness, resourceGroupSteps.update(base, {scope}));
		expect(plan.steps).toEqual([]);
		const resolutions = plan.conflicts.flatMap(({conflict}) => conflict.resolutions);
		expect(resolutions.map(({label}) => label)).toEqual(['keep their changes and add mine', 'replace theirs']);
		expect(resolutions.map(({step}) => step.request.body)).toEqual([
			{scope: {key: base.scope.key, objects: [{key: zones[2].key}]}},
			{scope: {key: base.scope.key, objects: [{key: zones[0].key}, {key: zones[2].key}]}},
		]);
		const [both] = resolutions;
		if (both === undefined) throw new Error('there is nothing to choose');
		await createDesk(harness).carryOut([both.step], 'new');
		expect(onServer.scope.objects).toEqual([{key: zones[2].key}]);
	});

	test('whose change and mine together leave nothing: they can not be put together', async () => {
		const {harness, base, onServer, zones} = await edited();
		onServer.scope = {...onServer.scope, objects: [zones[0]]};
		const scope = {key: base.scope.key, objects: [zones[1]]};
		const plan = await planned(harness, resourceGroupSteps.update(base, {scope}));
		expect(plan.conflicts.flatMap(({conflict}) => conflict.resolutions.map(({label}) => label))).toEqual([
			'replace theirs',
		]);
	});

	test('who widens it to the account is not overwritten unseen, and neither is the group deleted', async () => {
		const {harness, base, onServer} = await edited();
		onServer.scope = scopeFor({kind: 'account'}, harness.account);
		const scope = {key: base.scope.key, objects: base.scope.objects.slice(1)};
		for (const step of [resourceGroupSteps.update(base, {scope}), resourceGroupSteps.remove(base)]) {
			const plan = await planned(harness, step);
			expect(plan.steps).toEqual([]);
			expect(plan.conflicts[0]?.conflict.theirs.map(plainText).join()).toContain('whole account');
		}
	});

	test('who has made the very same change, or deleted it, leaves nothing to do', async () => {
		const {harness, base, onServer} = await edited();
		onServer.name = 'mine';
		expect((await planned(harness, resourceGroupSteps.update(base, {name: 'mine'}))).steps).toEqual([]);
		harness.emulator.state.main.resourceGroups.delete(base.id);
		expect((await planned(harness, resourceGroupSteps.update(base, {name: 'other'}))).steps).toEqual([]);
		expect((await planned(harness, resourceGroupSteps.remove(base))).steps).toEqual([]);
	});
});

describe('an answer that is lost', () => {
	test('of a change or a deletion is found out about by reading', async () => {
		const harness = await opened();
		const {emulator, store} = harness;
		for (const step of [
			resourceGroupSteps.update(named(harness, unused), {name: 'renamed'}),
			resourceGroupSteps.remove({...named(harness, unused), name: 'renamed'}),
		]) {
			emulator.faults.add({kind: 'status', status: 501, method: step.request.method, applied: true});
			await expect(step.send(store)).rejects.toMatchObject({uncertain: true});
			const {steps, skipped} = await planned(harness, step);
			expect([steps.length, skipped.length]).toEqual([0, 1]);
		}
	});

	test('of a creation is not: several may have the name', async () => {
		const harness = await opened();
		harness.emulator.faults.add({kind: 'reset', method: 'POST', applied: true});
		const step = resourceGroupSteps.create({name: 'lost', scope: scopeFor({kind: 'account'}, harness.account)});
		await expect(step.send(harness.store)).rejects.toMatchObject({uncertain: true});
		expect(step.unknowable).toContain('several resource groups may have one name');
		// It can be looked for: the list is read again.
		await lookAgain(step.needs, harness.store, 0);
		expect(named(harness, 'lost').name).toBe('lost');
	});
});

type Wish =
	| {readonly kind: 'create'; readonly name: string; readonly zones: readonly number[]}
	| {
			readonly kind: 'edit';
			readonly group: number;
			readonly name?: string | undefined;
			readonly zones?: readonly number[] | undefined;
	  }
	| {readonly kind: 'delete'; readonly group: number};

const name = fc.stringMatching(/^[a-z]{1,6}$/u);
const zones = fc.uniqueArray(fc.nat({max: 5}), {minLength: 1, maxLength: 4});
const wishes: fc.Arbitrary<readonly Wish[]> = fc.array(
	fc.oneof(
		fc.record({kind: fc.constant('create' as const), name, zones}),
		fc.record({
			kind: fc.constant('edit' as const),
			group: fc.nat({max: 6}),
			name: fc.option(name, {nil: undefined}),
			zones: fc.option(zones, {nil: undefined}),
		}),
		fc.record({kind: fc.constant('delete' as const), group: fc.nat({max: 6})}),
	),
	{minLength: 1, maxLength: 8},
);

describe('any changes of resource groups', () => {
	test('undone one after the other leave the server as it was; done again, as they had left it', async () => {
		const harness = await opened();
		const {store, account} = harness;
		const zoneIds = store.list('zones').rows.map(({id}) => id);
		const scopeOf = (numbers: readonly number[]) =>
			scopeFor({kind: 'zones', ids: numbers.flatMap((number) => zoneIds[number] ?? [])}, account);
		const isFree = ({id}: ResourceGroup): boolean =>
			!harness.emulator.state.main
				.policies()
				.some(({resourceGroups}) =>
					resourceGroups.some((reference) => reference.kind === 'listed' && reference.id === id),
				);
		await fc.assert(
			fc.asyncProperty(wishes, async (asked) => {
				const desk = createDesk(harness);
				const before = groupsOn(harness);
				for (const wish of asked) {
					if (wish.kind === 'create') {
						await desk.carryOut([resourceGroupSteps.create({name: wish.name, scope: scopeOf(wish.zones)})], 'new');
						continue;
					}
					const own = store.list('resourceGroups').rows.filter(({meta}) => meta?.editable !== 'false');
					const group = own[wish.group % own.length];
					if (group === undefined) continue;
					if (wish.kind === 'edit') {
						const change = {
							...(wish.name === undefined ? {} : {name: wish.name}),
							...(wish.zones === undefined ? {} : {scope: scopeOf(wish.zones)}),
						};
						await desk.carryOut([resourceGroupSteps.update(group, change)], 'new');
					} else if (isFree(group)) {
						await desk.carryOut([resourceGroupSteps.remove(group)], 'new');
					}
				}
				const after = groupsOn(harness);
				await desk.takeBackAll('undo');
				expect(groupsOn(harness)).toEqual(before);
				await desk.takeBackAll('redo');
				expect(groupsOn(harness)).toEqual(after);
				await desk.takeBackAll('undo');
				expect(groupsOn(harness)).toEqual(before);
			}),
			{numRuns: 25},
		);
	});
});
