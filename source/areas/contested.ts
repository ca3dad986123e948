/** What somebody else has changed meanwhile, and steps in place of those that would overwrite it. */
import type {Need} from '../insight/knowledge.ts';
import type {Setting} from './define.ts';
import type {Confirmation} from './intent.ts';
import {confirmSteps, distinctNeeds, type Plan} from './plan.ts';
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
		? [
				{
					name: first.conflict.of ?? step.family.object,
					step,
					parts: conflicts.map(({part}) => part),
					conflict: first.conflict,
				},
			]
		: conflicts.map(({part, conflict}) => ({name: conflict.of ?? part.name(setting), step, parts: [part], conflict}));
}

/**
 * The same confirmation with a conflict of its plan decided: `by`, or nothing, takes the place of what would overwrite.
 * What it does not read again stays unread.
 */
export function withResolution(
	before: Confirmation,
	plan: Plan,
	{step, parts}: Contested,
	by: Step | undefined,
): Confirmation {
	const decided = new Set(parts);
	const others = step.parts.filter((part) => !decided.has(part)).map(({key}) => key);
	const rest = others.length === 0 ? undefined : step.only(others);
	const instead = [rest, by].filter((each) => each !== undefined);
	const asked = confirmSteps(
		plan.asked.flatMap((each) => (each === step ? instead : [each])),
		before.leftOut,
	);
	const textOf = (need: Need): string => JSON.stringify(need);
	const reread = new Set(before.fresh.map(textOf));
	const left = new Set(before.steps.flatMap(({needs}) => needs.map(textOf)).filter((text) => !reread.has(text)));
	const isRead = (need: Need): boolean => !left.has(textOf(need));
	return {
		...asked,
		needs: distinctNeeds([...before.needs, ...asked.needs.filter(isRead)]),
		fresh: asked.fresh.filter(isRead),
	};
}
