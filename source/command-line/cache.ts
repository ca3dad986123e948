/** `cfiam cache clear`. */
import {type ArgumentList, maySecretBe, noSecretHere} from './argument-list.ts';
import {type Invocation, wrong} from './invocation.ts';

/** What stands behind `cfiam cache`. */
export function parseCache(list: ArgumentList): Invocation {
	let isClear = false;
	let profile: string | undefined;
	for (let each = list.next(); each !== undefined; each = list.next()) {
		switch (each) {
			case '--help':
			case '-h':
				return {kind: 'help', command: 'cache'};
			case '--profile':
				profile = list.text();
				if (profile === undefined) return wrong('--profile takes the name of a profile', 'cache');
				break;
			case 'clear':
				isClear = true;
				break;
			default:
				if (maySecretBe(each)) return wrong(noSecretHere, 'cache');
				return wrong(
					each.startsWith('-') ? `cfiam cache has no option ${each}` : `cfiam cache takes clear, and not ${each}`,
					'cache',
				);
		}
	}
	return isClear ? {kind: 'cache', profile} : wrong('cfiam cache takes clear', 'cache');
}
