import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {readBody} from '../../source/api/envelope.ts';
import {processorTime} from '../support/growth.ts';

describe('a body that is no JSON', () => {
	test.each([
		['open tags', `<html>${'<'.repeat(100_000)}`],
		['open titles', `<html>${'<title'.repeat(20_000)}`],
		['open scripts', `<html>${'<script>'.repeat(20_000)}`],
		['space', `<html>${' '.repeat(100_000)}x${' '.repeat(100_000)}`],
		['text', '<'.repeat(100_000)],
	])('takes no time to be excerpted, however many %s it has', (_, body) => {
		expect(processorTime(() => readBody(body))).toBeLessThan(500);
	});

	test.each([
		['<!DOCTYPE html><head><TITLE lang="en"> 502 Bad\nGateway </TITLE></head><p>long</p>', '502 Bad Gateway'],
		['<html><Script>if (1 < 2) {}</sCript ><style>p {}</style><p class="x">It is <b>down</b>.</p>', 'It is down .'],
		['<html><p>never closed<script>let token', 'never closed'],
		['<html>one < two', 'one < two'],
		['  upstream \r\n error ', 'upstream error'],
	])('%s is shown as: %s', (body, excerpt) => {
		expect(readBody(body)).toMatchObject({kind: 'text', excerpt});
	});

	test('is short in what is shown of it, without the credential, wherever that stands', () => {
		const secret = 'cfut_0123456789abcdef';
		fc.assert(
			fc.property(fc.nat(5000), fc.constantFrom(' ', 'x', '<', '<p>'), (length, filler) => {
				const body = readBody(`<html>${filler.repeat(length)}${secret}`, (text) => text.replaceAll(secret, '[token]'));
				const {excerpt} = body.kind === 'text' ? body : {excerpt: 'wrong'};
				expect(excerpt.length).toBeLessThanOrEqual(201);
				expect(excerpt).not.toMatch(/cfut|0123/);
			}),
		);
	});
});

test('errors are without the credential, however the server wrote it', () => {
	const body = readBody(
		'{"success": false, "errors": [{"code": 1, "message": "no \\u0074oken-1", "error_chain": [{"message": "token-1"}]}]}',
		(text) => text.replaceAll('token-1', '[token]'),
	);
	expect(body).toMatchObject({
		envelope: {
			errors: [
				{code: 1, message: 'no [token]'},
				{code: undefined, message: '[token]'},
			],
		},
	});
});
