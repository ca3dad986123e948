/** Filling in forms and agreeing to confirmations on a real terminal. */
import {setTimeout as wait} from 'node:timers/promises';
import {guardTime} from '../../source/screens/state.ts';
import type {TestTerminal} from '../support/terminal.ts';

/** Whether a confirmation has read again what it is about; of what does not exist yet it says nothing. */
export function isReadAgain(screen: string, title: string): boolean {
	return (
		screen.includes('read again just now') || (title.startsWith('Create ') && !screen.includes('reading the present'))
	);
}

/** Looks at a confirmation, types what has to be typed, and presses its button; answers what it said. */
export async function agree(terminal: TestTerminal, title: string, verb: string, typed?: string): Promise<string> {
	return agreeTo(terminal, title, (screen) => screen.includes(title), verb, typed);
}

/** The same for what takes the last change back: it says so in front of its title, or above it where that is long. */
export async function agreeToUndo(terminal: TestTerminal, title: string, verb: string): Promise<string> {
	const [first = ''] = title;
	const rest = title.slice(1);
	const shown = [`: ${first.toLowerCase()}${rest}`, `${first}${rest}`];
	return agreeTo(
		terminal,
		title,
		(screen) => screen.includes('│ Undo of "') && shown.some((each) => screen.includes(each)),
		verb,
	);
}

async function agreeTo(
	terminal: TestTerminal,
	title: string,
	isShown: (screen: string) => boolean,
	verb: string,
	typed?: string,
): Promise<string> {
	const question = await terminal.waitFor(
		(screen) => isShown(screen) && isReadAgain(screen, title) && screen.includes('[ Cancel ]'),
		{description: `the confirmation: ${title}`},
	);
	// Keys from before the dialog was there are no answers to it.
	await wait(guardTime);
	if (typed !== undefined) {
		terminal.write(typed);
		await terminal.waitFor(`> ${typed}`);
	}
	terminal.press('tab');
	await terminal.waitFor(`[ ${verb} ]`);
	terminal.press('enter');
	return question;
}

/** Waits for the end of a run and closes its report; answers what it said. */
export async function closeReport(terminal: TestTerminal): Promise<string> {
	const report = await terminal.waitFor('[ Close ]');
	terminal.press('enter');
	await terminal.waitFor((screen) => !screen.includes('[ Close ]'));
	return report;
}

/** Presses tab until the cursor of a form is on a field. */
export async function goToField(terminal: TestTerminal, label: string): Promise<void> {
	const isThere = (screen: string): boolean => new RegExp(`^>[* ] +${label}`, 'mu').test(screen);
	for (let steps = 0; !isThere(terminal.screen()); steps++) {
		if (steps > 20) throw new Error(`there is no field ${label}:\n${terminal.screen()}`);
		const before = terminal.screen();
		terminal.press('tab');
		await terminal.waitFor((screen) => screen !== before, {description: 'another field'});
	}
}

/** The text of the field under the cursor becomes another. */
export async function retype(terminal: TestTerminal, text: string): Promise<void> {
	terminal.press('end', 'ctrl+u');
	terminal.write(text);
	await terminal.waitFor((screen) => screen.split('\n').some((line) => line.startsWith('>') && line.includes(text)));
}

/** Opens the picker of the field under the cursor, ticks or unticks what these texts find, and goes back. */
export async function pick(
	terminal: TestTerminal,
	...choices: readonly (readonly [text: string, row: string])[]
): Promise<void> {
	terminal.press('enter');
	for (const [text, row] of choices) {
		await terminal.waitFor(/^ >\s*$/mu);
		const isOn = (screen: string): string | undefined =>
			screen.split('\n').find((line) => line.startsWith('> [') && line.includes(row));
		terminal.write(text);
		const found = await terminal.waitFor((screen) => isOn(screen) !== undefined, {description: `${row} in the picker`});
		const before = isOn(found);
		terminal.press('enter');
		await terminal.waitFor((screen) => isOn(screen) !== undefined && isOn(screen) !== before, {description: 'a tick'});
		terminal.press('ctrl+u');
	}
	terminal.press('tab');
	await terminal.waitFor((screen) => !/^> \[/mu.test(screen), {description: 'the form again'});
}
