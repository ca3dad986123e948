import {execFileSync} from 'node:child_process';
import {describe, expect, test} from 'vitest';

/** Runs it in a process of its own, and then a text that uses `environment`, what it has returned. */
function afterIt(text: string, env: Readonly<Record<string, string>> = {}): unknown {
	const module = new URL('../../source/credentials/crash-traces.ts', import.meta.url).href;
	const program = `
		import {execFileSync} from 'node:child_process';
		import {readFileSync} from 'node:fs';
		import {keepOutOfCrashes} from '${module}';
		const environment = keepOutOfCrashes(process);
		console.log(JSON.stringify(${text}));
	`;
	return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', program], {env, encoding: 'utf8'}));
}

describe('what a crash leaves', () => {
	const env = {CLOUDFLARE_API_TOKEN: 'one', CF_API_KEY: 'two', CLOUDFLARE_EMAIL: 'three', HOME: '/four'};

	test('has no variable with a secret in it, while the program still knows them', () => {
		expect(afterIt('[environment, process.env]', env)).toEqual([env, {CLOUDFLARE_EMAIL: 'three', HOME: '/four'}]);
		expect(afterIt('process.report.getReport().environmentVariables', env)).not.toHaveProperty('CLOUDFLARE_API_TOKEN');
	});

	test.runIf(process.platform === 'linux')('has no memory in it, nor that of a process which it starts', () => {
		const file = '/proc/self/coredump_filter';
		expect(afterIt(`readFileSync('${file}', 'utf8')`)).toBe('00000000\n');
		expect(afterIt(`execFileSync('/bin/cat', ['${file}'], {encoding: 'utf8'})`)).toBe('00000000\n');
	});
});
