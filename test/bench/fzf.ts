/** fzf on the lines that the program's list shows, on a terminal like the program's. */
import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {createAccounts} from '../../source/emulator/datasets/index.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import {setMemberCount} from './account-size.ts';
import {type RecordedTerminal, type ScreenSize, startRecorded} from './recorded-terminal.ts';

export const missing = 'fzf is not installed: apt-get install fzf';

export function isInstalled(): boolean {
	return spawnSync('fzf', ['--version'], {stdio: 'ignore'}).status === 0;
}

/** The members of the large account as the list has them: address, name, status, two-factor. */
export function linesOf(count: number): readonly string[] {
	const [account] = createAccounts('large', 1, Date.now());
	setMemberCount(account, count);
	return account.members
		.sorted('email', ({email}) => email, 'asc')
		.map(({email, firstName, lastName, status, twoFactor}) =>
			[email, [firstName, lastName].filter((part) => part !== null).join(' '), status, twoFactor ? 'yes' : 'no'].join(
				'  ',
			),
		);
}

/** Started, and all lines read. */
export async function startFzf(lines: readonly string[], size: ScreenSize): Promise<RecordedTerminal> {
	const place = temporaryDirectory();
	const file = path.join(place.path, 'lines');
	writeFileSync(file, `${lines.join('\n')}\n`);
	const fzf = startRecorded({
		command: 'sh',
		args: ['-c', 'exec fzf <"$1"', 'sh', file],
		size,
		environment: {HOME: place.path},
	});
	await fzf.until((rows) => matchesOf(rows)?.all === lines.length, 'fzf to have read its lines');
	await fzf.quiet(500);
	return {
		...fzf,
		hasEnded: false,
		async [Symbol.asyncDispose]() {
			await fzf[Symbol.asyncDispose]();
			place[Symbol.dispose]();
		},
	};
}

/** `250/100000` on the line above the prompt. */
export function matchesOf(rows: readonly string[]): {readonly shown: number; readonly all: number} | undefined {
	for (const row of rows) {
		const [, shown, all] = /^[^a-z]*?(\d+)\/(\d+)/u.exec(row) ?? [];
		if (shown !== undefined && all !== undefined) return {shown: Number(shown), all: Number(all)};
	}
	return undefined;
}
