/**
 * The wrapping of every answer (contract 1): what is inside, or the errors that it carries. All of it has gone through
 * the sanitiser by then, so that nothing the server says can drive the terminal.
 */
import {Secret} from '../secret.ts';
import {originalsOf} from '../terminal/original-text.ts';
import {sanitise, sanitiseTree} from '../terminal/sanitise.ts';
import type {ResultInfo} from './paging.ts';

/** One error or message of an envelope; the chain of its causes is flattened behind it. */
export interface EnvelopeError {
	readonly code: number | undefined;
	readonly message: string;
}

export interface Envelope {
	readonly success: boolean;
	/** Undefined where the key is missing. */
	readonly result: unknown;
	readonly info: ResultInfo | undefined;
	readonly errors: readonly EnvelopeError[];
	/** A `client_secret`, taken out before anything else sees the answer. */
	readonly secret: Secret | undefined;
}

/** Takes what must not be shown out of a text. */
export type Redact = (text: string) => string;

export type Body =
	| {readonly kind: 'envelope'; readonly envelope: Envelope}
	/** Nothing at all, as with 204. */
	| {readonly kind: 'empty'}
	/** JSON that is no envelope. */
	| {readonly kind: 'foreign'; readonly found: string}
	/** JSON by its beginning, but it can not be read. No excerpt: it might hold a secret. */
	| {readonly kind: 'damaged'}
	/** No JSON; the excerpt is for people. */
	| {readonly kind: 'text'; readonly excerpt: string; readonly html: boolean};

/**
 * Reads the body of an answer; never throws.
 * @param redact takes the credential out of what people get to read
 * @param originals where it is kept what texts were before they were made inert
 */
export function readBody(text: string, redact: Redact = (shown) => shown, originals = originalsOf('')): Body {
	if (text.trim() === '') return {kind: 'empty'};
	let raw: unknown;
	try {
		raw = JSON.parse(text);
	} catch {
		if (/^\s*[{[]/.test(text)) return {kind: 'damaged'};
		const start = redact(text).trimStart().slice(0, longestStart);
		const html = /^(?:<!doctype\s+html|<html|<head|<body|<!--|<\?xml)/i.test(start);
		return {kind: 'text', excerpt: sanitise(excerptOf(start, html)), html};
	}
	if (!isRecord(raw))
		return {kind: 'foreign', found: raw === null ? 'null' : Array.isArray(raw) ? 'a list' : typeof raw};
	const secret = takeSecrets(raw);
	const tree = sanitiseTree(raw, (inert, original) => originals.remember(inert, original));
	return isRecord(tree)
		? {kind: 'envelope', envelope: readEnvelope(tree, secret, redact)}
		: {kind: 'foreign', found: 'something else'};
}

function readEnvelope(tree: Readonly<Record<string, unknown>>, secret: Secret | undefined, redact: Redact): Envelope {
	const errors = readErrors(tree.errors).map(({code, message}) => ({code, message: redact(message)}));
	// One page of the documents says `results` (contract 8.1).
	const result = tree.result === undefined ? tree.results : tree.result;
	return {
		success: tree.success === true || (tree.success === undefined && errors.length === 0),
		result,
		info: readResultInfo(tree.result_info),
		errors,
		secret,
	};
}

/** Takes every `client_secret` out of the result, so that none can reach a screen or a log; returns the last. */
function takeSecrets(envelope: Record<string, unknown>): Secret | undefined {
	let secret: Secret | undefined;
	for (const key of ['result', 'results']) {
		const value = envelope[key];
		for (const item of Array.isArray(value) ? value : [value]) {
			if (!isRecord(item) || !('client_secret' in item)) continue;
			const text = item.client_secret;
			delete item.client_secret;
			if (typeof text === 'string' && text !== '') secret = new Secret(text);
		}
	}
	return secret;
}

/** Deeper chains than this say nothing more. */
const deepestChain = 8;

function readErrors(value: unknown, depth = 0): readonly EnvelopeError[] {
	if (!Array.isArray(value) || depth > deepestChain) return [];
	return value.flatMap((item: unknown): readonly EnvelopeError[] => {
		if (typeof item === 'string') return [{code: undefined, message: item}];
		if (!isRecord(item)) return [];
		const source = isRecord(item.source) ? item.source.pointer : undefined;
		const text = typeof item.message === 'string' ? item.message : '';
		const message = typeof source === 'string' && source !== '' ? `${text} (at ${source})` : text;
		const code = readCode(item.code);
		const own = message === '' && code === undefined ? [] : [{code, message}];
		return [...own, ...readErrors(item.error_chain, depth + 1)];
	});
}

function readCode(value: unknown): number | undefined {
	if (typeof value === 'number' && Number.isFinite(value)) return value;
	if (typeof value === 'string' && /^\d{1,9}$/.test(value)) return Number(value);
	return undefined;
}

function readResultInfo(value: unknown): ResultInfo | undefined {
	if (!isRecord(value)) return undefined;
	const number = (key: string): number | undefined => {
		const field = value[key];
		return typeof field === 'number' && Number.isFinite(field) && field >= 0 ? field : undefined;
	};
	return {
		count: number('count'),
		page: number('page'),
		per_page: number('per_page'),
		total_count: number('total_count'),
		total_pages: number('total_pages'),
	};
}

const longestExcerpt = 200;

/** Characters of a body that is no JSON which are looked at: a title stands there, and the text of an error page. */
const longestStart = 4096;

/** What a person gets to see of a body that is no JSON: of a web page its title, else its text. */
function excerptOf(start: string, html: boolean): string {
	const title = html ? /<title[^<>]*>([^<]*)/i.exec(start)?.[1]?.trim() : undefined;
	const plain = title || (html ? textOf(start) : start);
	const line = plain.replaceAll(/\s+/g, ' ').trim();
	return line.length > longestExcerpt ? `${line.slice(0, longestExcerpt).trimEnd()}…` : line;
}

/** The text of a web page without its tags, scripts and styles, in one pass: the page may be made to be slow to read. */
function textOf(page: string): string {
	const lower = page.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
	let text = '';
	let from = 0;
	for (;;) {
		const open = page.indexOf('<', from);
		if (open === -1) return text + page.slice(from);
		text += `${page.slice(from, open)} `;
		const unseen = /^<(script|style)\b/.exec(lower.slice(open, open + 8))?.[1];
		const end = unseen === undefined ? open : lower.indexOf(`</${unseen}`, open);
		if (end === -1) return text;
		const close = page.indexOf('>', end);
		if (close === -1) return text + page.slice(end);
		from = close + 1;
	}
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
