/**
 * Objects of the contract with a mark in every field, made by walking the schemas: whatever is added to a schema is
 * planted by itself, and has to be shown somewhere.
 */

/** Where in the object a mark stands: `policies.0.access`. */
export interface Mark {
	readonly path: string;
	/** What has to be read on the screen. */
	readonly text: string;
}

export interface Flag {
	readonly path: string;
}

export interface Planted {
	readonly value: object;
	readonly marks: readonly Mark[];
	/** Fields that are true or false: seen by what changes when they change. */
	readonly flags: readonly Flag[];
}

function property(target: unknown, key: string): unknown {
	return typeof target === 'object' && target !== null ? Reflect.get(target, key) : undefined;
}

function entriesOf(schema: unknown): readonly (readonly [string, unknown])[] {
	const entries = property(schema, 'entries');
	return typeof entries === 'object' && entries !== null ? Object.entries(entries) : [];
}

function firstOf(list: unknown): unknown {
	return Array.isArray(list) ? list[0] : undefined;
}

/** A time of its own for each number: `2025-03-01 00:01:40 UTC`. */
function timeOf(number: number): Date {
	return new Date(Date.UTC(2025, 2, 1, 0, 0, number));
}

function isTime(path: string): boolean {
	return /_(?:on|at)$/u.test(path);
}

/** `flag`: what true or false fields are, but for the ones named in `flipped`. */
export function plant(schema: unknown, flipped: ReadonlySet<string> = new Set()): Planted {
	const marks: Mark[] = [];
	const flags: Flag[] = [];
	let count = 0;

	const mark = (path: string): string => {
		count += 1;
		if (isTime(path)) {
			const time = timeOf(count);
			marks.push({path, text: time.toISOString().slice(0, 19).replace('T', ' ')});
			return time.toISOString();
		}
		const text = `mark${count}x${path.replaceAll(/[^a-z0-9]/gu, '')}`;
		marks.push({path, text});
		return text;
	};

	const walk = (part: unknown, path: string): unknown => {
		const below = (key: string): string => (path === '' ? key : `${path}.${key}`);
		const kind = property(part, 'type');
		switch (kind) {
			case 'nullish':
			case 'optional':
			case 'nullable':
				return walk(property(part, 'wrapped'), path);
			case 'union':
				return walk(firstOf(property(part, 'options')), path);
			case 'object':
			case 'loose_object':
				return Object.fromEntries(entriesOf(part).map(([key, inner]) => [key, walk(inner, below(key))]));
			case 'array':
				return [walk(property(part, 'item'), below('0'))];
			case 'record':
				return {planted: mark(below('planted'))};
			case 'boolean':
				flags.push({path});
				return !flipped.has(path);
			case 'string':
			case 'custom':
				return mark(path);
			default:
				throw new Error(`no idea how to plant ${String(kind)} at ${path}`);
		}
	};
	const value = walk(schema, '');
	if (typeof value !== 'object' || value === null) throw new Error('not the schema of an object');
	return {value, marks, flags};
}
