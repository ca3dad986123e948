import {setTimeout as wait} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {startEmulator} from '../../source/emulator/index.ts';
import type {TestTerminal} from '../support/terminal.ts';
import {
	nameAtCursor,
	openAccount,
	placeOf,
	quit,
	startCfiam,
	statusOf,
	waitForCounts,
	waitForCursor,
	waitForPlace,
	waitForRest,
} from './journey.ts';

/** Each byte in a packet of its own. The terminal would join writes that follow each other at once. */
async function writeBytes(terminal: TestTerminal, text: string): Promise<void> {
	for (const byte of Buffer.from(text)) {
		terminal.write(Uint8Array.of(byte));
		await wait(1);
	}
}

/** A screen without what has nothing to do with keys: the budget. */
function settled(screen: string): string {
	return screen.replaceAll(/api [\d,]+\/1,200/g, 'api');
}

/** Thirty keys through lists, a filter and a detail, each with what it brings to the screen. */
const thirtyKeys: readonly (readonly [key: string, effect: string | RegExp])[] = [
	['G', /^> {2}Zero Trust/m],
	['k', /^> {2}Security/m],
	['k', /^> {2}Read-only/m],
	['g', /^> {2}Agency/m],
	['j', /^> {2}Billing/m],
	['space', '1 marked'],
	['space', '2 marked'],
	['/', /^\/ /m],
	['p', /^\/p /m],
	['l', /^\/pl /m],
	['a', /^\/pla /m],
	['t', /^\/plat /m],
	['backspace', /^\/pla /m],
	['t', /^\/plat /m],
	['down', /^> {2}platform-edge/m],
	['enter', /enter open/],
	['enter', '[Policies (2)]'],
	['tab', '[Members (6)]'],
	['j', /^> {2}emeka/m],
	['j', /^> {2}jiwoo/m],
	['space', '1 marked'],
	['escape', /^ +read just now/m],
	['escape', /\/plat +2 of 12/],
	['up', /^> {2}platform-dns/m],
	['escape', /user groups +(?:1-11 of )?12 /],
	['escape', /^ {3}Billing/m],
	['down', /^> {2}platform-edge/m],
	['p', /^ {3}Zero Trust/m],
	['W', /ID/],
	['s', 'Sort by'],
];

describe('thirty keys in one write', () => {
	it('open the row that thirty slow keys open, in a large account', async () => {
		await using terminal = startCfiam({args: ['--demo', 'large'], columns: 120, rows: 40});
		await terminal.waitFor(/^user groups +[\d,]+-[\d,]+ of 1,500 +sort: name/m);
		const down = Array.from({length: 29}, () => 'j');
		const names: string[] = [];
		for (const key of down) {
			const before = nameAtCursor(terminal.screen());
			terminal.press(key);
			names.push(nameAtCursor(await terminal.waitFor((screen) => nameAtCursor(screen) !== before)));
		}
		const name = names.at(-1) ?? '';
		expect(new Set(names).size).toBe(29);
		terminal.press('g');
		await waitForCursor(terminal, 'All employees');
		terminal.write(`${down.join('')}\r`);
		await waitForPlace(terminal, 'User groups', name);
		await quit(terminal);
	});

	it('end on the screen that thirty slow keys end on, through lists, a filter and a detail', async () => {
		await using emulator = await startSharedEmulator();
		await using slow = openAccount(emulator);
		await using fast = openAccount(emulator);
		await Promise.all([waitForCounts(slow), waitForCounts(fast)]);
		expect(thirtyKeys).toHaveLength(30);
		for (const [key, effect] of thirtyKeys) {
			slow.press(key);
			await slow.waitFor(effect, {description: `what ${key} does, ${effect}`});
		}
		const expected = settled(slow.screen());
		const bytes: Readonly<Record<string, string>> = {
			space: ' ',
			backspace: '\u007f',
			enter: '\r',
			tab: '\t',
			escape: '\u001b',
			down: '\u001b[B',
			up: '\u001b[A',
		};
		fast.write(thirtyKeys.map(([key]) => bytes[key] ?? key).join(''));
		await fast.waitFor((screen) => settled(screen) === expected, {description: `this screen:\n${expected}`});
	});
});

describe('keys that come byte by byte', () => {
	it('move, page and filter as whole ones do', async () => {
		await using emulator = await startSharedEmulator();
		await using terminal = openAccount(emulator, {environment: {SSH_TTY: '/dev/pts/9'}, columns: 100});
		await waitForCounts(terminal);
		await writeBytes(terminal, '\u001b[B');
		await waitForCursor(terminal, 'Billing & Finance');
		await writeBytes(terminal, '\u001bOB');
		await waitForCursor(terminal, 'Book club');
		await writeBytes(terminal, '\u001b[6~');
		await waitForCursor(terminal, 'Zero Trust Admins');
		await writeBytes(terminal, '\u001b[A');
		await waitForCursor(terminal, 'Security Operations');
		await writeBytes(terminal, '\u001b[5~');
		await waitForCursor(terminal, 'Agency (Harborline)');
		await writeBytes(terminal, '\u001b[F\u001b[H\u001b[1;5C');
		await waitForCursor(terminal, 'Agency (Harborline)');
		await writeBytes(terminal, '/読書会');
		await waitForCursor(terminal, 'Book club 読書会');
		await terminal.waitFor(/^\/読書会 .*1 of 12/m);
		await writeBytes(terminal, '\u001b[D\u001b[Dé漢👧');
		// The emulated screen takes the emoji for one cell wide; what follows stands where it would be on others.
		await terminal.waitFor(/\/読é漢👧 ?書会/u);
		expect(placeOf(terminal.screen())).toBe('Kestrel Freight > User groups');
		await writeBytes(terminal, "\u0015\u000b'okta\r");
		await waitForCursor(terminal, 'okta-support-tier-2');
		await writeBytes(terminal, '\u001b[C');
		await waitForPlace(terminal, 'User groups', 'okta-support-tier-2');
	});
});

describe('a paste with line ends', () => {
	it('does nothing in a list and in a detail but say so, and sends nothing', async () => {
		await using emulator = await startSharedEmulator();
		await using terminal = openAccount(emulator, {rows: 30});
		const before = await waitForRest(terminal, emulator);
		const sent = emulator.requests.length;
		terminal.paste('jjj\nx\nq\nq\n');
		const after = await terminal.waitFor('paste ignored (10 characters): nothing is being typed here');
		expect(settled(after.replace(statusOf(after), ''))).toBe(settled(before.replace(statusOf(before), '')));
		terminal.press('j');
		await waitForCursor(terminal, 'Billing & Finance');
		expect(emulator.requests.length).toBe(sent);
		terminal.press('enter', 'tab');
		await waitForCursor(terminal, 'gustavo.nunez@');
		terminal.paste('x\na\n');
		await terminal.waitFor('paste ignored');
		expect(nameAtCursor(terminal.screen())).toContain('gustavo.nunez@');
		expect(emulator.requests.filter(({method}) => method !== 'GET')).toEqual([]);
	});

	it('is one line in a filter, which stays open', async () => {
		await using emulator = await startSharedEmulator();
		await using terminal = openAccount(emulator);
		await waitForCounts(terminal);
		terminal.press('/');
		terminal.paste('platform\ndns\n');
		const screen = await terminal.waitFor('/platform dns');
		expect(screen).toContain('1 of 12');
		expect(screen).toContain('enter keep the filter');
		terminal.press('enter');
		await waitForCursor(terminal, 'platform-dns');
	});

	it('names people in the picker, presses no Enter there, and no letter of it is a command', async () => {
		await using emulator = await startSharedEmulator();
		await using terminal = openAccount(emulator, {args: ['user-groups', 'platform-dns'], columns: 100, rows: 30});
		await waitForPlace(terminal, 'platform-dns');
		terminal.press('a');
		await terminal.waitFor('nobody is named yet');
		terminal.paste(
			'Rosa Martínez <Rosa.Martinez@kestrel.example>\nolena.shevchenko@kestrel.example;\n\tsoren.kjaer@kestrel.example, q@nowhere.example\nnoor.hasan@kestrel.example\n',
		);
		const screen = await terminal.waitFor('2 ticked, 1 already in, 2 unknown');
		expect(screen).toMatch(/\[x\] rosa\.martinez@kestrel\.example/);
		expect(screen).toMatch(/\[x\] olena\.shevchenko@kestrel\.example/);
		expect(screen).toMatch(/ {4}soren\.kjaer@kestrel\.example.*already in/);
		expect(screen).toMatch(/noor\.hasan@kestrel\.example.*unknown.*noor\.hassan@kestrel\.example/);
		expect(screen).toContain('1 POST');
		// Nothing has been reviewed or sent, and letters go on being text.
		expect(emulator.requests.filter(({method}) => method !== 'GET')).toEqual([]);
		terminal.write('q');
		await terminal.waitFor(/> .*q *$/m);
		expect(placeOf(terminal.screen())).toMatch(/Add members/);
	});
});

async function startSharedEmulator() {
	const emulator = await startEmulator();
	return Object.assign(emulator, {[Symbol.asyncDispose]: emulator.close});
}
