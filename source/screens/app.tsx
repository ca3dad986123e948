/** The whole screen: what each part is made of stands in the files that it imports. */
import {Box} from 'ink';
import {useSyncExternalStore} from 'react';
import type {Budget} from '../api/budget.ts';
import {Lines} from '../components/lines.tsx';
import {wrapLines} from '../components/text.ts';
import {span} from '../terminal/line.ts';
import {bottomLines} from './bottom-lines.ts';
import {browserLines} from './browser-lines.ts';
import {OverlayDialog} from './dialogs.tsx';
import {FormScreen} from './form/form-screen.tsx';
import {areasLine, headerLine, type Identity, listLine, sectionsLine} from './frame-lines.ts';
import {HelpScreen} from './help-screen.tsx';
import {smallest} from './layout.ts';
import {PickerScreen} from './picker-screen.tsx';
import type {Program} from './program.ts';
import type {Situation} from './situation.ts';
import {type Overlay, topOverlay} from './state.ts';

function TooSmall({situation}: {readonly situation: Situation}) {
	const {columns, rows} = situation.state.size;
	const text = `cfiam needs ${smallest.columns}x${smallest.rows}; this is ${columns}x${rows}. ctrl-c twice quits.`;
	return <Lines lines={wrapLines([[span(text, 'warning')]], columns, rows)} width={columns} height={rows} />;
}

/** The overlay that fills the screen; dialogs lie over what is below. */
function fullScreen(overlays: readonly Overlay[]) {
	return overlays.findLast(({kind}) => kind === 'help' || kind === 'picker' || kind === 'form');
}

function Body({situation, program}: {readonly situation: Situation; readonly program: Program}) {
	const {state} = situation;
	const {columns, rows} = state.size;
	const full = fullScreen(state.overlays);
	if (full?.kind === 'help') {
		return <HelpScreen help={full} situation={situation} keymap={program.keymap} size={{columns, rows: rows - 1}} />;
	}
	if (full?.kind === 'form')
		return <FormScreen overlay={full} situation={situation} size={{columns, rows: rows - 3}} />;
	if (full?.kind === 'picker')
		return <PickerScreen overlay={full} situation={situation} size={{columns, rows: rows - 3}} />;
	const third = situation.place.frame.kind === 'list' ? listLine(situation) : sectionsLine(situation);
	const lines = [
		areasLine(situation.place, columns, situation.setting),
		third,
		...browserLines(situation, program.keymap),
	];
	return <Lines lines={lines} width={columns} />;
}

export function App({
	program,
	identity,
	budget,
}: {
	readonly program: Program;
	readonly identity: Identity;
	readonly budget: Budget;
}) {
	useSyncExternalStore(program.subscribe, program.situation);
	const situation = program.picture();
	const {state, place} = situation;
	const {columns, rows} = state.size;
	if (place.layout.tooSmall) return <TooSmall situation={situation} />;
	const overlay = topOverlay(state);
	return (
		<Box flexDirection="column" width={columns} height={rows} overflow="hidden">
			<Lines lines={[headerLine(situation, identity, budget.snapshot())]} width={columns} />
			<Body situation={situation} program={program} />
			<Lines lines={bottomLines(situation, program, budget)} width={columns} />
			{overlay?.kind === 'menu' ||
			overlay?.kind === 'confirm' ||
			overlay?.kind === 'run' ||
			overlay?.kind === 'secret' ||
			overlay?.kind === 'text' ? (
				<OverlayDialog overlay={overlay} situation={situation} />
			) : null}
		</Box>
	);
}
