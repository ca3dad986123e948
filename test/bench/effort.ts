import {type ScreenSize, screenSizes} from './recorded-terminal.ts';

/** How much is measured. */
export interface Effort {
	readonly sizes: readonly ScreenSize[];
	/** Starts of each program. */
	readonly starts: number;
	/** Keys of each kind. */
	readonly keys: number;
	/** Rows of the long list, and of the one that it is compared with. */
	readonly rows: number;
	readonly fewerRows: number;
	/** Only every so manieth member and group of the large account is read. */
	readonly every: number;
	/** Milliseconds. */
	readonly idle: number;
}

export const fullEffort: Effort = {
	sizes: screenSizes,
	starts: 15,
	keys: 100,
	rows: 100_000,
	fewerRows: 10_000,
	every: 1,
	idle: 60_000,
};

/** For CI. */
export const quickEffort: Effort = {
	sizes: screenSizes.slice(0, 1),
	starts: 7,
	keys: 24,
	rows: 100_000,
	fewerRows: 10_000,
	every: 16,
	idle: 10_000,
};
