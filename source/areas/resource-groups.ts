import type {ResourceGroup} from '../api/schemas.ts';
import {targetName} from '../insight/scopes.ts';
import {usesOfResourceGroup} from '../insight/uses.ts';
import {field, fieldsTable, idColumn, jsonSection, metaFields, textOf, timeField, toned} from './cells.ts';
import {defineArea} from './define.ts';
import type {Form} from './form.ts';
import type {Intent} from './intent.ts';
import {resourceGroupName, scopeOf, targetReference} from './names.ts';
import {cloneResourceGroupForm, editResourceGroupForm, newResourceGroupForm} from './resource-group-form.ts';
import {confirmGroups, isSystem, resourceGroupSteps, systemRefusal} from './resource-group-steps.ts';
import {tableOf} from './table.ts';
import {usesCount, usesNeeds, usesSection} from './uses.ts';

const {summary, section: usedBy} = usesSection(usesOfResourceGroup);

function opened(group: ResourceGroup | undefined, formOf: (group: ResourceGroup) => Form | undefined): Intent {
	const form = group === undefined ? undefined : formOf(group);
	return form === undefined ? {kind: 'say', text: 'nothing is selected'} : {kind: 'form', form};
}

export const resourceGroups = defineArea({
	name: 'resource-groups',
	resource: 'resourceGroups',
	digit: '4',
	title: 'Resource groups',
	short: 'Resources',
	nouns: ['resource group', 'resource groups'],
	aliases: ['resources', 'rg'],
	about: 'what a policy applies to: the account, zones, a Worker',
	idOf: ({id}) => id,
	nameOf: (group, {knowledge}) => resourceGroupName(group, knowledge),
	path: (account, id) => `/accounts/${account}/iam/resource_groups/${id}`,
	sort: {column: 'name'},
	reads: [...usesNeeds, {kind: 'list', resource: 'zones'}],
	columns: [
		{
			name: 'name',
			title: 'NAME',
			width: 28,
			minimum: 20,
			grow: 2,
			drop: 0,
			text: (group, {knowledge}) => resourceGroupName(group, knowledge),
		},
		{
			name: 'reaches',
			title: 'REACHES',
			width: 32,
			minimum: 14,
			grow: 3,
			drop: 1,
			text: ({scope}, {knowledge}) => scopeOf(scope, knowledge, 3).text,
		},
		{
			name: 'used',
			title: 'USED BY',
			width: 7,
			drop: 2,
			align: 'end',
			text: (group, {knowledge}) => usesCount(usesOfResourceGroup(group.id, knowledge), knowledge),
			order: (group, {knowledge}) => usesOfResourceGroup(group.id, knowledge).length,
		},
		{
			name: 'kind',
			title: 'KIND',
			width: 6,
			drop: 3,
			text: (group) => (isSystem(group) ? 'system' : 'own'),
			line: (group) => toned(isSystem(group) ? 'system' : 'own', 'dim'),
		},
		idColumn(({id}) => id),
	],
	previewNeeds: () => [...usesNeeds, {kind: 'list', resource: 'zones'}],
	previewLines: 5,
	preview: (group, setting) => [
		[{text: 'Reaches  ', tone: 'heading'}, {text: scopeOf(group.scope, setting.knowledge, 12).text}],
		...(isSystem(group) ? [toned(systemRefusal(group) ?? '', 'dim')] : []),
		...summary(group.id, setting),
	],
	sections: [
		{
			name: 'scope',
			title: ({scope}) => `Scope (${scope.objects.length})`,
			needs: () => [{kind: 'list', resource: 'zones'}],
			table: ({scope}, {knowledge}) =>
				tableOf({
					rows: scopeOf(scope, knowledge).targets,
					columns: [
						{
							name: 'kind',
							title: 'KIND',
							width: 10,
							drop: 1,
							text: ({kind}) => kind,
							line: ({kind}) => toned(kind, 'dim'),
						},
						{
							name: 'name',
							title: 'NAME',
							width: 36,
							grow: 1,
							drop: 0,
							text: (target) =>
								target.kind === 'account' && target.id === knowledge.account.id
									? `whole account ${target.name ?? ''}`.trim()
									: targetName(target),
						},
						{name: 'id', title: 'ID', width: 32, drop: 2, text: ({id}) => id, line: ({id}) => toned(id, 'dim')},
					],
					id: ({kind, id}) => `${kind} ${id}`,
					target: targetReference,
					copy: ({id}) => id,
					explain: (target) => [
						toned(targetName(target), 'heading'),
						toned(`${target.kind} id ${target.id}`, 'dim'),
						toned(`container ${scope.key}`, 'dim'),
						...(target.foreignAccount === undefined
							? []
							: [toned(`in another account: ${target.foreignAccount}`, 'warning')]),
					],
				}),
		},
		usedBy,
		{
			name: 'fields',
			title: () => 'Fields',
			needs: () => [{kind: 'list', resource: 'zones'}],
			table: (group, {now, knowledge}) =>
				fieldsTable([
					...field('id', group.id),
					...field('name', group.name),
					...field('reaches', scopeOf(group.scope, knowledge, 12).text),
					...field('scope key', group.scope.key),
					...group.scope.objects.flatMap(({key}, index) => field(`object ${index + 1}`, key)),
					...field('editable', textOf(group.meta?.editable)),
					...metaFields(group.meta, ['editable']),
					...timeField('created', group.created_on, now),
					...timeField('changed', group.modified_on, now),
				]),
		},
		jsonSection,
	],
	actions: {
		create: {
			label: 'new',
			permission: 'resourceGroups.create',
			run: () => ({kind: 'form', form: newResourceGroupForm()}),
		},
		edit: {
			label: 'edit',
			permission: 'resourceGroups.update',
			disabled: systemRefusal,
			run: ([group], _rows, setting) => opened(group, (base) => editResourceGroupForm(base, setting)),
		},
		clone: {
			label: 'clone',
			permission: 'resourceGroups.create',
			disabled: (group, setting) =>
				cloneResourceGroupForm(group, setting) === undefined ? 'its scope can not be chosen in a form' : undefined,
			run: ([group], _rows, setting) => opened(group, (base) => cloneResourceGroupForm(base, setting)),
		},
		delete: {
			label: 'delete',
			permission: 'resourceGroups.delete',
			disabled: systemRefusal,
			run: (groups, _rows, setting) =>
				confirmGroups(
					groups.map((group) => resourceGroupSteps.remove(group)),
					groups,
					setting,
				),
		},
	},
});
