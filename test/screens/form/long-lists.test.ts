/** Lists of thousands of entries: a key costs what is seen, not what there is. */
import {expect, test} from 'vitest';
import {fill} from '../../../source/screens/form/filling.ts';
import {focusedAt} from '../../../source/screens/form/focus.ts';
import {formLines} from '../../../source/screens/form/form-lines.ts';
import {openedForm} from '../../../source/screens/form/state.ts';
import {plainText} from '../../../source/terminal/line.ts';
import {settingOf} from '../../areas/sample.ts';
import {growthByTen, proportionate} from '../../support/growth.ts';
import {sampleForm} from './sample-form.ts';

const data = {setting: settingOf({}), version: 0};
const size = {columns: 80, rows: 21};

/** A form into whose list so many lines have been pasted, all of them wrong. */
function pasted(count: number) {
	const opened = focusedAt(openedForm(sampleForm()), 'uris', data);
	const text = Array.from({length: count}, (_, index) => `http://${index}.example`).join('\n');
	return fill(opened, {kind: 'paste', text}, data).overlay;
}

test('a key in a list of thousands of entries costs no more than in proportion', () => {
	const growth = growthByTen((count) => {
		let overlay = {...pasted(count), asked: true};
		return () => {
			overlay = {...fill(overlay, {kind: 'type', text: 'x'}, data).overlay, asked: true};
			formLines(overlay, data, size);
		};
	}, 2000);
	expect(growth).toBeLessThan(proportionate);
});

test('what is wrong with an entry stands below it, wherever it is among thousands', () => {
	const overlay = {...pasted(3000), asked: true};
	const middle = focusedAt(overlay, 'uris.1500', data);
	const lines = formLines(middle, data, size).map(plainText);
	const at = lines.findIndex((line) => line.startsWith('>'));
	expect(lines[at]).toContain('http://1498.example');
	expect(lines[at + 1]).toContain('! must be an https address');
	expect(lines.join('\n')).toMatch(/… \d,\d{3} more above/u);
	expect(lines.join('\n')).toMatch(/… \d,\d{3} more below/u);
});
