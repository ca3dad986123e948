/** Kestrel Freight, a company of thirty people: something of everything that Cloudflare IAM has. */
import {demoOwner} from '../demo-credentials.ts';
import {createRandom} from '../random.ts';
import {AccountState} from '../state.ts';
import {companyConnectors, companyOauthClients} from './company-clients.ts';
import {smallUserGroups} from './small-groups.ts';
import {smallMembers} from './small-people.ts';
import {smallResourceGroups, smallZones} from './small-zones.ts';

export const smallAccountId = 'a3c1f0d2b4e5968778695a4b3c2d1e0f';

/** `start`: when the emulator started, in ms. */
export function smallAccount(seed: number, start: number): AccountState {
	return new AccountState({
		account: {
			id: smallAccountId,
			name: 'Kestrel Freight',
			type: 'enterprise',
			createdOn: '2023-01-04T09:31:07.104822Z',
			enforceTwoFactor: false,
			abuseContact: 'abuse@kestrel.example',
		},
		resourceGroups: ({account}) => smallResourceGroups(account.id),
		userGroups: (account) => smallUserGroups(createRandom(seed, 'user groups'), account),
		members: () => smallMembers(createRandom(seed, 'members'), demoOwner.memberId),
		zones: () => smallZones(createRandom(seed, 'zones')),
		ssoConnectors: () => companyConnectors('kestrel', start),
		oauthClients: () => companyOauthClients('kestrel', start),
	});
}
