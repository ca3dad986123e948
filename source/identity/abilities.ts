/**
 * What a credential may do with each area. Reading is tried, with the smallest list there is; nothing that writes is
 * ever sent to find out. What a credential may change is taken from what Cloudflare tells about it: the policies of a
 * token, which only tokens that may read tokens are told, and the role of a key's user (contract 9.8).
 *
 * The members of user groups are not asked for on their own: the same permissions open them and the groups (contract 4
 * and 5).
 */
import {type CallOptions, type CloudflareClient, CloudflareError} from '../api/client.ts';
import type {AccountId} from '../api/ids.ts';
import type {VerifiedCredential} from '../api/verification.ts';
import type {AreaAbility} from '../insight/credential.ts';
import type {Resource} from '../insight/knowledge.ts';
import {areaResources, areaTitles} from './area-titles.ts';
import {isWritable, readPermission, writePermission} from './permissions.ts';
import {type Rights, readRights, untold} from './rights.ts';

export type {Ability, AreaAbility} from '../insight/credential.ts';

export interface AbilityOptions extends CallOptions {
	/** What Cloudflare said of the credential; without it nobody can ask for the policies of a token. */
	readonly verified?: VerifiedCredential | undefined;
	/** The areas to ask about; all of them unless given. */
	readonly resources?: readonly Resource[] | undefined;
	/** Whether an area is known to be readable: that is not asked again. */
	readonly isReadable?: ((resource: Resource) => boolean) | undefined;
	/** Called at once, with everything unknown, then after each answer; not any more once the signal is given. */
	readonly onChange?: ((abilities: readonly AreaAbility[]) => void) | undefined;
}

type Reading =
	| {readonly kind: 'asking'}
	| {readonly kind: 'yes'}
	| {readonly kind: 'no'; readonly permission: string | undefined; readonly reason: string | undefined}
	| {readonly kind: 'unknown'; readonly reason: string};

const asking: Reading = {kind: 'asking'};

/** Operations that take no keys (contract 6). */
const tokensOnly: ReadonlySet<Resource> = new Set(['ssoConnectors']);

/**
 * Asks what a credential may do that is known to be good: a refusal then means that it lacks a permission. Never
 * rejects: what could not be found out is `unknown`, with the reason.
 */
export async function readAbilities(
	client: CloudflareClient,
	account: AccountId,
	options: AbilityOptions,
): Promise<readonly AreaAbility[]> {
	const {verified, onChange, signal, priority, resources = areaResources, isReadable = () => false} = options;
	const call: CallOptions = {signal, priority};
	const readings = new Map<Resource, Reading>(
		resources.filter(isReadable).map((resource) => [resource, {kind: 'yes'}]),
	);
	let rights: Rights | undefined;
	const present = () =>
		resources.map((resource) => abilityOf(client, resource, readings.get(resource) ?? asking, rights));
	const tell = () => {
		if (signal?.aborted === true) return;
		remember(client, account, present());
		onChange?.(present());
	};
	tell();
	await Promise.all([
		...resources.map(async (resource) => {
			if (readings.has(resource)) return;
			readings.set(resource, await reading(client, account, resource, call));
			tell();
		}),
		readRights(client, account, verified, call).then((found) => {
			rights = found;
			tell();
		}),
	]);
	return present();
}

const remembered = new WeakMap<CloudflareClient, Map<string, readonly AreaAbility[]>>();

function remember(client: CloudflareClient, account: AccountId, abilities: readonly AreaAbility[]): void {
	const byAccount = remembered.get(client) ?? new Map<string, readonly AreaAbility[]>();
	remembered.set(client, byAccount);
	const known = new Map((byAccount.get(account) ?? []).map((ability) => [ability.resource, ability]));
	for (const ability of abilities) if (!ability.asking) known.set(ability.resource, ability);
	byAccount.set(account, [...known.values()]);
}

/** What has been found out with this client before, such as at its sign-in. */
export function rememberedAbilities(client: CloudflareClient, account: AccountId): readonly AreaAbility[] {
	return remembered.get(client)?.get(account) ?? [];
}

/** An area that nobody has asked about. */
export function unaskedAbility(resource: Resource): AreaAbility {
	return {
		resource,
		area: areaTitles[resource],
		read: 'unknown',
		write: isWritable(resource) ? 'unknown' : 'no',
		writes: isWritable(resource),
		asking: false,
	};
}

function abilityOf(
	{credentialKind}: CloudflareClient,
	resource: Resource,
	reading: Reading,
	rights: Rights | undefined,
): AreaAbility {
	const writes = isWritable(resource);
	const isRefused = reading.kind === 'no';
	// Who may not read an area may not change it: writing includes reading.
	const write = writes && !isRefused ? (rights ?? untold)(resource) : 'no';
	const missing = write === 'no' && writes && credentialKind === 'token' ? writePermission(resource) : undefined;
	return {
		resource,
		area: areaTitles[resource],
		read: reading.kind === 'asking' ? 'unknown' : reading.kind,
		write,
		writes,
		asking: reading.kind === 'asking' || (writes && !isRefused && rights === undefined),
		permission: isRefused ? reading.permission : missing,
		reason: reading.kind === 'no' || reading.kind === 'unknown' ? reading.reason : undefined,
	};
}

async function reading(
	client: CloudflareClient,
	account: AccountId,
	resource: Resource,
	options: CallOptions,
): Promise<Reading> {
	const isKey = client.credentialKind === 'key';
	const permission = readPermission(resource);
	if (isKey && tokensOnly.has(resource)) {
		return {kind: 'no', permission: undefined, reason: 'Cloudflare takes API tokens only here.'};
	}
	// Open to every credential: nothing to find out.
	if (permission === undefined) return {kind: 'yes'};
	try {
		const shown = await readLittle(client, account, resource, options);
		// Where the permission is missing the list of zones is empty, not refused (contract 9.1, 9.5).
		return resource === 'zones' && shown === 0
			? {
					kind: 'unknown',
					reason: `No zone is shown: there is none, or ${isKey ? 'its user may see none' : `${permission} is missing`}.`,
				}
			: {kind: 'yes'};
	} catch (error) {
		if (!(error instanceof CloudflareError)) return {kind: 'unknown', reason: String(error)};
		if (isRefusal(error)) {
			return isKey
				? {kind: 'no', permission: undefined, reason: 'No role of its user allows it.'}
				: {kind: 'no', permission, reason: undefined};
		}
		return {kind: 'unknown', reason: error.messages[0] ?? 'Cloudflare gave no reason.'};
	}
}

/** Code 10000 stands for a missing permission too, mostly with status 403, sometimes with 401 (contract 1.4). */
function isRefusal({kind, code}: CloudflareError): boolean {
	return kind === 'permission' || (kind === 'authentication' && code === 10000);
}

/** The smallest request that shows whether the area can be read; answers how many rows came. */
async function readLittle(
	client: CloudflareClient,
	account: AccountId,
	resource: Resource,
	options: CallOptions,
): Promise<number> {
	const few = {per_page: 1};
	switch (resource) {
		case 'userGroups':
		case 'members':
		case 'permissionGroups':
		case 'zones':
		case 'roles':
			return (await client[resource].list(account, few, options)).items.length;
		case 'resourceGroups':
			// Not paged; under this name there is the account's own group alone (contract 4).
			return (await client.resourceGroups.list(account, {name: `com.cloudflare.api.account.${account}`}, options)).items
				.length;
		case 'ssoConnectors':
		case 'oauthClients':
			return (await client[resource].list(account, options)).items.length;
		case 'oauthScopes':
			return (await client.oauthScopes.list(options)).items.length;
	}
}

/** What has to be said once below the list of abilities; nothing while answers are still to come. */
export function abilityRemarks(abilities: readonly AreaAbility[]): readonly string[] {
	if (abilities.some((ability) => ability.asking)) return [];
	const isUntold = abilities.some(({writes, write}) => writes && write === 'unknown');
	const lacks = abilities.some(({permission}) => permission !== undefined);
	return [
		...(isUntold ? ['Cloudflare does not tell what it may change: that shows when it is tried.'] : []),
		...(lacks ? ['A permission that was just added may take a minute to work everywhere.'] : []),
	];
}
