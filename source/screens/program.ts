import type {Intent} from '../areas/intent.ts';
import {Successors} from '../areas/successors.ts';
import type {Keymap} from '../input/keymap.ts';
import type {KeyEvent} from '../input/keys.ts';
import type {Tone} from '../terminal/line.ts';
import {type Actor, changeTable} from './actor.ts';
import {chooseByLetter} from './commands/menus.ts';
import {contextOf} from './context.ts';
import {createCopy} from './copying.ts';
import {createCountdown} from './countdown.ts';
import {goToCreated} from './created.ts';
import {chooseAccount, followIntent} from './follow.ts';
import {draftsText} from './form/draft-list.ts';
import {createDraftKeeper, noDrafts} from './form/drafts.ts';
import {formIn} from './form/opening.ts';
import {afterRun} from './form/reviewing.ts';
import {answerKey} from './key-answer.ts';
import type {KeyContext} from './keymap.ts';
import {lookAgain, tooOld} from './looking.ts';
import {createPicturing} from './picturing.ts';
import {createRecording} from './recording.ts';
import {createRights} from './rights.ts';
import {createRunClock} from './run-clock.ts';
import {createRunner} from './runner.ts';
import {type UnderWay, underWayIn} from './runs.ts';
import {hasUnstoredSecret, withSecret} from './secret-panel.ts';
import {createSeeking} from './seeking.ts';
import {type Situation, situationOf} from './situation.ts';
import {firstState, type ProgramStart} from './start.ts';
import type {Message, ProgramState, Size} from './state.ts';
import type {ProgramSurroundings} from './surroundings.ts';
import {clearMarks} from './table-state.ts';
import {endMessage, stacksAfter} from './undoing.ts';
import {createWanting} from './wanting.ts';

export interface Program {
	readonly state: () => ProgramState;
	readonly situation: () => Situation;
	/** What is painted: the same, or what was there before as long as its rows are being filtered and sorted. */
	readonly picture: () => Situation;
	readonly context: () => KeyContext;
	readonly keymap: Keymap<Situation>;
	press(event: KeyEvent): void;
	resize(size: Size): void;
	/** Looks at the clock again: ages change. */
	tick(): void;
	say(text: string, tone?: Tone): void;
	/** Says it below the rows until it is taken back: what is wrong with all of it, and what to do. */
	warn(message: Message | undefined): void;
	/** Does what an action of an area asks for. */
	follow(intent: Intent): void;
	/** The changes that are being carried out, if any are. */
	underWay(): UnderWay | undefined;
	subscribe(listener: () => void): () => void;
	close(): void;
}

export function createProgram(surroundings: ProgramSurroundings, start: ProgramStart): Program {
	const {store, keymap, time} = surroundings;
	let state = firstState(start, time());
	let situation: Situation | undefined;
	const successors = new Successors();
	const listeners = new Set<() => void>();

	const now = (): Situation => {
		situation ??= situationOf(state, {
			knowledge: store,
			now: state.now,
			records: recording.records,
			credential: rights.known(),
			successors,
		});
		return situation;
	};

	const picturing = createPicturing({situation: now, changed: () => changed()});
	const wanting = createWanting({
		store,
		situation: now,
		time,
		setTimer: surroundings.setTimer,
		isWhole: picturing.isWhole,
	});

	const keeper = createDraftKeeper({
		drafts: surroundings.drafts ?? noDrafts,
		time,
		setTimer: surroundings.setTimer,
	});

	const changed = (): void => {
		situation = undefined;
		for (const listener of [...listeners]) listener();
	};

	/** A mistake of the program that is going to end it. */
	let mistake: {readonly error: unknown} | undefined;

	/** Mistakes end the program, but not while there is a secret on show that nobody can show again. */
	const crashOnceStored = (): void => {
		if (mistake === undefined || hasUnstoredSecret(state)) return;
		const {error} = mistake;
		mistake = undefined;
		surroundings.crash(error);
	};

	const change: Actor['change'] = (next) => {
		const after = next(state);
		if (after === state) return;
		state = after;
		keeper.watch(formIn(state));
		changed();
		crashOnceStored();
	};

	const say: Actor['say'] = (text, tone = 'plain') => change((before) => ({...before, message: {text, tone}}));

	/** Takes back what is said for a while. */
	let forgetHint = (): void => {};

	const hint: Actor['hint'] = (text, ms) => {
		say(text, 'warning');
		const {message} = state;
		forgetHint = surroundings.setTimer(
			() => change((before) => (before.message === message ? {...before, message: undefined} : before)),
			ms,
		);
	};

	const recording = createRecording(surroundings, {now, time, change, say});
	const {journal} = recording;
	const rights = createRights(surroundings.credential, {store, situation: now, change});

	const runner = createRunner({
		async look(needs) {
			const seen = await lookAgain(needs, store, time());
			if ('knowledge' in seen) return seen.knowledge;
			say(`not sent: what is there now could not be read: ${seen.problem}`, 'danger');
			return undefined;
		},
		tooOld: (needs, isNext = false) =>
			tooOld(needs, store, time(), !isNext && surroundings.budget.snapshot().remaining === 0),
		writer: store,
		journal,
		change,
		secretCame: (secret) => change((before) => withSecret(before, secret, time())),
		mistaken(error) {
			mistake = {error};
			if (hasUnstoredSecret(state)) say('cfiam has made a mistake: it ends as soon as this is stored', 'danger');
			crashOnceStored();
		},
		finished(run) {
			rights.afterRun(run.id);
			change((before) => ({...before, ...stacksAfter(before, run)}));
			// What was marked for it has been dealt with.
			if (run.open.length === 0 && run.origin === 'new') changeTable(actor, clearMarks);
			goToCreated(actor, run);
			const message = endMessage(run);
			const {text, tone} = journal?.with(message) ?? message;
			if (!afterRun(actor, run) && text !== '') say(text, tone);
		},
	});

	const clock = createRunClock(change, {state: () => state, time, setTimer: surroundings.setTimer});

	const actor: Actor = {
		now,
		time,
		change,
		say,
		hint,
		copy: createCopy(surroundings.copy, say),
		refresh: (needs) => store.refresh(needs),
		async look(needs) {
			const seen = await lookAgain(needs, store, time());
			return 'problem' in seen ? seen.problem : undefined;
		},
		follow: (intent) => followIntent(actor, intent),
		carryOut(plan, origin) {
			runner.start(plan, origin);
			clock.start();
			// The picker or list that led here has done its part.
			change((before) => ({...before, overlays: before.overlays.filter(({kind}) => kind !== 'picker')}));
		},
		retryFailed() {
			runner.retry();
			clock.start();
		},
		stopRun: runner.stop,
		keymap,
		baseUrl: surroundings.baseUrl,
		setReadOnly(readOnly) {
			surroundings.setReadOnly(readOnly);
			change((before) => ({...before, readOnly}));
		},
		askRights: rights.askAgain,
		keeper,
		journal,
		edit: surroundings.edit ?? (() => Promise.resolve({kind: 'failed', reason: 'there is no editor here'})),
		profiles: surroundings.profiles,
		chooseAccount: () => chooseAccount(actor, surroundings.accounts),
		openAccount: surroundings.openAccount,
		cancelWait: () => surroundings.budget.cancelWait(),
		isWaiting: () => surroundings.budget.snapshot().waiting !== undefined,
		repaint: surroundings.repaint,
		suspend: surroundings.suspend,
		quit: surroundings.quit,
	};

	/** The row that a filter has led to is held on to, whatever comes later. */
	const settle = (): void => {
		if (now().place.left.seeks) changeTable(actor, (table) => table);
	};

	const seeking = createSeeking(actor, start);

	const releaseData = store.subscribe(() => {
		if (picturing.isWhole()) settle();
		seeking.afterData();
		change((before) => ({...before, dataVersion: before.dataVersion + 1, now: time()}));
		const {knowledge} = now().setting;
		if (state.everythingWanted && knowledge.memberships().state === 'complete' && knowledge.list('members').complete) {
			change((before) => ({...before, everythingWanted: false}));
		}
		wanting.afterData();
		rights.afterData();
	});
	const countdown = createCountdown(surroundings, change);
	const drafts = draftsText(keeper.drafts.list().length);
	if (drafts !== undefined) say(drafts);
	wanting.afterKey();
	recording.begin();

	return {
		state: () => state,
		situation: now,
		picture: picturing.picture,
		context: () => contextOf(state),
		keymap,
		press(event) {
			seeking.giveUp();
			forgetHint();
			if (state.message !== undefined) change((before) => ({...before, message: undefined}));
			if (event.kind === 'key' && contextOf(state) === 'menu' && chooseByLetter(actor, event.chord)) {
				wanting.afterKey();
				return;
			}
			answerKey(actor, event, settle);
			wanting.afterKey();
		},
		resize: (size) => change((before) => ({...before, size})),
		tick: () => change((before) => ({...before, now: time()})),
		say,
		warn: (standing) => change((before) => ({...before, standing})),
		follow(intent) {
			followIntent(actor, intent);
			wanting.afterKey();
		},
		underWay: () => underWayIn(state),
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close() {
			keeper.flush();
			forgetHint();
			picturing.close();
			wanting.close();
			releaseData();
			recording.close();
			rights.close();
			countdown.close();
			clock.close();
			surroundings.close();
		},
	};
}
