import type {Handler} from '../actor.ts';
import type {Command} from '../keymap.ts';

/** What every command does. */
export type CommandTable = Readonly<Record<Command, Handler>>;
