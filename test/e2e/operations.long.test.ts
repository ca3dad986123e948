/** Every operation of the contract from the keyboard, in one sitting: nothing of it is out of reach (contract 0.1). */

import {setTimeout as wait} from 'node:timers/promises';
import {expect, it, vi} from 'vitest';
import {operations} from '../../source/api/operations.ts';
import {guardTime} from '../../source/screens/state.ts';
import type {TestTerminal} from '../support/terminal.ts';
import {agree, closeReport, goToField, pick, retype} from './agreeing.ts';
import {goToSection, roomy, startCheckedServer, waitForRow} from './browsing.ts';
import {nameAtCursor, openAccount, placeOf, quit, waitForPlace} from './journey.ts';

/** The first of the table are those of the contract; the others support them. */
const ofContract = operations.slice(0, 31);

/** Which operation a request was. */
function operationOf({method, path}: {readonly method: string; readonly path: string}): string | undefined {
	const [bare = ''] = path.replace(/^\/client\/v4/u, '').split('?');
	return operations.find(
		(operation) =>
			operation.method === method && new RegExp(`^${operation.path.replaceAll(/\{\w+\}/gu, '[^/]+')}$`, 'u').test(bare),
	)?.id;
}

/** Goes to a list. */
async function go(terminal: TestTerminal, area: string, title: string): Promise<void> {
	terminal.write(`:${area}`);
	await terminal.waitFor((screen) => screen.includes(`:${area}`), {description: `:${area}`});
	terminal.press('enter');
	await waitForPlace(terminal, title);
}

/** Opens an object; where its list is not read to the end, the command only finds it. */
async function open(terminal: TestTerminal, area: string, title: string, name: string): Promise<void> {
	terminal.write(`:${area} ${name}`);
	await terminal.waitFor((screen) => screen.includes(`:${area} ${name}`), {description: `:${area} ${name}`});
	terminal.press('enter');
	const isOpen = (screen: string): boolean => placeOf(screen).endsWith(`${title} > ${name}`);
	const isFound = (screen: string): boolean =>
		!screen.includes(`:${area} ${name}`) && placeOf(screen).endsWith(title) && nameAtCursor(screen) === name;
	const found = await terminal.waitFor((screen) => isOpen(screen) || isFound(screen), {description: name});
	if (isOpen(found)) return;
	terminal.press('enter');
	await waitForPlace(terminal, title, name);
}

/** Presses a key that asks for a confirmation, agrees and closes the report. */
async function carryOut(terminal: TestTerminal, key: string, title: string, verb: string, typed?: string) {
	terminal.press(key);
	await agree(terminal, title, verb, typed);
	await closeReport(terminal);
}

async function permissionGroups(terminal: TestTerminal, sent: () => ReadonlySet<string | undefined>): Promise<void> {
	await open(terminal, 'permission-groups', 'Permission groups', 'DNS Read');
	await terminal.waitFor((screen) => screen.includes('read just now'));
	terminal.press('r');
	await vi.waitFor(() => expect(sent()).toContain('permissionGroups.get'), {timeout: 10_000});
}

async function resourceGroups(terminal: TestTerminal): Promise<void> {
	await go(terminal, 'resource-groups', 'Resource groups');
	await waitForRow(terminal, 'Edge Workers');
	terminal.press('n');
	await terminal.waitFor('New resource group');
	await retype(terminal, 'Night zones');
	await goToField(terminal, 'Zones');
	await pick(terminal, ['track', 'track.kestrel.example']);
	await carryOut(terminal, 'ctrl+s', 'Create resource group Night zones', 'Create');
	await open(terminal, 'resource-groups', 'Resource groups', 'Night zones');
	terminal.press('e');
	await terminal.waitFor('Edit Night zones');
	await retype(terminal, 'Day zones');
	await carryOut(terminal, 'ctrl+s', 'Rename', 'Rename');
	await waitForPlace(terminal, 'Resource groups', 'Day zones');
	await carryOut(terminal, 'D', 'Delete resource group Day zones', 'Delete');
}

async function userGroups(terminal: TestTerminal): Promise<void> {
	await go(terminal, 'user-groups', 'User groups');
	await waitForRow(terminal, 'Agency');
	terminal.press('n');
	await terminal.waitFor('New user group');
	await retype(terminal, 'night-shift');
	await carryOut(terminal, 'ctrl+s', 'Create user group night-shift', 'Create');
	await open(terminal, 'user-groups', 'User groups', 'night-shift');
	await goToSection(terminal, 'Members (0)');
	terminal.press('e');
	await terminal.waitFor('Edit night-shift');
	await retype(terminal, 'day-shift');
	await carryOut(terminal, 'ctrl+s', 'Rename night-shift', 'Rename');
	await waitForPlace(terminal, 'User groups', 'day-shift');
	terminal.press('a');
	await terminal.waitFor('nobody is named yet');
	terminal.paste('rosa.martinez@kestrel.example\nsoren.kjaer@kestrel.example\n');
	await terminal.waitFor('2 ticked');
	terminal.press('tab');
	await carryOut(terminal, 'enter', 'Add 2 members to day-shift', 'Add 2');
	await goToSection(terminal, 'Members (2)');
	terminal.press('=');
	await terminal.waitFor('Replace the members of day-shift');
	terminal.paste('soren.kjaer@kestrel.example\nhuong.nguyen@kestrel.example\n');
	await terminal.waitFor('1 PUT  (1 join, 1 leave, 1 stay)');
	terminal.press('tab');
	await carryOut(terminal, 'enter', 'Change the members of day-shift', 'Change 2');
	await terminal.waitFor((screen) => screen.includes('huong.nguyen@') && !screen.includes('rosa.martinez@'));
	await carryOut(terminal, 'x', 'from day-shift', 'Remove 1');
	await goToSection(terminal, 'Members (1)');
	await carryOut(terminal, 'D', 'Delete user group day-shift', 'Delete', 'day-shift');
	await open(terminal, 'members', 'Members', 'rosa.martinez@kestrel.example');
	await goToSection(terminal, 'Groups (2)');
	await terminal.waitFor(/Billing & Finance +1 +\d{4}-/u);
}

async function ssoConnectors(terminal: TestTerminal): Promise<void> {
	await go(terminal, 'sso-connectors', 'SSO connectors');
	await waitForRow(terminal, 'kestrel-drivers.example');
	terminal.press('n');
	await terminal.waitFor('New SSO connector');
	await retype(terminal, 'later.example');
	await goToField(terminal, 'Verification');
	terminal.press('space');
	await terminal.waitFor('[ ] later, by V');
	await carryOut(terminal, 'ctrl+s', 'Create SSO connector later.example', 'Create');
	await open(terminal, 'sso-connectors', 'SSO connectors', 'later.example');
	await carryOut(terminal, 'V', 'Verify later.example', 'Begin');
	terminal.press('e');
	await terminal.waitFor('Edit later.example');
	await goToField(terminal, 'FedRAMP wording');
	terminal.press('space');
	await terminal.waitFor('[x] shown');
	await carryOut(terminal, 'ctrl+s', 'Show FedRAMP wording', 'Change');
	await carryOut(terminal, 'D', 'Delete SSO connector later.example', 'Delete', 'later.example');
}

/** Agrees to what makes a secret, says that it is stored, and closes the report. */
async function withSecret(terminal: TestTerminal, key: string, title: string, verb: string): Promise<void> {
	terminal.press(key);
	await agree(terminal, title, verb);
	await terminal.waitFor('[ ] I have stored it');
	await wait(guardTime);
	terminal.press('space');
	await terminal.waitFor('[x] I have stored it');
	terminal.press('enter');
	await closeReport(terminal);
}

async function oauthClients(terminal: TestTerminal): Promise<void> {
	await go(terminal, 'oauth-clients', 'OAuth clients');
	await waitForRow(terminal, 'CI deployments');
	terminal.press('n');
	await terminal.waitFor('New OAuth client');
	await retype(terminal, 'Night shift');
	await goToField(terminal, 'Redirect URIs');
	terminal.write('https://night.example/cb');
	await terminal.waitFor('https://night.example/cb');
	await goToField(terminal, 'Scopes');
	await pick(terminal, ['dns write', 'DNS Write']);
	await withSecret(terminal, 'ctrl+s', 'Create OAuth client Night shift', 'Create');
	await open(terminal, 'oauth-clients', 'OAuth clients', 'Night shift');
	await withSecret(terminal, 'R', 'Rotate the secret of Night shift', 'Rotate');
	await carryOut(terminal, 'X', 'End the old secret of Night shift', 'End it', 'Night shift');
	terminal.press('e');
	await terminal.waitFor('Edit Night shift');
	await retype(terminal, 'Day shift');
	await carryOut(terminal, 'ctrl+s', 'Change OAuth client Night shift', 'Change');
	await waitForPlace(terminal, 'OAuth clients', 'Day shift');
	await carryOut(terminal, 'D', 'Delete OAuth client Day shift', 'Delete', 'Day shift');
	await go(terminal, 'oauth-scopes', 'OAuth scopes');
}

it('all 31 operations are sent by keys alone', {timeout: 120_000}, async () => {
	await using server = await startCheckedServer();
	const files = {'.config/cfiam/config.json': '{"dnsCheck": false}'};
	await using terminal = openAccount(server, {...roomy, args: ['user-groups'], files});
	await waitForRow(terminal, 'Agency');
	const sent = () => new Set(server.requests.map(operationOf));
	await permissionGroups(terminal, sent);
	await resourceGroups(terminal);
	await userGroups(terminal);
	await ssoConnectors(terminal);
	await oauthClients(terminal);
	await quit(terminal);
	const all = sent();
	expect(ofContract.map(({id}) => id).filter((id) => !all.has(id))).toEqual([]);
	expect(ofContract).toHaveLength(31);
	expect(all).not.toContain(undefined);
	expect(server.violations).toEqual([]);
});
