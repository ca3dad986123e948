/** How work of a keeper ends: with a value, or with what people are told. */
import {StoreFailure, type StoreFailureKind} from './store-failure.ts';
import {type StoreAbout, type StoreWords, storeFailureWords} from './store-words.ts';

export interface StoreProblem extends StoreWords {
	readonly kind: StoreFailureKind;
}

export type Outcome<Value> =
	| {readonly kind: 'done'; readonly value: Value}
	| {readonly kind: 'failed'; readonly problem: StoreProblem};

export function done<Value>(value: Value): Outcome<Value> {
	return {kind: 'done', value};
}

/** What a store threw, in words. */
export function failed(error: unknown, about: StoreAbout): Outcome<never> {
	const failure = failureOf(error);
	return {kind: 'failed', problem: {kind: failure.kind, ...storeFailureWords(failure, about)}};
}

/** Errors of the configuration have lines of their own, which come first. */
export function failedInConfiguration(
	kind: 'busy' | 'configuration',
	error: unknown,
	about: StoreAbout,
): Outcome<never> {
	const {title, lines} = storeFailureWords(new StoreFailure(kind), about);
	return {kind: 'failed', problem: {kind, title, lines: [...linesOf(error), ...lines]}};
}

/** What is no failure of a store is a mistake of ours; its message may have anything in it. */
export function failureOf(error: unknown): StoreFailure {
	if (error instanceof StoreFailure) return error;
	return new StoreFailure('other', error instanceof Error ? error.name : undefined);
}

function linesOf(error: unknown): readonly string[] {
	if (!(error instanceof Error)) return [];
	const lines: unknown = 'lines' in error ? error.lines : undefined;
	return Array.isArray(lines) ? lines.filter((line) => typeof line === 'string') : [error.message];
}
