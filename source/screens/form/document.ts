/** A form as commented JSON, for people who would rather write in their editor. Pure. */
import type {Setting} from '../../areas/define.ts';
import type {Form, FormField, FormValues} from '../../areas/form.ts';
import {flagIn, recordsIn, textIn, textsIn} from '../../areas/form-values.ts';

/** A comment of one line, whatever stands in it. */
function comment(text: string): string {
	return `// ${text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trimEnd()}`;
}

function about(field: FormField, indent = ''): readonly string[] {
	const {label, help, locked} = field;
	const more = indent === '' ? '  ' : '    ';
	const lines = [comment(`${indent}${help === undefined ? label : `${label}: ${help}`}`)];
	if (field.kind === 'choice') {
		for (const {value, label: name, remark} of field.options)
			lines.push(comment(`${more}${JSON.stringify(value)}: ${name}${remark === undefined ? '' : `, ${remark}`}`));
	}
	if (field.kind === 'switch') lines.push(comment(`${more}true: ${field.on}; false: ${field.off}`));
	if (field.kind === 'pick') {
		const {nouns, most} = field.source;
		lines.push(comment(`${more}ids or names of ${nouns[1]}${most === undefined ? '' : `, at most ${most}`}`));
	}
	if (locked !== undefined) lines.push(comment(`${more}locked: ${locked}`));
	return lines;
}

/** `[`, an entry a line with what it is called behind it, `]`. */
function entries(texts: readonly string[], remarks: readonly string[], indent: string): string {
	if (texts.length === 0) return '[]';
	const lines = texts.map((text, index) => {
		const remark = remarks[index];
		return `${indent}\t${text}${index < texts.length - 1 ? ',' : ''}${remark === undefined ? '' : ` ${comment(remark)}`}`;
	});
	return ['[', ...lines, `${indent}]`].join('\n');
}

function written(field: FormField, values: FormValues, setting: Setting, indent: string): string {
	const {name} = field;
	switch (field.kind) {
		case 'text':
		case 'choice':
			return JSON.stringify(textIn(values, name));
		case 'switch':
			return JSON.stringify(flagIn(values, name));
		case 'list':
			return entries(
				textsIn(values, name).map((text) => JSON.stringify(text)),
				[],
				indent,
			);
		case 'pick': {
			const ids = textsIn(values, name);
			const names = ids.map((id) => {
				const {name: called, more} = field.source.option(id, setting);
				return more === '' ? called : `${called} (${more})`;
			});
			return entries(
				ids.map((id) => JSON.stringify(id)),
				names,
				indent,
			);
		}
		case 'records':
			return entries(
				recordsIn(values, name).map((record) =>
					objectOf(field.fields(record, setting), record, setting, `${indent}\t`, false),
				),
				[],
				indent,
			);
	}
}

function objectOf(
	fields: readonly FormField[],
	values: FormValues,
	setting: Setting,
	indent: string,
	isCommented: boolean,
): string {
	const inner = `${indent}\t`;
	const properties = fields.map((field, index) => {
		const comments = isCommented ? about(field).map((line) => `${inner}${line}\n`) : [];
		// What the fields of records mean is said once, above the first of them.
		const nested =
			isCommented && field.kind === 'records'
				? field
						.fields(field.fresh, setting)
						.flatMap((each) => about(each, `  ${each.name}: `).map((line) => `${inner}${line}\n`))
				: [];
		const comma = index < fields.length - 1 ? ',' : '';
		const value = `${JSON.stringify(field.name)}: ${written(field, values, setting, inner)}${comma}`;
		return `${[...comments, ...nested].join('')}${inner}${value}`;
	});
	return properties.length === 0 ? '{}' : ['{', ...properties, `${indent}}`].join('\n');
}

const head = [
	'// Save it and leave the editor to review what it changes; nothing is sent before that is confirmed.',
	'// Left as it is, or emptied, it changes nothing. A field that is left out stays as it is.',
	'// What can not be read is kept, and opened again with what is wrong on top.',
];

/** The document of a form that holds these values. */
export function documentOf(form: Form, values: FormValues, setting: Setting): string {
	const body = objectOf(form.fields(values, setting), values, setting, '', true);
	return [comment(form.title), ...head, body, ''].join('\n');
}

/** Lines above a document that tell what is wrong with it, in the place of those that did so before. */
export function withProblems(text: string, problems: readonly string[]): string {
	const rest = text.replace(/^(?:\/\/ ! .*\n)*/u, '');
	return [...problems.map((problem) => comment(`! ${problem}`)), rest].join('\n');
}
