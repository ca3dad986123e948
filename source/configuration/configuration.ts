import {readFileSync, statSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import {TextDecoder} from 'node:util';
import {type Node, type ParseError, parseTree, printParseErrorCode} from 'jsonc-parser';
import type {KeymapProblem, KeyOverrides} from '../input/keymap.ts';
import {nearMatch} from '../input/near-match.ts';

/** The settings of the user's configuration file. What is not in the file has its default. */
export interface Configuration {
	/** Keys per command; they replace the command's own. */
	readonly keys: KeyOverrides;
	/** Writes are locked for good, as with --read-only. */
	readonly readOnly: boolean;
	/** The account to open, 32 hexadecimal digits in lower case. */
	readonly account: string | undefined;
	readonly baseUrl: string | undefined;
	/** No colours, as with --no-color. */
	readonly noColor: boolean;
}

export interface LoadedConfiguration {
	readonly configuration: Configuration;
	/** Where the file is, or would be. */
	readonly path: string;
	/** `PATH:LINE:COLUMN` of a setting (`placeOf('keys', 'list.down')`) for messages; only the path if it is not there. */
	placeOf(...setting: readonly string[]): string;
}

/** The configuration file cannot be used. */
export class ConfigurationError extends Error {
	/** What is wrong, each with its place, and what to do: for stderr as they are. */
	readonly lines: readonly string[];

	constructor(lines: readonly string[]) {
		super(lines.join('\n'));
		this.name = 'ConfigurationError';
		this.lines = lines;
	}
}

type Environment = Readonly<Record<string, string | undefined>>;

/** `$XDG_CONFIG_HOME/cfiam/config.json`; by default, and for a relative XDG_CONFIG_HOME, under `~/.config`. */
export function configurationPath(environment: Environment): string {
	const base = environment.XDG_CONFIG_HOME ?? '';
	const home = environment.HOME ?? '';
	return path.join(
		path.isAbsolute(base) ? base : path.join(home === '' ? homedir() : home, '.config'),
		'cfiam/config.json',
	);
}

/**
 * Reads the configuration file: JSON, with comments and trailing commas allowed. No file is no settings.
 * @throws ConfigurationError naming every mistake by line and column
 */
export function loadConfiguration(environment: Environment): LoadedConfiguration {
	const file = configurationPath(environment);
	const text = readText(file);
	const syntax: ParseError[] = [];
	const tree =
		text === undefined ? undefined : parseTree(text, syntax, {allowTrailingComma: true, allowEmptyContent: true});
	const place = (offset: number): string => placeIn(file, text ?? '', offset);
	const [first] = syntax;
	if (first !== undefined) {
		throw unusable([`${place(first.offset)}: this is not JSON: ${syntaxProblem(first)}`]);
	}
	const problems: string[] = [];
	const configuration = readSettings(tree, (node, problem) => problems.push(`${place(node.offset)}: ${problem}`));
	if (problems.length > 0) throw unusable(problems);
	return {
		configuration,
		path: file,
		placeOf(...setting) {
			const property = find(tree, setting);
			return property === undefined ? file : place(property.offset);
		},
	};
}

/** The lines that say what is wrong with a keymap, each problem at the settings that cause it. */
export function keymapProblemLines(problems: readonly KeymapProblem[], loaded: LoadedConfiguration): readonly string[] {
	return problems.flatMap(({message, overrides}) => {
		const [first, ...others] = overrides.map((command) => loaded.placeOf('keys', command));
		const rest = others.length === 0 ? '' : ` (and ${others.join(', ')})`;
		return [`${first ?? loaded.path}: ${message}${rest}`];
	});
}

/** The keys of the file make no keymap. */
export function keymapError(problems: readonly KeymapProblem[], loaded: LoadedConfiguration): ConfigurationError {
	return unusable(keymapProblemLines(problems, loaded));
}

function unusable(problems: readonly string[]): ConfigurationError {
	return new ConfigurationError([...problems, 'Correct the file, or move it away to start without it.']);
}

/** The file's text; undefined where there is none. */
function readText(file: string): string | undefined {
	try {
		if (!statSync(file).isFile()) throw unusable([`${file}: this should be a file, and is a directory or device.`]);
		return new TextDecoder('utf-8', {fatal: true}).decode(readFileSync(file));
	} catch (error) {
		if (error instanceof ConfigurationError) throw error;
		const problem = readProblem(file, error);
		if (problem === undefined) return undefined;
		throw problem;
	}
}

/** What it means that the file could not be read; undefined: there is none. */
export function readProblem(file: string, error: unknown): ConfigurationError | undefined {
	switch (error instanceof Error && 'code' in error ? error.code : undefined) {
		case 'ENOENT':
		case 'ENOTDIR':
			return undefined;
		case 'EACCES':
		case 'EPERM':
			return new ConfigurationError([
				`${file}: cannot be read: permission denied.`,
				'Give yourself the right to read it, or set XDG_CONFIG_HOME to another directory.',
			]);
		case 'ERR_ENCODING_INVALID_ENCODED_DATA':
			return unusable([`${file}: this is not UTF-8 text.`]);
		default:
			return unusable([`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`]);
	}
}

/** Reports a mistake at a node. */
type Report = (node: Node, problem: string) => void;

const settings = ['keys', 'readOnly', 'account', 'baseUrl', 'noColor'] as const;

function readSettings(tree: Node | undefined, report: Report): Configuration {
	const found = new Map<string, Node>();
	for (const {name, key, value} of propertiesOf(tree, 'the file', report)) {
		if (settings.some((setting) => setting === name)) found.set(name, value);
		else {
			const near = nearMatch(name, settings);
			const hint = near === undefined ? `the settings are ${settings.join(', ')}` : `did you mean "${near}"?`;
			report(key, `there is no setting ${JSON.stringify(name)}: ${hint}`);
		}
	}
	return {
		keys: readKeys(found.get('keys'), report),
		readOnly: readBoolean('readOnly', found.get('readOnly'), report),
		account: readAccount(found.get('account'), report),
		baseUrl: readString('baseUrl', found.get('baseUrl'), report),
		noColor: readBoolean('noColor', found.get('noColor'), report),
	};
}

function readKeys(node: Node | undefined, report: Report): KeyOverrides {
	if (node === undefined) return {};
	const keys: [string, string[]][] = [];
	for (const {name, value} of propertiesOf(node, '"keys"', report)) {
		const items = value.type === 'array' ? (value.children ?? []) : [value];
		const texts: string[] = [];
		for (const item of items) {
			const text: unknown = item.value;
			if (typeof text === 'string') texts.push(text);
			else report(item, `the keys of ${JSON.stringify(name)} should be texts such as "ctrl+d", or a list of them`);
		}
		keys.push([name, texts]);
	}
	// fromEntries defines properties: a command named __proto__ stays an unknown command.
	return Object.fromEntries(keys);
}

function readBoolean(name: string, node: Node | undefined, report: Report): boolean {
	const value: unknown = node?.value;
	if (typeof value === 'boolean') return value;
	if (node !== undefined) report(node, `"${name}" should be true or false`);
	return false;
}

function readString(name: string, node: Node | undefined, report: Report): string | undefined {
	const value: unknown = node?.value;
	if (typeof value === 'string' && value !== '') return value;
	if (node !== undefined) report(node, `"${name}" should be a text in quotation marks`);
	return undefined;
}

function readAccount(node: Node | undefined, report: Report): string | undefined {
	const text = readString('account', node, report);
	if (node === undefined || text === undefined) return undefined;
	if (/^[\da-f]{32}$/i.test(text)) return text.toLowerCase();
	report(node, '"account" should be an account id: 32 hexadecimal digits, as in the address of the dashboard');
	return undefined;
}

/** The properties of an object, each name once; what is no object, and names that come twice, are reported. */
function propertiesOf(
	node: Node | undefined,
	what: string,
	report: Report,
): readonly {readonly name: string; readonly key: Node; readonly value: Node}[] {
	if (node === undefined) return [];
	if (node.type !== 'object') {
		report(node, `${what} should be an object: { … }`);
		return [];
	}
	const properties = new Map<string, {readonly name: string; readonly key: Node; readonly value: Node}>();
	for (const {children: [key, value] = []} of node.children ?? []) {
		if (key === undefined || value === undefined) continue;
		const name = String(key.value);
		if (properties.has(name)) report(key, `${JSON.stringify(name)} is here twice`);
		properties.set(name, {name, key, value});
	}
	return [...properties.values()];
}

/** The property at a path of names. */
function find(tree: Node | undefined, names: readonly string[]): Node | undefined {
	let property: Node | undefined;
	let object = tree;
	for (const name of names) {
		property = object?.children?.find(({children}) => children?.[0]?.value === name);
		object = property?.children?.[1];
	}
	return property;
}

/** `FILE:LINE:COLUMN`, both counted from 1; columns in UTF-16 units, as editors count them. */
function placeIn(file: string, text: string, offset: number): string {
	const before = text.slice(0, offset).split(/\r\n|\r|\n/);
	return `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

function syntaxProblem({error}: ParseError): string {
	const name = printParseErrorCode(error);
	switch (name) {
		case 'InvalidSymbol':
			return 'a value is a text in quotation marks, true, false, a list [ … ] or an object { … }';
		case 'InvalidNumberFormat':
		case 'UnexpectedEndOfNumber':
			return 'a number is not complete';
		case 'PropertyNameExpected':
			return 'the name of a setting, in quotation marks, is missing here';
		case 'ValueExpected':
			return 'a value is missing here';
		case 'ColonExpected':
			return 'a colon is missing here';
		case 'CommaExpected':
			return 'a comma is missing before this';
		case 'CloseBraceExpected':
			return 'a closing } is missing here';
		case 'CloseBracketExpected':
			return 'a closing ] is missing here';
		case 'EndOfFileExpected':
			return 'the file should end before this';
		case 'InvalidCommentToken':
		case 'UnexpectedEndOfComment':
			return 'a comment does not end';
		case 'UnexpectedEndOfString':
			return 'a text does not end: its closing quotation mark is missing';
		case 'InvalidUnicode':
		case 'InvalidEscapeCharacter':
		case 'InvalidCharacter':
			return 'a text has an invalid character or escape in it';
		case '<unknown ParseErrorCode>':
			return 'something is wrong here';
	}
}
