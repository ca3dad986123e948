/** The people of Kestrel Freight: first name, last name, name in the address, then marks. */
import {deriveIdentifier} from '../identifiers.ts';
import type {Member, ResourceGroupReference} from '../model.ts';
import type {Random} from '../random.ts';
import {adhocZone, ownerMember, policy, timestamp, wholeAccount} from './parts.ts';
import {zoneIds} from './small-zones.ts';

interface Rights {
	readonly permissions: readonly string[];
	/** Names of zones; the whole account when left out. */
	readonly zones?: readonly string[];
}

interface Person {
	readonly first: string;
	readonly last: string;
	/** The part of the address before the @. */
	readonly name: string;
	readonly domain?: string;
	readonly status?: 'pending' | 'rejected';
	readonly withoutTwoFactor?: true;
	readonly withoutDomainScopedRoles?: true;
	readonly rights?: Rights;
}

const minimal: Rights = {permissions: ['Minimal Account Access']};

const people: readonly Person[] = [
	{first: 'Amara', last: 'Okafor', name: 'amara.okafor', rights: {permissions: ['Administrator']}},
	{first: 'Björn', last: 'Ångström', name: 'bjorn.angstrom'},
	{first: 'Chloé', last: 'Lefèvre', name: 'chloe.lefevre'},
	{first: 'Daniel', last: 'Reyes', name: 'daniel.reyes', withoutTwoFactor: true},
	{first: '美咲', last: '田中', name: 'misaki.tanaka'},
	{first: 'Emeka', last: 'Nwosu', name: 'emeka.nwosu'},
	{first: 'Fatima', last: 'Zahra Benali', name: 'fatima.benali'},
	{first: 'Gustavo', last: 'Núñez', name: 'gustavo.nunez', rights: {permissions: ['Billing']}},
	{first: 'Hương', last: 'Nguyễn', name: 'huong.nguyen'},
	{first: 'Ines', last: 'Carvalho', name: 'ines.carvalho'},
	{first: '小明', last: '王', name: 'xiaoming.wang'},
	{first: 'Jonas', last: 'Weiß', name: 'jonas.weiss', rights: {permissions: ['Administrator Read Only']}},
	{first: 'Kiran', last: 'Patel', name: 'kiran.patel'},
	{first: 'Łukasz', last: 'Wójcik', name: 'lukasz.wojcik'},
	{first: 'Maeve', last: "O'Sullivan", name: 'maeve.osullivan'},
	{first: '지우', last: '김', name: 'jiwoo.kim'},
	{first: 'Noor', last: 'Hassan', name: 'noor.hassan', rights: {permissions: ['Analytics', 'Audit Logs Viewer']}},
	{first: 'Olena', last: 'Шевченко', name: 'olena.shevchenko'},
	{first: 'Priya', last: 'Raghunathan', name: 'priya.raghunathan'},
	{first: 'Quentin', last: 'Dubois', name: 'quentin.dubois'},
	{first: 'Rosa', last: 'Martínez de la Cruz', name: 'rosa.martinez'},
	{
		first: 'Søren',
		last: 'Kjær',
		name: 'soren.kjaer',
		rights: {permissions: ['Domain Administrator'], zones: ['kestrel-freight.example', 'track.kestrel.example']},
	},
	{first: 'Tendai', last: 'Moyo', name: 'tendai.moyo', withoutTwoFactor: true},
	{first: 'Ulrike', last: 'Brandstätter', name: 'ulrike.brandstatter'},
	{
		first: 'Victor',
		last: 'Almeida',
		name: 'victor',
		domain: 'harborline-agency.example',
		withoutTwoFactor: true,
		rights: {permissions: ['Cache Domain Purge', 'Domain DNS'], zones: ['kestrel-careers.example']},
	},
	{first: 'Wanjiru', last: 'Kamau', name: 'wanjiru', domain: 'harborline-agency.example', withoutTwoFactor: true},
	{first: 'Xavier', last: 'Fontaine', name: 'xavier.fontaine', withoutDomainScopedRoles: true},
	{first: 'Yuki', last: 'Sato', name: 'yuki.sato', status: 'pending'},
	{first: 'Zoë', last: 'Vandenberghe', name: 'zoe.vandenberghe', status: 'pending'},
	{first: 'Piotr', last: 'Zieliński', name: 'piotr.zielinski', domain: 'oldharbor.example', status: 'rejected'},
];

function resourcesOf({zones}: Rights): readonly ResourceGroupReference[] {
	return zones === undefined ? [wholeAccount] : zones.map((zone) => adhocZone(zoneIds(zone)));
}

/** The id of the membership of somebody by the name in the address. */
export function memberId(name: string): string {
	return deriveIdentifier(`member ${name}`);
}

/** Everybody in the order they were invited, the owner first. */
export function smallMembers(random: Random, ownerId: string): readonly Member[] {
	return [
		ownerMember(random, ownerId, wholeAccount),
		...people.map((person, index): Member => {
			const invited = person.status !== undefined;
			const rights = person.rights ?? minimal;
			return {
				id: memberId(person.name),
				email: `${person.name}@${person.domain ?? 'kestrel.example'}`,
				status: person.status ?? 'accepted',
				userId: invited ? undefined : deriveIdentifier(`user ${person.name}`),
				firstName: invited ? null : person.first,
				lastName: invited ? null : person.last,
				twoFactor: !invited && person.withoutTwoFactor === undefined,
				policies: [policy(random.id(), timestamp(random, 20 + index * 31), rights.permissions, resourcesOf(rights))],
				domainScopedRoles: person.withoutDomainScopedRoles === undefined,
			};
		}),
	];
}
