/** Makes the README's picture from a real run of the built program: `npm run picture`. */
import {mkdirSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {screenToSvg} from './svg.ts';
import {startTerminal} from './terminal.ts';

const file = new URL('../picture/user-groups.svg', import.meta.url);
const size = {columns: 100, rows: 26};

/** The program's clock starts on a certain day, so that the picture's ages are those of every other run. */
const clock = `
	const real = Date.now;
	const ahead = Date.parse('2026-11-20T09:00:00Z') - real();
	Date.now = () => real() + ahead;
`;

await using terminal = startTerminal({
	command: process.execPath,
	args: [
		'--import',
		`data:text/javascript,${encodeURIComponent(clock)}`,
		fileURLToPath(new URL('../../dist/cli.js', import.meta.url)),
		'--demo',
		'small',
	],
	...size,
});

await terminal.waitFor('platform-dns');
terminal.press('i');
// The number of its members, which is known later than the groups themselves.
await terminal.waitFor(/Zero Trust Admins +\d+ +\d/);
// Marks one group and stands on the next.
terminal.press(...'jjjjjjj', 'space');
await terminal.waitFor(/Members \(6\)/);

const rows = Array.from({length: size.rows}, (_, row) => terminal.cells(row));
mkdirSync(new URL('.', file), {recursive: true});
writeFileSync(
	file,
	screenToSvg(rows, 'cfiam: the user groups of an account, and what the one under the cursor grants'),
);
process.stdout.write(`${terminal.screen()}\n\nWritten to ${fileURLToPath(file)}.\n`);
