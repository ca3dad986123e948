/** Lists into columns. Secrets are left out, wherever they are in a row. */
import {Secret} from '../secret.ts';
import {
	type Column,
	few,
	isPlainObject,
	type Numbers,
	type PlainObject,
	type Plan,
	type Span,
	separator,
	type Texts,
} from './column-form.ts';

/** Values between two moments at which the work may be put aside. */
const slice = 1000;

/** Values that are looked at to tell whether they come again and again. */
const sampled = 64;

/** Kinds of values in one column; more are written as they are. */
const mostKinds = 32;

/** Work that may be paused. */
type Work<Result> = Generator<undefined, Result, undefined>;

/** The positions of rows in an order, and by what they are in it. */
export interface Order {
	readonly by: string;
	readonly rows: Int32Array;
}

/**
 * The bytes of a list. What JSON can not hold is left out, and so are secrets. Yields every few milliseconds at most:
 * whoever does it beside other work may pause there, or give it up.
 */
export function* writeColumns(rows: readonly object[], orders: readonly Order[] = []): Work<Buffer> {
	const writer = new ColumnWriter();
	const written: Plan = {
		rows: yield* writer.column(rows),
		orders: orders.map(({by, rows}) => ({by, rows: writer.numbers(Uint32Array.from(rows))})),
	};
	const plan = Buffer.from(JSON.stringify(written), 'utf8');
	const head = Buffer.alloc(4);
	head.writeUInt32LE(plan.length);
	yield;
	return Buffer.concat([head, plan, ...writer.parts]);
}

class ColumnWriter {
	readonly parts: Buffer[] = [];
	#length = 0;

	*column(values: readonly unknown[]): Work<Column> {
		const [first] = values;
		if (isConstant(values) && isScalar(first)) return {form: 'same', count: values.length, value: first};
		return (mayRepeat(values) ? yield* this.#choice(values) : undefined) ?? (yield* this.#byKind(values));
	}

	/** Undefined: too many of them are different. */
	*#choice(values: readonly unknown[]): Work<Column | undefined> {
		const most = Math.max(16, values.length / 3);
		const numbers = new Uint32Array(values.length);
		const distinct: unknown[] = [];
		/** Objects that rows share have to be looked at once. */
		const known = new Map<unknown, number>();
		const byText = new Map<string, number>();
		for (let position = 0; position < values.length; position += 1) {
			if (position % slice === slice - 1) yield;
			const value = values[position];
			let number = known.get(value);
			if (number === undefined) {
				const text = typeof value === 'string' ? undefined : (JSON.stringify(value) ?? '');
				number = text === undefined ? undefined : byText.get(text);
				if (number === undefined) {
					number = distinct.length;
					if (number >= most) return undefined;
					if (text !== undefined) byText.set(text, number);
					distinct.push(value);
				}
				known.set(value, number);
			}
			numbers[position] = number;
		}
		const column = areTexts(distinct) ? this.#texts(distinct) : this.#json(distinct);
		return {form: 'choice', values: column, numbers: this.numbers(numbers)};
	}

	*#byKind(values: readonly unknown[]): Work<Column> {
		const groups = new Map<string, {readonly number: number; readonly values: unknown[]}>();
		const kinds = new Uint32Array(values.length);
		for (let position = 0; position < values.length; position += 1) {
			if (position % slice === slice - 1) yield;
			const value = values[position];
			const kind = kindOf(value);
			let group = groups.get(kind);
			if (group === undefined) {
				if (groups.size === mostKinds) return this.#json(values);
				group = {number: groups.size, values: []};
				groups.set(kind, group);
			}
			kinds[position] = group.number;
			group.values.push(value);
		}
		const columns: Column[] = [];
		for (const group of groups.values()) columns.push(yield* this.#kind(group.values));
		const [only] = columns;
		if (only !== undefined && columns.length === 1) return only;
		yield;
		return {form: 'mixed', kinds: this.numbers(kinds), ranks: this.numbers(ranksOf(kinds, columns.length)), columns};
	}

	/** Values of one kind. */
	*#kind(values: readonly unknown[]): Work<Column> {
		yield;
		if (areTexts(values)) return this.#texts(values);
		if (areLists(values)) return yield* this.#lists(values);
		return areObjects(values) ? yield* this.#objects(values) : this.#json(values);
	}

	*#objects(values: readonly PlainObject[]): Work<Column> {
		const names = Object.keys(values[0] ?? {});
		// Setting it would set something else.
		if (names.includes('__proto__')) return this.#json(values);
		const kept = new Map<string, unknown[]>();
		for (const name of names) {
			const inside: unknown[] = [];
			let isWhole = true;
			for (const value of values) {
				const part = value[name];
				isWhole &&= isJson(part);
				inside.push(part);
			}
			// A secret, or nothing, in some of them: those have other names.
			if (!isWhole || isSecretName(name)) {
				const clean = values.map((value) => withoutPart(value, name));
				return yield* this.#byKind(clean);
			}
			kept.set(name, inside);
			yield;
		}
		const columns: Column[] = [];
		for (const inside of kept.values()) columns.push(yield* this.column(inside));
		return {form: 'objects', count: values.length, names, columns};
	}

	*#lists(values: readonly (readonly unknown[])[]): Work<Column> {
		const ends = this.numbers(endsOf(values.map(({length}) => length)));
		yield;
		return {form: 'lists', ends, items: yield* this.column(values.flat())};
	}

	#texts(values: readonly string[]): Column {
		const text = values.join(separator);
		// What is no Unicode would come back as something else.
		if (!text.isWellFormed() || values.some((value) => value.includes(separator))) return this.#json(values);
		const isNarrow = Buffer.byteLength(text) === text.length;
		return {form: 'texts', isNarrow, ...this.#separated(values, text)};
	}

	#json(values: readonly unknown[]): Column {
		// There is no line end in JSON that is not laid out.
		const texts = values.map((value) => JSON.stringify(cleaned(value)));
		return {form: 'json', ...this.#separated(texts, texts.join(separator))};
	}

	#separated(texts: readonly string[], text: string): Texts {
		const count = texts.length;
		const at = this.#put(Buffer.from(text, 'utf8'));
		if (count <= few) return {count, at};
		const lengths = texts.map((each) => Buffer.byteLength(each));
		const [length = 0] = lengths;
		if (isConstant(lengths)) return {count, at, ends: length};
		return {count, at, ends: this.numbers(endsOf(lengths, separator.length))};
	}

	numbers(values: Uint32Array): Numbers {
		let largest = 0;
		for (const value of values) largest = Math.max(largest, value);
		const width = largest < 0x100 ? 1 : largest < 0x1_0000 ? 2 : 4;
		const count = values.length;
		if (width === 1) return {count, width, at: this.#put(Buffer.from(values))};
		const bytes = Buffer.alloc(count * width);
		for (let position = 0; position < count; position += 1)
			bytes.writeUIntLE(values[position] ?? 0, position * width, width);
		return {count, width, at: this.#put(bytes)};
	}

	#put(bytes: Buffer): Span {
		const span: Span = [this.#length, bytes.length];
		this.parts.push(bytes);
		this.#length += bytes.length;
		return span;
	}
}

/** Where each of several things ends that stand one behind the other, with so much between them. */
function endsOf(lengths: readonly number[], between = 0): Uint32Array {
	const ends = new Uint32Array(lengths.length);
	let end = -between;
	for (const [position, length] of lengths.entries()) {
		end += between + length;
		ends[position] = end;
	}
	return ends;
}

/** For each value, how many of its kind there are before it. */
function ranksOf(kinds: Uint32Array, count: number): Uint32Array {
	const seen = new Uint32Array(count);
	return kinds.map((kind) => {
		const rank = seen[kind] ?? 0;
		seen[kind] = rank + 1;
		return rank;
	});
}

function isConstant(values: readonly unknown[]): boolean {
	const [first] = values;
	return values.every((value) => value === first);
}

function isScalar(value: unknown): boolean {
	return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

function areTexts(values: readonly unknown[]): values is readonly string[] {
	return values.every((value) => typeof value === 'string');
}

function areLists(values: readonly unknown[]): values is readonly (readonly unknown[])[] {
	return values.every((value) => Array.isArray(value));
}

function areObjects(values: readonly unknown[]): values is readonly PlainObject[] {
	return values.every((value) => isPlainObject(value) && !(value instanceof Secret));
}

/** Objects with other names are of another kind. */
function kindOf(value: unknown): string {
	if (typeof value === 'string') return 'text';
	if (Array.isArray(value)) return 'list';
	return isPlainObject(value) && !(value instanceof Secret) ? `object${JSON.stringify(Object.keys(value))}` : 'other';
}

/** Whether it is worth looking for values that come again. Texts are compared at little cost. */
function mayRepeat(values: readonly unknown[]): boolean {
	if (areTexts(values)) return true;
	const step = Math.max(1, Math.floor(values.length / sampled));
	const seen = new Set<string>();
	let looked = 0;
	for (let position = 0; position < values.length; position += step) {
		seen.add(JSON.stringify(values[position]) ?? '');
		looked += 1;
	}
	return looked > 0 && seen.size <= looked / 2;
}

/** What JSON says of a value, without secrets; what is none in JSON is null. */
function cleaned(value: unknown): unknown {
	if (!isJson(value)) return null;
	if (Array.isArray(value)) return value.map(cleaned);
	if (!isPlainObject(value)) return value;
	const kept = Object.entries(value).filter(([name, part]) => isJson(part) && !isSecretName(name));
	return Object.fromEntries(kept.map(([name, part]) => [name, cleaned(part)]));
}

/** Without the part of this name if it is none that may be kept. */
function withoutPart(value: PlainObject, name: string): PlainObject {
	if (isJson(value[name]) && !isSecretName(name)) return value;
	const {[name]: _, ...rest} = value;
	return rest;
}

function isJson(value: unknown): boolean {
	if (value instanceof Secret) return false;
	return value === null || ['string', 'number', 'boolean', 'object'].includes(typeof value);
}

/** No answer has any at present: those that may are taken apart at the border. */
function isSecretName(name: string): boolean {
	return secretNames.has(name.toLowerCase());
}

const secretNames: ReadonlySet<string> = new Set([
	'client_secret',
	'rotated_client_secret',
	'secret',
	'token',
	'access_token',
	'refresh_token',
	'password',
	'private_key',
	'api_key',
]);
