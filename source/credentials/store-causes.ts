/** Every failure of a store in words: one row for each kind. What they add up to is put together in store-words.ts. */
import {callLimits} from './limits.ts';
import type {StoreKind} from './store.ts';
import type {StoreFailureKind} from './store-failure.ts';
import {storeName} from './store-name.ts';

export type StoreOperation = 'read' | 'write' | 'remove';

/** What a failure is about. */
export interface StoreAbout {
	readonly store: StoreKind;
	readonly operation: StoreOperation;
	readonly profile: string;
	readonly platform: NodeJS.Platform;
	/** The user had asked for the unlock window of the desktop, so its limit was the longer one. */
	readonly isUnlocking?: boolean | undefined;
	/** What was stored could not be recorded, and not be taken out again either. */
	readonly isStuck?: boolean | undefined;
}

export interface Cause {
	/** What happened, a sentence of at most 78 columns. */
	readonly happened: string;
	/** Whether it may have been stored, or removed, all the same; where neither fits, the sentence that does. */
	readonly effect: 'none' | 'unknown' | readonly string[];
	/** What to do, sentences and commands. */
	readonly next: readonly string[];
	/** The failure's detail is a sentence of ours and comes first; else it is what a library or system has said. */
	readonly isDetailOurs?: boolean;
	/** Instead of "Could NOT remove the credential. …". */
	readonly removalTitle?: string;
}

/**
 * Unlocks the Secret Service where there is no display, and makes the keyring where there is none yet. To be copied: it
 * is longer than a line. A running daemon is unlocked by nothing less; a wrong password is not reported. For every shell
 * of POSIX (`read -s` is of bash and zsh): in one of its own, so that ctrl-c leaves the terminal as it was.
 */
export const unlockCommand = `(trap 'stty echo' 0; trap exit 2; stty -echo; printf 'Keyring password: '; IFS= read -r p; echo; printf %s "$p" | gnome-keyring-daemon --replace --unlock --components=secrets)`;

/** Starts a shell with a kernel keyring, where the login has none, or none any more; in it every command finds that. */
const ownSession = 'keyctl session - (keyctl is in the package keyutils)';

export const causes: Readonly<Record<StoreFailureKind, (about: StoreAbout) => Cause>> = {
	'no-module': (about) =>
		about.store === 'kernel-keyring' && about.platform !== 'linux'
			? {happened: 'Only Linux has a kernel keyring.', effect: 'none', next: elsewhere(about)}
			: {
					happened: `There is no keyring module for this platform (${about.platform}-${process.arch}).`,
					effect: 'none',
					next: [
						'Install cfiam again with optional dependencies (npm install --include=optional).',
						...elsewhere(about),
					],
				},
	'no-bus': noKeyring,
	'no-service': noKeyring,
	'no-collection': (about) =>
		about.platform === 'linux'
			? {
					happened: 'The keyring service runs but has no keyring yet.',
					effect: noCollection[about.operation],
					next: [
						'This line makes one with a password of your choice: run it in a shell (ctrl-z, fg), and try again.',
						unlockCommand,
						...elsewhere(about),
					],
				}
			: {
					happened: `There is no ${storeName(about.store, about.platform)} for this user yet.`,
					effect: 'none',
					next: [`Open the ${storeName(about.store, about.platform)} once, then try again.`, ...elsewhere(about)],
				},
	locked: (about) => ({...locked(about), next: [...unlocking(about), ...elsewhere(about)]}),
	dismissed: (about) => ({
		...locked(about),
		next: ['Its unlock window was closed, or there is no display for it.', ...unlocking(about), ...elsewhere(about)],
	}),
	'no-reply': (about) => ({
		happened: `The ${storeName(about.store, about.platform)} did not answer.`,
		effect: 'unknown',
		next: again(about),
	}),
	timeout: (about) => {
		const name = storeName(about.store, about.platform);
		return about.isUnlocking === true
			? {
					happened: `The unlock window of the ${name} got no answer in ${callLimits.unlocking / 1000} s.`,
					effect: 'none',
					next: ['It is on the desktop: over SSH you cannot see it.', ...unlocking(about)],
				}
			: {
					happened: `The ${name} did not answer in ${callLimits.usual / 1000} s.`,
					effect: 'unknown',
					next: again(about),
				};
	},
	cancelled: (about) => ({
		happened: `You have stopped waiting for the ${storeName(about.store, about.platform)}.`,
		effect: about.store === 'passphrase-file' ? 'none' : 'unknown',
		next: again(about),
	}),
	'not-begun': (about) => ({
		happened: 'Stopped before it began: nothing was touched.',
		effect: 'none',
		next: again(about),
	}),
	denied: (about) =>
		about.store === 'kernel-keyring'
			? {
					happened: 'The kernel keyring is not open to this shell.',
					effect: 'none',
					next: [
						'It is open after a login (SSH, console), and shut in most containers and in jobs of cron.',
						`Log in anew, or start a shell that has one: ${ownSession}`,
						...elsewhere(about),
					],
				}
			: {
					happened: `The ${storeName(about.store, about.platform)} refuses this program.`,
					effect: 'none',
					next: ['Allow it there, then try again.', ...elsewhere(about)],
				},
	revoked: (about) => ({
		happened: 'The login that started this tmux has ended, and with it its keyring.',
		effect: 'none',
		next: [`Start a new tmux, or in this one a shell: ${ownSession}`, ...elsewhere(about)],
	}),
	quota: (about) => ({
		happened: `The ${storeName(about.store, about.platform)} is full.`,
		effect: 'none',
		next: ['A user has 20,000 bytes there: keyctl show @u lists what takes them.', ...elsewhere(about)],
	}),
	ambiguous: (about) => ({
		happened: `The ${storeName(about.store, about.platform)} has several items for this profile.`,
		effect: 'none',
		next:
			about.platform === 'linux'
				? [
						'Another program made one. This removes them all; then sign in again:',
						`secret-tool clear service cfiam username ${about.profile}`,
					]
				: ['Another program made one: remove there what is named cfiam, then sign in again.'],
	}),
	crash: (about) => ({
		happened: `The ${storeName(about.store, about.platform)} gave no answer: its module has crashed.`,
		effect: 'unknown',
		next: again(about),
	}),
	'wrong-passphrase': (about) =>
		about.operation === 'write'
			? {
					happened: 'This passphrase cannot be used.',
					effect: 'none',
					next: ['Choose another one: several words are easy to type and hard to guess.'],
					isDetailOurs: true,
				}
			: {
					happened: 'Wrong passphrase, or the file was changed.',
					effect: 'none',
					next: ['Try again. Nobody can recover a passphrase: if it is lost, remove the file and sign in again.'],
					isDetailOurs: true,
				},
	damaged: (about) => ({
		happened: 'The passphrase file is damaged.',
		effect: about.operation === 'read' ? ['The credential cannot be read from it.'] : 'none',
		next: ['Put a copy of it back if you have one; or sign in again, which replaces it.'],
		isDetailOurs: true,
	}),
	file: (about) => ({
		happened: `The passphrase file cannot be ${{read: 'read', write: 'written', remove: 'removed'}[about.operation]}.`,
		effect: 'none',
		next: ['Put that right and try again.', ...elsewhere(about)],
		isDetailOurs: true,
	}),
	unreadable: (about) => ({
		happened:
			about.operation === 'write'
				? 'This credential cannot be stored.'
				: `What the ${storeName(about.store, about.platform)} has for this profile is no credential.`,
		effect: about.operation === 'read' ? ['Another program may have changed it.'] : 'none',
		next: about.operation === 'write' ? ['It can be used for this run.'] : ['Sign in again, which replaces it.'],
		isDetailOurs: true,
	}),
	'not-kept': (about) => ({
		happened: `The ${storeName(about.store, about.platform)} did not keep what was stored.`,
		effect:
			about.operation === 'write' ? ['What was stored before was put back, as far as that could be done.'] : 'unknown',
		next: again(about),
	}),
	'not-removed': (about) => ({
		happened: `The ${storeName(about.store, about.platform)} still has it after it was told to remove it.`,
		effect: 'none',
		next: again(about),
	}),
	busy: () => ({
		happened: 'Another cfiam is storing or removing a credential.',
		effect: 'none',
		next: ['Try again when it is done.'],
		isDetailOurs: true,
	}),
	configuration: (about) =>
		about.operation === 'remove'
			? {
					happened: 'It is removed, but the configuration could not be written.',
					removalTitle: 'It is removed, but the configuration still names its store.',
					effect: ['The credential is gone; the next start will look for it and find nothing.'],
					next: ['Put that right and sign out once more.'],
					isDetailOurs: true,
				}
			: {
					happened: 'The configuration, which has to name the store, cannot be used.',
					effect: about.isStuck === true ? stuck(about) : 'none',
					next: ['Put that right and try again, or use the credential for this run only.'],
					isDetailOurs: true,
				},
	other: (about) => ({
		happened: `The ${storeName(about.store, about.platform)} failed.`,
		effect: 'unknown',
		next: again(about),
	}),
};

const noCollection: Readonly<Record<StoreOperation, Cause['effect']>> = {
	read: ['So the credential is not in it either.'],
	write: 'none',
	remove: 'unknown',
};

function noKeyring(about: StoreAbout): Cause {
	const {platform, operation} = about;
	switch (platform) {
		case 'darwin':
			return {
				happened: 'The macOS Keychain cannot be reached from this session.',
				effect: 'none',
				next: ['Log in at the Mac itself, or unlock it here: security unlock-keychain', ...elsewhere(about)],
			};
		case 'win32':
			return {
				happened: 'Windows Credential Manager cannot be reached from this session.',
				effect: 'none',
				next: ['It does not work over SSH: start cfiam on the desktop.', ...elsewhere(about)],
			};
		default:
			return {
				happened: 'No desktop keyring in this session (usual over SSH).',
				effect: 'none',
				next: [
					operation === 'write'
						? 'There is one in a desktop session only.'
						: 'It is open in the desktop session where the credential was stored, and only there.',
					...elsewhere(about),
				],
			};
	}
}

function stuck({store, platform}: StoreAbout): readonly string[] {
	const name = storeName(store, platform);
	return [`What was just stored in the ${name} could NOT be taken out again.`, 'It is not used before it is recorded.'];
}

function locked(about: StoreAbout): Omit<Cause, 'next'> {
	const happened = `Your ${storeName(about.store, about.platform)} is locked.`;
	return about.operation === 'read'
		? {happened: `${happened} The credential may still be in it.`, effect: []}
		: {happened, effect: 'none'};
}

function unlocking({platform}: StoreAbout): readonly string[] {
	switch (platform) {
		case 'darwin':
			return ['Unlock it on the Mac, or here in a terminal: security unlock-keychain'];
		case 'win32':
			return ['Unlock it on the desktop: it does not work over SSH.'];
		default:
			return [
				'Unlock it on the desktop. Over SSH run this line in a shell (ctrl-z, then fg), and try again:',
				unlockCommand,
			];
	}
}

function again(about: StoreAbout): readonly string[] {
	return ['Try again.', ...elsewhere(about)];
}

/** Ways around a store that fails. What is to be removed is in that store and in no other. */
function elsewhere({operation}: StoreAbout): readonly string[] {
	switch (operation) {
		case 'read':
			return ['Or sign in again and keep it in another way; or start with CLOUDFLARE_API_TOKEN in the environment.'];
		case 'write':
			return ['Or keep it in another way, or use it for this run only.'];
		case 'remove':
			return ['Until then it stays there. To make a token worthless at once, delete it at Cloudflare.'];
	}
}
