/** `cfiam journal`. */
import {type ArgumentList, maySecretBe, noSecretHere} from './argument-list.ts';
import {type Invocation, wrong} from './invocation.ts';

/** What stands behind `cfiam journal`. */
export function parseJournal(list: ArgumentList): Invocation {
	let profile: string | undefined;
	let account: string | undefined;
	let json = false;
	for (let option = list.next(); option !== undefined; option = list.next()) {
		switch (option) {
			case '--help':
			case '-h':
				return {kind: 'help', command: 'journal'};
			case '--profile':
				profile = list.text();
				if (profile === undefined) return wrong('--profile takes the name of a profile', 'journal');
				break;
			case '--account':
				account = list.text();
				if (account === undefined) return wrong('--account takes the id of an account', 'journal');
				break;
			case '--json':
				json = true;
				break;
			default:
				if (maySecretBe(option)) return wrong(noSecretHere, 'journal');
				return wrong(
					option.startsWith('-') ? `cfiam journal has no option ${option}` : 'cfiam journal takes options only',
					'journal',
				);
		}
	}
	return {kind: 'journal', profile, account, json};
}
