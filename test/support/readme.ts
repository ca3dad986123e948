/**
 * The parts of README.md that are made of the program's own data: keys, areas, an example, the text of `--help`.
 * `npm run docs` writes them; a test fails when they are stale.
 */
import {readFileSync, writeFileSync} from 'node:fs';
import {findOperation} from '../../source/api/operations.ts';
import {areas} from '../../source/areas/index.ts';
import {usage} from '../../source/arguments.ts';
import {createKeymap, type ResolvedBinding} from '../../source/input/keymap.ts';
import {keyBindings, keyContexts} from '../../source/screens/keymap.ts';
import {signInBindings, signInContexts} from '../../source/screens/sign-in/bindings.ts';
import {circumstances, figureRows, readReport} from '../bench/table.ts';

export const readmePath = new URL('../../README.md', import.meta.url);

/** Contexts whose keys belong to lists and details; all others are overlays with their own few keys. */
const mainContexts: ReadonlySet<string> = new Set(['always', 'global', 'table', 'list', 'detail']);

const keymap = createKeymap([...keyBindings, ...signInBindings], {...keyContexts, ...signInContexts});

/** A cell of a Markdown table. */
function cell(text: string): string {
	return text.replaceAll('|', '\\|');
}

function code(text: string): string {
	return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
	return [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
}

/** One row a command: bindings of several contexts that do the same on the same keys are told once. */
function keyRows(bindings: readonly ResolvedBinding<never>[]): readonly (readonly string[])[] {
	const rows = bindings.map(({command, keyLabels, description, writes}) => [
		keyLabels.map(code).join(' '),
		`${description}${writes === true ? ' (writes)' : ''}`,
		code(command),
	]);
	return [...new Map(rows.map((row) => [row.join(), row])).values()];
}

function keyTables(isShown: (binding: ResolvedBinding<never>) => boolean): string {
	const shown = keymap.bindings.filter(isShown);
	return [...new Set(shown.map(({group}) => group))]
		.map((group) => {
			const rows = keyRows(shown.filter((binding) => binding.group === group));
			return `**${group}**\n\n${table(['Keys', 'What they do', 'Command'], rows)}`;
		})
		.join('\n\n');
}

function areasTable(): string {
	return table(
		['Key', 'Area', 'What it shows', 'Also called', 'Token permission'],
		areas.map(({digit, name, about, aliases, resource}) => [
			digit === undefined ? '' : code(digit),
			code(name),
			about,
			aliases.map(code).join(' '),
			findOperation(`${resource}.list`).permission ?? 'any',
		]),
	);
}

/** The smallest area there is, from a file that is type-checked and tried out. */
function exampleArea(): string {
	const file = readFileSync(new URL('example-area.ts', import.meta.url), 'utf8');
	return `\`\`\`ts\n${file.replaceAll('../../source/areas/', './').trimEnd()}\n\`\`\``;
}

/** What `npm run bench` has measured last. */
function figures(): string {
	const report = readReport();
	return `${table(['What', 'Reach', 'Measured'], figureRows(report))}\n\n${circumstances(report)}`;
}

/** What stands between the markers, by their name. */
export const generatedParts: Readonly<Record<string, () => string>> = {
	areas: areasTable,
	'example-area': exampleArea,
	figures,
	keys: () => keyTables(({context, group}) => mainContexts.has(context) && group !== 'Areas'),
	'overlay-keys': () => keyTables(({context}) => !mainContexts.has(context)),
	usage: () => `\`\`\`text\n${usage.trimEnd()}\n\`\`\``,
};

/** The README with its generated parts as they should be. @throws Error when a marker is missing. */
export function withGeneratedParts(readme: string): string {
	let text = readme;
	for (const [name, make] of Object.entries(generatedParts)) {
		const [begin, end] = [`<!-- ${name}: made by npm run docs -->`, `<!-- end of ${name} -->`];
		const from = text.indexOf(begin);
		const to = text.indexOf(end);
		if (from < 0 || to < from) throw new Error(`README.md has no part between "${begin}" and "${end}"`);
		text = `${text.slice(0, from + begin.length)}\n${make()}\n${text.slice(to)}`;
	}
	return text;
}

if (import.meta.main) {
	const before = readFileSync(readmePath, 'utf8');
	const after = withGeneratedParts(before);
	writeFileSync(readmePath, after);
	process.stdout.write(before === after ? 'README.md was up to date.\n' : 'README.md is up to date now.\n');
}
