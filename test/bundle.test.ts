/** What has to be loaded before the first frame can be drawn, and what is not in it. */
import type {Metafile} from 'esbuild';
import {beforeAll, expect, test} from 'vitest';
import {bundle} from '../build.ts';

let metafile: Metafile;

beforeAll(async () => {
	metafile = await bundle(false);
});

type Output = Metafile['outputs'][string];

function outputOf(entryPoint: string): Output {
	const found = Object.values(metafile.outputs).find((output) => output.entryPoint === entryPoint);
	if (found === undefined) throw new Error(`${entryPoint} is no file of its own`);
	return found;
}

/** The files that are loaded with these, and because of them. */
function loadedWith(...entryPoints: readonly string[]): readonly Output[] {
	const loaded = new Set<Output>();
	const load = (output: Output | undefined): void => {
		if (output === undefined || loaded.has(output)) return;
		loaded.add(output);
		for (const {kind, path} of output.imports) if (kind === 'import-statement') load(metafile.outputs[path]);
	};
	for (const entryPoint of entryPoints) load(outputOf(entryPoint));
	return [...loaded];
}

/** What has been loaded when the first frame is drawn. */
const beforeFirstFrame = ['source/cli.ts', 'source/startup.ts', 'source/main.tsx'];

const bytesOf = (outputs: readonly Output[]): number => outputs.reduce((sum, {bytes}) => sum + bytes, 0);

const inputsOf = (outputs: readonly Output[]): readonly string[] =>
	outputs.flatMap(({inputs}) => Object.keys(inputs)).map((file) => file.replace(/^.*node_modules\//u, ''));

test('neither Ink, React nor the HTTP client is loaded before the first frame, nor what belongs to other commands', () => {
	const inputs = inputsOf(loadedWith(...beforeFirstFrame));
	expect(inputs).toContain('source/screens/scene-lines.ts');
	const late = /^(?:ink|ink-[\w-]+|react|react-reconciler|scheduler|yoga-layout|undici|chalk|slice-ansi)\//u;
	expect(inputs.filter((file) => late.test(file))).toEqual([]);
	const ofOthers =
		/^source\/(?:emulator|dns|commands)\/|^source\/(?:editor|api\/undici|screens\/(?:drawing|root|app)|components\/ink-\w+)\.tsx?$/u;
	expect(inputs.filter((file) => ofOthers.test(file))).toEqual([]);
});

test('all of these are there, each behind the first frame', () => {
	const drawing = inputsOf(loadedWith('source/screens/drawing.tsx'));
	expect(drawing).toEqual(expect.arrayContaining(['ink/build/index.js', 'source/screens/app.tsx']));
	expect(inputsOf(loadedWith('source/api/undici.ts'))).toContain('undici/lib/dispatcher/pool.js');
	expect(inputsOf(loadedWith('source/emulator/index.ts'))).toContain('source/emulator/server.ts');
});

test('of undici only the pool is there: no fetch, no HTTP/2, no cache', () => {
	const inputs = inputsOf(Object.values(metafile.outputs));
	expect(inputs).toContain('undici/lib/dispatcher/client-h1.js');
	expect(inputs.filter((file) => /^undici\/lib\/(?:web|cache|mock|interceptor)\//u.test(file))).toEqual([]);
});

test('what is loaded before the first frame stays small', () => {
	// Of an entry as small as this one, most commands and all mistakes in a command line need nothing else.
	expect(bytesOf(loadedWith('source/cli.ts'))).toBeLessThan(40_000);
	expect(bytesOf(loadedWith('source/credentials/keychain-child.ts'))).toBeLessThan(20_000);
	// The credential is read once these are there.
	expect(bytesOf(loadedWith('source/cli.ts', 'source/startup.ts'))).toBeLessThan(160_000);
	expect(bytesOf(loadedWith(...beforeFirstFrame))).toBeLessThan(850_000);
	expect(loadedWith(...beforeFirstFrame).length).toBeLessThan(32);
});

test('no module of Node that takes its time is loaded before the first frame', () => {
	const builtins = loadedWith(...beforeFirstFrame).flatMap(({imports}) =>
		imports.filter(({external, kind}) => external === true && kind === 'import-statement').map(({path}) => path),
	);
	const slow = ['http', 'https', 'http2', 'tls', 'net', 'dns', 'worker_threads', 'zlib', 'readline', 'assert'];
	expect(builtins.filter((name) => slow.includes(name.replace(/^node:/u, '')))).toEqual([]);
});
