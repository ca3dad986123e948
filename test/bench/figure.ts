/** What is measured: numbers with a limit each, and what they are compared with. */
import * as v from 'valibot';

export const units = ['x', 'bytes', 'ms', 'MB', 'requests', 'pages', 'rows', 'times', '%'] as const;

const measureSchema = v.object({
	/** What of the figure it is: `median`, `95th percentile`; empty where there is but one. */
	label: v.string(),
	/** Null where it could not be measured. */
	value: v.nullable(v.number()),
	unit: v.picklist(units),
	/** Reached by what is at most that much; or at least, where `atLeast` says so. */
	limit: v.number(),
	atLeast: v.boolean(),
	/** Ratios and counts are judged in CI; times of a machine are told and not judged. */
	kind: v.picklist(['ratio', 'count', 'time']),
	/** A ratio of counts: the same on every machine. */
	isExact: v.optional(v.boolean()),
});

const figureSchema = v.object({
	group: v.string(),
	what: v.string(),
	/** The words of what is to be reached. */
	reach: v.string(),
	/** `80x24`; undefined where the size does not matter. */
	size: v.optional(v.string()),
	measures: v.array(measureSchema),
	/** What was measured in the same run to compare with: `node -e 0`, fzf, the SDK. */
	beside: v.array(v.object({name: v.string(), value: v.number(), unit: v.picklist(units)})),
	/** What else there is to know; how to install what is missing. */
	note: v.optional(v.string()),
	verdict: v.picklist(['reached', 'missed', 'not measured']),
});

export const reportSchema = v.object({
	date: v.string(),
	node: v.string(),
	platform: v.string(),
	cores: v.number(),
	figures: v.array(figureSchema),
});

export type Measure = v.InferOutput<typeof measureSchema>;
export type Figure = v.InferOutput<typeof figureSchema>;
export type Report = v.InferOutput<typeof reportSchema>;
export type Unit = (typeof units)[number];

type MeasureParts = Pick<Measure, 'value' | 'unit' | 'limit' | 'kind'> & {
	readonly label?: string;
	readonly atLeast?: boolean;
	readonly isExact?: boolean;
};

export function measure(parts: MeasureParts): Measure {
	const value = parts.value === null || Number.isNaN(parts.value) ? null : parts.value;
	return {label: '', atLeast: false, ...parts, value};
}

/** Whether the value is within the limit, with room for noise: 2 allows for twice as much. */
export function isReached({value, limit, atLeast}: Measure, room = 1): boolean {
	if (value === null) return false;
	return atLeast ? value >= limit / room : value <= limit * room;
}

/** Room for noise where a figure is judged on somebody's machine: none for what does not depend on it, as memory does. */
export function roomOf({kind, unit, isExact}: Measure): number {
	if (unit === 'MB') return 1.25;
	return kind === 'count' || isExact === true ? 1 : 2;
}

export function figure(parts: Omit<Figure, 'verdict' | 'beside'> & {readonly beside?: Figure['beside']}): Figure {
	const {measures} = parts;
	const isMissing = measures.some(({value}) => value === null);
	const verdict = isMissing ? 'not measured' : measures.every((each) => isReached(each)) ? 'reached' : 'missed';
	return {beside: [], ...parts, verdict};
}

/** `3.40 x`, `150 bytes`, `4.9 ms`, `37.8 s`. */
export function amount(value: number, unit: Unit): string {
	if (unit === 'ms' && value >= 10_000) return `${(value / 1000).toFixed(1)} s`;
	if (unit === 'x') return `${value.toFixed(2)} x`;
	const digits = Number.isInteger(value) || value >= 100 ? 0 : value < 1 ? 3 : 1;
	return `${Number(value.toFixed(digits)).toLocaleString('en')} ${unit}`;
}

/** What was measured, in one line. */
export function measuredText({measures, beside, note}: Figure): string {
	const own = measures.map(({label, value, unit}) => {
		const text = value === null ? 'not measured' : amount(value, unit);
		return label === '' ? text : `${label} ${text}`;
	});
	const others = beside.map(({name, value, unit}) => `${name} ${amount(value, unit)}`);
	return [own.join(', '), others.join(', '), note ?? ''].filter((part) => part !== '').join('; ');
}
