/** Reads values of forms, whatever stands there: drafts and what comes from an editor are not held to the fields. */
import type {FormValue, FormValues} from './form.ts';

/** The text of a field; empty where it has none. */
export function textIn(values: FormValues, field: string): string {
	const value = values[field];
	return typeof value === 'string' ? value : '';
}

export function flagIn(values: FormValues, field: string): boolean {
	return values[field] === true;
}

function isList(value: FormValue | undefined): value is readonly string[] | readonly FormValues[] {
	return Array.isArray(value);
}

/** The entries of a list, or the ids that are picked. */
export function textsIn(values: FormValues, field: string): readonly string[] {
	const value = values[field];
	return isList(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

export function recordsIn(values: FormValues, field: string): readonly FormValues[] {
	const value = values[field];
	return isList(value) ? value.filter((entry) => typeof entry === 'object') : [];
}

function isFormValue(value: unknown, depth: number): value is FormValue {
	if (typeof value === 'string' || typeof value === 'boolean') return true;
	if (!Array.isArray(value) || depth > 4) return false;
	return value.every((entry) => typeof entry === 'string') || value.every((entry) => isFormValues(entry, depth + 1));
}

/** Whether something that was read from a disk has the shape of values at all. */
export function isFormValues(value: unknown, depth = 0): value is FormValues {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	return Object.values(value).every((each) => isFormValue(each, depth));
}
