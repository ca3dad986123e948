import {Box, Text} from 'ink';
import {memo} from 'react';
import {type Line, padLine} from '../terminal/line.ts';
import {paint} from '../terminal/paint.ts';
import {usePalette} from './palette.tsx';

/** One row of the screen. It is drawn again only when its text or look changes: most rows of a frame do not. */
const Row = memo(function Row({text}: {readonly text: string}) {
	// Ink gives an empty text no row at all.
	return <Text wrap="truncate-end">{text === '' ? ' ' : text}</Text>;
});

/** Lines from the top, cut and filled to exactly `width` cells, and filled with empty rows to `height` where given. */
export function Lines({
	lines,
	width,
	height = lines.length,
}: {
	readonly lines: readonly Line[];
	readonly width: number;
	readonly height?: number;
}) {
	const palette = usePalette();
	const rows = Array.from({length: height}, (_, index) => paint(padLine(lines[index] ?? [], width), palette));
	return (
		<Box flexDirection="column" width={width} height={height} flexShrink={0}>
			{rows.map((text, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
				<Row key={index} text={text} />
			))}
		</Box>
	);
}
