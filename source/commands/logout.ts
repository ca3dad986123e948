/** `cfiam logout`: removes a stored credential from this machine. */
import type {LogoutInvocation} from '../arguments.ts';
import {profileNames} from '../configuration/profile.ts';
import {credentialFromEnvironment} from '../credentials/environment.ts';
import {tokenPage} from '../identity/permissions.ts';
import type {Startup} from '../startup.ts';
import {withProgress, writeLines, writeProblem} from './output.ts';
import {commandFor} from './report.ts';
import {type CommandSurroundings, exitCodes} from './surroundings.ts';
import {unlockHint, unlockText} from './unlock.ts';

/** Resolves with the exit code. @throws Interruption, and what `startUp` throws */
export async function logout({profile, unlock}: LogoutInvocation, at: CommandSurroundings): Promise<number> {
	const {stdout, stderr, setTimer, stop} = at;
	const startup = at.startUp({profile, purpose: 'sign-out'});
	const {keeper} = startup;
	writeLines(stderr, startup.remarks);
	const store = keeper.recorded();
	if (store === undefined) {
		writeLines(stdout, [`Nothing is stored for profile ${keeper.profile}.`, ...otherProfiles(startup)]);
		writeLines(stderr, environmentWords(at));
		return exitCodes.fine;
	}
	const name = keeper.nameOf(store);
	const outcome = await withProgress(
		{output: stderr, setTimer},
		(seconds) => (unlock ? unlockText(seconds) : `Removing it from the ${name} ...`),
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
	writeLines(stderr, environmentWords(at));
	return exitCodes.fine;
}

/** A name that is not there may be a slip. */
function otherProfiles({profile, loaded}: Startup): readonly string[] {
	const names = profileNames(loaded.configuration);
	return profile.isKnown || names.length === 0 ? [] : [`Profiles: ${names.join(', ')}`];
}

function environmentWords({environment}: CommandSurroundings): readonly string[] {
	const found = credentialFromEnvironment(environment);
	return found.kind === 'found' ? [`Using ${found.source} (not stored). Log out: unset it.`] : [];
}
