/**
 * Whether writing to a terminal stops the whole process while the terminal takes nothing. Node has it so; then a
 * terminal that is stopped (a frozen window, a dead line) can not even be left, for no signal is heard.
 */

/** Does nothing where the stream has no such choice. */
export function setBlocking(stream: object, isBlocking: boolean): void {
	const handle: unknown = Reflect.get(stream, '_handle');
	if (typeof handle !== 'object' || handle === null) return;
	const set: unknown = Reflect.get(handle, 'setBlocking');
	if (typeof set === 'function') Reflect.apply(set, handle, [isBlocking]);
}
