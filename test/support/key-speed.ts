/** How long keys take, compared with keys in a list in the same run: what else goes on slows down both. */
import {keyPress, type OpenProgram} from './open-program.ts';

/** ms of processor time for a key and its frame. */
async function timeOnce(program: OpenProgram, keys: readonly string[]): Promise<number> {
	const before = process.threadCpuUsage();
	for (const key of keys) {
		program.program.press(keyPress(key));
		await program.idle();
	}
	const {user, system} = process.threadCpuUsage(before);
	return (user + system) / 1000 / keys.length;
}

/** ms that a key may take whatever a list takes: nobody sees it, and so little can not be measured well. */
const unseen = 4;

/** Twenty keys, these again and again. */
export function twenty(...keys: readonly string[]): readonly string[] {
	return Array.from({length: 20}, (_, index) => keys[index % keys.length] ?? '');
}

/** Times of keys in a program, each measured in turns with keys in a list of another. */
export function comparison(list: OpenProgram, program: OpenProgram) {
	const slow: string[] = [];
	return {
		/**
		 * The least of several rounds on either side.
		 * @param factor of what a key in the list takes
		 */
		async measure(what: string, keys: readonly string[], factor = 2): Promise<void> {
			const inList: number[] = [];
			const own: number[] = [];
			for (let round = 0; round < 4; round++) {
				inList.push(await timeOnce(list, twenty('j', 'j', 'k')));
				own.push(await timeOnce(program, keys));
			}
			const [least, most] = [Math.min(...inList), Math.min(...own)];
			if (most > Math.max(unseen, factor * least)) slow.push(`${what}: ${most} ms a key, ${least} ms in the list`);
		},
		/** What took longer than in the list. */
		slow: (): readonly string[] => slow,
	};
}
