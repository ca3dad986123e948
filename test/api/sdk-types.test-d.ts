/**
 * Holds our types against those of the official SDK, at compile time: nothing here runs. A field that the SDK knows and
 * we do not, or an answer of the SDK's type that our schemas would refuse, does not compile.
 */
import type * as accounts from 'cloudflare/resources/accounts/accounts';
import type * as accountMembers from 'cloudflare/resources/accounts/members';
import type * as accountRoles from 'cloudflare/resources/accounts/roles';
import type * as accountTokens from 'cloudflare/resources/accounts/tokens';
import type * as iam from 'cloudflare/resources/iam';
import type * as groupMembers from 'cloudflare/resources/iam/user-groups';
import type * as memberships from 'cloudflare/resources/memberships/memberships';
import type * as shared from 'cloudflare/resources/shared';
import type * as userTokens from 'cloudflare/resources/user/tokens';
import type * as user from 'cloudflare/resources/user/user';
import type * as zones from 'cloudflare/resources/zones/zones';
import type * as v from 'valibot';
import type {AccountsQuery} from '../../source/api/accounts.ts';
import type {GroupMembersQuery} from '../../source/api/group-members.ts';
import type {MemberId} from '../../source/api/ids.ts';
import type {MembersQuery} from '../../source/api/members.ts';
import type {OauthClientChange, OauthClientInput} from '../../source/api/oauth-clients.ts';
import type {PageQuery} from '../../source/api/paging.ts';
import type {PermissionGroupsQuery} from '../../source/api/permission-groups.ts';
import type {ResourceGroupInput, ResourceGroupsQuery} from '../../source/api/resource-groups.ts';
import type * as schemas from '../../source/api/schemas.ts';
import type {SsoConnectorChange, SsoConnectorInput} from '../../source/api/sso-connectors.ts';
import type {UserGroupInput, UserGroupsQuery} from '../../source/api/user-groups.ts';
import type {ZonesQuery} from '../../source/api/zones.ts';

type Leaf = string | number | boolean | null | undefined;

/** Interfaces as plain objects, lists as lists, branded ids as text. */
type Plain<T> =
	T extends v.Brand<string>
		? string
		: T extends Leaf
			? T
			: T extends readonly (infer Item)[]
				? Plain<Item>[]
				: {[Key in keyof T]: Plain<T[Key]>};

/** The keys that a type names itself, apart from "any other text". */
type NamedKeys<T> = keyof {[Key in keyof T as string extends Key ? never : Key]: T[Key]} & string;

/** A map from texts takes every key. */
type IsMap<T> = string extends keyof T ? ([NamedKeys<T>] extends [never] ? true : false) : false;

/** Paths of what `Theirs` names and `Ours` does not. */
type Missing<Theirs, Ours, Path extends string = ''> = Theirs extends Leaf
	? never
	: Theirs extends readonly (infer Item)[]
		? Ours extends readonly (infer OurItem)[]
			? Missing<Item, OurItem, `${Path}[]`>
			: `${Path} is a list`
		: IsMap<Ours> extends true
			? never
			: {
					[Key in NamedKeys<Theirs>]-?: Key extends NamedKeys<Ours>
						? Missing<NonNullable<Theirs[Key]>, NonNullable<Ours[Key & keyof Ours]>, `${Path}.${Key}`>
						: `${Path}.${Key}`;
				}[NamedKeys<Theirs>];

/** What is wrong: never when our schema takes every answer of their type and names all of its fields. */
type Faults<Theirs, Schema extends v.GenericSchema> =
	| Missing<Theirs, v.InferOutput<Schema>>
	| ([Plain<Theirs>] extends [v.InferInput<Schema>] ? never : 'our schema refuses an answer of their type');

/** What is wrong: never when all that they let one send can be sent with ours, and nothing else. */
type ParameterFaults<Theirs, Ours, Aside extends string = never> =
	| Missing<Omit<Theirs, 'account_id' | Aside>, Plain<Ours>>
	| Missing<Plain<Ours>, Omit<Theirs, 'account_id'>>
	| ([Plain<Omit<Theirs, 'account_id' | Aside>>] extends [Plain<Ours>] ? never : 'ours does not take theirs');

/** Compiles only when nothing is wrong. */
type None<_Nothing extends never> = true;

export type Answers = [
	None<Faults<iam.PermissionGroupListResponse, typeof schemas.permissionGroupSchema>>,
	None<Faults<iam.PermissionGroupGetResponse, typeof schemas.permissionGroupSchema>>,
	None<Faults<iam.ResourceGroupListResponse, typeof schemas.listedResourceGroupSchema>>,
	None<Faults<iam.ResourceGroupGetResponse, typeof schemas.listedResourceGroupSchema>>,
	None<Faults<iam.ResourceGroupCreateResponse, typeof schemas.listedResourceGroupSchema>>,
	None<Faults<iam.ResourceGroupUpdateResponse, typeof schemas.listedResourceGroupSchema>>,
	None<Faults<iam.UserGroupListResponse, typeof schemas.userGroupSchema>>,
	None<Faults<iam.UserGroupGetResponse, typeof schemas.userGroupSchema>>,
	None<Faults<iam.UserGroupCreateResponse, typeof schemas.userGroupSchema>>,
	None<Faults<iam.UserGroupUpdateResponse, typeof schemas.userGroupSchema>>,
	None<Faults<groupMembers.MemberListResponse, typeof schemas.groupMemberSchema>>,
	None<Faults<groupMembers.MemberCreateResponse, typeof schemas.groupMemberSchema>>,
	None<Faults<groupMembers.MemberUpdateResponse, typeof schemas.groupMemberSchema>>,
	None<Faults<groupMembers.MemberDeleteResponse, typeof schemas.groupMemberSchema>>,
	None<Faults<groupMembers.MemberGetResponse, typeof schemas.groupMemberDetailSchema>>,
	// Every field of a connector is optional there; without an id there is nothing to open (contract 6).
	None<Faults<Required<Pick<iam.SSOListResponse, 'id'>> & iam.SSOListResponse, typeof schemas.ssoConnectorSchema>>,
	None<Faults<Required<Pick<iam.SSOGetResponse, 'id'>> & iam.SSOGetResponse, typeof schemas.ssoConnectorSchema>>,
	None<Faults<Required<Pick<iam.SSOCreateResponse, 'id'>> & iam.SSOCreateResponse, typeof schemas.ssoConnectorSchema>>,
	None<Faults<Required<Pick<iam.SSOUpdateResponse, 'id'>> & iam.SSOUpdateResponse, typeof schemas.ssoConnectorSchema>>,
	None<Faults<iam.OAuthClientListResponse, typeof schemas.oauthClientSchema>>,
	None<Faults<iam.OAuthClientGetResponse, typeof schemas.oauthClientSchema>>,
	None<Faults<iam.OAuthClientUpdateResponse, typeof schemas.oauthClientSchema>>,
	// The secret is taken out before the rest is parsed.
	None<Faults<Omit<iam.OAuthClientCreateResponse, 'client_secret'>, typeof schemas.oauthClientSchema>>,
	None<Faults<iam.OAuthScopeListResponse, typeof schemas.oauthScopeSchema>>,
	None<Faults<accounts.Account, typeof schemas.accountSchema>>,
	None<Faults<Omit<shared.Member, 'id'> & {id: string}, typeof schemas.accountMemberSchema>>,
	// Permissions are a map here: products come and go.
	None<Faults<shared.Role, typeof schemas.roleSchema>>,
	None<Faults<accountTokens.TokenVerifyResponse, typeof schemas.tokenVerificationSchema>>,
	None<Faults<userTokens.TokenVerifyResponse, typeof schemas.tokenVerificationSchema>>,
	None<Faults<Pick<shared.Token, 'id' | 'name' | 'policies'>, typeof schemas.tokenSchema>>,
	None<Faults<Pick<memberships.Membership, 'id' | 'status' | 'roles'>, typeof schemas.membershipSchema>>,
	// Of zones and of one's own user only what the contract needs (9.5, 9.8).
	None<Faults<Pick<zones.Zone, 'id' | 'name' | 'status' | 'account'>, typeof schemas.zoneSchema>>,
	None<
		Faults<
			Pick<
				user.UserGetResponse,
				'id' | 'email' | 'first_name' | 'last_name' | 'two_factor_authentication_enabled' | 'suspended'
			>,
			typeof schemas.userSchema
		>
	>,
];

/** A policy as it is sent; theirs know no inline resource groups (contract 4.2). */
type ById<Input> = Input extends {policies?: readonly (infer Policy)[] | undefined}
	? Omit<Input, 'policies'> & {
			policies?: readonly (Omit<Policy, 'resource_groups'> & {resource_groups: {id: string}[]})[] | undefined;
		}
	: never;

/** Theirs want the policy's id on update, which Cloudflare refuses (contract 4.4). */
type WithoutPolicyIds<Params extends {policies?: readonly object[]}> = Omit<Params, 'policies'> & {
	policies?: Omit<NonNullable<Params['policies']>[number], 'id'>[];
};

export type Parameters = [
	None<ParameterFaults<iam.PermissionGroupListParams, PermissionGroupsQuery>>,
	None<ParameterFaults<iam.ResourceGroupListParams, ResourceGroupsQuery>>,
	None<ParameterFaults<iam.ResourceGroupCreateParams, ResourceGroupInput>>,
	None<ParameterFaults<iam.ResourceGroupUpdateParams, Partial<ResourceGroupInput>>>,
	None<ParameterFaults<iam.UserGroupListParams, UserGroupsQuery>>,
	None<ParameterFaults<iam.UserGroupCreateParams, ById<UserGroupInput>>>,
	None<ParameterFaults<WithoutPolicyIds<iam.UserGroupUpdateParams>, ById<Partial<UserGroupInput>>>>,
	None<ParameterFaults<groupMembers.MemberListParams, GroupMembersQuery>>,
	None<ParameterFaults<groupMembers.MemberCreateParams, {members: {id: MemberId}[]}>>,
	None<ParameterFaults<groupMembers.MemberUpdateParams, {members: {id: MemberId}[]}>>,
	None<ParameterFaults<iam.SSOCreateParams, SsoConnectorInput>>,
	None<ParameterFaults<iam.SSOUpdateParams, SsoConnectorChange>>,
	None<ParameterFaults<iam.OAuthClientCreateParams, OauthClientInput>>,
	None<ParameterFaults<iam.OAuthClientUpdateParams, OauthClientChange>>,
	None<ParameterFaults<accounts.AccountListParams, AccountsQuery>>,
	None<ParameterFaults<accountMembers.MemberListParams, MembersQuery>>,
	None<ParameterFaults<accountRoles.RoleListParams, PageQuery>>,
	// The account is a parameter of its own here; nobody asks for zones by type.
	None<ParameterFaults<zones.ZoneListParams, ZonesQuery, 'account' | 'type'>>,
];

interface DeepExtra {
	id: string;
	scope: {key: string; objects: {key: string; kind: string}[]};
}

/** That the checks themselves can fail. */
export type Checks = [
	// @ts-expect-error a field of theirs is missing in ours
	None<Faults<iam.OAuthScopeListResponse & {brand_new?: string}, typeof schemas.oauthScopeSchema>>,
	// @ts-expect-error a field deep in theirs is missing in ours
	None<Faults<DeepExtra, typeof schemas.resourceGroupSchema>>,
	// @ts-expect-error a field of theirs has another type
	None<Faults<Omit<iam.SSOGetResponse, 'enabled'> & {id: string; enabled?: string}, typeof schemas.ssoConnectorSchema>>,
	// @ts-expect-error one field is theirs alone
	None<ParameterFaults<iam.SSOUpdateParams & {more?: boolean}, SsoConnectorChange>>,
	// @ts-expect-error one field is ours alone
	None<ParameterFaults<iam.SSOUpdateParams, SsoConnectorChange & {more?: boolean}>>,
	// @ts-expect-error theirs leaves out what ours needs
	None<ParameterFaults<Omit<iam.SSOCreateParams, 'email_domain'>, SsoConnectorInput>>,
];
