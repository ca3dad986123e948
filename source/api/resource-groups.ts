/** Contract 3. */
import {parseOne, parsePage} from './answers.ts';
import type {CallOptions} from './call.ts';
import type {AccountId, ResourceGroupId} from './ids.ts';
import type {Page} from './paging.ts';
import type {Requester} from './requester.ts';
import {listedResourceGroupSchema, type ResourceGroup} from './schemas.ts';
import {type ScopeInput, scopeBody} from './scope-body.ts';

export interface ResourceGroupsQuery {
	readonly id?: ResourceGroupId | undefined;
	readonly name?: string | undefined;
}

export interface ResourceGroupInput {
	readonly name: string;
	readonly scope: ScopeInput;
}

export interface ResourceGroups {
	/** All of them in one page: this list is not paged. */
	list(account: AccountId, query?: ResourceGroupsQuery, options?: CallOptions): Promise<Page<ResourceGroup>>;
	get(account: AccountId, group: ResourceGroupId, options?: CallOptions): Promise<ResourceGroup>;
	/** Names are not unique: asking twice makes two. */
	create(account: AccountId, input: ResourceGroupInput, options?: CallOptions): Promise<ResourceGroup>;
	/** What is left out stays; a scope replaces the whole scope. */
	update(
		account: AccountId,
		group: ResourceGroupId,
		input: Partial<ResourceGroupInput>,
		options?: CallOptions,
	): Promise<ResourceGroup>;
	delete(account: AccountId, group: ResourceGroupId, options?: CallOptions): Promise<void>;
}

export function createResourceGroups(requester: Requester): ResourceGroups {
	return {
		async list(account, query = {}, options) {
			const {id, name} = query;
			const reply = await requester.send({
				operation: 'resourceGroups.list',
				ids: {account_id: account},
				query: {id, name},
				options,
			});
			return parsePage(reply, listedResourceGroupSchema, 1);
		},
		async get(account, group, options) {
			const ids = {account_id: account, resource_group_id: group};
			return parseOne(await requester.send({operation: 'resourceGroups.get', ids, options}), listedResourceGroupSchema);
		},
		async create(account, {name, scope}, options) {
			const ids = {account_id: account};
			const body = {name, scope: scopeBody(scope)};
			return parseOne(
				await requester.send({operation: 'resourceGroups.create', ids, body, options}),
				listedResourceGroupSchema,
			);
		},
		async update(account, group, {name, scope}, options) {
			const ids = {account_id: account, resource_group_id: group};
			const body = {name, scope: scope === undefined ? undefined : scopeBody(scope)};
			return parseOne(
				await requester.send({operation: 'resourceGroups.update', ids, body, options}),
				listedResourceGroupSchema,
			);
		},
		async delete(account, group, options) {
			const ids = {account_id: account, resource_group_id: group};
			await requester.send({operation: 'resourceGroups.delete', ids, options});
		},
	};
}
