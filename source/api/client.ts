/** Cloudflare's IAM API as the program sees it. */
import {type Accounts, createAccounts} from './accounts.ts';
import {parseBaseUrl} from './base-url.ts';
import {type Budget, type BudgetOptions, RequestBudget} from './budget.ts';
import {type Clock, systemClock} from './clock.ts';
import {type Credential, redactor} from './credential.ts';
import {createMembers, type Members} from './members.ts';
import {createMemberships, type Memberships} from './memberships.ts';
import {createOauthClients, type OauthClients} from './oauth-clients.ts';
import {createOauthScopes, type OauthScopes} from './oauth-scopes.ts';
import {createPermissionGroups, type PermissionGroups} from './permission-groups.ts';
import {RequestQueue} from './queue.ts';
import {type RequestEntry, RequestLog} from './request-log.ts';
import {Requester} from './requester.ts';
import {createResourceGroups, type ResourceGroups} from './resource-groups.ts';
import {createRoles, type Roles} from './roles.ts';
import {createSsoConnectors, type SsoConnectors} from './sso-connectors.ts';
import {createTokens, type Tokens} from './tokens.ts';
import {createTransport, defaultLargestAnswer, defaultTimeouts, type Timeouts} from './transport.ts';
import {createUser, type UserResource} from './user.ts';
import {createUserGroups, type UserGroups} from './user-groups.ts';
import type {VerifiedCredential} from './verification.ts';
import {createZones, type Zones} from './zones.ts';

export {parseAccountId} from './account-id.ts';
export {BaseUrlError, defaultBaseUrl, parseBaseUrl} from './base-url.ts';
export type {Budget, BudgetState, BudgetWait, Priority} from './budget.ts';
export type {CallOptions} from './call.ts';
export {type Clock, systemClock} from './clock.ts';
export type {Credential} from './credential.ts';
export {CloudflareError, type ErrorKind, explain, ReadOnlyError} from './errors.ts';
export {isLastPage, type Page, type PageQuery, pageCount, pageSizes, type ResultInfo, walkPages} from './paging.ts';
export type {RequestEntry, RequestLog} from './request-log.ts';
export type {Timeouts} from './transport.ts';
export {type VerifiedCredential, verifyCredential} from './verification.ts';

export interface ClientOptions {
	/** Read by {@link parseBaseUrl}. */
	readonly baseUrl: string;
	readonly credential: Credential;
	readonly readOnly?: boolean | undefined;
	/** Default `cfiam`; the program adds its version. */
	readonly userAgent?: string | undefined;
	/** ms; default 10 s to connect, 30 s for an answer. */
	readonly timeouts?: Partial<Timeouts> | undefined;
	/** Bytes. */
	readonly largestAnswer?: number | undefined;
	/** Requests where the server says nothing about its limits, and what background reading leaves. */
	readonly budget?: Omit<BudgetOptions, 'clock'> | undefined;
	/** ms that a request may have to wait for the budget. */
	readonly longestWait?: number | undefined;
	readonly clock?: Clock | undefined;
	/** From 0 to 1, for the spread of retries. */
	readonly random?: (() => number) | undefined;
	/** Called when a request is over; what it is given holds no secret. */
	readonly onRequest?: ((entry: RequestEntry) => void) | undefined;
}

export interface CloudflareClient {
	readonly accounts: Accounts;
	/** The members of accounts; those of user groups are in `userGroups.members`. */
	readonly members: Members;
	/** Those of the user of the credential, in all accounts. */
	readonly memberships: Memberships;
	readonly roles: Roles;
	readonly zones: Zones;
	readonly user: UserResource;
	readonly tokens: Tokens;
	readonly permissionGroups: PermissionGroups;
	readonly resourceGroups: ResourceGroups;
	readonly userGroups: UserGroups;
	readonly ssoConnectors: SsoConnectors;
	readonly oauthClients: OauthClients;
	readonly oauthScopes: OauthScopes;
	readonly budget: Budget;
	/** The last requests of this client. */
	readonly requests: RequestLog;
	readonly credentialKind: Credential['kind'];
	/** Who the credential is, once somebody has asked Cloudflare. */
	verified: VerifiedCredential | undefined;
	/** Takes the credential out of a text. */
	readonly redact: (text: string) => string;
	/** When true, every method that writes throws ReadOnlyError before anything leaves the process. */
	readOnly: boolean;
	/** Gives up what is under way (kind `aborted`) and closes the connections. */
	close(): Promise<void>;
}

/** @throws {BaseUrlError} */
export function createClient(options: ClientOptions): CloudflareClient {
	const baseUrl = parseBaseUrl(options.baseUrl);
	const clock = options.clock ?? systemClock;
	const budget = new RequestBudget({...options.budget, clock});
	const queue = new RequestQueue({clock, budget, longestWait: options.longestWait});
	const requests = new RequestLog();
	const transport = createTransport({
		baseUrl,
		timeouts: {...defaultTimeouts, ...options.timeouts},
		largestAnswer: options.largestAnswer ?? defaultLargestAnswer,
	});
	const requester = new Requester({
		transport,
		queue,
		budget,
		clock,
		random: options.random ?? Math.random,
		credential: options.credential,
		userAgent: options.userAgent ?? 'cfiam',
		host: baseUrl.host,
		isReadOnly: () => client.readOnly,
		onRequest(entry) {
			requests.add(entry);
			options.onRequest?.(entry);
		},
	});
	const client: CloudflareClient = {
		accounts: createAccounts(requester),
		members: createMembers(requester),
		memberships: createMemberships(requester),
		roles: createRoles(requester),
		zones: createZones(requester),
		user: createUser(requester),
		tokens: createTokens(requester),
		permissionGroups: createPermissionGroups(requester),
		resourceGroups: createResourceGroups(requester),
		userGroups: createUserGroups(requester),
		ssoConnectors: createSsoConnectors(requester),
		oauthClients: createOauthClients(requester),
		oauthScopes: createOauthScopes(requester),
		budget,
		requests,
		credentialKind: options.credential.kind,
		verified: undefined,
		redact: redactor(options.credential),
		readOnly: options.readOnly ?? false,
		async close() {
			queue.close();
			await transport.close();
		},
	};
	return client;
}
