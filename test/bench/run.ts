/**
 * `npm run bench`: measures every figure, prints them and writes them as JSON. With `--check`, as CI runs it: fewer
 * repeats, nothing is written, and counts fail beyond their limit, ratios of times at
 * twice theirs; times of the machine are told only.
 */
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import * as v from 'valibot';
import {measureAccount} from './account.ts';
import {measureBytes} from './bytes.ts';
import {type Effort, fullEffort, quickEffort} from './effort.ts';
import {
	amount,
	type Figure,
	isReached,
	type Measure,
	measuredText,
	type Report,
	reportSchema,
	roomOf,
} from './figure.ts';
import {measureFilter} from './filter.ts';
import {measureIdle} from './idle.ts';
import {measureKeys} from './keys.ts';
import {measureMemory} from './memory.ts';
import {measureStart} from './start.ts';

const groups: Readonly<Record<string, (effort: Effort) => Promise<readonly Figure[]>>> = {
	start: measureStart,
	bytes: measureBytes,
	keys: measureKeys,
	filter: measureFilter,
	account: measureAccount,
	memory: measureMemory,
	idle: measureIdle,
};

const {values: options} = parseArgs({
	options: {
		check: {type: 'boolean', default: false},
		only: {type: 'string', default: Object.keys(groups).join(',')},
		json: {type: 'string'},
	},
});

function print(text: string): void {
	process.stdout.write(`${text}\n`);
}

const effort = options.check ? quickEffort : fullEffort;
const chosen = options.only.split(',');
const unknown = chosen.filter((name) => !Object.hasOwn(groups, name));
if (unknown.length > 0) {
	print(`There is no group ${unknown.join(', ')}; there are ${Object.keys(groups).join(', ')}.`);
	process.exit(2);
}

const figures: Figure[] = [];
const failed: string[] = [];
for (const name of chosen) {
	const from = performance.now();
	try {
		const measured = (await groups[name]?.(effort)) ?? [];
		figures.push(...measured);
		for (const each of measured) printFigure(each);
	} catch (error) {
		failed.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
		print(`${name} could not be measured: ${failed.at(-1)}`);
	}
	print(`  (${name} took ${((performance.now() - from) / 1000).toFixed(0)} s)`);
}

function printFigure(each: Figure): void {
	const where = each.size === undefined ? '' : ` (${each.size})`;
	print(`${each.verdict.padEnd(12)} ${each.what}${where}`);
	print(`${' '.repeat(13)}${measuredText(each)}; reach: ${each.reach}`);
}

const report: Report = {
	date: new Date().toISOString().slice(0, 10),
	node: process.versions.node,
	platform: `${process.platform} ${process.arch}`,
	cores: availableParallelism(),
	figures,
};

const file = options.json ?? fileURLToPath(new URL('figures.json', import.meta.url));
if (options.json !== undefined || !options.check) {
	const all = [...kept(file), ...figures].toSorted((one, other) => placeOf(one) - placeOf(other));
	writeFileSync(file, `${JSON.stringify({...report, figures: all}, undefined, '\t')}\n`);
	print(`Written to ${path.relative(process.cwd(), file)}; npm run docs puts test/bench/figures.json into the README.`);
}

/** What was measured before of the groups that were not measured now, on the same Node and machine. */
function kept(from: string): readonly Figure[] {
	if (!existsSync(from)) return [];
	const before = v.parse(reportSchema, JSON.parse(readFileSync(from, 'utf8')));
	const isSame = before.node === report.node && before.platform === report.platform && before.cores === report.cores;
	const measured = new Set(figures.map(({group}) => group));
	return isSame ? before.figures.filter(({group}) => !measured.has(group)) : [];
}

function placeOf({group}: Figure): number {
	return Object.keys(groups).indexOf(group);
}

if (options.check) check();
else if (failed.length > 0) process.exitCode = 1;
// What could not be measured may have left something running.
process.exit();

/** One passed, failed or skipped for each count and ratio, in a last line that CI reads. */
function check(): void {
	const judged = figures.flatMap((each) =>
		each.measures.filter(({kind}) => kind !== 'time').map((one): readonly [Figure, Measure] => [each, one]),
	);
	const skipped = judged.filter(([, {value}]) => value === null);
	const wrong = judged.filter(([, one]) => one.value !== null && !isReached(one, roomOf(one)));
	for (const [{what, note}] of skipped) print(`Skipped, ${note ?? 'not measured'}: ${what}`);
	for (const [{what, size}, one] of wrong) {
		const {label, value, unit, limit} = one;
		print(
			`Failed: ${what} ${size ?? ''}: ${label} ${amount(value ?? 0, unit)}; the limit is ${limit} ${unit}, with room for ${roomOf(one)} x`,
		);
	}
	for (const text of failed) print(`Failed: ${text}`);
	const failures = wrong.length + failed.length;
	const passed = judged.length - skipped.length - wrong.length;
	print(`${passed} passed, ${failures} failed${skipped.length === 0 ? '' : `, ${skipped.length} skipped`}`);
	process.exitCode = failures > 0 ? 1 : 0;
}
