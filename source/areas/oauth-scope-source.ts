/** Picking the scopes of an OAuth client by their names: those of the catalogue, and those of identity (contract 7, 8). */
import {fold} from '../insight/fold.ts';
import {matchFuzzily} from '../insight/fuzzy-match.ts';
import type {Need} from '../insight/knowledge.ts';
import {words} from './cells.ts';
import type {Setting} from './define.ts';
import type {PickOption, PickSource} from './form.ts';
import {automaticScopes, identityScopes, protocolScopes, scopeName} from './oauth-client-words.ts';

const needs: readonly Need[] = [{kind: 'list', resource: 'oauthScopes'}];

/** Why a scope is refused however it is written, in the words of the rule. */
export function colonRefusal(id: string): string | undefined {
	return id.includes(':') ? `scopes are written with dots: ${id.replaceAll(':', '.')}` : undefined;
}

function optionOf(id: string, setting: Setting): PickOption {
	const automatic = automaticScopes.get(id);
	return {
		id,
		name: scopeName(id, setting.knowledge),
		more: id,
		refusal: colonRefusal(id) ?? (automatic === undefined ? undefined : `it ${automatic}`),
	};
}

/** How well a text fits; undefined where one of its words does not. A colon is looked for as the dot that it should be. */
function fitness({id, name}: PickOption, sought: readonly string[], {knowledge}: Setting): number | undefined {
	const category = words(knowledge.list('oauthScopes').byId.get(id)?.category);
	const texts = [fold(name), fold(id), fold(category)];
	let score = 0;
	for (const word of sought) {
		const best = texts.reduce((most, text) => Math.max(most, matchFuzzily(text, word)?.score ?? 0), 0);
		if (best === 0) return undefined;
		score += best;
	}
	return score;
}

function wordsOf(text: string): readonly string[] {
	return fold(text.replaceAll(':', '.'))
		.split(/\s+/u)
		.filter((word) => word !== '');
}

/** The best first; in their own order where nothing is sought. */
function matching(options: readonly PickOption[], text: string, setting: Setting): readonly PickOption[] {
	const sought = wordsOf(text);
	if (sought.length === 0) return options;
	return options
		.flatMap((option) => {
			const score = fitness(option, sought, setting);
			return score === undefined ? [] : [{option, score}];
		})
		.toSorted((left, right) => right.score - left.score)
		.map(({option}) => option);
}

function readingOf({knowledge}: Setting): string | undefined {
	const {complete, error} = knowledge.list('oauthScopes');
	if (complete) return undefined;
	return error === undefined ? 'reading the scopes' : `the scopes could not be read: ${error.message}`;
}

/** Scopes beyond the automatic ones that no catalogue lists. */
const pickedIdentity = [...identityScopes.keys()].filter((id) => id !== 'offline');

export const scopeSource: PickSource = {
	nouns: ['scope', 'scopes'],
	needs,
	options(text, setting) {
		const {rows} = setting.knowledge.list('oauthScopes');
		const listed = new Set<string>(rows.map(({id}) => id));
		const ids = [...rows.map(({id}) => id), ...pickedIdentity.filter((id) => !listed.has(id))];
		const found = matching(
			ids.map((id) => optionOf(id, setting)),
			text,
			setting,
		);
		// What is written with a colon is not looked for in vain: it is said how it is written.
		const written = text.trim();
		return colonRefusal(written) === undefined || /\s/u.test(written) ? found : [...found, optionOf(written, setting)];
	},
	option: optionOf,
	reading: readingOf,
	// For catalogues that can not be read; the form flags what a catalogue that was read does not have.
	typed: (text) => (/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/u.test(text.trim()) ? text.trim() : undefined),
};

/** Those of the chosen scopes that a user may decline: anything else is flagged. */
export function optionalScopeSource(scopes: readonly string[]): PickSource {
	const allowed = new Set(scopes);
	const option = (id: string, setting: Setting): PickOption => {
		const {refusal: _automatic, ...known} = optionOf(id, setting);
		const refusal = colonRefusal(id) ?? optionalRefusal(id, allowed);
		return {...known, ...(refusal === undefined ? {} : {refusal})};
	};
	return {
		nouns: ['optional scope', 'optional scopes'],
		needs,
		options: (text, setting) =>
			matching(
				[...allowed].map((id) => option(id, setting)),
				text,
				setting,
			),
		option,
		reading: readingOf,
	};
}

/** Why users can not be left the choice of a scope. */
export function optionalRefusal(id: string, scopes: ReadonlySet<string>): string | undefined {
	if (protocolScopes.has(id)) return 'a scope of the protocol can not be optional';
	return scopes.has(id) ? undefined : 'it is not among the scopes: only what is asked for can be optional';
}
