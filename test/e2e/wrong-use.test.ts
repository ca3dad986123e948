import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import packageFile from '../../package.json' with {type: 'json'};
import {demoTokens} from '../../source/emulator/index.ts';
import {cli, type JourneyOptions, startCfiam} from './journey.ts';

let directory = '';

beforeAll(() => {
	directory = mkdtempSync(path.join(tmpdir(), 'cfiam-errors-'));
});

afterAll(() => rmSync(directory, {recursive: true}));

/** What is written where by a program that ends at once: a terminal for stdin and stdout, a file for stderr. */
async function runToItsEnd(options: JourneyOptions) {
	const errors = path.join(directory, `${readdirSync(directory).length}`);
	await using terminal = startCfiam({
		...options,
		command: 'sh',
		args: ['-c', 'exec "$@" 2>"$ERRORS"', 'sh', process.execPath, cli, ...(options.args ?? [])],
		environment: {...options.environment, ERRORS: errors},
	});
	const {code} = await terminal.exit;
	return {
		code,
		terminal: terminal.output,
		errors: readFileSync(errors, 'utf8').replaceAll(terminal.home, 'HOME').split('\n').slice(0, -1),
	};
}

const settings = '.config/cfiam/config.json';

describe('wrong use and wrong configuration', () => {
	it.each<readonly [what: string, options: JourneyOptions, errors: readonly (string | RegExp)[]]>([
		[
			'an unknown option',
			{args: ['--frobnicate']},
			['cfiam: there is no option --frobnicate. cfiam --help says more.'],
		],
		[
			'an unknown area',
			{args: ['gruops']},
			['cfiam: there is no area or command gruops; did you mean cfiam groups? cfiam --help lists them'],
		],
		[
			'a mistyped command',
			{args: ['loginn']},
			['cfiam: there is no area or command loginn; did you mean cfiam login? cfiam --help lists them'],
		],
		[
			'a word that is near to nothing',
			{args: ['frobnicate']},
			['cfiam: there is no area or command frobnicate; cfiam --help lists them'],
		],
		['an option without its value', {args: ['--account']}, [/^cfiam: --account takes the id of an account\. /]],
		[
			'a base URL that would send the token in plain text',
			{environment: {CLOUDFLARE_BASE_URL: 'http://api.example.com/client/v4'}},
			[
				/^cfiam: The base URL "http:\/\/api\.example\.com\/client\/v4" would send the credential unencrypted .* Use https/,
			],
		],
		[
			'a base URL that is none',
			{environment: {CLOUDFLARE_BASE_URL: 'api.cloudflare.com'}},
			[/^cfiam: The base URL "api\.cloudflare\.com" is no URL\. Give one like https:/],
		],
		[
			'an account id of the environment that is none',
			{account: 'kestrel'},
			[/^cfiam: what CLOUDFLARE_ACCOUNT_ID gives is no account id: it has 7 characters/, /^ {2}Copy the account id/],
		],
		[
			'an account id with a character that is no hex digit',
			{args: ['--account', 'a3c1f0d2b4e5968778695a4b3c2d1e0g']},
			[/^cfiam: what --account gives is no account id: .*hex digits/, /^ {2}Copy the account id/],
		],
		[
			'a token that can not be one, without its text',
			{token: `${demoTokens.full.token} ${demoTokens.full.token}`},
			[/^cfiam: CLOUDFLARE_API_TOKEN has a space or line break inside/, /^ {2}Copy the token again/],
		],
		[
			'a Global API key without its address',
			{environment: {CLOUDFLARE_API_KEY: 'cfk_demo_global_key_000000000000000000000011'}},
			[/^cfiam: CLOUDFLARE_API_KEY is set, but CLOUDFLARE_EMAIL is not/, /^ {2}Set CLOUDFLARE_EMAIL too/],
		],
		[
			'a configuration file that is not JSON, by line and column',
			{args: ['--demo'], files: {[settings]: '{\n\t"keys": {"down": ["j",, "n"]}\n}\n'}},
			[`cfiam: HOME/${settings}:2:24: this is not JSON: a value is missing here`, /Correct the file/],
		],
		[
			'a setting of the wrong kind, by line and column',
			{args: ['--demo'], files: {[settings]: '{\n  "noColor": true,\n  "readOnly": "yes"\n}\n'}},
			[`cfiam: HOME/${settings}:3:15: "readOnly" should be true or false`, /Correct the file/],
		],
		[
			'two commands on one key, by line and by the names of both',
			{args: ['--demo'], files: {[settings]: '{\n  "keys": {\n    "up": ["j"]\n  }\n}\n'}},
			[
				/^cfiam: HOME\/\.config\/cfiam\/config\.json:3:5: the key "j" has two commands.*\bdown\b.*\bup\b/,
				/Correct the file/,
			],
		],
		[
			'a key for a command that is not there, with the name that may be meant',
			{args: ['--demo'], files: {[settings]: '{"keys": {"copu": ["c"]}}'}},
			[`cfiam: HOME/${settings}:1:11: there is no command "copu": did you mean "copy"?`, /Correct the file/],
		],
	])('is refused before anything is drawn or sent: %s', async (_, options, expected) => {
		const {code, terminal, errors} = await runToItsEnd(options);
		expect({code, terminal}).toEqual({code: 2, terminal: ''});
		expect(errors).toEqual(expected.map((line) => (typeof line === 'string' ? line : expect.stringMatching(line))));
	});
});

describe('what is no terminal', () => {
	function runInPipes(args: readonly string[]) {
		const home = mkdtempSync(path.join(directory, 'home-'));
		const {status, stdout, stderr} = spawnSync(process.execPath, [cli, ...args], {
			encoding: 'utf8',
			env: {PATH: process.env.PATH, HOME: home},
			input: '',
		});
		expect(readdirSync(home)).toEqual([]);
		return {status, stdout, stderr};
	}

	it('is said on stderr in one line, with the exit code of wrong use', () => {
		expect(runInPipes(['--demo'])).toEqual({
			status: 2,
			stdout: '',
			stderr: 'cfiam: needs a terminal for input and output; this is none. cfiam --help says more.\n',
		});
	});

	it.each([
		['input', '</dev/null'],
		['output', '| cat'],
	])('is also a terminal without its %s', async (_, redirection) => {
		await using terminal = startCfiam({
			command: 'bash',
			args: ['-c', `"$@" ${redirection}; echo "exit \${PIPESTATUS[0]}"`, 'bash', process.execPath, cli, '--demo'],
		});
		await terminal.exit;
		expect(terminal.screen().split('\n')).toEqual([
			'cfiam: needs a terminal for input and output; this is none. cfiam --help says mo',
			're.',
			'exit 2',
		]);
		expect(terminal.output).not.toContain('\u001b');
	});

	it('is enough for the version and the help', () => {
		expect(runInPipes(['--version'])).toEqual({status: 0, stdout: `cfiam ${packageFile.version}\n`, stderr: ''});
		const {status, stdout, stderr} = runInPipes(['--help']);
		expect({status, stderr}).toEqual({status: 0, stderr: ''});
		for (const said of ['--demo', '--read-only', 'CLOUDFLARE_API_TOKEN', 'user-groups', 'Exit codes']) {
			expect(stdout).toContain(said);
		}
	});
});
