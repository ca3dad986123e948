import {usesOfRole} from '../insight/uses.ts';
import {type Field, field, fieldsTable, idColumn, jsonSection, textOf, toned} from './cells.ts';
import {defineArea} from './define.ts';
import {usesSection} from './uses.ts';

const {summary, section: heldBy} = usesSection(usesOfRole, [{kind: 'list', resource: 'members'}], 'Held by');

/** `read, write`: which of a product's flags are set; older answers say `edit` for `write` (contract 9.3). */
function permissionFields(permissions: Readonly<Record<string, unknown>> | null | undefined): readonly Field[] {
	return Object.entries(permissions ?? {}).flatMap(([product, flags]) =>
		field(
			product,
			flags !== null && typeof flags === 'object'
				? Object.entries(flags)
						.filter(([, value]) => value === true)
						.map(([name]) => name)
						.join(', ') || 'nothing'
				: flags === null
					? 'nothing'
					: String(flags),
		),
	);
}

export const roles = defineArea({
	name: 'roles',
	resource: 'roles',
	title: 'Roles',
	short: 'Roles',
	nouns: ['role', 'roles'],
	aliases: ['role'],
	about: 'what members of the account hold beside policies',
	idOf: ({id}) => id,
	nameOf: ({name}) => name,
	path: (account, id) => `/accounts/${account}/roles/${id}`,
	sort: {column: 'name'},
	reads: [],
	columns: [
		{name: 'name', title: 'NAME', width: 34, minimum: 20, grow: 1, drop: 0, text: ({name}) => name},
		{
			name: 'description',
			title: 'DESCRIPTION',
			width: 40,
			minimum: 14,
			grow: 3,
			drop: 1,
			text: ({description}) => textOf(description),
			line: ({description}) => toned(textOf(description), 'dim'),
		},
		idColumn(({id}) => id),
	],
	previewNeeds: () => [{kind: 'list', resource: 'members'}],
	previewLines: 4,
	preview: (role, setting) => [toned(textOf(role.description), 'plain'), ...summary(role.id, setting)],
	sections: [
		heldBy,
		{
			name: 'fields',
			title: () => 'Fields',
			table: (role) =>
				fieldsTable([
					...field('id', role.id),
					...field('name', role.name),
					...field('description', role.description),
					...permissionFields(role.permissions),
				]),
		},
		jsonSection,
	],
});
