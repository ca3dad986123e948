import {describe, expect, it} from 'vitest';
import {resolveKey} from '../../source/input/dispatch.ts';
import {type Binding, createKeymap, KeymapError, type KeyOverrides} from '../../source/input/keymap.ts';
import {createKeyDecoder, type KeyEvent} from '../../source/input/keys.ts';

interface State {
	readonly locked: boolean;
}

function binding(
	command: string,
	context: string,
	keys: readonly string[],
	rest: Partial<Binding<State>> = {},
): Binding<State> {
	const label = command.split('.').at(-1) ?? command;
	return {command, context, keys, label, description: `To ${label}`, group: context, ...rest};
}

const contexts = {
	anywhere: {inherits: []},
	list: {inherits: ['anywhere']},
	groups: {inherits: ['list', 'anywhere']},
	filter: {inherits: ['anywhere'], text: true},
};

const bindings: readonly Binding<State>[] = [
	binding('app.help', 'anywhere', ['?', 'f1'], {footer: 1}),
	binding('app.quit', 'anywhere', ['ctrl+c', 'q']),
	binding('list.down', 'list', ['j', 'down'], {footer: 9}),
	binding('list.up', 'list', ['k', 'up']),
	binding('list.open', 'list', ['enter', 'l'], {footer: 8}),
	binding('list.back', 'list', ['escape']),
	binding('groups.add', 'groups', ['a'], {
		footer: 10,
		writes: true,
		disabled: (state) => (state.locked ? 'read-only' : undefined),
	}),
	binding('filter.apply', 'filter', ['enter']),
	binding('filter.leave', 'filter', ['escape']),
];

function keymap(overrides?: KeyOverrides, more: readonly Binding<State>[] = []) {
	return createKeymap([...bindings, ...more], contexts, overrides);
}

function problemsOf(overrides: KeyOverrides, more: readonly Binding<State>[] = []) {
	try {
		keymap(overrides, more);
	} catch (error) {
		if (error instanceof KeymapError) return error.problems;
		throw error;
	}
	return [];
}

/** What the first key of these bytes means. */
function resolve(context: string, bytes: string, state: State = {locked: false}) {
	const decoder = createKeyDecoder();
	const [event] = [...decoder.push(bytes), ...decoder.flush()];
	if (event === undefined) throw new Error('no key');
	return resolveKey(keymap(), context, event, state);
}

describe('a keymap', () => {
	it('finds the own binding first, then inherited ones, in canonical spelling', () => {
		const map = keymap();
		expect(map.lookup('list', 'j')?.command).toBe('list.down');
		expect(map.lookup('groups', 'j')?.command).toBe('list.down');
		expect(map.lookup('groups', 'ctrl+c')?.command).toBe('app.quit');
		expect(map.lookup('filter', 'escape')?.command).toBe('filter.leave');
		expect(map.lookup('list', 'a')).toBeUndefined();
		expect(map.lookup('nowhere', 'a')).toBeUndefined();
	});

	it('lists what works in a context, nearest first, with the keys that are left', () => {
		const map = keymap();
		expect(map.active('groups').map(({command}) => command)).toEqual([
			...['groups.add', 'list.down', 'list.up', 'list.open', 'list.back', 'app.help', 'app.quit'],
		]);
		expect(map.active('filter').map(({command, keyLabels}) => [command, ...keyLabels])).toEqual([
			['filter.apply', 'enter'],
			['filter.leave', 'esc'],
			['app.help', 'f1'],
			['app.quit', 'ctrl-c'],
		]);
	});

	it('orders the footer by priority', () => {
		expect(
			keymap()
				.footer('groups')
				.map(({command}) => command),
		).toEqual([...['groups.add', 'list.down', 'list.open', 'app.help']]);
	});

	it('lets the user replace the keys of a command, and unbind it', () => {
		const map = keymap({'list.down': ['n', 'C-n'], 'list.up': [], 'app.help': 'F2'});
		expect(map.lookup('list', 'n')?.command).toBe('list.down');
		expect(map.lookup('list', 'ctrl+n')?.command).toBe('list.down');
		expect(map.lookup('list', 'j')).toBeUndefined();
		expect(map.lookup('list', 'k')).toBeUndefined();
		expect(map.lookup('groups', 'f2')?.command).toBe('app.help');
		expect(map.active('list').map(({command}) => command)).not.toContain('list.up');
	});

	it('lets the user swap two keys', () => {
		const map = keymap({'list.down': ['k'], 'list.up': ['j']});
		expect(map.lookup('list', 'k')?.command).toBe('list.down');
	});

	it('refuses two commands on one key, with both names and the key', () => {
		const [problem, ...others] = problemsOf({'list.down': ['k']});
		expect(others).toEqual([]);
		expect(problem).toMatchObject({kind: 'conflict', key: 'k', overrides: ['list.down']});
		expect(problem?.message).toBe('the key "k" has two commands in list: list.down (down) and list.up (up)');
	});

	it('refuses a key that an inherited context uses, however it is spelled, once', () => {
		const problems = problemsOf({'list.open': ['Ctrl-C']});
		expect(problems.map(({message}) => message)).toEqual([
			'the key "ctrl-c" has two commands in list and anywhere: list.open (open) and app.quit (quit)',
		]);
		expect(problemsOf({'app.quit': ['a']}).map(({message}) => message)).toEqual([
			'the key "a" has two commands in groups and anywhere: groups.add (add) and app.quit (quit)',
		]);
	});

	it('refuses defaults that hide the key of another inherited command', () => {
		const hiding = binding('groups.down', 'groups', ['j']);
		expect(problemsOf({}, [hiding])).toMatchObject([{kind: 'conflict', overrides: []}]);
		expect(problemsOf({}, [binding('list.down', 'groups', ['j'])])).toEqual([]);
	});

	it('refuses unknown commands and keys, with what was probably meant', () => {
		const problems = problemsOf({'list.dwon': ['n'], 'list.up': ['pagup'], constructor: ['x']});
		expect(problems.map(({kind, message}) => [kind, message])).toEqual([
			['unknown-command', 'there is no command "list.dwon": did you mean "list.down"?'],
			['unknown-command', 'there is no command "constructor": the help screen (?) names the commands'],
			['unknown-key', 'list.up: unknown key "pagup": did you mean "pageup"?'],
		]);
	});

	it('refuses a character as a command of a text field', () => {
		expect(problemsOf({'filter.apply': ['x', 'enter']})).toMatchObject([
			{kind: 'typed-key', key: 'x', overrides: ['filter.apply']},
		]);
	});

	it('refuses bindings in contexts that do not exist', () => {
		expect(() => keymap({}, [binding('x.y', 'nowhere', ['x'])])).toThrow('no context nowhere');
	});
});

describe('resolving a key', () => {
	it('gives the command of the context', () => {
		expect(resolve('list', '\r')).toEqual({kind: 'command', command: 'list.open'});
		expect(resolve('filter', '\r')).toEqual({kind: 'command', command: 'filter.apply'});
	});

	it('gives the reason instead of a command that is disabled at this moment', () => {
		expect(resolve('groups', 'a')).toEqual({kind: 'command', command: 'groups.add'});
		expect(resolve('groups', 'a', {locked: true})).toEqual({
			kind: 'disabled',
			command: 'groups.add',
			reason: 'read-only',
		});
	});

	it('takes every character for text in a text field, and for nothing where it is not bound', () => {
		for (const text of ['j', '?', 'q', ' ', 'é']) expect(resolve('filter', text)).toEqual({kind: 'text', text});
		expect(resolve('list', 'x')).toEqual({kind: 'unbound', chord: 'x'});
	});

	it('lets only keys without a character through to inherited commands in a text field', () => {
		expect(resolve('filter', '\u0003')).toEqual({kind: 'command', command: 'app.quit'});
		expect(resolve('filter', '\u001bOP')).toEqual({kind: 'command', command: 'app.help'});
	});

	it('gives a paste to a text field and drops it elsewhere, with its length', () => {
		const bytes = '\u001b[200~q\ra👨‍👩‍👧\u001b[201~';
		expect(resolve('filter', bytes)).toEqual({kind: 'paste', text: 'q\na👨‍👩‍👧', truncated: false});
		expect(resolve('list', bytes)).toEqual({kind: 'paste-ignored', length: 4});
	});

	it('takes an unbound alt and key for Escape and that key, as a slow line runs them together', () => {
		const key = (chord: string, text = ''): KeyEvent => ({kind: 'key', chord, text});
		expect(resolve('list', '\u001bj')).toEqual({kind: 'sequence', events: [key('escape'), key('j', 'j')]});
		expect(resolve('list', '\u001b ')).toEqual({kind: 'sequence', events: [key('escape'), key('space', ' ')]});
		expect(resolve('list', '\u001b\r')).toEqual({kind: 'sequence', events: [key('escape'), key('enter')]});
		expect(resolve('list', '\u001b\u0004')).toEqual({kind: 'sequence', events: [key('escape'), key('ctrl+d')]});
		expect(resolve('filter', '\u001bx')).toEqual({kind: 'sequence', events: [key('escape'), key('x', 'x')]});
	});

	it('does not take a real alt and arrow apart', () => {
		expect(resolve('list', '\u001b[1;3A')).toEqual({kind: 'unbound', chord: 'alt+up'});
	});
});
