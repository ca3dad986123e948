/** `cfiam login`: verifies a credential and stores it. */
import type {Credential} from '../api/client.ts';
import type {LoginInvocation} from '../arguments.ts';
import {credentialFromEnvironment} from '../credentials/environment.ts';
import type {KeptSettings} from '../credentials/keeper.ts';
import {accountWords, recordedBaseUrl, type Startup} from '../startup.ts';
import {type AccountWish, type Verified, verifyWithAccount} from './account-choice.ts';
import {emailProblem, readCredential} from './credential-input.ts';
import {Interruption} from './interruption.ts';
import {type Kept, keepCredential} from './keep.ts';
import {writeFacts, writeLines, writeProblem} from './output.ts';
import {noTerminalForPassphrase} from './passphrase.ts';
import {accountText, environmentWins, verifiedFacts} from './report.ts';
import {type CommandSurroundings, exitCodes} from './surroundings.ts';

/** Resolves with the exit code. @throws Interruption, and what `startUp` throws */
export async function login(invocation: LoginInvocation, at: CommandSurroundings): Promise<number> {
	const {profile, account, email} = invocation;
	const startup = at.startUp({profile, account, purpose: 'sign-in'});
	const wrongEmail = email === undefined ? undefined : emailProblem(email);
	if (wrongEmail !== undefined) {
		writeProblem(at.stderr, wrongEmail);
		return exitCodes.wrongUse;
	}
	const store = invocation.store ?? startup.keeper.recorded() ?? 'keychain';
	// Before anybody has typed a token for nothing.
	if (store === 'passphrase-file' && at.talk('passphrase') === undefined) {
		writeProblem(at.stderr, noTerminalForPassphrase);
		return exitCodes.failure;
	}
	const obstacle = await startup.keeper.obstacle();
	if (obstacle !== undefined) {
		writeProblem(at.stderr, obstacle);
		return exitCodes.failure;
	}
	writeLines(at.stderr, startup.remarks);
	let isStoring = false;
	try {
		const credential = await readCredential(email, startup.profile.name, at);
		if (credential === undefined) return exitCodes.failure;
		const verified = await verify(credential, startup, wishOf(startup), at);
		if (verified === undefined) return exitCodes.failure;
		isStoring = true;
		const settings = settingsFor(verified, invocation, startup);
		const attempt = {store, unlock: invocation.unlock};
		const kept = await keepCredential(startup.keeper, credential, settings, attempt, at);
		if (kept === undefined) return exitCodes.failure;
		report(startup, credential, verified, kept, at, invocation.readOnly);
		return exitCodes.fine;
	} catch (error) {
		if (error instanceof Interruption && !isStoring) writeLines(at.stderr, ['Nothing was stored.']);
		throw error;
	}
}

function wishOf(startup: Startup): AccountWish | undefined {
	const {account, accountOrigin} = startup;
	if (account === undefined) return undefined;
	return {id: account, words: accountWords(startup), isOrdered: accountOrigin?.kind !== 'profile'};
}

async function verify(
	credential: Credential,
	{baseUrl}: Startup,
	wish: AccountWish | undefined,
	at: CommandSurroundings,
): Promise<Verified | undefined> {
	const client = at.connect(credential, baseUrl);
	try {
		return await verifyWithAccount(client, wish, at);
	} finally {
		await client.close();
	}
}

/** What the profile is to remember beside the store. */
function settingsFor({account}: Verified, {readOnly}: LoginInvocation, startup: Startup): KeptSettings {
	return {account: account.id, baseUrl: recordedBaseUrl(startup), readOnly: readOnly ? true : undefined};
}

function report(
	{profile, keeper}: Startup,
	credential: Credential,
	{account, verified}: Verified,
	{store, remarks}: Kept,
	{stdout, stderr, environment, now}: CommandSurroundings,
	isLocked: boolean,
): void {
	const noun = credential.kind === 'token' ? 'API token' : 'Global API key';
	writeLines(stdout, ['Signed in to Cloudflare.']);
	writeFacts(stdout, [
		['profile', profile.name],
		['account', accountText(account)],
		...(verified === undefined ? [['kind', noun] as const] : verifiedFacts(verified, now())),
		['store', keeper.nameOf(store)],
		...(isLocked || profile.readOnly ? [['writes', 'locked'] as const] : []),
	]);
	writeLines(stdout, [
		...keeper.keptWords(store),
		...(isLocked ? ['Writes are locked for this profile from now on: --read-only is stored with it.'] : []),
	]);
	const fromEnvironment = credentialFromEnvironment(environment);
	writeLines(stderr, [
		...remarks,
		...(fromEnvironment.kind === 'found' ? [environmentWins(fromEnvironment.source)] : []),
	]);
}
