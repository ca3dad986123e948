/** What each step of the sign-in shows. Pure: the state to lines and widgets. */
import {number} from '../../components/text.ts';
import type {SeenAccount} from '../../identity/examine.ts';
import {emphasise, type Line, padLine, span} from '../../terminal/line.ts';
import {cellWidth, pad} from '../../terminal/width.ts';
import {windowTop} from '../table-state.ts';
import {linesPart, type Part} from './parts.ts';
import {menuItems, mostInMenu, type SignInState, type Step, shownAccounts} from './state.ts';

type StepOf<Kind extends Step['kind']> = Extract<Step, {kind: Kind}>;

const tokenPage = 'https://dash.cloudflare.com/profile/api-tokens';

/** What a token has to be allowed, and for what; reading needs only the Read ones. */
const permissions: readonly (readonly [permission: string, use: string])[] = [
	['Account Settings Read, Write', 'user groups and members'],
	['SCIM Provisioning', 'the members of groups'],
	['SSO Connector Read, Write', 'SSO connectors'],
	['OAuth Client Read, Write', 'OAuth clients'],
	['Zone Read', 'the names of zones'],
];

function problemLines(problem: readonly string[]): readonly Line[] {
	return problem.map((text, index) => [span(text, index === 0 ? 'danger' : 'warning')]);
}

function heading(text: string): Part {
	return linesPart([span(text, 'heading')], []);
}

function menuParts({problem}: SignInState, {cursor}: StepOf<'menu'>): readonly Part[] {
	const widest = Math.max(...menuItems.map(({label}) => label.length)) + 3;
	return [
		...(problem.length > 0 ? [linesPart(...problemLines(problem), [])] : []),
		heading('Sign in to Cloudflare'),
		{
			kind: 'select',
			items: menuItems.map(({choice, label, remark}) => ({value: choice, label: pad(label, widest) + remark})),
			cursor,
		},
		linesPart(
			[],
			[
				span(
					'Or start with CLOUDFLARE_API_TOKEN set, or CLOUDFLARE_EMAIL and CLOUDFLARE_API_KEY; CLOUDFLARE_ACCOUNT_ID names the account.',
					'dim',
				),
			],
		),
	];
}

/** The account that is going to be opened, where it was given from outside. */
function givenAccount({accountGiven, fields}: SignInState): readonly Line[] {
	return accountGiven ? [[span(`It opens the account that was given: ${fields.accountId.text}`)]] : [];
}

function tokenParts(state: SignInState, {problem}: StepOf<'token'>): readonly Part[] {
	return [
		heading('API token'),
		{kind: 'field', prompt: 'Token: ', line: state.fields.token, secret: true, focused: true},
		linesPart(
			...problemLines(problem),
			[],
			[span('It is kept for this run only and written nowhere.')],
			...givenAccount(state),
			[],
			[span('Create one: '), span(tokenPage, 'link')],
			[span('with these permissions (Read alone is enough to look):', 'dim')],
			...permissions.map(([permission, use]): Line => [span('  '), span(pad(permission, 31)), span(use, 'dim')]),
		),
	];
}

function keyParts(state: SignInState, {field, problem}: StepOf<'key'>): readonly Part[] {
	const {email, key} = state.fields;
	return [
		heading('Global API key'),
		{kind: 'field', prompt: 'E-mail: ', line: email, secret: false, focused: field === 'email'},
		{kind: 'field', prompt: 'Key:    ', line: key, secret: true, focused: field === 'key'},
		linesPart(
			...problemLines(problem),
			[],
			[span('It is kept for this run only and written nowhere.')],
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

function workingParts({now}: SignInState, {attempt, since, waiting}: StepOf<'working'>): readonly Part[] {
	if (attempt === 'demo') return [heading('Demo account'), linesPart([span('starting the built-in server …')])];
	const seconds = Math.floor(Math.max(0, now - since) / 1000);
	const elapsed = seconds < 2 ? '' : `  ${number(seconds)}s`;
	const asked = attempt.account === undefined ? 'which accounts it sees' : `account ${attempt.account}`;
	return [
		heading('Signing in'),
		linesPart(
			[span(`Verifying the credential (${attempt.source}) with Cloudflare,`)],
			[span(`and asking for ${asked} …`), span(elapsed, 'dim')],
			[],
			waiting === undefined
				? [span('esc gives up', 'dim')]
				: [span(`${waiting.reason}: ${Math.max(0, Math.ceil((waiting.until - now) / 1000))}s`, 'warning')],
		),
	];
}

function failedParts({failure}: StepOf<'failed'>): readonly Part[] {
	return [
		linesPart([span(failure.title, 'danger')], []),
		linesPart(...failure.lines.map((text): Line => [span(text)])),
	];
}

function accountLabels(accounts: readonly SeenAccount[], columns: number): readonly string[] {
	const widest = Math.max(...accounts.map(({name}) => cellWidth(name)));
	const width = Math.max(10, Math.min(widest, columns - 2 - 34));
	return accounts.map(({name, id}) => `${pad(name, width)}  ${id}`);
}

function accountsParts({size}: SignInState, step: StepOf<'accounts'>, rows: number): readonly Part[] {
	const {accounts, cursor, filter} = step;
	const isLong = accounts.length > mostInMenu;
	const shown = shownAccounts(step);
	const height = Math.max(1, rows - (isLong ? 4 : 2));
	const top = windowTop(Math.max(0, cursor - height + 1), cursor, height, shown.length);
	const visible = shown.slice(top, top + height);
	const labels = accountLabels(visible, size.columns);
	const title = heading(`Which account? This credential sees ${number(accounts.length)}`);
	if (!isLong) {
		const items = visible.map(({id}, index) => ({value: id, label: labels[index] ?? ''}));
		return [title, {kind: 'select', items, cursor: cursor - top}];
	}
	const lines = labels.map((label, index): Line => {
		const isCursor = top + index === cursor;
		const line = padLine([span(`${isCursor ? '>' : ' '} ${label}`)], size.columns - 2);
		return isCursor ? emphasise(line, 'cursor') : line;
	});
	return [
		title,
		{kind: 'field', prompt: '/', line: filter, secret: false, focused: true},
		linesPart([], ...(lines.length > 0 ? lines : [[span('  no account has this in its name or id', 'dim')]])),
	];
}

function accountIdParts({fields}: SignInState, {reason, problem}: StepOf<'account-id'>): readonly Part[] {
	return [
		heading('Account id'),
		...(reason.length > 0 ? [linesPart(...reason.map((text): Line => [span(text)]), [])] : []),
		{kind: 'field', prompt: 'Account id: ', line: fields.accountId, secret: false, focused: true},
		linesPart(
			...problemLines(problem),
			[],
			...(reason.length + problem.length > 0
				? []
				: [[span('32 hex characters; the dashboard shows them: dash.cloudflare.com/<account id>', 'dim')]]),
			[span('At the start, CLOUDFLARE_ACCOUNT_ID or --account ID gives it.', 'dim')],
		),
	];
}

/** The parts of the present step, most important first; `rows` is how many there is room for. */
export function stepParts(state: SignInState, rows: number): readonly Part[] {
	const {step} = state;
	switch (step.kind) {
		case 'menu':
			return menuParts(state, step);
		case 'token':
			return tokenParts(state, step);
		case 'key':
			return keyParts(state, step);
		case 'working':
			return workingParts(state, step);
		case 'failed':
			return failedParts(step);
		case 'accounts':
			return accountsParts(state, step, rows);
		case 'account-id':
			return accountIdParts(state, step);
		case 'opened':
			return [];
	}
}
