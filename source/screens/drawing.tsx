/** Ink, drawing the session. Loaded behind the first frames, which need neither Ink nor React (`first-frames.ts`). */
import type {WriteStream} from 'node:tty';
import {render} from 'ink';
import {PaletteProvider} from '../components/palette.tsx';
import {createSilentInput} from '../input/silent-input.ts';
import type {Palette} from '../terminal/paint.ts';
import {type HandOver, Root} from './root.tsx';
import type {Session} from './session.ts';

export interface DrawingOptions {
	readonly session: Session;
	readonly palette: Palette;
	/** The terminal, with whatever stands before it. */
	readonly output: WriteStream;
	/** Called once the terminal can be handed over. */
	readonly onMount: (handOver: HandOver) => void;
}

export interface Drawing {
	/** Fulfilled when Ink has ended; rejected by an error in drawing, which ends Ink by itself. */
	readonly ended: Promise<unknown>;
	unmount(): void;
}

export function draw({session, palette, output, onMount}: DrawingOptions): Drawing {
	const instance = render(
		<PaletteProvider palette={palette}>
			<Root session={session} onMount={onMount} />
		</PaletteProvider>,
		{
			// All keys come through the key stream.
			stdin: createSilentInput(),
			stdout: output,
			alternateScreen: true,
			incrementalRendering: true,
			maxFps: 60,
			patchConsole: false,
			exitOnCtrlC: false,
			interactive: true,
		},
	);
	return {ended: instance.waitUntilExit(), unmount: () => instance.unmount()};
}
