import {inspect} from 'node:util';
import {describe, expect, it} from 'vitest';
import {
	type Credential,
	credentialFromEnvironment,
	type Environment,
	environmentWithoutSecrets,
} from '../../source/credentials/environment.ts';

const token = 'cfut_AbC-123_4567890abcdefghijklmnopqrstuvwxyz01';
const key = '0123456789abcdef0123456789abcdef01234';
const email = 'ana@acme.com';

function revealed(credential: Credential): readonly string[] {
	return credential.kind === 'token' ? [credential.token.reveal()] : [credential.email, credential.key.reveal()];
}

describe('the credential of the environment', () => {
	it.each<[string, Environment]>([
		['nothing is set', {}],
		['variables are empty', {CLOUDFLARE_API_TOKEN: '', CLOUDFLARE_API_KEY: ' \n', CLOUDFLARE_EMAIL: '""'}],
		['only other variables are set', {CF_API_TOKEN: token, CLOUDFLARE_ACCOUNT_ID: ''}],
	])('is none where %s', (_case, environment) => {
		expect(credentialFromEnvironment(environment)).toMatchObject({kind: 'none'});
	});

	it.each<[string, Environment, string, readonly string[]]>([
		['a token', {CLOUDFLARE_API_TOKEN: token}, 'CLOUDFLARE_API_TOKEN', [token]],
		['a token in quotes', {CLOUDFLARE_API_TOKEN: `"${token}"\n`}, 'CLOUDFLARE_API_TOKEN', [token]],
		['a token behind Bearer', {CLOUDFLARE_API_TOKEN: `Bearer ${token}`}, 'CLOUDFLARE_API_TOKEN', [token]],
		['a key with its address', {CLOUDFLARE_API_KEY: key, CLOUDFLARE_EMAIL: email}, 'CLOUDFLARE_API_KEY', [email, key]],
		[
			'a key beside an empty token',
			{CLOUDFLARE_API_TOKEN: ' ', CLOUDFLARE_API_KEY: `'${key}'`, CLOUDFLARE_EMAIL: ` ${email} `},
			'CLOUDFLARE_API_KEY',
			[email, key],
		],
		[
			'a token beside an address',
			{CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_EMAIL: email},
			'CLOUDFLARE_API_TOKEN',
			[token],
		],
	])('is %s', (_case, environment, source, secrets) => {
		const found = credentialFromEnvironment(environment);
		expect(found).toMatchObject({kind: 'found', source, remarks: []});
		expect(found.kind === 'found' ? revealed(found.credential) : []).toEqual(secrets);
	});

	it('is the token where a key is set too, and says so', () => {
		const found = credentialFromEnvironment({
			CLOUDFLARE_API_TOKEN: token,
			CLOUDFLARE_API_KEY: key,
			CLOUDFLARE_EMAIL: email,
		});
		expect(found).toMatchObject({
			kind: 'found',
			source: 'CLOUDFLARE_API_TOKEN',
			remarks: [expect.stringContaining('CLOUDFLARE_API_KEY is set as well and is not')],
		});
	});

	it.each<[string, Environment, readonly string[]]>([
		[
			'a key has no address',
			{CLOUDFLARE_API_KEY: key},
			[
				'CLOUDFLARE_API_KEY is set, but CLOUDFLARE_EMAIL is not: a Global API key needs both.',
				'Set CLOUDFLARE_EMAIL too, or use an API token in CLOUDFLARE_API_TOKEN instead.',
			],
		],
		[
			'an address has no key',
			{CLOUDFLARE_EMAIL: email},
			[
				'CLOUDFLARE_EMAIL is set, but CLOUDFLARE_API_KEY is not: a Global API key needs both.',
				'Set CLOUDFLARE_API_KEY too, or use an API token in CLOUDFLARE_API_TOKEN instead.',
			],
		],
		[
			'the token is a key',
			{CLOUDFLARE_API_TOKEN: key},
			[
				'CLOUDFLARE_API_TOKEN looks like a Global API key.',
				'Put it into CLOUDFLARE_API_KEY and the address of its user into CLOUDFLARE_EMAIL, and unset the token.',
			],
		],
		[
			'the token can not stand in a header, even where a key could be used',
			{CLOUDFLARE_API_TOKEN: `${token}\u00e9`, CLOUDFLARE_API_KEY: key, CLOUDFLARE_EMAIL: email},
			[
				'CLOUDFLARE_API_TOKEN has a character beyond ASCII inside (after 48 characters).',
				'Copy the token again, without what stands around it.',
			],
		],
		[
			'the address is none',
			{CLOUDFLARE_API_KEY: key, CLOUDFLARE_EMAIL: 'ana'},
			['CLOUDFLARE_EMAIL is no e-mail address.', 'Type the address with which its user signs in.'],
		],
		[
			'the key has a line break inside',
			{CLOUDFLARE_API_KEY: `${key}\n${key}`, CLOUDFLARE_EMAIL: email},
			[
				'CLOUDFLARE_API_KEY has a space or line break inside (after 37 characters).',
				'Copy the key again, without what stands around it.',
			],
		],
	])('is a problem where %s', (_case, environment, lines) => {
		const found = credentialFromEnvironment(environment);
		expect(found).toMatchObject({kind: 'problem', lines});
		for (const secret of [token, key]) expect(inspect(found)).not.toContain(secret);
	});

	it.each<Environment>([{}, {CLOUDFLARE_API_TOKEN: token}, {CLOUDFLARE_API_KEY: key}])(
		'comes with the account id and base URL of %o',
		(environment) => {
			expect(
				credentialFromEnvironment({
					...environment,
					CLOUDFLARE_ACCOUNT_ID: ' "0123" ',
					CLOUDFLARE_BASE_URL: 'https://example.com/v4\n',
				}),
			).toMatchObject({accountId: '0123', baseUrl: 'https://example.com/v4'});
			expect(credentialFromEnvironment({...environment, CLOUDFLARE_ACCOUNT_ID: ''}).accountId).toBeUndefined();
		},
	);
});

describe('the environment for child processes', () => {
	it('has no secret, whatever the case of its name, and all the rest', () => {
		const environment = {
			PATH: '/bin',
			CLOUDFLARE_EMAIL: email,
			CLOUDFLARE_API_TOKEN: token,
			cloudflare_api_key: key,
			CLOUDFLARE_API_USER_SERVICE_KEY: 'v1.0-x',
			CF_API_TOKEN: token,
			CF_API_KEY: key,
			EMPTY: undefined,
		};
		const before = {...environment};
		expect(environmentWithoutSecrets(environment)).toEqual({PATH: '/bin', CLOUDFLARE_EMAIL: email, EMPTY: undefined});
		expect(environment).toEqual(before);
	});
});
