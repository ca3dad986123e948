/** A program in which confirmations can be opened and answered, and nothing else happens. */
import type {Setting} from '../../source/areas/define.ts';
import {confirmSteps, type Plan} from '../../source/areas/plan.ts';
import type {Step} from '../../source/areas/write.ts';
import {createKeymap} from '../../source/input/keymap.ts';
import type {Actor} from '../../source/screens/actor.ts';
import {changeCommands} from '../../source/screens/commands/changes.ts';
import {systemCommands} from '../../source/screens/commands/system.ts';
import {contextOf} from '../../source/screens/context.ts';
import {composed} from '../../source/screens/dialog-lines.ts';
import {dialogHeight, partsOf} from '../../source/screens/dialog-parts.ts';
import {openConfirmation} from '../../source/screens/follow.ts';
import {createDraftKeeper, noDrafts} from '../../source/screens/form/drafts.ts';
import {keyBindings, keyContexts} from '../../source/screens/keymap.ts';
import {situationOf} from '../../source/screens/situation.ts';
import {type ProgramState, topOverlay} from '../../source/screens/state.ts';
import {plainText} from '../../source/terminal/line.ts';
import {settingOf} from '../areas/sample.ts';
import {noProfiles} from '../support/no-profiles.ts';
import {emptyState} from './empty-state.ts';

/** Only what confirmations do has an effect. */
export function stepDesk(setting: () => Setting = () => settingOf({})) {
	let state: ProgramState = emptyState;
	let time = 1000;
	const carriedOut: Plan[] = [];
	const copied: string[] = [];
	const nothing = (): void => undefined;
	const actor: Actor = {
		now: () => situationOf(state, setting()),
		time: () => time,
		change: (next) => {
			state = next(state);
		},
		hint: () => {},
		say: (text, tone = 'plain') => {
			state = {...state, message: {text, tone}};
		},
		copy: (_what, text) => copied.push(String(text)),
		refresh: nothing,
		look: async () => undefined,
		follow: nothing,
		carryOut: (plan) => carriedOut.push(plan),
		retryFailed: nothing,
		stopRun: nothing,
		keymap: createKeymap(keyBindings, keyContexts, {}),
		baseUrl: 'https://api.example',
		setReadOnly: nothing,
		askRights: nothing,
		edit: async () => ({kind: 'failed', reason: 'no editor'}),
		keeper: createDraftKeeper({drafts: noDrafts, time: () => time, setTimer: () => nothing}),
		profiles: noProfiles,
		chooseAccount: nothing,
		openAccount: nothing,
		cancelWait: nothing,
		isWaiting: () => false,
		repaint: nothing,
		suspend: nothing,
		quit: nothing,
	};
	return {
		actor,
		carriedOut,
		copied,
		open(steps: readonly Step[], more: Partial<ProgramState> = {}) {
			state = {...state, ...more};
			openConfirmation(actor, confirmSteps(steps));
			time += 1000;
		},
		run(...commands: readonly (keyof typeof changeCommands | keyof typeof systemCommands)[]) {
			const table = {...changeCommands, ...systemCommands};
			for (const command of commands) table[command](actor.now(), actor);
		},
		wait: (ms: number) => {
			time += ms;
		},
		said: () => state.message?.text,
		context: () => contextOf(state),
		isOpen: () => topOverlay(state)?.kind === 'confirm',
		state: () => state,
		lines(): readonly string[] {
			const overlay = topOverlay(state);
			if (overlay?.kind !== 'confirm') throw new Error('no confirmation is open');
			const parts = partsOf(overlay, actor.now());
			return composed(parts, overlay.top, dialogHeight(40)).map(plainText);
		},
	};
}
