/** Answers parsed at the border: what is inside an envelope as our types, or an error that names the field. */
import * as v from 'valibot';
import {CloudflareError} from './errors.ts';
import type {Page} from './paging.ts';
import type {Reply} from './reply.ts';

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
	if (parsed.success) return parsed.output;
	throw shapeError(reply, parsed.issues[0], at);
}

function shapeError({failing, status}: Reply, issue: v.BaseIssue<unknown>, at: readonly string[]): CloudflareError {
	const deepest = deepestIssue(issue);
	const field = fieldPath(at, deepest);
	const fault =
		deepest.input === undefined
			? `has no \`${field}\`, expected ${expectation(deepest)}`
			: `has \`${field}\` as ${kindInWords(deepest.input)}, expected ${expectation(deepest)}`;
	return new CloudflareError({
		kind: 'shape',
		attempted: failing.attempted,
		messages: [`The answer to "${failing.attempted}" ${fault}.`],
		next: "Cloudflare's API may have changed: see whether there is a newer cfiam, and report this with the ray id.",
		status,
		rayId: failing.rayId,
		uncertain: failing.operation.writes,
	});
}

/** Of a union's failed options the one that came furthest says most. */
function deepestIssue(issue: v.BaseIssue<unknown>): v.BaseIssue<unknown> {
	let best = issue;
	for (const option of issue.issues ?? []) {
		const inner = deepestIssue(option);
		if ((inner.path?.length ?? 0) > (best.path?.length ?? 0)) best = inner;
	}
	return best;
}

function fieldPath(at: readonly string[], issue: v.BaseIssue<unknown>): string {
	const keys = (issue.path ?? []).map(({key}) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
	return at.join('.') + keys.join('');
}

function expectation(issue: v.BaseIssue<unknown>): string {
	switch (issue.expected) {
		case 'string':
			return 'text';
		case 'Array':
			return 'a list';
		case 'Object':
			return 'an object';
		case 'boolean':
			return 'true or false';
		default:
			return issue.input === '' || issue.expected === null || issue.expected === 'unknown'
				? issue.message
				: issue.expected;
	}
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
