import {deriveIdentifier} from '../identifiers.ts';
import {createRandom} from '../random.ts';
import type {AccountState} from '../state.ts';
import {hostileAccount} from './hostile.ts';
import {largeAccount} from './large.ts';
import {emptyAccount, sandboxAccount} from './parts.ts';
import {smallAccount} from './small.ts';

/**
 * `small`: a company of thirty people. `large`: 25,000 members, 1,500 user groups, 3,000 resource groups, 2,000
 * zones. `empty`: an owner and nothing else. `hostile`: what must not hurt a terminal or a client.
 */
export type Dataset = 'small' | 'large' | 'empty' | 'hostile';

/** The accounts of a dataset, the one it is about first. `start`: when the emulator starts, in ms. */
export function createAccounts(
	dataset: Dataset,
	seed: number,
	start: number,
): readonly [AccountState, ...AccountState[]] {
	const sandbox = sandboxAccount(createRandom(seed, 'sandbox'));
	switch (dataset) {
		case 'small':
			return [smallAccount(seed, start), sandbox];
		case 'large':
			return [largeAccount(seed, start), sandbox];
		case 'hostile':
			return [hostileAccount(seed, start), sandbox];
		case 'empty':
			return [
				emptyAccount(createRandom(seed, 'empty'), {
					id: deriveIdentifier('empty account'),
					name: 'Fresh account',
					type: 'standard',
					createdOn: '2026-09-01T08:00:00.000001Z',
					enforceTwoFactor: false,
					abuseContact: null,
				}),
			];
	}
}
