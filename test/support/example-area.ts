import {field, fieldsTable, jsonSection, textOf, toned} from '../../source/areas/cells.ts';
import {defineArea} from '../../source/areas/define.ts';

export const roles = defineArea({
	name: 'roles',
	resource: 'roles',
	title: 'Roles',
	short: 'Roles',
	nouns: ['role', 'roles'],
	aliases: ['role'],
	about: 'what members of the account hold beside policies',
	idOf: (role) => role.id,
	nameOf: (role) => role.name,
	sort: {column: 'name'},
	reads: [],
	columns: [
		{name: 'name', title: 'NAME', width: 34, minimum: 20, grow: 1, drop: 0, text: (role) => role.name},
		{name: 'about', title: 'ABOUT', width: 40, grow: 3, drop: 1, text: (role) => textOf(role.description)},
	],
	preview: (role) => [toned(textOf(role.description), 'plain')],
	sections: [
		{
			name: 'fields',
			title: () => 'Fields',
			table: (role) => fieldsTable([...field('id', role.id), ...field('description', role.description)]),
		},
		jsonSection,
	],
});
