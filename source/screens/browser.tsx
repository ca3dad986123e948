/** Lists and details: one screen for all areas. */
import {Box} from 'ink';
import {Lines} from '../components/lines.tsx';
import {Table} from '../components/table.tsx';
import {rule, wrapLines} from '../components/text.ts';
import {type Line, span} from '../terminal/line.ts';
import type {Place, Situation} from './situation.ts';
import {cursorPosition, windowTop} from './table-state.ts';

/** What stands where rows would be. */
function emptyLine({setting, place}: Situation): Line {
	const {area, frame, object, table} = place;
	const snapshot = area.snapshot(setting.knowledge);
	if (snapshot.status === 'failed') return [span(snapshot.error?.message ?? 'could not be read', 'danger')];
	if (frame.kind === 'detail' && object === undefined) {
		return snapshot.complete
			? [span(`this ${area.nouns[0]} is not there: it may have been deleted, or belong to another account`, 'warning')]
			: [span(`reading the ${area.nouns[0]}`, 'dim')];
	}
	if (table.filter.text !== '') return [span('nothing matches the filter; esc clears it', 'dim')];
	if (frame.kind === 'list')
		return [span(snapshot.complete ? `there are no ${area.nouns[1]}` : `reading ${area.nouns[1]}`, 'dim')];
	return [span('nothing here', 'dim')];
}

/** The lines of an error that left nothing to show, below its first one. */
function errorLines({setting, place}: Situation): readonly Line[] {
	const {status, error} = place.area.snapshot(setting.knowledge);
	if (status !== 'failed' || error === undefined) return [];
	return [
		...error.messages.map((message) => [span(message)] as const),
		...(error.permission === undefined ? [] : [[span(`It needs the permission ${error.permission}.`)]]),
		[span(error.next, 'accent')],
		...(error.rayId === undefined ? [] : [[span(`Ray id ${error.rayId}`, 'dim')]]),
		[span('r tries again', 'dim')],
	];
}

/** What is known of the row under the cursor. */
function previewOf(situation: Situation): {readonly title: string; readonly lines: readonly Line[]} {
	const {setting, place} = situation;
	const {view, table, frame, area} = place;
	if (view.length === 0) return {title: '', lines: errorLines(situation)};
	const row = view.row(cursorPosition(table, view));
	if (frame.kind === 'detail') return {title: '', lines: view.source.explain(row)};
	const object = area.object(view.source.id(row), setting);
	return object === undefined ? {title: '', lines: []} : {title: object.name, lines: object.preview};
}

function tableOf(situation: Situation, place: Place) {
	const {view, table, layout, height} = place;
	const cursor = cursorPosition(table, view);
	return (
		<Table
			source={view.source}
			length={view.length}
			row={view.row}
			cursor={view.length === 0 ? undefined : cursor}
			top={windowTop(table.top, cursor, height, view.length)}
			marks={table.marks}
			sort={place.sort}
			width={layout.tableWidth}
			height={height}
			wide={situation.state.wide}
			empty={emptyLine(situation)}
		/>
	);
}

export function Browser({situation}: {readonly situation: Situation}) {
	const {place} = situation;
	const {layout} = place;
	const table = tableOf(situation, place);
	if (layout.preview === 'none') return table;
	const {title, lines} = previewOf(situation);
	if (layout.preview === 'below') {
		return (
			<Box flexDirection="column">
				{table}
				<Lines lines={[rule(title, layout.previewWidth)]} width={layout.previewWidth} />
				<Lines
					lines={wrapLines(lines, layout.previewWidth, layout.previewHeight)}
					width={layout.previewWidth}
					height={layout.previewHeight}
				/>
			</Box>
		);
	}
	const height = layout.previewHeight + 1;
	const inside = layout.previewWidth - 1;
	return (
		<Box>
			{table}
			<Lines lines={Array.from({length: height}, () => [span('│', 'dim')])} width={2} />
			<Lines
				lines={[[span(title, 'heading')], ...wrapLines(lines, inside, height - 1)]}
				width={inside}
				height={height}
			/>
		</Box>
	);
}
