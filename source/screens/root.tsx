/** The root of what Ink renders: the scene of the session. */
import {Box, type DOMElement} from 'ink';
import {useCallback, useState, useSyncExternalStore} from 'react';
import {Lines} from '../components/lines.tsx';
import {App} from './app.tsx';
import type {Session} from './session.ts';
import {SignInScreen} from './sign-in/sign-in-screen.tsx';
import {type Starting, startingLines} from './starting.ts';

function StartingScreen({starting}: {readonly starting: Starting}) {
	const size = useSyncExternalStore(starting.subscribe, starting.size);
	return <Lines lines={startingLines(size)} width={size.columns} height={size.rows} />;
}

function SceneScreen({session}: {readonly session: Session}) {
	const scene = useSyncExternalStore(session.subscribe, session.scene);
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

/** @param onTree told of an element of the tree before anything is drawn */
export function Root({session, onTree}: {readonly session: Session; readonly onTree: (element: DOMElement) => void}) {
	const [isWatched, setWatched] = useState(false);
	const anchor = useCallback(
		(element: DOMElement | null) => {
			if (element === null) return;
			onTree(element);
			setWatched(true);
		},
		[onTree],
	);
	return <Box ref={anchor}>{isWatched ? <SceneScreen session={session} /> : null}</Box>;
}
