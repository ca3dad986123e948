/** User groups as the server has them, and what has been written. */
import type {startCheckedServer} from './browsing.ts';

export type Server = Awaited<ReturnType<typeof startCheckedServer>>;

/** A group as the server has it: what it grants by names, and who is in it by the part of the address before the @. */
export function groupOn({state}: Server, name: string) {
	const group = state.main.userGroups.values().find((each) => each.name === name);
	if (group === undefined) return undefined;
	const nameOf = (id: string): string => state.main.permissionGroups.get(id)?.name ?? id;
	const zoneOf = (key: string): string => {
		const id = /\.zone\.(.+)$/.exec(key)?.[1];
		return id === undefined ? key.replace(/^.*account\./, '') : (state.main.zones.get(id)?.name ?? id);
	};
	return {
		id: group.id,
		members: group.members.byEmail('asc').map(({email}) => email.split('@')[0] ?? ''),
		policies: group.policies
			.map(({access, permissionGroups, resourceGroups}) => {
				const on = resourceGroups.flatMap((each) => {
					if (each.kind !== 'listed') return each.scope.objects.map(({key}) => zoneOf(key));
					const listed = state.main.resourceGroups.get(each.id);
					return listed?.editable === false ? 'the account' : (listed?.name ?? each.id);
				});
				return `${access} ${permissionGroups.map(nameOf).toSorted().join(', ')} on ${on.toSorted().join(', ')}`;
			})
			.toSorted(),
	};
}

/** What was written, with ids as ID. */
export function writesTo({requests}: Server): readonly string[] {
	return requests
		.filter(({method}) => method !== 'GET')
		.map(
			({method, path}) =>
				`${method} ${path.replace(/^\/accounts\/[0-9a-f]{32}/, '').replaceAll(/[0-9a-f]{32}/g, 'ID')}`,
		);
}
