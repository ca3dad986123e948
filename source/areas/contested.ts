/** What somebody else has changed meanwhile, and steps in place of those that would overwrite it. */
import type {Setting} from './define.ts';
import type {Confirmation} from './intent.ts';
import {confirmSteps} from './plan.ts';
import type {Conflict, Part, Step} from './write.ts';

/** One thing that two have changed. */
export interface Contested {
	/** `platform-dns`; `the group` where several parts of it are one request. */
	readonly name: string;
	readonly step: Step;
	/** Those of the step that it is about. */
	readonly parts: readonly Part[];
	readonly conflict: Conflict;
}

/** A step that is one whole is contested once, however many of its parts are. */
export function contestedOf(
	step: Step,
	conflicts: readonly {readonly part: Part; readonly conflict: Conflict}[],
	setting: Setting,
): readonly Contested[] {
	const [first] = conflicts;
	if (first === undefined) return [];
	const isWhole = conflicts.length > 1 && step.only([first.part.key]) === undefined;
	return isWhole
		? [{name: step.family.object, step, parts: conflicts.map(({part}) => part), conflict: first.conflict}]
		: conflicts.map(({part, conflict}) => ({name: part.name(setting), step, parts: [part], conflict}));
}

/** The same confirmation with a conflict decided: `by`, or nothing, takes the place of what would overwrite. */
export function withResolution(asked: Confirmation, {step, parts}: Contested, by: Step | undefined): Confirmation {
	const decided = new Set(parts);
	const others = step.parts.filter((part) => !decided.has(part)).map(({key}) => key);
	const rest = others.length === 0 ? undefined : step.only(others);
	const instead = [rest, by].filter((each) => each !== undefined);
	const steps = asked.steps.flatMap((each) => (each === step ? instead : [each]));
	return confirmSteps(steps, asked.leftOut);
}
