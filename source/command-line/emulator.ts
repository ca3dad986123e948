import {type ArgumentList, wholeNumber} from './argument-list.ts';
import {type Dataset, datasets, type Invocation, wrong} from './invocation.ts';

/** What stands behind `cfiam emulator`. */
export function parseEmulator(list: ArgumentList): Invocation {
	let port = 0;
	let dataset: Dataset = 'small';
	let latency = 0;
	let seed: number | undefined;
	for (let option = list.next(); option !== undefined; option = list.next()) {
		switch (option) {
			case '--port': {
				const value = wholeNumber(list.value(), 65_535);
				if (value === undefined) return wrong('--port takes a number from 0 to 65535 (0: a free one)');
				port = value;
				break;
			}
			case '--dataset': {
				const value = list.oneOf(datasets);
				if (value === undefined) return wrong(`--dataset takes one of ${datasets.join(', ')}`);
				dataset = value;
				break;
			}
			case '--latency': {
				const value = wholeNumber(list.value(), 60_000);
				if (value === undefined) return wrong('--latency takes milliseconds, up to 60000');
				latency = value;
				break;
			}
			case '--seed': {
				seed = wholeNumber(list.value(), 999_999_999);
				if (seed === undefined) return wrong('--seed takes a whole number');
				break;
			}
			case '--help':
			case '-h':
				return {kind: 'help'};
			default:
				return wrong(`cfiam emulator has no option ${option}`);
		}
	}
	return {kind: 'emulator', port, dataset, latency, seed};
}
