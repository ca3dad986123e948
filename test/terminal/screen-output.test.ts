import {expect, test} from 'vitest';
import {alternateScreen, cursor, lineWrap, restoreSequence} from '../../source/terminal/modes.ts';
import {screenOutput} from '../../source/terminal/screen-output.ts';

function recorded() {
	const written: unknown[] = [];
	const stream = Object.assign(Object.create(process.stdout), {
		columns: 80,
		write(...parts: unknown[]) {
			written.push(...parts);
			return false;
		},
	});
	return {written, output: screenOutput(stream)};
}

test('the alternate screen begins at its upper left corner, without line wrap', () => {
	const {written, output} = recorded();
	output.write(`${alternateScreen.on}text`);
	expect(written).toEqual([`${alternateScreen.on}${cursor.home}${lineWrap.off}text`]);
});

test('line wrap is back before the normal screen is', () => {
	const {written, output} = recorded();
	output.write(`x${alternateScreen.off}`);
	expect(written).toEqual([`x${lineWrap.on}${alternateScreen.off}`]);
	expect(restoreSequence.indexOf(lineWrap.on)).toBeLessThan(restoreSequence.indexOf(alternateScreen.off));
});

test('everything else is the stream itself: other texts, callbacks, answers and sizes', () => {
	const {written, output} = recorded();
	const called = () => undefined;
	expect(output.write('plain', called)).toBe(false);
	expect(written).toEqual(['plain', called]);
	expect(output.columns).toBe(80);
});
