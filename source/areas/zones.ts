import type {Need} from '../insight/knowledge.ts';
import {usesOfZone} from '../insight/uses.ts';
import {field, fieldsTable, idColumn, jsonSection, textOf, toned} from './cells.ts';
import {defineArea} from './define.ts';
import {usesNeeds, usesSection} from './uses.ts';

const reachNeeds: readonly Need[] = [...usesNeeds, {kind: 'list', resource: 'resourceGroups'}];

const {summary, section: reachedBy} = usesSection(usesOfZone, reachNeeds, 'Reached by');

export const zones = defineArea({
	name: 'zones',
	resource: 'zones',
	title: 'Zones',
	short: 'Zones',
	nouns: ['zone', 'zones'],
	aliases: ['zone', 'domains'],
	about: 'the domains of the account, and what reaches each',
	idOf: ({id}) => id,
	nameOf: ({name}) => name,
	path: (_account, id) => `/zones/${id}`,
	sort: {column: 'name'},
	reads: [],
	columns: [
		{name: 'name', title: 'NAME', width: 40, minimum: 20, grow: 2, drop: 0, text: ({name}) => name},
		{
			name: 'status',
			title: 'STATUS',
			width: 12,
			drop: 1,
			text: ({status}) => textOf(status),
			line: ({status}) => toned(textOf(status), status === 'active' ? 'good' : 'warning'),
		},
		idColumn(({id}) => id),
	],
	previewNeeds: () => reachNeeds,
	previewLines: 3,
	preview: (zone, setting) => summary(zone.id, setting),
	sections: [
		reachedBy,
		{
			name: 'fields',
			title: () => 'Fields',
			table: (zone) =>
				fieldsTable([
					...field('id', zone.id),
					...field('name', zone.name),
					...field('status', zone.status),
					...field('account', zone.account?.name),
					...field('account id', zone.account?.id),
				]),
		},
		jsonSection,
	],
});
