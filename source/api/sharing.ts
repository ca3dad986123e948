/**
 * What answers say again and again is kept once: 25,000 members repeat the same roles, permission groups, resource
 * groups and dates. Everything here is read only, so it makes no difference but to the memory.
 */
import type * as v from 'valibot';

/** Remembered texts and parts; twice as many at most. What is used again stays, the others are forgotten in turn. */
const generation = 2048;

/** Longer ones are seldom said twice. */
const longestText = 256;

/** Characters of JSON; larger parts are not looked for. */
const largestPart = 8192;

/** A table that forgets what has not been asked for lately. */
class Recent<Value> {
	#young = new Map<string, Value>();
	#old = new Map<string, Value>();

	get(key: string): Value | undefined {
		const young = this.#young.get(key);
		if (young !== undefined) return young;
		const old = this.#old.get(key);
		if (old !== undefined) this.set(key, old);
		return old;
	}

	set(key: string, value: Value): void {
		if (this.#young.size >= generation) {
			this.#old = this.#young;
			this.#young = new Map();
		}
		this.#young.set(key, value);
	}
}

const texts = new Recent<string>();

/** Objects and lists that are compact and shared already. */
const whole = new WeakSet<object>();

function shareText(text: string): string {
	if (text.length > longestText) return text;
	const known = texts.get(text);
	if (known !== undefined) return known;
	texts.set(text, text);
	return text;
}

/**
 * The same data in less memory: equal texts once, and what was parsed from JSON as the JSON parser made it, which has
 * no room to grow, where a schema has changed nothing. What is no plain data, secrets above all, stays as it is.
 * @param from what `value` was made of; it may become part of the result
 */
export function compact<Value>(value: Value, from?: unknown): Value;
export function compact(value: unknown, from: unknown): unknown {
	if (typeof value === 'string') return shareText(value);
	if (typeof value !== 'object' || value === null || whole.has(value)) return value;
	if (Array.isArray(value)) {
		const like: readonly unknown[] = Array.isArray(from) ? from : [];
		return value.map((item: unknown, index) => compact(item, like[index]));
	}
	if (!isPlain(value)) return value;
	const keys = Object.keys(value);
	const same = isPlain(from) && !Object.isFrozen(from) && haveSameKeys(from, keys) ? from : undefined;
	const copy: Record<string, unknown> = same ?? {...value};
	for (const key of keys) copy[key] = compact(value[key], same?.[key]);
	return copy;
}

function isPlain(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function haveSameKeys(from: object, keys: readonly string[]): boolean {
	const own = Object.keys(from);
	return own.length === keys.length && own.every((key, index) => key === keys[index]);
}

/** A schema whose equal values are one value, which is parsed once. For data that are small and often the same. */
export function shared<const Schema extends v.GenericSchema>(schema: Schema): Schema {
	const known = new Recent<NonNullable<unknown>>();
	return {
		...schema,
		'~run'(dataset, config) {
			const raw: unknown = dataset.value;
			const text = JSON.stringify(raw) ?? '';
			const before = known.get(text);
			if (before !== undefined) return {typed: true, value: before};
			const parsed = schema['~run'](dataset, config);
			if (!parsed.typed || parsed.issues !== undefined || text.length > largestPart) return parsed;
			const value: unknown = compact(parsed.value, raw);
			if (typeof value === 'object' && value !== null) {
				whole.add(value);
				known.set(text, value);
			}
			return {typed: true, value};
		},
	};
}
