/** The root of what Ink renders: the scene of the session, and the hook that hands the terminal back for a while. */
import {useApp} from 'ink';
import {useEffect, useSyncExternalStore} from 'react';
import {Lines} from '../components/lines.tsx';
import {App} from './app.tsx';
import type {Session} from './session.ts';
import {SignInScreen} from './sign-in/sign-in-screen.tsx';
import {type Starting, startingLines} from './starting.ts';

/** Gives the terminal back, runs the work, takes the terminal again and draws everything anew. */
export type HandOver = (work: () => Promise<void>) => Promise<void>;

function StartingScreen({starting}: {readonly starting: Starting}) {
	const size = useSyncExternalStore(starting.subscribe, starting.size);
	return <Lines lines={startingLines(size)} width={size.columns} height={size.rows} />;
}

export function Root({session, onMount}: {readonly session: Session; readonly onMount: (handOver: HandOver) => void}) {
	const scene = useSyncExternalStore(session.subscribe, session.scene);
	const {suspendTerminal} = useApp();
	useEffect(() => onMount(async (work) => void (await suspendTerminal(work))), [onMount, suspendTerminal]);
	switch (scene?.kind) {
		case undefined:
			return null;
		case 'starting':
			return <StartingScreen starting={scene.starting} />;
		case 'sign-in':
			return <SignInScreen signIn={scene.signIn} />;
		case 'open':
			return <App program={scene.program} identity={scene.identity} budget={scene.budget} />;
	}
}
