/** What is read from a store, put into one and removed from one. Pure: the state to lines and widgets. */
import type {StoreProblem} from '../../credentials/keeper.ts';
import {callLimits} from '../../credentials/limits.ts';
import type {StoreKind} from '../../credentials/store.ts';
import {type Line, span} from '../../terminal/line.ts';
import {elapsed} from './credential-steps.ts';
import {heading, linesPart, type Part, problemLines} from './parts.ts';
import {aboutChoice, selection} from './selection.ts';
import type {SignInState} from './state.ts';
import type {StepOf} from './step.ts';

function storeOf({recorded, setting}: SignInState): string {
	return recorded === undefined ? 'store' : setting.names[recorded];
}

function unlockingLines(now: number, since: number): readonly Line[] {
	const left = Math.max(0, Math.ceil((since + callLimits.unlocking - now) / 1000));
	return [
		[span(`Waiting for the unlock window on the desktop … ${left} s.`)],
		[span('Over SSH you cannot see it. Esc: stop', 'dim')],
	];
}

/**
 * A call that is waited for, its seconds from the second one on, and how long it may take. `now` and `since` in ms since
 * the epoch.
 */
function waitLines(text: string, now: number, since: number, limit: string): readonly Line[] {
	const seconds = elapsed(now, since);
	const rest = [seconds, limit].filter((each) => each !== '').join(', ');
	return [[span(text)], ...(rest === '' ? [] : [[span(rest, 'dim')]])];
}

/** How long a store has for its answers. */
function limitOf(store: StoreKind | undefined, what: 'one' | 'several'): string {
	if (store === undefined || store === 'passphrase-file') return '';
	return what === 'one' ? `at most ${callLimits.usual / 1000}s` : `at most ${callLimits.usual / 1000}s for each answer`;
}

export function readingParts(state: SignInState, {reading, since}: StepOf<'reading'>): readonly Part[] {
	const {now, setting} = state;
	switch (reading) {
		case 'unlock':
			return [linesPart(...unlockingLines(now, since))];
		case 'passphrase':
			return [linesPart(...waitLines(`Deciphering the credential of ${setting.profile} …`, now, since, ''))];
		case 'plain':
			return [
				linesPart(
					...waitLines(
						`Reading the credential of ${setting.profile} from the ${storeOf(state)} …`,
						now,
						since,
						limitOf(state.recorded, 'one'),
					),
				),
			];
	}
}

/** The keeper's own words, in order and whole, but for a line for the shell: folded it would be no line any more. */
function problemPart({title, lines, command}: StoreProblem): Part {
	const how: Line = [span('ctrl-y copies that line: all of it. After fg, r tries again.', 'dim')];
	return {
		kind: 'lines',
		lines: [
			[span(title, 'danger')],
			...lines.flatMap((text): readonly Line[] => [[span(text)], ...(text === command ? [how] : [])]),
			[],
		],
		isCut: (line) => command !== undefined && line[0]?.text === command,
	};
}

export function unreadParts(state: SignInState, step: StepOf<'unread'>): readonly Part[] {
	return [problemPart(step.problem), selection(state, step)];
}

export function passphraseParts(state: SignInState, {problem}: StepOf<'passphrase'>): readonly Part[] {
	return [
		heading(`The passphrase file of profile ${state.setting.profile}`),
		{kind: 'field', prompt: 'Passphrase: ', line: state.fields.passphrase, secret: true, focused: true},
		linesPart(
			...problemLines(problem),
			[],
			[span('You type the passphrase at each start. It is asked for here only, and kept nowhere.', 'dim')],
		),
	];
}

export function newPassphraseParts(state: SignInState, {field, problem}: StepOf<'new-passphrase'>): readonly Part[] {
	const {fields, setting} = state;
	const {passphrase, repeated} = fields;
	const rule = setting.passphraseProblem(passphrase.text);
	const isSame = repeated.text === passphrase.text;
	const said: Line =
		rule !== undefined
			? [span(rule, 'dim')]
			: repeated.text === ''
				? [span('It is long enough. Type it once more.', 'dim')]
				: isSame
					? [span('The two are the same.', 'good')]
					: [span('The two are not the same yet.', 'dim')];
	return [
		heading('A passphrase for the file'),
		{kind: 'field', prompt: 'Passphrase: ', line: passphrase, secret: true, focused: field === 'passphrase'},
		{kind: 'field', prompt: 'Once more:  ', line: repeated, secret: true, focused: field === 'repeated'},
		linesPart(
			...(problem.length > 0 ? problemLines(problem) : [said]),
			[],
			...setting.storeWords['passphrase-file'].map((text): Line => [span(text)]),
		),
	];
}

function stoppingLines(isStopping: boolean): readonly Line[] {
	return isStopping ? [[], [span('Stopping … esc again does not wait for it.', 'warning')]] : [];
}

export function keepingParts(state: SignInState, step: StepOf<'keeping'>): readonly Part[] {
	const {keeping, since, unlock, isStopping} = step;
	const name = state.setting.names[keeping.store];
	return [
		heading('Storing'),
		linesPart(
			...(unlock
				? unlockingLines(state.now, since)
				: waitLines(`Storing the credential in the ${name} …`, state.now, since, limitOf(keeping.store, 'several'))),
			...stoppingLines(isStopping),
		),
	];
}

export function unkeptParts(state: SignInState, step: StepOf<'unkept'>): readonly Part[] {
	return [problemPart(step.problem), selection(state, step), aboutChoice(state, step)];
}

export function keptParts(state: SignInState, step: StepOf<'kept'>): readonly Part[] {
	return [
		linesPart(
			...state.setting.storeWords[step.store].map((text): Line => [span(text, 'good')]),
			...step.remarks.map((text): Line => [span(text, 'warning')]),
			[],
		),
		selection(state, step),
	];
}

export function askRemovalParts(state: SignInState, step: StepOf<'ask-removal'>): readonly Part[] {
	const {profile} = state.setting;
	const isFile = state.recorded === 'passphrase-file';
	return [
		linesPart(
			[
				span(
					isFile
						? `Delete the passphrase file of profile ${profile}?`
						: `Sign out of ${profile}? Its credential is removed from the ${storeOf(state)}.`,
					'danger',
				),
			],
			[span('It is lost then: you need another one, or its text from elsewhere.')],
			[],
		),
		selection(state, step),
	];
}

export function removingParts(state: SignInState, step: StepOf<'removing'>): readonly Part[] {
	const {since, unlock, isStopping} = step;
	const {now, setting} = state;
	return [
		heading('Signing out'),
		linesPart(
			...(unlock
				? unlockingLines(now, since)
				: waitLines(
						`Removing the credential of ${setting.profile} from the ${storeOf(state)} …`,
						now,
						since,
						limitOf(state.recorded, 'several'),
					)),
			...stoppingLines(isStopping),
		),
	];
}

export function unremovedParts(state: SignInState, step: StepOf<'unremoved'>): readonly Part[] {
	return [problemPart(step.problem), selection(state, step)];
}
