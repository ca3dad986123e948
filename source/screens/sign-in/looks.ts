/** Questions that nobody waits for: what comes of them is shown when it comes, as long as the step asks for it. */
import {type AreaAbility, readAbilities} from '../../identity/abilities.ts';
import type {SignInActor} from './actor.ts';
import {wantsKernelKeyring} from './choices.ts';
import {type Accepted, acceptedOf, isChoosing, type Step} from './step.ts';

export interface Looks {
	/** Looks at what the step asks for, and at nothing else any more. */
	follow(step: Step): void;
	stop(): void;
}

export function createLooks({
	state,
	change,
	clientOf,
	surroundings: {keeper},
}: Pick<SignInActor, 'state' | 'change' | 'clientOf' | 'surroundings'>): Looks {
	let abilities: {readonly of: Accepted; readonly controller: AbortController} | undefined;
	let kernelKeyring: AbortController | undefined;

	function lookAtAbilities(of: Accepted | undefined): void {
		if (abilities?.of === of) return;
		abilities?.controller.abort();
		abilities = undefined;
		if (of === undefined) return;
		const controller = new AbortController();
		const {signal} = controller;
		abilities = {of, controller};
		const onChange = (known: readonly AreaAbility[]): void => change((before) => ({...before, abilities: known}));
		// What can not be found out is not said; the account opens all the same.
		readAbilities(clientOf(of.attempt.credential), of.account.id, {verified: of.verified, signal, onChange}).catch(
			() => undefined,
		);
	}

	function lookAtKernelKeyring(isWanted: boolean): void {
		if (!isWanted) {
			kernelKeyring?.abort();
			kernelKeyring = undefined;
			return;
		}
		if (kernelKeyring !== undefined || state().kernelKeyring !== 'unknown') return;
		const controller = new AbortController();
		const {signal} = controller;
		kernelKeyring = controller;
		const conclude = (works: boolean): void => {
			if (!signal.aborted) change((before) => ({...before, kernelKeyring: works ? 'works' : 'refused'}));
		};
		keeper.kernelKeyringWorks({signal}).then(conclude, () => conclude(false));
	}

	return {
		follow(step) {
			lookAtAbilities(acceptedOf(step));
			lookAtKernelKeyring(isChoosing(step) && wantsKernelKeyring(step, state()));
		},
		stop() {
			lookAtAbilities(undefined);
			lookAtKernelKeyring(false);
		},
	};
}
