import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {Writable} from 'node:stream';
import {describe, expect, test} from 'vitest';
import {runEmulatorCommand} from '../../source/emulator/command.ts';
import {startEmulator} from '../../source/emulator/index.ts';

const command = new URL('../../source/emulator/command.ts', import.meta.url).href;
const script = `
	const {runEmulatorCommand} = await import(${JSON.stringify(command)});
	process.exitCode = await runEmulatorCommand({dataset: 'empty'}, process.stdout, process.stderr);
`;

/** What is written to it, as text. */
function collector(): {readonly stream: Writable; text(): string} {
	let text = '';
	const stream = new Writable({
		write(chunk, _encoding, done) {
			text += String(chunk);
			done();
		},
	});
	return {stream, text: () => text};
}

describe('the emulator command', () => {
	test.each(['SIGINT', 'SIGTERM'] as const)('prints one line of JSON, serves, and exits 0 on %s', async (signal) => {
		const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		try {
			let output = '';
			child.stdout.setEncoding('utf8');
			child.stdout.on('data', (chunk: string) => {
				output += chunk;
			});
			while (!output.includes('\n')) {
				await once(child.stdout, 'data');
			}
			const line: unknown = JSON.parse(output);
			expect(line).toMatchObject({
				baseUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/client\/v4$/),
				accountId: expect.stringMatching(/^[0-9a-f]{32}$/),
				token: expect.stringMatching(/^cfut_/),
				dataset: 'empty',
			});
			const {baseUrl, accountId, token} = line as {baseUrl: string; accountId: string; token: string};
			const response = await fetch(`${baseUrl}/accounts/${accountId}`, {headers: {authorization: `Bearer ${token}`}});
			expect(response.status).toBe(200);
			const exit = once(child, 'exit');
			child.kill(signal);
			expect(await exit).toEqual([0, null]);
			expect(output.trimEnd().split('\n')).toHaveLength(1);
		} finally {
			child.kill('SIGKILL');
		}
	});

	test('says that a port is in use and ends with 1', async () => {
		const other = await startEmulator();
		try {
			const stdout = collector();
			const stderr = collector();
			expect(await runEmulatorCommand({port: other.port}, stdout.stream, stderr.stream)).toBe(1);
			expect(stdout.text()).toBe('');
			expect(stderr.text()).toBe(
				`cfiam emulator: port ${other.port} is in use by another program. Choose another with --port, or 0 for a free one.\n`,
			);
		} finally {
			await other.close();
		}
	});

	test('leaves no signal handlers behind when it could not start', async () => {
		const other = await startEmulator();
		const before = process.listenerCount('SIGINT');
		try {
			await runEmulatorCommand({port: other.port}, collector().stream, collector().stream);
			expect(process.listenerCount('SIGINT')).toBe(before);
		} finally {
			await other.close();
		}
	});
});
