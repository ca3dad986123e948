/** Proof that somebody controls a domain, for SSO connectors and OAuth clients (contract 6, 7). */
import type {Verification} from '../model.ts';

/** The record is never found for names under `.invalid` and names that begin with `unverified`. */
export function willFail(host: string): boolean {
	return host.endsWith('.invalid') || host.startsWith('unverified');
}

/** A running verification that is over has its outcome; there is no timer, somebody has to ask. `delay` in ms. */
export function settle(verification: Verification, host: string, now: number, delay: number): Verification {
	if (verification.kind !== 'running' || now < verification.since + delay) {
		return verification;
	}
	return {kind: willFail(host) ? 'failed' : 'verified'};
}
