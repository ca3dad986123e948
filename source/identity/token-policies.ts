/** What the policies of an API token say about one permission in one account. Pure. */
import type {AccountId} from '../api/ids.ts';
import type {TokenPolicy} from '../api/schemas.ts';
import {sufficientFor} from './permissions.ts';
import type {Ability} from './rights.ts';

const allAccounts = 'com.cloudflare.api.account.*';

/** Whether a policy is about the account as a whole; `{zone: '*'}` behind the account's name is about its zones only. */
function isAbout({resources}: TokenPolicy, account: AccountId): boolean {
	return [allAccounts, `com.cloudflare.api.account.${account}`].some((name) => resources[name] === '*');
}

/** The dashboard's word for Write is Edit. */
function nameOf(name: string): string {
	return name.replace(/ Edit$/, ' Write');
}

/** Whether a token with these policies may do what needs `permission` in the account. */
export function policiesAllow(policies: readonly TokenPolicy[], permission: string, account: AccountId): Ability {
	const sufficient = sufficientFor(permission);
	const about = policies.filter((policy) => isAbout(policy, account));
	const grants = ({permission_groups}: TokenPolicy) =>
		permission_groups.some(({name}) => typeof name === 'string' && sufficient.includes(nameOf(name)));
	// How a deny weighs against an allow is not documented; a permission without a name could be any.
	if (about.some((policy) => policy.effect !== 'allow' && grants(policy))) return 'unknown';
	if (about.some(grants)) return 'yes';
	return about.some(({permission_groups}) => permission_groups.some(({name}) => !name)) ? 'unknown' : 'no';
}
