/** A large form answers keys as fast as a list does, measured in one run. */
import {afterAll, beforeAll, expect, test} from 'vitest';
import {groupForm} from '../../../source/areas/user-group-form.ts';
import type {Emulator} from '../../../source/emulator/index.ts';
import {comparison, twenty} from '../../support/key-speed.ts';
import {openProgram, startTestEmulator} from '../../support/open-program.ts';
import {sampleForm, sampleSource} from './sample-form.ts';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator({dataset: 'large'});
});

afterAll(() => emulator.close());

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
	await using program = await openProgram({emulator});
	program.program.follow({kind: 'form', form: largeForm()});
	const {measure, slow} = comparison(list, program);
	await measure('typing', twenty('x', 'y', 'backspace'));
	await measure('moving', twenty('down', 'down', 'up'));
	const inPicker = async (size: string): Promise<void> => {
		await measure(`moving in ${size}`, twenty('down', 'down', 'up'));
		await measure(`ticking in ${size}`, twenty('down', 'enter'));
		await measure(`searching in ${size}`, twenty('1', '2', 'backspace', 'backspace'));
	};
	await program.press('pageup', 'pageup', 'pageup', 'pagedown', 'enter', 'down', 'enter');
	expect(program.frame()).toContain('400 permissions');
	await inPicker('400');
	await program.press('tab', 'down', 'enter');
	expect(program.frame()).toContain('3,000 resources');
	await inPicker('3,000');
	expect(slow()).toEqual([]);
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
	await using list = await openProgram({emulator});
	await using program = await openProgram({emulator});
	const setting = program.situation().setting;
	const group = setting.knowledge.list('userGroups').byId.get(id);
	if (group === undefined) throw new Error('the group has not been read');
	program.program.follow({kind: 'form', form: groupForm(group, setting)});
	await program.waitFor('1 ALLOW');
	const {measure, slow} = comparison(list, program);
	await measure('typing', twenty('x', 'y', 'backspace'));
	await measure('moving', twenty('down', 'down', 'up'));
	await program.press('pageup', 'pageup', 'pageup', 'down', 'enter', 'enter');
	await program.waitFor('400 permission groups');
	await measure('ticking permissions', twenty('down', 'enter'));
	await measure('searching permissions', twenty('d', 'n', 'backspace', 'backspace'));
	await program.press('tab', 'down', 'enter');
	await program.waitFor(/[3-9],\d{3} resources/);
	await measure('ticking resources', twenty('down', 'enter'));
	await measure('searching resources', twenty('a', 'b', 'backspace', 'backspace'));
	expect(slow()).toEqual([]);
}, 60_000);
