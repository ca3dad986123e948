import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect} from 'vitest';
import {demoKey, demoTokens, type Emulator, startEmulator} from '../../source/emulator/index.ts';
import {startTerminal, type TerminalOptions, type TestTerminal} from '../support/terminal.ts';

/** The built program, as it is published: `npm test` builds it first. */
export const cli = path.join(import.meta.dirname, '../../dist/cli.js');

/** Everything that must never be seen anywhere but in a request. */
const secrets: readonly string[] = [...Object.values(demoTokens).map(({token}) => token), demoKey.key];

export interface JourneyOptions extends Omit<TerminalOptions, 'beforeClose' | 'command'> {
	/** What to start instead, such as a shell; its arguments are `args`. */
	readonly command?: string | undefined;
	/** The server to talk to; none for the demo, and where the test gives an address of its own. */
	readonly emulator?: Pick<Emulator, 'url'> | undefined;
	/** In CLOUDFLARE_API_TOKEN. */
	readonly token?: string | undefined;
	/** In CLOUDFLARE_ACCOUNT_ID. */
	readonly account?: string | undefined;
}

/**
 * Starts the built program on a terminal of its own. Whatever it is taken through: when it is closed, no token has come
 * to the screen, into the output, into a command line or into a file, the home is as it was but for the journal of what
 * has been written and the program's compiled code, and the user's scrollback has been left alone.
 */
export function startCfiam(options: JourneyOptions = {}): TestTerminal {
	const {emulator, token, account, command, args = [], environment = {}, ...rest} = options;
	if (!existsSync(cli)) throw new Error(`${cli} is not there: npm run build makes it`);
	return startTerminal({
		...rest,
		command: command ?? process.execPath,
		args: command === undefined ? [cli, ...args] : args,
		environment: {
			...(emulator === undefined ? {} : {CLOUDFLARE_BASE_URL: emulator.url}),
			...(token === undefined ? {} : {CLOUDFLARE_API_TOKEN: token}),
			...(account === undefined ? {} : {CLOUDFLARE_ACCOUNT_ID: account}),
			...environment,
		},
		beforeClose: (terminal) => expectNoTraces(terminal, Object.keys(options.files ?? {})),
	});
}

/** A server for one test. */
export async function startServer(): Promise<Emulator & AsyncDisposable> {
	const emulator = await startEmulator();
	return Object.assign(emulator, {[Symbol.asyncDispose]: emulator.close});
}

/** Starts it on an account at once, with the token and the account in the environment. */
export function openAccount(emulator: Emulator, options: JourneyOptions = {}): TestTerminal {
	return startCfiam({emulator, token: emulator.token, account: emulator.accountId, ...options});
}

/** What has been written is kept in a journal; it is searched for secrets like everything else. */
const journal = /^\.local\/state\/cfiam\/journal\/[^/]+\.jsonl$/;

/** What V8 has made of the program's code. */
const compiledCode = /^\.cache\/cfiam\/code\//;

/** Lists for the next start; they are searched for secrets as well. */
const keptLists = /^\.cache\/cfiam\/lists\//;

function expectNoTraces(terminal: TestTerminal, files: readonly string[]): void {
	const home = filesUnder(terminal.home);
	const looked = new Map([
		['the output', terminal.output],
		['the screen', terminal.emulator.history()],
		...commandLines(terminal.pid).map((line, index) => [`command line ${index}`, line] as const),
		...home.map((file) => [file, textOf(path.join(terminal.home, file))] as const),
	]);
	const found = [...looked]
		.filter(([where, text]) => secrets.some((secret) => holds(text, secret)) && !isEmulator(where, text))
		.map(([where]) => where);
	expect(found, 'where a token was found').toEqual([]);
	const others = home.filter((file) => !journal.test(file) && !compiledCode.test(file) && !keptLists.test(file));
	expect(others, 'files in the home').toEqual([...files].sort());
	expect(terminal.output, 'clears the scrollback').not.toContain('\u001b[3J');
	expect(terminal.output, 'resets the terminal').not.toContain('\u001bc');
}

/** The tokens of the demo stand in the emulator's own code, all of them. */
function isEmulator(file: string, text: string): boolean {
	return compiledCode.test(file) && secrets.every((secret) => holds(text, secret));
}

/** Whether the text has the secret, or enough of it to be recognised by, however it is broken into lines. */
function holds(text: string, secret: string): boolean {
	return text.replaceAll(/\s/g, '').includes(secret.slice(5, 21));
}

function filesUnder(directory: string): string[] {
	return readdirSync(directory, {recursive: true, withFileTypes: true})
		.filter((entry) => !entry.isDirectory())
		.map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
		.sort();
}

/** The text of a file; none of one that is gone: what is written beside a file takes its place. */
function textOf(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}

/** The command lines of a process and of its children; none if it has ended. */
function commandLines(pid: number): string[] {
	const read = (file: string): string => textOf(`/proc/${pid}/${file}`);
	const children = read(`task/${pid}/children`).split(' ').map(Number).filter(Boolean);
	return [read('cmdline').replaceAll('\0', ' '), ...children.flatMap(commandLines)].filter((line) => line !== '');
}

/** The name on the row under the cursor; empty where no row is. */
export function nameAtCursor(screen: string): string {
	const row = screen.split('\n').find((line) => line.startsWith('>')) ?? '';
	return /^>.\s(.*?)(?: {2,}.*)?$/.exec(row)?.[1]?.trim() ?? '';
}

/** Waits until the cursor is on a row that begins like this. */
export async function waitForCursor(terminal: TestTerminal, name: string): Promise<string> {
	return terminal.waitFor((screen) => nameAtCursor(screen).startsWith(name), {description: `the cursor on ${name}`});
}

/** Waits until the breadcrumbs end with these names. */
export async function waitForPlace(terminal: TestTerminal, ...names: readonly string[]): Promise<string> {
	const way = names.join(' > ');
	return terminal.waitFor((screen) => placeOf(screen).endsWith(way), {description: `the place ${way}`});
}

/** The breadcrumbs. */
export function placeOf(screen: string): string {
	const [header = ''] = screen.split('\n');
	return header.split(/ {2,}/)[0] ?? '';
}

/**
 * Waits until the members of all groups on show are counted. On 30 rows these are all groups of the small account, and
 * then nothing is left to be read.
 */
export async function waitForCounts(terminal: TestTerminal): Promise<string> {
	return terminal.waitFor(
		(screen) => {
			const lines = screen.split('\n').slice(4);
			// The preview is below the rows or beside them.
			const list = lines.map((line) => line.replace(/│.*/, '').trimEnd());
			const end = list.findIndex((line) => line === '' || line.startsWith('──'));
			const rows = list.slice(0, Math.max(0, end));
			return rows.length > 10 && rows.every((row) => / \d+ +\d+ {2}/.test(row)) && screen.includes('read just now');
		},
		{description: 'the members of all groups'},
	);
}

/** How often all of the screen has been drawn, and not what has changed on it: each time it is erased first. */
export function timesDrawn({output}: Pick<TestTerminal, 'output'>): number {
	return output.split('\u001b[H\u001b[J').length - 1;
}

/** The line above the footer. */
export function statusOf(screen: string): string {
	return screen.split('\n').at(-2) ?? '';
}

/** What is as good as the user's terminal was before: the normal screen, its cursor, no modes. */
export function expectRestored(terminal: TestTerminal): void {
	expect(terminal.emulator.isAlternate).toBe(false);
	expect(terminal.emulator.hasBracketedPaste).toBe(false);
	expect(terminal.output.lastIndexOf('\u001b[?25h')).toBeGreaterThan(terminal.output.lastIndexOf('\u001b[?25l'));
	expect(terminal.output.lastIndexOf('\u001b[?2026l')).toBeGreaterThanOrEqual(
		terminal.output.lastIndexOf('\u001b[?2026h'),
	);
}

/** Leaves in the quickest way. */
export async function quit(terminal: TestTerminal): Promise<void> {
	terminal.press('ctrl+c', 'ctrl+c');
	expect(await terminal.exit).toEqual({code: 0, signal: undefined});
	expectRestored(terminal);
}

/** What is asked about the credential behind the first list. */
const asked = ['/user', '/user/tokens/verify', '/sso_connectors', '/oauth_clients'];

/** The same, and nothing is being asked any more behind what is on the screen: by itself it stays as it is. */
export async function waitForRest(terminal: TestTerminal, {requests}: Pick<Emulator, 'requests'>): Promise<string> {
	await waitForCounts(terminal);
	// The last answers may change nothing on the screen, so nothing on it is waited for.
	await expect
		.poll(
			() => {
				const paths = requests.map(({path: asking}) => asking);
				return (
					asked.every((end) => paths.some((each) => each.endsWith(end))) &&
					paths.some((each) => /^\/user\/tokens\/[0-9a-f]{32}$/u.test(each))
				);
			},
			{timeout: 10_000, message: 'the end of all questions'},
		)
		.toBe(true);
	return terminal.screen();
}
