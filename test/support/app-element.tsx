import type {ReactNode} from 'react';
import type {Budget} from '../../source/api/budget.ts';
import {PaletteProvider} from '../../source/components/palette.tsx';
import {App} from '../../source/screens/app.tsx';
import type {Identity} from '../../source/screens/frame-lines.ts';
import type {Program} from '../../source/screens/program.ts';
import {monochromePalette, type Palette} from '../../source/terminal/paint.ts';

/** The screen of a program, without colour unless a palette is given. */
export function appElement({
	program,
	budget,
	identity,
	palette = monochromePalette,
}: {
	readonly program: Program;
	readonly budget: Budget;
	readonly identity: Identity;
	readonly palette?: Palette | undefined;
}): ReactNode {
	return (
		<PaletteProvider palette={palette}>
			<App program={program} identity={identity} budget={budget} />
		</PaletteProvider>
	);
}
