/**
 * A program that increases a number in a file, with others that do the same:
 * `lock-worker.ts CONFIG_HOME ROUNDS` under the lock; `lock-worker.ts CONFIG_HOME hold` takes the lock, says so and
 * keeps it until it is killed.
 */
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {setImmediate} from 'node:timers/promises';
import {exclusively} from '../../source/configuration/lock.ts';

const [home = '', task = ''] = process.argv.slice(2);
const file = path.join(home, 'number');

if (task === 'hold') {
	await exclusively({XDG_CONFIG_HOME: home}, async () => {
		process.stdout.write('held');
		setInterval(() => undefined, 1000);
		await new Promise(() => undefined);
	});
}

for (let round = 0; round < Number(task); round++) {
	await exclusively(
		{XDG_CONFIG_HOME: home},
		async () => {
			const number = Number(readFileSync(file, 'utf8'));
			for (let turn = 0; turn < 20; turn++) await setImmediate();
			writeFileSync(file, String(number + 1));
		},
		{limit: 15_000},
	);
}
