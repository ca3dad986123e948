/** Ink, drawing the session. Loaded behind the first frames, which need neither Ink nor React (`first-frames.ts`). */
import {render} from 'ink';
import {InkOutput, watchTree} from '../components/ink-frames.ts';
import {PaletteProvider} from '../components/palette.tsx';
import {createSilentInput} from '../input/silent-input.ts';
import type {Frame} from '../terminal/frame/picture.ts';
import type {Palette} from '../terminal/paint.ts';
import {Root} from './root.tsx';
import type {Session} from './session.ts';
import type {Size} from './state.ts';

export interface DrawingOptions {
	readonly session: Session;
	readonly palette: Palette;
	/** Of the terminal. */
	readonly size: () => Size;
	/** Takes every frame. */
	readonly show: (frame: Frame) => void;
}

export interface Drawing {
	/** Fulfilled when Ink has ended; rejected by an error in drawing, which ends Ink by itself. */
	readonly ended: Promise<unknown>;
	unmount(): void;
}

export function draw({session, palette, size, show}: DrawingOptions): Drawing {
	const output = new InkOutput(size);
	const instance = render(
		<PaletteProvider palette={palette}>
			<Root session={session} onTree={(element) => watchTree(element, output, show)} />
		</PaletteProvider>,
		{
			// All keys come through the key stream.
			stdin: createSilentInput(),
			stdout: output,
			stderr: output,
			// Holding back, comparing and writing frames, and the modes of the terminal, belong to the frame writer.
			debug: true,
			patchConsole: false,
			exitOnCtrlC: false,
			interactive: true,
		},
	);
	return {ended: instance.waitUntilExit(), unmount: () => instance.unmount()};
}
