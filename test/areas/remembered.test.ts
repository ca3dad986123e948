/** Plans are made again when something they were made of is another, and not before. */
import {expect, test} from 'vitest';
import {remembering} from '../../source/areas/remembered.ts';
import type {Knowledge} from '../../source/insight/knowledge.ts';
import {openProgram} from '../support/open-program.ts';

test('an answer is made again only when what it asks for has changed', async () => {
	await using program = await openProgram();
	const {store} = program;
	let made = 0;
	const counted = remembering(({knowledge}) => {
		made += 1;
		return knowledge.list('userGroups').rows.length;
	});
	const ask = (knowledge: Knowledge = store, now = 0) => counted({knowledge, now});
	const first = ask();
	expect(ask(store, 1000)).toBe(first);
	expect(made).toBe(1);
	// Another list has been read: it was not asked for.
	store.refresh([{kind: 'list', resource: 'zones'}]);
	await program.idle();
	ask();
	expect(made).toBe(1);
	store.refresh([{kind: 'list', resource: 'userGroups'}]);
	ask();
	expect(made).toBe(2);
	await program.idle();
	expect(ask()).toBe(first);
	expect(made).toBe(3);
	expect(ask({...store})).toBe(first);
	expect(made).toBe(4);
});

test('an answer that asks for the time is made again with the time', async () => {
	await using program = await openProgram();
	const counted = remembering(({now}) => [now]);
	const setting = {knowledge: program.store, now: 1};
	expect(counted(setting)).toBe(counted({...setting}));
	expect(counted({...setting, now: 2})).toEqual([2]);
});
