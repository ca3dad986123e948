/** The lock is the client's: whatever action is tried on the screen, and confirmed, no request that writes leaves. */
import {describe, expect, test} from 'vitest';
import {areaNamed} from '../../source/areas/index.ts';
import type {AreaName} from '../../source/areas/table.ts';
import {actionNames} from '../../source/screens/keymap.ts';
import {topOverlay} from '../../source/screens/state.ts';
import {type OpenProgram, openProgram} from '../support/open-program.ts';
import {richest} from './richest.ts';

/** Goes on with whatever an action has opened, as far as a request; answers how far it came. */
async function goOn(program: OpenProgram): Promise<string> {
	let reached = 'nothing';
	for (let turn = 0; turn < 6; turn++) {
		await program.rest();
		const overlay = topOverlay(program.state());
		if (overlay === undefined) return reached;
		reached = overlay.kind;
		await program.advance(1000);
		switch (overlay.kind) {
			case 'form':
				if (turn === 0) await program.type('a');
				await program.run('form.review');
				break;
			case 'picker':
				// The first that can be chosen.
				if (turn === 0) await program.type('a');
				await program.press('enter', 'tab', 'enter');
				break;
			case 'confirm':
				if (overlay.field !== undefined) await program.type(overlay.field.text);
				await program.run('dialog.next', 'dialog.press');
				break;
			default:
				return reached;
		}
	}
	return reached;
}

/** Gives up whatever is open; what is asked about it is answered with giving it up. */
async function leave(program: OpenProgram): Promise<void> {
	for (let turn = 0; turn < 12 && program.state().overlays.length > 0; turn++) {
		const overlay = topOverlay(program.state());
		if (overlay?.kind === 'menu') {
			const end = overlay.items.findIndex(({label}) => label === 'drop it');
			await program.press(...Array.from({length: Math.max(0, end - overlay.cursor)}, () => 'down'), 'enter');
		} else {
			await program.press('escape');
		}
		await program.rest();
	}
}

describe('a client that is locked behind the back of the screen', () => {
	test.each(Object.keys(richest) as AreaName[])('sends no write for any key of %s', async (name) => {
		await using program = await openProgram({area: name, search: richest[name], size: {columns: 100, rows: 40}});
		// The screens do not know of it: every key goes as far as it can.
		program.client.readOnly = true;
		const reached = new Set<string>();
		const tried = new Set<string>();
		const sections = program.situation().place.object?.sectionNames.length ?? 0;
		for (let section = 0; section < sections; section++) {
			for (const action of actionNames) {
				// The object's own keys are the same in every section.
				const what = `${action} ${program.situation().action(action)?.action.label}`;
				if (tried.has(what) || program.situation().refusal(action) !== undefined) continue;
				tried.add(what);
				await program.run(action);
				reached.add(await goOn(program));
				await leave(program);
				expect(program.state().overlays, `${action} is left`).toEqual([]);
			}
			await program.run('section.next');
			await program.rest();
		}
		expect(program.writes()).toEqual([]);
		const {actions} =
			areaNamed(name).object(program.situation().place.object?.id ?? '', program.situation().setting) ?? {};
		if (actions !== undefined && Object.keys(actions).length > 0) expect([...reached]).toContain('run');
	});
});
