/** What is known of an open account's credential: few questions, asked once, and what refusals add to the answers. */
import {describe, expect, test, vi} from 'vitest';
import {CloudflareError, type Credential} from '../../source/api/client.ts';
import {demoTokens} from '../../source/emulator/index.ts';
import {readAbilities} from '../../source/identity/abilities.ts';
import {type CredentialDesk, createCredentialDesk} from '../../source/identity/credential-desk.ts';
import {connect, keyCredential, tokenCredential} from './connect.ts';

const nothing = () => false;

/** Waits until nothing is asked any more. */
async function settled(desk: CredentialDesk): Promise<void> {
	await vi.waitFor(
		() => {
			const {self, abilities} = desk.known();
			const isOpen = self.kind === 'unknown' && self.why.includes('not been asked');
			if (isOpen || abilities.some(({asking}) => asking)) throw new Error('still asking');
		},
		{timeout: 5000, interval: 5},
	);
}

async function deskOf(credential: Credential) {
	const connection = await connect(credential);
	const desk = createCredentialDesk(connection.client, connection.account);
	return {...connection, desk};
}

async function begun(credential: Credential) {
	const opened = await deskOf(credential);
	opened.desk.begin(nothing);
	await settled(opened.desk);
	return opened;
}

describe('what is known of a credential', () => {
	test('is nothing at first: nothing is lacking, and nobody is asked', async () => {
		const {desk, asked} = await deskOf(tokenCredential(demoTokens.readAll));
		expect(desk.known().lack('userGroups.update')).toBeUndefined();
		expect(desk.known().self).toMatchObject({kind: 'unknown'});
		expect(asked()).toEqual([]);
	});

	test('takes a handful of requests, in the background, and none of them writes', async () => {
		const {asked} = await begun(tokenCredential(demoTokens.readAll));
		expect(asked().length).toBeLessThanOrEqual(7);
		expect(asked().filter((request) => !request.startsWith('GET '))).toEqual([]);
	});

	test('takes fewer where lists have been read, and none a second time, also for another program', async () => {
		const {client, account, asked, emulator} = await connect(tokenCredential(demoTokens.readAll));
		const desk = createCredentialDesk(client, account);
		desk.begin((resource) => resource !== 'ssoConnectors');
		await settled(desk);
		expect(asked().filter((request) => request.includes('/iam/') || request.includes('oauth'))).toEqual([]);
		emulator.clearRequests();
		desk.begin(nothing);
		const next = createCredentialDesk(client, account);
		next.begin(nothing);
		await settled(next);
		expect(next.known().lack('userGroups.update')).toContain('Account Settings Write');
		expect(asked()).toEqual([]);
	});

	test('has what the sign-in has found out', async () => {
		const {client, account, asked, emulator} = await connect(tokenCredential(demoTokens.groupsOnly));
		await readAbilities(client, account, {});
		emulator.clearRequests();
		const desk = createCredentialDesk(client, account);
		expect(desk.known().lack('ssoConnectors.update')).toContain('SSO Connector Write');
		desk.begin(nothing);
		await settled(desk);
		expect(asked().filter((request) => request.includes('sso_connectors'))).toEqual([]);
	});

	test('names the permission that is missing, and what the token has in its place', async () => {
		const {desk} = await begun(tokenCredential(demoTokens.readAll));
		expect(desk.known().lack('userGroups.members.add')).toBe(
			'needs Account Settings Write: this token has Account Settings Read; :permissions shows how to get it',
		);
		expect(desk.known().lack('oauthClients.rotateSecret')).toContain('needs OAuth Client Write');
		expect(desk.known().lack('userGroups.list')).toBeUndefined();
	});

	test('lacks writing where reading is refused', async () => {
		const {desk} = await begun(tokenCredential(demoTokens.groupsOnly));
		expect(desk.known().lack('ssoConnectors.create')).toContain('which this token lacks');
		expect(desk.known().lack('userGroups.create')).toBeUndefined();
	});

	test('never lacks what nobody tells', async () => {
		const {desk} = await begun(tokenCredential(demoTokens.readOnly));
		expect(desk.known().abilities.find(({resource}) => resource === 'userGroups')).toMatchObject({
			read: 'yes',
			write: 'unknown',
		});
		expect(desk.known().lack('userGroups.update')).toBeUndefined();
	});

	test('says of a key that SSO connectors take tokens only', async () => {
		const {desk} = await begun(keyCredential);
		expect(desk.known().lack('ssoConnectors.update')).toMatch(/Global API key .* API tokens only/u);
		expect(desk.known().lack('userGroups.update')).toBeUndefined();
	});
});

describe('who it is', () => {
	test.each([
		[
			'a token of a user',
			tokenCredential(demoTokens.full),
			{kind: 'person', email: 'owner@cfiam.example', userId: expect.stringMatching(/^[0-9a-f]{32}$/u)},
		],
		[
			'a key',
			keyCredential,
			{kind: 'person', email: 'owner@cfiam.example', userId: expect.stringMatching(/^[0-9a-f]{32}$/u)},
		],
		['a token of the account', tokenCredential(demoTokens.accountOwned), {kind: 'account-token'}],
		[
			'a token that may not read its user',
			tokenCredential(demoTokens.groupsOnly),
			{kind: 'unknown', why: expect.stringContaining('User Details Read')},
		],
	])('is known of %s', async (_, credential, self) => {
		const {desk} = await begun(credential);
		expect(desk.known().self).toEqual(self);
	});
});

function refusal(operation: string, kind: 'permission' | 'server' = 'permission'): CloudflareError {
	return new CloudflareError({kind, attempted: 'do it', messages: [], next: '', operation, permission: 'P'});
}

describe('a refusal', () => {
	test('of a write is remembered for its area alone, and told of', async () => {
		const {desk} = await begun(tokenCredential(demoTokens.readOnly));
		const told = vi.fn();
		desk.subscribe(told);
		desk.refused(refusal('userGroups.members.remove'));
		expect(told).toHaveBeenCalledTimes(1);
		expect(desk.known().lack('userGroups.update')).toContain('this token has Account Settings Read');
		expect(desk.known().lack('resourceGroups.update')).toBeUndefined();
	});

	test('for another reason, or of a look at the credential itself, says nothing of rights', async () => {
		const {desk} = await begun(tokenCredential(demoTokens.readOnly));
		desk.refused(refusal('userGroups.update', 'server'));
		desk.refused(refusal('user.get'));
		expect(desk.known().lack('userGroups.update')).toBeUndefined();
	});

	test('of a list is forgotten when it can be read again', async () => {
		const {desk} = await begun(tokenCredential(demoTokens.full));
		desk.listed('oauthClients', refusal('oauthClients.list'));
		expect(desk.known().lack('oauthClients.update')).toContain('OAuth Client Write');
		desk.listed('oauthClients', undefined);
		expect(desk.known().lack('oauthClients.update')).toBeUndefined();
	});

	test('is asked about again when that is wanted, and what is allowed is not', async () => {
		const {desk, emulator, asked} = await begun(tokenCredential(demoTokens.accountOwned));
		desk.refused(refusal('userGroups.update'));
		emulator.clearRequests();
		desk.askAgain(nothing);
		await vi.waitFor(() => expect(desk.known().abilities.every(({read}) => read === 'yes')).toBe(true));
		expect(desk.known().lack('userGroups.update')).toBeUndefined();
		expect(asked().filter((request) => request.includes('/iam/user_groups') || request.includes('sso'))).toEqual([]);
	});
});
