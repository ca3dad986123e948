/** Reading the configuration file: where it is, its bytes, and who else may read and write it. */
import {closeSync, constants, fstatSync, openSync, readFileSync, realpathSync, statSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import {TextDecoder} from 'node:util';
import type {Environment} from '../credentials/environment.ts';
import {ConfigurationError, codeOf, unusable} from './error.ts';
import {directoryRightsOf, type Ownership, type Rights, type RightsOptions, rightsOf} from './rights.ts';

export type {Environment} from '../credentials/environment.ts';

/** `$XDG_CONFIG_HOME/cfiam/config.json`; by default, and for a relative XDG_CONFIG_HOME, under `~/.config`. */
export function configurationPath(environment: Environment): string {
	const base = environment.XDG_CONFIG_HOME ?? '';
	const home = environment.HOME ?? '';
	return path.join(
		path.isAbsolute(base) ? base : path.join(home === '' ? homedir() : home, '.config'),
		'cfiam/config.json',
	);
}

export interface FileText {
	/** Without a byte order mark. Undefined where there is no file. */
	readonly text: string | undefined;
	/** The mark that stood before the text, or nothing. */
	readonly byteOrderMark: string;
	/** What people should know of the file, and need not act on at once. */
	readonly remarks: readonly string[];
}

/**
 * Reads the file's text.
 * @throws ConfigurationError where it cannot be read, is no text, belongs to another user, or others may write it or in
 * its directory
 */
export function readText(file: string, environment: Environment): FileText {
	try {
		// Before the file, which others may put there at any time.
		const calledBy = sudoId(environment);
		requireRights(directoryRightsOf, {file: path.dirname(file), calledBy});
		const {bytes, rights} = readBytes(file, calledBy);
		const text = new TextDecoder('utf-8', {fatal: true}).decode(bytes);
		const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
		return {text, byteOrderMark: hasMark ? '\ufeff' : '', remarks: rights.lines};
	} catch (error) {
		if (error instanceof ConfigurationError) throw error;
		const problem = readProblem(file, error);
		if (problem === undefined) return {text: undefined, byteOrderMark: '', remarks: []};
		throw problem;
	}
}

/** What is judged is what is read, whatever takes its place. A pipe is not waited for. */
function readBytes(file: string, calledBy: number | undefined) {
	const handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
	try {
		const status = fstatSync(handle);
		if (!status.isFile()) throw unusable([`${file}: this should be a file, and is a directory or device.`]);
		const target = realpathSync(file);
		if (path.dirname(target) !== path.dirname(file))
			requireRights(directoryRightsOf, {file: path.dirname(target), calledBy});
		const rights = requireRights(rightsOf, {file: target, calledBy}, status);
		return {bytes: readFileSync(handle), rights};
	} finally {
		closeSync(handle);
	}
}

/** @throws ConfigurationError where they are refused, and what the file system throws */
function requireRights(
	judge: typeof rightsOf,
	about: Omit<RightsOptions, 'ownId'>,
	found: Ownership = statSync(about.file),
): Rights {
	const rights = judge(found, {...about, ownId: process.geteuid?.()});
	if (rights.kind === 'refused') throw new ConfigurationError(rights.lines);
	return rights;
}

/** The user who has called root for this; undefined: nobody has. */
function sudoId({SUDO_UID = ''}: Environment): number | undefined {
	return /^\d{1,10}$/.test(SUDO_UID) ? Number(SUDO_UID) : undefined;
}

/** What it means that the file could not be read; undefined: there is none. */
export function readProblem(file: string, error: unknown): ConfigurationError | undefined {
	switch (codeOf(error)) {
		case 'ENOENT':
		case 'ENOTDIR':
			return undefined;
		case 'EACCES':
		case 'EPERM':
			return new ConfigurationError([
				`${file}: cannot be read: permission denied.`,
				'Give yourself the right to read it, or set XDG_CONFIG_HOME to another directory.',
			]);
		case 'ERR_ENCODING_INVALID_ENCODED_DATA':
			return unusable([`${file}: this is not UTF-8 text.`]);
		default:
			return unusable([`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`]);
	}
}
