/** `cfiam login`, `cfiam logout` and `cfiam whoami`. */
import {type StoreKind, storeKinds} from '../credentials/store.ts';
import {type ArgumentList, maySecretBe, noSecretHere} from './argument-list.ts';
import {type CommandName, type Invocation, type WrongUse, wrong} from './invocation.ts';

/** Options of other programs. */
const tokenOptions: ReadonlySet<string> = new Set(['--token', '--key', '--api-token', '--api-key', '--with-token']);

/** An argument that the command does not know. Words are not repeated: any of them may be a secret. */
function unknown(command: CommandName, argument: string): WrongUse {
	if (tokenOptions.has(argument)) return wrong(`there is no option ${argument}: ${noSecretHere}`, command);
	if (argument.startsWith('-') && !maySecretBe(argument))
		return wrong(`cfiam ${command} has no option ${argument}`, command);
	return command === 'login'
		? wrong(`cfiam login takes options only, and ${noSecretHere}`, command)
		: wrong(`cfiam ${command} takes options only`, command);
}

function noProfile(command: CommandName): WrongUse {
	return wrong('--profile takes the name of a profile', command);
}

export function parseLogin(list: ArgumentList): Invocation {
	let profile: string | undefined;
	let email: string | undefined;
	let account: string | undefined;
	let store: StoreKind | undefined;
	let readOnly = false;
	let unlock = false;
	for (let option = list.next(); option !== undefined; option = list.next()) {
		switch (option) {
			case '--help':
			case '-h':
				return {kind: 'help', command: 'login'};
			case '--profile':
				profile = list.text();
				if (profile === undefined) return noProfile('login');
				break;
			case '--email':
				email = list.text();
				if (email === undefined) return wrong('--email takes the address that a Global API key belongs to', 'login');
				break;
			case '--account':
				account = list.text();
				if (account === undefined) return wrong('--account takes the id of an account', 'login');
				break;
			case '--store':
				store = list.oneOf(storeKinds);
				if (store === undefined) return wrong(`--store takes one of ${storeKinds.join(', ')}`, 'login');
				break;
			case '--read-only':
				readOnly = true;
				break;
			case '--unlock':
				unlock = true;
				break;
			default:
				return unknown('login', option);
		}
	}
	return {kind: 'login', profile, email, account, store, readOnly, unlock};
}

export function parseLogout(list: ArgumentList): Invocation {
	let profile: string | undefined;
	let unlock = false;
	let forget = false;
	for (let option = list.next(); option !== undefined; option = list.next()) {
		switch (option) {
			case '--help':
			case '-h':
				return {kind: 'help', command: 'logout'};
			case '--profile':
				profile = list.text();
				if (profile === undefined) return noProfile('logout');
				break;
			case '--unlock':
				unlock = true;
				break;
			case '--forget':
				forget = true;
				break;
			default:
				return unknown('logout', option);
		}
	}
	return {kind: 'logout', profile, unlock, forget};
}

export function parseWhoami(list: ArgumentList): Invocation {
	let profile: string | undefined;
	let json = false;
	let unlock = false;
	for (let option = list.next(); option !== undefined; option = list.next()) {
		switch (option) {
			case '--help':
			case '-h':
				return {kind: 'help', command: 'whoami'};
			case '--profile':
				profile = list.text();
				if (profile === undefined) return noProfile('whoami');
				break;
			case '--json':
				json = true;
				break;
			case '--unlock':
				unlock = true;
				break;
			default:
				return unknown('whoami', option);
		}
	}
	return {kind: 'whoami', profile, json, unlock};
}
