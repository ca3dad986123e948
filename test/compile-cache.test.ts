/** Where the compiled code of the program is kept, and that it works as well where it can not be. */
import {chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import packageFile from '../package.json' with {type: 'json'};
import {temporaryDirectory} from './support/temporary-directory.ts';
import {startTerminal} from './support/terminal.ts';

const command = new URL('../dist/cli.js', import.meta.url).pathname;
const {version} = packageFile;

interface Home {
	/** What XDG_CACHE_HOME names. */
	readonly cache: string;
	/** Opens an area that is not there: all that the first frame needs is loaded, and what it says is given. */
	run(): Promise<string>;
}

function createHome(): Home {
	const place = temporaryDirectory();
	onTestFinished(() => place[Symbol.dispose]());
	const cache = path.join(place.path, 'cache');
	return {
		cache,
		async run() {
			await using terminal = startTerminal({
				command: process.execPath,
				args: [command, 'nowhere'],
				environment: {XDG_CACHE_HOME: cache},
			});
			const {code} = await terminal.exit;
			return `${code}: ${terminal.screen()}`;
		},
	};
}

const modeOf = (directory: string): number => statSync(directory).mode & 0o777;

/** The files of compiled code, whichever Node they are of. */
function codeIn({cache}: Home): readonly string[] {
	const own = path.join(cache, 'cfiam/code', version);
	if (!existsSync(own)) return [];
	return readdirSync(own, {recursive: true, withFileTypes: true})
		.filter((entry) => entry.isFile())
		.map(({name}) => name);
}

/** What it says where everything is as it should be. */
async function usual(): Promise<string> {
	return createHome().run();
}

test('compiled code is kept where only the user can get at it', async () => {
	const home = createHome();
	expect(await home.run()).toMatch(/^2: cfiam: there is no area/u);
	for (const part of ['', 'cfiam', 'cfiam/code', `cfiam/code/${version}`])
		expect(modeOf(path.join(home.cache, part)), part).toBe(0o700);
	expect(codeIn(home)).not.toEqual([]);
	// It is used the next time, and nothing else is made.
	const before = codeIn(home);
	await home.run();
	expect(codeIn(home)).toEqual(before);
});

test('the code of other versions goes when another version comes', async () => {
	const home = createHome();
	mkdirSync(path.join(home.cache, 'cfiam/code/0.0.0'), {recursive: true, mode: 0o700});
	await home.run();
	expect(readdirSync(path.join(home.cache, 'cfiam/code'))).toEqual([version]);
});

test('a directory that others can write is not used: what is in it would be run', async () => {
	for (const open of ['cfiam', 'cfiam/code', `cfiam/code/${version}`]) {
		const home = createHome();
		mkdirSync(path.join(home.cache, 'cfiam/code', version), {recursive: true, mode: 0o700});
		chmodSync(path.join(home.cache, open), 0o777);
		expect(await home.run()).toBe(await usual());
		expect(codeIn(home), open).toEqual([]);
	}
});

test('no cache that is broken, or can not be made, does any harm', async () => {
	const said = await usual();
	const noDirectory = createHome();
	writeFileSync(noDirectory.cache, 'a file where the directory should be');
	expect(await noDirectory.run()).toBe(said);

	const broken = createHome();
	await broken.run();
	const own = path.join(broken.cache, 'cfiam/code', version);
	const files = readdirSync(own, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
	expect(files).not.toEqual([]);
	for (const {parentPath, name} of files) writeFileSync(path.join(parentPath, name), 'no code');
	expect(await broken.run()).toBe(said);
});
