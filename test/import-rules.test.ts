import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';

const source = new URL('../source/', import.meta.url).pathname;

/** What the files of a place may import: places as values, places as types only, and packages. */
interface Rule {
	readonly values: readonly string[];
	readonly types?: readonly string[];
	readonly packages?: readonly string[];
}

/** Leaves that every place may import. */
const forEverybody = ['secret.ts', 'atomic-file.ts', 'unicode.ts'];

const userInterface = ['ink', 'ink-select-input', 'ink-text-input', 'react'];

/** A place is a folder of source or a file at its top; `api/ids.ts` is one file of a folder. */
const rules: Readonly<Record<string, Rule>> = {
	'secret.ts': {values: []},
	'atomic-file.ts': {values: []},
	'arguments.ts': {values: ['command-line']},
	'command-line': {values: ['credentials/store.ts']},
	commands: {
		values: [
			...['api', 'store', 'identity', 'insight', 'input', 'terminal', 'credentials', 'configuration'],
			...['startup.ts', 'arguments.ts', 'cache', 'journal'],
		],
	},
	'compile-cache.ts': {values: []},
	'heap.ts': {values: []},
	'last-words.ts': {values: ['terminal/sanitise.ts'], types: ['screens']},
	'unicode.ts': {values: [], packages: ['string-width']},
	input: {values: []},
	terminal: {values: []},
	dns: {values: ['terminal/sanitise.ts']},
	insight: {values: [], types: ['api', 'dns']},
	emulator: {values: []},
	credentials: {values: [], packages: ['@napi-rs/keyring']},
	api: {values: ['terminal/sanitise.ts', 'terminal/original-text.ts'], packages: ['undici', 'valibot']},
	journal: {values: ['atomic-file.ts', 'running-process.ts']},
	'running-process.ts': {values: []},
	cache: {values: [], types: ['store']},
	areas: {
		values: ['insight', 'terminal', 'api/ids.ts', 'api/scope-body.ts', 'journal/entry.ts'],
		types: ['api', 'dns'],
		packages: ['valibot'],
	},
	store: {values: ['api', 'insight'], types: ['dns'], packages: ['@tanstack/query-core']},
	identity: {values: ['api', 'store', 'insight']},
	components: {
		values: ['areas', 'store', 'input', 'terminal', 'insight'],
		types: ['api'],
		packages: userInterface,
	},
	screens: {
		values: [
			...['api', 'areas', 'store', 'identity', 'input', 'terminal', 'insight', 'components'],
			'credentials/limits.ts',
		],
		types: ['credentials', 'journal'],
		packages: [...userInterface, 'jsonc-parser'],
	},
	configuration: {
		values: ['input', 'credentials/store.ts', 'credentials/profile-name.ts'],
		types: ['credentials'],
		packages: ['jsonc-parser'],
	},
	'startup.ts': {values: ['api', 'configuration', 'credentials']},
	'kept-lists.ts': {values: ['api/base-url.ts', 'cache'], types: ['api', 'configuration', 'credentials']},
	'drafts.ts': {values: ['areas', 'atomic-file.ts', 'running-process.ts']},
	'machine.ts': {values: ['credentials'], types: ['screens', 'startup.ts']},
	'editor.ts': {values: ['credentials', 'terminal'], types: ['screens']},
	'account-screen.ts': {
		values: [
			...['store', 'terminal', 'identity', 'insight', 'screens', 'journal', 'cache'],
			...['drafts.ts', 'kept-lists.ts', 'api/base-url.ts'],
		],
		types: ['api', 'input'],
	},
	'opening.ts': {
		values: [
			...['api', 'areas', 'identity', 'insight', 'screens', 'credentials', 'configuration', 'emulator', 'dns'],
			...['account-screen.ts', 'kept-lists.ts', 'last-words.ts', 'machine.ts', 'startup.ts'],
		],
		types: ['store', 'input', 'arguments.ts'],
	},
	'main.tsx': {
		values: [
			...['api', 'areas', 'input', 'terminal', 'screens', 'configuration'],
			...['arguments.ts', 'heap.ts', 'last-words.ts', 'opening.ts', 'startup.ts', 'editor.ts'],
		],
		types: ['account-screen.ts', 'arguments.ts'],
		packages: userInterface,
	},
	'cli.ts': {
		values: [
			...['arguments.ts', 'startup.ts', 'commands', 'last-words.ts', 'main.tsx', 'terminal/sanitise.ts'],
			...['emulator', 'credentials/crash-traces.ts', 'compile-cache.ts'],
			'../package.json',
		],
	},
};

interface Import {
	/** Under source. */
	readonly file: string;
	/** A file under source (`api/ids.ts`), or the name of a package. */
	readonly target: string;
	readonly isFile: boolean;
	readonly isType: boolean;
}

/** Every import and re-export, as the formatter writes them; `import {type A}` alone is one of types. */
const statement = /^(?:import|export)( type)?(?: ([\w$*{},\s]+?) from)? '([^']+)'|\bimport\('([^']+)'\)/gm;

function importsOf(file: string, text: string): readonly Import[] {
	return [...text.matchAll(statement)].map(([, type, names = '', from, dynamic]) => {
		const specifier = from ?? dynamic ?? '';
		const isFile = specifier.startsWith('.');
		const inBraces = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1]?.split(',') ?? [];
		const named = inBraces.map((name) => name.trim()).filter((name) => name !== '');
		return {
			file,
			target: isFile ? path.join(path.dirname(file), specifier) : specifier,
			isFile,
			isType: type !== undefined || (named.length > 0 && named.every((name) => name.startsWith('type '))),
		};
	});
}

function placeOf(file: string): string {
	return file.split('/', 1)[0] ?? file;
}

/** Why an import is not allowed; undefined when it is. */
function objection({file, target, isFile, isType}: Import): string | undefined {
	const place = placeOf(file);
	const rule = rules[place];
	if (rule === undefined) return `${file}: there is no rule for ${place}`;
	if (!isFile) {
		const packages = rule.packages ?? [];
		const allowed =
			target.startsWith('node:') || packages.some((name) => target === name || target.startsWith(`${name}/`));
		return allowed ? undefined : `${file} imports the package ${target}`;
	}
	if (placeOf(target) === place || forEverybody.includes(target)) return undefined;
	const places = [...rule.values, ...(isType ? (rule.types ?? []) : [])];
	const allowed = places.includes(target) || places.includes(placeOf(target));
	return allowed ? undefined : `${file} imports ${isType ? 'types of ' : ''}${target}`;
}

const files = readdirSync(source, {recursive: true, encoding: 'utf8'}).filter((file) => /\.tsx?$/.test(file));
const imports = files.flatMap((file) => importsOf(file, readFileSync(path.join(source, file), 'utf8')));

describe('who imports whom', () => {
	test('is as the rules say', () => {
		expect(imports.flatMap((each) => objection(each) ?? [])).toEqual([]);
	});

	test('has a rule for every place, and no other', () => {
		expect(Object.keys(rules).toSorted()).toEqual([...new Set(files.map(placeOf))].toSorted());
	});

	test('is seen in every form that an import has', () => {
		const text = [
			`import {a} from './a.ts';`,
			`import type {B} from '../api/b.ts';`,
			`import {type C, type D} from '../c.ts';`,
			`import {\n\ttype E,\n\tf,\n} from '../f.ts';`,
			`import * as v from 'valibot';`,
			`import './g.ts';`,
			`export {h} from './h.ts';`,
			`export type {I} from './i.ts';`,
			`const j = await import('../j/j.ts');`,
		].join('\n');
		const seen = importsOf('areas/x.ts', text).map(({target, isType}) => `${target}${isType ? ' type' : ''}`);
		expect(seen).toEqual([
			...['areas/a.ts', 'api/b.ts type', 'c.ts type', 'f.ts', 'valibot', 'areas/g.ts', 'areas/h.ts'],
			...['areas/i.ts type', 'j/j.ts'],
		]);
	});

	test.each([
		['insight/x.ts', `import {a} from '../api/a.ts';`],
		['areas/x.ts', `import {a} from '../screens/a.ts';`],
		['areas/x.ts', `import {Text} from 'ink';`],
		['store/x.ts', `import {request} from 'undici';`],
		['api/x.ts', `import {a} from '../terminal/width.ts';`],
		['components/x.tsx', `import type {A} from '../screens/a.ts';`],
		['elsewhere/x.ts', `import {a} from 'a';`],
	])('refuses in %s: %s', (file, text) => {
		expect(importsOf(file, text).map(objection)).toEqual([expect.stringContaining(file)]);
	});

	test('allows types where values are refused, and the secret everywhere', () => {
		expect(importsOf('insight/x.ts', `import type {A} from '../api/a.ts';`).map(objection)).toEqual([undefined]);
		expect(importsOf('input/x.ts', `import {Secret} from '../secret.ts';`).map(objection)).toEqual([undefined]);
	});
});
