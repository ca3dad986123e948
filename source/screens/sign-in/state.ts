/** What the sign-in knows. Immutable; `sign-in.ts` holds the present state, and all that is here is pure. */
import type {BudgetWait, Credential} from '../../api/client.ts';
import type {AccountId} from '../../api/ids.ts';
import type {SeenAccount} from '../../identity/examine.ts';
import type {Failure} from '../../identity/failure.ts';
import {type EditLine, editLine} from '../../input/edit-line.ts';
import {compileFilter} from '../../insight/fuzzy.ts';
import type {Message, Size} from '../state.ts';
import {emptyLine} from '../table-state.ts';
import type {SignInContext} from './bindings.ts';

/** One try to get in: who, and where if that is known. */
export interface Attempt {
	readonly credential: Credential;
	/** `typed token`, `CLOUDFLARE_API_TOKEN`: where the credential came from, for the header. */
	readonly source: string;
	readonly account: AccountId | undefined;
}

export type Step =
	| {readonly kind: 'menu'; readonly cursor: number}
	| {readonly kind: 'token'; readonly problem: readonly string[]}
	| {readonly kind: 'key'; readonly field: 'email' | 'key'; readonly problem: readonly string[]}
	| {
			readonly kind: 'working';
			readonly attempt: Attempt | 'demo';
			/** Ms since the epoch. */
			readonly since: number;
			/** What the request budget makes it wait for. */
			readonly waiting: BudgetWait | undefined;
			readonly from: Step;
	  }
	| {readonly kind: 'failed'; readonly attempt: Attempt | 'demo'; readonly failure: Failure; readonly from: Step}
	| {
			readonly kind: 'accounts';
			readonly attempt: Attempt;
			readonly accounts: readonly SeenAccount[];
			readonly cursor: number;
			readonly filter: EditLine;
			readonly from: Step;
	  }
	| {
			readonly kind: 'account-id';
			readonly attempt: Attempt;
			/** Why it has to be given. */
			readonly reason: readonly string[];
			readonly problem: readonly string[];
			readonly from: Step;
	  }
	/** An account was opened: nothing is taken any more. */
	| {readonly kind: 'opened'};

export type StepKind = Step['kind'];

export interface SignInState {
	readonly size: Size;
	/** Ms since the epoch, as last looked at. */
	readonly now: number;
	readonly step: Step;
	/** What was typed, kept while one goes to and fro; secrets only until they have been accepted. */
	readonly fields: {
		readonly token: EditLine;
		readonly email: EditLine;
		readonly key: EditLine;
		readonly accountId: EditLine;
	};
	/** Whether the account id was given from outside: then it is the one to open, whoever signs in. */
	readonly accountGiven: boolean;
	/** Something was wrong before the sign-in began, in lines. */
	readonly problem: readonly string[];
	/** First line of the help on show; undefined when it is closed. */
	readonly help: number | undefined;
	/** One line above the footer, until the next key. */
	readonly message: Message | undefined;
	/** When ctrl-c was last pressed, ms since the epoch. */
	readonly interruptedAt: number | undefined;
}

export type FieldName = keyof SignInState['fields'];

/** More accounts than this are searched instead of looked through. */
export const mostInMenu = 15;

export const menuItems = [
	{choice: 'token', label: 'API token', remark: 'typed or pasted'},
	{choice: 'key', label: 'Global API key', remark: 'with the e-mail address of its user'},
	{choice: 'demo', label: 'Demo account', remark: 'built in: no network, nothing to sign in to'},
	{choice: 'quit', label: 'Quit', remark: ''},
] as const;

export const menuStep: Step = {kind: 'menu', cursor: 0};

export function firstState(
	size: Size,
	now: number,
	accountId: string | undefined,
	problem: readonly string[],
): SignInState {
	return {
		size,
		now,
		step: menuStep,
		fields: {token: emptyLine, email: emptyLine, key: emptyLine, accountId: editLine(accountId)},
		accountGiven: accountId !== undefined && accountId !== '',
		problem,
		help: undefined,
		message: undefined,
		interruptedAt: undefined,
	};
}

/** The context that keys are resolved in. */
export function contextOf({step, help}: SignInState): SignInContext {
	if (help !== undefined) return 'sign-in.help';
	switch (step.kind) {
		case 'menu':
			return 'sign-in.menu';
		case 'token':
			return 'sign-in.token';
		case 'key':
			return 'sign-in.key';
		case 'working':
		case 'opened':
			return 'sign-in.working';
		case 'failed':
			switch (step.failure.remedy) {
				case 'none':
					return 'sign-in.failed';
				case 'account-id':
					return 'sign-in.refused';
				case 'accounts':
					return 'sign-in.unseen';
			}
			break;
		case 'accounts':
			return step.accounts.length > mostInMenu ? 'sign-in.search' : 'sign-in.accounts';
		case 'account-id':
			return 'sign-in.account-id';
	}
}

/** The field that is typed in: of the form, or the filter of a long list of accounts. */
export function focusedField({step}: SignInState): FieldName | 'filter' | undefined {
	switch (step.kind) {
		case 'token':
			return 'token';
		case 'key':
			return step.field;
		case 'account-id':
			return 'accountId';
		case 'accounts':
			return step.accounts.length > mostInMenu ? 'filter' : undefined;
		case 'menu':
		case 'working':
		case 'failed':
		case 'opened':
			return undefined;
	}
}

/** Changes what is typed in; a problem that was told about it stays until the next try. */
export function withLine(state: SignInState, next: (line: EditLine) => EditLine): SignInState {
	const focused = focusedField(state);
	if (focused === undefined) return state;
	if (focused === 'filter') {
		if (state.step.kind !== 'accounts') return state;
		return {...state, step: {...state.step, filter: next(state.step.filter), cursor: 0}};
	}
	return {...state, fields: {...state.fields, [focused]: next(state.fields[focused])}};
}

/** The credential was accepted: its text is not needed any more. */
export function withoutSecrets(state: SignInState): SignInState {
	return {...state, fields: {...state.fields, token: emptyLine, key: emptyLine}};
}

/** The accounts that the filter leaves, by name or id. */
export function shownAccounts(step: Extract<Step, {kind: 'accounts'}>): readonly SeenAccount[] {
	const filter = compileFilter(step.filter.text, ['name', 'id']);
	return filter.empty ? step.accounts : step.accounts.filter(({name, id}) => filter.matches([name, id]) !== undefined);
}

/** Moves the cursor of the menu or of the accounts, not beyond the ends. */
export function withCursor(state: SignInState, move: (cursor: number, last: number) => number): SignInState {
	const {step} = state;
	if (step.kind !== 'menu' && step.kind !== 'accounts') return state;
	const last = (step.kind === 'menu' ? menuItems : shownAccounts(step)).length - 1;
	const cursor = Math.max(0, Math.min(move(step.cursor, last), last));
	return cursor === step.cursor ? state : {...state, step: {...step, cursor}};
}

/** The step that esc goes back to; undefined where there is none. */
export function stepBefore(step: Step): Step | undefined {
	switch (step.kind) {
		case 'menu':
		case 'opened':
			return undefined;
		case 'token':
			return menuStep;
		case 'key':
			return {kind: 'menu', cursor: 1};
		case 'working':
			// The demo can not be called off; it is there in no time.
			return step.attempt === 'demo' ? undefined : step.from;
		case 'failed':
		case 'accounts':
		case 'account-id':
			return step.from;
	}
}
