import {readdirSync} from 'node:fs';
import {afterAll, afterEach, beforeEach, expect, type RunnerTask} from 'vitest';

/** Screens as text files below `test/golden/`: made with `vitest -u`, and read by people before they are committed. */
export interface Golden {
	/** Compares rows with the file of this name. */
	matches(name: string, rows: readonly string[]): Promise<void>;
}

/**
 * The files of one folder. After the tests of a file each of them has to have been asked for: what is left over shows
 * screens that are no more.
 */
export function goldenFolder(folder: string): Golden {
	const asked = new Set<string>();
	let ran = 0;
	let all = 0;
	let failed = false;
	beforeEach(({task}) => {
		ran += 1;
		all = countTests(task.file.tasks);
	});
	afterEach(({task}) => {
		failed ||= task.result?.state === 'fail';
	});
	afterAll(() => {
		// From a part of the tests nothing follows.
		if (ran === all && !failed) {
			const files = readdirSync(new URL(`../golden/${folder}`, import.meta.url));
			expect(files.filter((file) => !asked.has(file))).toEqual([]);
		}
	});
	return {
		async matches(name, rows) {
			asked.add(`${name}.txt`);
			// Which request came first is not the same every time.
			const text = rows.join('\n').replaceAll(/(?<=Ray id: )[0-9a-f]{16}/gu, '0123456789abcdef');
			await expect(`${text}\n`).toMatchFileSnapshot(`../golden/${folder}/${name}.txt`);
		},
	};
}

function countTests(tasks: readonly RunnerTask[]): number {
	return tasks.reduce((sum, task) => sum + (task.type === 'suite' ? countTests(task.tasks) : 1), 0);
}
