/** The `:` line: areas and objects by name, and a few words for what keys do. Pure. */
import type {Listed, Setting} from '../areas/define.ts';
import {areas, findArea} from '../areas/index.ts';
import type {AreaName} from '../areas/table.ts';
import type {Command} from './keymap.ts';
import type {Choice} from './state.ts';

/** What a command line asks for. */
export type Order =
	| {readonly kind: 'area'; readonly area: AreaName}
	/** One object that the words name. */
	| {readonly kind: 'object'; readonly area: AreaName; readonly id: string}
	/** Several objects may be meant: the list, filtered by the words. */
	| {readonly kind: 'search'; readonly area: AreaName; readonly text: string}
	| {readonly kind: 'command'; readonly command: Command}
	/** As if it were chosen in a menu. */
	| {readonly kind: 'choice'; readonly choice: Choice}
	| {readonly kind: 'quit'}
	| {readonly kind: 'unknown'; readonly text: string; readonly near: string | undefined};

const words: ReadonlyMap<string, Command> = new Map(
	Object.entries({
		help: 'help.open',
		profiles: 'profile.choose',
		refresh: 'refresh',
		undo: 'undo',
		lock: 'lock',
		wide: 'wide',
		preview: 'preview',
		sort: 'sort',
		log: 'requests.open',
		requests: 'requests.open',
		read: 'memberships',
		journal: 'journal.open',
	} as const),
);

/** What has no key of its own. */
const choices: ReadonlyMap<string, Choice> = new Map(
	Object.entries({
		account: {kind: 'accounts'},
		accounts: {kind: 'accounts'},
		drafts: {kind: 'drafts'},
		permissions: {kind: 'permissions'},
		login: {kind: 'sign-in'},
		logout: {kind: 'ask-sign-out'},
		'sign-in': {kind: 'sign-in'},
		'sign-out': {kind: 'ask-sign-out'},
	} as const),
);

/** Goes to the profile that is named after it. */
const profileWord = 'profile';

const otherWords = [...words.keys(), ...choices.keys(), profileWord, 'quit'];

/** Suggestions that are shown at most. */
const mostSuggestions = 8;

function split(text: string): {readonly head: string; readonly rest: string} {
	const [, head = '', rest = ''] = /^\s*:?(\S*)\s*(.*?)\s*$/u.exec(text) ?? [];
	return {head, rest};
}

/** An object by its id, or by its name in any case; undefined when none or several have it. */
export function findObject(area: Listed, text: string, setting: Setting): string | undefined {
	const table = area.table(setting);
	if (table.indexOf(text) >= 0) return text;
	const wanted = text.toLowerCase();
	const found: string[] = [];
	for (let row = 0; row < table.length && found.length < 2; row++) {
		if (table.text(row, 0).toLowerCase() === wanted) found.push(table.id(row));
	}
	return found.length === 1 ? found[0] : undefined;
}

/** An object of any area by its id or name, as far as the areas have been read; undefined when several are meant. */
function findAnywhere(text: string, setting: Setting): Order | undefined {
	const found = areas.flatMap((area): readonly Order[] => {
		const id = findObject(area, text, setting);
		return id === undefined ? [] : [{kind: 'object', area: area.name, id}];
	});
	return found.length === 1 ? found[0] : undefined;
}

/** Leaving, as vim and k9s users type it. */
const leaving: readonly string[] = ['q', 'quit', 'q!', 'exit'];

export function readCommandLine(text: string, setting: Setting): Order {
	const {head, rest} = split(text);
	if (leaving.includes(head.toLowerCase()) && rest === '') return {kind: 'quit'};
	const command = words.get(head.toLowerCase());
	if (command !== undefined && rest === '') return {kind: 'command', command};
	const choice = choices.get(head.toLowerCase());
	if (choice !== undefined && rest === '') return {kind: 'choice', choice};
	const [, file] = /^journal +export +(\S.*)$/iu.exec(`${head} ${rest}`) ?? [];
	if (file !== undefined) return {kind: 'choice', choice: {kind: 'export-journal', file}};
	if (head.toLowerCase() === profileWord)
		return rest === ''
			? {kind: 'command', command: 'profile.choose'}
			: {kind: 'choice', choice: {kind: 'profile', name: rest}};
	const area = findArea(head);
	if (area === undefined) {
		const named = findAnywhere(text.trim().replace(/^:/u, ''), setting);
		if (named !== undefined) return named;
		const known = [...areas.flatMap(({name, aliases}) => [name, ...aliases]), ...otherWords];
		return {
			kind: 'unknown',
			text: head,
			near: known.find((each) => head !== '' && each.startsWith(head.toLowerCase())),
		};
	}
	if (rest === '') return {kind: 'area', area: area.name};
	const id = findObject(area, rest, setting);
	return id === undefined ? {kind: 'search', area: area.name, text: rest} : {kind: 'object', area: area.name, id};
}

/** What `tab` may complete the line to, best first. */
export function suggestions(text: string, setting: Setting): readonly string[] {
	const {head, rest} = split(text);
	const area = /\s/u.test(text.trimStart()) ? findArea(head) : undefined;
	if (area !== undefined) {
		const table = area.table(setting);
		if (rest === '') return [];
		const {indices} = table.filter(rest);
		return indices.slice(0, mostSuggestions).map((row) => `${head} ${table.text(row, 0)}`);
	}
	const wanted = head.toLowerCase();
	const names = [...areas.map(({name}) => name), ...areas.flatMap(({aliases}) => aliases), ...otherWords];
	return [...new Set(names.filter((name) => name.startsWith(wanted)))].slice(0, mostSuggestions);
}
