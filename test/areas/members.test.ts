import {describe, expect, test} from 'vitest';
import {members} from '../../source/areas/members.ts';
import {group, knowledgeOf, now, person} from './sample.ts';

describe('members', () => {
	const lists = {
		members: [person(1, 'ana@example.com'), person(2, 'bo@example.com')],
		userGroups: [group(7, 'platform-dns')],
	};

	test('filtering by groups that are not read says so instead of finding nothing for a fact', () => {
		const table = members.table({knowledge: knowledgeOf({lists}), now});
		expect(table.filter('groups:dns').problem).toBe('groups of 2 people are not all read; i reads them');
		expect(table.filter('dns').problem).toBeUndefined();
		expect(table.filter('name:ana').problem).toBeUndefined();
	});

	test('filtering by groups that are all read says nothing', () => {
		const table = members.table({knowledge: knowledgeOf({lists: {...lists, userGroups: []}}), now});
		expect(table.filter('groups:dns').problem).toBeUndefined();
	});
});
