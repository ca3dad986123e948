/** What has to be typed before something that can not be undone. */
import type {Weight} from './write.ts';

/** The name, or the id of what has none: a blank one would be typed before anybody has typed anything. */
export function typedText(
	what: string,
	name: string | null | undefined,
	id: string,
): {readonly what: string; readonly text: string} {
	const text = name?.trim() ?? '';
	return text === '' ? {what: 'the id', text: id} : {what, text};
}

/** @param what `the name of the group` */
export function typedWeight(what: string, name: string | null | undefined, id: string): Weight {
	return {kind: 'irreversible', ...typedText(what, name, id)};
}

/** The weight of several together: of several names that would have to be typed none tells of the others. */
export function heaviest(weights: readonly Weight[], title: string): Weight {
	const [final, ...others] = weights.filter(({kind}) => kind === 'irreversible');
	if (final !== undefined) return others.length === 0 ? final : {kind: 'irreversible', what: 'this', text: title};
	return weights.find(({kind}) => kind === 'affects-people') ?? {kind: 'reversible'};
}
