/**
 * What Cloudflare answers, parsed at the border. Unknown fields and unknown enum values pass through so that they can
 * be shown; optional fields may be missing or null; anything else that differs is a broken answer and named as one.
 */
import * as v from 'valibot';
import {Secret} from '../secret.ts';
import {
	accountIdSchema,
	memberIdSchema,
	oauthClientIdSchema,
	oauthScopeIdSchema,
	permissionGroupIdSchema,
	policyIdSchema,
	resourceGroupIdSchema,
	roleIdSchema,
	ssoConnectorIdSchema,
	userGroupIdSchema,
	userIdSchema,
	zoneIdSchema,
} from './ids.ts';
import {shared} from './sharing.ts';

const optionalText = v.nullish(v.string());
const optionalFlag = v.nullish(v.boolean());
const optionalTexts = v.nullish(v.array(v.string()));

/** A value of a documented set that may grow: known values complete in the editor, unknown ones are kept. */
function openEnum<const Known extends string>(..._known: readonly Known[]) {
	return v.custom<Known | (string & {})>((input) => typeof input === 'string', 'text');
}

/** `meta` is typed `{key, value}` but is a map of texts; flags arrive as "true" and "false" (contract 2, 11.2). */
const metaSchema = v.nullish(
	v.record(
		v.string(),
		v.pipe(
			v.unknown(),
			v.transform((value) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))),
		),
	),
);

/** Contract 2. The fields beside id, name and meta are seen in real answers only. */
export const permissionGroupSchema = v.looseObject({
	id: permissionGroupIdSchema,
	name: optionalText,
	meta: metaSchema,
	status: optionalText,
	created_on: optionalText,
	modified_on: optionalText,
});

/** The container (`key`) and the things in it (contract 3); `*` stands for all of them. */
export const scopeSchema = v.looseObject({
	key: v.string(),
	objects: v.array(v.looseObject({key: v.string()})),
});

/** An object on the wire; a list in one older document (contract 11.1), of which the first is the scope. */
const oneScopeSchema = v.union([
	scopeSchema,
	v.pipe(
		v.tupleWithRest([scopeSchema], scopeSchema),
		v.transform(([first]) => first),
	),
]);

/** Contract 3. Inline resource groups inside policies have no id (contract 11.17). */
export const resourceGroupSchema = v.looseObject({
	id: v.nullish(resourceGroupIdSchema),
	name: optionalText,
	scope: oneScopeSchema,
	meta: metaSchema,
	created_on: optionalText,
	modified_on: optionalText,
});

/** A resource group of the account's list: there it always has an id. */
export const listedResourceGroupSchema = v.looseObject({...resourceGroupSchema.entries, id: resourceGroupIdSchema});

/** Contract 4. Inside account members' policies resource groups may come without a scope. */
export const policySchema = v.looseObject({
	id: v.nullish(policyIdSchema),
	access: v.nullish(openEnum('allow', 'deny')),
	permission_groups: v.nullish(shared(v.array(permissionGroupSchema))),
	resource_groups: v.nullish(
		shared(v.array(v.looseObject({...resourceGroupSchema.entries, scope: v.nullish(oneScopeSchema)}))),
	),
	created_on: optionalText,
	modified_on: optionalText,
	status: optionalText,
});

/** Contract 4. `policies` is absent when there are none. */
export const userGroupSchema = v.looseObject({
	id: userGroupIdSchema,
	name: v.string(),
	policies: v.nullish(v.array(policySchema)),
	created_on: optionalText,
	modified_on: optionalText,
	status: optionalText,
});

/** Contract 5: a member of a user group, as lists and writes answer it. */
export const groupMemberSchema = v.looseObject({
	id: memberIdSchema,
	email: optionalText,
	status: v.nullish(openEnum('accepted', 'pending')),
});

/** Contract 5.4: one member of a user group in detail. */
export const groupMemberDetailSchema = v.looseObject({
	...groupMemberSchema.entries,
	created_at: optionalText,
	user: v.nullish(
		v.looseObject({
			id: v.nullish(userIdSchema),
			email: optionalText,
			first_name: optionalText,
			last_name: optionalText,
		}),
	),
});

/** Contract 6: every field is optional in the specification; without an id there is nothing to show or open. */
export const ssoConnectorSchema = v.looseObject({
	id: ssoConnectorIdSchema,
	email_domain: optionalText,
	enabled: optionalFlag,
	use_fedramp_language: optionalFlag,
	created_on: optionalText,
	updated_on: optionalText,
	verification: v.nullish(
		v.looseObject({
			code: optionalText,
			status: v.nullish(openEnum('awaiting', 'pending', 'failed', 'verified')),
		}),
	),
});

/** Contract 7. A secret is never part of it: the answers that carry one have schemas of their own. */
export const oauthClientSchema = v.looseObject({
	client_id: oauthClientIdSchema,
	visibility: openEnum('private', 'public'),
	client_name: optionalText,
	client_uri: optionalText,
	logo_uri: optionalText,
	policy_uri: optionalText,
	tos_uri: optionalText,
	redirect_uris: optionalTexts,
	post_logout_redirect_uris: optionalTexts,
	allowed_cors_origins: optionalTexts,
	grant_types: v.nullish(v.array(openEnum('authorization_code', 'refresh_token'))),
	response_types: v.nullish(v.array(openEnum('token', 'id_token', 'code'))),
	scopes: optionalTexts,
	optional_scopes: optionalTexts,
	token_endpoint_auth_method: v.nullish(openEnum('none', 'client_secret_basic', 'client_secret_post')),
	client_uri_verification: v.nullish(
		v.looseObject({
			status: v.nullish(openEnum('pending', 'in_progress', 'verified', 'failed')),
			text: optionalText,
		}),
	),
	has_rotated_secret: optionalFlag,
	created_at: optionalText,
	updated_at: optionalText,
	promoted_at: optionalText,
});

/** Contract 8. */
export const oauthScopeSchema = v.looseObject({
	id: oauthScopeIdSchema,
	name: v.string(),
	category: optionalText,
	scopes: optionalTexts,
});

/** Contract 9.1. */
export const accountSchema = v.looseObject({
	id: accountIdSchema,
	name: v.string(),
	type: optionalText,
	created_on: optionalText,
	managed_by: v.nullish(v.looseObject({parent_org_id: optionalText, parent_org_name: optionalText})),
	settings: v.nullish(v.looseObject({abuse_contact_email: optionalText, enforce_twofactor: optionalFlag})),
});

/** Contract 9.3. What a role may do: `read` and `write` by product (`edit` in older answers). */
export const roleSchema = v.looseObject({
	id: roleIdSchema,
	name: v.string(),
	description: optionalText,
	permissions: v.nullish(v.record(v.string(), v.unknown())),
});

/** Contract 9.3. A pending member has no user id and no names. */
export const accountMemberSchema = v.looseObject({
	id: memberIdSchema,
	email: optionalText,
	status: v.nullish(openEnum('accepted', 'pending', 'rejected')),
	user: v.nullish(
		v.looseObject({
			id: v.nullish(userIdSchema),
			email: optionalText,
			first_name: optionalText,
			last_name: optionalText,
			two_factor_authentication_enabled: optionalFlag,
		}),
	),
	roles: v.nullish(shared(v.array(roleSchema))),
	policies: v.nullish(v.array(policySchema)),
	/** Who has the code of an invitation can accept it. */
	code: v.nullish(
		v.pipe(
			v.string(),
			v.transform((code) => new Secret(code)),
		),
	),
});

/** Contract 9.5, the fields that scopes need. */
export const zoneSchema = v.looseObject({
	id: zoneIdSchema,
	name: v.string(),
	status: optionalText,
	account: v.nullish(v.looseObject({id: v.nullish(accountIdSchema), name: optionalText})),
});

/** Contract 9.6. */
export const tokenVerificationSchema = v.looseObject({
	id: v.string(),
	status: openEnum('active', 'disabled', 'expired'),
	not_before: optionalText,
	expires_on: optionalText,
});

/**
 * What a token may do (`TokenPolicy` of the official SDK). The resources are names with `*` behind them, or with a map
 * of names inside them: zones of an account.
 */
export const tokenPolicySchema = v.looseObject({
	id: optionalText,
	effect: openEnum('allow', 'deny'),
	permission_groups: v.array(v.looseObject({id: v.string(), name: optionalText, meta: metaSchema})),
	resources: v.record(v.string(), v.union([v.string(), v.record(v.string(), v.string())])),
});

/** A token by its id, of which only what it may do is of use (`Token` of the official SDK). */
export const tokenSchema = v.looseObject({
	id: optionalText,
	name: optionalText,
	policies: v.nullish(v.array(tokenPolicySchema)),
});

/** Contract 9.8: the user of the credential in one account; roles are names here. */
export const membershipSchema = v.looseObject({
	id: optionalText,
	status: v.nullish(openEnum('accepted', 'pending', 'rejected')),
	account: v.nullish(v.looseObject({id: v.nullish(accountIdSchema), name: optionalText})),
	roles: optionalTexts,
});

/** Contract 9.8. */
export const userSchema = v.looseObject({
	id: v.nullish(userIdSchema),
	email: optionalText,
	first_name: optionalText,
	last_name: optionalText,
	two_factor_authentication_enabled: optionalFlag,
	suspended: optionalFlag,
});

export type PermissionGroup = v.InferOutput<typeof permissionGroupSchema>;
export type Scope = v.InferOutput<typeof scopeSchema>;
/** A resource group as it stands in the account's list. */
export type ResourceGroup = v.InferOutput<typeof listedResourceGroupSchema>;
export type Policy = v.InferOutput<typeof policySchema>;
/** A resource group as it stands in a policy: perhaps inline, without an id. */
export type PolicyResourceGroup = NonNullable<Policy['resource_groups']>[number];
export type UserGroup = v.InferOutput<typeof userGroupSchema>;
export type GroupMember = v.InferOutput<typeof groupMemberSchema>;
export type GroupMemberDetail = v.InferOutput<typeof groupMemberDetailSchema>;
export type SsoConnector = v.InferOutput<typeof ssoConnectorSchema>;
export type OauthClient = v.InferOutput<typeof oauthClientSchema>;
export type OauthScope = v.InferOutput<typeof oauthScopeSchema>;
export type Account = v.InferOutput<typeof accountSchema>;
export type Role = v.InferOutput<typeof roleSchema>;
export type AccountMember = v.InferOutput<typeof accountMemberSchema>;
export type Zone = v.InferOutput<typeof zoneSchema>;
export type TokenVerification = v.InferOutput<typeof tokenVerificationSchema>;
export type TokenPolicy = v.InferOutput<typeof tokenPolicySchema>;
export type Token = v.InferOutput<typeof tokenSchema>;
export type Membership = v.InferOutput<typeof membershipSchema>;
export type User = v.InferOutput<typeof userSchema>;
