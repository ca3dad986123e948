import {startEmulator} from '../../source/emulator/index.ts';
import {startCheckingProxy} from '../support/openapi/check.ts';
import type {TestTerminal} from '../support/terminal.ts';

/** What a token may do is asked of itself; the cut-out of the document has no single tokens. */
const singleToken = /^GET \/(?:user|accounts\/[0-9a-f]{32})\/tokens\/[0-9a-f]{32}: no such operation$/u;

/** An emulator behind a server that checks each request against Cloudflare's OpenAPI document. */
export async function startCheckedServer() {
	const emulator = await startEmulator();
	const proxy = await startCheckingProxy(emulator.url);
	return {
		...emulator,
		requests: emulator.requests,
		url: proxy.url,
		get violations() {
			return proxy.violations.filter((violation) => !singleToken.test(violation));
		},
		checked: proxy.count,
		async [Symbol.asyncDispose]() {
			await proxy.close();
			await emulator.close();
		},
	};
}

/** Columns and rows that hold long names and long lists. */
export const roomy = {columns: 120, rows: 40};

/** The row under the cursor. */
function rowAtCursor(screen: string): string {
	return screen.split('\n').find((line) => line.startsWith('>')) ?? '';
}

export async function waitForRow(terminal: TestTerminal, text: string): Promise<string> {
	return terminal.waitFor((screen) => rowAtCursor(screen).includes(text), {description: `the cursor on ${text}`});
}

/** Filters the rows on show and puts the cursor on the first of those that are left. */
export async function find(terminal: TestTerminal, filter: string, row: string): Promise<void> {
	terminal.write(`/${filter}`);
	await terminal.waitFor((screen) => screen.includes(`/${filter}`) && screen.includes('enter keep the filter'));
	terminal.press('enter', 'g');
	await waitForRow(terminal, row);
}

/** Presses tab until the section is on show; its title may be the beginning of what stands there: `Groups (2)`. */
export async function goToSection(terminal: TestTerminal, section: string): Promise<void> {
	// The numbers in the titles change while they are read, which is not what tab does.
	await terminal.waitFor(() => terminal.row(2).includes(section), {description: `the section ${section}`});
	const name = (): string => sectionOf(terminal).replace(/ \(.*/, '');
	for (let steps = 0; !terminal.row(2).includes(`[${section}`); steps++) {
		if (steps > 6) throw new Error(`there is no section ${section}: ${terminal.row(2)}`);
		const before = name();
		terminal.press('tab');
		await terminal.waitFor(() => name() !== before, {description: 'another section'});
	}
}

/** The section on show. */
export function sectionOf(terminal: TestTerminal): string {
	return /\[([^\]]+)\]/.exec(terminal.row(2))?.[1] ?? '';
}
