import {describe, expect, test} from 'vitest';
import {areas} from '../../source/areas/index.ts';
import type {AreaName} from '../../source/areas/table.ts';
import {knowledgeOf, now, person, type SampleAccount} from './sample.ts';

function objectOf(name: AreaName, id: string, sample: SampleAccount) {
	const setting = {knowledge: knowledgeOf(sample), now};
	const object = areas.find((area) => area.name === name)?.object(id, setting);
	if (object === undefined) throw new Error(`no ${name} ${id}`);
	const titles = object.sectionNames.map((_, index) => object.sectionTitle(index));
	const fields = object.section(object.sectionNames.indexOf('fields')).table;
	const rows = Array.from({length: fields.length}, (_, row) => `${fields.text(row, 0)}: ${fields.text(row, 1)}`);
	return {object, titles, rows};
}

describe('what the server says in words of its own', () => {
	test('a status of one letter comes with its meaning behind it', () => {
		const userGroups = [{id: 'g', name: 'x', status: 'V', policies: []}];
		expect(objectOf('user-groups', 'g', {lists: {userGroups}}).rows).toContain('status: V (active)');
	});

	test('a category is shown without underscores', () => {
		const oauthScopes = [{id: 'dns.read', name: 'DNS Read', category: 'dns_and_zones', scopes: []}];
		expect(objectOf('oauth-scopes', 'dns.read', {lists: {oauthScopes}}).rows).toContain('category: dns and zones');
	});
});

describe('sections', () => {
	const oauthScopes = [{id: 'dns.read', name: 'DNS Read', category: 'dns', scopes: []}];

	test('of what nothing uses begin with the fields, once that is certain', () => {
		const {object} = objectOf('oauth-scopes', 'dns.read', {lists: {oauthScopes, oauthClients: []}});
		expect(object.firstSection).toBe('fields');
	});

	test('of what is used begin with its uses', () => {
		const oauthClients = [{client_id: 'c', client_name: 'x', scopes: ['dns.read'], visibility: 'public'}];
		const {object} = objectOf('oauth-scopes', 'dns.read', {lists: {oauthScopes, oauthClients}});
		expect(object.firstSection).toBe('uses');
	});

	test('whose lists could not be read count nothing as unknown, not as none', () => {
		const {titles, object} = objectOf('oauth-scopes', 'dns.read', {
			lists: {oauthScopes},
			snapshots: {oauthClients: {status: 'failed', complete: false}},
		});
		expect(titles).toContain('Used by (?)');
		expect(object.firstSection).toBe('uses');
	});

	test('a connector says in the title how many people it affects', () => {
		const ssoConnectors = [{id: 's', email_domain: 'example.com'}];
		const members = [person(1, 'ana@example.com'), person(2, 'bo@example.com'), person(3, 'cy@elsewhere.example')];
		expect(objectOf('sso-connectors', 's', {lists: {ssoConnectors, members}}).titles).toContain('Affects (2)');
	});
});
