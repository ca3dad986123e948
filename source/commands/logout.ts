/** `cfiam logout`: removes a stored credential from this machine. */
import type {LogoutInvocation} from '../arguments.ts';
import {removeListsFiles} from '../cache/list-files.ts';
import {ConfigurationError} from '../configuration/error.ts';
import {exclusively} from '../configuration/lock.ts';
import {profileNames} from '../configuration/profile.ts';
import {removeProfile} from '../configuration/save.ts';
import {credentialFromEnvironment} from '../credentials/environment.ts';
import {tokenPage} from '../identity/permissions.ts';
import {nearMatch} from '../input/near-match.ts';
import type {Startup} from '../startup.ts';
import {type Problem, withProgress, writeLines, writeProblem} from './output.ts';
import {commandFor} from './report.ts';
import {type CommandSurroundings, exitCodes} from './surroundings.ts';
import {unlockHint, waitingText} from './unlock.ts';

/** Resolves with the exit code. @throws Interruption, and what `startUp` throws */
export async function logout({profile, unlock, forget}: LogoutInvocation, at: CommandSurroundings): Promise<number> {
	const {stdout, stderr, setTimer, stop} = at;
	const startup = at.startUp({profile, purpose: 'sign-out'});
	const {keeper} = startup;
	writeLines(stderr, startup.remarks);
	if (profile !== undefined && !startup.profile.isKnown) {
		writeProblem(stderr, unknownProfile(startup));
		return exitCodes.failure;
	}
	const store = keeper.recorded();
	if (store === undefined) {
		writeLines(stdout, [`Nothing is stored for profile ${keeper.profile}.`]);
		await forgetLists(startup, at);
		const code = forget ? await forgetProfile(startup, at) : exitCodes.fine;
		writeLines(stderr, environmentWords(at));
		return code;
	}
	const name = keeper.nameOf(store);
	const outcome = await withProgress(
		{output: stderr, setTimer},
		(seconds) => waitingText(keeper, store, unlock, seconds),
		keeper.remove({signal: stop.signal, unlock}),
	);
	if (outcome.kind === 'failed') {
		const {problem} = outcome;
		writeProblem(stderr, problem);
		stop.signal.throwIfAborted();
		if (!unlock) writeLines(stderr, unlockHint(problem, commandFor('logout', startup)));
		return exitCodes.failure;
	}
	writeLines(
		stdout,
		outcome.value
			? [
					`Removed the credential of profile ${keeper.profile} from the ${name}.`,
					`It is still valid at Cloudflare. To end it, delete or roll it: ${tokenPage}`,
				]
			: [`The ${name} had nothing for profile ${keeper.profile} any more; it is signed out now.`],
	);
	await forgetLists(startup, at);
	const code = forget ? await forgetProfile(startup, at) : exitCodes.fine;
	writeLines(stderr, environmentWords(at));
	return code;
}

/** What it has read is of no use to anybody else. Without the credential nobody can read it, so that it stays is no failure. */
async function forgetLists(
	{profile: {name}}: Startup,
	{environment, stdout, stderr}: CommandSurroundings,
): Promise<void> {
	try {
		const removed = await removeListsFiles(environment, name);
		if (removed > 0) writeLines(stdout, [`Removed the lists that were kept for profile ${name}.`]);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		writeLines(stderr, [`The lists that were kept for profile ${name} could not be removed: ${reason}`]);
	}
}

/** Takes the settings of a profile that is signed out away as well. */
async function forgetProfile({profile: {name}}: Startup, at: CommandSurroundings): Promise<number> {
	const {environment, stdout, stderr, stop} = at;
	try {
		const work = (): Promise<boolean> => removeProfile(environment, name);
		const wasThere = await exclusively(environment, work, {signal: stop.signal});
		writeLines(
			stdout,
			wasThere ? [`Removed profile ${name} and its settings from the configuration.`] : ['It has no settings.'],
		);
		return exitCodes.fine;
	} catch (error) {
		stop.signal.throwIfAborted();
		if (!(error instanceof ConfigurationError)) throw error;
		writeProblem(stderr, {title: `The settings of profile ${name} could not be removed.`, lines: error.lines});
		return exitCodes.failure;
	}
}

/** The name may be a slip, and what was meant is still stored. */
function unknownProfile({profile, loaded}: Startup): Problem {
	const names = profileNames(loaded.configuration);
	const near = nearMatch(profile.name, names);
	return {
		title: `There is no profile ${profile.name}; nothing was removed.`,
		lines: [
			...(near === undefined ? [] : [`Did you mean ${near}? cfiam logout --profile ${near}`]),
			...(names.length === 0 ? [] : [`Profiles: ${names.join(', ')}`]),
		],
	};
}

function environmentWords({environment}: CommandSurroundings): readonly string[] {
	const found = credentialFromEnvironment(environment);
	return found.kind === 'found' ? [`Using ${found.source} (not stored). Log out: unset it.`] : [];
}
