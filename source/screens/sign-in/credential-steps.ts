/** The steps before there is a credential that works. Pure: the state to lines and widgets. */
import {number} from '../../components/text.ts';
import {neededPermissions, permissionInDashboard, tokenPage, tokenPageLink} from '../../identity/permissions.ts';
import {type Line, span} from '../../terminal/line.ts';
import {extraPart, heading, labelled, linesPart, type Part, problemLines, textWidth} from './parts.ts';
import {selection} from './selection.ts';
import type {SignInState} from './state.ts';
import type {StepOf} from './step.ts';

const tokenLink = tokenPageLink('full');

/** The address of the dashboard's form for a new token, filled in as far as that can be done. */
export const tokenAddress = tokenLink.address;

export function menuParts(state: SignInState, step: StepOf<'menu'>): readonly Part[] {
	const {problem, notice, recorded, isGone, setting} = state;
	const {variable} = setting.machine;
	const name = recorded === undefined ? '' : setting.names[recorded];
	const stored =
		recorded === undefined
			? 'nothing stored'
			: isGone
				? `whose credential is not in the ${name} any more`
				: `stored in the ${name}`;
	const hasNews = problem.length + notice.length > 0;
	return [
		...(problem.length > 0 ? [linesPart(...problemLines(problem), [])] : []),
		...(notice.length > 0
			? [linesPart(...notice.map((text, index): Line => [span(text, index === 0 ? 'good' : 'plain')]), [])]
			: []),
		linesPart([span('Sign in to Cloudflare', 'heading')], [span(`Profile ${setting.profile}, ${stored}`, 'dim')], []),
		selection(state, step),
		...(variable === undefined
			? []
			: [
					linesPart(
						[],
						[span(`${variable} is set, and wins at each start: unset it to start with what is stored.`, 'warning')],
					),
				]),
		...(hasNews || variable !== undefined
			? []
			: [
					extraPart(
						[],
						[
							span(
								'Or start with CLOUDFLARE_API_TOKEN set, or CLOUDFLARE_EMAIL and CLOUDFLARE_API_KEY; CLOUDFLARE_ACCOUNT_ID names the account.',
								'dim',
							),
						],
					),
				]),
	];
}

export function profilesParts(state: SignInState, step: StepOf<'profiles'>): readonly Part[] {
	return [heading('Another profile'), selection(state, step)];
}

/** The account that is going to be opened, where it was given from outside. */
function givenAccount({accountGiven, fields, setting: {accountFrom}}: SignInState): readonly Line[] {
	const from = accountFrom === undefined ? '' : ` (from ${accountFrom})`;
	return accountGiven ? [[span(`It opens the account that was given: ${fields.accountId.text}${from}`)]] : [];
}

/** Where an account id is from that nobody has typed: one can not look for a mistake in what one does not know. */
function originLines({setting, fields}: SignInState, {attempt}: StepOf<'failed'>): readonly Line[] {
	const {accountFrom, profile} = setting;
	if (attempt === 'demo' || accountFrom === undefined || attempt.account !== fields.accountId.text.toLowerCase())
		return [];
	const isMixed = attempt.origin === 'environment' && accountFrom === 'the configuration';
	return [
		[span(`The account id is from ${accountFrom}.`)],
		...(isMixed
			? [[span(`It is the one of profile ${profile}; for ${attempt.source}, CLOUDFLARE_ACCOUNT_ID names another.`)]]
			: []),
	];
}

const keptLater: Line = [span('Where it is kept is asked once Cloudflare accepts it.')];

/** Narrower than this, what the permissions are for would take more room than there is. */
const leastWidthForAreas = 75;

/** `Account Settings: Edit   User groups, Members …`. */
function permissionLines(width: number): readonly Line[] {
	const needed = neededPermissions('full');
	if (width < leastWidthForAreas) return [[span(needed.map(permissionInDashboard).join('; '))]];
	const labelWidth = Math.max(...needed.map((each) => permissionInDashboard(each).length)) + 4;
	return needed.flatMap((each) =>
		labelled(`  ${permissionInDashboard(each)}`, [span(each.areas.join(', '))], width, labelWidth),
	);
}

export function tokenParts(state: SignInState, {problem}: StepOf<'token'>): readonly Part[] {
	const byHand = tokenLink.byHand.map(({subject}) => subject);
	return [
		heading('API token'),
		{kind: 'field', prompt: 'Token: ', line: state.fields.token, secret: true, focused: true},
		linesPart(
			...problemLines(problem),
			[],
			keptLater,
			...givenAccount(state),
			[],
			[span('Create one: '), span(tokenPage, 'link')],
			[span('with these permissions (Read alone is enough to look):', 'dim')],
			...permissionLines(textWidth(state.size)),
		),
		{
			...extraPart(
				[],
				[span(`The same page with the form filled in but for ${byHand.join(' and ')} (ctrl-y copies it):`)],
				[span(tokenAddress, 'link')],
			),
			// Folded, no terminal could open it.
			isCut: ([first]) => first?.text === tokenAddress,
		},
	];
}

export function keyParts(state: SignInState, {field, problem}: StepOf<'key'>): readonly Part[] {
	const {email, key} = state.fields;
	return [
		heading('Global API key'),
		{kind: 'field', prompt: 'E-mail: ', line: email, secret: false, focused: field === 'email'},
		{kind: 'field', prompt: 'Key:    ', line: key, secret: true, focused: field === 'key'},
		linesPart(
			...problemLines(problem),
			[],
			keptLater,
			...givenAccount(state),
			[],
			[span('The key is at '), span(tokenPage, 'link')],
			[
				span(
					'It may do whatever its user may; a token with few permissions is safer. SSO connectors take tokens only.',
				),
			],
		),
	];
}

export function workingParts({now}: SignInState, {attempt, since, waiting}: StepOf<'working'>): readonly Part[] {
	if (attempt === 'demo') return [heading('Demo account'), linesPart([span('starting the built-in server …')])];
	const asked = attempt.account === undefined ? 'which accounts it sees' : `account ${attempt.account}`;
	return [
		heading('Signing in'),
		linesPart(
			[span(`Verifying the credential (${attempt.source}) with Cloudflare,`)],
			[span(`and asking for ${asked} …`), span(`  ${elapsed(now, since)}`, 'dim')],
			[],
			waiting === undefined
				? [span('esc gives up', 'dim')]
				: [span(`${waiting.reason}: ${Math.max(0, Math.ceil((waiting.until - now) / 1000))}s`, 'warning')],
		),
	];
}

/** The seconds of a wait, once it is felt. `now` and `since` in ms since the epoch. */
export function elapsed(now: number, since: number): string {
	const seconds = Math.floor(Math.max(0, now - since) / 1000);
	return seconds < 2 ? '' : `${number(seconds)}s`;
}

export function failedParts(state: SignInState, step: StepOf<'failed'>): readonly Part[] {
	const {failure} = step;
	return [
		linesPart([span(failure.title, 'danger')], []),
		linesPart(...failure.lines.map((text): Line => [span(text)]), ...originLines(state, step)),
	];
}
