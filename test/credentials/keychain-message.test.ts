import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	answerFromText,
	type KeychainAnswer,
	keychainOperations,
	requestFromText,
} from '../../source/credentials/keychain-message.ts';
import {storeFailureKinds} from '../../source/credentials/store-failure.ts';

const answers: readonly KeychainAnswer[] = [
	{kind: 'done', value: null},
	{kind: 'done', value: 'token'},
	{kind: 'done', value: false},
	{kind: 'done', value: []},
	{kind: 'done', value: [{account: 'default', password: 'token'}]},
	{kind: 'failed', failure: 'locked', detail: 'no'},
	{kind: 'failed', failure: 'locked', detail: undefined},
];

describe('an answer of the child', () => {
	test.each(answers)('is read as it was written: %j', (answer) => {
		expect(answerFromText(JSON.stringify(answer))).toEqual(answer);
	});

	test.each([
		...['', 'hello', 'null', '1', '"text"', '[]', '{}', '{"kind":"done"', '{"kind":"done"}', '{"kind":"other"}'],
		...['{"kind":"done","value":1}', '{"kind":"done","value":{}}', '{"kind":"done","value":[1]}'],
		...['{"kind":"done","value":[{"account":"a"}]}', '{"kind":"failed"}', '{"kind":"failed","failure":"nonsense"}'],
		'{"kind":"done","value":[{"account":"a","password":"b"},null]}',
	])('is none: %s', (text) => {
		expect(answerFromText(text)).toBeUndefined();
	});

	test('is an answer or none for every text, never an error', () => {
		const anything = fc.record({
			kind: fc.constantFrom('done', 'failed'),
			value: fc.jsonValue(),
			failure: fc.jsonValue(),
		});
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.json(),
					anything.map((value) => JSON.stringify(value)),
				),
				(text) => {
					const answer = answerFromText(text);
					if (answer?.kind === 'failed') expect(storeFailureKinds).toContain(answer.failure);
					else expect(typeof answer?.value).not.toBe('number');
				},
			),
		);
	});
});

describe('a request', () => {
	const request = {
		operation: 'set',
		store: 'keychain',
		platform: 'linux',
		service: 'cfiam',
		account: 'default',
		password: 'a "quoted"\nsecret',
		unlock: false,
		patience: 5000,
	};

	test.each(keychainOperations)('is read as it was written: %s', (operation) => {
		expect(requestFromText(JSON.stringify({...request, operation}))).toEqual({...request, operation});
	});

	test.each(Object.keys(request))('is none without %s', (name) => {
		expect(requestFromText(JSON.stringify({...request, [name]: undefined}))).toBeUndefined();
	});

	test.each([{operation: 'drop'}, {store: 'file'}, {unlock: 1}, {patience: '5'}])('is none with %j', (change) => {
		expect(requestFromText(JSON.stringify({...request, ...change}))).toBeUndefined();
	});
});
