import {usesOfScope} from '../insight/uses.ts';
import {field, fieldsTable, jsonSection, toned, words} from './cells.ts';
import {defineArea} from './define.ts';
import {usesCount, usesSection} from './uses.ts';

const {summary, section: usedBy} = usesSection(usesOfScope, [{kind: 'list', resource: 'oauthClients'}]);

export const oauthScopes = defineArea({
	name: 'oauth-scopes',
	resource: 'oauthScopes',
	digit: '7',
	title: 'OAuth scopes',
	short: 'Scopes',
	nouns: ['OAuth scope', 'OAuth scopes'],
	aliases: ['scopes', 'scope'],
	about: 'what an OAuth client can ask for',
	idOf: ({id}) => id,
	nameOf: ({name}) => name,
	sort: {column: 'name'},
	reads: [{kind: 'list', resource: 'oauthClients'}],
	columns: [
		{name: 'name', title: 'NAME', width: 30, minimum: 20, grow: 2, drop: 0, text: ({name}) => name},
		{
			name: 'id',
			title: 'SCOPE',
			width: 28,
			minimum: 14,
			grow: 1,
			drop: 1,
			fuzzy: true,
			text: ({id}) => id,
			line: ({id}) => toned(id, 'accent'),
		},
		{
			name: 'used',
			title: 'USED BY',
			width: 7,
			drop: 3,
			align: 'end',
			text: ({id}, {knowledge}) =>
				usesCount(usesOfScope(id, knowledge), knowledge, [{kind: 'list', resource: 'oauthClients'}]),
			order: ({id}, {knowledge}) => usesOfScope(id, knowledge).length,
		},
		{
			name: 'category',
			title: 'CATEGORY',
			width: 24,
			minimum: 12,
			grow: 1,
			drop: 2,
			text: ({category}) => words(category),
			line: ({category}) => toned(words(category), 'dim'),
		},
	],
	previewNeeds: () => [{kind: 'list', resource: 'oauthClients'}],
	previewLines: 5,
	preview: (scope, setting) => [
		[{text: scope.id, tone: 'accent'}, {text: `  ${words(scope.category)}`}],
		[{text: 'Reaches  ', tone: 'heading'}, {text: (scope.scopes ?? []).join('  ') || 'nothing that is named'}],
		...summary(scope.id, setting),
	],
	sections: [
		usedBy,
		{
			name: 'fields',
			title: () => 'Fields',
			table: (scope) =>
				fieldsTable([
					...field('scope', scope.id),
					...field('name', scope.name),
					...field('category', words(scope.category)),
					...(scope.scopes ?? []).flatMap((each) => field('reaches', each)),
				]),
		},
		jsonSection,
	],
});
