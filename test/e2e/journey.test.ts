import {describe, expect, it} from 'vitest';
import {demoTokens} from '../../source/emulator/index.ts';
import {startCfiam} from './journey.ts';

describe('the look at what a program leaves behind', () => {
	it.each([
		['a token on the screen', 'echo "$CLOUDFLARE_API_TOKEN"', 'where a token was found'],
		['a token broken into lines', 'echo "$CLOUDFLARE_API_TOKEN" | fold -w 9', 'where a token was found'],
		['a token in a file', 'echo "$CLOUDFLARE_API_TOKEN" > "$HOME/log"', 'where a token was found'],
		['any file', 'touch "$HOME/.cfiam"', 'files in the home'],
		['a scrollback that is cleared', String.raw`printf '\033[3J'`, 'clears the scrollback'],
	])('finds %s', async (_, script, complaint) => {
		const terminal = startCfiam({command: 'sh', args: ['-c', script], token: demoTokens.full.token});
		await terminal.exit;
		await expect(terminal.close()).rejects.toThrow(complaint);
	});

	it('finds a token in the command line of a child', async () => {
		const terminal = startCfiam({
			command: 'sh',
			args: ['-c', 'sh -c "echo ready; sleep 30" "$CLOUDFLARE_API_TOKEN" & wait'],
			token: demoTokens.full.token,
		});
		await terminal.waitFor('ready');
		await expect(terminal.close()).rejects.toThrow('where a token was found');
	});

	it('finds nothing where nothing is', async () => {
		const terminal = startCfiam({
			command: 'sh',
			args: ['-c', 'cat "$HOME/given"'],
			files: {given: 'text\n'},
			token: demoTokens.full.token,
		});
		await terminal.exit;
		await expect(terminal.close()).resolves.toBeUndefined();
	});
});
