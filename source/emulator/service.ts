/** From a request to its answer, without HTTP: who asks, which route, what it says. */
import type {IncomingHttpHeaders} from 'node:http';
import {authenticate, authorise, type Identity, sees} from './authentication.ts';
import {type Answer, Refusal, refuse} from './envelope.ts';
import {type Body, type Match, Router} from './router.ts';
import {accountMemberRoutes} from './routes/account-members.ts';
import {accountRoutes} from './routes/accounts.ts';
import {credentialRoutes} from './routes/credentials.ts';
import {oauthClientRoutes} from './routes/oauth-clients.ts';
import {oauthScopeRoutes} from './routes/oauth-scopes.ts';
import {permissionGroupRoutes} from './routes/permission-groups.ts';
import {resourceGroupRoutes} from './routes/resource-groups.ts';
import {ssoConnectorRoutes} from './routes/sso-connectors.ts';
import {tokenDetailRoutes} from './routes/token-details.ts';
import {userGroupMemberRoutes} from './routes/user-group-members.ts';
import {userGroupRoutes} from './routes/user-groups.ts';
import {zoneRoutes} from './routes/zones.ts';
import type {AccountState, EmulatorState} from './state.ts';

export interface IncomingCall {
	readonly method: string;
	/** Below /client/v4. */
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingHttpHeaders;
	/** The text of the body, undefined where there is none. */
	readonly text: string | undefined;
}

/** Every route, in the order of the contract. */
export const routes = [
	...permissionGroupRoutes,
	...resourceGroupRoutes,
	...userGroupRoutes,
	...userGroupMemberRoutes,
	...ssoConnectorRoutes,
	...oauthClientRoutes,
	...oauthScopeRoutes,
	...accountRoutes,
	...accountMemberRoutes,
	...zoneRoutes,
	...credentialRoutes,
	...tokenDetailRoutes,
] as const;

const router = new Router(routes);

/** Writes have a body; what comes with another method is not read. */
function readBody({method, text}: IncomingCall): Body {
	if (text === undefined || text === '' || method === 'GET' || method === 'DELETE') {
		return {kind: 'none'};
	}
	try {
		const value: unknown = JSON.parse(text);
		return {kind: 'json', value};
	} catch {
		throw refuse(400, 6007, 'Malformed JSON in request body');
	}
}

/** The account of the path; one that the credential does not see is as one that is not there (contract 9.2). */
function findAccount(state: EmulatorState, identity: Identity, id: string): AccountState {
	const account = state.accounts.get(id);
	if (account === undefined || !sees(identity, id, state.main.account.id)) {
		throw refuse(403, 9109, 'Unauthorized to access requested resource');
	}
	return account;
}

function dispatch(state: EmulatorState, incoming: IncomingCall, {route, parameter}: Match): Answer {
	const {headers, query} = incoming;
	if (route.level === 'open') {
		return route.handle({state, headers, query, body: {kind: 'none'}, parameter});
	}
	const identity = authenticate(headers);
	const account = route.level === 'account' ? findAccount(state, identity, parameter('account_id')) : undefined;
	authorise(identity, route.need);
	const call = {state, identity, headers, query, body: readBody(incoming), parameter};
	if (route.level === 'user') {
		return route.handle(call);
	}
	if (account === undefined) {
		throw refuse(404, 7000, 'No route for that URI');
	}
	return route.handle({...call, account});
}

/** Answers a call; refusals are answers too. */
export function answerCall(state: EmulatorState, incoming: IncomingCall): Answer {
	try {
		return dispatch(state, incoming, router.find(incoming.method, incoming.path));
	} catch (error) {
		if (error instanceof Refusal) {
			return error.answer();
		}
		throw error;
	}
}
