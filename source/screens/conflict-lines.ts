/** Was, theirs, yours: what two have changed, in lines, without what all three have in common. Pure. */
import type {Contested} from '../areas/contested.ts';
import type {Conflict} from '../areas/write.ts';
import {wrapLine} from '../components/text.ts';
import {type Line, plainText, span} from '../terminal/line.ts';
import {pad} from '../terminal/width.ts';

const labelWidth = 10;

/** Which of the three states a line is in, by its words. */
function linesIn(lines: readonly Line[]): ReadonlySet<string> {
	return new Set(lines.map(plainText));
}

function stateLines(label: string, marked: readonly (readonly [mark: string, line: Line])[], inside: number) {
	const shown = marked.length === 0 ? [['  ', [span('nothing of it', 'dim')]] as const] : marked;
	return shown.flatMap(([mark, line], index) =>
		wrapLine(line, inside - labelWidth - 4).map((row, at): Line => {
			const head = pad(index === 0 && at === 0 ? label : '', labelWidth);
			return [span(`  ${head}`, 'dim'), span(at === 0 ? mark : '  ', 'good'), ...row];
		}),
	);
}

/** Lines with the same words once, and how often they are there: two policies may grant the same. */
function counted(lines: readonly Line[]) {
	const found = new Map<string, {readonly line: Line; readonly text: string; times: number}>();
	for (const line of lines) {
		const text = plainText(line);
		const before = found.get(text);
		if (before === undefined) found.set(text, {line, text, times: 1});
		else before.times += 1;
	}
	return [...found.values()];
}

/** Marked are the lines that one of the two has put in; what was and is in neither is told by its absence. */
function threeWays({was, theirs, yours}: Conflict, inside: number): readonly Line[] {
	const [inWas, inTheirs, inYours] = [linesIn(was), linesIn(theirs), linesIn(yours)];
	const isCommon = (text: string): boolean => inWas.has(text) && inTheirs.has(text) && inYours.has(text);
	const shown = (lines: readonly Line[]) =>
		counted(lines)
			.filter(({text}) => !isCommon(text))
			.map(({line, text, times}) => {
				const said: Line = times === 1 ? line : [...line, span(`  (${times} times)`, 'dim')];
				return [inWas.has(text) ? '  ' : '+ ', said] as const;
			});
	const common = was.filter((line) => isCommon(plainText(line))).length;
	const unchanged: readonly Line[] =
		common === 0
			? []
			: [[span(`  ${pad('', labelWidth + 2)}and ${common} ${common === 1 ? 'line' : 'lines'} in all three`, 'dim')]];
	return [
		...stateLines('was', shown(was), inside),
		...stateLines('is now', shown(theirs), inside),
		...stateLines('yours', shown(yours), inside),
		...unchanged,
	];
}

/** What somebody else has changed meanwhile; the first is the one that the buttons decide. */
export function conflictLines(conflicts: readonly Contested[], inside: number): readonly Line[] {
	return conflicts.flatMap(({name, conflict}, index) => [
		...(index > 0 ? [[]] : []),
		...wrapLine([span(`${name} was changed by somebody else meanwhile:`, 'warning')], inside - 2).map(
			(row): Line => [span('  '), ...row],
		),
		...threeWays(conflict, inside),
	]);
}
