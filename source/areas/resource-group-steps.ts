/** Creating, changing and deleting resource groups (contract 3). */
import type {ResourceGroupInput} from '../api/resource-groups.ts';
import type {ResourceGroup} from '../api/schemas.ts';
import {type ScopeInput, scopeBody} from '../api/scope-body.ts';
import type {Knowledge} from '../insight/knowledge.ts';
import {reachesWholeAccount} from '../insight/scopes.ts';
import {mergedSet} from '../insight/set-merge.ts';
import {nameOr, plain, toned} from './cells.ts';
import type {Setting} from './define.ts';
import type {Intent} from './intent.ts';
import {namingNeeds, scopeOf} from './names.ts';
import {diffLines, type ObjectField, textField} from './object-fields.ts';
import type {Telling} from './object-kind.ts';
import {defineObjectSteps} from './object-steps.ts';
import {confirmSteps, distinctNeeds} from './plan.ts';
import {isUsed, peopleLines, peopleNeeds, usersOfResourceGroup, usersRemarks} from './resource-group-users.ts';
import {typedWeight} from './typed-name.ts';
import type {DiffLine, Step, Weight} from './write.ts';

export type ResourceGroupChange = Partial<ResourceGroupInput>;

/** System groups can not be edited or deleted (contract 3.5). */
export function isSystem({meta}: Pick<ResourceGroup, 'meta'>): boolean {
	return meta?.editable === 'false';
}

/** Why nothing of it can be changed; undefined where it can. */
export function systemRefusal(group: Pick<ResourceGroup, 'meta'>): string | undefined {
	return isSystem(group) ? 'system group: Cloudflare keeps it, it can not be edited or deleted' : undefined;
}

/** What a confirmation calls it. */
function ownName({name, id}: ResourceGroup): string {
	return nameOr(name, id);
}

/** Things by their keys, each once; the order means nothing. */
const scopeField: ObjectField<ResourceGroup, ScopeInput> = {
	label: 'scope',
	of: ({scope}) => scopeBody(scope),
	entries: ({key, objects}, {knowledge}) =>
		objects.map((object) => ({
			key: `${key} ${object.key}`,
			line: reachLine({key, objects: [object]}, knowledge),
		})),
	merge(was, theirs, yours) {
		// Things of two containers can not stand in one scope.
		if (was.key !== theirs.key || was.key !== yours.key) return undefined;
		const keysOf = ({objects}: ScopeInput): readonly string[] => [...new Set(objects.map(({key}) => key))];
		const keys = mergedSet(keysOf(was), keysOf(theirs), keysOf(yours), (key) => key);
		return keys.length === 0 ? undefined : {key: was.key, objects: keys.map((key) => ({key}))};
	},
};

function reachLine(scope: ScopeInput, knowledge: Knowledge) {
	const read = {key: scope.key, objects: scope.objects.map(({key}) => ({key}))};
	return toned(scopeOf(read, knowledge, 1).text, reachesWholeAccount(read) ? 'warning' : 'plain');
}

function addedLines({name, scope}: ResourceGroupInput, setting: Setting): readonly DiffLine[] {
	return [{sign: '+', line: plain(`name: ${name}`)}, ...diffLines([], scopeField.entries(scope, setting))];
}

function tellChange(group: ResourceGroup, change: ResourceGroupChange, setting: Setting): Telling {
	const name = ownName(group);
	if (change.scope === undefined) {
		return change.name === undefined ? {} : {title: `Rename ${name} to ${change.name}`, verb: 'Rename'};
	}
	const users = usersOfResourceGroup(group.id, setting.knowledge);
	return {
		title: `Change what ${name} reaches`,
		weight: {kind: isUsed(users) || users.missing !== undefined ? 'affects-people' : 'reversible'},
		people: peopleLines(users, 'has'),
		remarks: [
			...usersRemarks(users),
			...(isUsed(users) ? [plain('What these policies grant applies to the new scope as soon as it is changed.')] : []),
		],
	};
}

function tellDeletion(group: ResourceGroup, setting: Setting): Telling {
	const users = usersOfResourceGroup(group.id, setting.knowledge);
	const name = ownName(group);
	const isSure = !isUsed(users) && users.missing === undefined;
	const weight: Weight = isSure ? {kind: 'reversible'} : typedWeight('its name', name, group.id);
	return {
		weight,
		people: peopleLines(users, 'loses'),
		remarks: [
			...usersRemarks(users),
			...(isUsed(users)
				? [
						toned(
							'Cloudflare may refuse to delete it as long as policies apply to it: take it out of them first.',
							'warning',
						),
					]
				: []),
		],
		undo: {
			possible: true,
			text: isUsed(users)
				? 'Undo (z) makes it again with a new id; no policy applies to the new one by itself.'
				: 'Undo (z) makes it again, with a new id.',
		},
	};
}

/** The confirmation of steps on resource groups; the people whom they concern are read for it. */
export function confirmGroups(steps: readonly Step[], groups: readonly ResourceGroup[], {knowledge}: Setting): Intent {
	const asked = confirmSteps(steps);
	return {
		...asked,
		needs: distinctNeeds([...asked.needs, ...groups.flatMap(({id}) => peopleNeeds(id, knowledge))]),
	};
}

export const resourceGroupSteps = defineObjectSteps<ResourceGroup, ResourceGroupInput, ResourceGroupChange>({
	name: 'resource-group',
	noun: 'resource group',
	path: '/iam/resource_groups',
	updateMethod: 'PUT',
	reads: [...namingNeeds, {kind: 'list', resource: 'userGroups'}],
	list: {kind: 'list', resource: 'resourceGroups'},
	need: ({id}) => ({kind: 'resourceGroup', id}),
	idOf: ({id}) => id,
	nameOf: ownName,
	find: (id, knowledge) => knowledge.list('resourceGroups').byId.get(id),
	fields: {
		name: textField('name', ({name}) => name),
		scope: scopeField,
	},
	bodyOf: (change) => (change.scope === undefined ? change : {...change, scope: scopeBody(change.scope)}),
	update: (writer, {id}, change, options) => writer.resourceGroups.update(id, change, options),
	tell: tellChange,
	creation: {
		nameOf: ({name}) => name,
		bodyOf: ({name, scope}) => ({name, scope: scopeBody(scope)}),
		// Contract 3.2.
		unknowable: 'several resource groups may have one name, and a second request might make a second one',
		send: async (writer, input, options) => ({item: await writer.resourceGroups.create(input, options)}),
		tell: (input, setting) => ({diff: addedLines(input, setting)}),
	},
	deletion: {
		send: (writer, {id}, options) => writer.resourceGroups.delete(id, options),
		restore: (group) => ({input: {name: ownName(group), scope: scopeBody(group.scope)}}),
		tell: tellDeletion,
	},
});
