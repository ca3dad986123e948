/** The user's editor as a process of its own. */
import {execFile} from 'node:child_process';
import {chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {promisify} from 'node:util';
import {describe, expect, test} from 'vitest';
import {editorCommand, editText} from '../source/editor.ts';
import {temporaryDirectory} from './support/temporary-directory.ts';

/** An editor that is a script: `$1` is the file. It may leave notes in `$NOTES`. */
function scripted(script: string) {
	const directory = temporaryDirectory();
	const editor = path.join(directory.path, 'my editor');
	writeFileSync(editor, `#!/bin/sh\n${script}\n`);
	chmodSync(editor, 0o755);
	const notes = path.join(directory.path, 'notes');
	const environment = {PATH: process.env.PATH, NOTES: notes, EDITOR: `'${editor}'`};
	return {
		environment,
		notes: () => (existsSync(notes) ? readFileSync(notes, 'utf8') : ''),
		[Symbol.dispose]: () => directory[Symbol.dispose](),
	};
}

/** The text in an editor, in a program that ends before the editor does; the files that are left then. */
async function leftBy(script: string) {
	using editor = scripted(`${script}\ntouch "$NOTES"; while :; do read line || exit; done`);
	using place = temporaryDirectory();
	const module = path.join(import.meta.dirname, '../source/editor.ts');
	const code = `
		import {existsSync} from 'node:fs';
		import {editText} from ${JSON.stringify(module)};
		editText('as it was', 'thing.jsonc', process.env);
		const look = () => (existsSync(process.env.NOTES) ? process.exit(0) : setTimeout(look, 5));
		look();`;
	const {stderr} = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], {
		env: {...editor.environment, TMPDIR: place.path, NODE_NO_WARNINGS: '1'},
	});
	const files = readdirSync(place.path, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
	return {stderr, texts: files.map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))};
}

describe('an editor', () => {
	test('is $VISUAL, else $EDITOR, else vi', () => {
		expect(editorCommand({VISUAL: 'code --wait', EDITOR: 'nano'})).toBe('code --wait');
		expect(editorCommand({VISUAL: '  ', EDITOR: 'nano'})).toBe('nano');
		expect(editorCommand({})).toBe('vi');
	});

	test('is given the text and gives back what it was saved as', async () => {
		using editor = scripted('cat "$1" > "$NOTES"; printf "changed\\r\\n" > "$1"');
		expect(await editText('as it was\n', 'thing.jsonc', editor.environment)).toEqual({
			kind: 'edited',
			text: 'changed\n',
		});
		expect(editor.notes()).toBe('as it was\n');
	});

	test('gets arguments of its own before the file', async () => {
		using editor = scripted('printf "%s|" "$@" > "$NOTES"');
		const EDITOR = `${editor.environment.EDITOR} --wait "two words"`;
		await editText('', 'thing.jsonc', {...editor.environment, EDITOR});
		expect(editor.notes()).toMatch(/^--wait\|two words\|\/.*\/thing\.jsonc\|$/u);
	});

	test('works on a file that nobody else may read, gone afterwards with all that it left beside it', async () => {
		using editor = scripted('stat -c "%a" "$1" "$(dirname "$1")" > "$NOTES"; echo "$1" >> "$NOTES"; touch "$1~"');
		await editText('', 'thing.jsonc', editor.environment);
		const [file, directory, name = ''] = editor.notes().split('\n');
		expect([file, directory]).toEqual(['600', '700']);
		expect(existsSync(path.dirname(name))).toBe(false);
	});

	test('does not get the secrets of the environment', async () => {
		using editor = scripted('env > "$NOTES"');
		const secrets = {CLOUDFLARE_API_TOKEN: 'tokentokentoken', CLOUDFLARE_API_KEY: 'keykeykey'};
		await editText('', 'thing.jsonc', {...editor.environment, ...secrets});
		expect(editor.notes()).toContain('PATH=');
		for (const secret of Object.values(secrets)) expect(editor.notes()).not.toContain(secret);
	});

	test('that fails, is killed or is not there gives a reason', async () => {
		using failing = scripted('exit 3');
		expect(await editText('', 'x', failing.environment)).toEqual({
			kind: 'failed',
			reason: expect.stringMatching(/my editor' ended with 3$/u),
		});
		using killed = scripted('kill -9 $$');
		expect(await editText('', 'x', killed.environment)).toMatchObject({reason: expect.stringMatching(/SIGKILL$/u)});
		expect(await editText('', 'x', {PATH: process.env.PATH, EDITOR: 'no-such-editor'})).toEqual({
			kind: 'failed',
			reason: 'there is no editor no-such-editor: set $VISUAL or $EDITOR',
		});
	});

	test.each([
		[
			'crashes after it has saved',
			`printf 'an hour' > "$1"; kill -9 $$`,
			'an hour',
			/SIGKILL; what was written is in/u,
		],
		['ends with an error after it has saved', `printf 'an hour' > "$1"; exit 1`, 'an hour', /ended with 1; what was/u],
		[
			'crashes with a file of its own to recover from',
			`mv "$1" "$1.swp"; printf 'an hour' > "$1.swp"; exit 1`,
			'an hour',
			/thing\.jsonc\.swp$/u,
		],
		['saves what is too long', `head -c 9000000 /dev/zero > "$1"`, '\0'.repeat(9_000_000), /too long; what was/u],
	])('that %s leaves its file, and it is said where', async (_name, script, text, told) => {
		using editor = scripted(script);
		const edited = await editText('as it was', 'thing.jsonc', editor.environment);
		const reason = edited.kind === 'failed' ? edited.reason : '';
		expect(reason).toMatch(told);
		const file = reason.replace(/^.* is in /u, '');
		expect(readFileSync(file, 'utf8') === text).toBe(true);
		rmSync(path.dirname(file), {recursive: true});
	});

	test('that fails with the text as it was leaves nothing', async () => {
		using editor = scripted('dirname "$1" > "$NOTES"; exit 1');
		expect(await editText('as it was', 'thing.jsonc', editor.environment)).toMatchObject({kind: 'failed'});
		expect(existsSync(editor.notes().trim())).toBe(false);
	});

	test('that removes the file gives a reason', async () => {
		using editor = scripted('rm "$1"');
		expect(await editText('', 'x', editor.environment)).toMatchObject({kind: 'failed'});
	});

	test('that has saved already when the program ends keeps its file, and it is said where', async () => {
		const {stderr, texts} = await leftBy('printf changed > "$1"');
		expect(texts).toEqual(['changed']);
		expect(stderr).toMatch(/what was written in the editor is in \/.*\/thing\.jsonc/u);
	});

	test('that has not written anything when the program ends leaves nothing', async () => {
		expect(await leftBy(':')).toEqual({stderr: '', texts: []});
	});
});
