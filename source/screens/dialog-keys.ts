/** What the keys of a dialog do in the one on show: the footer names no others. Pure. */
import {isNothing} from '../areas/plan.ts';
import {confirmButtons} from './confirmation.ts';
import {isOpen, isUnderWay} from './runs.ts';
import type {Situation} from './situation.ts';
import {topOverlay} from './state.ts';

/** The label of a command of dialogs; undefined where it does nothing. Other commands keep theirs. */
export function dialogLabel(command: string, label: string, {state, setting}: Situation): string | undefined {
	const overlay = topOverlay(state);
	switch (overlay?.kind) {
		case 'confirm': {
			const plan = overlay.asked.plan(setting);
			if (command === 'dialog.next' && confirmButtons(overlay, plan).length < 2) return undefined;
			if (command === 'dialog.copy' && plan.steps.length === 0) return undefined;
			return command === 'dialog.cancel' && isNothing(plan) ? 'close' : label;
		}
		case 'run': {
			const goesOn = isUnderWay(overlay);
			if (command === 'dialog.next') return !goesOn && overlay.steps.some(isOpen) ? label : undefined;
			if (command === 'dialog.press' && goesOn) return undefined;
			if (command === 'dialog.cancel') return goesOn ? 'stop' : 'close';
			return label;
		}
		case 'text':
			if (command === 'dialog.next') return undefined;
			if (command === 'dialog.press') return undefined;
			if (command === 'dialog.cancel') return 'close';
			return command === 'dialog.copy' ? `copy ${overlay.copies?.what ?? 'all of it'}` : label;
		default:
			return label;
	}
}
