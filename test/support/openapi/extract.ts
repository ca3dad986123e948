/**
 * Makes `requests.json`: of Cloudflare's OpenAPI document (the one that their TypeScript SDK 7.1.0 embeds) only what
 * checking a request needs, without prose, examples, answers and cross references. Run by hand when there is a newer
 * document: `node test/support/openapi/extract.ts DOCUMENT.json > test/support/openapi/requests.json`, then format.
 */
import {readFileSync} from 'node:fs';

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Writes are kept for what the program edits, reads for everything. */
const edited = /\/iam\/|\/sso_connectors|\/oauth_clients|\/accounts\/\{account_id\}\/members/;

/** Keys of a schema that say what is allowed. */
const telling: ReadonlySet<string> = new Set([
	'type',
	'enum',
	'minimum',
	'maximum',
	'minLength',
	'maxLength',
	'minItems',
	'maxItems',
	'pattern',
	'required',
	'items',
	'properties',
	'additionalProperties',
	'anyOf',
	'oneOf',
	'allOf',
]);

const [file] = process.argv.slice(2);
if (file === undefined) {
	process.stderr.write('Which OpenAPI document? Give its path.\n');
	process.exitCode = 2;
} else {
	const document: unknown = JSON.parse(readFileSync(file, 'utf8'));
	process.stdout.write(`${JSON.stringify(extract(document), undefined, '\t')}\n`);
}

function extract(document: unknown): unknown {
	const operations = Object.entries(record(at(document, 'paths'))).flatMap(([path, item]) =>
		methods.flatMap((method) => {
			const operation = at(item, method);
			if (operation === undefined || (method !== 'get' && !edited.test(path))) return [];
			const given = [...list(at(item, 'parameters')), ...list(at(operation, 'parameters'))];
			const parameters = given.map((parameter) => {
				const resolved = follow(document, parameter);
				return {
					name: at(resolved, 'name'),
					in: at(resolved, 'in'),
					required: at(resolved, 'required') === true,
					schema: simplify(document, at(resolved, 'schema')),
				};
			});
			const requestBody = follow(document, at(operation, 'requestBody'));
			const schema = at(at(at(requestBody, 'content'), 'application/json'), 'schema');
			const body =
				schema === undefined
					? undefined
					: {required: at(requestBody, 'required') === true, schema: simplify(document, schema)};
			const security = list(at(operation, 'security')).map((alternative) => Object.keys(record(alternative)));
			return [{method: method.toUpperCase(), path, parameters, body, security}];
		}),
	);
	return {operations};
}

/** A schema with its references in place; OpenAPI's `nullable` as JSON Schema writes it, read-only properties left out. */
function simplify(document: unknown, schema: unknown): unknown {
	const resolved = record(follow(document, schema));
	const entries = Object.entries(resolved).filter(([key]) => telling.has(key));
	const simple: Record<string, unknown> = {};
	const readOnly = new Set<string>();
	for (const [key, value] of entries) {
		switch (key) {
			case 'properties': {
				const kept = Object.entries(record(value)).filter(([name, property]) => {
					const hidden = at(follow(document, property), 'readOnly') === true;
					if (hidden) readOnly.add(name);
					return !hidden;
				});
				simple[key] = Object.fromEntries(kept.map(([name, property]) => [name, simplify(document, property)]));
				break;
			}
			case 'items':
				simple[key] = simplify(document, value);
				break;
			case 'additionalProperties':
				simple[key] = typeof value === 'boolean' ? value : simplify(document, value);
				break;
			case 'anyOf':
			case 'oneOf':
			case 'allOf':
				simple[key] = list(value).map((option) => simplify(document, option));
				break;
			case 'type':
				simple[key] = resolved.nullable === true ? [value, 'null'] : value;
				break;
			default:
				simple[key] = value;
		}
	}
	if (Array.isArray(simple.required)) {
		simple.required = simple.required.filter((name: unknown) => typeof name !== 'string' || !readOnly.has(name));
	}
	return simple;
}

/** What a reference points at; keys beside a reference say nothing about requests. */
function follow(document: unknown, value: unknown): unknown {
	const reference = at(value, '$ref');
	if (typeof reference !== 'string') return value;
	const target = reference
		.slice(2)
		.split('/')
		.reduce((node: unknown, key) => at(node, key.replaceAll('~1', '/').replaceAll('~0', '~')), document);
	return follow(document, target);
}

function at(value: unknown, key: string): unknown {
	return record(value)[key];
}

function record(value: unknown): Readonly<Record<string, unknown>> {
	return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}
