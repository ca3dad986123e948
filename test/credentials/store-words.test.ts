import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {storeKinds} from '../../source/credentials/store.ts';
import {StoreFailure, storeFailureKinds} from '../../source/credentials/store-failure.ts';
import {
	goneWords,
	keptWords,
	leftBehindWords,
	type StoreAbout,
	type StoreWords,
	storeFailureWords,
	storeName,
	unlockCommand,
} from '../../source/credentials/store-words.ts';

const platforms = ['linux', 'darwin', 'win32'] as const;
const operations = ['read', 'write', 'remove'] as const;

const abouts: readonly StoreAbout[] = storeKinds.flatMap((store) =>
	operations.flatMap((operation) =>
		platforms.flatMap((platform) =>
			[false, true].map((isUnlocking) => ({store, operation, platform, profile: 'a-profile-with-a-name', isUnlocking})),
		),
	),
);

const every = storeFailureKinds.flatMap((kind) => abouts.map((about) => ({kind, about})));

const linux = {store: 'keychain', operation: 'read', profile: 'work', platform: 'linux'} as const;

/** The words with the title as first line. */
function linesOf({title, lines}: StoreWords): readonly string[] {
	return [title, ...lines];
}

const words = (kind: StoreFailure['kind'], about: Partial<StoreAbout> = {}, detail?: string): readonly string[] =>
	linesOf(storeFailureWords(new StoreFailure(kind, detail), {...linux, ...about}));

describe('the words of every failure of every store on every system', () => {
	it('are there: a title, what it means, and what to do', () => {
		for (const {kind, about} of every) {
			const {title, lines} = storeFailureWords(new StoreFailure(kind), about);
			expect(title, JSON.stringify({kind, about})).toMatch(/^[A-Z].*[.]$/u);
			expect(lines.length, JSON.stringify({kind, about})).toBeGreaterThanOrEqual(2);
		}
	});

	it('fit on the screen', () => {
		for (const {kind, about} of every) {
			const {title, lines} = storeFailureWords(new StoreFailure(kind, 'x'.repeat(300)), about);
			expect(title.length, title).toBeLessThanOrEqual(78);
			const ours = lines.filter((line) => line !== unlockCommand && !line.includes('xxx'));
			for (const line of ours) expect(line.length, line).toBeLessThanOrEqual(100);
		}
	});

	it('have no gap, no name from the code and no line twice', () => {
		for (const {kind, about} of every) {
			const all = linesOf(storeFailureWords(new StoreFailure(kind), about));
			const text = all.filter((line) => line !== unlockCommand).join('\n');
			expect(text, text).not.toMatch(/undefined|null|NaN|\[object|\$\{| {2}|passphrase-file|kernel-keyring/u);
			expect(text, text).not.toMatch(/no-bus|no-module|wrong-pass|not-kept|not-removed|not logged in/u);
			expect(new Set(all).size, text).toBe(all.length);
			for (const line of all) expect(line.trim(), text).toBe(line);
		}
	});

	it('never say that there is nothing where something may be', () => {
		const sure = new Set(['no-collection', 'locked', 'dismissed', 'damaged', 'unreadable']);
		for (const {kind, about} of every.filter((each) => each.about.operation === 'read')) {
			const text = words(kind, about).join('\n');
			expect(text, text).not.toMatch(/not signed in|signed out|is gone\b|no credential is/u);
			if (!sure.has(kind)) expect(text).toContain('may still be in it.');
		}
	});

	it('say of a failed removal what became of the credential, in the title', () => {
		for (const {kind, about} of every.filter((each) => each.about.operation === 'remove')) {
			const {title, lines} = storeFailureWords(new StoreFailure(kind), about);
			if (kind === 'configuration') {
				expect(title).toBe('It is removed, but the configuration still names its store.');
				continue;
			}
			expect(title).toMatch(
				/^Could NOT remove the credential\. It (?:is|may be) still stored\.$|may still be stored\.$/u,
			);
			expect(lines.join('\n')).not.toMatch(/keep it in another way|this run only/u);
		}
	});

	it('say of a failed write what became of what was stored before', () => {
		for (const {kind, about} of every.filter((each) => each.about.operation === 'write')) {
			expect(words(kind, about).join('\n')).toMatch(
				/what was stored before is still there|is not known|What was stored before was put back/u,
			);
		}
	});
});

describe('the line that unlocks a keyring', () => {
	it('is told apart from what is said, to be copied as a whole', () => {
		expect(storeFailureWords(new StoreFailure('locked'), linux).command).toBe(unlockCommand);
		expect(storeFailureWords(new StoreFailure('timeout'), linux).command).toBeUndefined();
	});
});

describe('the words of a failure', () => {
	it('of a locked keyring never mean that there is nothing, and tell how to unlock it without a display', () => {
		expect(words('locked')).toEqual([
			'Your desktop keyring is locked. The credential may still be in it.',
			'Unlock it on the desktop. Over SSH run this line in a shell (ctrl-z, then fg), and try again:',
			unlockCommand,
			'Or sign in again and keep it in another way; or start with CLOUDFLARE_API_TOKEN in the environment.',
		]);
		expect(words('dismissed')).toEqual(expect.arrayContaining([...words('locked')]));
		expect(words('dismissed')).toContain('Its unlock window was closed, or there is no display for it.');
	});

	it('of a locked keyring that cannot be signed out of', () => {
		expect(words('locked', {operation: 'remove'}).slice(0, 2)).toEqual([
			'Could NOT remove the credential. It is still stored.',
			'Your desktop keyring is locked.',
		]);
	});

	it('of a session without a keyring name what is left', () => {
		expect(words('no-bus', {operation: 'write'})).toEqual([
			'No desktop keyring in this session (usual over SSH).',
			'Nothing was stored; what was stored before is still there.',
			'There is one in a desktop session only.',
			'Or keep it in another way, or use it for this run only.',
		]);
		expect(words('no-service')).toEqual(words('no-bus'));
		expect(words('no-bus')).toContain(
			'It is open in the desktop session where the credential was stored, and only there.',
		);
	});

	it('of a service without a keyring tell how to make one', () => {
		expect(words('no-collection', {operation: 'write'})[0]).toBe('The keyring service runs but has no keyring yet.');
		expect(words('no-collection', {operation: 'write'})).toContain(unlockCommand);
	});

	it('of silence say how long was waited, and for whom', () => {
		expect(words('timeout')[0]).toBe('The desktop keyring did not answer in 5 s.');
		expect(words('timeout', {isUnlocking: true})[0]).toBe(
			'The unlock window of the desktop keyring got no answer in 60 s.',
		);
		expect(words('timeout', {isUnlocking: true})).toContain('It is on the desktop: over SSH you cannot see it.');
	});

	it('of silence say whether it is known that nothing was changed', () => {
		const about = {...linux, operation: 'write'} as const;
		const known = storeFailureWords(new StoreFailure('timeout', undefined, true), about).lines;
		expect(known).toContain('Nothing was stored; what was stored before is still there.');
		expect(words('timeout', about)).toContain('Whether it was stored is not known: signing in again puts that right.');
		const removal = {...linux, operation: 'remove'} as const;
		expect(words('timeout', removal)[0]).toBe('Could NOT remove the credential. It may still be stored.');
		expect(storeFailureWords(new StoreFailure('timeout', undefined, true), removal).title).toBe(
			'Could NOT remove the credential. It is still stored.',
		);
	});

	it('of a kernel keyring that is gone tell how to get one', () => {
		// A shell in it is right for every command; the program alone would be another one than was asked for.
		expect(words('revoked', {store: 'kernel-keyring'})).toContain(
			'Start a new tmux, or in this one a shell: keyctl session - (keyctl is in the package keyutils)',
		);
		expect(words('denied', {store: 'kernel-keyring', operation: 'remove'})).toContain(
			'Log in anew, or start a shell that has one: keyctl session - (keyctl is in the package keyutils)',
		);
		expect(words('denied', {store: 'kernel-keyring'})[0]).toBe('The kernel keyring is not open to this shell.');
		expect(words('no-module', {store: 'kernel-keyring', platform: 'darwin'})[0]).toBe(
			'Only Linux has a kernel keyring.',
		);
	});

	it('of the other systems name their own stores', () => {
		expect(words('locked', {platform: 'darwin'})[0]).toBe(
			'Your macOS Keychain is locked. The credential may still be in it.',
		);
		expect(words('locked', {platform: 'darwin'})).toContain(
			'Unlock it on the Mac, or here in a terminal: security unlock-keychain',
		);
		expect(words('no-service', {platform: 'win32'})).toContain(
			'It does not work over SSH: start cfiam on the desktop.',
		);
		for (const {kind, about} of every.filter((each) => each.about.platform !== 'linux')) {
			expect(words(kind, about).join('\n')).not.toMatch(/gnome|secret-tool|desktop keyring/u);
		}
	});

	it('of a passphrase file begin with what is the matter with it', () => {
		const detail = 'You have no right to read /somewhere/cfiam/work.token.';
		expect(words('file', {store: 'passphrase-file'}, detail).slice(0, 3)).toEqual([
			'The passphrase file cannot be read.',
			detail,
			'The credential of "work" may still be in it.',
		]);
		expect(words('wrong-passphrase', {store: 'passphrase-file'})[0]).toBe('Wrong passphrase, or the file was changed.');
	});

	it('end with what a library has said, cut to a line', () => {
		expect(words('other', {}, 'org.example.Failed').at(-1)).toBe('It said: org.example.Failed');
		expect(words('other', {}, 'x'.repeat(300)).at(-1)).toBe(`It said: ${'x'.repeat(90)}…`);
	});

	it('can not drive the terminal, whatever a library, a path or a file has in it', () => {
		for (const {kind, about} of every) {
			const text = words(kind, about, 'a\u001b[2Jb\u202ec\u009bd\ne\u2028f').join('\n');
			expect(text, text).not.toMatch(/[^\n\P{C}]|[\p{Zl}\p{Zp}]/u);
		}
		expect(words('file', {store: 'passphrase-file'}, 'a\u001b[2J')).toContain(String.raw`a\u{1b}[2J`);
	});

	it('keep to their width whatever the profile is called', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...every),
				fc.string({minLength: 1, maxLength: 64, unit: 'grapheme'}),
				({kind, about}, profile) => {
					for (const line of words(kind, {...about, profile})) {
						if (line !== unlockCommand && !line.startsWith('secret-tool '))
							expect(line.length).toBeLessThanOrEqual(100);
					}
				},
			),
		);
	});
});

describe('what a store is called', () => {
	it.each([
		['keychain', 'linux', 'desktop keyring'],
		['keychain', 'freebsd', 'desktop keyring'],
		['keychain', 'darwin', 'macOS Keychain'],
		['keychain', 'win32', 'Windows Credential Manager'],
		['kernel-keyring', 'linux', 'kernel keyring'],
		['passphrase-file', 'win32', 'passphrase file'],
	] as const)('%s on %s: %s', (kind, platform, name) => {
		expect(storeName(kind, platform)).toBe(name);
	});

	it('is the same in every sentence about it', () => {
		for (const {kind, about} of every.filter((each) => each.about.store === 'keychain')) {
			const text = words(kind, about)
				.filter((line) => line !== unlockCommand && !line.includes('security '))
				.join('\n');
			const others = {
				linux: /[Kk]eychain|Credential Manager|Secret Service/u,
				darwin: /desktop keyring|(?<!macOS )[Kk]eychain|Credential Manager/u,
				win32: /desktop keyring|[Kk]eychain|(?<!Windows )Credential Manager/u,
			};
			expect(text, text).not.toMatch(
				others[about.platform === 'linux' || about.platform === 'darwin' ? about.platform : 'win32'],
			);
		}
	});

	it.each(storeKinds)('is in the words for %s that has nothing any more', (store) => {
		for (const platform of platforms) {
			const {title, lines} = goneWords({store, platform, profile: 'a-profile-with-a-name'.repeat(3)});
			expect(title).toContain(storeName(store, platform));
			for (const line of [title, ...lines]) expect(line.length, line).toBeLessThanOrEqual(100);
		}
	});

	it('is that of a file where a file is gone, which was removed in no keyring', () => {
		expect(linesOf(goneWords({store: 'passphrase-file', platform: 'linux', profile: 'work'}))).toEqual([
			'The passphrase file of profile work is not there any more.',
			'It was work.token, beside the configuration: put it back if you have a copy.',
		]);
	});

	it('comes with what one has to know', () => {
		expect(keptWords('keychain', 'linux')).toEqual(['Stored in the desktop keyring.']);
		expect(keptWords('kernel-keyring', 'linux')).toEqual([
			'Kept in kernel memory: gone at reboot or after 3 days without use.',
			'Your other programs and root can read it.',
		]);
		expect(keptWords('passphrase-file', 'linux')).toEqual([
			'Kept in an encrypted file.',
			'You type the passphrase at each start; nobody can recover it.',
		]);
	});

	it('comes with how to remove what was left behind there', () => {
		for (const platform of platforms) {
			for (const store of storeKinds) {
				const lines = leftBehindWords({store, platform, profile: 'work'});
				expect(lines.length).toBe(1);
				expect(lines[0]).not.toMatch(/undefined/u);
			}
		}
		expect(leftBehindWords({store: 'keychain', platform: 'linux', profile: 'work'})[0]).toContain(
			'secret-tool clear service cfiam username work',
		);
	});
});
