/** Every field of the contract is visible somewhere beside JSON; what is not stands here with its reason. */
import {describe, expect, test} from 'vitest';
import {
	accountMemberSchema,
	groupMemberDetailSchema,
	listedResourceGroupSchema,
	oauthClientSchema,
	oauthScopeSchema,
	permissionGroupSchema,
	roleSchema,
	ssoConnectorSchema,
	userGroupSchema,
	zoneSchema,
} from '../../source/api/schemas.ts';
import {areas} from '../../source/areas/index.ts';
import type {AreaName} from '../../source/areas/table.ts';
import type {Resource} from '../../source/insight/knowledge.ts';
import {plant} from './planted.ts';
import {groupId, hex, knowledgeOf, memberId, now} from './sample.ts';
import {sectionTexts, shownOf} from './shown.ts';

const schemas: Readonly<Record<Resource, unknown>> = {
	userGroups: userGroupSchema,
	members: accountMemberSchema,
	permissionGroups: permissionGroupSchema,
	resourceGroups: listedResourceGroupSchema,
	ssoConnectors: ssoConnectorSchema,
	oauthClients: oauthClientSchema,
	oauthScopes: oauthScopeSchema,
	roles: roleSchema,
	zones: zoneSchema,
};

/** What a policy shows of the things that it names is their name and level; the rest is one `enter` away. */
const elsewhere = 'shown where the policy’s row leads: the permission group or resource group itself';

/** Fields that are left out on purpose, by the end of their path. */
const leftOut: readonly {readonly path: RegExp; readonly why: string}[] = [
	{path: /^policies\.0\.permission_groups\.0\.(?:status|created_on|modified_on|meta\.planted)$/u, why: elsewhere},
	{path: /^policies\.0\.resource_groups\.0\.(?:created_on|modified_on|meta\.planted)$/u, why: elsewhere},
	{path: /^roles\.0\.permissions\.planted$/u, why: 'shown by the role that the row leads to'},
	{path: /^code$/u, why: 'whoever has the code of an invitation can accept it: it is a secret, and never shown'},
];

function isLeftOut(path: string): boolean {
	return leftOut.some((exception) => exception.path.test(path));
}

function shownTexts(area: (typeof areas)[number], value: object): string {
	const knowledge = knowledgeOf({lists: {[area.resource]: [value]}});
	const [row] = knowledge.list(area.resource).rows;
	const id: unknown = Reflect.get(row ?? {}, 'id') ?? Reflect.get(row ?? {}, 'client_id');
	return shownOf(area, String(id), {knowledge, now}).join('\n');
}

describe.each(areas.map((area) => [area.name, area] as const))('%s', (_name, area) => {
	const planted = plant(schemas[area.resource]);
	const shown = shownTexts(area, planted.value);

	test('shows every field', () => {
		const missing = planted.marks.filter(({path, text}) => !isLeftOut(path) && !shown.includes(text));
		expect(missing.map(({path}) => path)).toEqual([]);
	});

	test('shows whether each flag is set', () => {
		for (const {path} of planted.flags) {
			const other = shownTexts(area, plant(schemas[area.resource], new Set([path])).value);
			expect(other, path).not.toBe(shown);
		}
	});
});

describe('the fields that are left out', () => {
	test('are fields of the contract, and left out indeed', () => {
		const all = areas.flatMap((area) => {
			const planted = plant(schemas[area.resource]);
			const shown = shownTexts(area, planted.value);
			return planted.marks.map(({path, text}) => ({path, isShown: shown.includes(text)}));
		});
		for (const {path} of leftOut) {
			const found = all.filter((field) => path.test(field.path));
			expect(found.length, String(path)).toBeGreaterThan(0);
			expect(
				found.every(({isShown}) => !isShown),
				String(path),
			).toBe(true);
		}
	});
});

describe('a member of a group', () => {
	const planted = plant(groupMemberDetailSchema);
	const detail = {...planted.value, id: hex(10)};
	const knowledge = knowledgeOf({
		lists: {
			userGroups: [{id: hex(1), name: 'a group'}],
			members: [{id: hex(10), email: 'somebody@acme.com'}],
		},
		inGroups: {1: [10]},
		details: {[`${groupId(1)} ${memberId(10)}`]: detail},
	});

	test('shows since when they are in it, in their own list of groups', () => {
		const joined = planted.marks.find(({path}) => path === 'created_at');
		const object = areas.find(({name}) => name === ('members' satisfies AreaName))?.object(hex(10), {knowledge, now});
		if (object === undefined) throw new Error('no such member');
		expect(sectionTexts(object).join('\n')).toContain(joined?.text);
	});
});
