/** `cfiam whoami`: whose credential is used, where it comes from, and whether it works. */
import type {CloudflareClient, Credential, VerifiedCredential} from '../api/client.ts';
import type {WhoamiInvocation} from '../arguments.ts';
import type {Finding} from '../identity/examine.ts';
import {accountWords, type Startup} from '../startup.ts';
import type {OpenedAccount} from '../store/accounts.ts';
import {examineWithProgress} from './account-choice.ts';
import {writeFacts, writeLines, writeProblem} from './output.ts';
import {accountText, failureProblem, verifiedFacts} from './report.ts';
import {readStored} from './stored.ts';
import {type CommandSurroundings, exitCodes} from './surroundings.ts';

/** A credential and where it comes from. */
interface Sourced {
	readonly credential: Credential;
	/** A variable, or the store as the configuration names it. */
	readonly source: string;
	/** The source for people. */
	readonly sourceText: string;
}

/** What is known of the credential in the end. */
interface Known {
	readonly account: OpenedAccount | undefined;
	/** `undefined`: Cloudflare did not say. */
	readonly verified: VerifiedCredential | undefined;
	/** Of more accounts than one, none of which is chosen. */
	readonly seen: number;
}

/** Resolves with the exit code. @throws Interruption, and what `startUp` throws */
export async function whoami(invocation: WhoamiInvocation, at: CommandSurroundings): Promise<number> {
	const startup = at.startUp({profile: invocation.profile});
	writeLines(at.stderr, startup.remarks);
	const sourced = await sourcedCredential(startup, invocation.unlock, at);
	if (sourced === undefined) return exitCodes.failure;
	const client = at.connect(sourced.credential, startup.baseUrl);
	const finding = await examineAndClose(client, startup, at);
	const known = knownFrom(finding);
	if (known !== undefined) {
		if (invocation.json) at.stdout.write(`${JSON.stringify(jsonOf(sourced, known, startup))}\n`);
		else writeFacts(at.stdout, factsOf(sourced, known, startup, at.now()));
	}
	if (finding.kind === 'failed') {
		writeProblem(at.stderr, failureProblem(finding.failure, accountWords(startup)));
		return exitCodes.failure;
	}
	if (finding.kind === 'by-hand' && !finding.accepted) {
		writeProblem(at.stderr, {
			title: 'Whether it works can not be told without the account: set CLOUDFLARE_ACCOUNT_ID.',
			lines: finding.reason,
		});
		return exitCodes.failure;
	}
	return exitCodes.fine;
}

async function sourcedCredential(
	startup: Startup,
	unlock: boolean,
	at: CommandSurroundings,
): Promise<Sourced | undefined> {
	const {environmentCredential: found, keeper} = startup;
	if (found !== undefined) {
		const sourceText = `${found.source} (environment)`;
		return {credential: found.credential, source: found.source, sourceText};
	}
	const stored = await readStored(startup, unlock, at);
	if (stored === undefined) return undefined;
	return {credential: stored.credential, source: stored.store, sourceText: keeper.nameOf(stored.store)};
}

async function examineAndClose(
	client: CloudflareClient,
	{account}: Startup,
	at: CommandSurroundings,
): Promise<Finding> {
	try {
		return await examineWithProgress(client, account, at);
	} finally {
		await client.close();
	}
}

/** Undefined: nothing. */
function knownFrom(finding: Finding): Known | undefined {
	switch (finding.kind) {
		case 'account':
			return {account: finding.account, verified: finding.verified, seen: 1};
		case 'accounts':
			return {account: undefined, verified: finding.verified, seen: finding.accounts.length};
		case 'by-hand':
			return finding.accepted ? {account: undefined, verified: finding.verified, seen: 0} : undefined;
		case 'failed':
			return finding.verified === undefined ? undefined : {account: undefined, verified: finding.verified, seen: 0};
	}
}

/** `token`: of a user or an account, Cloudflare did not say. */
function kindOf({credential}: Sourced, {verified}: Known): 'user-token' | 'account-token' | 'global-key' | 'token' {
	if (credential.kind === 'key') return 'global-key';
	switch (verified?.kind) {
		case 'user token':
			return 'user-token';
		case 'account token':
			return 'account-token';
		case 'global key':
		case undefined:
			return 'token';
	}
}

function emailOf({credential}: Sourced, {verified}: Known): string | undefined {
	return verified?.email ?? (credential.kind === 'key' ? credential.email : undefined);
}

/** Names and meaning stay as they are: scripts read it. */
function jsonOf(sourced: Sourced, known: Known, {profile, baseUrl}: Startup) {
	const {account, verified} = known;
	return {
		profile: profile.name,
		account: account === undefined ? null : {id: account.id, name: account.name ?? null},
		source: sourced.source,
		kind: kindOf(sourced, known),
		status: verified?.status ?? null,
		expiresOn: verified?.expiresOn ?? null,
		email: emailOf(sourced, known) ?? null,
		baseUrl,
	};
}

function factsOf(
	sourced: Sourced,
	known: Known,
	startup: Startup,
	now: number,
): readonly (readonly [string, string])[] {
	const {profile, baseUrl} = startup;
	const {verified} = known;
	const email = emailOf(sourced, known);
	return [
		['profile', profile.name],
		[
			'account',
			known.account === undefined ? noAccountText(known) : `${accountText(known.account)}${ofProfile(startup)}`,
		],
		['source', sourced.sourceText],
		...(verified === undefined
			? ([
					['kind', sourced.credential.kind === 'key' ? 'Global API key' : 'API token'],
					['status', 'not known'],
				] as const)
			: verifiedFacts(verified, now)),
		...(email === undefined ? [] : [['e-mail', email] as const]),
		['server', baseUrl],
	];
}

/** The profile does not say with whose credential its account is opened. */
function ofProfile({accountOrigin, environmentCredential}: Startup): string {
	return accountOrigin?.kind === 'profile' && environmentCredential !== undefined ? ', as the profile has it' : '';
}

function noAccountText({verified, seen}: Known): string {
	if (seen > 1) return `none chosen of the ${seen} that it sees`;
	return verified?.status === 'active' ? 'not known: the credential sees none' : 'not asked for';
}
