import type {IncomingHttpHeaders} from 'node:http';
import type {Identity, Need} from './authentication.ts';
import {type Answer, Refusal, refuse} from './envelope.ts';
import {isIdentifier} from './identifiers.ts';
import type {AccountState, EmulatorState} from './state.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A body: JSON, or nothing at all, which is not the same as an empty list (contract 5.3). */
export type Body = {readonly kind: 'json'; readonly value: unknown} | {readonly kind: 'none'};

/** One request on its way through a route. */
export interface Call {
	readonly state: EmulatorState;
	readonly identity: Identity;
	readonly headers: IncomingHttpHeaders;
	readonly query: URLSearchParams;
	readonly body: Body;
	/** The parameter of the path by its name in the pattern. */
	parameter(name: string): string;
}

export interface AccountCall extends Call {
	readonly account: AccountState;
}

interface RouteBase {
	readonly method: Method;
	/** As Cloudflare's documents write it: `/accounts/{account_id}/iam/user_groups`. */
	readonly path: string;
}

export type Route =
	| (RouteBase & {readonly level: 'account'; readonly need: Need; handle(call: AccountCall): Answer})
	| (RouteBase & {readonly level: 'user'; readonly need: Need; handle(call: Call): Answer})
	/** The verify endpoints, which answer to credentials that are not good, too. */
	| (RouteBase & {readonly level: 'open'; handle(call: Omit<Call, 'identity'>): Answer});

/** A route under `/accounts/{account_id}`. */
export function accountRoute(method: Method, path: string, need: Need, handle: (call: AccountCall) => Answer): Route {
	return {level: 'account', method, path: `/accounts/{account_id}${path}`, need, handle};
}

/** Parameters whose form the contract leaves open (contract 0, 9.3); all others must look like ids. */
const freeParameters: ReadonlySet<string> = new Set(['oauth_client_id', 'role_id']);

interface Compiled {
	readonly route: Route;
	readonly segments: readonly string[];
}

export interface Match {
	readonly route: Route;
	parameter(name: string): string;
}

function parameterName(segment: string): string | undefined {
	return segment.startsWith('{') ? segment.slice(1, -1) : undefined;
}

export class Router {
	readonly #routes: readonly Compiled[];

	constructor(routes: readonly Route[]) {
		this.#routes = routes.map((route) => ({route, segments: route.path.split('/')}));
	}

	/** The route of a request, or Cloudflare's refusal: 7000, 7003 or 10405 (contract 1.4). */
	find(method: string, path: string): Match {
		const segments = path.split('/');
		const candidates = this.#routes.filter(
			(candidate) =>
				candidate.segments.length === segments.length &&
				candidate.segments.every((segment, index) => segment.startsWith('{') || segment === segments[index]),
		);
		const first = candidates[0];
		if (first === undefined) {
			throw refuse(404, 7000, 'No route for that URI');
		}
		const unusable = first.segments.some((segment, index) => {
			const name = parameterName(segment);
			return name !== undefined && !freeParameters.has(name) && !isIdentifier(segments[index] ?? '');
		});
		if (unusable) {
			throw new Refusal(400, [
				{code: 7003, message: `Could not route to ${path}, perhaps your object identifier is invalid?`},
				{code: 7000, message: 'No route for that URI'},
			]);
		}
		const found = candidates.find((candidate) => candidate.route.method === method);
		if (found === undefined) {
			throw refuse(405, 10405, 'Method not allowed for this endpoint');
		}
		return {
			route: found.route,
			parameter: (name) => {
				const value = segments[found.segments.indexOf(`{${name}}`)];
				if (value === undefined) {
					throw new Error(`${found.route.path} has no ${name}`);
				}
				return value;
			},
		};
	}
}
