/**
 * What can be written of an account: the 18 writing operations of the contract (0.1), one method each. The store
 * implements it and puts what follows from an answer where it is shown; areas call it by its types only.
 *
 * Writes of one object go one after the other, however they are called. Every method throws {@link CloudflareError},
 * of which `uncertain` says that the request was sent and its outcome is not known.
 */
import type {CallOptions} from '../api/client.ts';
import type {MemberId, OauthClientId, ResourceGroupId, SsoConnectorId, UserGroupId} from '../api/ids.ts';
import type {OauthClientChange, OauthClientInput} from '../api/oauth-clients.ts';
import type {ResourceGroupInput} from '../api/resource-groups.ts';
import type {GroupMember, OauthClient, ResourceGroup, SsoConnector, UserGroup} from '../api/schemas.ts';
import type {SsoConnectorChange, SsoConnectorInput} from '../api/sso-connectors.ts';
import type {UserGroupInput} from '../api/user-groups.ts';
import type {Secret} from '../secret.ts';

type Options = CallOptions | undefined;

export interface Writer {
	/** Adds members to a group with one request; answers the whole set afterwards (contract 5.2). */
	addMembers(group: UserGroupId, members: readonly MemberId[], options?: Options): Promise<readonly GroupMember[]>;
	/** Removes one member from a group with one request. */
	removeMember(group: UserGroupId, member: MemberId, options?: Options): Promise<void>;
	/** Replaces the whole set of members; an empty list removes everybody. Answers the set afterwards (contract 5.3). */
	replaceMembers(group: UserGroupId, members: readonly MemberId[], options?: Options): Promise<readonly GroupMember[]>;
	readonly userGroups: {
		create(input: UserGroupInput, options?: Options): Promise<UserGroup>;
		/** What is left out stays; `policies` replaces them all (contract 4.4). */
		update(group: UserGroupId, change: Partial<UserGroupInput>, options?: Options): Promise<UserGroup>;
		/** Its memberships go with it. */
		delete(group: UserGroupId, options?: Options): Promise<void>;
	};
	readonly resourceGroups: {
		/** Names are not unique: asking twice makes two (contract 3.2). */
		create(input: ResourceGroupInput, options?: Options): Promise<ResourceGroup>;
		update(group: ResourceGroupId, change: Partial<ResourceGroupInput>, options?: Options): Promise<ResourceGroup>;
		delete(group: ResourceGroupId, options?: Options): Promise<void>;
	};
	readonly ssoConnectors: {
		create(input: SsoConnectorInput, options?: Options): Promise<SsoConnector>;
		update(connector: SsoConnectorId, change: SsoConnectorChange, options?: Options): Promise<SsoConnector>;
		delete(connector: SsoConnectorId, options?: Options): Promise<void>;
		/** Answers nothing: the connector is read again if anybody looks at it (contract 6.6). */
		beginVerification(connector: SsoConnectorId, options?: Options): Promise<void>;
	};
	readonly oauthClients: {
		/** The only answer with the first secret. It goes to the caller alone, and nowhere else. */
		create(
			input: OauthClientInput,
			options?: Options,
		): Promise<{readonly client: OauthClient; readonly secret: Secret | undefined}>;
		/** Only what is named changes (contract 7.4). */
		update(client: OauthClientId, change: OauthClientChange, options?: Options): Promise<OauthClient>;
		delete(client: OauthClientId, options?: Options): Promise<void>;
		/** Makes a second secret, which goes to the caller alone; the first one stays good (contract 7.6). */
		rotateSecret(client: OauthClientId, options?: Options): Promise<Secret | undefined>;
		/** Ends the older of two secrets. */
		deleteRotatedSecret(client: OauthClientId, options?: Options): Promise<void>;
	};
}
