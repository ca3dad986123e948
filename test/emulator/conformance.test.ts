/**
 * Every operation, once: each answer against the schema that Cloudflare's OpenAPI document has for it
 * (answer-schemas.json: its types, names and required fields). Where the contract says that reality differs, the
 * difference is listed here.
 */
import {Ajv, type ErrorObject} from 'ajv';
import {expect, test} from 'vitest';
import {demoTokens} from '../../source/emulator/index.ts';
import {routes} from '../../source/emulator/service.ts';
import schemas from './answer-schemas.json' with {type: 'json'};
import {type Caller, callerFor, request, withEmulator} from './caller.ts';

const ajv = new Ajv({strict: false, allErrors: true});
const operations: Readonly<Record<string, object>> = schemas.operations;

/** What an answer has wrong, one line each. */
function faultsOf(schema: object, answer: unknown): readonly string[] {
	const validate = ajv.compile({...schema, definitions: schemas.definitions});
	validate(answer);
	return (validate.errors ?? []).map(
		({instancePath, message}: ErrorObject) => `${instancePath.replace(/\/\d+/g, '/*')} ${message}`,
	);
}

/** `GET /accounts/{account_id}/…` with the path to ask for, and the body. */
interface Step {
	readonly operation: string;
	readonly path: string;
	readonly body?: unknown;
	/** What is known to differ, and where the contract says so. */
	readonly differs?: readonly string[];
	/** The credential; the one that may do everything unless said otherwise. */
	readonly token?: string;
}

const policies = [
	{
		access: 'allow',
		permission_groups: [{id: '82e64a83756745bbbb1c9c2701bf816b'}],
		resource_groups: [{id: '6d7f2f5f5b1d4a0e9081fdc98d432fd1'}],
	},
];

const clientBody = {
	client_name: 'Conforming',
	grant_types: ['authorization_code'],
	response_types: ['code'],
	redirect_uris: ['https://client.example/cb'],
	scopes: ['dns.read'],
	token_endpoint_auth_method: 'client_secret_basic',
	client_uri: 'https://client.example',
};

/** Asks and compares; returns the result. */
async function take(caller: Caller, step: Step) {
	const [method = '', template = ''] = step.operation.split(' ');
	const schema = operations[step.operation];
	if (schema === undefined) {
		throw new Error(`no schema for ${step.operation}`);
	}
	expect(step.path.split('?')[0]?.split('/').length).toBe(template.split('/').length);
	const sender = step.token === undefined ? caller : callerFor(caller.emulator, step.token);
	const reply = await sender.send(method, step.path, step.body);
	expect([step.operation, reply.status]).toEqual([step.operation, 200]);
	const found = new Set(faultsOf(schema, reply.body));
	expect([step.operation, [...found]]).toEqual([step.operation, step.differs ?? []]);
	return reply.body.result;
}

test('all operations answer in the shapes of the OpenAPI document', () =>
	withEmulator({}, async (caller) => {
		const done = new Set<string>();
		const a = '/accounts/{account_id}';
		const {account} = caller;
		const ask = async (operation: string, path: string, rest: Partial<Step> = {}) => {
			done.add(operation);
			return take(caller, {operation, path, ...rest});
		};
		const groups = `${a}/iam/user_groups`;
		const group = `${groups}/{user_group_id}`;
		const resources = `${a}/iam/resource_groups`;
		const connectors = `${a}/sso_connectors`;
		const clients = `${a}/oauth_clients`;

		const [permission] = await ask(`GET ${a}/iam/permission_groups`, `${account}/iam/permission_groups`);
		const onePermission = `${a}/iam/permission_groups/{permission_group_id}`;
		await ask(`GET ${onePermission}`, `${account}/iam/permission_groups/${permission.id}`);

		await ask(`GET ${resources}`, `${account}/iam/resource_groups`);
		await ask(`GET ${resources}`, `${account}/iam/resource_groups?name=nothing`, {
			differs: ['/result must be array'], // contract 11.11
		});
		const scope = {key: `com.cloudflare.api.account.${account.slice(10)}`, objects: [{key: '*'}]};
		const resource = await ask(`POST ${resources}`, `${account}/iam/resource_groups`, {body: {name: 'New', scope}});
		const resourcePath = `${account}/iam/resource_groups/${resource.id}`;
		await ask(`GET ${resources}/{resource_group_id}`, resourcePath);
		await ask(`PUT ${resources}/{resource_group_id}`, resourcePath, {body: {name: 'Newer'}});
		await ask(`DELETE ${resources}/{resource_group_id}`, resourcePath);

		await ask(`GET ${groups}`, `${account}/iam/user_groups`, {
			// contract 11.17: inline resource groups have no id
			differs: ["/result/*/policies/*/resource_groups/* must have required property 'id'"],
		});
		const created = await ask(`POST ${groups}`, `${account}/iam/user_groups`, {body: {name: 'New', policies}});
		const groupPath = `${account}/iam/user_groups/${created.id}`;
		await ask(`GET ${group}`, groupPath);
		await ask(`PUT ${group}`, groupPath, {body: {name: 'Newer', policies}});
		const members = `${groupPath}/members`;
		const [person, other] = await ask(`GET ${a}/members`, `${account}/members`);
		await ask(`GET ${group}/members`, members, {differs: ['/result must be array']}); // contract 11.11
		await ask(`POST ${group}/members`, members, {body: [{id: person.id}, {id: other.id}]});
		await ask(`GET ${group}/members`, members);
		await ask(`GET ${group}/members/{member_id}`, `${members}/${person.id}`);
		await ask(`DELETE ${group}/members/{member_id}`, `${members}/${person.id}`);
		await ask(`PUT ${group}/members`, members, {body: [{id: person.id}]});
		await ask(`DELETE ${group}`, groupPath);

		await ask(`GET ${connectors}`, `${account}/sso_connectors`);
		const connector = await ask(`POST ${connectors}`, `${account}/sso_connectors`, {
			body: {email_domain: 'new.example'},
		});
		const connectorPath = `${account}/sso_connectors/${connector.id}`;
		await ask(`GET ${connectors}/{sso_connector_id}`, connectorPath);
		await ask(`PATCH ${connectors}/{sso_connector_id}`, connectorPath, {body: {use_fedramp_language: true}});
		await ask(`POST ${connectors}/{sso_connector_id}/begin_verification`, `${connectorPath}/begin_verification`);
		await ask(`DELETE ${connectors}/{sso_connector_id}`, connectorPath);

		await ask(`GET ${clients}`, `${account}/oauth_clients`);
		const client = await ask(`POST ${clients}`, `${account}/oauth_clients`, {body: clientBody});
		const clientPath = `${account}/oauth_clients/${client.client_id}`;
		await ask(`GET ${clients}/{oauth_client_id}`, clientPath);
		await ask(`PATCH ${clients}/{oauth_client_id}`, clientPath, {body: {client_name: 'Renamed'}});
		await ask(`POST ${clients}/{oauth_client_id}/rotate_secret`, `${clientPath}/rotate_secret`);
		await ask(`DELETE ${clients}/{oauth_client_id}/rotate_secret`, `${clientPath}/rotate_secret`);
		await ask(`DELETE ${clients}/{oauth_client_id}`, clientPath);
		await ask('GET /oauth/scopes', '/oauth/scopes');

		await ask('GET /accounts', '/accounts');
		await ask(`GET ${a}`, account);
		const [role] = await ask(`GET ${a}/roles`, `${account}/roles`);
		await ask(`GET ${a}/roles/{role_id}`, `${account}/roles/${role.id}`);
		await ask(`GET ${a}/members`, `${account}/members?status=rejected`, {
			// contract 9.3: the filter knows rejected, the schema of the answer does not
			differs: ['/result/*/status must be equal to one of the allowed values'],
		});
		const invited = await ask(`POST ${a}/members`, `${account}/members`, {body: {email: 'a@new.example', policies}});
		await ask(`GET ${a}/members/{member_id}`, `${account}/members/${invited.id}`);
		await ask(`PUT ${a}/members/{member_id}`, `${account}/members/${invited.id}`, {body: {policies}});
		await ask(`DELETE ${a}/members/{member_id}`, `${account}/members/${invited.id}`);
		const [zone] = await ask('GET /zones', '/zones');
		await ask('GET /zones/{zone_id}', `/zones/${zone.id}`);
		await ask(`GET ${a}/tokens/permission_groups`, `${account}/tokens/permission_groups`);
		await ask('GET /user/tokens/permission_groups', '/user/tokens/permission_groups');
		const owned = {token: demoTokens.accountOwned.token};
		await ask(`GET ${a}/tokens/verify`, `${account}/tokens/verify`, owned);
		await ask('GET /user/tokens/verify', '/user/tokens/verify');
		// Of single tokens the document has the schema that its lists of tokens have.
		const one = '/tokens/{token_id}';
		await ask(`GET ${a}${one}`, `${account}/tokens/${demoTokens.accountOwned.id}`, owned);
		await ask(`GET /user${one}`, `/user/tokens/${demoTokens.readAll.id}`, {token: demoTokens.readAll.token});
		await ask('GET /user', '/user');
		await ask('GET /memberships', '/memberships');

		expect([...done].toSorted()).toEqual(Object.keys(operations).toSorted());
		expect(routes.map(({method, path}) => `${method} ${path}`).toSorted()).toEqual([...done].toSorted());
	}));

test('refusals have the shape of the OpenAPI document, but for codes below 1000 of the groups (contract 11.12)', () =>
	withEmulator({}, async (caller) => {
		const {account, emulator} = caller;
		const none = 'f'.repeat(32);
		for (const [path, differs] of [
			['/nothing', []],
			[`/accounts/${none}`, []],
			[`${account}/members/${none}`, []],
			[`${account}/sso_connectors/${none}`, []],
			[`${account}/iam/user_groups/${none}`, ['/errors/* must be >= 1000']],
			[`${account}/iam/resource_groups/${none}`, ['/errors/* must be >= 1000']],
		] as const) {
			const {body} = await caller.get(path);
			expect([path, faultsOf(schemas.failure, body).map((line) => line.replace('/code', ''))]).toEqual([path, differs]);
		}
		const malformed = await request(emulator, 'GET', '/accounts', {authorization: 'none'});
		expect(faultsOf(schemas.failure, malformed.body)).toEqual([]);
	}));
