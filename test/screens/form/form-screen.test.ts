/** Forms on the screen: keys, confirmation, refusals, leaving. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {CloudflareError} from '../../../source/api/errors.ts';
import type {Form, FormValues} from '../../../source/areas/form.ts';
import {textIn} from '../../../source/areas/form-values.ts';
import {confirmSteps} from '../../../source/areas/plan.ts';
import type {Sent} from '../../../source/areas/write.ts';
import type {Emulator} from '../../../source/emulator/index.ts';
import type {FormOverlay} from '../../../source/screens/form/state.ts';
import {guardTime, topOverlay} from '../../../source/screens/state.ts';
import {sampleStep} from '../../areas/sample-step.ts';
import {type OpenOptions, type OpenProgram, openProgram, startTestEmulator} from '../../support/open-program.ts';
import {memoryDrafts} from './memory-drafts.ts';
import {sampleForm, sampleSource, sampleStart} from './sample-form.ts';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator();
});

afterAll(() => emulator.close());

async function openWith(form: Form, options: OpenOptions = {}): Promise<OpenProgram> {
	const program = await openProgram({emulator, ...options});
	program.program.follow({kind: 'form', form});
	await program.idle();
	return program;
}

function formOf(program: OpenProgram): FormOverlay {
	const overlay = program.state().overlays.find(({kind}) => kind === 'form');
	if (overlay?.kind !== 'form') throw new Error('no form is open');
	return overlay;
}

const kinds = (program: OpenProgram): readonly string[] => program.state().overlays.map(({kind}) => kind);

/** A form whose step is answered as said. */
function answering(send: (values: FormValues) => Promise<Sent>, more: Partial<Form> = {}): Form {
	return sampleForm({
		review: (values) => confirmSteps([sampleStep([textIn(values, 'name')], {send: () => send(values)})]),
		more,
	});
}

/** Reviews, and says yes. */
async function confirm(program: OpenProgram): Promise<void> {
	await program.press('ctrl+s');
	expect(kinds(program)).toEqual(['form', 'confirm']);
	await program.advance(guardTime);
	await program.press('tab', 'enter');
}

const refused = (more: Partial<ConstructorParameters<typeof CloudflareError>[0]> = {}): CloudflareError =>
	new CloudflareError({
		kind: 'conflict',
		attempted: 'rename the thing',
		messages: ['the name is in use (1001)'],
		next: 'Choose another name.',
		rayId: '8f00ba4deadbeef0',
		...more,
	});

describe('keys', () => {
	test('of a burst do what they do one by one', async () => {
		const keys = [
			...[...'-x', 'tab', 'space', 'down', 'space', 'tab', 'end', ...'path', 'enter', ...'https://z'],
			...['tab', 'tab', 'tab', ...'sion', 'backspace', 'n', 'down', 'enter', 'tab', 'down', 'enter'],
		];
		await using burst = await openWith(sampleForm());
		await burst.press(...keys);
		await using slow = await openWith(sampleForm());
		for (const key of keys) await slow.press(key);
		const {form: _one, ...left} = formOf(burst);
		const {form: _other, ...right} = formOf(slow);
		expect(left).toEqual(right);
		expect(formOf(burst).values).toMatchObject({
			name: 'platform-dns-x',
			plan: 'pro',
			enabled: true,
			uris: ['https://one.example/path', 'https://z', 'https://two.example/'],
			scopes: ['permission-2', 'permission-1'],
		});
		expect(formOf(burst).level).toEqual([{field: 'policies', index: 0}]);
	});

	test('come in as bytes, pastes between them, and none is lost', async () => {
		await using program = await openWith(sampleForm());
		await program.send('\u0015new\t\u001b[200~ignored where nothing is typed\u001b[201~\u001b[B\u001b[B');
		await program.send('\u001b[200~https://a\nhttps://b\u001b[201~/path\u001b[A\u001b[A\u001b[A\u001b[A\u001b[A!');
		expect(formOf(program).values).toMatchObject({
			name: 'new!',
			uris: ['https://one.example/https://a', 'https://b/path', 'https://two.example/'],
		});
	});

	test('of the program mean nothing in a form: q, colon and question mark are text', async () => {
		await using program = await openWith(sampleForm());
		await program.press('q', ':', '?', '!', 'ctrl+z');
		expect(formOf(program).values.name).toBe('platform-dnsq:?!');
		expect(program.effects).toEqual(['suspend']);
	});
});

describe('the screen', () => {
	test.each([
		{columns: 80, rows: 24},
		{columns: 60, rows: 15},
		{columns: 120, rows: 40},
	])('shows the field under the cursor and its help at $columns x $rows', async (size) => {
		await using program = await openWith(sampleForm({start: {name: '日本語の名前'}}), {size});
		expect(program.frame()).toContain('>  Name');
		expect(program.frame()).toContain('日本語の名前');
		expect(program.frame()).toContain('Up to 20 characters');
		expect(program.rows().at(-1)).toMatch(/^ctrl-s review {2}tab next field/u);
		await program.press('x', 'pagedown', 'up', 'up');
		expect(program.frame()).toMatch(/^> {2}Scopes +Permission 2 \(zone\)/mu);
		expect(program.frame()).toContain('1 field changed');
		await program.press('pageup', 'pageup');
		expect(program.frame()).toMatch(/^>\* Name/mu);
		expect(program.rows()).toHaveLength(size.rows);
	});

	test('says what is wrong below the field, and how much there is', async () => {
		await using program = await openWith(sampleForm());
		await program.press('ctrl+u');
		expect(program.rows().join('\n')).toMatch(/>\* Name.*\n +! a name is needed/u);
		expect(program.frame()).toContain('1 to put right');
		await program.press('a');
		expect(program.frame()).not.toContain('to put right');
	});

	test('leads into records and says where one is', async () => {
		await using program = await openWith(sampleForm());
		await program.press('pagedown', 'enter');
		expect(program.frame()).toContain('Edit platform-dns > policy 2');
		expect(program.frame()).toContain('Permission 3 (account)');
		await program.press('down', '1', '2');
		expect(program.frame()).toContain('policy 2 > Permission groups');
		expect(program.frame()).toContain('1 chosen, 1 permission');
		await program.press('enter', 'tab', 'escape');
		expect(program.frame()).toMatch(/>\* +2 ALLOW permission-3, permission-12/u);
	});
});

describe('a review', () => {
	test('goes to the first thing that is wrong, and says it', async () => {
		await using program = await openWith(
			sampleForm({start: {policies: [{access: 'allow', permissions: [], resource: []}]}}),
		);
		await program.press('x', 'ctrl+s');
		expect(kinds(program)).toEqual(['form']);
		expect(program.frame()).toContain('policy 1');
		expect(program.frame()).toMatch(/> {2}Permission groups.*\n +! choose at least one/u);
		expect(program.frame()).toContain('not yet: choose at least one');
	});

	test('leads through the confirmation; when it is done, the form and its draft are gone', async () => {
		const drafts = memoryDrafts();
		const sent: FormValues[] = [];
		const form = answering(async (values) => {
			sent.push(values);
			return {done: [textIn(values, 'name')], reversal: {steps: []}};
		});
		await using program = await openWith(form, {drafts});
		await program.press('!');
		await program.advance(1000);
		expect(drafts.all.size).toBe(1);
		await confirm(program);
		expect(kinds(program)).toEqual(['run']);
		expect(sent).toEqual([{...sampleStart, name: 'platform-dns!'}]);
		expect(drafts.all.size).toBe(0);
		await program.press('enter');
		await program.advance(1000);
		expect(kinds(program)).toEqual([]);
		expect(drafts.all.size).toBe(0);
	});

	test('that is not confirmed leads back to the form as it was', async () => {
		await using program = await openWith(sampleForm());
		await program.press('!', 'tab', 'ctrl+s');
		await program.advance(guardTime);
		await program.press('escape');
		expect(kinds(program)).toEqual(['form']);
		expect(formOf(program)).toMatchObject({focus: 'plan', values: {name: 'platform-dns!'}});
	});

	test('is reached by the last button as well, in a picker too', async () => {
		await using program = await openWith(sampleForm());
		await program.press('!', 'pagedown', 'pagedown', 'left', 'enter');
		expect(kinds(program)).toEqual(['form', 'confirm']);
		await program.advance(guardTime);
		await program.press('escape', 'pageup', 'down', 'down', 'down', 'down', '9', 'ctrl+s');
		expect(kinds(program)).toEqual(['form', 'confirm']);
		expect(formOf(program).picking).toBeUndefined();
	});
});

describe('a refusal', () => {
	test('stands at the field that it names, with all that was entered, until that is changed', async () => {
		const form = answering(() => Promise.reject(refused()), {placeOf: () => 'name'});
		await using program = await openWith(form);
		await program.press('!', 'tab');
		await confirm(program);
		expect(kinds(program)).toEqual(['form']);
		expect(formOf(program)).toMatchObject({focus: 'name', values: {name: 'platform-dns!'}});
		expect(program.frame()).toMatch(/>\* Name.*\n +! refused: the name is in use \(1001\)/u);
		expect(program.frame()).toContain('Ray id: 8f00ba4deadbeef0');
		await program.press('x');
		expect(program.frame()).not.toContain('1001');
	});

	test('that names no field stands above them, with what to do next', async () => {
		await using program = await openWith(
			answering(() => Promise.reject(refused({permission: 'Account Settings Write'}))),
		);
		await program.press('!');
		await confirm(program);
		expect(kinds(program)).toEqual(['form']);
		for (const text of ['the name is in use (1001)', 'Choose another name.', 'Account Settings Write', '8f00ba4d'])
			expect(program.frame()).toContain(text);
		expect(formOf(program).values.name).toBe('platform-dns!');
	});

	test('can be sent again once it is put right', async () => {
		const form = answering(
			(values) =>
				textIn(values, 'name').endsWith('?')
					? Promise.resolve({done: [textIn(values, 'name')], reversal: {steps: []}})
					: Promise.reject(refused()),
			{placeOf: () => 'name'},
		);
		await using program = await openWith(form);
		await program.press('!');
		await confirm(program);
		await program.press('?');
		await confirm(program);
		expect(kinds(program)).toEqual(['run']);
	});

	test('of a part leaves the report in front, and the form says that another part is done', async () => {
		const form = sampleForm({
			review: () =>
				confirmSteps([
					sampleStep(['first']),
					sampleStep(['second'], {object: 'thing/first', send: () => Promise.reject(refused())}),
				]),
		});
		await using program = await openWith(form);
		await program.press('!');
		await confirm(program);
		expect(kinds(program)).toEqual(['form', 'run']);
		await program.press('escape');
		expect(program.frame()).toContain('a part of it has been carried out');
		expect(program.frame()).toContain('the name is in use (1001)');
	});

	test('whose outcome is not known stays in front, and the form behind it', async () => {
		const form = answering(
			() => Promise.reject(refused({kind: 'timeout', uncertain: true, messages: ['no answer came']})),
			{placeOf: () => 'name'},
		);
		await using program = await openWith(form);
		await program.press('!');
		await confirm(program);
		expect(kinds(program)).toEqual(['form', 'run']);
		await program.press('escape');
		expect(kinds(program)).toEqual(['form']);
		expect(program.frame()).toContain('outcome unknown: what was sent may have been carried out');
		expect(program.frame()).toContain('It is not known whether the change was made');
		expect(program.frame()).not.toContain('refused');
		expect(formOf(program).values.name).toBe('platform-dns!');
	});
});

describe('leaving', () => {
	test('a form that is as it was asks nothing', async () => {
		await using program = await openWith(sampleForm());
		await program.press('x', 'backspace', 'escape');
		expect(kinds(program)).toEqual([]);
	});

	test('a changed one asks; escape pressed again and again loses nothing', async () => {
		await using program = await openWith(sampleForm());
		await program.press('x', 'escape');
		expect(program.frame()).toContain('keep editing');
		await program.press('escape', 'escape', 'escape');
		expect(formOf(program).values.name).toBe('platform-dnsx');
		await program.press('escape', 'down', 'down', 'enter');
		expect(kinds(program)).toEqual([]);
	});

	test('a record or a picker leads one step out', async () => {
		await using program = await openWith(sampleForm());
		await program.press('pagedown', 'enter', 'down', 'x');
		await program.press('escape');
		expect(formOf(program).picking?.line.text).toBe('');
		await program.press('escape', 'escape', 'escape');
		expect(kinds(program)).toEqual([]);
	});
});

describe('two forms', () => {
	test('are not open at once', async () => {
		await using program = await openWith(sampleForm());
		program.program.follow({kind: 'form', form: sampleForm()});
		expect(kinds(program)).toEqual(['form']);
		expect(program.state().message?.text).toBe('another change is not done yet');
	});

	test('do not run at once: nothing else is opened while one is under way', async () => {
		const {promise, resolve} = Promise.withResolvers<Sent>();
		await using program = await openWith(answering(() => promise));
		await program.press('!');
		await confirm(program);
		program.program.follow({kind: 'form', form: sampleForm()});
		await program.press('escape', 'e', 'n');
		expect(kinds(program)).toEqual(['form', 'run']);
		resolve({done: ['platform-dns!'], reversal: {steps: []}});
		await program.waitFor('done');
		expect(topOverlay(program.state())?.kind).toBe('run');
	});
});

test('what is picked from is read only once the picker is open', async () => {
	const permissions = sampleSource('permission', 5, {needs: [{kind: 'list', resource: 'oauthScopes'}]});
	await using program = await openWith(sampleForm({permissions}));
	await program.rest();
	const asked = (): boolean => program.requests().some(({path}) => path.includes('oauth/scopes'));
	program.forget();
	await program.press('down', 'down', 'down', 'down', 'down', 'down');
	expect(asked()).toBe(false);
	await program.press('enter');
	await program.rest();
	expect(asked()).toBe(true);
});
