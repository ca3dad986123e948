/** `cfiam cache clear`: removes the lists that are kept for the next start. */
import type {CacheInvocation} from '../arguments.ts';
import {listsDirectory, removeListsFiles} from '../cache/list-files.ts';
import {profileNameProblem} from '../configuration/profile.ts';
import {type Output, writeLines, writeProblem} from './output.ts';
import {exitCodes} from './surroundings.ts';

export interface CacheSurroundings {
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly stdout: Output;
	readonly stderr: Output;
}

/** Resolves with the exit code. */
export async function clearCache(
	{profile}: Pick<CacheInvocation, 'profile'>,
	{environment, stdout, stderr}: CacheSurroundings,
): Promise<number> {
	const nameProblem = profile === undefined ? undefined : profileNameProblem(profile);
	if (nameProblem !== undefined) {
		writeProblem(stderr, {title: `--profile ${JSON.stringify(profile)} ${nameProblem}.`, lines: []});
		return exitCodes.wrongUse;
	}
	const whose = profile === undefined ? '' : ` of profile ${profile}`;
	const directory = listsDirectory(environment);
	try {
		const removed = await removeListsFiles(environment, profile);
		writeLines(stdout, [
			removed === 0
				? `No lists${whose} are kept under ${directory}.`
				: `Removed the lists${whose} of ${removed === 1 ? 'one account' : `${removed} accounts`} from ${directory}.`,
		]);
		return exitCodes.fine;
	} catch (error) {
		writeProblem(stderr, {
			title: `The lists${whose} could not be removed from ${directory}.`,
			lines: [error instanceof Error ? error.message : String(error)],
		});
		return exitCodes.failure;
	}
}
