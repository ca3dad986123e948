/** The guard over every plan: what it raises, what it says, and that it never makes less of one. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Setting} from '../../source/areas/define.ts';
import {stepsOf} from '../../source/areas/membership-steps.ts';
import {type Plan, planOf} from '../../source/areas/plan.ts';
import type {Weight, WriteRequest} from '../../source/areas/write.ts';
import type {Self} from '../../source/insight/credential.ts';
import {plainText} from '../../source/terminal/line.ts';
import {group, groupId, hex, memberId, person, type SampleAccount, settingOf} from './sample.ts';
import {sampleFamily, sampleStep} from './sample-step.ts';

const superRole = 'Super Administrator - All Privileges';
const owner = {roles: [{id: hex(900), name: superRole, permissions: {}}]};

const account: SampleAccount = {
	lists: {
		members: [person(1, 'me@acme.example'), person(2, 'bo@acme.example'), person(3, 'cy@other.example', owner)],
		userGroups: [group(10, 'owners', [superRole]), group(12, 'dns', ['DNS'])],
		ssoConnectors: [{id: hex(800), email_domain: 'acme.example', enabled: false}],
	},
	inGroups: {10: [1, 2], 12: [1, 2]},
};

const me: Self = {kind: 'person', email: 'me@acme.example'};

function settingAs(self: Self, sample: SampleAccount = account): Setting {
	return {...settingOf(sample), credential: {kind: 'token', self, abilities: [], lack: () => undefined}};
}

const leaving = (number: number, member: number) =>
	stepsOf([{kind: 'remove', group: groupId(number), member: memberId(member)}]);

const dangersOf = ({dangers}: Plan): string => dangers.map(plainText).join('\n');

describe('a plan that takes the own administration', () => {
	test('has the name of the group typed, and says why, who can give it back, and what undoing is worth', () => {
		const plan = planOf(leaving(10, 1), settingAs(me));
		expect(plan.weight).toEqual({kind: 'irreversible', what: 'the name of the user group', text: 'owners'});
		expect(dangersOf(plan)).toContain('You lose your own access as Super Administrator');
		expect(dangersOf(plan)).toContain(
			'cy@other.example or bo@acme.example can give it back: in the dashboard under Manage Account',
		);
		expect(dangersOf(plan)).toContain('undoing it may be refused');
		expect(dangersOf(plan)).toContain('an API token of the account itself with Account Settings Write');
	});

	test('says what is not known where it may only be so', () => {
		const plan = planOf(leaving(10, 1), settingAs(me, {...account, snapshots: {userGroups: {complete: false}}}));
		expect(plan.weight.kind).toBe('irreversible');
		expect(dangersOf(plan)).toContain('You may lose');
		expect(dangersOf(plan)).toContain('Not read yet: all user groups.');
	});

	test('is no heavier when somebody else leaves, or another group is left', () => {
		for (const steps of [leaving(10, 2), leaving(12, 1)]) {
			const plan = planOf(steps, settingAs(me));
			expect(plan.weight).toEqual({kind: 'affects-people'});
			expect(plan.dangers).toEqual([]);
		}
	});

	test('weighs as much where nobody knows whose the credential is: it can not be excluded', () => {
		const self: Self = {kind: 'unknown', why: 'this token may not read whose it is'};
		const plan = planOf(leaving(10, 2), settingAs(self));
		expect(plan.weight).toEqual({kind: 'irreversible', what: 'the name of the user group', text: 'owners'});
		expect(dangersOf(plan)).toContain('it may be your own: this token may not read whose it is');
		expect(dangersOf(plan)).toContain('can give it back');
		expect(planOf(leaving(12, 2), settingAs(self)).weight).toEqual({kind: 'affects-people'});
	});

	test('has the id typed where the group has no name', () => {
		const lists = {...account.lists, userGroups: [group(10, '  ', [superRole])]};
		expect(planOf(leaving(10, 1), settingAs(me, {...account, lists})).weight).toEqual({
			kind: 'irreversible',
			what: 'the id',
			text: hex(10),
		});
	});

	test('says nothing once it is done', () => {
		const plan = planOf(leaving(10, 3), settingAs(me));
		expect(plan.steps).toEqual([]);
		expect(plan.dangers).toEqual([]);
	});
});

describe('a plan that leaves no Super Administrator', () => {
	test('says so to a token of the account as well', () => {
		const lists = {...account.lists, members: account.lists?.members?.slice(0, 2) ?? []};
		const steps = [...leaving(10, 1), ...leaving(10, 2)];
		const plan = planOf(steps, settingAs({kind: 'account-token'}, {...account, lists}));
		expect(plan.weight.kind).toBe('irreversible');
		expect(dangersOf(plan)).toContain('no Super Administrator afterwards');
		expect(dangersOf(plan)).toContain("Cloudflare's support");
		expect(dangersOf(plan)).not.toContain('your own');
	});
});

describe('a plan that enables SSO', () => {
	const request: WriteRequest = {method: 'PATCH', path: `/sso_connectors/${hex(800)}`, body: {enabled: true}};

	test('says nothing of the addresses of Super Administrators where none are known', () => {
		const nobody = {lists: {...account.lists, members: [person(2, 'bo@else.example')]}, inGroups: {10: [], 12: []}};
		const said = dangersOf(planOf([sampleStep(['sso'], {request})], settingAs(me, nobody)));
		expect(said).toContain('Whether a Super Administrator can sign in as before, if it fails, is not known.');
		expect(said).not.toContain('has an address under');
	});

	test('says that none can sign in where each of them has an address in the domain', () => {
		const members = [person(1, 'me@acme.example', owner), person(2, 'bo@else.example')];
		const inside = {lists: {...account.lists, members}, inGroups: {10: [], 12: []}};
		const said = dangersOf(planOf([sampleStep(['sso'], {request})], settingAs(me, inside)));
		expect(said).toContain('Each Super Administrator who is known has an address under acme.example');
	});

	test('has the domain typed, and names who signs in as before', () => {
		const plan = planOf([sampleStep(['sso'], {request})], settingAs(me));
		expect(plan.weight).toEqual({kind: 'irreversible', what: 'the e-mail domain', text: 'acme.example'});
		expect(dangersOf(plan)).toContain('You yourself sign in with an address under acme.example');
		expect(dangersOf(plan)).toContain('who sign in as before, if it fails: cy@other.example');
	});

	test('keeps what has to be typed already', () => {
		const weight: Weight = {kind: 'irreversible', what: 'something', text: 'else'};
		const plan = planOf([sampleStep(['sso'], {request, family: sampleFamily({weight})})], settingAs(me));
		expect(plan.weight).toEqual(weight);
	});
});

test('no plan weighs less than its area says, and none changes what is sent', () => {
	const heaviness = ['reversible', 'affects-people', 'irreversible'];
	const weights: readonly Weight[] = [
		{kind: 'reversible'},
		{kind: 'affects-people'},
		{kind: 'irreversible', what: 'the name', text: 'x'},
	];
	const request = fc.record({
		method: fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE'),
		path: fc.constantFrom(
			`/iam/user_groups/${hex(10)}`,
			`/iam/user_groups/${hex(10)}/members`,
			`/iam/user_groups/${hex(10)}/members/${hex(1)}`,
			`/iam/resource_groups/${hex(700)}`,
			`/sso_connectors/${hex(800)}`,
			'/oauth_clients/x',
		),
		body: fc.constantFrom<unknown>(undefined, [], {policies: []}, {enabled: true}, {name: 'x'}),
	});
	const selves: readonly Self[] = [me, {kind: 'account-token'}, {kind: 'unknown', why: 'so'}];
	fc.assert(
		fc.property(
			fc.array(request, {minLength: 1, maxLength: 4}),
			fc.constantFrom(...weights),
			fc.constantFrom(...selves),
			(requests, weight, self) => {
				const family = sampleFamily({weight});
				const steps = requests.map((each, index) =>
					sampleStep([`${index}`], {family, object: `thing/${index}`, request: each}),
				);
				const plan = planOf(steps, settingAs(self));
				expect(heaviness.indexOf(plan.weight.kind)).toBeGreaterThanOrEqual(heaviness.indexOf(weight.kind));
				if (weight.kind === 'irreversible') expect(plan.weight).toEqual(weight);
				expect(plan.steps.map((step) => step.request)).toEqual(requests);
			},
		),
	);
});
