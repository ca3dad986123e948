/**
 * What answers say again and again is kept once: 25,000 members repeat the same roles, permission groups, resource
 * groups and dates. Everything here is read only, so it makes no difference but to the memory.
 */
import type * as v from 'valibot';

/** Remembered texts and parts; twice as many at most. What is used again stays, the others are forgotten in turn. */
const generation = 8192;

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
 * The same data in less memory: lists without the room that they have grown into, objects without tables beside them,
 * equal texts once. What is no plain data, secrets above all, stays as it is.
 */
export function compact<Value>(value: Value): Value;
export function compact(value: unknown): unknown {
	if (typeof value === 'string') return shareText(value);
	if (typeof value !== 'object' || value === null || whole.has(value)) return value;
	if (Array.isArray(value)) return value.map((item: unknown) => compact(item));
	if (Object.getPrototypeOf(value) !== Object.prototype) return value;
	const copy: Record<string, unknown> = {...value};
	for (const key of Object.keys(copy)) copy[key] = compact(copy[key]);
	return copy;
}

/** A schema whose equal values are one value, which is parsed once. For data that are small and often the same. */
export function shared<const Schema extends v.GenericSchema>(schema: Schema): Schema {
	const known = new Recent<NonNullable<unknown>>();
	return {
		...schema,
		'~run'(dataset, config) {
			const text = JSON.stringify(dataset.value) ?? '';
			const before = known.get(text);
			if (before !== undefined) return {typed: true, value: before};
			const parsed = schema['~run'](dataset, config);
			if (!parsed.typed || parsed.issues !== undefined || text.length > largestPart) return parsed;
			const value: unknown = compact(parsed.value);
			if (typeof value === 'object' && value !== null) {
				whole.add(value);
				known.set(text, value);
			}
			return {typed: true, value};
		},
	};
}
