import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import * as promises from 'node:fs/promises';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {replaceFile} from '../source/atomic-file.ts';
import {saveProfile} from '../source/configuration/save.ts';
import {createPassphraseFiles} from '../source/credentials/passphrase-file.ts';
import {scryptCost} from '../source/credentials/passphrase-file-format.ts';
import {Secret} from '../source/secret.ts';
import {temporaryDirectory} from './support/temporary-directory.ts';

let place: ReturnType<typeof temporaryDirectory>;
let file: string;
beforeEach(() => {
	place = temporaryDirectory();
	file = path.join(place.path, 'file');
});
afterEach(() => place[Symbol.dispose]());

const names = (): readonly string[] => readdirSync(place.path).toSorted();

describe('a file that is replaced', () => {
	it('is for its owner alone, and has the new bytes', async () => {
		writeFileSync(file, 'before', {mode: 0o644});
		await replaceFile(file, 'after');
		expect(readFileSync(file, 'utf8')).toBe('after');
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(names()).toEqual(['file']);
	});

	it('takes the place of a link, and leaves alone what that leads to', async () => {
		const target = path.join(place.path, 'target');
		writeFileSync(target, 'before');
		symlinkSync(target, file);
		await replaceFile(file, 'after');
		expect(lstatSync(file).isFile()).toBe(true);
		expect(readFileSync(target, 'utf8')).toBe('before');
	});

	it.each(['prepare', 'confirm'] as const)('is as it was when %s throws', async (step) => {
		writeFileSync(file, 'before');
		const refuse = (): never => {
			throw new Error('no');
		};
		const options = step === 'prepare' ? {prepare: async () => refuse()} : {confirm: refuse};
		await expect(replaceFile(file, 'after', options)).rejects.toThrow('no');
		expect(readFileSync(file, 'utf8')).toBe('before');
		expect(names()).toEqual(['file']);
	});

	it('has the whole of one text when several are written at once', async () => {
		const texts = Array.from({length: 12}, (_item, index) => `${index} `.repeat(5000));
		await Promise.all(texts.map((text) => replaceFile(file, text)));
		expect(texts).toContain(readFileSync(file, 'utf8'));
		expect(names()).toEqual(['file']);
	});

	it('is replaced even where nobody can look at what is in its directory', async () => {
		const readdir = (): Promise<never> => Promise.reject(new Error('no'));
		await replaceFile(file, 'after', {disk: {...promises, readdir}});
		expect(readFileSync(file, 'utf8')).toBe('after');
	});
});

describe('what a killed program has left of writing', () => {
	/** Writes a file, and is killed before the new bytes take the place of the old ones. */
	async function killWhileWriting(): Promise<void> {
		const program = `
			const {replaceFile} = await import(${JSON.stringify(new URL('../source/atomic-file.ts', import.meta.url).href)});
			await replaceFile(${JSON.stringify(file)}, 'half', {confirm: () => process.kill(process.pid, 'SIGKILL')});`;
		const child = spawn(process.execPath, ['--input-type=module', '-e', program], {stdio: 'ignore'});
		expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
	}

	it('is gone with the next writing, and nothing else is', async () => {
		writeFileSync(file, 'before');
		await killWhileWriting();
		expect(readFileSync(file, 'utf8')).toBe('before');
		expect(names()).toHaveLength(2);
		const others = ['.file.0123456789abcde', '.file.swp', '.other.0123456789abcdef', 'file.0123456789abcdef'];
		for (const name of others) writeFileSync(path.join(place.path, name), '');
		await replaceFile(file, 'after');
		expect(names()).toEqual([...others, 'file'].toSorted());
	});

	it('is gone beside the configuration and beside a passphrase file', async () => {
		const directory = path.join(place.path, 'cfiam');
		mkdirSync(directory, {mode: 0o700});
		for (const name of ['config.json', 'work.token']) {
			writeFileSync(path.join(directory, `.${name}.0123456789abcdef`), '');
		}
		await saveProfile({XDG_CONFIG_HOME: place.path}, 'work', {readOnly: true});
		const files = createPassphraseFiles({directory, platform: 'linux', cost: scryptCost.least});
		const credential = {kind: 'token', token: new Secret('cfut_atomic-file-0123456789')} as const;
		await files.write('work', credential, {passphrase: new Secret('correct horse battery')});
		expect(readdirSync(directory).toSorted()).toEqual(['config.json', 'work.token']);
	});
});
