import type {PermissionGroup} from '../api/schemas.ts';
import {scopeLevel} from '../insight/names.ts';
import {usesOfPermissionGroup} from '../insight/uses.ts';
import {
	field,
	fieldsTable,
	idColumn,
	jsonSection,
	metaFields,
	plain,
	statusText,
	textOf,
	timeField,
	toned,
	words,
} from './cells.ts';
import {defineArea, type SectionDescription} from './define.ts';
import {permissionName} from './names.ts';
import {usesCount, usesNeeds, usesSection} from './uses.ts';

/** Keys of `meta` that have a place of their own. */
const shownMeta = ['description', 'label', 'scopes', 'category', 'deprecated', 'editable', 'eol_at', 'visibility'];

const {summary, section: usedBy} = usesSection(usesOfPermissionGroup);

/** The group is read by itself where it is open: when its list is old, and with `r`. */
function readAlone(section: SectionDescription<PermissionGroup>): SectionDescription<PermissionGroup> {
	return {
		...section,
		needs: (group, setting) => [...(section.needs?.(group, setting) ?? []), {kind: 'permissionGroup', id: group.id}],
	};
}

export const permissionGroups = defineArea({
	name: 'permission-groups',
	resource: 'permissionGroups',
	digit: '3',
	title: 'Permission groups',
	short: 'Perms',
	nouns: ['permission group', 'permission groups'],
	aliases: ['perms', 'pg'],
	about: 'what a policy can grant, at the level of the account or of a zone',
	idOf: ({id}) => id,
	nameOf: (group, {knowledge}) => permissionName(group, knowledge),
	path: (account, id) => `/accounts/${account}/iam/permission_groups/${id}`,
	sort: {column: 'name'},
	reads: usesNeeds,
	columns: [
		{
			name: 'name',
			title: 'NAME',
			width: 34,
			minimum: 20,
			grow: 2,
			drop: 0,
			text: (group, {knowledge}) => permissionName(group, knowledge),
		},
		{
			name: 'level',
			title: 'LEVEL',
			width: 9,
			drop: 1,
			text: (group) => scopeLevel(group) ?? '',
			line: (group) => toned(scopeLevel(group) ?? '', 'accent'),
		},
		{
			name: 'used',
			title: 'USED BY',
			width: 7,
			drop: 2,
			align: 'end',
			text: (group, {knowledge}) => usesCount(usesOfPermissionGroup(group.id, knowledge), knowledge),
			order: (group, {knowledge}) => usesOfPermissionGroup(group.id, knowledge).length,
		},
		{
			name: 'description',
			title: 'DESCRIPTION',
			width: 30,
			minimum: 16,
			grow: 3,
			drop: 3,
			text: ({meta}) => textOf(meta?.description),
			line: ({meta}) => toned(textOf(meta?.description), 'dim'),
		},
		{name: 'label', title: 'LABEL', width: 26, drop: 8, wide: true, text: ({meta}) => textOf(meta?.label)},
		idColumn(({id}) => id),
	],
	previewNeeds: () => usesNeeds,
	previewLines: 5,
	preview: (group, setting) => [
		plain(textOf(group.meta?.description)),
		[
			{text: scopeLevel(group) === undefined ? 'level not given' : `${scopeLevel(group)} level`, tone: 'accent'},
			{text: `  label ${textOf(group.meta?.label) || 'unknown'}`},
		],
		...summary(group.id, setting),
	],
	sections: [
		readAlone(usedBy),
		readAlone({
			name: 'fields',
			title: () => 'Fields',
			table: (group, {now}) =>
				fieldsTable([
					...field('id', group.id),
					...field('name', group.name),
					...field('description', group.meta?.description),
					...field('label', group.meta?.label),
					...field('level', scopeLevel(group)),
					...field('scopes', group.meta?.scopes),
					...field('category', words(group.meta?.category)),
					...field('deprecated', group.meta?.deprecated, group.meta?.deprecated === 'true' ? {tone: 'warning'} : {}),
					...field('end of life', group.meta?.eol_at),
					...field('editable', group.meta?.editable),
					...field('visibility', group.meta?.visibility),
					...metaFields(group.meta, shownMeta),
					...field('status', statusText(group.status)),
					...timeField('created', group.created_on, now),
					...timeField('changed', group.modified_on, now),
				]),
		}),
		readAlone(jsonSection),
	],
});
