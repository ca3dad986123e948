import type {FileHandle} from 'node:fs/promises';
import {type Disk, realDisk} from '../../source/credentials/private-file.ts';

export interface FailingDisk {
	readonly disk: Disk;
	/** What was called, in order: `open`, `handle.sync`. */
	readonly calls: readonly string[];
}

/** An error as the system's. */
export function systemError(code: string): Error {
	return Object.assign(new Error(`${code}: not this time`), {code});
}

/**
 * The real disk, which counts its calls; `fault` decides about each of them, by number from 0 and name, whether it fails.
 * What fails has done nothing, but for `close`.
 */
export function failingDisk(fault: (index: number, name: string) => string | undefined): FailingDisk {
	const calls: string[] = [];

	function check(name: string): void {
		const code = fault(calls.length, name);
		calls.push(name);
		if (code !== undefined) throw systemError(code);
	}

	const ofHandle = (handle: FileHandle): FileHandle =>
		new Proxy(handle, {
			get(target, property): unknown {
				const value: unknown = Reflect.get(target, property, target);
				if (typeof value !== 'function') return value;
				return async (...parameters: readonly unknown[]): Promise<unknown> => {
					if (property === 'close') await target.close();
					check(`handle.${String(property)}`);
					return property === 'close' ? undefined : Reflect.apply(value, target, parameters);
				};
			},
		});

	const disk = new Proxy(realDisk, {
		get(target, property): unknown {
			const value: unknown = Reflect.get(target, property, target);
			if (typeof value !== 'function') return value;
			return async (...parameters: readonly unknown[]): Promise<unknown> => {
				check(String(property));
				const result: unknown = await Reflect.apply(value, target, parameters);
				return property === 'open' && isHandle(result) ? ofHandle(result) : result;
			};
		},
	});
	return {disk, calls};
}

function isHandle(value: unknown): value is FileHandle {
	return typeof value === 'object' && value !== null && 'fd' in value;
}
