/**
 * For each kind of write of OAuth clients and SSO connectors: what somebody else changes before the confirmation, or
 * while it is open, is found by reading once more, told, and neither overwritten nor doubled.
 */
import {describe, expect, test} from 'vitest';
import type {OauthClient, SsoConnector} from '../../source/api/schemas.ts';
import {promote, verifyAgain} from '../../source/areas/oauth-client-promotion.ts';
import {endOldSecret, rotateSecret} from '../../source/areas/oauth-client-secrets.ts';
import {oauthClientSteps} from '../../source/areas/oauth-client-steps.ts';
import {confirmSteps} from '../../source/areas/plan.ts';
import {connectorSteps, switchStep} from '../../source/areas/sso-connector-steps.ts';
import {VerificationStep} from '../../source/areas/sso-verification-step.ts';
import type {Step} from '../../source/areas/write.ts';
import type {OauthClient as ServerClient, SsoConnector as ServerConnector} from '../../source/emulator/model.ts';
import {type OpenProgram, openProgram} from '../support/open-program.ts';

/** A kind of write, and what somebody else does meanwhile. */
interface Row<Item, OnServer> {
	readonly what: string;
	readonly name: string;
	readonly step: (item: Item) => Step;
	/** What has to be so for the write to be possible at all. */
	readonly ready?: (onServer: OnServer) => void;
	readonly behind: (onServer: OnServer) => void;
	/** What the screen says of it. */
	readonly told: RegExp;
}

const later = '2026-11-20T09:31:00Z';

function rotated(client: ServerClient): void {
	client.secrets = [...client.secrets.slice(-1), 'cf-oauth-secret-theirs'];
	client.updatedAt = later;
}

const clientRows: readonly Row<OauthClient, ServerClient>[] = [
	{
		what: 'renaming an OAuth client',
		name: 'Dispatch dashboard',
		step: (client) => oauthClientSteps.update(client, {client_name: 'mine'}),
		behind: (client) => {
			client.settings = {...client.settings, client_name: 'theirs'};
		},
		told: /changed by somebody else/u,
	},
	{
		what: 'changing the scopes of an OAuth client',
		name: 'Dispatch dashboard',
		step: (client) => oauthClientSteps.update(client, {scopes: [...(client.scopes ?? []), 'dns.write']}),
		behind: (client) => {
			client.settings = {...client.settings, scopes: client.settings.scopes.slice(1)};
		},
		told: /changed by somebody else/u,
	},
	{
		what: 'deleting an OAuth client',
		name: 'Dispatch dashboard',
		step: (client) => oauthClientSteps.remove(client),
		behind: (client) => {
			client.settings = {...client.settings, redirect_uris: ['https://theirs.example/cb']};
		},
		told: /changed by somebody else/u,
	},
	{
		what: 'rotating a secret',
		name: 'Dispatch dashboard',
		step: rotateSecret,
		behind: rotated,
		told: /two valid secrets by now/u,
	},
	{
		what: 'ending an old secret',
		name: 'CI deployments',
		step: endOldSecret,
		behind: rotated,
		told: /changed by somebody else/u,
	},
	{
		what: 'making an OAuth client public',
		name: 'Partner portal',
		step: promote,
		ready: (client) => {
			client.settings = {...client.settings, logo_uri: 'https://partners.example/logo.png'};
			client.uriVerification = {kind: 'verified'};
		},
		behind: (client) => {
			client.visibility = 'public';
		},
		told: /public already/u,
	},
	{
		what: 'verifying the host of an OAuth client again',
		name: 'Old wiki',
		step: verifyAgain,
		behind: (client) => {
			client.uriVerification = {kind: 'verified'};
			client.verifiedHost = 'wiki.oldharbor.invalid';
		},
		told: /is verified/u,
	},
];

const connectorRows: readonly Row<SsoConnector, ServerConnector>[] = [
	{
		what: 'enabling SSO',
		name: 'kestrel-drivers.example',
		step: (connector) => switchStep(connector, true),
		behind: (connector) => {
			connector.enabled = true;
		},
		told: /already/u,
	},
	{
		what: 'hiding FedRAMP wording',
		name: 'kestrel-drivers.example',
		step: (connector) => connectorSteps.update(connector, {use_fedramp_language: false}),
		behind: (connector) => {
			connector.fedrampLanguage = false;
		},
		told: /already/u,
	},
	{
		what: 'deleting an SSO connector',
		name: 'kestrel-drivers.example',
		step: (connector) => connectorSteps.remove(connector),
		behind: (connector) => {
			connector.enabled = true;
		},
		told: /changed by somebody else/u,
	},
	{
		what: 'beginning a verification',
		name: 'kestrel-labs.example',
		step: (connector) => new VerificationStep(connector),
		behind: (connector) => {
			connector.verification = {kind: 'verified'};
			connector.updatedOn = later;
		},
		told: /verified already/u,
	},
];

async function ask(program: OpenProgram, step: Step): Promise<void> {
	program.program.follow(confirmSteps([step]));
	await program.rest();
	await program.advance(1000);
}

/** Types what has to be typed and presses the button that sends, with something in between. */
async function send(program: OpenProgram, name: string, between: () => void): Promise<void> {
	if (program.frame().includes('to go on')) await program.type(name);
	await program.press('shift+tab');
	between();
	await program.press('enter');
	await program.advance(1000);
}

/** Runs a row before its confirmation and while it is open. */
function testRow(
	what: string,
	open: () => Promise<{
		readonly program: OpenProgram;
		readonly step: Step;
		readonly name: string;
		readonly behind: () => void;
		/** Whatever the server has of it. */
		readonly present: () => unknown;
		readonly told: RegExp;
	}>,
): void {
	describe(what, () => {
		test('is carried out where nobody else is at work', async () => {
			const {program, step, name} = await open();
			await using _ = program;
			await ask(program, step);
			await send(program, name, () => undefined);
			expect(program.writes().map(({method}) => method)).toEqual([step.request.method]);
		});

		test('sends nothing, and says so, where somebody else has been at it before the confirmation', async () => {
			const {program, step, behind, present, told} = await open();
			await using _ = program;
			behind();
			const theirs = structuredClone(present());
			await ask(program, step);
			expect(program.frame()).toMatch(told);
			await program.press('enter');
			expect(program.writes()).toEqual([]);
			expect(present()).toEqual(theirs);
		});

		test('sends nothing, and says so, where somebody else is at it while the confirmation is open', async () => {
			const {program, step, name, behind, present, told} = await open();
			await using _ = program;
			await ask(program, step);
			await send(program, name, behind);
			const theirs = structuredClone(present());
			expect(program.writes()).toEqual([]);
			expect(program.frame()).toMatch(told);
			await program.press('escape');
			expect(program.writes()).toEqual([]);
			expect(present()).toEqual(theirs);
		});
	});
}

for (const {what, name, step, ready, behind, told} of clientRows) {
	testRow(what, async () => {
		const program = await openProgram({area: 'oauth-clients', size: {columns: 120, rows: 40}});
		const onServer = program.emulator.state.main.oauthClients
			.values()
			.find((each) => each.settings.client_name === name);
		if (onServer === undefined) throw new Error(`the dataset has no client ${name}`);
		if (ready !== undefined) {
			ready(onServer);
			await program.press('r');
			await program.rest();
		}
		const client = program.store.list('oauthClients').byId.get(onServer.id);
		if (client === undefined) throw new Error('the client has not been read');
		const present = () => program.emulator.state.main.oauthClients.get(onServer.id);
		return {program, step: step(client), name, behind: () => behind(onServer), present, told};
	});
}

for (const {what, name, step, behind, told} of connectorRows) {
	testRow(what, async () => {
		const program = await openProgram({area: 'sso-connectors', size: {columns: 120, rows: 40}});
		const onServer = program.emulator.state.main.ssoConnectors.values().find(({emailDomain}) => emailDomain === name);
		const connector = program.store.list('ssoConnectors').byId.get(onServer?.id ?? '');
		if (onServer === undefined || connector === undefined) throw new Error(`the dataset has no connector ${name}`);
		const present = () => program.emulator.state.main.ssoConnectors.get(onServer.id);
		return {program, step: step(connector), name, behind: () => behind(onServer), present, told};
	});
}
