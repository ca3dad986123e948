/** How commands and their keys are written down: a table for each context, as help shows them. */
import type {Binding} from '../input/keymap.ts';
import type {KeyContext} from './keymap.ts';
import type {Situation} from './situation.ts';

/** A command's keys (one word each), its word in the footer, what it does, and what there is beside. */
export type Entry = readonly [
	keys: string,
	label: string,
	description: string,
	more?: Pick<Binding<Situation>, 'footer' | 'writes' | 'disabled'>,
];

export type CommandBinding<Name extends string> = Binding<Situation> & {readonly command: Name};

/** The commands of one context that help shows together. */
export function keys<const Name extends string>(
	context: KeyContext,
	group: string,
	entries: Readonly<Record<Name, Entry>>,
): readonly CommandBinding<Name>[] {
	const names = Object.keys(entries) as Name[];
	return names.map((command) => {
		const [chords, label, description, more] = entries[command];
		return {command, keys: chords.split(' '), label, description, context, group, ...more};
	});
}
