/** The command line: what is asked for, or what is wrong with it in words. Pure. */

export type Dataset = 'small' | 'large' | 'empty' | 'hostile';

const datasets: readonly Dataset[] = ['small', 'large', 'empty', 'hostile'];

export interface OpenInvocation {
	readonly kind: 'open';
	/** As typed; looked up among the areas once they are loaded. */
	readonly area: string | undefined;
	/** Name or id of an object, or words to search for. */
	readonly object: string | undefined;
	readonly demo: Dataset | undefined;
	readonly account: string | undefined;
	readonly readOnly: boolean;
	readonly noColor: boolean;
}

export interface EmulatorInvocation {
	readonly kind: 'emulator';
	readonly port: number;
	readonly dataset: Dataset;
	/** Ms before each answer. */
	readonly latency: number;
	readonly seed: number | undefined;
}

export type Invocation =
	| OpenInvocation
	| EmulatorInvocation
	| {readonly kind: 'help'}
	| {readonly kind: 'version'}
	/** Wrong use: exit code 2. */
	| {readonly kind: 'wrong'; readonly problem: string};

const wrong = (problem: string): Invocation => ({kind: 'wrong', problem});

/** A list of arguments that is read from the front. */
class Arguments {
	readonly #rest: string[];

	constructor(list: readonly string[]) {
		// `--name=value` is `--name value`.
		this.#rest = list.flatMap((each) => {
			const [, name, value] = /^(--[^=]+)=(.*)$/su.exec(each) ?? [];
			return name === undefined || value === undefined ? [each] : [name, value];
		});
	}

	next(): string | undefined {
		return this.#rest.shift();
	}

	/** The value of an option, unless another option follows. */
	value(): string | undefined {
		const [first] = this.#rest;
		return first === undefined || first.startsWith('-') ? undefined : this.#rest.shift();
	}

	/** The next argument when it is one of these. */
	oneOf<const Text extends string>(texts: readonly Text[]): Text | undefined {
		const found = texts.find((text) => text === this.#rest[0]);
		if (found !== undefined) this.#rest.shift();
		return found;
	}
}

/** A whole number from 0 to `most`, or undefined. */
function wholeNumber(text: string | undefined, most: number): number | undefined {
	if (text === undefined || !/^\d{1,9}$/u.test(text)) return undefined;
	const number = Number(text);
	return number <= most ? number : undefined;
}

function parseEmulator(list: Arguments): Invocation {
	let port = 0;
	let dataset: Dataset = 'small';
	let latency = 0;
	let seed: number | undefined;
	for (let option = list.next(); option !== undefined; option = list.next()) {
		switch (option) {
			case '--port': {
				const value = wholeNumber(list.value(), 65_535);
				if (value === undefined) return wrong('--port takes a number from 0 to 65535 (0: a free one)');
				port = value;
				break;
			}
			case '--dataset': {
				const value = list.oneOf(datasets);
				if (value === undefined) return wrong(`--dataset takes one of ${datasets.join(', ')}`);
				dataset = value;
				break;
			}
			case '--latency': {
				const value = wholeNumber(list.value(), 60_000);
				if (value === undefined) return wrong('--latency takes milliseconds, up to 60000');
				latency = value;
				break;
			}
			case '--seed': {
				seed = wholeNumber(list.value(), 999_999_999);
				if (seed === undefined) return wrong('--seed takes a whole number');
				break;
			}
			case '--help':
			case '-h':
				return {kind: 'help'};
			default:
				return wrong(`cfiam emulator has no option ${option}`);
		}
	}
	return {kind: 'emulator', port, dataset, latency, seed};
}

/** @param argv what stands behind the program's name */
export function parseArguments(argv: readonly string[]): Invocation {
	const list = new Arguments(argv);
	if (argv[0] === 'emulator') {
		list.next();
		return parseEmulator(list);
	}
	const words: string[] = [];
	let demo: Dataset | undefined;
	let account: string | undefined;
	let readOnly = false;
	let noColor = false;
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
			case '--account':
				account = list.value();
				if (account === undefined || account.trim() === '') return wrong('--account takes the id of an account');
				break;
			case '--read-only':
				readOnly = true;
				break;
			case '--no-color':
				noColor = true;
				break;
			default:
				if (each.startsWith('-') && each !== '-') return wrong(`there is no option ${each}`);
				words.push(each);
		}
	}
	const [area, ...object] = words;
	return {
		kind: 'open',
		area,
		object: object.length === 0 ? undefined : object.join(' '),
		demo,
		account,
		readOnly,
		noColor,
	};
}

export const usage = `cfiam: browse and change Cloudflare IAM from the keyboard

  cfiam                        open; asks for a token if the environment has none
  cfiam AREA [NAME-OR-ID]      open there: cfiam user-groups platform-dns
  cfiam --demo [small|large]   open on the built-in demo account: no network, no token
  cfiam emulator               serve the demo account on loopback for other clients

Options
  --account ID     the account to open, when the credential sees several
  --read-only      no request that writes leaves the program
  --no-color       as NO_COLOR: bold, dim and reverse only
  --version, --help

Options of cfiam emulator
  --port N         0 (a free one) unless given
  --dataset NAME   small, large, empty or hostile
  --latency MS     wait before each answer
  --seed N         other data, the same for the same number

Areas
  user-groups  members  permission-groups  resource-groups
  sso-connectors  oauth-clients  oauth-scopes  zones  roles

Environment
  CLOUDFLARE_API_TOKEN                      an API token, or
  CLOUDFLARE_EMAIL, CLOUDFLARE_API_KEY      an address with its global API key
  CLOUDFLARE_ACCOUNT_ID                     the account to open
  CLOUDFLARE_BASE_URL                       another server: https, or http on loopback
  NO_COLOR, XDG_CONFIG_HOME

Configuration: $XDG_CONFIG_HOME/cfiam/config.json (keys, readOnly, account, baseUrl, noColor)
Exit codes: 0 fine, 1 failure, 2 wrong use. Inside the program ? lists all keys.
`;
