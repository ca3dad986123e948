/** Writes as the program carries them out, without keys and screens: on a real store, over real HTTP. */
import {expect} from 'vitest';
import {planOf} from '../../source/areas/plan.ts';
import {Successors} from '../../source/areas/successors.ts';
import type {Step} from '../../source/areas/write.ts';
import {lookAgain} from '../../source/screens/looking.ts';
import {createRunner, type EndedRun} from '../../source/screens/runner.ts';
import type {Origin} from '../../source/screens/state.ts';
import {type Stacks, stacksAfter} from '../../source/screens/undoing.ts';
import type {Harness} from '../store/harness.ts';

/** Confirms and carries out as the program does: read again, planned from that, run, and put on the stacks. */
export function createDesk({store}: Pick<Harness, 'store'>) {
	const successors = new Successors();
	let stacks: Stacks = {undo: [], redo: []};
	let ended: (run: EndedRun) => void = () => undefined;
	const runner = createRunner({
		writer: store,
		change: () => undefined,
		finished: (run) => {
			stacks = stacksAfter(stacks, run);
			ended(run);
		},
	});

	async function carryOut(steps: readonly Step[], origin: Origin): Promise<void> {
		const seen = await lookAgain(
			steps.flatMap(({needs}) => needs),
			store,
			0,
		);
		if ('problem' in seen) throw new Error(seen.problem);
		const plan = planOf(steps, {knowledge: seen.knowledge, now: 0, successors});
		expect(plan.conflicts).toEqual([]);
		if (plan.steps.length === 0) return;
		const {promise, resolve} = Promise.withResolvers<EndedRun>();
		ended = resolve;
		runner.start(plan, origin);
		expect((await promise).open).toEqual([]);
	}

	return {
		carryOut,
		async takeBackAll(origin: 'undo' | 'redo'): Promise<void> {
			for (let last = stacks[origin].at(-1); last !== undefined; last = stacks[origin].at(-1)) {
				await carryOut(last.steps, origin);
				if (stacks[origin].at(-1) === last) throw new Error(`nothing is left to ${origin} of: ${last.title}`);
			}
		},
		stacks: () => stacks,
	};
}
