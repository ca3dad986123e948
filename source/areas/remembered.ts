/**
 * Answers that are asked for again with every key and every frame, made again only when something that they were made
 * of is another: what an answer asks is noted, and asked again. Snapshots are the same objects until they change.
 */
import type {Knowledge, Reading} from '../insight/knowledge.ts';
import type {Setting} from './define.ts';

/** Something that was asked of the knowledge, and what came of it. */
interface Asked {
	/** Whether the answer to it would still be the same. */
	readonly isSame: (knowledge: Knowledge) => boolean;
}

function sameReading(left: Reading, right: Reading): boolean {
	return (
		left.complete === right.complete &&
		left.fetching === right.fetching &&
		left.updatedAt === right.updatedAt &&
		left.error === right.error
	);
}

/** The same knowledge, with each different question put to it noted. */
function noting(knowledge: Knowledge, asked: Map<string, Asked>): Knowledge {
	const note = <Answer>(
		question: string,
		ask: (knowledge: Knowledge) => Answer,
		isSame: (left: Answer, right: Answer) => boolean = Object.is,
	): Answer => {
		const answer = ask(knowledge);
		if (!asked.has(question)) asked.set(question, {isSame: (present) => isSame(ask(present), answer)});
		return answer;
	};
	return {
		get account() {
			const {name} = knowledge.account;
			if (!asked.has('account')) asked.set('account', {isSame: (present) => present.account.name === name});
			return knowledge.account;
		},
		list: (resource) => note(`list ${resource}`, (present) => present.list(resource)),
		groupMembers: (group) => note(`members ${group}`, (present) => present.groupMembers(group)),
		groupMember: (group, member) => note(`member ${group} ${member}`, (present) => present.groupMember(group, member)),
		memberships: () => note('memberships', (present) => present.memberships()),
		txtRecord: (question) => note(JSON.stringify(question), (present) => present.txtRecord(question)),
		gone: (resource, id) => note(`gone ${resource} ${id}`, (present) => present.gone?.(resource, id)),
		reading: (need) => note(`reading ${JSON.stringify(need)}`, (present) => present.reading(need), sameReading),
	};
}

/** `compute`, made again only where what it asks of the setting has changed since the last time. Keeps one answer. */
export function remembering<Answer>(compute: (setting: Setting) => Answer): (setting: Setting) => Answer {
	let kept: {readonly answer: Answer; readonly isSame: (setting: Setting) => boolean} | undefined;
	return (setting) => {
		if (kept?.isSame(setting)) return kept.answer;
		const asked = new Map<string, Asked>();
		let asksTime = false;
		const {knowledge, now, ...others} = setting;
		const noted: Setting = {
			...others,
			knowledge: noting(knowledge, asked),
			get now() {
				asksTime = true;
				return now;
			},
		};
		const answer = compute(noted);
		const questions = [...asked.values()];
		kept = {
			answer,
			isSame: (present) =>
				present.knowledge === knowledge &&
				present.credential === others.credential &&
				present.records === others.records &&
				(!asksTime || present.now === now) &&
				questions.every(({isSame}) => isSame(present.knowledge)),
		};
		return answer;
	};
}
