import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';

/** A directory with these files, by path under it; gone when it is disposed of. */
export function temporaryDirectory(files: Readonly<Record<string, string>> = {}): Disposable & {readonly path: string} {
	const directory = mkdtempSync(path.join(tmpdir(), 'cfiam-test-'));
	for (const [name, content] of Object.entries(files)) {
		const file = path.join(directory, name);
		mkdirSync(path.dirname(file), {recursive: true});
		writeFileSync(file, content);
	}
	return {path: directory, [Symbol.dispose]: () => rmSync(directory, {recursive: true, force: true})};
}
