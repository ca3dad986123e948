import {type PermissionGroup, permissionGroups} from './catalogue/permission-groups.ts';
import {type Role, roles} from './catalogue/roles.ts';
import {Collection} from './collection.ts';
import type {Account, Member, OauthClient, Policy, ResourceGroup, SsoConnector, UserGroup, Zone} from './model.ts';
import {createRandom, type Random} from './random.ts';
import {inSeconds, withMicroseconds} from './timestamps.ts';

/** How the parts of an account come about; each is called when somebody first asks for that part. */
export interface AccountParts {
	readonly account: Account;
	resourceGroups(account: AccountState): Iterable<ResourceGroup>;
	userGroups(account: AccountState): Iterable<UserGroup>;
	members(account: AccountState): Iterable<Member>;
	zones(account: AccountState): Iterable<Zone>;
	ssoConnectors(account: AccountState): Iterable<SsoConnector>;
	oauthClients(account: AccountState): Iterable<OauthClient>;
	/** Permission groups beside those of the catalogue. */
	permissionGroups?(): Iterable<PermissionGroup>;
}

/** Everything in one account. */
export class AccountState {
	readonly account: Account;
	readonly permissionGroups: Collection<PermissionGroup>;
	readonly roles: Collection<Role>;
	readonly resourceGroups: Collection<ResourceGroup>;
	readonly userGroups: Collection<UserGroup>;
	readonly members: Collection<Member>;
	readonly zones: Collection<Zone>;
	readonly ssoConnectors: Collection<SsoConnector>;
	readonly oauthClients: Collection<OauthClient>;

	constructor(parts: AccountParts) {
		this.account = parts.account;
		this.permissionGroups = new Collection(
			(group) => group.id,
			() => [...permissionGroups, ...(parts.permissionGroups?.() ?? [])],
		);
		this.roles = new Collection(
			(role) => role.id,
			() => roles,
		);
		this.resourceGroups = new Collection(
			(group) => group.id,
			() => parts.resourceGroups(this),
		);
		this.userGroups = new Collection(
			(group) => group.id,
			() => parts.userGroups(this),
		);
		this.members = new Collection(
			(member) => member.id,
			() => parts.members(this),
		);
		this.zones = new Collection(
			(zone) => zone.id,
			() => parts.zones(this),
		);
		this.ssoConnectors = new Collection(
			(connector) => connector.id,
			() => parts.ssoConnectors(this),
		);
		this.oauthClients = new Collection(
			(client) => client.id,
			() => parts.oauthClients(this),
		);
	}

	/** The resource group that stands for the whole account; it can not be edited (contract 3). */
	wholeAccountScope(): ResourceGroup['scope'] {
		return {key: `com.cloudflare.api.account.${this.account.id}`, objects: [{key: '*'}]};
	}

	/** Every policy of user groups and members. */
	*policies(): Generator<Policy> {
		for (const group of this.userGroups.values()) {
			yield* group.policies;
		}
		for (const member of this.members.values()) {
			yield* member.policies;
		}
	}
}

export interface StateOptions {
	readonly seed: number;
	readonly now: () => number;
	/** Milliseconds from the start of a verification to its outcome. */
	readonly verificationDelay: number;
	/** Milliseconds that a new user group takes until its members can be asked for (contract 4, quirks). */
	readonly settleDelay: number;
}

/** All accounts, and what makes ids and times for what is created while the emulator runs. */
export class EmulatorState {
	readonly accounts: ReadonlyMap<string, AccountState>;
	/** The account that the demo is about; the first of {@link accounts}. */
	readonly main: AccountState;
	readonly random: Random;
	readonly options: StateOptions;
	/** Ids of user groups that are not settled yet, with the time (ms) when they will be. */
	readonly settlesAt = new Map<string, number>();
	#tick = 0;

	constructor(accounts: readonly [AccountState, ...AccountState[]], options: StateOptions) {
		this.accounts = new Map(accounts.map((account) => [account.account.id, account]));
		this.main = accounts[0];
		this.options = options;
		this.random = createRandom(options.seed, 'created while running');
	}

	now(): number {
		return this.options.now();
	}

	/** The present time as groups have it; microseconds that go up tell writes within one millisecond apart. */
	timestamp(): string {
		this.#tick += 1;
		return withMicroseconds(this.now(), this.#tick);
	}

	/** The present time as connectors and clients have it. */
	timestampInSeconds(): string {
		return inSeconds(this.now());
	}
}
