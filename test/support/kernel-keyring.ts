/** Sessions of the kernel keyring for tests, in each of the states that a program finds itself in. */
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {text} from 'node:stream/consumers';
import type {KeychainProgramInput} from './keychain-program.ts';
import {skipWithoutKeyring} from './keyring.ts';
import {childPath} from './source-keychain.ts';

/**
 * A session of one's own, and users of one's own: keys of a session are linked into a keyring that all sessions of a
 * user share and that outlives them. That of whoever runs the tests is not touched.
 */
const ownSession: readonly string[] = ['unshare', '--user', '--map-root-user', 'keyctl', 'session', '-'];

/** For `beforeEach`: skips where the tools are missing, and where the kernel lets no process make such a session. */
export function skipWithoutKernelKeyring(context: Parameters<typeof skipWithoutKeyring>[0]): void {
	skipWithoutKeyring(context);
	const [command = '', ...args] = ownSession;
	const isAllowed = spawnSync(command, [...args, 'true']).status === 0;
	const note = 'needs a kernel that allows keyctl and user namespaces: a container has to be run with both allowed';
	context.skip(!isAllowed, note);
}

/**
 * `login`: a session of one's own, as every login gives one. `ended`: that login has ended, as for what still runs in
 * its tmux. `outside`: no login session, as for a program that was started at boot, or in a root shell without PAM.
 */
export type KernelSession = 'login' | 'ended' | 'outside';

/** This process itself has no session of its own. */
const isOutside = (): boolean => /;_uid(?:_ses)?\./u.test(spawnSync('keyctl', ['rdescribe', '@s']).stdout.toString());

/** The arguments in front of a program that run it in such a session. */
export function inKernelSession(session: KernelSession): readonly string[] {
	const within = (change: string): readonly string[] => [...ownSession, 'sh', '-c', `${change} exec "$@"`, 'sh'];
	switch (session) {
		case 'login':
			return within('');
		case 'ended':
			return within('keyctl revoke @s;');
		case 'outside':
			// Nobody gets out of a session. In one that may only be looked at (view, read, search), a program fares the same.
			return isOutside() ? [] : within('keyctl setperm @s 0x0b000000;');
	}
}

const program = new URL('keychain-program.ts', import.meta.url).pathname;

/** Runs the keychain's calls as a program in such a session; gives how each ended. */
export async function callInKernelSession(
	session: KernelSession,
	calls: KeychainProgramInput['calls'],
): Promise<readonly string[]> {
	const [command = '', ...args] = [...inKernelSession(session), process.execPath, program];
	const running = spawn(command, args, {stdio: ['pipe', 'pipe', 'ignore']});
	const input: KeychainProgramInput = {store: 'kernel-keyring', limit: 10_000, calls, childPath};
	running.stdin.end(JSON.stringify(input));
	const [output] = await Promise.all([text(running.stdout), once(running, 'exit')]);
	return output.split('\n').filter((line) => line !== '' && !line.startsWith('Joined session'));
}
