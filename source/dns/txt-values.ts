/** What the values of TXT records say about the one that was looked for. Pure. */
import type {TxtAnswer, TxtMistake} from './txt-report.ts';

/** A TXT record as it is answered: texts of up to 255 bytes that count as one. */
export type TxtRecord = readonly string[];

/** A domain may have dozens of records; more than these are not kept. */
const mostValues = 20;

/** Characters; a longer value is cut. */
const longestValue = 300;

/** Node hands bytes over as one character each; what people type is UTF-8. */
function textOf(record: TxtRecord): string {
	return Buffer.from(record.join(''), 'latin1').toString('utf8');
}

/** What `records` answer to the question for `value`. */
export function answerOf(records: readonly TxtRecord[], value: string): TxtAnswer {
	const found = records.find((record) => textOf(record) === value);
	if (found !== undefined) return {kind: 'found', strings: found.length};
	if (records.length === 0) return {kind: 'absent'};
	const texts = records.map(textOf);
	const telling = texts.filter((text) => mistakeIn(text, value) !== undefined);
	const others = texts.filter((text) => !telling.includes(text));
	return {
		kind: 'other',
		values: [...telling, ...others].slice(0, mostValues).map((text) => text.slice(0, longestValue)),
	};
}

/** `cloudflare_dashboard_sso=` of `cloudflare_dashboard_sso=023e…`; empty where there is no `=`. */
function prefixOf(value: string): string {
	return value.slice(0, value.indexOf('=') + 1);
}

function loosely(text: string): string {
	return text.replaceAll(/\s/gu, '').toLowerCase();
}

function mistakeIn(text: string, value: string): TxtMistake | undefined {
	const prefix = prefixOf(value);
	const code = value.slice(prefix.length);
	if (text === value) return undefined;
	const bare = text.replaceAll(/["'\\“”„‘’«»]/gu, '');
	if (bare !== text && loosely(bare) === loosely(value)) return {kind: 'quoted', value: text};
	if (loosely(text) === loosely(value)) return {kind: 'inexact', value: text};
	if (prefix !== '' && loosely(bare) === loosely(code)) return {kind: 'unprefixed', value: text};
	if (loosely(text).includes(loosely(value))) return {kind: 'joined', value: text};
	if (prefix !== '' && loosely(bare).startsWith(loosely(prefix))) return {kind: 'former', value: text};
	return undefined;
}

/** What is wrong with values that were found where the right one should be, each once. */
export function mistakesIn(texts: readonly string[], value: string): readonly TxtMistake[] {
	return [...new Set(texts)].flatMap((text) => mistakeIn(text, value) ?? []);
}

/**
 * Names under which the record often lands by mistake: the providers' forms add the domain to what is typed, and some
 * take the first word of the value for a name.
 * @param zone the domain that the name servers are of
 */
export function mistakenNames(domain: string, value: string, zone: string | undefined): readonly string[] {
	const key = prefixOf(value).slice(0, -1);
	const labels = [...(key === '' ? [] : [`_${key}`, key]), '_cloudflare', '_x', 'txt', 'www', '@'];
	return [
		...new Set([
			`${domain}.${domain}`,
			...(zone === undefined || zone === domain ? [] : [`${domain}.${zone}`, zone]),
			...labels.map((label) => `${label}.${domain}`),
		]),
	].filter((name) => name.length <= 253);
}
