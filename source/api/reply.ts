/** What came of a request: the inside of a good answer, or the error for any other outcome. */
import type {Originals} from '../terminal/original-text.ts';
import {sanitise} from '../terminal/sanitise.ts';
import {type Body, type Envelope, type Redact, readBody} from './envelope.ts';
import {type Failing, noAnswer, refusal, unreadable} from './failures.ts';
import type {Operation} from './operations.ts';
import type {Answer, TransportFailure} from './transport.ts';

/** What happened to one attempt. */
export type Outcome =
	| {
			readonly kind: 'answer';
			readonly answer: Answer;
			readonly rayId: string | undefined;
			/** When the server asks to come again, in ms since the epoch. */
			readonly retryAt: number | undefined;
	  }
	| {readonly kind: 'failure'; readonly failure: TransportFailure};

/** What a call brought, and in which words errors about it speak. */
export interface Reply {
	readonly envelope: Envelope;
	readonly status: number;
	readonly failing: Failing;
}

/**
 * The reply to the last attempt.
 * @param redact takes the credential out of a text: proxies and debugging servers repeat what they were sent
 * @throws {CloudflareError}
 */
export function conclude(bare: Failing, outcome: Outcome, redact: Redact, originals: Originals): Reply {
	if (outcome.kind === 'failure') throw noAnswer(bare, outcome.failure);
	const {answer, rayId, retryAt} = outcome;
	const {status} = answer;
	const location = answer.header('location');
	const failing: Failing = {
		...bare,
		rayId,
		retryAt,
		location: location === undefined ? undefined : sanitise(redact(location).slice(0, 200)),
	};
	const body = readBody(answer.text, redact, originals);
	if (status >= 200 && status < 300) {
		if (body.kind === 'empty' && mayBeEmpty(bare.operation)) return {envelope: nothing, status, failing};
		if (body.kind !== 'envelope') {
			throw unreadable(failing, status, describeBody(body, bare.host));
		}
		if (body.envelope.success) return {envelope: body.envelope, status, failing};
	}
	throw refusal(failing, status, body);
}

const nothing: Envelope = {success: true, result: undefined, info: undefined, errors: [], secret: undefined};

/** An empty answer to anything else would read as an empty list or a lost secret. */
function mayBeEmpty(operation: Operation): boolean {
	return operation.method === 'DELETE' || operation.id === 'ssoConnectors.beginVerification';
}

function describeBody(body: Body, host: string): string {
	switch (body.kind) {
		case 'envelope':
			return `The answer of ${host} says that it failed.`;
		case 'empty':
			return `The answer of ${host} is empty.`;
		case 'foreign':
			return `The answer of ${host} is not wrapped as Cloudflare's are: it is ${body.found}.`;
		case 'damaged':
			return `The answer of ${host} is damaged or incomplete JSON.`;
		case 'text':
			return body.html
				? `${host} answered with a web page instead of JSON: ${body.excerpt}`
				: `The answer of ${host} is no JSON: ${body.excerpt}`;
	}
}
