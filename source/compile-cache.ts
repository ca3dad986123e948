/**
 * Node's compile cache: what V8 made of the program's code at an earlier start is used again (measured: a quarter less
 * time to the first frame). It is code that will be run, so it is kept where only the user can write, or not at all.
 */
import {lstatSync, mkdirSync, readdirSync, rmSync} from 'node:fs';
import * as nodeModule from 'node:module';
import {homedir} from 'node:os';
import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Ms after the start; by then what it takes has been run. */
const flushAfter = 5000;

/** `$XDG_CACHE_HOME/cfiam/code`; by default, and for a relative XDG_CACHE_HOME, under `~/.cache`. */
export function codeDirectory({XDG_CACHE_HOME: base = '', HOME: home = ''}: Environment): string {
	return path.join(path.isAbsolute(base) ? base : path.join(home === '' ? homedir() : home, '.cache'), 'cfiam/code');
}

/** Whether it is a directory of this user's, which nobody else can write. Other systems than Unix have no such rights. */
function isOwn(directory: string): boolean {
	const status = lstatSync(directory);
	const user = process.geteuid?.();
	return status.isDirectory() && (user === undefined || (status.uid === user && (status.mode & 0o022) === 0));
}

/**
 * Switches the cache on for all code that is loaded from now on; written a few seconds later, and when the process ends. Each version of the
 * program has a directory of its own, and those of others are removed. Where it can not be kept the program starts
 * without. NODE_COMPILE_CACHE and NODE_DISABLE_COMPILE_CACHE are obeyed.
 */
export function keepCompiledCode(environment: Environment, version: string): void {
	// Since Node 22.1.
	if (typeof nodeModule.enableCompileCache !== 'function') return;
	try {
		const all = codeDirectory(environment);
		const own = path.join(all, version);
		const isNew = mkdirSync(own, {recursive: true, mode: 0o700}) !== undefined;
		if (![path.dirname(all), all, own].every(isOwn)) return;
		nodeModule.enableCompileCache(own);
		// Not every end is one that Node gets to write it at: terminals are closed, and machines switched off.
		setTimeout(() => nodeModule.flushCompileCache?.(), flushAfter).unref();
		if (!isNew) return;
		for (const other of readdirSync(all)) {
			if (other !== version) rmSync(path.join(all, other), {recursive: true, force: true});
		}
	} catch {
		// A full disk, a home that can not be written.
	}
}
