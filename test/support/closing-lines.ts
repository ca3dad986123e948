/**
 * The last lines of a test run: what was skipped and what to install for it, then `N passed, N failed`, which a
 * program can read. A test that needs a tool of the system skips itself with a note that says how to install it:
 * `skip(!isInstalled, 'needs tmux: apt-get install tmux')`.
 */
import type {Reporter, TestCase, TestModule} from 'vitest/node';

/** What the closing lines say. */
export interface Outcome {
	readonly passed: number;
	/** Failed tests, and files and processes that failed outside of any test. */
	readonly failed: number;
	readonly skipped: readonly {readonly name: string; readonly note: string | undefined}[];
}

/** The lines, `N passed, N failed` last; `, N skipped` stands there only where something was. */
export function closingLines({passed, failed, skipped}: Outcome): readonly string[] {
	const notes = new Map<string, string[]>();
	for (const {name, note = 'without a reason'} of skipped) notes.set(note, [...(notes.get(note) ?? []), name]);
	return [
		...[...notes].flatMap(([note, names]) => [`Skipped, ${note}:`, ...names.map((name) => `  ${name}`)]),
		`${passed} passed, ${failed} failed${skipped.length === 0 ? '' : `, ${skipped.length} skipped`}`,
	];
}

function nameOf(test: TestCase): string {
	return `${test.module.relativeModuleId} > ${test.fullName}`;
}

/** Counts a run; errors outside of tests count as failures, so that a file that can not be loaded is one. */
export function outcomeOf(modules: readonly TestModule[], unhandledErrors: number): Outcome {
	const tests = modules.flatMap((module) => [...module.children.allTests()]);
	const inState = (state: 'passed' | 'failed' | 'skipped') => tests.filter((test) => test.result().state === state);
	const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
	const brokenSuites = suites.filter((suite) => suite.errors().length > 0).length;
	const unfinished = tests.filter((test) => test.result().state === 'pending').length;
	return {
		passed: inState('passed').length,
		failed: inState('failed').length + unfinished + brokenSuites + unhandledErrors,
		skipped: inState('skipped').map((test) => {
			const result = test.result();
			return {name: nameOf(test), note: result.state === 'skipped' ? result.note : undefined};
		}),
	};
}

export default class ClosingLines implements Reporter {
	onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
		process.stdout.write(`${closingLines(outcomeOf(modules, unhandledErrors.length)).join('\n')}\n`);
	}
}
