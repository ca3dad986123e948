/** What the program keeps of itself: its requests and its writes, and the screens that follow them. */
import type {RequestLog} from '../api/client.ts';
import type {Records} from '../areas/records.ts';
import type {Tone} from '../terminal/line.ts';
import {followed} from './following.ts';
import {createJournaling, type JournalDesk, type JournalKeeping} from './journaling.ts';
import {currentFrame, replaceFrame} from './navigation.ts';
import type {Situation} from './situation.ts';
import type {ProgramState} from './state.ts';

/** Where they are kept; each is absent where it is not. */
export interface RecordKeeping {
	/** The requests of the client. */
	readonly requests?: Pick<RequestLog, 'entries' | 'subscribe'> | undefined;
	/** The writes of the profile. */
	readonly journal?: JournalKeeping | undefined;
}

export interface Recording {
	readonly records: Records;
	readonly journal: JournalDesk | undefined;
	/** From now on the screens follow. */
	begin(): void;
	close(): void;
}

export function createRecording(
	{requests, journal: keeping}: RecordKeeping,
	program: {
		readonly now: () => Situation;
		readonly time: () => number;
		readonly change: (next: (state: ProgramState) => ProgramState) => void;
		readonly say: (text: string, tone: Tone) => void;
	},
): Recording {
	const {now, time, change, say} = program;
	let newest = 0;
	let stop = (): void => {};

	const redraw = (): void => change((state) => ({...state, dataVersion: state.dataVersion + 1}));

	const journal =
		keeping === undefined
			? undefined
			: createJournaling(keeping, {setting: () => now().setting, time, say, changed: redraw});

	const records: Records = {
		requests: () => requests?.entries() ?? [],
		get journal() {
			return journal?.view();
		},
	};

	const follow = (): void => {
		const told = newest;
		newest = records.requests().at(-1)?.id ?? 0;
		const {state} = now();
		const frame = currentFrame(state.navigation);
		if (frame.area !== 'requests') return;
		redraw();
		if (frame.kind !== 'list') return;
		const table = followed(now(), told);
		change((before) => ({...before, navigation: replaceFrame(before.navigation, {...frame, table})}));
	};

	return {
		records,
		journal,
		begin() {
			stop = requests?.subscribe(follow) ?? stop;
			journal?.greet();
		},
		close: () => stop(),
	};
}
