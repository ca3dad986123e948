/** The credential that is signed in with: typed at the terminal, or piped. */
import {setTimeout} from 'node:timers/promises';
import {type Credential, keyFromText, tokenFromText} from '../credentials/text.ts';
import {tokenPage} from '../identity/permissions.ts';
import {untilStopped} from './interruption.ts';
import {type Problem, withProgress, writeLines, writeProblem} from './output.ts';
import type {CommandSurroundings} from './surroundings.ts';

/** Characters; a credential has some fifty. What is longer is another file. */
const mostPiped = 64 * 1024;

/** From the end of a pipe that has said nothing to the words about it, in ms. */
const endPause = 50;

/** Why an address can not be that of a Global API key; undefined: it can. */
export function emailProblem(email: string): Problem | undefined {
	const reading = keyFromText(email, '');
	return reading.kind === 'rejected' && reading.field === 'email'
		? {title: `The address of --email ${reading.reason}`, lines: [reading.next]}
		: undefined;
}

/**
 * Reads the credential, or says on stderr why there is none.
 * @param email of a Global API key; undefined for a token
 * @param profile for which it is
 * @throws Interruption
 */
export async function readCredential(
	email: string | undefined,
	profile: string,
	at: CommandSurroundings,
): Promise<Credential | undefined> {
	const noun = email === undefined ? 'token' : 'key';
	const conversation = at.talk('anything');
	let text: string;
	if (conversation !== undefined) {
		writeLines(conversation.output, [
			`Sign in to Cloudflare, profile ${profile}.`,
			`${email === undefined ? 'API tokens are made' : 'The Global API key is shown'} at ${tokenPage}`,
		]);
		const question = email === undefined ? 'API token' : `Global API key of ${email}`;
		text = await conversation.askHidden(`${question} (not shown while you type or paste): `);
	} else if (at.piped === undefined) {
		text = '';
	} else {
		const reading = withProgress(
			{output: at.stderr, setTimer: at.setTimer},
			() => `Waiting for the ${noun} on standard input ...`,
			readPiped(at.piped, at.stop.signal),
		);
		const read = await reading;
		if (typeof read !== 'string') {
			writeProblem(at.stderr, read);
			return undefined;
		}
		text = read;
	}
	const reading = readingOf(text, email, conversation !== undefined);
	if ('title' in reading) {
		writeProblem(at.stderr, reading);
		return undefined;
	}
	return reading;
}

function readingOf(text: string, email: string | undefined, isTyped: boolean): Credential | Problem {
	if (email !== undefined) {
		const key = keyFromText(email, text);
		if (key.kind === 'key') return key;
		if (key.isEmpty) return nothingGiven('key', isTyped);
		const next = key.reason.endsWith('an API token') ? 'A token stands alone: leave --email out.' : key.next;
		return {title: `The key ${key.reason}.`, lines: [next]};
	}
	const token = tokenFromText(text);
	if (token.kind === 'token') return token;
	if (token.looksLike === 'empty') return nothingGiven('token', isTyped);
	const next =
		token.looksLike === 'key' ? 'Give the address of its user as well: cfiam login --email ADDRESS' : token.next;
	return {title: `The token ${token.reason}.`, lines: [next]};
}

function nothingGiven(noun: 'token' | 'key', isTyped: boolean): Problem {
	return isTyped
		? {title: `No ${noun} was typed; nothing was stored.`, lines: []}
		: {
				title: `No ${noun} came on standard input, which is no terminal.`,
				lines: [
					noun === 'token'
						? `Pipe it: printf %s "$TOKEN" | cfiam login`
						: `Pipe it: printf %s "$KEY" | cfiam login --email ADDRESS`,
				],
			};
}

async function readPiped(piped: AsyncIterable<Uint8Array | string>, signal: AbortSignal): Promise<string | Problem> {
	const pieces = piped[Symbol.asyncIterator]();
	const decoder = new TextDecoder();
	let text = '';
	try {
		for (;;) {
			const {value, done} = await untilStopped(pieces.next(), signal);
			if (done === true) {
				// Ctrl-c ends whoever writes into the pipe as well, and this may be seen first.
				if (text === '') await untilStopped(setTimeout(endPause), signal);
				return text + decoder.decode();
			}
			text += typeof value === 'string' ? value : decoder.decode(value, {stream: true});
			if (text.length > mostPiped) {
				return {title: 'What came on standard input is longer than any credential.', lines: ['Pipe the token alone.']};
			}
		}
	} catch (error) {
		signal.throwIfAborted();
		const because = error instanceof Error ? error.message : String(error);
		return {title: `Standard input can not be read: ${because}`, lines: ['Pipe the token, or type it at a terminal.']};
	}
}
