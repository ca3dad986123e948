/**
 * Where the milliseconds of a start go: `npm run trace:start [-- --demo]`. The built program is started on a
 * pseudo-terminal, with a module in front of it that notes what is loaded, compiled, run, sent and answered; the program
 * itself knows nothing of it. Of several starts the one in the middle is told. What is noted costs time itself, a tenth
 * or so: the figures are in `npm run bench`.
 */
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import * as pty from 'node-pty';
import * as v from 'valibot';
import {createScreen} from '../support/screen.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';

const cli = path.join(import.meta.dirname, '../../dist/cli.js');

const starts = 9;

/** What happened in the program, at `at` ms since the epoch, and for how long, in ms. */
const eventSchema = v.object({
	at: v.number(),
	took: v.number(),
	phase: v.string(),
	what: v.string(),
	bytes: v.number(),
});

type Event = v.InferOutput<typeof eventSchema>;

/** Runs in the program's process, in front of it, from its own text: nothing outside of it is there. */
function note(file: string): void {
	const {registerHooks} = process.getBuiltinModule('node:module');
	const {subscribe} = process.getBuiltinModule('node:diagnostics_channel');
	const {writeFileSync} = process.getBuiltinModule('node:fs');
	const clock = (): number => performance.timeOrigin + performance.now();
	const events: {at: number; took: number; phase: string; what: string; bytes: number}[] = [];
	const add = (phase: string, what: string, at = clock(), took = 0, bytes = 0): void => {
		events.push({at, took, phase, what, bytes});
	};
	const short = (url: string): string =>
		url.replace(/^.*\/(?=[^/]+$)/u, '').replace(/(?<!^chunk)-[A-Z0-9]{8}(?=\.js$)/u, '');
	/** A module that has been read, and is compiled until the next thing is asked for. */
	let compiling: {what: string; at: number; bytes: number} | undefined;
	const compiled = (): void => {
		if (compiling !== undefined) add('compile', compiling.what, compiling.at, clock() - compiling.at, compiling.bytes);
		compiling = undefined;
	};
	const running = new Map<string, number>();
	Object.assign(globalThis, {
		startTrace(what: string, isEnd: boolean) {
			compiled();
			const at = clock();
			if (!isEnd) running.set(what, at);
			// The entry waits for all the others.
			else if (what !== 'cli.js') add('run', what, running.get(what) ?? at, at - (running.get(what) ?? at));
		},
	});
	registerHooks({
		resolve(specifier, context, next) {
			compiled();
			return next(specifier, context);
		},
		load(url, context, next) {
			compiled();
			const at = clock();
			const loaded = next(url, context);
			const what = short(url);
			const {source} = loaded;
			if (url.startsWith('node:') || source === null || source === undefined) {
				compiling = {what, at, bytes: 0};
				queueMicrotask(compiled);
				return loaded;
			}
			const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
			add('read', what, at, clock() - at, text.length);
			const mark = (isEnd: boolean): string => `;globalThis.startTrace(${JSON.stringify(what)},${isEnd});`;
			const [, first = '', rest = text] = /^(#!.*\n)([\s\S]*)$/u.exec(text) ?? [];
			compiling = {what, at: clock(), bytes: text.length};
			queueMicrotask(compiled);
			return {...loaded, source: `${first}${mark(false)}${rest}\n${mark(true)}`};
		},
	});
	const path = (message: unknown): string =>
		typeof message === 'object' && message !== null && 'request' in message
			? String(Object(message.request).path).replace(/^.*\/accounts\/[0-9a-f]+/u, '')
			: '';
	subscribe('undici:client:sendHeaders', (message) => add('http', `request sent ${path(message)}`));
	subscribe('undici:request:trailers', (message) => add('http', `answer read ${path(message)}`));
	subscribe('child_process', () => add('child', 'child process started'));
	process.on('exit', () => {
		const {nodeStart, v8Start, environment, bootstrapComplete, loopStart} = performance.nodeTiming;
		const of = (ms: number): number => performance.timeOrigin + ms;
		add('node', 'Node: process begins', of(nodeStart), v8Start - nodeStart);
		add('node', 'Node: V8', of(v8Start), environment - v8Start);
		add('node', 'Node: environment and bootstrap', of(environment), bootstrapComplete - environment);
		if (loopStart > 0) add('node', 'the event loop turns for the first time', of(loopStart));
		writeFileSync(file, JSON.stringify(events));
	});
}

interface Start {
	readonly events: readonly Event[];
	/** ms since the epoch. */
	readonly begun: number;
	readonly frameAt: number;
	readonly rowsAt: number;
}

const epoch = (): number => performance.timeOrigin + performance.now();

/** Starts the program once, until it shows rows. */
async function start(home: string, args: readonly string[], account: Readonly<Record<string, string>>): Promise<Start> {
	const file = path.join(home, 'trace.json');
	const hook = `data:text/javascript,${encodeURIComponent(`(${note.toString()})(${JSON.stringify(file)})`)}`;
	const screen = createScreen(80, 24);
	const begun = epoch();
	const program = pty.spawn(process.execPath, ['--import', hook, cli, ...args], {
		cols: 80,
		rows: 24,
		cwd: home,
		env: {
			PATH: process.env.PATH ?? '',
			TERM: 'xterm-256color',
			LANG: 'C.UTF-8',
			HOME: home,
			...account,
		},
	});
	const ended = new Promise<void>((resolve) => program.onExit(() => resolve()));
	const events: Event[] = [];
	let frameAt = 0;
	const rowsAt = await new Promise<number>((resolve) => {
		program.onData(async (text) => {
			const at = epoch();
			events.push({at, took: 0, phase: 'screen', what: `${Buffer.byteLength(text)} bytes`, bytes: 0});
			await screen.write(text);
			const rows = Array.from({length: 24}, (_, row) => screen.row(row));
			if (frameAt === 0 && rows[1]?.includes('[1 ') === true && /\? help/u.test(rows[23] ?? '')) frameAt = at;
			if (rows.some((row) => row.startsWith('>'))) resolve(at);
		});
	});
	program.kill('SIGTERM');
	await ended;
	screen.close();
	events.push({at: frameAt, took: 0, phase: 'screen', what: '=== the first full frame is on the screen', bytes: 0});
	events.push({at: rowsAt, took: 0, phase: 'screen', what: '=== the first rows are on the screen', bytes: 0});
	events.push(...v.parse(v.array(eventSchema), JSON.parse(readFileSync(file, 'utf8'))));
	return {
		events: events.filter(({at}) => at <= rowsAt).toSorted((one, other) => one.at - other.at),
		begun,
		frameAt,
		rowsAt,
	};
}

/** An account on an emulator in a process of its own. */
async function serve(): Promise<{environment: Record<string, string>; process: ChildProcess}> {
	const child = spawn(process.execPath, [cli, 'emulator'], {stdio: ['ignore', 'pipe', 'inherit']});
	const [line] = await once(child.stdout, 'data');
	const schema = v.object({baseUrl: v.string(), accountId: v.string(), token: v.string()});
	const {baseUrl, accountId, token} = v.parse(schema, JSON.parse(String(line)));
	const environment = {CLOUDFLARE_BASE_URL: baseUrl, CLOUDFLARE_ACCOUNT_ID: accountId, CLOUDFLARE_API_TOKEN: token};
	return {environment, process: child};
}

function table({events, begun, frameAt, rowsAt}: Start): string {
	const lines = ['   ms   took  bytes'];
	for (const {at, took, phase, what, bytes} of events) {
		// What takes no time and says nothing else is left out.
		if (took < 0.3 && (phase === 'compile' || phase === 'run' || phase === 'read')) continue;
		const columns = [
			(at - begun).toFixed(1).padStart(6),
			(took === 0 ? '' : took.toFixed(1)).padStart(6),
			(bytes === 0 ? '' : String(bytes)).padStart(7),
		];
		lines.push(`${columns.join(' ')}  ${phase.padEnd(8)} ${what}`);
	}
	const sum = (phase: string, until: number): number =>
		events.filter((event) => event.phase === phase && event.at < until).reduce((all, {took}) => all + took, 0);
	for (const [name, until] of [
		['first full frame', frameAt],
		['first rows', rowsAt],
	] as const) {
		const parts = ['node', 'read', 'compile', 'run'].map((phase) => [phase, sum(phase, until)] as const);
		const known = parts.reduce((all, [, ms]) => all + ms, 0);
		const said = [...parts, ['the rest', until - begun - known] as const].map(
			([what, ms]) => `${what} ${ms.toFixed(0)}`,
		);
		lines.push(`until the ${name}: ${(until - begun).toFixed(0)} ms: ${said.join(', ')}`);
	}
	return `${lines.join('\n')}\n`;
}

const args = process.argv.slice(2);
using place = temporaryDirectory();
const server = args.includes('--demo') ? undefined : await serve();
try {
	const all: Start[] = [];
	// The first one fills the cache of compiled code.
	for (let turn = 0; turn <= starts; turn++) {
		const one = await start(place.path, args, server?.environment ?? {});
		if (turn > 0) all.push(one);
	}
	const middle = all.toSorted((one, other) => one.rowsAt - one.begun - (other.rowsAt - other.begun))[starts >> 1];
	if (middle !== undefined) process.stdout.write(table(middle));
} finally {
	server?.process.kill();
}
