/** Secrets that come while other steps of the same run are still under way. */
import {expect, test} from 'vitest';
import {confirmSteps} from '../../source/areas/plan.ts';
import type {Step} from '../../source/areas/write.ts';
import {Secret} from '../../source/secret.ts';
import {sampleStep} from '../areas/sample-step.ts';
import {openProgram} from '../support/open-program.ts';

const bringing = (name: string, before?: Promise<void>): Step =>
	sampleStep([name], {
		async send() {
			await before;
			return {done: [name], reversal: {steps: []}, secret: {title: `Secret of ${name}`, secret: new Secret('hush')}};
		},
	});

test('a secret is on show at once, the next ones behind it, and ctrl-c says what would be lost', async () => {
	const later = Promise.withResolvers<void>();
	const never = new Promise<never>(() => {});
	await using program = await openProgram({});
	program.program.follow(
		confirmSteps([bringing('first'), bringing('second', later.promise), sampleStep(['slow'], {send: () => never})]),
	);
	await program.rest();
	await program.advance(1000);
	await program.run('dialog.next', 'dialog.press');
	await program.waitFor('Secret of first');
	expect(program.program.underWay()).toMatchObject({unknown: 2});
	await program.press('ctrl+c');
	expect(program.frame()).toMatch(/a change is under way: .*a secret that is not stored yet is lost/su);
	later.resolve();
	await program.waitFor('1 more secret comes after it');
	expect(program.program.state().overlays.filter(({kind}) => kind === 'secret')).toHaveLength(1);
	await program.advance(3000);
	await program.press('space', 'enter');
	await program.waitFor('Secret of second');
	await program.advance(1000);
	await program.press('space', 'enter');
	expect(program.program.context()).toBe('dialog');
	expect(program.program.underWay()).toMatchObject({unknown: 1});
});
