import {type ArgumentList, maySecretBe, noSecretHere} from './argument-list.ts';
import {type Dataset, datasets, type Invocation, wrong} from './invocation.ts';

/** The command line that opens the program. */
export function parseOpen(list: ArgumentList): Invocation {
	const words: string[] = [];
	let demo: Dataset | undefined;
	let profile: string | undefined;
	let account: string | undefined;
	let readOnly = false;
	let noColor = false;
	let noScrollRegion = false;
	let noSync = false;
	for (let each = list.next(); each !== undefined; each = list.next()) {
		switch (each) {
			case '--help':
			case '-h':
				return {kind: 'help'};
			case '--version':
			case '-V':
				return {kind: 'version'};
			case '--demo':
				demo = list.oneOf(datasets) ?? 'small';
				break;
			case '--profile':
				profile = list.text();
				if (profile === undefined) return wrong('--profile takes the name of a profile');
				break;
			case '--account':
				account = list.text();
				if (account === undefined) return wrong('--account takes the id of an account');
				break;
			case '--read-only':
				readOnly = true;
				break;
			case '--no-color':
				noColor = true;
				break;
			case '--no-scroll-region':
				noScrollRegion = true;
				break;
			case '--no-sync':
				noSync = true;
				break;
			default:
				if (each.startsWith('-') && each !== '-') {
					return wrong(maySecretBe(each) ? noSecretHere : `there is no option ${each}`);
				}
				words.push(each);
		}
	}
	const [area, ...object] = words;
	// No area is that long, and the message that there is none would repeat it.
	if (area !== undefined && maySecretBe(area)) return wrong(noSecretHere);
	return {
		kind: 'open',
		area,
		object: object.length === 0 ? undefined : object.join(' '),
		demo,
		profile,
		account,
		readOnly,
		noColor,
		noScrollRegion,
		noSync,
	};
}
