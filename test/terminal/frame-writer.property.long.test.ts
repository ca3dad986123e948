import {test} from 'vitest';
import {tryFrames} from '../support/frame-steps.ts';

const runs = 6000;

test(`${runs} sequences of frames, others every time, look as if each had been painted anew`, {timeout: 600_000}, () =>
	tryFrames(runs),
);
