/** From the state of a query to what screens see of it. */
import type {QueryState} from '@tanstack/query-core';
import type {CloudflareError} from '../api/client.ts';
import type {Snapshot} from '../insight/knowledge.ts';
import type {ListData} from './list-entry.ts';

const nothing: readonly never[] = [];
const nobody: ReadonlyMap<string, never> = new Map<string, never>();

/** One object that is read by itself. */
export interface ObjectSnapshot<Item> {
	readonly value: Item | undefined;
	/** `failed` only while there is no value. */
	readonly status: 'idle' | 'loading' | 'ready' | 'failed';
	readonly fetching: boolean;
	/** When it was read, ms since the epoch. */
	readonly updatedAt: number | undefined;
	/** Of the last attempt; the value of an earlier one is kept. */
	readonly error: CloudflareError | undefined;
}

/** `failed` and `loading` are for what has nothing to show yet. */
export function statusOf(
	hasData: boolean,
	fetching: boolean,
	error: CloudflareError | undefined,
): Snapshot<unknown>['status'] {
	return hasData ? 'ready' : fetching ? 'loading' : error ? 'failed' : 'idle';
}

/** `made`, or `before` if that says the same. */
export function unlessSame<Value extends object>(before: Value | undefined, made: Value): Value {
	if (before === undefined) {
		return made;
	}
	const known = new Map<string, unknown>(Object.entries(before));
	return Object.entries(made).every(([name, value]) => Object.is(known.get(name), value)) ? before : made;
}

/** The snapshot of a list; `before` itself if nothing in it has changed. */
export function listSnapshot<Item extends object>(
	state: QueryState<ListData<Item>, CloudflareError> | undefined,
	before: Snapshot<Item> | undefined,
): Snapshot<Item> {
	const data = state?.data;
	const error = state?.error ?? undefined;
	const fetching = state?.fetchStatus === 'fetching';
	return unlessSame(before, {
		rows: data?.list.rows ?? nothing,
		byId: data?.list.byId ?? nobody,
		total: data?.total,
		complete: data?.complete ?? false,
		status: statusOf(data !== undefined, fetching, error),
		fetching,
		updatedAt: data?.readAt,
		error,
		pages: data?.complete === false ? data.pages : undefined,
	});
}
