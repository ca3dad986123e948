/** What the emulator keeps. Field names are ours; `representation.ts` turns it into Cloudflare's JSON. */
import type {Membership} from './membership.ts';

/** The container and the things in it (contract 3). */
export interface Scope {
	readonly key: string;
	readonly objects: readonly {readonly key: string}[];
}

/**
 * Fields put over the JSON of an object as they are: for data that must look broken or newer than we know. A value
 * that is undefined takes the field away.
 */
export type Overlay = Readonly<Record<string, unknown>>;

export interface ResourceGroup {
	readonly id: string;
	name: string;
	scope: Scope;
	readonly editable: boolean;
	readonly overlay?: Overlay | undefined;
}

/** What a policy applies to: a resource group of the account, or a scope written into the policy. */
export type ResourceGroupReference =
	| {readonly kind: 'listed'; readonly id: string}
	/** As user groups have it: comes back without id, name and meta (contract 11.17). */
	| {readonly kind: 'inline'; readonly scope: Scope}
	/** As the dashboard gives single domains to members: one nameless group for each zone (contract 3). */
	| {readonly kind: 'adhoc'; readonly id: string; readonly scope: Scope};

export interface Policy {
	readonly id: string;
	readonly access: string;
	readonly permissionGroups: readonly string[];
	readonly resourceGroups: readonly ResourceGroupReference[];
	readonly createdOn: string;
}

export interface UserGroup {
	readonly id: string;
	name: string;
	readonly createdOn: string;
	modifiedOn: string;
	policies: readonly Policy[];
	/** Ids of policies that the group had before: a PUT with one of them is refused (contract 4.4). */
	readonly spentPolicyIds: Set<string>;
	/** Name, members and existence come from the identity provider; shown as the extra field `managed_by`. */
	readonly managedBy?: 'scim' | undefined;
	/** Listing its members is refused, as for a group whose own policy is broken (contract 5.1). */
	readonly broken?: boolean | undefined;
	readonly members: Membership;
	readonly overlay?: Overlay | undefined;
}

export type MemberStatus = 'accepted' | 'pending' | 'rejected';

/** A member of the account; `id` is the id of the membership, `userId` that of the person (contract 11.6). */
export interface Member {
	readonly id: string;
	readonly email: string;
	status: MemberStatus;
	readonly userId: string | undefined;
	readonly firstName: string | null;
	readonly lastName: string | null;
	readonly twoFactor: boolean;
	policies: readonly Policy[];
	/** Whether the account flag for domain-scoped roles is on; a user group takes no one without (contract 1.4). */
	readonly domainScopedRoles: boolean;
	readonly overlay?: Overlay | undefined;
}

export type ZoneStatus = 'initializing' | 'pending' | 'active' | 'moved';
export type ZoneType = 'full' | 'partial' | 'secondary' | 'internal';

export interface Zone {
	readonly id: string;
	readonly name: string;
	readonly status: ZoneStatus;
	readonly type: ZoneType;
	readonly plan: string;
	readonly createdOn: string;
	readonly overlay?: Overlay | undefined;
}

/** Where a verification stands. A running one has an outcome only once its time has passed: see verification.ts. */
export type Verification =
	| {readonly kind: 'awaiting'}
	| {readonly kind: 'running'; readonly since: number}
	| {readonly kind: 'verified'}
	| {readonly kind: 'failed'};

export interface SsoConnector {
	readonly id: string;
	readonly emailDomain: string;
	readonly code: string;
	enabled: boolean;
	fedrampLanguage: boolean;
	readonly createdOn: string;
	updatedOn: string;
	verification: Verification;
	readonly overlay?: Overlay | undefined;
}

/** What a client of the API may set (contract 7.2), as it was given. */
export interface OauthSettings {
	client_name: string;
	grant_types: readonly string[];
	response_types: readonly string[];
	redirect_uris: readonly string[];
	scopes: readonly string[];
	token_endpoint_auth_method: string;
	optional_scopes?: readonly string[] | undefined;
	allowed_cors_origins?: readonly string[] | undefined;
	post_logout_redirect_uris?: readonly string[] | undefined;
	client_uri?: string | undefined;
	logo_uri?: string | undefined;
	policy_uri?: string | undefined;
	tos_uri?: string | undefined;
}

export interface OauthClient {
	readonly id: string;
	visibility: 'private' | 'public';
	settings: OauthSettings;
	/** The present secret last; two while an old one is still valid. */
	secrets: readonly string[];
	readonly publisherCode: string;
	/** Of the host of client_uri; undefined without one. */
	uriVerification: Verification | undefined;
	/** The host that has been verified and can not change any more (contract 7.4). */
	verifiedHost: string | undefined;
	readonly createdAt: string;
	updatedAt: string;
	promotedAt: string | undefined;
	readonly overlay?: Overlay | undefined;
}

export interface Account {
	readonly id: string;
	readonly name: string;
	readonly type: 'standard' | 'enterprise';
	readonly createdOn: string;
	readonly enforceTwoFactor: boolean;
	readonly abuseContact: string | null;
}
