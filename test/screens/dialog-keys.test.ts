/** The footer of a dialog names only keys that do something, and what is waited for has a clock. */
import {describe, expect, test} from 'vitest';
import {CloudflareError} from '../../source/api/errors.ts';
import {permissionGroupSource} from '../../source/areas/policy-pickers.ts';
import {runParts} from '../../source/screens/run-lines.ts';
import type {RunStep} from '../../source/screens/state.ts';
import {endMessage} from '../../source/screens/undoing.ts';
import {Secret} from '../../source/secret.ts';
import {plainText} from '../../source/terminal/line.ts';
import {hex, settingOf} from '../areas/sample.ts';
import {sampleStep} from '../areas/sample-step.ts';
import {openProgram} from '../support/open-program.ts';

describe('a footer', () => {
	test('of what the credential may do names what is copied there, and no curl', async () => {
		await using program = await openProgram({area: 'user-groups', asksRights: true});
		await program.press(':');
		await program.type('permissions');
		await program.press('enter');
		await program.rest();
		expect(program.rows().at(-1)).toBe('esc close  c copy address of the token page');
		await program.press('c');
		expect(program.copied.at(-1)).toMatch(/^https:/u);
	});

	test('of a text offers neither other buttons nor curl', async () => {
		await using program = await openProgram({area: 'user-groups'});
		await program.rest();
		program.program.follow({kind: 'confirm', ...nothingToSend()});
		await program.rest();
		expect(program.rows().at(-1)).not.toContain('copy curl');
		expect(program.rows().at(-1)).not.toContain('choose');
		expect(program.rows().at(-1)).toContain('esc close');
	});
});

function nothingToSend() {
	const family = sampleStep(['it']).family;
	return {
		steps: [],
		leftOut: [],
		needs: [],
		fresh: [],
		about: {object: 'it', present: 'it', presentIsMany: false},
		plan: () => ({
			...family.wording([], [], settingOf({})),
			asked: [],
			steps: [],
			subjects: [],
			skipped: [],
			conflicts: [],
			dangers: [],
		}),
	};
}

describe('a run under way', () => {
	const sending: RunStep = {step: sampleStep(['a']), parts: sampleStep(['a']).parts, state: {kind: 'sending'}};
	const waiting: RunStep = {...sending, state: {kind: 'waiting'}};
	const shown = (steps: readonly RunStep[], now: number): string =>
		runParts(
			{kind: 'run', id: 1, title: 'Change', subjects: new Map(), steps, top: 0, button: 'close', since: 1000},
			72,
			{...settingOf({}), now},
		)
			.foot.map(plainText)
			.join(' ');

	test('counts the seconds after two of them', () => {
		expect(shown([sending], 2900)).not.toMatch(/\d s;/u);
		expect(shown([sending], 6400)).toContain('0 of 1 requests have ended, 5 s;');
	});

	test('says that esc stops only what has not been sent', () => {
		expect(shown([sending, waiting], 1000)).toContain('esc stops only what is not sent');
		expect(shown([sending], 1000)).toContain('all is sent: esc stops nothing');
	});
});

test('what may have been made already is looked for first, and the button says so', () => {
	const error = new CloudflareError({
		kind: 'network',
		attempted: 'create',
		messages: ['no answer'],
		next: '',
		uncertain: true,
	});
	const step = sampleStep(['a']);
	const steps: readonly RunStep[] = [{step, parts: step.parts, state: {kind: 'failed', error}}];
	const {foot} = runParts(
		{kind: 'run', id: 1, title: 'Create', subjects: new Map(), steps, top: 0, button: 'close'},
		72,
		settingOf({}),
	);
	expect(foot.map(plainText).join(' ')).toContain('Look, then try again');
});

test('under the panel of a secret nothing is said of keys that it does not take', () => {
	const run = {
		id: 1,
		title: 'Rotate',
		origin: 'new',
		now: ['a'],
		reversals: [{steps: [sampleStep(['b'])]}],
		open: [],
		retry: 'again',
		summary: '',
	} as const;
	expect(endMessage({...run, secrets: []}).text).toBe('done; z undoes it');
	expect(endMessage({...run, secrets: [{title: 'a secret', secret: new Secret('x')}]}).text).toBe('done');
});

test('a permission group that has its level in its name does not have it twice', () => {
	const scopes = (key: string) => ({meta: {scopes: key}});
	const setting = settingOf({
		lists: {
			permissionGroups: [
				{id: hex(1), name: 'Logs Read', ...scopes('com.cloudflare.api.account.zone')},
				{id: hex(2), name: 'Logs Read', ...scopes('com.cloudflare.api.account')},
				{id: hex(3), name: 'DNS Read', ...scopes('com.cloudflare.api.account.zone')},
			],
		},
	});
	const {name, more} = permissionGroupSource.option(hex(1), setting);
	expect([name, more]).toEqual(['Logs Read (zone)', '']);
	expect(permissionGroupSource.option(hex(3), setting).more).toBe('zone');
});
