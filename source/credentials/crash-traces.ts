/** What a crash leaves on the disk where people have asked for it: Node's reports, and dumps of the memory. */
import {writeFileSync} from 'node:fs';
import {type Environment, isSecretVariable} from './environment.ts';

/**
 * Keeps secrets out of what a crash leaves. They are taken out of the process's environment, which Node writes into the
 * reports of NODE_OPTIONS=--report-on-fatalerror and its like; and the memory is left out of core dumps, of this process
 * and of all that it starts. Returns the environment as it was.
 */
export function keepOutOfCrashes(program: {readonly env: Environment & NodeJS.ProcessEnv}): Environment {
	const environment = {...program.env};
	for (const name of Object.keys(environment).filter(isSecretVariable)) delete program.env[name];
	try {
		// proc(5): no kind of memory is dumped. Only Linux has this.
		writeFileSync('/proc/self/coredump_filter', '0', {flag: 'r+'});
	} catch {
		// Then a dump is as the system makes it.
	}
	return environment;
}
