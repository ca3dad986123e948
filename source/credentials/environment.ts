/** The credential that the environment gives; it wins over every other. */
import {bareText, type Credential, keyFromText, tokenFromText} from './text.ts';

export {type Credential, type KeyReading, keyFromText, type TokenReading, tokenFromText} from './text.ts';

/** An environment as Node has it; variables that are set to nothing count as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says beside the credential. */
interface Surroundings {
	/** CLOUDFLARE_ACCOUNT_ID as given, without quotes and spaces around it; not checked. */
	readonly accountId?: string | undefined;
	/** CLOUDFLARE_BASE_URL as given, without quotes and spaces around it; not checked. */
	readonly baseUrl?: string | undefined;
}

export type EnvironmentCredential =
	| (Surroundings & {
			readonly kind: 'found';
			readonly credential: Credential;
			/** For the header of the screen. */
			readonly source: 'CLOUDFLARE_API_TOKEN' | 'CLOUDFLARE_API_KEY';
			/** What else there is to know: variables that are set and not used. */
			readonly remarks: readonly string[];
	  })
	| (Surroundings & {readonly kind: 'none'})
	/** Something is set that can not be used; `lines` say what and what to do, never its text. */
	| (Surroundings & {readonly kind: 'problem'; readonly lines: readonly string[]});

/**
 * Reads the credential from CLOUDFLARE_API_TOKEN, or from CLOUDFLARE_EMAIL with CLOUDFLARE_API_KEY. The token wins
 * where both are set.
 */
export function credentialFromEnvironment(environment: Environment): EnvironmentCredential {
	const surroundings: Surroundings = {
		accountId: setTo(environment.CLOUDFLARE_ACCOUNT_ID),
		baseUrl: setTo(environment.CLOUDFLARE_BASE_URL),
	};
	const token = tokenFromText(environment.CLOUDFLARE_API_TOKEN ?? '');
	const hasKey = setTo(environment.CLOUDFLARE_API_KEY) !== undefined;
	const hasEmail = setTo(environment.CLOUDFLARE_EMAIL) !== undefined;
	if (token.kind === 'token') {
		const remarks = hasKey
			? ['CLOUDFLARE_API_TOKEN is used; CLOUDFLARE_API_KEY is set as well and is not: the token comes first.']
			: [];
		return {kind: 'found', credential: token, source: 'CLOUDFLARE_API_TOKEN', remarks, ...surroundings};
	}
	if (token.looksLike !== 'empty') {
		const next =
			token.looksLike === 'key'
				? 'Put it into CLOUDFLARE_API_KEY and the address of its user into CLOUDFLARE_EMAIL, and unset the token.'
				: token.next;
		return {kind: 'problem', lines: [`CLOUDFLARE_API_TOKEN ${token.reason}.`, next], ...surroundings};
	}
	if (!hasKey && !hasEmail) return {kind: 'none', ...surroundings};
	const key = keyFromText(environment.CLOUDFLARE_EMAIL ?? '', environment.CLOUDFLARE_API_KEY ?? '');
	if (key.kind === 'key') {
		return {kind: 'found', credential: key, source: 'CLOUDFLARE_API_KEY', remarks: [], ...surroundings};
	}
	if (key.isEmpty) {
		const [there, missing] = hasKey
			? ['CLOUDFLARE_API_KEY', 'CLOUDFLARE_EMAIL']
			: ['CLOUDFLARE_EMAIL', 'CLOUDFLARE_API_KEY'];
		const lines = [
			`${there} is set, but ${missing} is not: a Global API key needs both.`,
			`Set ${missing} too, or use an API token in CLOUDFLARE_API_TOKEN instead.`,
		];
		return {kind: 'problem', lines, ...surroundings};
	}
	const name = key.field === 'email' ? 'CLOUDFLARE_EMAIL' : 'CLOUDFLARE_API_KEY';
	return {kind: 'problem', lines: [`${name} ${key.reason}.`, key.next], ...surroundings};
}

function setTo(value: string | undefined): string | undefined {
	const text = bareText(value ?? '');
	return text === '' ? undefined : text;
}

/** Variables that hold Cloudflare secrets, ours and those of other tools. */
const secretVariables: ReadonlySet<string> = new Set([
	'CLOUDFLARE_API_TOKEN',
	'CLOUDFLARE_API_KEY',
	'CLOUDFLARE_API_USER_SERVICE_KEY',
	'CF_API_TOKEN',
	'CF_API_KEY',
]);

/**
 * The environment for child processes. They must not inherit the token: an editor, a pager or a keychain helper has no
 * use for it, and the environment of a process can be read by every other one of the same user. Pass this as `env` to
 * every `spawn`.
 */
export function environmentWithoutSecrets(environment: Environment): Record<string, string | undefined> {
	return Object.fromEntries(Object.entries(environment).filter(([name]) => !isSecretVariable(name)));
}

/** Whether a variable of this name holds a secret. */
export function isSecretVariable(name: string): boolean {
	// On Windows the names of variables ignore case.
	return secretVariables.has(name.toUpperCase());
}
