/** `cfiam journal`: the writes of a profile, for people or as JSON lines. */
import {defaultBaseUrl, parseBaseUrl} from '../api/base-url.ts';
import type {JournalInvocation} from '../arguments.ts';
import {absolute} from '../insight/time.ts';
import {type JournalEntry, resultOf, titleOf} from '../journal/entry.ts';
import {journalDirectory, journalName, wholeJournal} from '../journal/journal.ts';
import {lineFile} from '../journal/lines.ts';
import {problemLines, type Startup, startUp} from '../startup.ts';
import {inertJson} from '../terminal/original-text.ts';
import {type Output, writeLines, writeProblem} from './output.ts';
import {exitCodes} from './surroundings.ts';

export interface JournalSurroundings {
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly platform: NodeJS.Platform;
	readonly childPath: string;
	readonly stdout: Output;
	readonly stderr: Output;
}

/** A token of the environment has a journal of its own, unless a profile is named that the configuration knows. */
function profileOf({environmentCredential, profile}: Startup): string | undefined {
	return environmentCredential !== undefined && !profile.isKnown ? undefined : profile.name;
}

function whoText({who: {email, tokenId, credential, user, host}}: JournalEntry): string {
	return `${email ?? (tokenId === undefined ? credential : `token ${tokenId}`)} (${user}@${host})`;
}

function lineFor(entry: JournalEntry): string {
	const {time, outcome} = entry;
	const what = titleOf(entry);
	const why = outcome?.error?.[0];
	const said = why === undefined ? what : `${what}: ${why}`;
	return `${absolute(time).slice(0, 19)}  ${resultOf(entry).padEnd(8)}  ${said}  by ${whoText(entry)}`;
}

/** Resolves with the exit code. */
export async function printJournal(
	{profile: wished, account, json}: Omit<JournalInvocation, 'kind'>,
	{environment, platform, childPath, stdout, stderr}: JournalSurroundings,
): Promise<number> {
	let startup: Startup;
	try {
		startup = startUp({profile: wished}, {environment, platform, childPath});
	} catch (error) {
		const [title, ...lines] = problemLines(error) ?? [];
		if (title === undefined) throw error;
		writeProblem(stderr, {title, lines});
		return exitCodes.wrongUse;
	}
	const {href} = parseBaseUrl(startup.baseUrl);
	const profile = profileOf(startup);
	const name = journalName(profile, href === defaultBaseUrl ? undefined : href);
	const lines = lineFile({directory: journalDirectory(environment), name});
	try {
		const {entries, damaged} = await wholeJournal(lines, account);
		for (const entry of entries) {
			if (json) stdout.write(`${inertJson(entry)}\n`);
			else writeLines(stdout, [lineFor(entry)]);
		}
		const whose = profile === undefined ? 'the token of the environment' : `profile ${profile}`;
		const of = account === undefined ? whose : `${whose} in account ${account}`;
		if (entries.length === 0) writeLines(stderr, [`No writes of ${of} are in ${lines.file}.`]);
		if (damaged > 0)
			writeLines(stderr, [`${damaged} ${damaged === 1 ? 'line' : 'lines'} of ${lines.file} could not be read.`]);
		return exitCodes.fine;
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		writeProblem(stderr, {title: `The journal ${lines.file} could not be read.`, lines: [reason]});
		return exitCodes.failure;
	}
}
