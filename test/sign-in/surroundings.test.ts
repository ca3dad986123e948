/** What the sign-in says of where it runs: the environment, the desktop, the account that is open below it. */
import {describe, expect, it} from 'vitest';
import type {Credential} from '../../source/credentials/text.ts';
import {demoTokens} from '../../source/emulator/index.ts';
import {Secret} from '../../source/secret.ts';
import {esc, offers, signInPlace, take} from './place.ts';
import type {TestSignIn, TestSignInOptions} from './support.tsx';

const {token} = demoTokens.full;
const variable = 'CLOUDFLARE_API_TOKEN';
const credential = (text: string): Credential => ({kind: 'token', token: new Secret(text)});

const place = signInPlace();
const {start, accepted} = place;

const header = async (test: TestSignIn): Promise<string> => (await test.text()).split('\n')[0] ?? '';

describe('a variable that wins over what is stored', () => {
	it('is named before something is stored, and after', async () => {
		const test = await accepted({machine: {variable}});
		expect(await test.text()).toContain(`But ${variable} is set, and wins at each start: unset it.`);
		test.type('\r');
		test.keeper.last.done();
		await test.reach('opened');
		expect(test.opened[0]?.message).toEqual({
			tone: 'warning',
			text: `Stored in the desktop keyring. But ${variable} is set, and wins at the next start: unset it.`,
		});
	});

	it('is told on the menu as set, where it was refused: not as one that could be set', async () => {
		const test = start({
			machine: {variable},
			begin: {kind: 'credential', credential: credential(demoTokens.expired.token), source: variable},
		});
		await test.reach('failed');
		test.type(esc);
		const text = await test.text();
		expect(text).toContain(`${variable} is set, and wins at each start: unset it`);
		expect(text).not.toContain('Or start with');
	});
});

describe('an account id that nobody has typed', () => {
	it('is told with where it is from, when it is not seen', async () => {
		const test = start({
			machine: {variable},
			accountId: '0123456789abcdef0123456789abcdef',
			accountFrom: 'the configuration',
		});
		test.type(`\r${token}\r`);
		await test.reach('failed');
		expect(await test.text()).toContain('The account id is from the configuration.');
	});

	it.each([
		'https://dash.cloudflare.com/0123456789ABCDEF0123456789abcdef/members',
		' dash.cloudflare.com/0123456789abcdef0123456789abcdef?to=/x ',
		'https://one.dash.cloudflare.com/0123456789abcdef0123456789abcdef/home',
	])('is taken out of an address of the dashboard: %s', async (address) => {
		const test = start();
		test.type(`\r${demoTokens.allAccounts.token}\r`);
		await test.reach('accounts');
		test.type(`i\u001b[200~${address}\u001b[201~`);
		expect(test.signIn.state().fields.accountId.text.toLowerCase()).toBe('0123456789abcdef0123456789abcdef');
	});
});

describe('a hint that is true for two seconds', () => {
	it('goes when they are over', async () => {
		const test = start();
		test.type('\u0003');
		expect(await test.text()).toContain('ctrl-c again within two seconds quits');
		test.clock.now += 2000;
		test.runTimers();
		expect(await test.text()).not.toContain('ctrl-c again');
	});

	it('leaves what is said after it', () => {
		const test = start();
		test.type(`\u0003${esc}`);
		test.runTimers();
		expect(test.signIn.state().message?.text).toBe('this is the beginning: q quits');
	});
});

describe('a passphrase file', () => {
	const file = {recorded: 'passphrase-file', begin: {kind: 'read'}} as const;

	it('that is gone is told before a passphrase is asked for, and never as stored', async () => {
		const test = start({...file, inspected: 'gone'});
		await test.reach('menu');
		const text = await test.text();
		expect(text).toContain('The passphrase file of profile default is not there any more.');
		expect(text).not.toContain('stored in the passphrase file');
		expect(await header(test)).toMatch(/passphrase file: empty$/u);
	});

	it.each(['damaged', 'file'] as const)(
		'that would not open in any case (%s) is told before, too',
		async (inspected) => {
			const test = start({...file, inspected});
			const {step} = await test.reach('unread');
			expect(step).toMatchObject({problem: {kind: inspected}});
			expect(test.keeper.calls).toEqual([]);
		},
	);

	it('takes what is typed while it is looked at', async () => {
		const test = start(file);
		test.type('correct');
		await test.reach('passphrase');
		expect(test.signIn.state().fields.passphrase.text).toBe('correct');
	});

	it('says of a deciphering that was stopped that it was, and nothing of a passphrase before', async () => {
		const test = start(file);
		await test.reach('passphrase');
		test.type('wrong one\r');
		test.keeper.last.fail('wrong-passphrase');
		await test.waitFor(({step}) => step.kind === 'passphrase' && step.problem.length > 0);
		test.type(`another\r${esc}`);
		expect(test.signIn.state().step).toMatchObject({problem: ['Stopped: the file was not opened.']});
	});
});

describe('what is stored', () => {
	it('can be removed from the menu, after a question', async () => {
		const test = start({recorded: 'keychain'});
		take(test, 'sign-out');
		expect(await test.text()).toContain('Sign out of default? Its credential is removed from the desktop keyring.');
		test.clock.now += 400;
		test.type('j\r');
		expect(test.keeper.last).toMatchObject({operation: 'remove'});
		expect(await header(test)).toMatch(/signing out$/u);
		test.keeper.last.done(true);
		await test.reach('menu');
		expect(offers(test)).not.toContain('sign-out');
	});

	it('is named in the header with its state', async () => {
		const test = start({recorded: 'keychain', begin: {kind: 'read'}});
		test.keeper.last.fail('locked');
		await test.reach('unread');
		expect(await header(test)).toMatch(/desktop keyring: locked$/u);
		test.type(esc);
		expect(await header(test)).toMatch(/desktop keyring$/u);
	});

	it('says that it was tried again, where that came to the same end', async () => {
		const test = start({recorded: 'keychain', begin: {kind: 'read'}});
		test.keeper.last.fail('timeout');
		await test.reach('unread');
		test.type('r');
		test.keeper.last.fail('timeout');
		await test.reach('unread');
		expect(test.signIn.state().message?.text).toMatch(/^tried again at \d\d:\d\d:\d\d: the same$/u);
	});

	it('is stored with the lock of --read-only, which is said before', async () => {
		const test = await accepted({storesLock: true});
		expect(await test.text()).toContain('locked (--read-only), and so they are stored for the profile');
		test.type('\r');
		expect(test.keeper.last.settings).toMatchObject({readOnly: true});
	});
});

describe('a machine without a desktop', () => {
	it('is offered first what works there', async () => {
		const test = await accepted({machine: {hasBus: false}});
		expect(offers(test)).toEqual(['passphrase-file', 'kernel-keyring', 'once', 'keychain', 'back']);
		expect(await test.text()).toMatch(/Keep it in the desktop keyring +there is none here/u);
		expect(test.keeper.canaries).toHaveLength(1);
	});

	it('begins below another try where a keyring turned out not to be there', async () => {
		const test = await accepted();
		test.type('\r');
		test.keeper.last.fail('no-bus');
		await test.reach('unkept');
		expect(await test.text()).toContain('> Keep it in a file with a passphrase');
	});

	it('has the window for unlocking as the last way, and tells the way by the shell', async () => {
		const test = start({recorded: 'keychain', begin: {kind: 'read'}, machine: {hasDisplay: false}});
		test.keeper.last.fail('locked');
		await test.reach('unread');
		expect(offers(test)).toEqual(['again', 'other-credential', 'unlock', 'quit']);
		const text = await test.text();
		expect(text).toContain('ctrl-y copies that line: all of it. After fg, r tries again.');
		expect(text).toContain('ctrl-y copy line');
	});
});

describe('the account that is open below', () => {
	const below = {former: 'Kestrel Freight', profile: 'work'} as const;

	it.each<[string, Partial<TestSignInOptions>]>([
		['the menu', {}],
		['a reading', {recorded: 'keychain', begin: {kind: 'read'}}],
	])('is where esc leads from %s', (_name, options) => {
		const test = start({...below, ...options});
		test.type(esc);
		expect(test.calls).toEqual(['back']);
	});

	it('is where esc leads from a passphrase, whose other ways are on tab', async () => {
		const test = start({...below, recorded: 'passphrase-file', begin: {kind: 'read'}});
		await test.reach('passphrase');
		test.type(esc);
		expect(test.calls).toEqual(['back']);
		test.type('\t');
		expect(offers(test)).toContain('delete-file');
	});

	it('is where esc leads from a locked keyring, and a line of its own', async () => {
		const test = start({...below, recorded: 'keychain', begin: {kind: 'read'}});
		test.keeper.last.fail('locked');
		await test.reach('unread');
		expect(await test.text()).toContain('Back to Kestrel Freight');
		test.type(esc);
		take(test, 'return');
		expect(test.calls).toEqual(['back', 'back']);
	});

	it('is left once its credential is removed, and not before', async () => {
		const test = start({...below, recorded: 'keychain', begin: {kind: 'remove'}});
		expect(test.calls).toEqual([]);
		test.keeper.last.done(true);
		await test.reach('menu');
		expect(test.calls).toEqual(['forget']);
		expect(offers(test)).not.toContain('return');
	});
});

describe('on the smallest screen', () => {
	const size = {columns: 60, rows: 15};

	it('the demo says what it is, and the beginning offers no way back', async () => {
		const text = await start({size, recorded: 'keychain'}).text();
		expect(text).toContain('built in: no network, no token');
		expect(text).not.toContain('esc back');
	});

	it('every one of four lines is seen', async () => {
		const text = await (await accepted({size})).text();
		expect(text).toContain('   Back');
		expect(text).not.toContain('of 4');
	});

	it('the help has no key twice, and no description beside nothing', async () => {
		const test = start({size});
		test.type('?');
		expect((await test.text()).split('\n').at(-1)).toMatch(/^esc close {2}down scroll$/u);
	});
});

it('the address of the dashboard is one line, of which all is copied', async () => {
	const test = start({size: {columns: 120, rows: 40}});
	test.type('\r');
	const rows = (await test.text()).split('\n').filter((row) => row.includes('permissionGroupKeys'));
	expect(rows).toHaveLength(1);
	test.type('\u0019');
	expect(test.calls.at(-1)).toMatch(/^https:\/\/dash\.cloudflare\.com\/.{150}/u);
});
