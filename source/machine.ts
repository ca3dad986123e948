/** What there is on this machine for a sign-in to know. */
import {existsSync} from 'node:fs';
import path from 'node:path';
import {bareText} from './credentials/text.ts';
import type {Machine} from './screens/sign-in/actor.ts';
import type {Process} from './startup.ts';

/** The variable with a credential, whether or not it can be used: what is stored is not looked at while it is set. */
function variableOf(environment: Process['environment']): string | undefined {
	return ['CLOUDFLARE_API_TOKEN', 'CLOUDFLARE_API_KEY', 'CLOUDFLARE_EMAIL'].find(
		(name) => bareText(environment[name] ?? '') !== '',
	);
}

/** Whether there may be a bus of the desktop, and a screen that its windows could come up on. */
export function machineOf({environment, platform}: Process): Machine {
	const {DISPLAY = '', WAYLAND_DISPLAY = '', DBUS_SESSION_BUS_ADDRESS = '', XDG_RUNTIME_DIR = ''} = environment;
	const isLinux = platform === 'linux';
	const hasSocket = XDG_RUNTIME_DIR !== '' && existsSync(path.join(XDG_RUNTIME_DIR, 'bus'));
	return {
		variable: variableOf(environment),
		hasDisplay: !isLinux || DISPLAY !== '' || WAYLAND_DISPLAY !== '',
		hasBus: !isLinux || DBUS_SESSION_BUS_ADDRESS !== '' || hasSocket,
	};
}
