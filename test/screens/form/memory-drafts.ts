import type {Draft, Drafts} from '../../../source/screens/form/drafts.ts';

/** Drafts that are kept as long as the test runs; `written` counts how often. */
export function memoryDrafts(): Drafts & {readonly all: ReadonlyMap<string, Draft>; written(): number} {
	const all = new Map<string, Draft>();
	let written = 0;
	return {
		all,
		written: () => written,
		list: () => [...all.values()].toSorted((left, right) => right.savedAt - left.savedAt),
		read: (key) => all.get(key),
		write(draft) {
			written += 1;
			all.set(draft.key, draft);
		},
		remove: (key) => void all.delete(key),
		release: () => {},
	};
}
