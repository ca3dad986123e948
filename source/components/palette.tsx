import {createContext, type ReactNode, useContext} from 'react';
import {monochromePalette, type Palette} from '../terminal/paint.ts';

const PaletteContext = createContext<Palette>(monochromePalette);

/** The look of tones for everything inside. */
export function PaletteProvider({palette, children}: {readonly palette: Palette; readonly children: ReactNode}) {
	return <PaletteContext value={palette}>{children}</PaletteContext>;
}

export function usePalette(): Palette {
	return useContext(PaletteContext);
}
