/** Whose lists are kept for the next start, and under what: between the credential and the files. */
import {parseBaseUrl} from './api/base-url.ts';
import type {AccountId} from './api/ids.ts';
import {type AccountCache, openAccountCache, type SealMode} from './cache/account-cache.ts';
import {removeListsFiles} from './cache/list-files.ts';
import type {ChosenProfile} from './configuration/profile.ts';
import type {Keeper} from './credentials/keeper.ts';
import type {Credential} from './credentials/text.ts';
import type {Secret} from './secret.ts';

/** For whom lists are kept, and with what they are sealed. */
export interface ListsOrigin {
	readonly profile: string;
	readonly mode: SealMode;
	readonly secret: Secret;
	/** Version of the program, and what else the credential says. */
	readonly context: readonly string[];
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Undefined: none are kept. Where the credential is stored nowhere they are, if that is wanted in so many words. */
export function listsOrigin({
	credential,
	isStored,
	profile: {name, cache},
	version,
}: {
	readonly credential: Credential | undefined;
	readonly isStored: boolean;
	readonly profile: Pick<ChosenProfile, 'name' | 'cache'>;
	readonly version: string;
}): ListsOrigin | undefined {
	if (credential === undefined || cache === 'off' || (cache === 'encrypted' && !isStored)) return undefined;
	const secret = credential.kind === 'token' ? credential.token : credential.key;
	const whose = credential.kind === 'token' ? '' : credential.email;
	return {profile: name, mode: cache, secret, context: [version, credential.kind, whose]};
}

/** The lists of the last visit. Reads a file: some milliseconds for one of 5 MB. */
export function openLists(
	{context, ...origin}: ListsOrigin,
	baseUrl: string,
	account: AccountId,
	environment: Variables,
): AccountCache {
	return openAccountCache({...origin, environment, context: [...context, parseBaseUrl(baseUrl).href, account]});
}

/** Signing out removes what was kept of the account's lists as well. */
export function withListsRemoved(keeper: Keeper, environment: Variables): Keeper {
	return {
		...keeper,
		async remove(call) {
			const outcome = await keeper.remove(call);
			if (outcome.kind === 'done') await removeLists(environment, keeper.profile);
			return outcome;
		},
	};
}

/** Without the credential nobody can read them: that they stay is no harm. */
export async function removeLists(environment: Variables, profile: string): Promise<void> {
	await removeListsFiles(environment, profile).catch(() => undefined);
}
