/** The program under test, on a terminal, with a home of its own, and how to tell what is on its screen. */
import {mkdirSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import {type RecordedTerminal, type ScreenSize, startRecorded} from './recorded-terminal.ts';
import type {ServedAccount} from './served-account.ts';

const cli = path.join(import.meta.dirname, '../../dist/cli.js');

/** A home that stays from one start to the next. */
export interface Home extends Disposable {
	readonly environment: Readonly<Record<string, string>>;
	/** When a list was written there last, in ms since the epoch; 0 when none was. */
	latestWrite(): number;
}

export function createHome(configuration?: string): Home {
	const place = temporaryDirectory();
	const at = (name: string): string => path.join(place.path, name);
	if (configuration !== undefined) {
		mkdirSync(at('.config/cfiam'), {recursive: true, mode: 0o700});
		writeFileSync(at('.config/cfiam/config.json'), configuration, {mode: 0o600});
	}
	return {
		environment: {
			HOME: place.path,
			XDG_CONFIG_HOME: at('.config'),
			XDG_STATE_HOME: at('.local/state'),
			XDG_CACHE_HOME: at('.cache'),
		},
		latestWrite() {
			const lists = readdirSync(place.path, {recursive: true, withFileTypes: true}).filter(({name}) =>
				name.endsWith('.lists'),
			);
			return Math.max(0, ...lists.map(({parentPath, name}) => statSync(path.join(parentPath, name)).mtimeMs));
		},
		[Symbol.dispose]: () => place[Symbol.dispose](),
	};
}

export interface ProgramOptions {
	readonly home: Home;
	/** None for the demo. */
	readonly account?: ServedAccount | undefined;
	readonly args?: readonly string[] | undefined;
	readonly size?: ScreenSize | undefined;
}

export function startProgram({home, account, args = [], size}: ProgramOptions): RecordedTerminal {
	return startRecorded({
		command: process.execPath,
		args: [cli, ...args],
		size,
		environment: {...home.environment, ...account?.environment},
	});
}

/** Header, tabs, the list with what is known of it, footer. */
export function isFullFrame(rows: readonly string[]): boolean {
	const [header = '', tabs = '', title = '', headings = ''] = rows;
	const footer = rows.at(-1) ?? '';
	return (
		header.trim() !== '' && /\[\d \S/u.test(tabs) && title !== '' && headings !== '' && /\? (?:help|keys)/u.test(footer)
	);
}

/** The row under the cursor; empty where there is none. */
export function cursorRow(rows: readonly string[]): string {
	return rows.find((row) => row.startsWith('>')) ?? '';
}

export function hasRows(rows: readonly string[]): boolean {
	return isFullFrame(rows) && cursorRow(rows) !== '';
}

/** What the line above the list says: `1-11 of 25,000`, `250 of 25,000`; undefined until the whole list is there. */
export function countOf(rows: readonly string[]): {readonly shown: number; readonly all: number} | undefined {
	if (rows[2]?.includes('reading') === true) return undefined;
	const [, shown, all] = /(?:[\d,]+-)?([\d,]+) of ([\d,]+)/u.exec(rows[2] ?? '') ?? [];
	if (shown === undefined || all === undefined) return undefined;
	return {shown: Number(shown.replaceAll(',', '')), all: Number(all.replaceAll(',', ''))};
}

/** The rows of the list, its title line first, up to the preview. */
export function listRows(rows: readonly string[]): readonly string[] {
	const rest = rows.slice(2, -2).map((row) => row.replace(/[│┃].*/u, '').trimEnd());
	const end = rest.findIndex((row) => row.startsWith('──'));
	return end < 0 ? rest : rest.slice(0, end);
}

export function listText(rows: readonly string[]): string {
	return listRows(rows).join('\n');
}
