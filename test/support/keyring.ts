/**
 * A Secret Service of a test's own: a private bus and a real gnome-keyring with a data directory that is thrown away,
 * in each of the states that it can be found in. Needs no display, and never touches the keyring of whoever runs it.
 */
import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {promisify} from 'node:util';
import {temporaryDirectory} from './temporary-directory.ts';

const run = promisify(execFile);

/** Where a tool is; undefined where it is not installed. */
function pathOf(tool: string): string | undefined {
	const directories = (process.env.PATH ?? '').split(path.delimiter);
	return directories.map((directory) => path.join(directory, tool)).find((file) => existsSync(file));
}

const tools = ['dbus-run-session', 'dbus-send', 'dbus-monitor', 'gnome-keyring-daemon', 'secret-tool', 'keyctl'];

/** Whether the tools are there that start a keyring. */
export const hasKeyring = tools.every((tool) => pathOf(tool) !== undefined);

/** Why a test is skipped where {@link hasKeyring} is false. */
export const keyringNote =
	'needs dbus-run-session, gnome-keyring-daemon, secret-tool and keyctl: apt-get install -y --no-install-recommends dbus gnome-keyring libsecret-tools keyutils';

/** For `beforeEach`: skips the tests of a group where the tools are missing. */
export function skipWithoutKeyring({skip}: {readonly skip: (condition: boolean, note: string) => void}): void {
	skip(!hasKeyring, keyringNote);
}

/** Variables on top of others; undefined removes one. */
export type TestEnvironment = Readonly<Record<string, string | undefined>>;

export interface KeyringOptions {
	/**
	 * `unlocked` (as after a login with a password), `empty`: the service runs and has no collection yet, `absent`: a bus
	 * with nobody on it who keeps secrets, `startable`: the bus starts a service at the first call, `refused`: the service
	 * is there, and the rules of the bus let nobody talk to it.
	 */
	readonly begin?: 'unlocked' | 'empty' | 'absent' | 'startable' | 'refused' | undefined;
	/** The window that asks for the password: `none` as without a display, or one that opens and is never answered. */
	readonly prompt?: 'none' | 'unanswered' | undefined;
}

export interface TestKeyring extends AsyncDisposable {
	/** For programs that are to find this bus and no other. */
	readonly environment: TestEnvironment;
	/** Locks the collection, as a desktop does after a while. */
	lock(): Promise<void>;
	/** Starts the service again without the password: everything is there and locked, as after an SSH login with a key. */
	restart(): Promise<void>;
	/** Starts the service again with the password: everything is there and open. */
	unlock(): Promise<void>;
	/** Kills the service; the bus starts another one at the next call, which is locked. */
	kill(): Promise<void>;
	/** Stops the service: it is there and never answers, until it is thawed. */
	freeze(): void;
	thaw(): void;
	/** Runs secret-tool, another program that reads and writes the keyring; rejects where it finds nothing. */
	secretTool(args: readonly string[], input?: string): Promise<string>;
	/** How often the window that asks for the password was to be opened. */
	prompts(): number;
}

/** The password that the collection is locked with. */
const password = 'pw';
const secrets = 'org.freedesktop.secrets';

/** Starts a bus and what `options` say should be on it; rejects where a tool does not do as it should. */
export async function startKeyring({begin = 'unlocked', prompt = 'none'}: KeyringOptions = {}): Promise<TestKeyring> {
	const directory = temporaryDirectory();
	const own = (name: string): string => {
		mkdirSync(path.join(directory.path, name), {recursive: true, mode: 0o700});
		return path.join(directory.path, name);
	};
	const surroundings: TestEnvironment = {
		HOME: own('home'),
		XDG_RUNTIME_DIR: own('run'),
		XDG_DATA_HOME: own('data'),
		XDG_CACHE_HOME: own('cache'),
		DISPLAY: undefined,
		WAYLAND_DISPLAY: undefined,
		GNOME_KEYRING_CONTROL: undefined,
		DBUS_SESSION_BUS_ADDRESS: undefined,
	};
	const log = path.join(directory.path, 'prompts');
	const configuration = path.join(directory.path, 'bus.conf');
	const services = own('services');
	if (begin !== 'absent') {
		const prompter = path.join(directory.path, 'prompter');
		writeFileSync(prompter, prompterProgram(log, prompt), {mode: 0o700});
		writeFileSync(path.join(services, 'prompter.service'), serviceFile('org.gnome.keyring.SystemPrompter', prompter));
		const command = `${pathOf('gnome-keyring-daemon')} --start --foreground --components=secrets`;
		writeFileSync(path.join(services, 'secrets.service'), serviceFile(secrets, command));
	}
	writeFileSync(configuration, busConfiguration(services, begin === 'refused'));
	const bus = await startBus(configuration, {...process.env, ...surroundings});
	const environment = {...surroundings, DBUS_SESSION_BUS_ADDRESS: bus.address};
	const env = {...process.env, ...environment};
	let daemon: ChildProcess | undefined;

	async function call(...args: readonly string[]): Promise<string> {
		const {stdout} = await run('dbus-send', ['--session', '--print-reply', ...args], {env});
		return stdout;
	}
	const callBus = (method: string): Promise<string> =>
		call('--dest=org.freedesktop.DBus', '/', `org.freedesktop.DBus.${method}`, `string:${secrets}`);
	const isThere = async (): Promise<boolean> => (await callBus('NameHasOwner')).includes('boolean true');
	async function waitUntilThere(expected: boolean): Promise<void> {
		const last = performance.now() + 10_000;
		while ((await isThere()) !== expected) {
			if (performance.now() > last) throw new Error(`the keyring service is ${expected ? 'not ' : 'still '}there`);
			await setTimeout(5);
		}
	}
	async function startDaemon(args: readonly string[], input: string): Promise<void> {
		const command = ['--foreground', '--components=secrets', ...args];
		daemon = spawn('gnome-keyring-daemon', command, {env, stdio: ['pipe', 'ignore', 'ignore']});
		daemon.stdin?.end(input);
		await waitUntilThere(true);
	}
	/** Also of one that the bus has started. */
	async function kill(): Promise<void> {
		const [, pid] = /uint32 (\d+)/u.exec(await callBus('GetConnectionUnixProcessID')) ?? [];
		process.kill(Number(pid), 'SIGKILL');
		await waitUntilThere(false);
	}

	async function dispose(): Promise<void> {
		daemon?.kill('SIGKILL');
		await bus.close();
		directory[Symbol.dispose]();
	}

	try {
		if (begin === 'unlocked' || begin === 'refused') await startDaemon(['--unlock'], password);
		if (begin === 'empty') await startDaemon(['--start'], '');
	} catch (error) {
		await dispose();
		throw error;
	}
	return {
		environment,
		async lock() {
			const collection = '/org/freedesktop/secrets/collection/login';
			const method = 'org.freedesktop.Secret.Service.Lock';
			await call(`--dest=${secrets}`, '/org/freedesktop/secrets', method, `array:objpath:${collection}`);
		},
		async restart() {
			await kill();
			await startDaemon(['--start'], '');
		},
		async unlock() {
			await kill();
			await startDaemon(['--unlock'], password);
		},
		kill,
		freeze: () => void daemon?.kill('SIGSTOP'),
		thaw: () => void daemon?.kill('SIGCONT'),
		async secretTool(args, input = '') {
			const tool = run('secret-tool', args, {env});
			tool.child.stdin?.end(input);
			return (await tool).stdout;
		},
		prompts: () => (existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n').length : 0),
		[Symbol.asyncDispose]: dispose,
	};
}

/** One bus with the services of one directory and no others. */
function busConfiguration(services: string, isRefused: boolean): string {
	return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
	"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
	<type>session</type>
	<listen>unix:tmpdir=/tmp</listen>
	<auth>EXTERNAL</auth>
	<servicedir>${services}</servicedir>
	<policy context="default">
		<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>${isRefused ? `<deny send_destination="${secrets}"/>` : ''}
	</policy>
	<limit name="service_start_timeout">120000</limit>
</busconfig>
`;
}

function serviceFile(name: string, command: string): string {
	return `[D-BUS Service]\nName=${name}\nExec=${command}\n`;
}

/**
 * In place of the program that shows the window, which needs a display. Without one it ends with 1, as this does; one
 * that nobody answers stays, here until the bus ends.
 */
function prompterProgram(log: string, prompt: 'none' | 'unanswered'): string {
	const rest = prompt === 'none' ? 'exit 1' : 'exec dbus-monitor --session type=error >/dev/null 2>&1';
	return `#!/bin/sh\necho prompt >>'${log}'\n${rest}\n`;
}

/** Starts a bus that ends with this process, however that ends: what runs on it reads a pipe from here. */
async function startBus(configuration: string, env: NodeJS.ProcessEnv) {
	const program = ['sh', '-c', 'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat'];
	const session = spawn('dbus-run-session', [`--config-file=${configuration}`, '--', ...program], {
		env,
		stdio: ['pipe', 'pipe', 'ignore'],
	});
	const end = once(session, 'exit');
	const address = await Promise.race([
		once(session.stdout, 'data').then(([data]) => String(data).trim()),
		end.then(([code]) => Promise.reject(new Error(`dbus-run-session ended with ${String(code)}`))),
	]);
	return {
		address,
		async close(): Promise<void> {
			session.stdin.end();
			await end;
		},
	};
}
