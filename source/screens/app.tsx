/** The whole screen: what each part is made of stands in the files that it imports. */
import {Box} from 'ink';
import {useSyncExternalStore} from 'react';
import type {Budget} from '../api/budget.ts';
import {fieldLine} from '../components/field.ts';
import {Lines} from '../components/lines.tsx';
import {betweenEnds, wrapLines} from '../components/text.ts';
import {type Line, lineWidth, span} from '../terminal/line.ts';
import {Browser} from './browser.tsx';
import {suggestions} from './command-line.ts';
import {OverlayDialog} from './dialogs.tsx';
import {FormScreen} from './form/form-screen.tsx';
import {
	areasLine,
	footerLine,
	headerLine,
	type Identity,
	listLine,
	sectionsLine,
	statusAndFooter,
} from './frame-lines.ts';
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

/** Of the keys of the command line, those that mean something to a question. */
function answerFooter({keymap, context}: Program): Line {
	const labels: Readonly<Record<string, string>> = {'command.run': 'go on', 'command.cancel': 'cancel'};
	return keymap.footer(context()).flatMap(({command, keyLabels}): Line => {
		const label = labels[command];
		return label === undefined ? [] : [span(keyLabels[0] ?? '', 'bold'), span(` ${label}  `, 'dim')];
	});
}

/** The two lines at the bottom: the command line takes the place of the status. */
function bottomLines(situation: Situation, program: Program, budget: Budget): readonly Line[] {
	const {state, setting} = situation;
	const overlay = topOverlay(state);
	const cells = state.size.columns;
	if (overlay?.kind === 'command') {
		const footer = footerLine(situation, program.keymap, program.context());
		if (overlay.asks !== undefined) {
			const {prompt, hint} = overlay.asks;
			const said: Line = [span(hint(overlay.line.text), 'dim')];
			const field = fieldLine([span(`${prompt} `, 'accent')], overlay.line, Math.max(24, cells - lineWidth(said) - 2));
			return [betweenEnds(field, said, cells), answerFooter(program)];
		}
		const found = suggestions(overlay.line.text, setting);
		const hints: Line = found.map((each, index) =>
			span(`${index === 0 ? '' : '  '}${each}`, index === 0 ? 'accent' : 'dim'),
		);
		return [betweenEnds(fieldLine([span(':', 'accent')], overlay.line, Math.floor(cells / 2)), hints, cells), footer];
	}
	return statusAndFooter(situation, program.keymap, program.context(), budget.snapshot());
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
	return (
		<Box flexDirection="column">
			<Lines lines={[areasLine(situation.place, columns), third]} width={columns} />
			<Browser situation={situation} keymap={program.keymap} />
		</Box>
	);
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
	const situation = useSyncExternalStore(program.subscribe, program.situation);
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
