/** A secret that came back is in the panel while it is asked for, and nowhere else. */
import {inspect} from 'node:util';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {confirmSteps} from '../../source/areas/plan.ts';
import type {Step} from '../../source/areas/write.ts';
import type {Emulator} from '../../source/emulator/index.ts';
import {linesInMemory} from '../../source/journal/lines.ts';
import {lastWords} from '../../source/last-words.ts';
import {nextSecret, secretLines, secretPanel} from '../../source/screens/secret-panel.ts';
import {Secret} from '../../source/secret.ts';
import {plainText} from '../../source/terminal/line.ts';
import {cellWidth} from '../../source/terminal/width.ts';
import {sampleStep} from '../areas/sample-step.ts';
import {type OpenProgram, openProgram, startTestEmulator} from '../support/open-program.ts';

let emulator: Emulator;
beforeEach(async () => {
	emulator = await startTestEmulator();
});
afterEach(() => emulator.close());

const name = 'Dispatch dashboard';

function secretsOnServer(): readonly string[] {
	const client = emulator.state.main.oauthClients.values().find(({settings}) => settings.client_name === name);
	return client?.secrets ?? [];
}

/** Rotates from the keyboard until the panel is there; resolves with the new secret. */
async function rotated(program: OpenProgram): Promise<string> {
	await program.run('rotate');
	await program.rest();
	await program.advance(1000);
	await program.run('dialog.next', 'dialog.press');
	await program.rest();
	const secret = secretsOnServer().at(-1) ?? '';
	expect(secret).toMatch(/^cf-oauth-secret-/u);
	expect(program.frame()).toContain(`New secret of ${name}`);
	await program.advance(1000);
	return secret;
}

const open = (): Promise<OpenProgram> => openProgram({emulator, area: 'oauth-clients', search: name});

describe('the panel of a new secret', () => {
	test('hides it until it is asked for, and hides it again', async () => {
		await using program = await open();
		const secret = await rotated(program);
		expect(program.frame()).not.toContain(secret);
		expect(program.frame()).toContain('••••');
		await program.run('secret.reveal');
		expect(program.frame()).toContain(secret);
		await program.run('secret.reveal');
		expect(program.frame()).not.toContain(secret);
	});

	test('copies it without showing it', async () => {
		await using program = await open();
		const secret = await rotated(program);
		await program.run('secret.copy');
		expect(program.copied).toEqual([secret]);
		expect(program.frame()).toContain("secret sent to the terminal's clipboard");
		expect(program.frame()).not.toContain(secret);
	});

	test('is closed by nothing but saying that it is stored', async () => {
		await using program = await open();
		await rotated(program);
		for (const key of ['enter', 'escape', 'enter', 'n', 'y', 'h', 'tab']) {
			await program.press(key);
			expect(program.program.context(), key).toBe('secret');
		}
		await program.press('escape');
		expect(program.frame()).toContain('space says that you have stored it');
		await program.press('space');
		expect(program.frame()).toContain('[x] I have stored it');
		await program.press('enter');
		expect(program.frame()).not.toContain('New secret of');
		expect(program.program.context()).toBe('dialog');
	});

	test('takes no key that was typed before it was there', async () => {
		await using program = await open();
		await program.run('rotate');
		await program.rest();
		await program.advance(1000);
		await program.run('dialog.next', 'dialog.press');
		await program.press('space', 'enter', 'v', 'space', 'enter');
		expect(program.program.context()).toBe('secret');
		expect(program.frame()).toContain('[ ] I have stored it');
		expect(program.frame()).not.toContain(secretsOnServer().at(-1));
	});

	test('stays through a resize and a screen that is too small for it', async () => {
		await using program = await open();
		const secret = await rotated(program);
		for (const size of [
			{columns: 60, rows: 15},
			{columns: 40, rows: 8},
			{columns: 160, rows: 50},
			{columns: 80, rows: 24},
		]) {
			await program.resize(size);
			expect(program.frame()).not.toContain(secret);
		}
		expect(program.frame()).toContain('New secret of');
		await program.resize({columns: 60, rows: 15});
		await program.run('secret.reveal');
		const shown = program
			.rows()
			.map((row) => /│(.*)│/u.exec(row)?.[1]?.trim() ?? '')
			.join('');
		expect(shown).toContain(secret);
		expect(program.frame()).toContain('I have stored it');
	});

	test('asks before it lets anybody quit, and is masked by then', async () => {
		await using program = await open();
		const secret = await rotated(program);
		await program.run('secret.reveal', 'secret.leave');
		expect(program.frame()).toContain('Quit without the secret?');
		expect(program.frame()).not.toContain(secret);
		await program.press('q');
		expect(program.effects).not.toContain('quit');
		await program.press('enter');
		expect(program.program.context()).toBe('secret');
		expect(program.frame()).not.toContain(secret);
		await program.run('secret.leave');
		await program.press('l');
		expect(program.effects).toContain('quit');
	});

	test('is masked before the terminal is handed back, and at the first ctrl-c', async () => {
		await using program = await open();
		const secret = await rotated(program);
		await program.run('secret.reveal');
		await program.press('ctrl+z');
		expect(program.effects).toContain('suspend');
		expect(program.frame()).not.toContain(secret);
		await program.run('secret.reveal');
		await program.press('ctrl+c');
		expect(program.frame()).not.toContain(secret);
		expect(program.frame()).toContain('a secret is not stored yet');
		expect(program.effects).not.toContain('quit');
		await program.press('ctrl+c');
		expect(program.effects).toContain('quit');
	});

	test('ignores what is pasted', async () => {
		await using program = await open();
		await rotated(program);
		await program.paste(' \r \r');
		expect(program.program.context()).toBe('secret');
		expect(program.frame()).toContain('[ ] I have stored it');
	});

	test('leaves nothing of it behind: not in the state, on the screen, in a request or in a crash report', async () => {
		await using program = await open();
		const secret = await rotated(program);
		await program.run('secret.reveal', 'secret.copy');
		const holders: Record<string, unknown> = {
			state: program.state(),
			situation: program.situation(),
			list: program.store.list('oauthClients'),
			effects: program.effects,
			budget: program.client.budget.snapshot(),
			log: program.client.requests.entries(),
		};
		const search = (): readonly string[] =>
			Object.entries(holders)
				.filter(([, value]) => `${inspect(value, {depth: 12, showHidden: true})}${json(value)}`.includes(secret))
				.map(([where]) => where);
		expect(program.client.requests.entries().some(({path}) => path.endsWith('/rotate_secret'))).toBe(true);
		expect(search()).toEqual([]);
		const crash = Object.assign(new Error(`in the middle of ${String(program.state().overlays)}`), {
			cause: program.state(),
		});
		expect(lastWords(crash)).not.toContain(secret);
		await program.press('space', 'enter', 'escape');
		holders.state = program.state();
		expect(search()).toEqual([]);
		expect(program.frame()).not.toContain(secret);
		const requests = program.requests().map(({path, query, body}) => JSON.stringify([path, query, body]));
		expect(requests.join('\n')).not.toContain(secret);
		// What undoing would send or say.
		expect(json(program.state().undo)).not.toContain(secret);
	});

	test('is the only place: the copy as curl, the report of the run and the object as JSON are without it', async () => {
		await using program = await open();
		const secret = await rotated(program);
		await program.press('space', 'enter');
		await program.run('dialog.copy');
		await program.press('escape', 'y', 'j');
		expect(program.copied.join('\n')).not.toContain(secret);
		expect(program.copied.length).toBeGreaterThan(0);
	});
});

/** JSON of what may refer to itself. */
function json(value: unknown): string {
	const seen = new Set<unknown>();
	return (
		JSON.stringify(value, (_key, part: unknown) => {
			if (typeof part !== 'object' || part === null) return part;
			if (seen.has(part)) return undefined;
			seen.add(part);
			return part instanceof Map ? [...part] : part;
		}) ?? ''
	);
}

describe('the lines of the panel', () => {
	const shown = (text: string | undefined) => ({
		title: 'Secret of ci',
		secret: text === undefined ? undefined : new Secret(text),
	});
	const textOf = (panel: Parameters<typeof secretLines>[0], inside = 60, height = 11) =>
		secretLines(panel, inside, height).map(plainText);

	test('tell not even how long a hidden secret is', () => {
		expect(textOf(secretPanel([shown('a')], 0))).toEqual(textOf(secretPanel([shown('b'.repeat(90))], 0)));
	});

	test('fit into the smallest screen, whatever the secret', () => {
		const panel = {...secretPanel([shown('x'.repeat(5000)), shown('y')], 0), isRevealed: true};
		const lines = textOf(panel, 52, 11);
		expect(lines.length).toBeLessThanOrEqual(11);
		for (const line of lines) expect(cellWidth(line)).toBeLessThanOrEqual(52);
		expect(lines.join('\n')).toContain('longer than there is room for');
		expect(lines.at(-1)).toContain('I have stored it');
	});

	test('keep a secret from driving the terminal', () => {
		const panel = {...secretPanel([shown('a\u001b]52;c;AAAA\u0007b')], 0), isRevealed: true};
		expect(textOf(panel).join('')).not.toContain('\u001b');
		expect(textOf(panel).join(' ')).toContain('characters can not be shown');
	});

	test('say that there was none in the answer', () => {
		expect(textOf(secretPanel([shown(undefined)], 0)).join('\n')).toContain('Cloudflare answered without it');
	});

	test('of several secrets come one after the other, each hidden and not yet stored', () => {
		const first = {...secretPanel([shown('one'), shown('two')], 0), isRevealed: true, isStored: true};
		expect(textOf(first)[0]).toContain('1 more secret comes after it');
		const second = nextSecret(first, 5000);
		expect(second).toMatchObject({isRevealed: false, isStored: false, shownAt: 5000});
		expect(second?.secrets[0]?.secret?.reveal()).toBe('two');
		expect(second && nextSecret(second, 0)).toBeUndefined();
	});
});

describe('a mistake of the program in what follows a secret', () => {
	const bug = new Error('a bug');
	const fails = (): never => {
		throw bug;
	};
	const answer = {title: 'New secret of ci', secret: new Secret('hush')};

	/** Steps that bring a secret, and what breaks once they have. */
	const breaking: Readonly<Record<string, Step>> = {
		'what is done at the end of the run': sampleStep(['a'], {
			send: async () => ({
				done: ['a'],
				secret: answer,
				reversal: {
					steps: [Object.defineProperty(sampleStep(['un-a']), 'family', {get: fails}), sampleStep(['un-b'])],
				},
			}),
		}),
		'what takes the answer apart': sampleStep(['a'], {
			send: async () =>
				Object.defineProperty({done: ['a'], secret: answer, reversal: {steps: []}}, 'done', {get: fails}),
		}),
	};

	test.each(Object.entries(breaking))(
		'%s: the panel is there, and the program ends once it is stored',
		async (_, step) => {
			const mistakes: unknown[] = [];
			await using program = await openProgram({emulator, crash: (error) => mistakes.push(error)});
			program.program.follow(confirmSteps([step]));
			await program.rest();
			await program.advance(1000);
			await program.run('dialog.next', 'dialog.press');
			await program.waitFor('New secret of ci');
			expect(program.frame()).toContain('it ends as soon as this is stored');
			expect(mistakes).toEqual([]);
			await program.advance(1000);
			await program.press('space', 'enter');
			expect(mistakes).toEqual([bug]);
		},
	);

	test('what the journal tells of afterwards: the answer is still shown, and the line says that it could not', async () => {
		const journal = linesInMemory();
		await using program = await openProgram({emulator, journal});
		const step = sampleStep(['a'], {
			send: async () => ({
				done: ['a'],
				secret: answer,
				reversal: {steps: [Object.defineProperty(sampleStep(['un-a']), 'needs', {get: fails})]},
			}),
		});
		program.program.follow(confirmSteps([step]));
		await program.rest();
		await program.advance(1000);
		await program.run('dialog.next', 'dialog.press');
		await program.waitFor('New secret of ci');
		expect(program.program.context()).toBe('secret');
		await program.idle();
		for await (const line of journal.backwards()) {
			expect(JSON.parse(line)).toMatchObject({result: 'done', after: {leftOut: 'it could not be told: a bug'}});
			break;
		}
		expect.assertions(2);
	});
});
