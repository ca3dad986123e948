/** Every write of resource groups from the keyboard of a real terminal, by what the server has afterwards. */
import {setTimeout as wait} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import type {ResourceGroup} from '../../source/emulator/model.ts';
import {guardTime} from '../../source/screens/state.ts';
import type {TestTerminal} from '../support/terminal.ts';
import {agree, agreeToUndo, closeReport, goToField, pick, retype} from './agreeing.ts';
import {find, roomy, startCheckedServer, waitForRow} from './browsing.ts';
import {openAccount, quit} from './journey.ts';

type Server = Awaited<ReturnType<typeof startCheckedServer>>;

const worker = '023e105f4ecef8ad9ca31a8372d0c353';

function groupOn({state}: Server, name: string): ResourceGroup | undefined {
	return state.main.resourceGroups.values().find((group) => group.name === name);
}

/** The zones and Workers of a group by name, or as they stand there. */
function reachOf(server: Server, name: string): readonly string[] {
	const zones = new Map(server.state.main.zones.values().map((zone) => [zone.id, zone.name]));
	return (groupOn(server, name)?.scope.objects ?? []).map(({key}) => {
		const id = key.split('.').at(-1) ?? key;
		return zones.get(id) ?? key.replace('com.cloudflare.api.account.', '');
	});
}

function writes({requests}: Server): readonly string[] {
	return requests
		.filter(({method}) => method !== 'GET')
		.map(({method, path}) => `${method} ${path.replace(/.*\/iam\//, '').replaceAll(/[0-9a-f]{32}/g, 'ID')}`);
}

async function openList(server: Server): Promise<TestTerminal> {
	const terminal = openAccount(server, {...roomy, args: ['resource-groups']});
	await waitForRow(terminal, 'Edge Workers');
	return terminal;
}

describe('a resource group', () => {
	it('is created for zones found by name, deleted by undo, and made again by redo', async () => {
		await using server = await startCheckedServer();
		await using terminal = await openList(server);
		terminal.press('n');
		await terminal.waitFor('New resource group');
		terminal.press('ctrl+s');
		await terminal.waitFor('not yet: a resource group needs a name');
		await goToField(terminal, 'Name');
		await retype(terminal, 'Night zones');
		terminal.press('ctrl+s');
		await terminal.waitFor('not yet: choose at least one zone');
		await goToField(terminal, 'Zones');
		await pick(terminal, ['track', 'track.kestrel.example'], ['munchen', 'münchen-spedition.example']);
		terminal.press('ctrl+s');
		const question = await agree(terminal, 'Create resource group Night zones', 'Create');
		expect(question).toContain('+ zone track.kestrel.example');
		expect(question).toContain('+ zone münchen-spedition.example');
		expect(question).toContain('1 x POST …/iam/resource_groups');
		expect(await closeReport(terminal)).toContain('1 created');
		expect(reachOf(server, 'Night zones')).toEqual(['track.kestrel.example', 'münchen-spedition.example']);
		await terminal.waitFor('Night zones');

		terminal.press('z');
		await agreeToUndo(terminal, 'Delete resource group Night zones', 'Delete');
		await closeReport(terminal);
		expect(groupOn(server, 'Night zones')).toBeUndefined();
		terminal.press('Z');
		await agree(terminal, 'Create resource group Night zones', 'Create');
		await closeReport(terminal);
		expect(reachOf(server, 'Night zones')).toEqual(['track.kestrel.example', 'münchen-spedition.example']);
		expect(writes(server)).toEqual(['POST resource_groups', 'DELETE resource_groups/ID', 'POST resource_groups']);
		expect(server.violations).toEqual([]);
		await quit(terminal);
	});

	it('is renamed and made to reach other zones, and changed back', async () => {
		await using server = await startCheckedServer();
		await using terminal = await openList(server);
		const before = reachOf(server, 'Staging zones');
		await find(terminal, 'Staging', 'Staging zones');
		terminal.press('e');
		await terminal.waitFor('Edit Staging zones');
		await retype(terminal, 'Test zones');
		await goToField(terminal, 'Zones');
		await pick(terminal, ['labs', 'kestrel-labs.example'], ['careers', 'kestrel-careers.example']);
		terminal.press('ctrl+s');
		const question = await agree(terminal, 'Change what Staging zones reaches', 'Change');
		expect(question).toContain('- name: Staging zones');
		expect(question).toContain('+ name: Test zones');
		expect(question).toContain('- zone kestrel-labs.example');
		expect(question).toContain('+ zone kestrel-careers.example');
		expect(question).not.toContain('- zone kestrel-staging.example');
		expect(question).toMatch(/affects \d+/u);
		expect(question).toMatch(/affects 5, each of them has .+ through platform-dns[\s\S]* soren\.kjaer@/u);
		await closeReport(terminal);
		expect(reachOf(server, 'Test zones').toSorted()).toEqual(['kestrel-careers.example', 'kestrel-staging.example']);
		terminal.press('z');
		await agreeToUndo(terminal, 'Change what', 'Change');
		await closeReport(terminal);
		expect(reachOf(server, 'Staging zones').toSorted()).toEqual(before.toSorted());
		expect(writes(server)).toEqual(['PUT resource_groups/ID', 'PUT resource_groups/ID']);
		expect(server.violations).toEqual([]);
	});

	it('is made to reach a Worker by its id, and the whole account', async () => {
		await using server = await startCheckedServer();
		await using terminal = await openList(server);
		await find(terminal, 'Harbor', 'Old Harbor');
		terminal.press('e');
		await terminal.waitFor('Edit Old Harbor');
		await goToField(terminal, 'Reaches');
		terminal.press('right');
		await terminal.waitFor('[Workers]');
		await goToField(terminal, 'Workers');
		terminal.write('edge-router');
		terminal.press('ctrl+s');
		await terminal.waitFor('not yet: not an id: those have 32 hexadecimal digits');
		terminal.press('ctrl+u');
		terminal.write(`com.cloudflare.api.account.worker.${worker}`);
		await terminal.waitFor(worker);
		terminal.press('ctrl+s');
		await agree(terminal, 'Change what Old Harbor', 'Change');
		await closeReport(terminal);
		expect(reachOf(server, 'Old Harbor (to be removed)')).toEqual([`worker.${worker}`]);

		terminal.press('e');
		await terminal.waitFor('Edit Old Harbor');
		await goToField(terminal, 'Reaches');
		terminal.press('right');
		await terminal.waitFor('[the whole account]');
		terminal.press('ctrl+s');
		expect(await agree(terminal, 'Change what Old Harbor', 'Change')).toContain('+ whole account');
		await closeReport(terminal);
		expect(reachOf(server, 'Old Harbor (to be removed)')).toEqual(['*']);
		expect(server.violations).toEqual([]);
	});

	it('that nothing uses is deleted, and made again by undo', async () => {
		await using server = await startCheckedServer();
		await using terminal = await openList(server);
		const id = groupOn(server, 'Old Harbor (to be removed)')?.id;
		await find(terminal, 'Harbor', 'Old Harbor');
		terminal.press('D');
		await agree(terminal, 'Delete resource group Old Harbor', 'Delete');
		await closeReport(terminal);
		expect(groupOn(server, 'Old Harbor (to be removed)')).toBeUndefined();
		terminal.press('z');
		await agreeToUndo(terminal, 'Create resource group Old Harbor', 'Create');
		await closeReport(terminal);
		expect(reachOf(server, 'Old Harbor (to be removed)')).toEqual(['oldharbor.example']);
		expect(groupOn(server, 'Old Harbor (to be removed)')?.id).not.toBe(id);
		expect(server.violations).toEqual([]);
	});

	it('that policies use is deleted by its typed name only, and the refusal is shown at it', async () => {
		await using server = await startCheckedServer();
		await using terminal = await openList(server);
		await find(terminal, 'Production', 'Production zones');
		terminal.press('D');
		const question = await agree(terminal, 'Delete resource group Production zones', 'Delete', 'Production zones');
		expect(question).toMatch(/@kestrel\.example +loses .+ through /u);
		expect(question).toMatch(/Policies of 2 user groups \(platform-dns, Security Operations\) apply to it/u);
		const report = await closeReport(terminal);
		expect(report).toContain('1 failed');
		expect(report).toContain('in use by a policy');
		expect(groupOn(server, 'Production zones')).toBeDefined();
	});

	it('of the system is locked, and says why', async () => {
		await using server = await startCheckedServer();
		await using terminal = await openList(server);
		await find(terminal, 'whole', 'whole account');
		for (const key of ['e', 'D']) {
			terminal.press(key);
			await terminal.waitFor('Cloudflare keeps it, it can not be edited or deleted');
			terminal.press('g');
			await terminal.waitFor((screen) => !/keeps it, it can not be edited or deleted\s+read/u.test(screen));
		}
		expect(writes(server)).toEqual([]);
	});

	it('that somebody else changes meanwhile is not overwritten: both changes are put together', async () => {
		await using server = await startCheckedServer();
		await using terminal = await openList(server);
		await find(terminal, 'Production', 'Production zones');
		terminal.press('e');
		await terminal.waitFor('Edit Production zones');
		await goToField(terminal, 'Zones');
		await pick(terminal, ['track', 'track.kestrel.example']);
		const group = groupOn(server, 'Production zones');
		if (group === undefined) throw new Error('the dataset has no such group');
		group.scope = {...group.scope, objects: group.scope.objects.slice(1)};
		terminal.press('ctrl+s');
		const question = await terminal.waitFor(/somebody else/iu);
		expect(question).toMatch(/was .*zone kestrel\.example/u);
		expect(reachOf(server, 'Production zones')).toEqual(['kestrel-freight.example', 'track.kestrel.example']);
		expect(writes(server)).toEqual([]);
		await wait(guardTime);
		terminal.press('tab');
		await terminal.waitFor('[ Keep their changes and add mine ]');
		terminal.press('enter');
		const both = await agree(terminal, 'Change what Production zones reaches', 'Change');
		expect(both).toContain('- zone track.kestrel.example');
		expect(both).not.toContain('- zone kestrel.example');
		await closeReport(terminal);
		expect(reachOf(server, 'Production zones')).toEqual(['kestrel-freight.example']);
		expect(writes(server)).toEqual(['PUT resource_groups/ID']);
	});
});
