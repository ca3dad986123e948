import type {WriteStream} from 'node:tty';
import {alternateScreen, cursor, eraseToEnd, lineWrap, synchronisedOutput} from './modes.ts';

/**
 * The output that Ink draws on; the place where a frame writer goes. The alternate screen takes over the cursor of the
 * normal one, and Ink draws from wherever that is: behind a prompt or a typed letter the first row would wrap, and stay
 * wrong. Where the first frames have taken it already, Ink draws over them. Line wrap is off, so that a character whose width the terminal sees differently harms its own row only.
 */
export function screenOutput(stream: WriteStream): WriteStream {
	let isOn = false;
	/** Something else has been drawn there, which is taken away together with the next frame. */
	let isForeign = false;
	const turnOn = (): string => {
		isForeign = isOn;
		if (isOn) return '';
		isOn = true;
		return `${alternateScreen.on}${cursor.home}${lineWrap.off}`;
	};
	const turnOff = (): string => {
		isOn = false;
		return `${lineWrap.on}${alternateScreen.off}`;
	};
	const begin = (): string => {
		if (!isForeign) return synchronisedOutput.begin;
		isForeign = false;
		return synchronisedOutput.begin + cursor.home + eraseToEnd.screen;
	};
	const prepare = (text: string): string =>
		text
			.replaceAll(alternateScreen.on, turnOn)
			.replaceAll(synchronisedOutput.begin, begin)
			.replaceAll(alternateScreen.off, turnOff);
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
