import {existsSync, readdirSync, readFileSync} from 'node:fs';
import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import packageFile from '../package.json' with {type: 'json'};
import {findOperation} from '../source/api/operations.ts';
import {roleSchema} from '../source/api/schemas.ts';
import {commandUsage, parseArguments} from '../source/arguments.ts';
import {loadConfiguration} from '../source/configuration/configuration.ts';
import {storeKinds} from '../source/credentials/store.ts';
import {createKeymap} from '../source/input/keymap.ts';
import {keyBindings, keyContexts} from '../source/screens/keymap.ts';
import {profileMenu} from '../source/screens/profiles.ts';
import {knowledgeOf} from './insight/sample.ts';
import {roles} from './support/example-area.ts';
import {readmePath, withGeneratedParts} from './support/readme.ts';
import {temporaryDirectory} from './support/temporary-directory.ts';

const readme = readFileSync(readmePath, 'utf8');
const root = new URL('../', import.meta.url);

/** The first code block of a language under a heading. */
function codeUnder(heading: string, language: string): string {
	const under = readme.slice(readme.indexOf(`\n## ${heading}\n`));
	const [, code] = new RegExp(`\`\`\`${language}\n(.*?)\n\`\`\``, 's').exec(under) ?? [];
	if (code === undefined) throw new Error(`README.md has no ${language} under "${heading}"`);
	return code;
}

function under(heading: string): string {
	const from = readme.indexOf(`\n## ${heading}\n`);
	const to = readme.indexOf('\n## ', from + 1);
	return readme.slice(from, to < 0 ? undefined : to);
}

describe('the README', () => {
	test('has the keys, areas, example and usage of the program as it is; `npm run docs` writes them', () => {
		expect(readme).toBe(withGeneratedParts(readme));
	});

	test('shows a configuration that the program takes, and that does what it says', () => {
		using home = temporaryDirectory({'.config/cfiam/config.json': codeUnder('Configuration', 'jsonc')});
		const {configuration} = loadConfiguration({HOME: home.path});
		expect(configuration.readOnly).toBe(true);
		expect(configuration.profile).toBe('work');
		expect([...configuration.profiles]).toEqual([
			['work', expect.objectContaining({credentialStore: 'keychain', account: '0123456789abcdef'.repeat(2)})],
			['audit', expect.objectContaining({credentialStore: 'kernel-keyring', readOnly: true})],
		]);
		const keymap = createKeymap(keyBindings, keyContexts, configuration.keys);
		expect(keymap.lookup('list', 'M')?.command).toBe('remove');
		expect(keymap.lookup('list', 'x')).toBeUndefined();
		expect(keymap.lookup('list', 'm')?.command).toBe('area.members');
		expect(keymap.bindings.find(({command}) => command === 'history.last')?.chords).toEqual([]);
	});

	test('names every store by its option, and shows command lines that the program takes', () => {
		const text = under('Signing in');
		for (const kind of storeKinds) expect(text).toContain(`| \`${kind}\` |`);
		const shell = [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, code = '']) => code).join('');
		const lines = shell.match(/(?<=^(?:.*\| )?cfiam ).*?(?= {2,}#|$)/gm) ?? [];
		const invocations = lines.map((line) => parseArguments(line.split(' ')));
		expect(invocations.map(({kind}) => kind)).toEqual([
			...['login', 'login', 'login', 'whoami', 'logout'],
			...['login', 'login'],
			...['login', 'open', 'logout'],
		]);
	});

	test('names what signs in and out from the keyboard, and every name of the object for scripts', () => {
		const text = under('Signing in');
		const [store, none] = ['desktop keyring', () => undefined];
		const words = {source: 'desktop keyring', nameProblem: none, remove: async () => undefined};
		const profiles = {current: 'work', store, list: () => [], open: none, signIn: none, signOut: none, ...words};
		const {items} = profileMenu(profiles, []);
		for (const {letter, choice} of items) {
			if (choice.kind === 'sign-in' || choice.kind === 'ask-sign-out')
				expect(text).toContain(`\`P\`, then \`${letter}\``);
		}
		for (const typed of ['sign-in', 'logout']) expect(text).toContain(`\`:${typed}\``);
		const [, names = ''] = /one object: ([^\n]*)\n/u.exec(commandUsage('whoami')) ?? [];
		for (const name of names.replaceAll(/[{}]/gu, ' ').split(/[ ,]+/u))
			if (name !== '') expect(text).toContain(`\`${name}\``);
	});

	test('names every part of source, and none that is not there', () => {
		const places = [...under('How it is built').matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) =>
			[...cell.matchAll(/`([^`]+)`/g)].map(([, place = '']) => place),
		);
		const there = readdirSync(new URL('source/', root), {withFileTypes: true}).map((entry) =>
			entry.isDirectory() ? `${entry.name}/` : entry.name,
		);
		// A leaf that everything may import; it says enough about itself.
		expect(places.toSorted()).toEqual(there.filter((name) => name !== 'secret.ts').toSorted());
	});

	test('refers to files and npm scripts that exist', () => {
		const links = [...readme.matchAll(/\]\((?!https:)([^)#]+)\)/g)].map(([, link = '']) => link);
		expect(links).toContain('test/picture/user-groups.svg');
		expect(links.filter((link) => !existsSync(new URL(link, root)))).toEqual([]);
		const files = [...readme.matchAll(/`((?:areas|screens|store|input|insight|api)\/[\w./-]+)`/g)];
		expect(files.map(([, file = '']) => file).filter((file) => !existsSync(new URL(`source/${file}`, root)))).toEqual(
			[],
		);
		const scripts = new Set([...readme.matchAll(/npm run ([\w-]+)/g)].map(([, script = '']) => script));
		expect([...scripts].filter((script) => !Object.hasOwn(packageFile.scripts, script))).toEqual([]);
	});

	test('names the version, the Node and the token permission that hold', () => {
		expect(under('Install it')).toContain(`cfiam-${packageFile.version}.tgz`);
		expect(under('Install it')).toContain(`${packageFile.engines.node.replace('>=', '')} or newer`);
		expect(under('First steps')).toContain(`members needs ${findOperation('userGroups.members.add').permission}.`);
		expect(under('First steps')).toContain(`it needs ${findOperation('userGroups.list').permission};`);
	});

	test('shows an area that lists, filters and opens its rows', () => {
		const knowledge = knowledgeOf({
			roles: [
				v.parse(roleSchema, {id: '1'.repeat(32), name: 'Administrator', description: 'Can do most things'}),
				v.parse(roleSchema, {id: '2'.repeat(32), name: 'Billing'}),
			],
		});
		const setting = {knowledge, now: 0};
		const table = roles.table(setting);
		expect(table.filter('bill').indices).toEqual([1]);
		expect(roles.object('1'.repeat(32), setting)?.section(0).table.length).toBe(2);
	});
});

test('the picture is small and takes nothing from elsewhere', () => {
	const picture = readFileSync(new URL('test/picture/user-groups.svg', root), 'utf8');
	expect(picture.length).toBeLessThan(60_000);
	expect(picture.match(/https?:/g)).toEqual(['http:']);
	expect(picture).toContain('xmlns="http://www.w3.org/2000/svg"');
});
