import {needs} from '../authentication.ts';
import {refuseGroup, success} from '../envelope.ts';
import {accountPages, cutPage, readPage} from '../paging.ts';
import {accountRoute, type Route} from '../router.ts';

/** Contract 2. The list has no result_info (contract 1.2), filters are exact and combine. */
export const permissionGroupRoutes: readonly Route[] = [
	accountRoute('GET', '/iam/permission_groups', needs.anyPermission, ({account, query}) => {
		const page = readPage(query, accountPages);
		const id = query.get('id');
		const name = query.get('name');
		const label = query.get('label');
		const groups = account.permissionGroups
			.values()
			.filter(
				(group) =>
					(id === null || group.id === id) &&
					(name === null || group.name === name) &&
					(label === null || group.meta.label === label),
			);
		return success(cutPage(groups, page).items);
	}),

	accountRoute('GET', '/iam/permission_groups/{permission_group_id}', needs.anyPermission, ({account, parameter}) => {
		const id = parameter('permission_group_id');
		const group = account.permissionGroups.get(id);
		if (group === undefined) {
			throw refuseGroup(404, `Permission group ${id} not found`);
		}
		return success(group);
	}),
];
