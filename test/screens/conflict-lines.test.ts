import {expect, test} from 'vitest';
import {conflictLines} from '../../source/screens/conflict-lines.ts';
import {plainText} from '../../source/terminal/line.ts';
import {sampleStep} from '../areas/sample-step.ts';

test('lines with the same words stand once, with how often they are there', () => {
	const line = (text: string) => [{text}];
	const conflict = {
		kind: 'conflict',
		was: [line('DNS on prod')],
		theirs: [line('Logs on prod'), line('Logs on prod')],
		yours: [line('DNS on prod'), line('Logs on all')],
		resolutions: [],
	} as const;
	const shown = conflictLines([{name: 'dns', step: sampleStep(['a']), parts: [], conflict}], 70).map((each) =>
		plainText(each).replaceAll(/\s+/gu, ' ').trim(),
	);
	expect(shown.filter((text) => text.includes('Logs on prod'))).toEqual(['is now + Logs on prod (2 times)']);
});
