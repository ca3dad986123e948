/**
 * Ids of different kinds are different types, so that a user id can not be sent where a membership id belongs
 * (contract 11, point 6). Cloudflare's are 32 lower-case hex characters, but answers are not held to it: an id that
 * looks unusual is shown and sent back as it came (contract 0).
 */
import * as v from 'valibot';

const identifier = v.pipe(v.string(), v.nonEmpty('text that is not empty'));

export const accountIdSchema = v.pipe(identifier, v.brand('AccountId'));
export const userGroupIdSchema = v.pipe(identifier, v.brand('UserGroupId'));
/** The id of an account membership: what group members are added and removed by, and not the id of the user. */
export const memberIdSchema = v.pipe(identifier, v.brand('MemberId'));
export const userIdSchema = v.pipe(identifier, v.brand('UserId'));
export const permissionGroupIdSchema = v.pipe(identifier, v.brand('PermissionGroupId'));
export const resourceGroupIdSchema = v.pipe(identifier, v.brand('ResourceGroupId'));
export const policyIdSchema = v.pipe(identifier, v.brand('PolicyId'));
export const roleIdSchema = v.pipe(identifier, v.brand('RoleId'));
export const ssoConnectorIdSchema = v.pipe(identifier, v.brand('SsoConnectorId'));
export const oauthClientIdSchema = v.pipe(identifier, v.brand('OauthClientId'));
export const oauthScopeIdSchema = v.pipe(identifier, v.brand('OauthScopeId'));
export const zoneIdSchema = v.pipe(identifier, v.brand('ZoneId'));

export type AccountId = v.InferOutput<typeof accountIdSchema>;
export type UserGroupId = v.InferOutput<typeof userGroupIdSchema>;
export type MemberId = v.InferOutput<typeof memberIdSchema>;
export type UserId = v.InferOutput<typeof userIdSchema>;
export type PermissionGroupId = v.InferOutput<typeof permissionGroupIdSchema>;
export type ResourceGroupId = v.InferOutput<typeof resourceGroupIdSchema>;
export type PolicyId = v.InferOutput<typeof policyIdSchema>;
export type RoleId = v.InferOutput<typeof roleIdSchema>;
export type SsoConnectorId = v.InferOutput<typeof ssoConnectorIdSchema>;
export type OauthClientId = v.InferOutput<typeof oauthClientIdSchema>;
export type OauthScopeId = v.InferOutput<typeof oauthScopeIdSchema>;
export type ZoneId = v.InferOutput<typeof zoneIdSchema>;

/** Whether `text` has the form that Cloudflare documents for ids: 32 lower-case hex characters. */
export function isCloudflareId(text: string): boolean {
	return /^[0-9a-f]{32}$/.test(text);
}
