/**
 * Holds requests against Cloudflare's OpenAPI document (`requests.json`, made by `extract.ts`): path, method, query,
 * body, headers and credential. Stricter than the document in that nothing undeclared may be in query or body.
 */
import {createServer, type IncomingHttpHeaders, type IncomingMessage, request} from 'node:http';
import type {AddressInfo} from 'node:net';
import {Ajv, type ValidateFunction} from 'ajv';
import extract from './requests.json' with {type: 'json'};

export interface CheckedRequest {
	readonly method: string;
	/** Under the base URL, without the query. */
	readonly path: string;
	readonly query: URLSearchParams;
	/** Names in lower case. */
	readonly headers: IncomingHttpHeaders;
	/** As sent; empty or undefined for none. */
	readonly body?: string | undefined;
}

interface Parameter {
	readonly name: string;
	readonly in: string;
	readonly required: boolean;
	readonly validate: ValidateFunction;
}

interface DocumentedOperation {
	readonly method: string;
	readonly pattern: RegExp;
	readonly pathNames: readonly string[];
	readonly parameters: readonly Parameter[];
	readonly body: {readonly required: boolean; readonly validate: ValidateFunction} | undefined;
	readonly security: readonly (readonly string[])[];
}

// Numbers in paths and queries arrive as text.
const forText = new Ajv({coerceTypes: true, strict: false, allErrors: true});
const forJson = new Ajv({strict: false, allErrors: true});

const documented: readonly DocumentedOperation[] = extract.operations.map((operation) => {
	const pathNames = [...operation.path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
	const body = 'body' in operation ? operation.body : undefined;
	return {
		method: operation.method,
		pattern: new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`),
		pathNames,
		parameters: operation.parameters.map((parameter) => ({
			name: parameter.name,
			in: parameter.in,
			required: parameter.required,
			validate: forText.compile({type: 'object', properties: {value: parameter.schema}}),
		})),
		body: body === undefined ? undefined : {required: body.required, validate: forJson.compile(closed(body.schema))},
		security: operation.security,
	};
});

/** What in a request is not as Cloudflare documents it, each as a sentence; nothing when all is well. */
export function checkRequest(sent: CheckedRequest): string[] {
	const label = `${sent.method} ${sent.path}`;
	const [operation, values] = find(sent);
	if (operation === undefined) return [`${label}: no such operation`];
	const faults = [
		...checkPath(operation, values),
		...checkQuery(operation, sent.query),
		...checkBody(operation, sent),
		...checkCredential(operation, sent.headers),
	];
	return faults.map((fault) => `${label}: ${fault}`);
}

function find({method, path}: CheckedRequest): readonly [DocumentedOperation | undefined, readonly string[]] {
	for (const operation of documented) {
		const match = operation.method === method ? operation.pattern.exec(path) : null;
		if (match !== null) return [operation, match.slice(1)];
	}
	return [undefined, []];
}

function checkPath({parameters, pathNames}: DocumentedOperation, values: readonly string[]): string[] {
	return pathNames.flatMap((name, index) => {
		const parameter = parameters.find((one) => one.in === 'path' && one.name === name);
		const value = decodeURIComponent(values[index] ?? '');
		return parameter === undefined ? [] : complaints(parameter, `path parameter ${name}`, value);
	});
}

function checkQuery({parameters}: DocumentedOperation, query: URLSearchParams): string[] {
	const declared = new Map(parameters.filter((one) => one.in === 'query').map((one) => [one.name, one]));
	const faults = [...new Set(query.keys())].flatMap((name) => {
		const parameter = declared.get(name);
		if (parameter === undefined) return [`query parameter ${name} is not declared`];
		const values = query.getAll(name);
		const repeated = values.length > 1 ? [`query parameter ${name} is given ${values.length} times`] : [];
		return [...repeated, ...values.flatMap((value) => complaints(parameter, `query parameter ${name}`, value))];
	});
	const missing = [...declared.values()].filter((one) => one.required && !query.has(one.name));
	return [...faults, ...missing.map(({name}) => `query parameter ${name} is missing`)];
}

function complaints({validate}: Parameter, what: string, value: string): string[] {
	return validate({value})
		? []
		: (validate.errors ?? []).map(({message}) => `${what} "${value}" ${message ?? 'is wrong'}`);
}

function checkBody({body: expected}: DocumentedOperation, {body, headers}: CheckedRequest): string[] {
	if (body === undefined || body === '') {
		return [
			...(expected?.required === true ? ['the body is missing'] : []),
			...(headers['content-type'] === undefined ? [] : ['there is a content-type without a body']),
		];
	}
	if (expected === undefined) return ['there is a body, where none is declared'];
	const faults = /^application\/json\b/.test(headers['content-type'] ?? '')
		? []
		: [`the content-type is ${headers['content-type'] ?? 'missing'}, not application/json`];
	let value: unknown;
	try {
		value = JSON.parse(body);
	} catch {
		return [...faults, 'the body is not JSON'];
	}
	if (expected.validate(value)) return faults;
	const errors = expected.validate.errors ?? [];
	return [
		...faults,
		...errors.map(({instancePath, message, params}) => {
			const extra: unknown = params.additionalProperty;
			return `body${instancePath} ${message ?? 'is wrong'}${typeof extra === 'string' ? ` (${extra})` : ''}`;
		}),
	];
}

/**
 * One of the declared alternatives. The document leaves the bearer token out for accounts, members and user groups,
 * where it works in reality (contract 4.1 and 11.13): there a token stands for email and key.
 */
function checkCredential({security}: DocumentedOperation, headers: IncomingHttpHeaders): string[] {
	const bearer = /^Bearer [\x21-\x7e]+$/.test(headers.authorization ?? '');
	const present = new Set([
		...(bearer ? ['api_token'] : []),
		...(headers['x-auth-email'] === undefined ? [] : ['api_email']),
		...(headers['x-auth-key'] === undefined ? [] : ['api_key']),
	]);
	const fits = security.some((schemes) => schemes.every((scheme) => present.has(scheme)));
	if (fits || (bearer && security.some((schemes) => schemes.includes('api_key')))) return [];
	return [`the credential (${[...present].join(' and ') || 'none'}) is not one of those declared`];
}

/** A schema whose objects take no other properties than those named. */
function closed(schema: unknown): Record<string, unknown> {
	const result: Record<string, unknown> = {};
	for (const [key, value] of Object.entries(record(schema))) {
		if (key === 'properties') {
			result[key] = Object.fromEntries(Object.entries(record(value)).map(([name, inner]) => [name, closed(inner)]));
		} else if (key === 'items') result[key] = closed(value);
		else if (key === 'anyOf' || key === 'oneOf') result[key] = Array.isArray(value) ? value.map(closed) : value;
		else result[key] = value;
	}
	if ('properties' in result && !('additionalProperties' in result)) result.additionalProperties = false;
	return result;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
	return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export interface CheckingProxy {
	/** In place of the target's base URL. */
	readonly url: string;
	/** Grows with every request that is not as documented. */
	readonly violations: string[];
	/** Requests that came through. */
	readonly count: () => number;
	close(): Promise<void>;
}

/**
 * Stands between a client and a server on loopback, checks each request and passes it on as it is.
 * @param targetUrl the server's base URL, such as `http://127.0.0.1:8080/client/v4`
 */
export async function startCheckingProxy(targetUrl: string): Promise<CheckingProxy> {
	const target = new URL(targetUrl);
	const base = target.pathname.replace(/\/+$/, '');
	const violations: string[] = [];
	let count = 0;
	const server = createServer((incoming, outgoing) => {
		void readText(incoming).then((body) => {
			const url = new URL(incoming.url ?? '/', 'http://proxy');
			count += 1;
			const method = incoming.method ?? '';
			if (url.pathname.startsWith(`${base}/`)) {
				const path = url.pathname.slice(base.length);
				violations.push(...checkRequest({method, path, query: url.searchParams, headers: incoming.headers, body}));
			} else violations.push(`${method} ${url.pathname}: not under ${base}`);
			const onward = request(
				{
					host: target.hostname,
					port: target.port,
					method,
					path: incoming.url,
					headers: {...incoming.headers, host: target.host},
				},
				(answer) => {
					outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
					answer.pipe(outgoing);
					answer.on('error', () => outgoing.destroy());
				},
			);
			// What goes wrong behind goes wrong in front: the client sees the connection end.
			onward.on('error', () => outgoing.destroy());
			outgoing.on('close', () => onward.destroy());
			onward.end(body);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${portOf(server.address())}${base}`,
		violations,
		count: () => count,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

async function readText(incoming: IncomingMessage): Promise<string> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of incoming) if (chunk instanceof Uint8Array) chunks.push(chunk);
	return Buffer.concat(chunks).toString('utf8');
}

function portOf(address: AddressInfo | string | null): number {
	if (address === null || typeof address === 'string') throw new Error('The proxy listens on no port.');
	return address.port;
}
