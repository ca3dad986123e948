/**
 * What is known of the credential of an open account: who it is, and what it may do. Asked once, behind what is on the
 * screen; after that what Cloudflare refuses is remembered, so that a key says beforehand what would come of it.
 */
import {type CloudflareClient, CloudflareError} from '../api/client.ts';
import type {AccountId} from '../api/ids.ts';
import {findOperation, type OperationId} from '../api/operations.ts';
import {type VerifiedCredential, verifyCredential} from '../api/verification.ts';
import type {AreaAbility, CredentialKnowledge, Self} from '../insight/credential.ts';
import type {Resource} from '../insight/knowledge.ts';
import {readAbilities, rememberedAbilities, unaskedAbility} from './abilities.ts';
import {areaResources} from './area-titles.ts';
import {isWritable, readPermission, writePermission} from './permissions.ts';

export interface CredentialDesk {
	/** Another object whenever more is known. */
	known(): CredentialKnowledge;
	/**
	 * Asks in the background who it is and what it may change; once. `isReadable`: whether the area's list has been read
	 * already, which is answer enough.
	 */
	begin(isReadable: (resource: Resource) => boolean): void;
	/** Asks about every area of which not all is known to be allowed, refusals of before included. */
	askAgain(isReadable: (resource: Resource) => boolean): void;
	/** A write was refused: remembered where a permission is missing. */
	refused(error: CloudflareError): void;
	/** An area's list was read, or was not: it may be readable by now. */
	listed(resource: Resource, error: CloudflareError | undefined): void;
	subscribe(listener: () => void): () => void;
	close(): void;
}

/** Who the credentials of clients are, as far as they have been asked: another account needs no other answer. */
const selves = new WeakMap<CloudflareClient, Self>();

/** The area that an operation belongs to; undefined for those of the credential itself. */
function resourceOf(operation: string): Resource | undefined {
	return areaResources.find((resource) => operation.startsWith(`${resource}.`));
}

/** Undefined where the question was not answered. */
async function selfOf(
	client: CloudflareClient,
	verified: VerifiedCredential | undefined,
	signal: AbortSignal,
): Promise<Self | undefined> {
	const person = (email: string | null | undefined, userId?: string | null): Self =>
		email
			? {kind: 'person', email, ...(userId ? {userId} : {})}
			: {kind: 'unknown', why: 'Cloudflare does not name its user'};
	switch (verified?.kind) {
		case undefined:
			return undefined;
		case 'account token':
			return {kind: 'account-token'};
		case 'global key':
			return person(verified.email, verified.userId);
		case 'user token':
			try {
				const {email, id} = await client.user.get({signal, priority: 'background'});
				return person(email, id);
			} catch (error) {
				return error instanceof CloudflareError && error.kind === 'permission'
					? {kind: 'unknown', why: 'this token may not read whose it is (User Details Read)'}
					: undefined;
			}
	}
}

export function createCredentialDesk(client: CloudflareClient, account: AccountId): CredentialDesk {
	const {credentialKind: kind} = client;
	const controller = new AbortController();
	const {signal} = controller;
	const listeners = new Set<() => void>();
	const abilities = new Map<Resource, AreaAbility>(
		rememberedAbilities(client, account).map((ability) => [ability.resource, ability]),
	);
	/** `userGroups true`: an area, and whether it is about writing. */
	const refusals = new Set<string>();
	let self: Self = selves.get(client) ?? {kind: 'unknown', why: 'who you are has not been asked yet'};
	let known: CredentialKnowledge | undefined;
	let isBegun = false;
	let asking: Promise<void> = Promise.resolve();

	const changed = (): void => {
		known = undefined;
		if (signal.aborted) return;
		for (const listener of [...listeners]) listener();
	};

	const abilityOf = (resource: Resource): AreaAbility => {
		const ability = abilities.get(resource) ?? unaskedAbility(resource);
		const reads = refusals.has(`${resource} false`);
		const writes = reads || refusals.has(`${resource} true`);
		if (!reads && !writes) return ability;
		return {
			...ability,
			read: reads ? 'no' : ability.read,
			write: 'no',
			permission: kind === 'key' ? undefined : reads ? readPermission(resource) : writePermission(resource),
		};
	};

	const lack = (id: OperationId): string | undefined => {
		const operation = findOperation(id);
		const resource = resourceOf(id);
		if (resource === undefined) return undefined;
		const {read, write, reason} = abilityOf(resource);
		if ((operation.writes ? write : read) !== 'no') return undefined;
		const more = ':permissions shows how to get it';
		if (kind === 'key') return `this Global API key may not do that: ${reason ?? 'No role of its user allows it.'}`;
		const held = operation.writes && read === 'yes' ? readPermission(resource) : undefined;
		return held === undefined
			? `needs ${operation.permission}, which this token lacks; ${more}`
			: `needs ${operation.permission}: this token has ${held}; ${more}`;
	};

	const askSelf = async (verified: VerifiedCredential | undefined): Promise<void> => {
		if (selves.has(client)) return;
		const found = await selfOf(client, verified, signal);
		if (found === undefined) return;
		self = found;
		selves.set(client, found);
		changed();
	};

	const ask = async (resources: readonly Resource[], isReadable: (resource: Resource) => boolean): Promise<void> => {
		const options = {signal, priority: 'background'} as const;
		const verified = client.verified ?? (await verifyCredential(client, account, options).catch(() => undefined));
		if (signal.aborted) return;
		await Promise.all([
			askSelf(verified),
			resources.length === 0
				? undefined
				: readAbilities(client, account, {
						...options,
						verified,
						resources,
						isReadable,
						onChange(found) {
							for (const ability of found) abilities.set(ability.resource, ability);
							changed();
						},
					}),
		]);
	};

	const note = (refusal: string): void => {
		if (refusals.has(refusal)) return;
		refusals.add(refusal);
		changed();
	};

	/** One after the other: what the first finds out the second need not ask. */
	const queue = (next: () => Promise<void>): void => {
		asking = asking.then(next).catch(() => undefined);
	};

	return {
		known() {
			known ??= {kind, self, abilities: areaResources.map(abilityOf), lack};
			return known;
		},
		begin(isReadable) {
			if (isBegun) return;
			isBegun = true;
			queue(() =>
				ask(
					areaResources.filter((resource) => isWritable(resource) && !abilities.has(resource)),
					isReadable,
				),
			);
		},
		askAgain(isReadable) {
			isBegun = true;
			queue(async () => {
				refusals.clear();
				const isSettled = ({read, write, writes}: AreaAbility): boolean =>
					read === 'yes' && (!writes || write === 'yes');
				const open = areaResources.filter(
					(resource) => !isSettled(abilities.get(resource) ?? unaskedAbility(resource)),
				);
				changed();
				await ask(open, isReadable);
			});
		},
		refused({kind: refusal, operation = ''}) {
			const resource = resourceOf(operation);
			if (refusal === 'permission' && resource !== undefined) note(`${resource} true`);
		},
		listed(resource, error) {
			if (error?.kind === 'permission') {
				note(`${resource} false`);
				return;
			}
			if (error !== undefined || abilityOf(resource).read !== 'no') return;
			refusals.delete(`${resource} false`);
			abilities.set(resource, {...unaskedAbility(resource), read: 'yes'});
			changed();
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close: () => controller.abort(),
	};
}
