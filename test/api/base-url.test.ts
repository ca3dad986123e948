import {describe, expect, test} from 'vitest';
import {BaseUrlError, parseAccountId, parseBaseUrl} from '../../source/api/client.ts';
import {CloudflareError} from '../../source/api/errors.ts';

test.each([
	['https://api.cloudflare.com/client/v4', 'https://api.cloudflare.com/client/v4'],
	['https://api.cloudflare.com/client/v4/', 'https://api.cloudflare.com/client/v4'],
	['https://api.cloudflare.com/client/v4///', 'https://api.cloudflare.com/client/v4'],
	['  https://proxy.example:8443/cf  ', 'https://proxy.example:8443/cf'],
	['https://proxy.example', 'https://proxy.example/'],
	['http://127.0.0.1:8080/client/v4', 'http://127.0.0.1:8080/client/v4'],
	['http://127.9.9.9:8080', 'http://127.9.9.9:8080/'],
	['http://localhost:8080/client/v4/', 'http://localhost:8080/client/v4'],
	['http://[::1]:8080/', 'http://[::1]:8080/'],
])('takes %s', (text, expected) => {
	expect(parseBaseUrl(text).href).toBe(expected);
});

describe('refuses, naming the cause and the cure,', () => {
	test.each([
		['', /is no URL.*https:\/\/api\.cloudflare\.com/],
		['api.cloudflare.com/client/v4', /is no URL/],
		['localhost:8080', /is no URL/],
		['ftp://api.cloudflare.com', /uses ftp; only https/],
		['http://api.cloudflare.com/client/v4', /unencrypted to api\.cloudflare\.com.*Use https/],
		['http://0.0.0.0:8080', /unencrypted/],
		['http://192.168.1.1', /unencrypted/],
		['http://127.0.0.1.evil.example', /unencrypted/],
		['http://localhost.evil.example', /unencrypted/],
		['http://app.localhost', /unencrypted/],
		['https://api.cloudflare.com/client/v4?x=1', /query or fragment/],
		['https://api.cloudflare.com/client/v4#x', /query or fragment/],
		['https://user:password@proxy.example/', /proxy\.example holds a user name or password/],
	])('%s', (text, message) => {
		expect(() => parseBaseUrl(text)).toThrow(BaseUrlError);
		expect(() => parseBaseUrl(text)).toThrow(message);
	});

	test('without repeating a password or a control character', () => {
		expect(() => parseBaseUrl('https://user:hunter2@proxy.example/')).not.toThrow(/hunter2/);
		expect(() => parseBaseUrl('http://\u001b[31mexample/')).not.toThrow(/\u001b/);
	});
});

test('takes an account id with capitals and spaces around it', () => {
	expect(parseAccountId('  023E105F4ecef8ad9ca31a8372d0c353\n')).toBe('023e105f4ecef8ad9ca31a8372d0c353');
});

test.each([
	['', /it is empty/],
	['abc', /3 characters instead of 32/],
	['x', /1 character instead of 32/],
	[`${'0'.repeat(31)}g`, /not hex digits/],
	[`${'0'.repeat(33)}`, /33 characters instead/],
	['my-company', /10 characters/],
])('refuses "%s" as an account id and says why', (text, message) => {
	let error: unknown;
	try {
		parseAccountId(text);
	} catch (thrown) {
		error = thrown;
	}
	expect(error).toBeInstanceOf(CloudflareError);
	expect(error).toMatchObject({kind: 'invalid', messages: [expect.stringMatching(message)]});
});
