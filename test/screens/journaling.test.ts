/** What is kept in memory of the journal. */
import {expect, test} from 'vitest';
import {createJournal} from '../../source/journal/journal.ts';
import {linesInMemory} from '../../source/journal/lines.ts';
import {createJournaling, mostShown} from '../../source/screens/journaling.ts';
import {settingOf} from '../areas/sample.ts';
import {sampleStep} from '../areas/sample-step.ts';

test('the view of the journal has the newest writes, and no more than it may have', async () => {
	const journaling = createJournaling(
		{
			journal: createJournal({lines: linesInMemory(), account: 'a'}),
			who: () => ({credential: 'token', user: 'ana', host: 'desk'}),
		},
		{setting: () => settingOf({}), time: () => 0, say: () => undefined, changed: () => undefined},
	);
	for (let count = 0; count < mostShown + 3; count++) {
		const step = sampleStep([`part-${count}`]);
		await journaling.write(step, {parts: step.parts, origin: 'new'}, async () => ({
			done: step.parts.map(({key}) => key),
			reversal: {steps: []},
		}));
	}
	const {entries} = journaling.view();
	expect(entries).toHaveLength(mostShown);
	expect(entries[0]?.request.path).toContain(`part-${mostShown + 2}`);
	expect(entries[0]?.outcome?.result).toBe('done');
	expect(entries.at(-1)?.request.path).toContain('part-3');
});
