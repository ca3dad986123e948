import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {startTerminal} from '../support/terminal.ts';

/** The fixture that writes a line for each event of its key stream. */
function startFixture(environment: Readonly<Record<string, string>> = {}) {
	const fixture = path.join(import.meta.dirname, 'fixtures/keys.ts');
	return startTerminal({command: process.execPath, args: [fixture], environment, rows: 60});
}

/** The events that the fixture has written since it was ready. */
function events(screen: string): string[] {
	return screen.split('\n').slice(1);
}

describe('the key stream on a real terminal', () => {
	it('makes thirty keys of thirty keys in one write', async () => {
		await using terminal = startFixture();
		await terminal.waitFor('ready');
		terminal.write('GGkk/plat\rjjj\u001b[B\u001b[Bk   \u0004G\u001b[Hg?\u001bOA\tz:x\r');
		const screen = await terminal.waitFor((text) => events(text).length === 30);
		expect(events(screen).join(' ')).toBe(
			'G G k k / p l a t enter j j j down down k space space space ctrl+d G home g ? up tab z : x enter',
		);
	});

	it('reads a key whose bytes come one by one', async () => {
		await using terminal = startFixture({SSH_TTY: '/dev/pts/9'});
		await terminal.waitFor('ready');
		const keys: readonly (readonly [string, string])[] = [
			['\u001b[A', 'up'],
			['\u001b[1;5C', 'ctrl+right'],
			['\u001bOP', 'f1'],
			['\u001b[15~', 'f5'],
			['\u001b[27;5;13~', 'ctrl+enter'],
			['é', 'é'],
			['漢', '漢'],
			['👧', '👧'],
		];
		for (const [index, [bytes, name]] of keys.entries()) {
			for (const byte of Buffer.from(bytes)) {
				terminal.write(Uint8Array.of(byte));
				await new Promise((resolve) => setImmediate(resolve));
			}
			const screen = await terminal.waitFor((text) => events(text).length > index);
			expect(events(screen).at(-1)).toBe(name);
		}
	});

	it('asks for brackets, and keeps a paste with line ends whole', async () => {
		await using terminal = startFixture();
		await terminal.waitFor('ready');
		expect(terminal.emulator.hasBracketedPaste).toBe(true);
		terminal.paste('bo@acme.com\neve@acme.com\nq\n');
		const screen = await terminal.waitFor('paste');
		expect(events(screen)).toEqual([String.raw`paste "bo@acme.com\neve@acme.com\nq\n"`]);
	});

	it('keeps a paste larger than any buffer whole', async () => {
		await using terminal = startFixture();
		await terminal.waitFor('ready');
		const addresses = Array.from({length: 5000}, (_, index) => `person.${index}@acme.com`).join('\n');
		terminal.paste(addresses);
		terminal.press('j');
		await terminal.waitFor(/^j$/m);
		const [written = ''] = /paste "[^"]*"/.exec(terminal.output) ?? [];
		expect(written).toBe(`paste ${JSON.stringify(addresses)}`);
	});

	it('tells Escape from the beginning of a sequence', async () => {
		await using terminal = startFixture();
		await terminal.waitFor('ready');
		terminal.press('escape');
		await terminal.waitFor('escape');
		terminal.press('down');
		expect(events(await terminal.waitFor('down'))).toEqual(['escape', 'down']);
	});

	it('reads an arrow that was torn apart while the program was busy', async () => {
		await using terminal = startFixture();
		await terminal.waitFor('ready');
		terminal.write('b\u001b');
		await terminal.waitFor('busy');
		terminal.write('[A');
		const screen = await terminal.waitFor((text) => events(text).length >= 4);
		expect(events(screen)).toEqual(['b', 'busy', 'idle', 'up']);
	});

	it('drops what the terminal answers', async () => {
		await using terminal = startFixture();
		await terminal.waitFor('ready');
		terminal.write('\u001b]11;rgb:1e1e/1e1e/1e1e\u001b\\\u001b[?62;c\u001b[24;80Rj');
		expect(events(await terminal.waitFor(/^j$/m))).toEqual(['j']);
	});

	it('leaves the terminal as it was, and lets the program end', async () => {
		await using terminal = startFixture();
		await terminal.waitFor('ready');
		terminal.press('q');
		expect(await terminal.exit).toEqual({code: 0, signal: undefined});
		expect(events(terminal.screen())).toEqual(['q', 'stopped']);
		expect(terminal.emulator.hasBracketedPaste).toBe(false);
	});
});
