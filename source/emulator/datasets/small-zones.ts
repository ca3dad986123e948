/** The domains and Workers of Kestrel Freight. */
import {deriveIdentifier} from '../identifiers.ts';
import type {ResourceGroup, Zone, ZoneStatus, ZoneType} from '../model.ts';
import type {Random} from '../random.ts';
import {systemResourceGroup, timestamp, wholeAccountId, zoneKey} from './parts.ts';

const zones: readonly (readonly [name: string, status: ZoneStatus, type: ZoneType, plan: string])[] = [
	['kestrel.example', 'active', 'full', 'Enterprise'],
	['kestrel-freight.example', 'active', 'full', 'Enterprise'],
	['track.kestrel.example', 'active', 'partial', 'Enterprise'],
	['kestrel-staging.example', 'active', 'full', 'Pro'],
	['kestrel-careers.example', 'active', 'full', 'Pro'],
	['kestrel-drivers.example', 'active', 'full', 'Business'],
	['kestrel-labs.example', 'pending', 'full', 'Free'],
	['münchen-spedition.example', 'active', 'full', 'Free'],
	['oldharbor.example', 'moved', 'full', 'Free'],
];

/** The id of a zone by its name. */
export function zoneIds(name: string): string {
	return deriveIdentifier(`zone ${name}`);
}

/** The id of a Worker by its name; the API lists no Workers, so scopes show the id. */
export function workerKey(name: string): string {
	return `com.cloudflare.api.account.worker.${deriveIdentifier(`worker ${name}`)}`;
}

export function smallZones(random: Random): readonly Zone[] {
	return zones.map(([name, status, type, plan], index) => ({
		id: zoneIds(name),
		name,
		status,
		type,
		plan,
		createdOn: timestamp(random, 10 + index * 70),
	}));
}

export type OwnResourceGroup = 'production' | 'staging' | 'marketing' | 'partners' | 'edge workers' | 'unused';

export function resourceGroupId(name: OwnResourceGroup): string {
	return deriveIdentifier(`resource group ${name}`);
}

/** The system's own one, then those of the account. Two have one name: names are not unique (contract 3.2). */
export function smallResourceGroups(accountId: string): readonly ResourceGroup[] {
	const group = (id: OwnResourceGroup, name: string, keys: readonly string[]): ResourceGroup => ({
		id: resourceGroupId(id),
		name,
		scope: {key: `com.cloudflare.api.account.${accountId}`, objects: keys.map((key) => ({key}))},
		editable: true,
	});
	const zone = (name: string): string => zoneKey(zoneIds(name));
	return [
		systemResourceGroup(accountId, wholeAccountId),
		group('production', 'Production zones', [
			zone('kestrel.example'),
			zone('kestrel-freight.example'),
			zone('track.kestrel.example'),
		]),
		group('staging', 'Staging zones', [zone('kestrel-staging.example'), zone('kestrel-labs.example')]),
		group('marketing', 'Marketing sites', [zone('kestrel-careers.example'), zone('münchen-spedition.example')]),
		group('partners', 'Marketing sites', [zone('kestrel-drivers.example')]),
		group('edge workers', 'Edge Workers', [workerKey('edge-router'), workerKey('label-printer')]),
		group('unused', 'Old Harbor (to be removed)', [zone('oldharbor.example')]),
	];
}
