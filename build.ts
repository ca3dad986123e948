/**
 * Builds what is published: the entry with its lazily loaded chunks, and the program of the keychain's child processes.
 * `npm run build`; with `--metafile FILE` it also writes what each file is made of.
 */
import {rmSync, writeFileSync} from 'node:fs';
import {build, type Metafile, type Plugin} from 'esbuild';

const root = new URL('.', import.meta.url).pathname;

/**
 * Parts of undici that no request of ours gets to: bodies are texts, never forms or streams of the web, and HTTP/2 is
 * switched off (api/transport.ts). Loading them would take longer than the rest of undici.
 */
const unusedOfUndici = /(?:\/web\/fetch\/(?:body|formdata)|\/web\/webidl|\/client-h2)(?:\.js)?$/;

const leaner: Plugin = {
	name: 'leaner',
	setup({onResolve, onLoad}) {
		onResolve({filter: unusedOfUndici}, ({path, importer}) =>
			/\/undici\/lib\//u.test(importer) ? {path, namespace: 'unused'} : undefined,
		);
		// One of them is loaded whether or not it is used, so it is its use that fails.
		onLoad({filter: /.*/, namespace: 'unused'}, ({path}) => ({
			contents: `module.exports = () => {throw new Error(${JSON.stringify(`${path} is not in this build`)})}`,
		}));
	},
};

/** @param write whether to write the files, or only to say what would be in them */
export async function bundle(write: boolean): Promise<Metafile> {
	const {metafile} = await build({
		write,
		absWorkingDir: root,
		entryPoints: ['source/cli.ts', 'source/credentials/keychain-child.ts'],
		outdir: 'dist',
		entryNames: '[name]',
		chunkNames: 'chunks/[name]-[hash]',
		bundle: true,
		splitting: true,
		format: 'esm',
		platform: 'node',
		mainFields: ['module', 'main'],
		target: 'node22',
		minify: true,
		legalComments: 'none',
		logLevel: 'warning',
		external: ['@napi-rs/keyring', 'react-devtools-core'],
		define: {
			'process.env.NODE_ENV': '"production"',
			// Leaves out undici's experimental parser, as Node's own build of undici does.
			esbuildDetection: 'true',
		},
		banner: {
			js: "import {createRequire as nodeRequire} from 'node:module';const require=nodeRequire(import.meta.url);",
		},
		plugins: [leaner],
		metafile: true,
	});
	return metafile;
}

if (import.meta.main) {
	rmSync(`${root}dist`, {recursive: true, force: true});
	const metafile = await bundle(true);
	const [option, file] = process.argv.slice(2);
	if (option === '--metafile' && file !== undefined) writeFileSync(file, JSON.stringify(metafile));
}
