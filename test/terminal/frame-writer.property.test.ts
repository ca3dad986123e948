import {test} from 'vitest';
import {tryFrames} from '../support/frame-steps.ts';

const runs = 2200;

test(`${runs} random sequences of frames look as if each had been painted anew`, {timeout: 120_000}, () =>
	tryFrames(runs, 20261122),
);
