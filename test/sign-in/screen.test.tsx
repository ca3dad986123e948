import {describe, expect, it} from 'vitest';
import {demoTokens} from '../../source/emulator/index.ts';
import {cellWidth} from '../../source/terminal/width.ts';
import {clear, down, esc, signInPlace} from './place.ts';
import type {TestSignIn} from './support.tsx';

const token = demoTokens.full.token;

const place = signInPlace();
const {start} = place;

/** Makes the server answer with so many accounts, the name of each with its number. */
function seeAccounts(count: number): void {
	const result = Array.from({length: count}, (_, index) => ({
		id: index.toString(16).padStart(32, 'a'),
		name: `Account ${index + 1}`,
		type: 'standard',
	}));
	const body = {success: true, errors: [], messages: [], result, result_info: {total_pages: 1}};
	place.emulator.faults.add({kind: 'status', status: 200, body, path: '/accounts'});
}

const sizes = [
	{columns: 80, rows: 24},
	{columns: 120, rows: 40},
	{columns: 60, rows: 15},
];

/** Every step by the keys that lead there, with words that have to be on the screen. */
const steps: readonly (readonly [name: string, keys: string, words: readonly string[]])[] = [
	['the menu', '', ['> API token', 'Global API key', 'Demo account', 'Quit', 'enter choose', '? help']],
	['the help', '?', ['Keys', 'down', 'q', 'esc close']],
	[
		'the token form',
		'\r',
		[
			'Token:',
			'Where it is kept is asked',
			'https://dash.cloudflare.com/profile/api-tokens',
			'Account Settings: Edit',
			'Zone: Read',
			'enter verify',
			'ctrl-y link',
			'f1 help',
		],
	],
	['a token that is none', '\rtwo words\r', ['*********', 'has a space', 'Copy the token again', '9 characters']],
	['the key form', `${down}\r`, ['E-mail:', 'Key:', 'Where it is kept is asked', 'tab other field']],
	['verifying', `\r${token}\r`, ['Signing in', 'Verifying the credential (typed token)', 'esc gives up']],
	['starting the demo', `${down}${down}\r`, ['Demo account', 'starting']],
];

function checkFrame(rows: readonly string[], size: {readonly columns: number; readonly rows: number}): void {
	expect(rows.length).toBeLessThanOrEqual(size.rows);
	for (const row of rows) expect(cellWidth(row)).toBeLessThanOrEqual(size.columns);
}

describe.each(sizes)('at $columns x $rows', (size) => {
	it.each(steps)('%s fits and says what it is for', async (_name, keys, words) => {
		const test = start({size, openDemo: () => new Promise(() => {})});
		test.type(keys);
		const text = await test.text();
		for (const word of words) expect(text).toContain(word);
		checkFrame(test.screen.rows(), size);
	});

	it('an error fits, its cause first', async () => {
		const test = start({size});
		test.type(`\r${demoTokens.revoked.token}\r`);
		await test.reach('failed');
		const text = await test.text();
		for (const word of [
			'Cloudflare does not accept this token.',
			'Invalid API Token (1000)',
			'Ray id',
			'r try again',
		]) {
			expect(text).toContain(word);
		}
		checkFrame(test.screen.rows(), size);
	});

	it('a problem of the environment is said on the menu', async () => {
		const test = start({size, problem: ['CLOUDFLARE_API_TOKEN looks like a Global API key.', 'Put it elsewhere.']});
		const text = await test.text();
		expect(text).toContain('CLOUDFLARE_API_TOKEN looks like a Global API key.');
		expect(text).toContain('> API token');
		checkFrame(test.screen.rows(), size);
	});

	it('a few accounts are a menu, of which the chosen one is always seen', async () => {
		seeAccounts(15);
		const test = start({size});
		test.type(`\r${token}\r`);
		await test.reach('accounts');
		expect(await test.text()).toContain('> Account 1 ');
		test.type('G');
		expect(await test.text()).toContain('> Account 15 ');
		test.type('g'.repeat(2) + down.repeat(3));
		expect(await test.text()).toContain('> Account 4 ');
		checkFrame(test.screen.rows(), size);
		test.type('\r');
		await test.openOnce();
		expect(test.opened).toMatchObject([{account: {name: 'Account 4'}}]);
	});

	it('many accounts are searched by name or id', async () => {
		seeAccounts(40);
		const test = start({size});
		test.type(`\r${token}\r`);
		await test.reach('accounts');
		expect(await test.text()).toContain('40 of 40');
		test.type(down.repeat(30));
		expect(await test.text()).toContain('> Account 31 ');
		test.type('37');
		expect(await test.text()).toMatch(/> Account 37 .*\n[\s\S]* 1 of 40/u);
		checkFrame(test.screen.rows(), size);
		test.type('x');
		expect(await test.text()).toContain('no account has this');
		test.type('\r');
		expect(test.opened).toEqual([]);
		test.type(`${esc}${down}\r`);
		await test.openOnce();
		expect(test.opened).toMatchObject([{account: {name: 'Account 2'}}]);
	});
});

describe('the screen', () => {
	it('follows the size, and says when it is too small', async () => {
		const test = start();
		test.signIn.resize({columns: 59, rows: 15});
		expect(await test.text()).toContain('cfiam needs 60x15; this is 59x15');
		test.signIn.resize({columns: 100, rows: 30});
		expect(await test.text()).toContain('> API token');
	});

	it('has no colour without it, and marks the chosen line all the same', async () => {
		const colours = /\u001b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7])[;m]/u;
		const plain = start();
		plain.type('\rtwo words\r');
		await plain.text();
		expect(plain.screen.painted().join('')).not.toMatch(colours);
		await plain.close();
		const coloured = start({colour: true});
		coloured.type('\rtwo words\r');
		await coloured.text();
		expect(coloured.screen.painted().join('')).toMatch(colours);
	});

	it('never shows a token or a key, in no frame', async () => {
		const test = start();
		for (const character of `\r${token}`) {
			test.type(character);
			await test.screen.flush();
		}
		test.type(`\t${esc}`);
		await test.screen.flush();
		test.type(`${down}\r${esc}\r\t`);
		await test.screen.flush();
		test.type(`${clear}${token.slice(0, 30)} ${token.slice(30)}\r`);
		await test.screen.flush();
		const everything = test.screen.writes.join('');
		// Any eight characters in a row would be too many.
		for (let at = 0; at + 8 <= token.length; at++) expect(everything).not.toContain(token.slice(at, at + 8));
	});
});

describe('the token field', () => {
	const field = (test: TestSignIn): string => test.signIn.state().fields.token.text;

	it('takes 50 characters and enter in one write', async () => {
		const test = start();
		test.type(`\r${token}\r`);
		await test.openOnce();
		expect(test.opened).toHaveLength(1);
	});

	it('takes a paste whole, without the line end behind it, and does not sign in by itself', async () => {
		const test = start();
		test.type(`\r\u001b[200~${token}\r\n\u001b[201~`);
		expect(field(test)).toBe(token);
		expect(test.signIn.state().step.kind).toBe('token');
		expect(await test.text()).toContain(`Token: ${'*'.repeat(token.length)}`);
		expect(test.connected).toEqual([]);
	});

	it('is edited by the usual keys, none of which types a letter', () => {
		const test = start();
		test.type(`\rbcd\u001b[Ha\u001b[Fe`);
		expect(field(test)).toBe('abcde');
		test.type('\u007f\u007f');
		expect(field(test)).toBe('abc');
		test.type('\u001b[D\u001b[3~');
		expect(field(test)).toBe('ab');
		test.type('x y\u0017');
		expect(field(test)).toBe('abx ');
		test.type(clear);
		expect(field(test)).toBe('');
	});

	it('types every letter, whatever it means elsewhere', () => {
		const test = start();
		test.type('\rqjkl?rgG1 :/');
		expect(field(test)).toBe('qjkl?rgG1 :/');
		expect(test.calls).toEqual([]);
	});

	it('shows the part around the cursor where the text is longer than the screen', async () => {
		const test = start({size: {columns: 60, rows: 15}});
		test.type(`\r${'a'.repeat(200)}`);
		const row = (await test.text()).split('\n').find((line) => line.includes('Token:'));
		expect(row).toMatch(/^ Token: \*{40,50}$/u);
		expect(await test.text()).toContain('200 characters');
	});
});
