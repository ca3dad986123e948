/** What the commands say about a credential. */
import type {VerifiedCredential} from '../api/client.ts';
import type {CommandName} from '../arguments.ts';
import {chooseProfile} from '../configuration/profile.ts';
import type {Failure} from '../identity/failure.ts';
import {expiryInWords, kindInWords, statusInWords} from '../identity/summary.ts';
import type {Startup} from '../startup.ts';
import type {OpenedAccount} from '../store/accounts.ts';
import type {Problem} from './output.ts';

/** @param accountHint how the account is given, where that may help */
export function failureProblem({title, lines, remedy}: Failure, accountHint: string): Problem {
	return {title, lines: remedy === 'none' ? lines : [...lines, accountHint]};
}

export function accountText({id, name}: OpenedAccount): string {
	return name === undefined ? id : `${name} (${id})`;
}

/** What Cloudflare says of a credential, for a list of facts. */
export function verifiedFacts(verified: VerifiedCredential, now: number): readonly (readonly [string, string])[] {
	return [
		['kind', kindInWords(verified.kind)],
		['status', statusInWords(verified, now).text],
		['expiry', expiryInWords(verified, now).text],
	];
}

/** Said wherever the environment has a credential of its own. */
export function environmentWins(variable: string): string {
	return `${variable} is set and wins over what is stored, as long as it is set.`;
}

/** The command for the profile at hand, to be copied; the one that is meant without a name needs none. */
export function commandFor(command: CommandName, {profile, loaded}: Pick<Startup, 'profile' | 'loaded'>): string {
	const isMeantAnyway = profile.name === chooseProfile(loaded.configuration).name;
	return isMeantAnyway ? `cfiam ${command}` : `cfiam ${command} --profile ${profile.name}`;
}
