import {existsSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {createScreen} from '../support/screen.ts';
import {startTerminal} from '../support/terminal.ts';

/** A terminal with a line of JavaScript on it. */
function startScript(script: string, options: Partial<Parameters<typeof startTerminal>[0]> = {}) {
	return startTerminal({command: process.execPath, args: ['-e', script], ...options});
}

const echo = `
	process.stdin.setRawMode(true);
	process.stdin.on('data', data => {
		if (data.includes('q')) process.exit(3);
		process.stdout.write(JSON.stringify(data.toString()) + '\\r\\n');
	});
	process.stdout.write('ready\\r\\n');
`;

describe('the test terminal', () => {
	it('sends keys and shows what the program draws', async () => {
		await using terminal = startScript(echo);
		await terminal.waitFor('ready');
		terminal.press('j');
		await terminal.waitFor('"j"');
		terminal.press('down');
		await terminal.waitFor(String.raw`"\u001b[B"`);
		terminal.press('ctrl+d');
		const screen = await terminal.waitFor(String.raw`"\u0004"`);
		expect(screen).toBe(['ready', '"j"', String.raw`"\u001b[B"`, String.raw`"\u0004"`].join('\n'));
		expect(terminal.row(1)).toBe('"j"');
		terminal.press('q');
		expect(await terminal.exit).toEqual({code: 3, signal: undefined});
	});

	it('refuses a key that it does not know', async () => {
		await using terminal = startScript(echo);
		expect(() => terminal.press('hyper+x')).toThrow('no key "hyper+x"');
	});

	it('brackets a paste only for a program that asked for it', async () => {
		await using terminal = startScript(echo);
		await terminal.waitFor('ready');
		terminal.paste('a\nb');
		await terminal.waitFor(String.raw`"a\rb"`);
		await using asking = startScript(`process.stdout.write('\\u001b[?2004h'); ${echo}`);
		await asking.waitFor('ready');
		asking.paste('a\nb');
		await asking.waitFor(String.raw`"\u001b[200~a\rb\u001b[201~"`);
	});

	it('tells the program its size, and when it changes', async () => {
		const script = `
			const show = () => process.stdout.write(process.stdout.columns + 'x' + process.stdout.rows + '\\r\\n');
			process.stdout.on('resize', show); show(); setInterval(() => {}, 1000);
		`;
		await using terminal = startScript(script, {columns: 60, rows: 15});
		await terminal.waitFor('60x15');
		terminal.resize(120, 40);
		await terminal.waitFor('120x40');
	});

	it('answers queries as a terminal does', async () => {
		await using terminal = startScript(`${echo} process.stdout.write('\\u001b[6n')`);
		await terminal.waitFor(String.raw`"\u001b[2;1R"`);
	});

	it('gives the program a bare environment and an empty home with the files asked for', async () => {
		process.env.CLOUDFLARE_API_TOKEN = 'of this machine';
		try {
			const script = `
				const {CLOUDFLARE_API_TOKEN, NO_COLOR, TERM, CI, HOME, EXTRA} = process.env;
				console.log([CLOUDFLARE_API_TOKEN, NO_COLOR, TERM, CI, EXTRA].join());
				console.log(require('fs').readFileSync(process.env.XDG_CONFIG_HOME + '/cfiam/config.json', 'utf8'));
				setInterval(() => {}, 1000);
			`;
			const terminal = startScript(script, {
				environment: {EXTRA: 'extra'},
				files: {'.config/cfiam/config.json': '{"a": 1}'},
			});
			await terminal.waitFor('{"a": 1}');
			expect(terminal.row(0)).toBe(',,xterm-256color,false,extra');
			expect(existsSync(path.join(terminal.home, '.config'))).toBe(true);
			await terminal.close();
			expect(existsSync(terminal.home)).toBe(false);
		} finally {
			delete process.env.CLOUDFLARE_API_TOKEN;
		}
	});

	it('fails with the screen when what is waited for does not come, or the program ends', async () => {
		await using terminal = startScript(echo);
		await terminal.waitFor('ready');
		await expect(terminal.waitFor('never', {timeout: 20, description: 'the list'})).rejects.toThrow(
			/waited for the list, but it did not come within 20 ms.*\|ready/s,
		);
		const waiting = terminal.waitFor('never');
		terminal.press('q');
		await expect(waiting).rejects.toThrow(/waited for "never", but the program ended with 3.*\|ready/s);
	});

	it('does not look at half a frame', async () => {
		const script = `
			process.stdout.write('\\u001b[?2026hone');
			process.stdin.once('data', () => process.stdout.write(' two\\u001b[?2026l'));
		`;
		await using terminal = startScript(script);
		await expect(terminal.waitFor('one', {timeout: 300})).rejects.toThrow('it did not come within 300 ms');
		terminal.write('\r');
		expect(await terminal.waitFor('one')).toContain('two');
	});

	it('ends a program with the terminal', async () => {
		await using terminal = startScript(echo);
		await terminal.waitFor('ready');
		terminal.hangUp();
		expect((await terminal.exit).signal).toBe(1);
	});

	it('kills with the signal asked for', async () => {
		await using terminal = startScript(echo);
		await terminal.waitFor('ready');
		terminal.kill('SIGTERM');
		expect((await terminal.exit).signal).toBe(15);
	});
});

describe('the emulated screen', () => {
	it('knows the looks of every cell', async () => {
		const screen = createScreen(10, 3);
		await screen.write('\u001b[31;1mA\u001b[39;22;2mb\u001b[22;7mc\u001b[27;4m漢\u001b[24m');
		const [red, dim, inverse, wide, half] = screen.cells(0);
		expect(red).toMatchObject({text: 'A', foreground: 1, bold: true, dim: false});
		expect(dim).toMatchObject({text: 'b', foreground: undefined, bold: false, dim: true});
		expect(inverse).toMatchObject({text: 'c', inverse: true, dim: false});
		expect(wide).toMatchObject({text: '漢', width: 2, underline: true});
		expect(half).toMatchObject({text: '', width: 0});
		expect(screen.cells(0)).toHaveLength(10);
	});

	it('tells the alternate screen from the normal one, and keeps what scrolled away', async () => {
		const screen = createScreen(10, 2);
		await screen.write('one\r\ntwo\r\nthree');
		expect(screen.text()).toBe('two\nthree');
		expect(screen.history()).toBe('one\ntwo\nthree');
		await screen.write('\u001b[?1049h\u001b[Hfull');
		expect([screen.isAlternate, screen.text()]).toEqual([true, 'full']);
		await screen.write('\u001b[?1049l');
		expect([screen.isAlternate, screen.text()]).toEqual([false, 'two\nthree']);
		expect(screen.cursor).toEqual({column: 5, row: 1});
	});
});
