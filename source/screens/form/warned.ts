/** Values that have to be asked for once more, and did not come from where that is done: a draft, an editor. Pure. */
import type {Setting} from '../../areas/define.ts';
import type {FormField, FormValues} from '../../areas/form.ts';
import {recordsIn, textIn} from '../../areas/form-values.ts';
import type {FormOverlay} from './state.ts';

/** A value that is warned of. */
export interface Warned {
	/** Of its field: `policies.2.access`. */
	readonly path: string;
	readonly label: string;
	readonly warning: string;
	/** What of it has been agreed to: the field and the value, wherever in the form they stand. */
	readonly agreement: string;
}

export function agreementTo(field: string, value: string): string {
	return `${field}=${value}`;
}

function warnedIn(
	fields: readonly FormField[],
	values: FormValues,
	before: FormValues,
	prefix: string,
	setting: Setting,
): readonly Warned[] {
	return fields.flatMap((field): readonly Warned[] => {
		const path = `${prefix}${field.name}`;
		if (field.kind === 'choice') {
			const value = textIn(values, field.name);
			const option = field.options.find((each) => each.value === value);
			if (option?.warning === undefined || value === textIn(before, field.name)) return [];
			const {label, warning} = option;
			return [{path, label, warning, agreement: agreementTo(field.name, value)}];
		}
		if (field.kind !== 'records') return [];
		// What was there already is sent back as it is.
		const settled = new Set(recordsIn(before, field.name).map((record) => JSON.stringify(record)));
		return recordsIn(values, field.name).flatMap((record, index) =>
			settled.has(JSON.stringify(record))
				? []
				: warnedIn(field.fields(record, setting), record, {}, `${path}.${index}.`, setting),
		);
	});
}

/** The first value that is warned of and that nobody has agreed to. */
export function unseenWarning({form, values, agreed}: FormOverlay, setting: Setting): Warned | undefined {
	return warnedIn(form.fields(values, setting), values, form.start, '', setting).find(
		({agreement}) => !agreed.has(agreement),
	);
}
