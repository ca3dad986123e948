import type {KeyContext} from './keymap.ts';
import {layoutOf} from './layout.ts';
import {currentFrame} from './navigation.ts';
import {type ProgramState, topOverlay} from './state.ts';

/** The context that keys are resolved in. */
export function contextOf(state: ProgramState): KeyContext {
	// What can not be seen can not be answered.
	if (layoutOf(state.size, false).tooSmall) return 'always';
	const overlay = topOverlay(state);
	switch (overlay?.kind) {
		case undefined:
			return state.filtering ? 'filter' : currentFrame(state.navigation).kind;
		case 'confirm':
			return overlay.field === undefined ? 'dialog' : 'confirm-text';
		case 'run':
		case 'text':
			return 'dialog';
		case 'help':
		case 'command':
		case 'menu':
		case 'secret':
			return overlay.kind;
		case 'form':
			return overlay.picking === undefined ? `form-${overlay.at}` : 'form-options';
		case 'picker':
			return overlay.focus === 'rows' ? 'picker' : `picker-${overlay.focus}`;
	}
}
