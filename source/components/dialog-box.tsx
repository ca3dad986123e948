import {Box} from 'ink';
import {type Line, padLine, type Span, span} from '../terminal/line.ts';
import {Lines} from './lines.tsx';

/** Lines in a box over the screen, in its middle. */
export function Dialog({
	lines,
	columns,
	rows,
	width,
}: {
	readonly lines: readonly Line[];
	/** Of what it is put into the middle of, in cells. */
	readonly columns: number;
	readonly rows: number;
	/** Of the box, its border included. */
	readonly width: number;
}) {
	const inside = width - 4;
	const edge: Span = {text: '│', tone: 'dim'};
	const horizontal = '─'.repeat(width - 2);
	const boxed: readonly Line[] = [
		[span(`╭${horizontal}╮`, 'dim')],
		...lines.map((line): Line => [edge, {text: ' '}, ...padLine(line, inside), {text: ' '}, edge]),
		[span(`╰${horizontal}╯`, 'dim')],
	];
	return (
		<Box
			position="absolute"
			top={Math.max(0, Math.floor((rows - boxed.length) / 2))}
			left={Math.max(0, Math.floor((columns - width) / 2))}
		>
			<Lines lines={boxed} width={width} />
		</Box>
	);
}
