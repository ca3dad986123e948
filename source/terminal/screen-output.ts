import type {WriteStream} from 'node:tty';
import {alternateScreen, cursor, lineWrap} from './modes.ts';

/**
 * The output that Ink draws on; the place where a frame writer goes. The alternate screen takes over the cursor of the
 * normal one, and Ink draws from wherever that is: behind a prompt or a typed letter the first row would wrap, and stay
 * wrong. Line wrap is off, so that a character whose width the terminal sees differently harms its own row only.
 */
export function screenOutput(stream: WriteStream): WriteStream {
	const prepare = (text: string): string =>
		text
			.replaceAll(alternateScreen.on, `${alternateScreen.on}${cursor.home}${lineWrap.off}`)
			.replaceAll(alternateScreen.off, `${lineWrap.on}${alternateScreen.off}`);
	const write: WriteStream['write'] = (chunk: Uint8Array | string, ...rest: readonly unknown[]): boolean =>
		Reflect.apply(stream.write, stream, [typeof chunk === 'string' ? prepare(chunk) : chunk, ...rest]);
	return new Proxy(stream, {
		get(target, name) {
			if (name === 'write') return write;
			const value: unknown = Reflect.get(target, name, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}
