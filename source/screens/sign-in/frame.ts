/** The lines around the steps of the sign-in: header, status, footer; and its help. Pure. */
import {betweenEnds, number, wrapLine} from '../../components/text.ts';
import {lengthOf} from '../../input/edit-line.ts';
import type {Keymap, ResolvedBinding} from '../../input/keymap.ts';
import {type Line, lineWidth, span} from '../../terminal/line.ts';
import {cellWidth, pad} from '../../terminal/width.ts';
import {choicesOf, isLocked} from './choices.ts';
import {contextOf, focusedField, isSecretField, mostInMenu, type SignInState, shownAccounts} from './state.ts';
import {acceptedOf, isChoosing} from './step.ts';

/** What there is before there is a credential. */
function storedText({recorded, isGone, setting: {names}}: SignInState, condition = ''): string {
	if (recorded === undefined) return 'no credential yet';
	const said = isGone ? 'empty' : condition;
	return said === '' ? names[recorded] : `${names[recorded]}: ${said}`;
}

/** Where the credential in use comes from, or what there is of one. */
function sourceOf(state: SignInState): string {
	const {step} = state;
	switch (step.kind) {
		case 'unread':
			return storedText(state, isLocked(step.problem.kind) ? 'locked' : 'not read');
		case 'passphrase':
			return storedText(state, 'locked');
		case 'removing':
			return 'signing out';
		case 'unremoved':
			return storedText(state, 'not removed');
		case 'working':
		case 'failed':
			return step.attempt === 'demo' ? 'demo' : step.attempt.source;
		case 'accounts':
		case 'account-id':
			return step.attempt.source;
		case 'reading':
		case 'opened':
			return '';
		default:
			return acceptedOf(step)?.attempt.source ?? storedText(state);
	}
}

export function headerLine(state: SignInState): Line {
	const {step, size, setting} = state;
	const what: Line = step.kind === 'reading' ? [] : [span(' > ', 'dim'), span('sign in', 'heading')];
	return betweenEnds(
		[span('cfiam', 'heading'), span(' > ', 'dim'), span(setting.profile, 'heading'), ...what],
		[span(sourceOf(state), 'dim')],
		size.columns,
	);
}

/** How much has been typed, where it can not be seen; how many are left of a search; which line of a cut list this is. */
function countText(state: SignInState, isListCut: boolean): string {
	const {step, fields} = state;
	if (isListCut && isChoosing(step)) return `${step.cursor + 1} of ${choicesOf(state, step).length}`;
	if (step.kind === 'accounts' && step.accounts.length > mostInMenu)
		return `${number(shownAccounts(step).length)} of ${number(step.accounts.length)}`;
	const focused = focusedField(state);
	if (focused === undefined || focused === 'filter' || !isSecretField(focused)) return '';
	const length = lengthOf(fields[focused]);
	return length === 0 ? '' : `${number(length)} ${length === 1 ? 'character' : 'characters'}`;
}

export function statusLine(state: SignInState, isListCut: boolean): Line {
	const {message, size} = state;
	const left: Line = message === undefined ? [] : [span(message.text, message.tone)];
	return betweenEnds(left, [span(countText(state, isListCut), 'dim')], size.columns);
}

/** The most important keys of the step, as far as there is room. */
export function footerLine(state: SignInState, keymap: Keymap<unknown>): Line {
	let line: Line = [];
	const isBeginning = state.step.kind === 'menu' && state.help === undefined && state.setting.former === undefined;
	for (const {command, keyLabels, label} of keymap.footer(contextOf(state))) {
		// From the beginning there is no way back.
		if (isBeginning && command === 'sign-in.back') continue;
		const next: Line = [
			...line,
			span(`${line.length > 0 ? '  ' : ''}${keyLabels[0] ?? ''}`, 'bold'),
			span(` ${label}`, 'dim'),
		];
		if (lineWidth(next) > state.size.columns) break;
		line = next;
	}
	return line;
}

const keysWidth = 16;

function bindingLines({keyLabels, description}: ResolvedBinding<unknown>, columns: number): readonly Line[] {
	const rows = wrapLine([span(description.slice(0, 1).toLowerCase() + description.slice(1))], columns - keysWidth - 4);
	const keys = keyLabels.join('  ');
	const isWide = cellWidth(keys) > keysWidth;
	const [first = [], ...more] = rows;
	return [
		[
			span('  '),
			span(pad(keys, isWide ? cellWidth(keys) : keysWidth), 'bold'),
			...(isWide ? [] : [span('  '), ...first]),
		],
		...(isWide ? rows : more).map((line) => [span(' '.repeat(keysWidth + 4)), ...line]),
	];
}

/** The keys of the step under the help, from its first line on show. */
export function helpLines(state: SignInState, keymap: Keymap<unknown>, rows: number): readonly Line[] {
	const bindings = keymap.active(contextOf({...state, help: undefined}));
	const lines = bindings.flatMap((binding) => bindingLines(binding, state.size.columns));
	const height = Math.max(1, rows - 2);
	const top = Math.max(0, Math.min(state.help ?? 0, lines.length - height));
	return [[span('Keys', 'heading')], [], ...lines.slice(top, top + height)];
}
