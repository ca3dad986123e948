/** What Cloudflare refuses: said at its place in the words of Cloudflare, with everything that was entered still there. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {AreaName} from '../../source/areas/table.ts';
import type {Emulator} from '../../source/emulator/index.ts';
import {guardTime, topOverlay} from '../../source/screens/state.ts';
import {type OpenProgram, openProgram, startTestEmulator} from '../support/open-program.ts';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startTestEmulator();
});
afterAll(() => emulator.close());

const kinds = (program: OpenProgram): readonly string[] => program.state().overlays.map(({kind}) => kind);

/** The next write is refused; nothing of it is carried out. */
function refuse(status: number, message: string, method: string): void {
	emulator.faults.add({
		kind: 'status',
		status,
		method,
		body: {success: false, errors: [{code: 1001, message}], messages: [], result: null},
	});
}

/** Goes through the confirmation, whatever it asks to be typed. */
async function agree(program: OpenProgram): Promise<void> {
	await program.waitFor(() => topOverlay(program.state())?.kind === 'confirm');
	await program.rest();
	await program.advance(guardTime);
	const overlay = topOverlay(program.state());
	if (overlay?.kind === 'confirm' && overlay.field !== undefined) await program.type(overlay.field.text);
	await program.press('tab', 'enter');
	await program.rest();
}

interface InForm {
	readonly area: AreaName;
	/** Puts the row under the cursor. */
	readonly find?: string;
	readonly keys: readonly string[];
	readonly typed: string;
	readonly method: string;
	readonly status: number;
	readonly message: string;
	/** The label of the field that it stands at; undefined for above the fields. */
	readonly at?: string;
}

const groups = {area: 'user-groups', keys: ['e'], typed: '-x', method: 'PUT'} as const;
const resources = {area: 'resource-groups', find: 'prod', keys: ['e'], typed: '-x', method: 'PUT'} as const;
const clients = {area: 'oauth-clients', keys: ['e'], typed: '-x', method: 'PATCH'} as const;
const connectors = {area: 'sso-connectors', keys: ['n'], typed: 'new.example', method: 'POST'} as const;

const inForms: readonly InForm[] = [
	{...groups, keys: ['n'], method: 'POST', status: 409, message: 'A user group with this name exists', at: 'Name'},
	{...groups, status: 409, message: 'name already in use', at: 'Name'},
	{...groups, status: 400, message: 'Policy validation failed: permission group not found', at: 'Policies'},
	{...groups, status: 400, message: 'Cannot re-use policy IDs', at: 'Policies'},
	{...groups, status: 422, message: 'the request can not be processed'},
	{...resources, status: 400, message: 'the resource group is not editable'},
	{...resources, status: 409, message: 'resource group name is in use', at: 'Name'},
	{...resources, status: 422, message: 'scope is required', at: 'Zones'},
	{...clients, status: 422, message: 'client_name is not allowed', at: 'Name'},
	{...clients, status: 409, message: 'the client is being changed'},
	{...clients, status: 400, message: 'redirect_uris must be a valid URL', at: 'Redirect URIs'},
	{...connectors, status: 409, message: 'An SSO connector for new.example already exists', at: 'E-mail domain'},
	{
		...connectors,
		typed: 'other.example',
		status: 422,
		message: 'other.example is not a valid email domain',
		at: 'E-mail domain',
	},
];

describe('a form', () => {
	test.each(inForms)('of $area: $status $message', async ({area, find, keys, typed, method, status, message, at}) => {
		await using program = await openProgram({emulator, area, size: {columns: 120, rows: 50}});
		if (find !== undefined) {
			await program.press('/');
			await program.type(find);
			await program.press('enter');
		}
		await program.press(...keys);
		await program.rest();
		await program.press('end');
		await program.type(typed);
		refuse(status, message, method);
		await program.press('ctrl+s');
		await agree(program);
		expect(kinds(program)).toEqual(['form']);
		expect(program.frame()).toContain(typed);
		expect(program.frame()).toContain('what you entered is still here');
		expect(program.frame()).toContain(message);
		// What it is about is told by its name, and a sentence ends once.
		expect(program.frame()).not.toMatch(/Could not [^\n]*[0-9a-f]{8}…|…\./u);
		const rows = program.rows();
		const place = rows.findIndex((row) => row.includes(`! refused: ${message}`));
		if (at === undefined) expect(place).toBe(-1);
		else {
			const label = rows.slice(0, place).findLast((row) => /^[> ][* ] \S/u.test(row));
			expect(label?.slice(3)).toMatch(new RegExp(`^${at}`, 'u'));
		}
		// It can be sent again, and nothing of it has to be entered anew.
		await program.press('ctrl+s');
		await agree(program);
		expect(kinds(program).filter((kind) => kind === 'form')).toEqual([]);
	});
});

describe('a change without a form', () => {
	test.each<
		readonly [what: string, area: AreaName, find: string, key: string, method: string, number, message: string]
	>([
		['a third secret', 'oauth-clients', 'Dispatch', 'R', 'POST', 409, 'the client has two secrets already'],
		['deleting', 'oauth-clients', '', 'D', 'DELETE', 422, 'the client is in use'],
		['switching off', 'sso-connectors', 'enabled:yes', 'T', 'PATCH', 400, 'the connector is not verified'],
		['deleting a group', 'user-groups', '', 'D', 'DELETE', 409, 'the group is being changed'],
	])('%s says why in its report, and can be tried again', async (_what, area, find, key, method, status, message) => {
		await using program = await openProgram({emulator, area, size: {columns: 120, rows: 50}});
		if (find !== '') {
			await program.press('/');
			await program.type(find);
			await program.press('enter');
		}
		refuse(status, message, method);
		await program.press(key);
		await agree(program);
		expect(kinds(program)).toEqual(['run']);
		expect(program.frame()).toContain(message);
		expect(program.frame()).toMatch(/Try again|again/u);
		emulator.faults.clear();
	});
});
