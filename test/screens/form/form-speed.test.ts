/** A large form answers keys as fast as a list does, measured in one run. */
import {afterAll, beforeAll, expect, test} from 'vitest';
import {groupForm} from '../../../source/areas/user-group-form.ts';
import type {Emulator} from '../../../source/emulator/index.ts';
import {keyPress, type OpenProgram, openProgram, startTestEmulator} from '../../support/open-program.ts';
import {sampleForm, sampleSource} from './sample-form.ts';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator({dataset: 'large'});
});

afterAll(() => emulator.close());

/** ms of processor time for a key and its frame; the least of several rounds, whatever else goes on. */
async function timeOf(program: OpenProgram, keys: readonly string[]): Promise<number> {
	const rounds: number[] = [];
	for (let round = 0; round < 4; round++) {
		const before = process.threadCpuUsage();
		for (const key of keys) {
			program.program.press(keyPress(key));
			await program.idle();
		}
		const {user, system} = process.threadCpuUsage(before);
		rounds.push((user + system) / 1000 / keys.length);
	}
	return Math.min(...rounds);
}

const twenty = (...keys: readonly string[]): readonly string[] =>
	Array.from({length: 20}, (_, index) => keys[index % keys.length] ?? '');

function largeForm() {
	const permissions = sampleSource('permission', 400);
	const resources = sampleSource('resource', 3000);
	const policies = Array.from({length: 12}, (_, policy) => ({
		access: 'allow',
		permissions: Array.from({length: 33}, (__, index) => `permission-${policy * 33 + index}`),
		resource: Array.from({length: 20}, (__, index) => `resource-${policy * 20 + index}`),
	}));
	return sampleForm({permissions, resources, start: {policies}});
}

test('keys in a form of 12 records, and in pickers of 400 and 3,000, take no longer than in a list', async () => {
	await using list = await openProgram({emulator});
	const inList = await timeOf(list, twenty('j', 'j', 'k'));

	await using program = await openProgram({emulator});
	program.program.follow({kind: 'form', form: largeForm()});
	const form = {
		typing: await timeOf(program, twenty('x', 'y', 'backspace')),
		moving: await timeOf(program, twenty('down', 'down', 'up')),
	};
	await program.press('pageup', 'pageup', 'pageup', 'pagedown', 'enter', 'down', 'enter');
	expect(program.frame()).toContain('400 permissions');
	const few = {
		moving: await timeOf(program, twenty('down', 'down', 'up')),
		ticking: await timeOf(program, twenty('down', 'enter')),
		searching: await timeOf(program, twenty('1', '2', 'backspace', 'backspace')),
	};
	await program.press('tab', 'down', 'enter');
	expect(program.frame()).toContain('3,000 resources');
	const many = {
		moving: await timeOf(program, twenty('down', 'down', 'up')),
		ticking: await timeOf(program, twenty('down', 'enter')),
		searching: await timeOf(program, twenty('1', '2', 'backspace', 'backspace')),
	};
	const times = {...form, ...Object.fromEntries(Object.entries(few).map(([name, ms]) => [`few ${name}`, ms]))};
	const all = {...times, ...Object.fromEntries(Object.entries(many).map(([name, ms]) => [`many ${name}`, ms]))};
	const slow = Object.entries(all).filter(([, ms]) => ms > 2 * inList);
	expect(slow, `a key in the list takes ${inList} ms; ${JSON.stringify(all)}`).toEqual([]);
}, 60_000);

/** A group with 12 policies of 33 permission groups and 20 resource groups each, among 400 and 3,000 that there are. */
async function largeGroup() {
	const {main} = emulator.state;
	const catalogue = main.permissionGroups
		.values()
		.filter(({meta}) => meta.scopes === 'com.cloudflare.api.account.zone');
	for (let number = main.permissionGroups.size; number < 400; number++) {
		const like = catalogue[number % catalogue.length];
		if (like === undefined) throw new Error('there are no permission groups for zones');
		const id = number.toString(16).padStart(32, '0');
		main.permissionGroups.set({...like, id, name: `${like.name} ${number}`});
	}
	const zoneLevel = main.permissionGroups
		.values()
		.filter(({meta}) => meta.scopes === 'com.cloudflare.api.account.zone');
	const resources = main.resourceGroups.values().filter(({editable}) => editable);
	const group = main.userGroups.values().at(-1);
	if (group === undefined) throw new Error('there are no groups');
	group.policies = Array.from({length: 12}, (_, policy) => ({
		id: (9000 + policy).toString(16).padStart(32, '0'),
		access: 'allow',
		permissionGroups: zoneLevel.slice(policy * 20, policy * 20 + 33).map(({id}) => id),
		resourceGroups: resources.slice(policy * 20, policy * 20 + 20).map(({id}) => ({kind: 'listed', id}) as const),
		createdOn: group.createdOn,
	}));
	return group.id;
}

test('keys in the form of a large user group take no longer than in a list', async () => {
	const id = await largeGroup();
	await using program = await openProgram({emulator});
	const inList = await timeOf(program, twenty('j', 'j', 'k'));
	const setting = program.situation().setting;
	const group = setting.knowledge.list('userGroups').byId.get(id);
	if (group === undefined) throw new Error('the group has not been read');
	program.program.follow({kind: 'form', form: groupForm(group, setting)});
	await program.waitFor('1 ALLOW');
	const inForm = {
		typing: await timeOf(program, twenty('x', 'y', 'backspace')),
		moving: await timeOf(program, twenty('down', 'down', 'up')),
	};
	await program.press('pageup', 'pageup', 'pageup', 'down', 'enter', 'enter');
	await program.waitFor('400 permission groups');
	const inPermissions = {
		'ticking permissions': await timeOf(program, twenty('down', 'enter')),
		'searching permissions': await timeOf(program, twenty('d', 'n', 'backspace', 'backspace')),
	};
	await program.press('tab', 'down', 'enter');
	await program.waitFor(/[3-9],\d{3} resources/);
	const inResources = {
		'ticking resources': await timeOf(program, twenty('down', 'enter')),
		'searching resources': await timeOf(program, twenty('a', 'b', 'backspace', 'backspace')),
	};
	const all = {...inForm, ...inPermissions, ...inResources};
	const slow = Object.entries(all).filter(([, ms]) => ms > 2 * inList);
	expect(slow, `a key in the list takes ${inList} ms; ${JSON.stringify(all)}`).toEqual([]);
}, 60_000);
