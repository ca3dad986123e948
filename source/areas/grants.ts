/** What membership of groups gives, in words. */
import type {UserGroupId} from '../api/ids.ts';
import type {Policy} from '../api/schemas.ts';
import {type Grant, widestGrant} from '../insight/access.ts';
import type {Knowledge} from '../insight/knowledge.ts';
import type {Line} from '../terminal/line.ts';
import {toned} from './cells.ts';
import {accessNames, groupName} from './names.ts';

/** What membership of a group gives. */
export interface GroupGrant {
	/** The most that it gives, and how much there is beside it: `DNS on prod-zones, and 2 more`. Empty for nothing. */
	readonly text: string;
	/** Administration, or writing on a whole account. */
	readonly broad: boolean;
}

/** The order of policies means nothing (contract 4, quirks), so the widest grant is named, and denials as such. */
export function grantOf(policies: readonly Policy[] | null | undefined, knowledge: Knowledge): GroupGrant {
	const counted = (denies: boolean): number =>
		(policies ?? [])
			.filter(({access}) => (access === 'deny') === denies)
			.reduce((sum, {permission_groups: groups}) => sum + (groups?.length ?? 0), 0);
	const widest = widestGrant(policies, accessNames(knowledge));
	const allowed = counted(false);
	const denied = counted(true);
	const parts = [
		...(widest === undefined ? [] : [widest.text]),
		...(allowed > 1 ? [`and ${allowed - 1} more`] : []),
		...(denied > 0 ? [`${denied} denied`] : []),
	];
	return {text: parts.join(', '), broad: widest?.broad ?? false};
}

/** Every single grant of the policies, the widest first, then what is denied. */
export function allGrants(policies: readonly Policy[] | null | undefined, knowledge: Knowledge): readonly Line[] {
	const names = accessNames(knowledge);
	const grants = (denies: boolean): readonly Grant[] => {
		const found = (policies ?? [])
			.filter(({access}) => (access === 'deny') === denies)
			.flatMap(({permission_groups: permissions, resource_groups: scopes}) =>
				(permissions ?? []).flatMap((permission) =>
					(scopes ?? []).flatMap(
						(scope) =>
							widestGrant([{access: 'allow', permission_groups: [permission], resource_groups: [scope]}], names) ?? [],
					),
				),
			);
		return [...new Map(found.map((grant) => [grant.text, grant])).values()].sort(isWider);
	};
	return [
		...grants(false).map(({text, broad}) => toned(text, broad ? 'warning' : 'plain')),
		...grants(true).map(({text}) => toned(`DENY ${text}`, 'danger')),
	];
}

const powers: readonly Grant['power'][] = ['super-administrator', 'administrator', 'write', 'read'];
const breadths: readonly Grant['breadth'][] = ['account', 'all-zones', 'several', 'one', 'nothing'];

/** For sorting: the widest first. */
export function isWider(left: Pick<Grant, 'power' | 'breadth'>, right: Pick<Grant, 'power' | 'breadth'>): number {
	return (
		powers.indexOf(left.power) - powers.indexOf(right.power) ||
		breadths.indexOf(left.breadth) - breadths.indexOf(right.breadth)
	);
}

/** Of each group with more than one grant, below its name; a single one stands beside the people already. */
export function grantLines(groups: readonly UserGroupId[], knowledge: Knowledge): readonly Line[] {
	return groups.flatMap((id): readonly Line[] => {
		const grants = allGrants(knowledge.list('userGroups').byId.get(id)?.policies, knowledge);
		if (grants.length < 2) return [];
		return [
			toned(`${groupName(id, knowledge)} grants:`, 'dim'),
			...grants.map((grant): Line => [{text: '  '}, ...grant]),
		];
	});
}
