/** Answers parsed at the border: what is inside an envelope as our types, or an error that names the field. */
import * as v from 'valibot';
import {CloudflareError} from './errors.ts';
import type {Page} from './paging.ts';
import type {Reply} from './reply.ts';
import {compact} from './sharing.ts';

type Schema<T> = v.GenericSchema<unknown, T>;

/** One object; a list of one stands for its object (the documents print a PATCH so, contract 6.4). */
export function parseOne<T>(reply: Reply, schema: Schema<T>): T {
	const {result} = reply.envelope;
	const single = Array.isArray(result) && result.length === 1 ? result[0] : result;
	return parse(reply, schema, single, ['result']);
}

/** A list; null or nothing is an empty one (contract 1.3). */
export function parseList<T>(reply: Reply, schema: Schema<T>): readonly T[] {
	const {result} = reply.envelope;
	return result === null || result === undefined ? [] : parse(reply, v.array(schema), result, ['result']);
}

/** One page of a list. */
export function parsePage<T>(reply: Reply, schema: Schema<T>, page: number): Page<T> {
	return {items: parseList(reply, schema), page, info: reply.envelope.info};
}

function parse<T>(reply: Reply, schema: Schema<T>, value: unknown, at: readonly string[]): T {
	const parsed = v.safeParse(schema, value, {abortEarly: true});
	if (parsed.success) return compact(parsed.output, value);
	throw shapeError(reply, parsed.issues[0], at);
}

function shapeError({failing, status}: Reply, issue: v.BaseIssue<unknown>, at: readonly string[]): CloudflareError {
	const fault = deepestFault(issue, []);
	const field = at.join('.') + fault.keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
	const expected = expectation(fault.issue);
	return new CloudflareError({
		kind: 'shape',
		attempted: failing.attempted,
		messages: [
			fault.issue.input === undefined
				? `The answer to "${failing.attempted}" has no \`${field}\`${expected === undefined ? '' : `, expected ${expected}`}.`
				: `The answer to "${failing.attempted}" has \`${field}\` as ${kindInWords(fault.issue.input)}, expected ${expected}.`,
		],
		next: "Cloudflare's API may have changed: see whether there is a newer cfiam, and report this with the ray id.",
		status,
		rayId: failing.rayId,
		uncertain: failing.operation.writes,
	});
}

interface Fault {
	readonly issue: v.BaseIssue<unknown>;
	/** From the value that was parsed to the field. */
	readonly keys: readonly (string | number)[];
}

/** Of a union's failed options the one that came furthest says most; their paths begin at the union. */
function deepestFault(issue: v.BaseIssue<unknown>, above: readonly (string | number)[]): Fault {
	const own = (issue.path ?? []).map(({key}) => (typeof key === 'number' ? key : String(key)));
	let deepest: Fault = {issue, keys: [...above, ...own]};
	for (const option of issue.issues ?? []) {
		const fault = deepestFault(option, [...above, ...own]);
		if (fault.keys.length > deepest.keys.length) deepest = fault;
	}
	return deepest;
}

/** Undefined where a key is missing and its type is not told. */
function expectation(issue: v.BaseIssue<unknown>): string | undefined {
	switch (issue.expected) {
		case 'string':
			return 'text';
		case 'Array':
			return 'a list';
		case 'Object':
			return 'an object';
		case 'boolean':
			return 'true or false';
	}
	if (issue.type === 'custom' || issue.kind === 'validation') return issue.message;
	return issue.input === undefined ? undefined : (issue.expected ?? undefined);
}

function kindInWords(value: unknown): string {
	if (value === null) return 'null';
	if (value === '') return 'an empty text';
	if (Array.isArray(value)) return 'a list';
	switch (typeof value) {
		case 'string':
			return 'text';
		case 'boolean':
			return 'true or false';
		case 'object':
			return 'an object';
		default:
			return `a ${typeof value}`;
	}
}
