/** What each command of the keymap does; the compiler refuses a command of the keymap that is missing here. */
import type {Handler} from '../actor.ts';
import {changeCommands} from './changes.ts';
import {formCommands} from './forms.ts';
import {areaCommands, goingCommands} from './going.ts';
import {menuCommands} from './menus.ts';
import {movingCommands} from './moving.ts';
import {pickingCommands} from './picking.ts';
import {rowCommands} from './rows.ts';
import {secretCommands} from './secrets.ts';
import {systemCommands} from './system.ts';
import type {CommandTable} from './table.ts';
import {editCommands, typingCommands} from './typing.ts';

const table: CommandTable = {
	...goingCommands,
	...movingCommands,
	...rowCommands,
	...systemCommands,
	...menuCommands,
	...changeCommands,
	...pickingCommands,
	...formCommands,
	...secretCommands,
	...typingCommands(() => table),
};

const all: ReadonlyMap<string, Handler> = new Map(Object.entries({...table, ...areaCommands, ...editCommands}));

/** The handler of a command that the keymap has resolved. */
export function handlerOf(command: string): Handler {
	const handler = all.get(command);
	if (handler === undefined) throw new RangeError(`no handler for ${command}`);
	return handler;
}
