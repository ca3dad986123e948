/** The configuration file cannot be used, or not be written. */
export class ConfigurationError extends Error {
	/** What is wrong, each with its place, and what to do: for stderr as they are. */
	readonly lines: readonly string[];
	/** Nothing can be written at its place, whoever asks. */
	readonly isUnwritable: boolean;

	constructor(lines: readonly string[], isUnwritable = false) {
		super(lines.join('\n'));
		this.name = 'ConfigurationError';
		this.lines = lines;
		this.isUnwritable = isUnwritable;
	}
}

/** The error of a file with mistakes in it. */
export function unusable(problems: readonly string[]): ConfigurationError {
	return new ConfigurationError([...problems, 'Correct the file, or move it away to start without it.']);
}

/** The code of an error of the file system, such as `ENOENT`. */
export function codeOf(error: unknown): unknown {
	return error instanceof Error && 'code' in error ? error.code : undefined;
}
