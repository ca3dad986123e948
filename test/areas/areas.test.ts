/** Every area over believable, hostile and empty-handed data. */
import {beforeAll, describe, expect, test} from 'vitest';
import type {Area, Setting} from '../../source/areas/define.ts';
import {areaNamed, areas, findArea} from '../../source/areas/index.ts';
import type {Reference, TableSource} from '../../source/areas/table.ts';
import type {Knowledge, Snapshot} from '../../source/insight/knowledge.ts';
import {type Line, plainText} from '../../source/terminal/line.ts';
import {sanitise} from '../../source/terminal/sanitise.ts';
import {nullRidden} from './null-ridden.ts';
import {readDataset} from './read-dataset.ts';
import {hex, settingOf} from './sample.ts';
import {allLines, rowTexts, shownOf} from './shown.ts';

const settings = new Map<string, Setting>();

function settingNamed(name: string): Setting {
	const setting = settings.get(name);
	if (setting === undefined) throw new Error(`no dataset ${name}`);
	return setting;
}

beforeAll(async () => {
	const [small, hostile, empty] = await Promise.all([
		readDataset('small'),
		readDataset('hostile'),
		readDataset('empty'),
	]);
	settings.set('small', small).set('hostile', hostile).set('empty', empty);
	settings.set('null-ridden', settingOf(nullRidden));
});

const datasets = ['small', 'hostile', 'empty', 'null-ridden'] as const;

function idsOf(area: Area, setting: Setting): readonly string[] {
	const table = area.table(setting);
	return Array.from({length: table.length}, (_, row) => table.id(row));
}

/** The tables of an area: its list, and each section of each object. */
function* tablesOf(area: Area, setting: Setting): Generator<readonly [what: string, TableSource]> {
	yield ['the list', area.table(setting)];
	for (const id of idsOf(area, setting)) {
		const object = area.object(id, setting);
		for (const [index, name] of (object?.sectionNames ?? []).entries()) {
			const section = object?.section(index);
			if (section !== undefined) yield [`${name} of ${object?.name}`, section.table];
		}
	}
}

function rowsOf(table: TableSource): readonly number[] {
	return Array.from({length: table.length}, (_, row) => row);
}

function referencesOf(area: Area, setting: Setting): readonly Reference[] {
	return [...tablesOf(area, setting)].flatMap(([, table]) => rowsOf(table).flatMap((row) => table.target(row) ?? []));
}

describe.each(datasets)('over the %s data', (dataset) => {
	test.each(areas.map((area) => [area.name, area] as const))('%s shows every row of every table', (_name, area) => {
		const setting = settingNamed(dataset);
		for (const [what, table] of tablesOf(area, setting)) {
			for (const row of rowsOf(table)) {
				for (const text of rowTexts(table, row)) expect(typeof text, what).toBe('string');
				for (const column of table.columns.keys()) {
					const order = table.order(row, column);
					expect(Number.isNaN(order), `${what}: order of ${table.columns[column]?.name}`).toBe(false);
				}
				expect(typeof table.copy(row), what).toBe('string');
				expect(table.indexOf(table.id(row)), what).toBeGreaterThanOrEqual(0);
			}
		}
	});

	test.each(areas.map((area) => [area.name, area] as const))('%s shows texts as people write them', (_name, area) => {
		const setting = settingNamed(dataset);
		for (const id of idsOf(area, setting)) {
			const texts = allLines(area, id, setting).map(plainText);
			// What reaches the terminal is inert and on one line.
			expect(texts.map(sanitise)).toEqual(texts);
			expect(shownOf(area, id, setting).join('\n')).not.toMatch(/undefined|\[object |NaN|Invalid Date|\bnull$/mu);
		}
	});

	test.each(areas.map((area) => [area.name, area] as const))('%s gives every object a name', (_name, area) => {
		const setting = settingNamed(dataset);
		for (const id of idsOf(area, setting)) {
			const name = area.object(id, setting)?.name;
			expect(name, id).toBeTypeOf('string');
			expect(name, id).not.toBe('');
		}
	});

	test.each(areas.map((area) => [area.name, area] as const))('rows of %s can be told apart', (_name, area) => {
		for (const [what, table] of tablesOf(area, settingNamed(dataset))) {
			const ids = rowsOf(table).map((row) => table.id(row));
			expect(new Set(ids).size, what).toBe(ids.length);
		}
	});

	test.each(areas.map((area) => [area.name, area] as const))('%s refers to areas that exist', (_name, area) => {
		for (const reference of referencesOf(area, settingNamed(dataset))) {
			expect(areas.map(({name}) => name)).toContain(reference.area);
			expect(reference.id).not.toBe('');
		}
	});

	test.each(areas.map((area) => [area.name, area] as const))(
		'%s keeps its table until something changes',
		(_name, area) => {
			const setting = settingNamed(dataset);
			expect(area.table(setting)).toBe(area.table(setting));
			for (const id of idsOf(area, setting).slice(0, 5)) {
				const [object, again] = [area.object(id, setting), area.object(id, setting)];
				for (const index of (object?.sectionNames ?? []).keys()) {
					expect(object?.section(index).table).toBe(again?.section(index).table);
				}
			}
		},
	);
});

describe('references', () => {
	test('of the believable company all lead to an object that is there', () => {
		const setting = settingNamed('small');
		const dangling = areas.flatMap((area) =>
			referencesOf(area, setting)
				.filter((reference) => areaNamed(reference.area).object(reference.id, setting) === undefined)
				.map((reference) => `${area.name}: ${reference.area} ${reference.id}`),
		);
		expect([...new Set(dangling)]).toEqual([]);
	});

	test('lead from a group to its people and back', () => {
		const setting = settingNamed('small');
		const groups = areaNamed('user-groups');
		const group = idsOf(groups, setting).find((id) => groups.object(id, setting)?.name === 'platform-dns') ?? '';
		const object = groups.object(group, setting);
		const members = object?.section(object.sectionNames.indexOf('members')).table;
		const person = members?.target(0);
		expect(person?.area).toBe('members');
		const back = areaNamed('members').object(person?.id ?? '', setting);
		const theirs = back?.section(back.sectionNames.indexOf('groups')).table;
		expect(theirs?.indexOf(group)).toBeGreaterThanOrEqual(0);
	});

	test('every kind of object that another refers to says what uses it', () => {
		for (const name of ['permission-groups', 'resource-groups', 'oauth-scopes', 'zones', 'roles'] as const) {
			const area = areaNamed(name);
			const setting = settingNamed('small');
			const [id = ''] = idsOf(area, setting);
			expect(area.object(id, setting)?.sectionNames, name).toContain('uses');
		}
	});

	test('of a use lead to what uses it, which names it in turn', () => {
		const setting = settingNamed('small');
		const area = areaNamed('resource-groups');
		const used = idsOf(area, setting)
			.map((id) => ({id, object: area.object(id, setting)}))
			.find(({object}) => (object?.section(object.sectionNames.indexOf('uses')).table.length ?? 0) > 0);
		const uses = used?.object?.section(used.object.sectionNames.indexOf('uses')).table;
		const user = uses?.target(0);
		const users = areaNamed(user?.area ?? 'zones');
		const object = users.object(user?.id ?? '', setting);
		const policies = object?.section(object.sectionNames.indexOf('policies')).table;
		const named = rowsOf(policies ?? area.table(setting)).map((row) => policies?.target(row)?.id);
		expect(named).toContain(used?.id);
	});
});

describe('scope keys', () => {
	const textOf = (lines: readonly Line[]): string => lines.map(plainText).join('\n');

	test('read as names of account, zones and Workers, never as keys, in lists and policies', () => {
		const setting = settingNamed('small');
		for (const area of ['user-groups', 'members', 'resource-groups'] as const) {
			const table = areaNamed(area).table(setting);
			for (const row of rowsOf(table)) {
				for (const column of table.columns.keys()) {
					expect(plainText(table.line(row, column))).not.toContain('com.cloudflare');
				}
			}
		}
		for (const [what, table] of tablesOf(areaNamed('user-groups'), setting)) {
			if (!what.startsWith('policies')) continue;
			for (const row of rowsOf(table)) {
				const cells = table.columns.map((_column, index) => plainText(table.line(row, index)));
				expect(cells.join(' '), what).not.toContain('com.cloudflare');
			}
		}
	});

	test('a zone is shown by its name', () => {
		const setting = settingNamed('small');
		const table = areaNamed('resource-groups').table(setting);
		const reaches = table.columns.findIndex(({name}) => name === 'reaches');
		const texts = rowsOf(table).map((row) => plainText(table.line(row, reaches)));
		expect(texts.some((text) => text.includes('kestrel'))).toBe(true);
		expect(texts.some((text) => text.startsWith('whole account'))).toBe(true);
		expect(
			texts.some((text) => /^worker |^\d+ workers: /u.test(text)),
			texts.join('\n'),
		).toBe(true);
	});

	test('the container and the keys as they came are one detail away', () => {
		const setting = settingNamed('small');
		const area = areaNamed('resource-groups');
		for (const id of idsOf(area, setting))
			expect(textOf(allLines(area, id, setting))).toContain('com.cloudflare.api.account');
	});
});

describe('namesakes', () => {
	test('permission groups of one name are told apart by their level', () => {
		const setting = settingNamed('small');
		const area = areaNamed('permission-groups');
		const names = idsOf(area, setting).map((id) => area.object(id, setting)?.name ?? '');
		expect(names).toContain('Logs Read (zone)');
		expect(names).toContain('Logs Read (account)');
		expect(new Set(names).size).toBe(names.length);
	});
});

describe('the areas', () => {
	test('have names, digits and aliases of their own', () => {
		const words = areas.flatMap(({name, aliases}) => [name, ...aliases]);
		expect(new Set(words).size).toBe(words.length);
		expect(areas.flatMap(({digit}) => digit ?? [])).toEqual(['1', '2', '3', '4', '5', '6', '7']);
	});

	test('are found by name, title and alias, however they are written', () => {
		for (const area of areas) {
			for (const text of [area.name, area.title, area.title.toUpperCase(), ...area.aliases, ` ${area.name} `]) {
				expect(findArea(text)?.name, text).toBe(area.name);
			}
		}
		expect(findArea('no such area')).toBeUndefined();
		expect(findArea('')).toBeUndefined();
	});

	test.each(areas.map((area) => [area.name, area] as const))('%s sorts by a column that it has', (_name, area) => {
		expect(area.columns.map(({name}) => name)).toContain(area.sort.column);
	});

	test.each(areas.map((area) => [area.name, area] as const))('the first column of %s never goes', (_name, area) => {
		expect(area.columns[0]?.drop).toBe(0);
		expect(area.columns[0]?.minimum ?? area.columns[0]?.width).toBeGreaterThanOrEqual(20);
		expect(new Set(area.columns.map(({name}) => name)).size).toBe(area.columns.length);
	});

	test.each(areas.map((area) => [area.name, area] as const))(
		'the preview of %s wants what it waits for',
		(_name, area) => {
			// Everything that a preview, or the list below it, asks for has been read; nothing else has been begun.
			const known = settingNamed('small').knowledge;
			const unread: Snapshot<never> = {
				...known.list('zones'),
				rows: [],
				byId: new Map<string, never>(),
				complete: false,
				total: undefined,
			};
			for (const id of idsOf(area, settingNamed('small')).slice(0, 3)) {
				const needs = [...area.reads, ...(area.object(id, settingNamed('small'))?.previewNeeds ?? [])];
				const wanted = new Set(needs.flatMap((need) => (need.kind === 'list' ? [need.resource] : [])));
				const list: Knowledge['list'] = (resource) =>
					wanted.has(resource) || resource === area.resource ? known.list(resource) : unread;
				const preview = area.object(id, {knowledge: {...known, list}, now: 0})?.preview ?? [];
				expect(preview.map(plainText).join('\n')).not.toMatch(/reading/u);
			}
		},
	);

	test('an object that is not there is none', () => {
		for (const area of areas) expect(area.object(hex(999_999), settingNamed('small'))).toBeUndefined();
	});
});
