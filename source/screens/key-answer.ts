/** What a key does: a command against the state of that moment, or a text. */
import {resolveKey} from '../input/dispatch.ts';
import type {KeyEvent} from '../input/keys.ts';
import type {Actor} from './actor.ts';
import {handlerOf} from './commands/index.ts';
import {insertText, isTyping, pasteText} from './commands/typing.ts';
import {contextOf} from './context.ts';

/** @param settle makes the rows of a list what the filter asks for: a command is about those */
export function answerKey(actor: Actor, event: KeyEvent, settle: () => void): void {
	const {say, keymap, now} = actor;
	const resolution = resolveKey(keymap, contextOf(now().state), event, now());
	switch (resolution.kind) {
		case 'command':
			if (!isTyping(resolution.command)) settle();
			handlerOf(resolution.command)(now(), actor);
			return;
		case 'disabled':
			say(resolution.reason, 'warning');
			return;
		case 'text':
			insertText(actor, resolution.text);
			return;
		case 'paste':
			pasteText(actor, resolution.text);
			return;
		case 'paste-ignored':
			say(`paste ignored (${resolution.length} characters): nothing is being typed here`, 'warning');
			return;
		case 'sequence':
			for (const each of resolution.events) answerKey(actor, each, settle);
			return;
		case 'unbound':
			return;
	}
}
