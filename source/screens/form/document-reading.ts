/** What was written in an editor, as values of a form: held to the fields, each mistake with its line. Pure. */
import {type Node, type ParseError, parseTree, printParseErrorCode} from 'jsonc-parser';
import type {Setting} from '../../areas/define.ts';
import type {Form, FormField, FormValue, FormValues, PickSource} from '../../areas/form.ts';
import {paste} from '../../input/edit-line.ts';
import {isSame} from './values.ts';

export interface DocumentProblem {
	/** From 1. */
	readonly line: number;
	readonly column: number;
	readonly text: string;
}

export type ReadDocument =
	| {readonly kind: 'values'; readonly values: FormValues}
	/** In the order of the text; at least one. */
	| {readonly kind: 'problems'; readonly problems: readonly DocumentProblem[]};

interface Reading {
	readonly setting: Setting;
	/** Texts that the form began with: they are taken as they are. */
	readonly known: ReadonlySet<string>;
	/** Ids that there are, by their source. */
	readonly ids: Map<PickSource, ReadonlySet<string>>;
	report(node: Node, text: string): void;
}

const syntax: Readonly<Record<string, string>> = {
	InvalidSymbol: 'a text has to stand in double quotes',
	PropertyNameExpected: 'a field begins with its name in double quotes',
	ValueExpected: 'a value is missing',
	ColonExpected: 'a colon is missing behind the name',
	CommaExpected: 'a comma is missing',
	CloseBraceExpected: 'a closing } is missing',
	CloseBracketExpected: 'a closing ] is missing',
	EndOfFileExpected: 'something stands behind the end',
	UnexpectedEndOfString: 'the closing quote is missing',
	InvalidCommentToken: 'a comment begins with //',
};

function placeIn(text: string, offset: number): {readonly line: number; readonly column: number} {
	const before = text.slice(0, offset).split('\n');
	return {line: before.length, column: (before.at(-1) ?? '').length + 1};
}

/** All texts that values hold. */
function textsOf(value: FormValue | FormValues): readonly string[] {
	if (typeof value === 'string') return [value];
	if (typeof value === 'boolean') return [];
	return Object.values<string | boolean | FormValue | FormValues>(value).flatMap(textsOf);
}

const kinds: Readonly<Record<FormField['kind'], string>> = {
	text: 'has to be a text in double quotes',
	choice: 'has to be a text in double quotes',
	switch: 'has to be true or false',
	list: 'has to be a list of texts: ["…", "…"]',
	pick: 'has to be a list of ids or names: ["…", "…"]',
	records: 'has to be a list of objects: [{…}, {…}]',
};

/** A text as if it were typed: one line, nothing that could not be seen. */
function typedText(node: Node, {known}: Reading): string | undefined {
	if (node.type !== 'string') return undefined;
	const text = String(node.value);
	return known.has(text) ? text : paste({text: '', cursor: 0}, text).text;
}

function textList(field: FormField, node: Node, reading: Reading): readonly {node: Node; text: string}[] | undefined {
	const several = node.type === 'array' ? (node.children ?? []) : undefined;
	if (several === undefined) {
		reading.report(node, `${field.name} ${kinds[field.kind]}`);
		return undefined;
	}
	return several.flatMap((each) => {
		const text = typedText(each, reading);
		if (text === undefined) reading.report(each, `each entry of ${field.name} has to be a text in double quotes`);
		return text === undefined ? [] : [{node: each, text}];
	});
}

function idsOf(source: PickSource, {ids, setting}: Reading): ReadonlySet<string> {
	const known = ids.get(source) ?? new Set(source.options('', setting).map(({id}) => id));
	ids.set(source, known);
	return known;
}

/** The id that a text is or names; what has not been read yet is taken as it is. */
function picked(source: PickSource, text: string, node: Node, reading: Reading): string {
	const {setting, known, report} = reading;
	if (known.has(text)) return text;
	if (idsOf(source, reading).has(text)) {
		const {refusal, name} = source.option(text, setting);
		if (refusal !== undefined) report(node, `${name}: ${refusal}`);
		return text;
	}
	const own = source.typed?.(text);
	if (own !== undefined) return own;
	const called = source.options(text, setting).filter(({name}) => name.toLowerCase() === text.toLowerCase());
	const [only, ...others] = called;
	if (only !== undefined && others.length === 0) {
		if (only.refusal !== undefined) report(node, `${only.name}: ${only.refusal}`);
		return only.id;
	}
	if (others.length > 0) {
		const which = called.map(({id, more}) => `${id} (${more})`).slice(0, 4);
		report(node, `${called.length} ${source.nouns[1]} are called ${text}, give an id: ${which.join(', ')}`);
	} else if (source.reading(setting) === undefined) report(node, `there is no ${source.nouns[0]} ${text}`);
	return text;
}

function readValue(field: FormField, node: Node, reading: Reading): FormValue | undefined {
	const wrong = (): undefined => {
		reading.report(node, `${field.name} ${kinds[field.kind]}`);
		return undefined;
	};
	switch (field.kind) {
		case 'text':
			return typedText(node, reading) ?? wrong();
		case 'choice': {
			const text = typedText(node, reading);
			if (text === undefined) return wrong();
			const found = field.options.find(
				({value, label}) => value === text || label.toLowerCase() === text.toLowerCase(),
			);
			if (found !== undefined || reading.known.has(text)) return found?.value ?? text;
			const which = field.options.map(({value}) => JSON.stringify(value)).join(', ');
			reading.report(node, `${field.name} has to be one of ${which}`);
			return undefined;
		}
		case 'switch':
			return node.type === 'boolean' ? node.value === true : wrong();
		case 'list':
			return textList(field, node, reading)?.map(({text}) => text);
		case 'pick': {
			const {most, nouns} = field.source;
			const ids = textList(field, node, reading)?.map((each) => picked(field.source, each.text, each.node, reading));
			if (most !== undefined && ids !== undefined && ids.length > most)
				reading.report(node, `${field.name} takes at most ${most} ${nouns[most === 1 ? 0 : 1]}`);
			return ids === undefined ? undefined : [...new Set(ids)];
		}
		case 'records':
			if (node.type !== 'array') return wrong();
			return (node.children ?? []).flatMap((each) => {
				if (each.type === 'object')
					return [readObject(each, field.fresh, (record) => field.fields(record, reading.setting), reading)];
				reading.report(each, `each of ${field.name} has to be an object: {…}`);
				return [];
			});
	}
}

/** Rounds in which fields may appear because of what others hold. */
const mostRounds = 4;

function readObject(
	node: Node,
	base: FormValues,
	fieldsOf: (values: FormValues) => readonly FormField[],
	reading: Reading,
): FormValues {
	const properties = (node.children ?? []).flatMap(({children}) => {
		const [key, value] = children ?? [];
		return key === undefined || value === undefined ? [] : [{key, name: String(key.value), value}];
	});
	const quiet: Reading = {...reading, report: () => undefined};
	let values = base;
	let fields = fieldsOf(values);
	for (let round = 0; round < mostRounds; round++) {
		const next: Record<string, FormValue> = {...base};
		for (const field of fields) {
			const own = properties.find(({name}) => name === field.name);
			const value = own === undefined ? undefined : readValue(field, own.value, quiet);
			if (value !== undefined) next[field.name] = value;
		}
		values = next;
		const after = fieldsOf(values);
		const isSettled = after.length === fields.length && after.every(({name}, index) => name === fields[index]?.name);
		fields = after;
		if (isSettled) break;
	}
	const seen = new Set<string>();
	for (const {key, name, value} of properties) {
		const field = fields.find((each) => each.name === name);
		if (seen.has(name)) reading.report(key, `${name} is there twice`);
		else if (field === undefined)
			reading.report(key, `there is no field ${name} here; there are ${fields.map((each) => each.name).join(', ')}`);
		else {
			const read = readValue(field, value, reading);
			if (field.locked !== undefined && read !== undefined && !isSame(read, base[name]))
				reading.report(value, `${name} is locked: ${field.locked}`);
		}
		seen.add(name);
	}
	return values;
}

/**
 * The values that the text holds, over those that the form held; what is not said in it stays.
 * @param base what the document was made of
 */
export function readDocument(text: string, form: Form, base: FormValues, setting: Setting): ReadDocument {
	const errors: ParseError[] = [];
	const tree = parseTree(text, errors, {allowTrailingComma: true, disallowComments: false});
	const problems: (DocumentProblem & {readonly offset: number})[] = [];
	const at = (offset: number, said: string): void => {
		problems.push({...placeIn(text, offset), offset, text: said});
	};
	// What follows the first mistake may only be its consequence.
	const [broken] = errors;
	if (broken !== undefined) {
		const code = printParseErrorCode(broken.error);
		at(broken.offset, syntax[code] ?? `this is no JSON (${code})`);
	} else if (tree?.type !== 'object') {
		at(tree?.offset ?? 0, 'the document has to be an object: {…}');
	} else {
		const known = new Set([...textsOf(form.start), ...textsOf(base)]);
		const reading: Reading = {setting, known, ids: new Map(), report: ({offset}, said) => at(offset, said)};
		const values = readObject(tree, base, (held) => form.fields(held, setting), reading);
		if (problems.length === 0) return {kind: 'values', values};
	}
	return {kind: 'problems', problems: problems.toSorted((left, right) => left.offset - right.offset)};
}
