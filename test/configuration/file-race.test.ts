/** The configuration file is judged by what is read of it: another that takes its place meanwhile is judged as well. */
import {chmodSync, mkdirSync, type PathOrFileDescriptor, renameSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {beforeEach, expect, it, onTestFinished, vi} from 'vitest';
import {loadConfiguration} from '../../source/configuration/configuration.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';

/** Comes before whatever is opened or read by its path. */
const {meanwhile} = vi.hoisted(() => ({meanwhile: {happens: (_file: unknown): void => undefined}}));
vi.mock('node:fs', async (importActual) => {
	const actual = await importActual<typeof import('node:fs')>();
	const after =
		<Rest extends readonly unknown[], Value>(work: (file: PathOrFileDescriptor, ...rest: Rest) => Value) =>
		(file: PathOrFileDescriptor, ...rest: Rest): Value => {
			meanwhile.happens(file);
			return work(file, ...rest);
		};
	return {...actual, openSync: after(actual.openSync as never), readFileSync: after(actual.readFileSync as never)};
});
beforeEach(() => {
	meanwhile.happens = () => undefined;
});

it('is refused when others may write what has taken its place', () => {
	const home = temporaryDirectory();
	onTestFinished(() => home[Symbol.dispose]());
	const file = path.join(home.path, 'cfiam/config.json');
	mkdirSync(path.dirname(file), {mode: 0o700});
	writeFileSync(file, '{}', {mode: 0o600});
	expect(loadConfiguration({XDG_CONFIG_HOME: home.path}).configuration.baseUrl).toBeUndefined();
	meanwhile.happens = (opened) => {
		if (opened !== file) return;
		writeFileSync(`${file}.new`, '{"baseUrl": "https://elsewhere.example"}');
		chmodSync(`${file}.new`, 0o666);
		renameSync(`${file}.new`, file);
	};
	expect(() => loadConfiguration({XDG_CONFIG_HOME: home.path})).toThrow('every user of this machine may write it');
});
