/** Who a credential is, in words for a screen and for a pipe. Pure. */
import type {VerifiedCredential} from '../api/verification.ts';
import {absolute, instant} from '../insight/time.ts';

export type Tone = 'plain' | 'warning' | 'danger';

export interface SummaryLine {
	/** `Kind`, `Status`, `Expiry` or `E-mail`. */
	readonly label: string;
	readonly text: string;
	readonly tone: Tone;
}

export interface Words {
	readonly text: string;
	readonly tone: Tone;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/** Ms before its end that a token is told to be near it. */
export const soon = 14 * day;

export function kindInWords(kind: VerifiedCredential['kind']): string {
	switch (kind) {
		case 'user token':
			return 'API token of a user';
		case 'account token':
			return 'API token of the account';
		case 'global key':
			return 'Global API key';
	}
}

/** ms and its unit; years only from two on: a year and a half is no year. */
const units = [
	[2 * year, year, 'year'],
	[day, day, 'day'],
	[hour, hour, 'hour'],
	[minute, minute, 'minute'],
] as const;

/** `12 days`, `1 hour`: a span of `ms` milliseconds in its largest unit, cut off. */
function spanInWords(ms: number): string {
	const found = units.find(([from]) => ms >= from);
	if (found === undefined) return 'less than a minute';
	const [, size, unit] = found;
	const count = Math.floor(ms / size);
	return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** The day alone where it is far off, the second where it is near. */
function moment(at: number, now: number): string {
	const text = absolute(at);
	return Math.abs(at - now) >= 2 * day ? text.slice(0, 10) : text;
}

/**
 * When the credential ends: `expires in 12 days, at 2026-12-04`; `does not expire`.
 * @param now ms since the epoch
 */
export function expiryInWords({kind, status, expiresOn}: VerifiedCredential, now: number): Words {
	if (kind === 'global key') return {text: 'does not expire', tone: 'plain'};
	const end = instant(expiresOn);
	if (end === undefined) {
		if (expiresOn !== undefined) return {text: `expires: ${expiresOn}`, tone: 'plain'};
		return status === 'expired' ? {text: 'expired', tone: 'danger'} : {text: 'does not expire', tone: 'plain'};
	}
	const left = end - now;
	const at = `at ${moment(end, now)}`;
	if (left > 0 && status !== 'expired') {
		return {text: `expires in ${spanInWords(left)}, ${at}`, tone: left < soon ? 'warning' : 'plain'};
	}
	// The server's word counts: one of the two clocks may be wrong.
	if (left > 0) return {text: `expired, ${at}`, tone: 'danger'};
	return status === 'expired'
		? {text: `expired ${spanInWords(-left)} ago, ${at}`, tone: 'danger'}
		: {text: `expired ${spanInWords(-left)} ago by this machine's clock, ${at}`, tone: 'warning'};
}

/** Whether it works: `active`, `disabled`, `not valid before 2026-12-04`. */
export function statusInWords({status, notBefore}: VerifiedCredential, now: number): Words {
	if (status !== 'active') return {text: status, tone: 'danger'};
	const begin = instant(notBefore);
	return begin !== undefined && begin > now
		? {text: `not valid before ${absolute(notBefore)}`, tone: 'danger'}
		: {text: 'active', tone: 'plain'};
}

/**
 * What is worth knowing of a credential, most important first; what is as it should be and what cannot be otherwise is
 * left out.
 * @param now ms since the epoch
 */
export function summarise(verified: VerifiedCredential, now: number): readonly SummaryLine[] {
	const {kind, email} = verified;
	return [
		{label: 'Kind', text: kindInWords(kind), tone: 'plain'},
		{label: 'Status', ...statusInWords(verified, now)},
		...(kind === 'global key' ? [] : [{label: 'Expiry', ...expiryInWords(verified, now)}]),
		...(email === undefined ? [] : [{label: 'E-mail', text: email, tone: 'plain' as const}]),
	];
}
