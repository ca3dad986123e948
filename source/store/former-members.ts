/** The members of groups as they were on the last visit, taken a few milliseconds at a time. */
import type {UserGroupId} from '../api/ids.ts';

/** Ms of work at a time. */
const slice = 4;

export interface FormerMembersOptions {
	readonly groups: readonly UserGroupId[];
	readonly hydrate: (group: UserGroupId) => void;
	readonly isClosed: () => boolean;
	/** Called once, at the end. */
	readonly done: () => void;
}

export function takeFormerMembers({groups, hydrate, isClosed, done}: FormerMembersOptions): void {
	let next = 0;
	const go = (): void => {
		if (isClosed()) {
			return;
		}
		const until = performance.now() + slice;
		for (; next < groups.length && performance.now() < until; next += 1) {
			const group = groups[next];
			if (group !== undefined) {
				hydrate(group);
			}
		}
		if (next < groups.length) {
			setImmediate(go);
		} else {
			done();
		}
	};
	setImmediate(go);
}
