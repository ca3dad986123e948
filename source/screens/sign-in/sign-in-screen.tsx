/** The sign-in on the screen; what its steps consist of stands in `steps.ts`. */
import {Box} from 'ink';
import {useSyncExternalStore} from 'react';
import {Lines} from '../../components/lines.tsx';
import {span} from '../../terminal/line.ts';
import {smallest} from '../layout.ts';
import {footerLine, headerLine, helpLines, statusLine} from './frame.ts';
import {linesPart, type Part, textWidth} from './parts.ts';
import type {SignIn} from './sign-in.ts';
import {stepHeight, stepView} from './view.ts';
import {Field, Selection} from './widgets.tsx';

function PartView({part, width}: {readonly part: Part; readonly width: number}) {
	switch (part.kind) {
		case 'lines':
			return <Lines lines={part.lines} width={width} />;
		case 'select':
			return <Selection items={part.items} cursor={part.cursor} width={width} />;
		case 'field':
			return <Field {...part} width={width} />;
	}
}

export function SignInScreen({signIn}: {readonly signIn: SignIn}) {
	const state = useSyncExternalStore(signIn.subscribe, signIn.state);
	const {columns, rows} = state.size;
	if (columns < smallest.columns || rows < smallest.rows) {
		const text = `cfiam needs ${smallest.columns}x${smallest.rows}; this is ${columns}x${rows}. ctrl-c twice quits.`;
		return <Lines lines={[[span(text, 'warning')]]} width={columns} height={rows} />;
	}
	const height = stepHeight(state);
	const width = textWidth(state.size);
	const {parts, isListCut} =
		state.help === undefined
			? stepView(state)
			: {parts: [linesPart(...helpLines(state, signIn.keymap, height))], isListCut: false};
	return (
		<Box flexDirection="column" width={columns} height={rows} overflow="hidden">
			<Lines lines={[headerLine(state), []]} width={columns} />
			<Box flexDirection="column" height={height} marginLeft={1} overflow="hidden">
				{parts.map((part, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: a part is its place on the screen
					<PartView key={index} part={part} width={width} />
				))}
			</Box>
			<Lines lines={[statusLine(state, isListCut), footerLine(state, signIn.keymap)]} width={columns} />
		</Box>
	);
}
