/** What the sign-in knows. Immutable; `sign-in.ts` holds the present state, and all that is here is pure. */
import type {StoreKind} from '../../credentials/store.ts';
import type {AreaAbility} from '../../identity/abilities.ts';
import type {SeenAccount} from '../../identity/examine.ts';
import {type EditLine, editLine} from '../../input/edit-line.ts';
import {compileFilter} from '../../insight/fuzzy.ts';
import type {Message, Size} from '../state.ts';
import {emptyLine} from '../table-state.ts';
import type {Machine} from './actor.ts';
import type {SignInContext} from './bindings.ts';
import {choicesOf} from './choices.ts';
import {isChoosing, menuStep, type Step, type StepOf} from './step.ts';

/** A profile of the configuration. */
export interface OtherProfile {
	readonly name: string;
	/** What is known of it, in a few words. */
	readonly remark: string;
}

/** What stays the same as long as the sign-in lasts. */
export interface SignInSetting {
	readonly profile: string;
	/** The profiles beside this one. */
	readonly otherProfiles: readonly OtherProfile[];
	/** The names of the stores; each follows "the". */
	readonly names: Readonly<Record<StoreKind, string>>;
	/** What has to be known of what is kept in a store, in lines. */
	readonly storeWords: Readonly<Record<StoreKind, readonly string[]>>;
	/** Why a text is no passphrase for a new file, in words; undefined when it is one. */
	readonly passphraseProblem: (text: string) => string | undefined;
	readonly platform: NodeJS.Platform;
	readonly machine: Machine;
	/** The name of the account that was open before, and is still. */
	readonly former: string | undefined;
	/** Where the given account id is from. */
	readonly accountFrom: string | undefined;
	/** That writes are locked is stored with a credential. */
	readonly storesLock: boolean;
}

export interface SignInState {
	readonly setting: SignInSetting;
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
		readonly passphrase: EditLine;
		/** The new passphrase once more. */
		readonly repeated: EditLine;
	};
	/** Whether the account id was given from outside: then it is the one to open, whoever signs in. */
	readonly accountGiven: boolean;
	/** The store that the profile's credential is in, as last looked at; undefined: nothing is stored. */
	readonly recorded: StoreKind | undefined;
	/** It was found to be empty. */
	readonly isGone: boolean;
	/** What the accepted credential may do, as far as it is known. */
	readonly abilities: readonly AreaAbility[];
	readonly kernelKeyring: 'unknown' | 'works' | 'refused';
	/** Something was wrong before the menu, in lines. */
	readonly problem: readonly string[];
	/** Something came to a good end before the menu, in lines. */
	readonly notice: readonly string[];
	/** How far the text of the step is scrolled where it is cut, in lines. */
	readonly scroll: number;
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

export function firstState(
	setting: SignInSetting,
	size: Size,
	now: number,
	accountId: string | undefined,
	recorded: StoreKind | undefined,
	problem: readonly string[],
): SignInState {
	return {
		setting,
		size,
		now,
		step: menuStep,
		fields: {
			token: emptyLine,
			email: emptyLine,
			key: emptyLine,
			accountId: editLine(accountId),
			passphrase: emptyLine,
			repeated: emptyLine,
		},
		accountGiven: accountId !== undefined && accountId !== '',
		recorded,
		isGone: false,
		abilities: [],
		kernelKeyring: 'unknown',
		problem,
		notice: [],
		scroll: 0,
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
		case 'accepted':
		case 'elsewhere':
		case 'kept':
		case 'profiles':
		case 'ask-removal':
			return 'sign-in.choice';
		case 'unread':
		case 'unkept':
		case 'unremoved':
			return step.problem.command === undefined ? 'sign-in.store-failed' : 'sign-in.command';
		case 'reading':
		case 'keeping':
		case 'removing':
			return 'sign-in.waiting';
		case 'passphrase':
			return 'sign-in.passphrase';
		case 'new-passphrase':
			return 'sign-in.new-passphrase';
	}
}

/** The field that is typed in: of the form, or the filter of a long list of accounts. */
export function focusedField({step}: SignInState): FieldName | 'filter' | undefined {
	switch (step.kind) {
		case 'token':
		case 'passphrase':
			return step.kind;
		case 'key':
		case 'new-passphrase':
			return step.field;
		case 'account-id':
			return 'accountId';
		case 'accounts':
			return step.accounts.length > mostInMenu ? 'filter' : undefined;
		default:
			return undefined;
	}
}

/** Whether what is typed there must not be seen. */
export function isSecretField(field: FieldName | 'filter' | undefined): boolean {
	return field === 'token' || field === 'key' || field === 'passphrase' || field === 'repeated';
}

/** What a paste is without what is copied along with it. */
export function pastedInto(field: FieldName | 'filter' | undefined, text: string): string {
	switch (field) {
		case 'filter':
		case undefined:
			return text;
		case 'passphrase':
		case 'repeated':
			// Its spaces are its own.
			return text.replace(/[\r\n]+$/u, '');
		case 'token':
		case 'email':
		case 'key':
			return text.trim();
		case 'accountId':
			return accountIdIn(text);
	}
}

/** The account id of an address of the dashboard, which has it; any other text as it is. */
export function accountIdIn(text: string): string {
	const [, id] =
		/^(?:https?:\/\/)?(?:[\w-]+\.)*cloudflare\.com\/(?:[^?#]*\/)?([\da-f]{32})(?![\da-z])/iu.exec(text.trim()) ?? [];
	return id ?? text.trim();
}

/** Changes what is typed in; a problem that was told about it stays until the next try. */
export function withLine(state: SignInState, next: (line: EditLine) => EditLine): SignInState {
	const focused = focusedField(state);
	if (focused === undefined) return state;
	if (focused === 'filter') {
		if (state.step.kind !== 'accounts') return state;
		return {...state, step: {...state.step, filter: next(state.step.filter), cursor: 0}};
	}
	const fields = {...state.fields, [focused]: next(state.fields[focused])};
	// What is said of a new passphrase follows what is typed.
	const step = state.step.kind === 'new-passphrase' ? {...state.step, problem: []} : state.step;
	return {...state, fields, step};
}

/** The credential was accepted: its text is not needed any more. */
export function withoutSecrets(state: SignInState): SignInState {
	return {...state, fields: {...state.fields, token: emptyLine, key: emptyLine}};
}

/** A passphrase is in its field only while that is on the screen. */
export function withoutPassphrases(state: SignInState): SignInState {
	const {passphrase, repeated} = state.fields;
	if (passphrase.text === '' && repeated.text === '') return state;
	return {...state, fields: {...state.fields, passphrase: emptyLine, repeated: emptyLine}};
}

/** The accounts that the filter leaves, by name or id. */
export function shownAccounts(step: StepOf<'accounts'>): readonly SeenAccount[] {
	const filter = compileFilter(step.filter.text, ['name', 'id']);
	return filter.empty ? step.accounts : step.accounts.filter(({name, id}) => filter.matches([name, id]) !== undefined);
}

/** Moves the cursor of a list, not beyond its ends. */
export function withCursor(state: SignInState, move: (cursor: number, last: number) => number): SignInState {
	const {step} = state;
	if (step.kind !== 'accounts' && !isChoosing(step)) return state;
	const last = (step.kind === 'accounts' ? shownAccounts(step) : choicesOf(state, step)).length - 1;
	const cursor = Math.max(0, Math.min(move(step.cursor, last), last));
	return cursor === step.cursor ? state : {...state, step: {...step, cursor}};
}
