/** Lists and details: one screen for all areas. */
import {Box} from 'ink';
import {Lines} from '../components/lines.tsx';
import {Table} from '../components/table.tsx';
import {rule, wrapLines} from '../components/text.ts';
import type {Keymap} from '../input/keymap.ts';
import {span} from '../terminal/line.ts';
import {emptyLines, previewOf} from './preview.ts';
import type {Place, Situation} from './situation.ts';
import {closeRange, cursorPosition, windowTop} from './table-state.ts';

function tableOf(situation: Situation, place: Place, more: string | undefined) {
	const {view, table, layout, height} = place;
	const cursor = cursorPosition(table, view);
	return (
		<Table
			source={view.source}
			length={view.length}
			row={view.row}
			cursor={view.length === 0 ? undefined : cursor}
			top={windowTop(table.top, cursor, height, view.length)}
			marks={closeRange(table, view).marks}
			highlight={view.highlight}
			sort={place.sort}
			width={layout.tableWidth}
			height={height}
			wide={situation.state.wide}
			empty={emptyLines(situation)}
			more={more}
		/>
	);
}

/** What shows all of a preview; undefined where the user has taken the key away. */
function keyForAll(keymap: Keymap<Situation>): string | undefined {
	const label = keymap.bindings.find(({command}) => command === 'preview.all')?.keyLabels[0];
	return label === undefined ? undefined : `${label} shows all`;
}

export function Browser({situation, keymap}: {readonly situation: Situation; readonly keymap: Keymap<Situation>}) {
	const {place} = situation;
	const {layout} = place;
	const more = keyForAll(keymap);
	const table = tableOf(situation, place, more);
	if (layout.preview === 'none') return table;
	const {title, lines} = previewOf(situation);
	if (layout.preview === 'below') {
		return (
			<Box flexDirection="column">
				{table}
				<Lines lines={[rule(title, layout.previewWidth)]} width={layout.previewWidth} />
				<Lines
					lines={wrapLines(lines, layout.previewWidth, layout.previewHeight, more)}
					width={layout.previewWidth}
					height={layout.previewHeight}
				/>
			</Box>
		);
	}
	const height = layout.previewHeight + 1;
	const inside = layout.previewWidth - 2;
	return (
		<Box>
			{table}
			<Lines lines={Array.from({length: height}, () => [span(' │ ', 'dim')])} width={3} />
			<Lines
				lines={[[span(title, 'heading')], ...wrapLines(lines, inside, height - 1, more)]}
				width={inside}
				height={height}
			/>
		</Box>
	);
}
