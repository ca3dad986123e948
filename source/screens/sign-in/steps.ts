/** What each step of the sign-in shows. Pure: the state to lines and widgets. */
import {acceptedParts, accountIdParts, accountsParts, elsewhereParts} from './account-steps.ts';
import {failedParts, keyParts, menuParts, profilesParts, tokenParts, workingParts} from './credential-steps.ts';
import type {Part} from './parts.ts';
import type {SignInState} from './state.ts';
import {
	askRemovalParts,
	keepingParts,
	keptParts,
	newPassphraseParts,
	passphraseParts,
	readingParts,
	removingParts,
	unkeptParts,
	unreadParts,
	unremovedParts,
} from './store-steps.ts';

/** The parts of the present step, most important first; `rows` is how many there is room for. */
export function stepParts(state: SignInState, rows: number): readonly Part[] {
	const {step} = state;
	switch (step.kind) {
		case 'menu':
			return menuParts(state, step);
		case 'profiles':
			return profilesParts(state, step);
		case 'token':
			return tokenParts(state, step);
		case 'key':
			return keyParts(state, step);
		case 'working':
			return workingParts(state, step);
		case 'failed':
			return failedParts(state, step);
		case 'accounts':
			return accountsParts(state, step, rows);
		case 'account-id':
			return accountIdParts(state, step);
		case 'accepted':
			return acceptedParts(state, step);
		case 'elsewhere':
			return elsewhereParts(state, step);
		case 'new-passphrase':
			return newPassphraseParts(state, step);
		case 'keeping':
			return keepingParts(state, step);
		case 'unkept':
			return unkeptParts(state, step);
		case 'kept':
			return keptParts(state, step);
		case 'reading':
			return readingParts(state, step);
		case 'unread':
			return unreadParts(state, step);
		case 'passphrase':
			return passphraseParts(state, step);
		case 'ask-removal':
			return askRemovalParts(state, step);
		case 'removing':
			return removingParts(state, step);
		case 'unremoved':
			return unremovedParts(state, step);
		case 'opened':
			return [];
	}
}
