/** What is said of SSO connectors and of the verification of their domains (contract 6). */
import type {AccountMember, SsoConnector} from '../api/schemas.ts';
import {memberAddress} from '../insight/addresses.ts';
import {shortId} from '../insight/names.ts';
import {absolute, instant, span} from '../insight/time.ts';
import type {Line} from '../terminal/line.ts';
import {textOf, toned} from './cells.ts';

/** How long Cloudflare looks for the TXT record, ms. */
const verificationWindow = 2 * 24 * 60 * 60 * 1000;

export function connectorName({email_domain: domain, id}: SsoConnector): string {
	return textOf(domain) || shortId(id);
}

export function isVerified({verification}: SsoConnector): boolean {
	return verification?.status === 'verified';
}

/** The state of the verification, in the server's own word. */
export function verificationLine({verification}: SsoConnector): Line {
	const status = textOf(verification?.status) || 'unknown';
	switch (status) {
		case 'verified':
			return toned(status, 'good');
		case 'failed':
			return toned(status, 'danger');
		default:
			return toned(status, 'warning');
	}
}

/** When Cloudflare stops looking, ms since the epoch; about, as the beginning is not told by itself. */
function windowEnd({updated_on: updated, created_on: created}: SsoConnector): number | undefined {
	const begun = instant(updated) ?? instant(created);
	return begun === undefined ? undefined : begun + verificationWindow;
}

/** What each state means for the one who waits for it. */
export function meaning(connector: SsoConnector, now: number): string {
	switch (connector.verification?.status) {
		case 'verified':
			return connector.enabled ? 'the domain is verified, sign-in is on' : 'the domain is verified, sign-in is off';
		case 'failed':
			return 'Cloudflare looked for two days and found no record';
		case 'pending': {
			const end = windowEnd(connector);
			if (end === undefined) return 'the record is looked for, for two days at most';
			return end < now
				? 'the record is looked for, though its two days should be over'
				: `looked for until about ${absolute(end).replace(/:\d\d UTC$/u, ' UTC')} (${span(end - now)} left)`;
		}
		case 'awaiting':
			return 'verification has not been begun';
		default:
			return '';
	}
}

/** What to do next, in words; empty where there is nothing to do. */
export function nextStep({verification, enabled}: SsoConnector): string {
	switch (verification?.status) {
		case 'verified':
			return enabled ? '' : 'T turns sign-in through the identity provider on';
		case 'failed':
			return 'add the record; t looks for it, V begins again';
		case 'pending':
			return 'add the record to the DNS; t looks whether it is there';
		case 'awaiting':
			return 'add the record to the DNS, then V begins';
		default:
			return '';
	}
}

/**
 * Ms after which to look again whether the domain has been verified; undefined where that changes by nobody's waiting.
 * Most records are found soon after they have been added, the others after hours.
 */
export function pauseBeforeLook(connector: SsoConnector, now: number): number | undefined {
	if (connector.verification?.status !== 'pending') return undefined;
	const begun = instant(connector.updated_on) ?? instant(connector.created_on) ?? now;
	const minutes = (now - begun) / 60_000;
	return (minutes < 15 ? 30 : minutes < 60 ? 60 : 300) * 1000;
}

/** Whether the part before the @ has a plus: the identity provider may not know such an address. */
export function isPlusAddressed(address: string): boolean {
	return /\+[^@]*@/u.test(address);
}

/** What becomes of one person when sign-in is turned on or off. */
export function effectOnMember(member: AccountMember, enabled: boolean): Line {
	if (member.status === 'rejected')
		return [{text: 'rejected the invitation: signs in to other accounts only', tone: 'dim'}];
	const address = memberAddress(member) ?? '';
	const how = enabled ? 'signs in through the identity provider' : 'signs in at Cloudflare again';
	return [
		{text: how},
		...(enabled && isPlusAddressed(address)
			? [{text: '  plus address: does the identity provider send it?', tone: 'warning'} as const]
			: []),
		...(member.status === 'pending' ? [{text: '  once the invitation is accepted', tone: 'dim'} as const] : []),
	];
}
