/** Lists and details: one screen for all areas. */
import {Box} from 'ink';
import type {CloudflareError} from '../api/errors.ts';
import type {Setting} from '../areas/define.ts';
import {Lines} from '../components/lines.tsx';
import {Table} from '../components/table.tsx';
import {rule, wrapLines} from '../components/text.ts';
import {type Line, span} from '../terminal/line.ts';
import {explained, pageFor} from './permission-lines.ts';
import type {Place, Situation} from './situation.ts';
import {closeRange, cursorPosition, windowTop} from './table-state.ts';

/** An error that left nothing to show: what happened, what it needs, what to do. */
function errorLines(error: CloudflareError, {credential}: Setting): readonly Line[] {
	const [first = '', ...more] = explained(error, credential);
	const page = pageFor(error, credential);
	return [
		[span(first, 'danger')],
		...more.map((text): Line => [span(text)]),
		[span('r tries again.', 'dim')],
		...(page === undefined ? [] : [[span(page, 'dim')]]),
	];
}

/** What stands where rows would be. */
function emptyLines({setting, place}: Situation): readonly Line[] {
	const {area, frame, object, table, view} = place;
	const {status, error, complete} = area.snapshot(setting.knowledge);
	const [one, many] = area.nouns;
	if (status === 'failed' && error !== undefined) return errorLines(error, setting);
	if (frame.kind === 'detail' && object === undefined) {
		return complete
			? [[span(`this ${one} is not there: it may have been deleted, or belong to another account`, 'warning')]]
			: [[span(`reading the ${one}`, 'dim')]];
	}
	if (table.filter.text !== '') {
		const nothing: Line = [span('nothing matches the filter; esc clears it', 'dim')];
		return view.problem === undefined ? [nothing] : [[span(view.problem, 'warning')], nothing];
	}
	if (frame.kind === 'list') return [[span(complete ? `there are no ${many}` : `reading ${many}`, 'dim')]];
	return [[span('nothing here', 'dim')]];
}

/** What is known of the row under the cursor. */
function previewOf(situation: Situation): {readonly title: string; readonly lines: readonly Line[]} {
	const {setting, place} = situation;
	const {view, table, frame, area} = place;
	if (view.length === 0) return {title: '', lines: []};
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
			marks={closeRange(table, view).marks}
			highlight={view.highlight}
			sort={place.sort}
			width={layout.tableWidth}
			height={height}
			wide={situation.state.wide}
			empty={emptyLines(situation)}
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
	const inside = layout.previewWidth - 2;
	return (
		<Box>
			{table}
			<Lines lines={Array.from({length: height}, () => [span(' │ ', 'dim')])} width={3} />
			<Lines
				lines={[[span(title, 'heading')], ...wrapLines(lines, inside, height - 1)]}
				width={inside}
				height={height}
			/>
		</Box>
	);
}
