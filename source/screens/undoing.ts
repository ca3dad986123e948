/** What can be undone and redone, and how it changes with each run. Pure. */
import type {Reversal, Step} from '../areas/write.ts';
import type {EndedRun} from './runner.ts';
import type {Retry} from './runs.ts';
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
		...(reversals.some(({isFound}) => isFound === true) ? {isFound: true} : {}),
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

const retries: Readonly<Record<Retry, string>> = {
	'one by one': 'tries one by one',
	look: 'looks again',
	'look, then again': 'looks what became of it, and tries again what was not carried out',
	decide: 'lets you decide',
	send: 'sends the rest',
	again: 'tries again',
};

/** What is said when a run has come to its end; nothing when it has changed nothing. */
export function endMessage(run: EndedRun): Message {
	if (run.open.length > 0) {
		const {retry = 'again'} = run;
		return {
			text: `${run.summary}: tab, then enter ${retries[retry]}`,
			tone: retry === 'send' ? 'warning' : 'danger',
		};
	}
	const tone = 'good';
	if (run.now.length === 0) return {text: '', tone};
	// The panel of a secret takes all keys: what they do below it is not said.
	if (run.secrets.length > 0) return {text: 'done', tone};
	const found = run.reversals.some(({isFound}) => isFound === true) ? ' (found so: an answer was lost)' : '';
	const isReversible = run.reversals.some(({steps}) => steps.length > 0);
	switch (run.origin) {
		case 'new':
			return {text: `done${found}; ${isReversible ? 'z undoes it' : 'it can not be undone'}`, tone};
		case 'undo':
			return {text: `undone${found}${isReversible ? '; Z does it again' : ''}`, tone};
		case 'redo':
			return {text: `done again${found}${isReversible ? '; z undoes it' : ''}`, tone};
	}
}
