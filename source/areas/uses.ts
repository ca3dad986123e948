/** "Used by": what an object would leave behind if it went. The same section for every kind of object. */

import {memberAddress} from '../insight/addresses.ts';
import type {Knowledge, Need} from '../insight/knowledge.ts';
import {shortId} from '../insight/names.ts';
import type {Use} from '../insight/uses.ts';
import type {Line} from '../terminal/line.ts';
import {count, textOf, toned} from './cells.ts';
import type {SectionDescription, Setting} from './define.ts';
import {resourceGroupName} from './names.ts';
import {type AreaName, tableOf, withCommas} from './table.ts';

/** Whoever has policies: groups, and members of the account directly. */
export const usesNeeds: readonly Need[] = [
	{kind: 'list', resource: 'userGroups'},
	{kind: 'list', resource: 'members'},
];

const areaOf: Readonly<Record<Use['resource'], {readonly area: AreaName; readonly noun: string}>> = {
	userGroups: {area: 'user-groups', noun: 'user group'},
	members: {area: 'members', noun: 'member'},
	resourceGroups: {area: 'resource-groups', noun: 'resource group'},
	oauthClients: {area: 'oauth-clients', noun: 'OAuth client'},
};

function nameOf({resource, id}: Use, knowledge: Knowledge): string {
	switch (resource) {
		case 'userGroups':
			return knowledge.list('userGroups').byId.get(id)?.name ?? shortId(id);
		case 'members': {
			const member = knowledge.list('members').byId.get(id);
			return (member && memberAddress(member)) ?? shortId(id);
		}
		case 'resourceGroups': {
			const group = knowledge.list('resourceGroups').byId.get(id);
			return group === undefined ? shortId(id) : resourceGroupName(group, knowledge);
		}
		case 'oauthClients':
			return textOf(knowledge.list('oauthClients').byId.get(id)?.client_name) || shortId(id);
	}
}

/** Said while lists that may hold further uses are not read to their end. */
export function unread(needs: readonly Need[], knowledge: Knowledge): string | undefined {
	for (const need of needs) {
		if (need.kind !== 'list') continue;
		const {complete, rows, total, status, error, fetching} = knowledge.list(need.resource);
		if (status === 'failed') return `not all could be read: ${error?.message ?? ''}`;
		if (complete) continue;
		const what = need.resource === 'members' ? 'members' : 'rows';
		const progress = `${count(rows.length)}${total === undefined ? '' : ` of ${count(total)}`} ${what}`;
		return fetching || status === 'idle' ? `still reading: ${progress}` : `only ${progress} are read; i reads the rest`;
	}
	return undefined;
}

/** Nothing is known: what may hold uses could not be read at all. */
function isUnknown(needs: readonly Need[], knowledge: Knowledge): boolean {
	return needs.every((need) => need.kind !== 'list' || knowledge.list(need.resource).status === 'failed');
}

/** How many objects use something: `12`, `12+` as long as more may come, and `?` where that could not be read. */
export function usesCount(uses: readonly Use[], knowledge: Knowledge, needs: readonly Need[] = usesNeeds): string {
	if (isUnknown(needs, knowledge)) return '?';
	return unread(needs, knowledge) === undefined ? String(uses.length) : `${uses.length}+`;
}

/** The section, and the line that previews have of it. */
export function usesSection(
	usesOf: (id: string, knowledge: Knowledge) => readonly Use[],
	needs: readonly Need[] = usesNeeds,
	title = 'Used by',
) {
	type Item = {readonly id: string};
	const section: SectionDescription<Item> = {
		name: 'uses',
		title: ({id}, {knowledge}) => `${title} (${withCommas(usesCount(usesOf(id, knowledge), knowledge, needs))})`,
		needs: () => needs,
		isEmpty: ({id}, {knowledge}) => usesOf(id, knowledge).length === 0 && unread(needs, knowledge) === undefined,
		remark: ({id}, {knowledge}) => {
			const missing = unread(needs, knowledge);
			if (missing !== undefined) return toned(missing, 'dim');
			return usesOf(id, knowledge).length === 0 ? toned('-- unused: nothing refers to it', 'dim') : undefined;
		},
		table: ({id}, {knowledge}) =>
			tableOf({
				rows: usesOf(id, knowledge).map((use) => ({...use, name: nameOf(use, knowledge)})),
				columns: [
					{
						name: 'kind',
						title: 'KIND',
						width: 14,
						drop: 2,
						text: ({resource}) => areaOf[resource].noun,
						line: ({resource}) => toned(areaOf[resource].noun, 'dim'),
					},
					{name: 'name', title: 'NAME', width: 36, minimum: 20, grow: 2, drop: 0, text: ({name}) => name},
					{
						name: 'via',
						title: 'BY',
						width: 26,
						minimum: 10,
						grow: 1,
						drop: 1,
						text: ({via}) => via.join('; '),
						line: ({via}) => toned(via.join('; '), 'dim'),
					},
				],
				id: ({resource, id: user}) => `${resource} ${user}`,
				target: ({resource, id: user}) => ({area: areaOf[resource].area, id: user}),
				copy: ({id: user}) => user,
				explain: ({name, via, id: user}) => [
					toned(name, 'heading'),
					...via.map((way) => [{text: way}]),
					toned(`id ${user}`, 'dim'),
				],
			}),
	};
	return {
		section,
		summary(id: string, {knowledge}: Setting): readonly Line[] {
			const uses = usesOf(id, knowledge);
			const missing = unread(needs, knowledge);
			if (uses.length === 0) return [toned(missing ?? '-- unused: nothing refers to it', 'dim')];
			const names = uses.slice(0, 12).map((use) => nameOf(use, knowledge));
			const more = uses.length > names.length ? `  +${count(uses.length - names.length)}` : '';
			return [
				[
					{text: `${title} (${withCommas(usesCount(uses, knowledge, needs))})`, tone: 'heading'},
					{text: `  ${names.join('  ')}${more}`},
				],
				...(missing === undefined ? [] : [toned(missing, 'dim')]),
			];
		},
	};
}
