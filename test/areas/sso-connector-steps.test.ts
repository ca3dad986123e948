/** Writes of SSO connectors: over real HTTP, with refusals, somebody else at work and answers that get lost. */
import {describe, expect, test} from 'vitest';
import type {SsoConnectorInput} from '../../source/api/sso-connectors.ts';
import {connectorSteps, switchStep} from '../../source/areas/sso-connector-steps.ts';
import {VerificationStep} from '../../source/areas/sso-verification-step.ts';
import {plainText} from '../../source/terminal/line.ts';
import {createDesk} from '../screens/undo-desk.ts';
import {setUp} from '../store/harness.ts';
import {
	actionsOf,
	awaiting,
	elsewhere,
	enabled,
	failed,
	named,
	opened,
	pending,
	planned,
	remarksOf,
	stored,
	verified,
} from './sso-connector-desk.ts';

describe('a new connector', () => {
	test.each([
		[true, 'running'],
		[false, 'awaiting'],
	])('that begins its verification: %s', async (begins, verification) => {
		const harness = await opened();
		const input: SsoConnectorInput = {
			email_domain: 'new.example',
			begin_verification: begins,
			use_fedramp_language: true,
		};
		const plan = await planned(harness, connectorSteps.create(input));
		expect(plan.diff.map(({line}) => plainText(line))).toContain('e-mail domain: new.example');
		await createDesk(harness).carryOut(plan.steps, 'new');
		expect(stored(harness, 'new.example')).toMatchObject({
			enabled: false,
			fedrampLanguage: true,
			verification: {kind: verification},
		});
		expect(named(harness, 'new.example').verification?.code).toBe(stored(harness, 'new.example').code);
	});

	test('for a domain that somebody has taken meanwhile sends nothing', async () => {
		const harness = await opened();
		const step = connectorSteps.create({email_domain: 'new.example'});
		await harness.client.ssoConnectors.create(harness.account, {email_domain: 'new.example'});
		const {steps, skipped} = await planned(harness, step);
		expect(steps).toEqual([]);
		expect(skipped.map(plainText)).toEqual([expect.stringContaining('new.example already')]);
	});

	test('whose answer is lost is found by its domain, and can be deleted again', async () => {
		const harness = await opened();
		harness.emulator.faults.add({kind: 'reset', method: 'POST', applied: true});
		const step = connectorSteps.create({email_domain: 'new.example'});
		await expect(step.send(harness.store)).rejects.toMatchObject({uncertain: true});
		expect((await planned(harness, step)).steps).toEqual([]);
		await createDesk(harness).carryOut(step.reversal([], harness.store).steps, 'new');
		expect(() => stored(harness, 'new.example')).toThrow();
	});
});

describe('enabling', () => {
	test('lists whom it affects, flags plus addresses, says how to come back, and wants the domain', async () => {
		const harness = await opened();
		const connector = named(harness, verified);
		const address = `ana+test@${verified}`;
		const plain = `bo@${verified}`;
		const [first, second] = harness.emulator.state.main.members.values();
		if (first === undefined || second === undefined) throw new Error('the dataset is too small');
		harness.emulator.state.main.members.set({...first, email: address});
		harness.emulator.state.main.members.set({...second, email: plain});
		harness.store.refresh([{kind: 'list', resource: 'members'}]);
		await harness.until(() => harness.store.list('members').rows.some(({email}) => email === plain));
		const plan = await planned(harness, switchStep(connector, true));
		expect(plan.title).toBe(`Enable SSO for ${verified}`);
		expect(plan.weight).toEqual({kind: 'irreversible', what: 'the e-mail domain', text: verified});
		const people = new Map(plan.people.map(({name, effect}) => [name, plainText(effect)]));
		expect(people.get(address)).toContain('plus address');
		expect(people.get(plain)).toBe('signs in through the identity provider');
		expect(remarksOf(plan)).toContain('in other accounts as well; those can not be seen');
		expect(remarksOf(plan)).toContain('an API token of the account that may write SSO connectors');
		expect(remarksOf(plan)).toContain('{"enabled": false}');
	});

	test('and disabling change the server, and each undoes the other', async () => {
		const harness = await opened();
		const desk = createDesk(harness);
		await desk.carryOut([switchStep(named(harness, verified), true)], 'new');
		expect(stored(harness, verified).enabled).toBe(true);
		await desk.takeBackAll('undo');
		expect(stored(harness, verified).enabled).toBe(false);
		await desk.takeBackAll('redo');
		expect(stored(harness, verified).enabled).toBe(true);
		await desk.carryOut([switchStep(named(harness, enabled), false)], 'new');
		expect(stored(harness, enabled)).toMatchObject({enabled: false, verification: {kind: 'verified'}});
	});

	test('says that more members may be affected as long as not all have been read', async () => {
		const harness = await setUp({emulator: {now: () => 0}});
		harness.store.want([{kind: 'list', resource: 'ssoConnectors'}]);
		await harness.until(() => harness.store.list('ssoConnectors').complete);
		const step = switchStep(named(harness, verified), true);
		expect(step.family.reads).toContainEqual({kind: 'list', resource: 'members'});
		expect(remarksOf(await planned(harness, step))).toContain('There may be more members');
	});

	test('is refused here and by the server before the domain is verified', async () => {
		const harness = await opened();
		for (const domain of [pending, awaiting, failed]) {
			expect(actionsOf(harness, domain)?.toggle?.disabled).toContain('is not verified');
		}
		await expect(switchStep(named(harness, awaiting), true).send(harness.store)).rejects.toMatchObject({
			messages: [expect.stringContaining('must be verified before')],
		});
		expect(stored(harness, awaiting).enabled).toBe(false);
	});

	test('is refused by the server for a domain that another account has enabled', async () => {
		const harness = await opened();
		const step = switchStep(named(harness, elsewhere), true);
		await expect(step.send(harness.store)).rejects.toMatchObject({
			messages: [expect.stringContaining('enabled in another account')],
		});
	});

	test('that somebody has done meanwhile leaves nothing to do', async () => {
		const harness = await opened();
		const step = switchStep(named(harness, verified), true);
		stored(harness, verified).enabled = true;
		expect((await planned(harness, step)).steps).toEqual([]);
	});

	test('whose answer is lost is found out about by reading', async () => {
		const harness = await opened();
		const step = switchStep(named(harness, verified), true);
		harness.emulator.faults.add({kind: 'reset', method: 'PATCH', applied: true});
		await expect(step.send(harness.store)).rejects.toMatchObject({uncertain: true});
		expect((await planned(harness, step)).steps).toEqual([]);
		const [back] = step.reversal([], harness.store).steps;
		expect(back?.request.body).toEqual({enabled: false});
	});

	test('keeps the FedRAMP wording that somebody has changed meanwhile', async () => {
		const harness = await opened();
		const step = switchStep(named(harness, verified), true);
		stored(harness, verified).fedrampLanguage = false;
		await createDesk(harness).carryOut([step], 'new');
		expect(stored(harness, verified)).toMatchObject({enabled: true, fedrampLanguage: false});
	});
});

describe('beginning a verification', () => {
	test('makes Cloudflare look for the record again, and can not be called off', async () => {
		const harness = await opened();
		const steps = [awaiting, failed].map((domain) => new VerificationStep(named(harness, domain)));
		const plan = await planned(harness, ...steps);
		expect(plan.undo.possible).toBe(false);
		const desk = createDesk(harness);
		await desk.carryOut(plan.steps, 'new');
		for (const domain of [awaiting, failed]) expect(stored(harness, domain).verification.kind).toBe('running');
		expect(desk.stacks().undo.at(-1)).toMatchObject({steps: [], why: expect.stringContaining('ends by itself')});
	});

	test('is not offered where it is done', async () => {
		const harness = await opened();
		expect(actionsOf(harness, verified)?.verify?.disabled).toContain('verified already');
		expect(actionsOf(harness, failed)?.verify?.disabled).toBeUndefined();
	});

	test('that somebody has begun, or that has come to its end, leaves nothing to do', async () => {
		const harness = await opened();
		const step = new VerificationStep(named(harness, awaiting));
		await harness.client.ssoConnectors.beginVerification(harness.account, step.connector.id);
		expect((await planned(harness, step)).steps).toEqual([]);
		stored(harness, awaiting).verification = {kind: 'verified'};
		expect((await planned(harness, step)).skipped.map(plainText)).toEqual([`${awaiting} is verified already`]);
		harness.emulator.state.main.ssoConnectors.delete(step.connector.id);
		expect((await planned(harness, step)).skipped.map(plainText)).toEqual([`${awaiting} is gone`]);
	});

	test('of one that is being looked for is sent again: its two days begin anew', async () => {
		const harness = await opened();
		expect((await planned(harness, new VerificationStep(named(harness, pending)))).steps).toHaveLength(1);
	});

	test('whose answer is lost is found out about by reading', async () => {
		const harness = await opened();
		const step = new VerificationStep(named(harness, failed));
		harness.emulator.faults.add({kind: 'reset', method: 'POST', applied: true});
		await expect(step.send(harness.store)).rejects.toMatchObject({uncertain: true});
		expect((await planned(harness, step)).steps).toEqual([]);
	});
});

describe('deleting', () => {
	test('is refused here and by the server while it is enabled', async () => {
		const harness = await opened();
		expect(actionsOf(harness, enabled)?.delete?.disabled).toContain('T disables it first');
		await expect(connectorSteps.remove(named(harness, enabled)).send(harness.store)).rejects.toMatchObject({
			messages: [expect.stringContaining('must be disabled before')],
		});
		expect(stored(harness, enabled).enabled).toBe(true);
	});

	test('of a verified one wants its domain typed, and says that the proof goes with it', async () => {
		const harness = await opened();
		const plan = await planned(harness, connectorSteps.remove(named(harness, verified)));
		expect(plan.weight).toMatchObject({kind: 'irreversible', text: verified});
		expect(plan.undo).toEqual({
			possible: false,
			text: 'It can not be undone: the verification of its domain goes with it.',
		});
		await createDesk(harness).carryOut(plan.steps, 'new');
		expect(() => stored(harness, verified)).toThrow();
	});

	test.each([
		[awaiting, 'awaiting'],
		[pending, 'running'],
	])('of %s can be undone, with another record', async (domain, kind) => {
		const harness = await opened();
		const before = stored(harness, domain);
		const desk = createDesk(harness);
		const plan = await planned(harness, connectorSteps.remove(named(harness, domain)));
		expect(plan.weight.kind).toBe('reversible');
		expect(plan.undo).toMatchObject({possible: true, text: expect.stringContaining('another TXT record')});
		await desk.carryOut(plan.steps, 'new');
		expect(() => stored(harness, domain)).toThrow();
		await desk.takeBackAll('undo');
		const after = stored(harness, domain);
		expect(after).toMatchObject({fedrampLanguage: before.fedrampLanguage, verification: {kind}});
		expect(after.code).not.toBe(before.code);
	});

	test('is not done unseen to one that somebody has enabled meanwhile', async () => {
		const harness = await opened();
		const step = connectorSteps.remove(named(harness, verified));
		stored(harness, verified).enabled = true;
		const plan = await planned(harness, step);
		expect(plan.steps).toEqual([]);
		expect(plan.conflicts[0]?.conflict.theirs.map(plainText)).toEqual(['sign-in through the identity provider: on']);
	});
});
