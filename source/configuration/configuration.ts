/** The user's configuration: one file for every profile. */
import type {Node} from 'jsonc-parser';
import type {KeymapProblem} from '../input/keymap.ts';
import {ConfigurationError, unusable} from './error.ts';
import {configurationPath, type Environment, type FileText, readText} from './file.ts';
import {type Configuration, knownVersion, newerVersion, readSettings} from './settings.ts';
import {find, parseText, placeIn} from './text-places.ts';

export {ConfigurationError} from './error.ts';
export {configurationPath, type Environment, readProblem} from './file.ts';
export type {ChosenProfile, ProfileSettings} from './profile.ts';
export type {Configuration} from './settings.ts';

export interface LoadedConfiguration {
	readonly configuration: Configuration;
	/** Where the file is, or would be. */
	readonly path: string;
	/** What people should know of the file, and need not act on at once: others may read it. */
	readonly remarks: readonly string[];
	/** `PATH:LINE:COLUMN` of a setting (`placeOf('keys', 'list.down')`) for messages; only the path if it is not there. */
	placeOf(...setting: readonly string[]): string;
}

/**
 * Reads the configuration file: JSON, with comments and trailing commas allowed. No file is no settings.
 * @throws ConfigurationError naming every mistake by line and column
 */
export function loadConfiguration(environment: Environment): LoadedConfiguration {
	const file = configurationPath(environment);
	const {text = '', tree, configuration, remarks} = readConfiguration(file, environment);
	return {
		configuration,
		path: file,
		remarks,
		placeOf(...setting) {
			const property = find(tree, setting);
			return property === undefined ? file : placeIn(file, text, property.offset);
		},
	};
}

interface ReadConfiguration extends FileText {
	readonly tree: Node | undefined;
	readonly configuration: Configuration;
}

/**
 * Reads a configuration file with the text and tree that it was made from.
 * @throws ConfigurationError as {@link loadConfiguration}
 */
export function readConfiguration(file: string, environment: Environment): ReadConfiguration {
	const read = readText(file, environment);
	const {text = ''} = read;
	const place = (offset: number): string => placeIn(file, text, offset);
	const {tree, problem} = parseText(text);
	if (problem !== undefined) throw unusable([`${place(problem.offset)}: ${problem.text}`]);
	const newer = newerVersion(tree);
	if (newer !== undefined) {
		throw new ConfigurationError([
			`${place(newer.node.offset)}: this configuration was written by a newer cfiam ` +
				`(version ${newer.version}; this one knows ${knownVersion}).`,
			'Update cfiam, or move the file away to start without it.',
		]);
	}
	const problems: string[] = [];
	const configuration = readSettings(tree, (node, mistake) => problems.push(`${place(node.offset)}: ${mistake}`));
	if (problems.length > 0) throw unusable(problems);
	return {...read, tree, configuration};
}

/** The mistakes that a text would have as the content of the file, without their places. */
export function mistakesIn(text: string): readonly string[] {
	const {tree, problem} = parseText(text);
	if (problem !== undefined) return [problem.text];
	const problems: string[] = [];
	readSettings(tree, (_node, mistake) => problems.push(mistake));
	return problems;
}

/** The lines that say what is wrong with a keymap, each problem at the settings that cause it. */
export function keymapProblemLines(problems: readonly KeymapProblem[], loaded: LoadedConfiguration): readonly string[] {
	return problems.flatMap(({message, overrides}) => {
		const [first, ...others] = overrides.map((command) => loaded.placeOf('keys', command));
		const rest = others.length === 0 ? '' : ` (and ${others.join(', ')})`;
		return [`${first ?? loaded.path}: ${message}${rest}`];
	});
}

/** The keys of the file make no keymap. */
export function keymapError(problems: readonly KeymapProblem[], loaded: LoadedConfiguration): ConfigurationError {
	return unusable(keymapProblemLines(problems, loaded));
}
