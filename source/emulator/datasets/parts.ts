/** What the datasets have in common: the owner, the system's resource group, policies, a second account. */
import {permissionGroupId} from '../catalogue/permission-groups.ts';
import {demoOwner} from '../demo-credentials.ts';
import {deriveIdentifier} from '../identifiers.ts';
import type {Member, Policy, ResourceGroup, ResourceGroupReference, SsoConnector} from '../model.ts';
import type {Random} from '../random.ts';
import {type AccountParts, AccountState} from '../state.ts';
import {withMicroseconds} from '../timestamps.ts';

/** The id of the resource group of the whole main account: the one of the official examples (contract, appendix A). */
export const wholeAccountId = '6d7f2f5f5b1d4a0e9081fdc98d432fd1';

export function systemResourceGroup(accountId: string, id: string): ResourceGroup {
	const key = `com.cloudflare.api.account.${accountId}`;
	return {id, name: key, scope: {key, objects: [{key: '*'}]}, editable: false};
}

export const wholeAccount: ResourceGroupReference = {kind: 'listed', id: wholeAccountId};

export function zoneKey(zoneId: string): string {
	return `com.cloudflare.api.account.zone.${zoneId}`;
}

/** Some zones or Workers, written into the policy itself. */
export function inlineScope(accountId: string, keys: readonly string[]): ResourceGroupReference {
	return {
		kind: 'inline',
		scope: {key: `com.cloudflare.api.account.${accountId}`, objects: keys.map((key) => ({key}))},
	};
}

/** A whole zone as the dashboard gives it to a member (contract 3). */
export function adhocZone(zoneId: string): ResourceGroupReference {
	const key = zoneKey(zoneId);
	return {kind: 'adhoc', id: deriveIdentifier(`ad-hoc ${zoneId}`), scope: {key, objects: [{key: '*'}]}};
}

/** A day and a time of that day from a seed, in ms; `days` since the first of January 2023. */
export function instant(random: Random, days: number): number {
	return Date.UTC(
		2023,
		0,
		1 + days,
		7 + random.integer(11),
		random.integer(60),
		random.integer(60),
		random.integer(1000),
	);
}

export function timestamp(random: Random, days: number): string {
	return withMicroseconds(instant(random, days), random.integer(1000));
}

/** `names` of permission groups; a level after a colon tells namesakes apart: `Logs Read:zone`. */
export function policy(
	id: string,
	createdOn: string,
	names: readonly string[],
	resourceGroups: readonly ResourceGroupReference[],
): Policy {
	return {
		id,
		access: 'allow',
		permissionGroups: names.map(permissionGroupId),
		resourceGroups,
		createdOn,
	};
}

/** The person behind the demo's tokens, Super Administrator of the account. */
export function ownerMember(random: Random, memberId: string, system: ResourceGroupReference): Member {
	return {
		id: memberId,
		email: demoOwner.email,
		status: 'accepted',
		userId: demoOwner.userId,
		firstName: demoOwner.firstName,
		lastName: demoOwner.lastName,
		twoFactor: true,
		policies: [policy(random.id(), timestamp(random, 3), ['Super Administrator - All Privileges'], [system])],
		domainScopedRoles: true,
	};
}

/** An account with its owner and nothing else; `connectors` beside it. */
export function emptyAccount(
	random: Random,
	account: AccountParts['account'],
	connectors: readonly SsoConnector[] = [],
): AccountState {
	const systemId = deriveIdentifier(`system ${account.id}`);
	return new AccountState({
		account,
		resourceGroups: () => [systemResourceGroup(account.id, systemId)],
		userGroups: () => [],
		members: () => [ownerMember(random, deriveIdentifier(`owner ${account.id}`), {kind: 'listed', id: systemId})],
		zones: () => [],
		ssoConnectors: () => connectors,
		oauthClients: () => [],
	});
}

/** The account beside the main one, which only credentials for all accounts see. */
export function sandboxAccount(random: Random): AccountState {
	return emptyAccount(
		random,
		{
			id: deriveIdentifier('sandbox account'),
			name: 'Sandbox',
			type: 'standard',
			createdOn: '2024-09-17T10:04:55.310442Z',
			enforceTwoFactor: false,
			abuseContact: null,
		},
		[
			{
				id: deriveIdentifier('sandbox connector'),
				emailDomain: 'kestrel-sandbox.example',
				code: `cloudflare_dashboard_sso=${deriveIdentifier('sandbox code')}`,
				enabled: true,
				fedrampLanguage: false,
				createdOn: '2025-02-11T09:30:00Z',
				updatedOn: '2025-02-12T08:12:09Z',
				verification: {kind: 'verified'},
			},
		],
	);
}
