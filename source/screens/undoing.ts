/** What can be undone and redone, and how it changes with each run. Pure. */
import type {Reversal, Step} from '../areas/write.ts';
import type {EndedRun} from './runner.ts';
import type {Message, ProgramState, UndoEntry} from './state.ts';

export type Stacks = Pick<ProgramState, 'undo' | 'redo'>;

/**
 * What takes several steps back, in the order in which it has to be sent: what was done last comes first, but steps
 * that may be joined to one request may also be sent in any order, and keep theirs.
 */
export function combinedReversal(reversals: readonly Reversal[]): Reversal {
	const runs: Step[][] = [];
	for (const step of reversals.flatMap(({steps}) => steps)) {
		const last = runs.at(-1);
		if (last?.[0]?.family === step.family) last.push(step);
		else runs.push([step]);
	}
	return {
		steps: runs.toReversed().flatMap((run) => (run[0]?.family.join === undefined ? run.toReversed() : run)),
		why: reversals.find(({why}) => why !== undefined)?.why,
	};
}

/** With what the run did, once however often it was tried again. */
function pushed(stack: readonly UndoEntry[], {id, title, reversals}: EndedRun): readonly UndoEntry[] {
	if (reversals.length === 0) return stack;
	return [...(stack.at(-1)?.run === id ? stack.slice(0, -1) : stack), {run: id, title, ...combinedReversal(reversals)}];
}

/** Without what the run carried out of its last entry. */
function shortened(stack: readonly UndoEntry[], {open}: EndedRun): readonly UndoEntry[] {
	const last = stack.at(-1);
	return last === undefined || open.length === 0 ? stack.slice(0, -1) : [...stack.slice(0, -1), {...last, steps: open}];
}

/** What can be undone and redone after a run. A new change leaves nothing to redo: it may have built on something else. */
export function stacksAfter({undo, redo}: Stacks, run: EndedRun): Stacks {
	switch (run.origin) {
		case 'new':
			return run.reversals.length === 0 ? {undo, redo} : {undo: pushed(undo, run), redo: []};
		case 'undo':
			return {undo: shortened(undo, run), redo: pushed(redo, run)};
		case 'redo':
			return {undo: pushed(undo, run), redo: shortened(redo, run)};
	}
}

/** What is said when a run has come to its end; nothing when it has changed nothing. */
export function endMessage(run: EndedRun): Message {
	if (run.open.length > 0) {
		const key = run.isOnlyStopped ? 'sends the rest' : run.isOnlyUnknowable ? 'looks again' : 'tries again';
		return {text: `${run.summary}: tab, then enter ${key}`, tone: run.isOnlyStopped ? 'warning' : 'danger'};
	}
	const tone = 'good';
	if (run.now.length === 0) return {text: '', tone};
	// The panel of a secret takes all keys: what they do below it is not said.
	if (run.secrets.length > 0) return {text: 'done', tone};
	const isReversible = run.reversals.some(({steps}) => steps.length > 0);
	switch (run.origin) {
		case 'new':
			return {text: isReversible ? 'done; z undoes it' : 'done; it can not be undone', tone};
		case 'undo':
			return {text: isReversible ? 'undone; Z does it again' : 'undone', tone};
		case 'redo':
			return {text: isReversible ? 'done again; z undoes it' : 'done again', tone};
	}
}
