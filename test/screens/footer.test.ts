/** The line of keys: those that can do something now come before those that can not. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Emulator} from '../../source/emulator/index.ts';
import {type OpenProgram, openProgram, startTestEmulator} from '../support/open-program.ts';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator();
});

afterAll(() => emulator.close());

const footer = (program: OpenProgram): string => program.rows().at(-1) ?? '';

/** With the cursor on the row that is called so. */
async function at(area: 'oauth-clients' | 'sso-connectors' | 'user-groups', name: string): Promise<OpenProgram> {
	const program = await openProgram({emulator, area});
	await program.press('/');
	await program.type(name);
	await program.press('enter');
	await program.rest();
	return program;
}

describe('at 80 columns the footer', () => {
	test('of an OAuth client has its own keys, and none that can do nothing before them', async () => {
		await using program = await at('oauth-clients', 'CI deployments');
		expect(footer(program)).toContain('X end old secret');
		// A third secret is refused, and nothing is there to verify.
		expect(footer(program)).not.toMatch(/R rotate|V verify/u);
		await using other = await at('oauth-clients', 'Dispatch dashboard');
		expect(footer(other)).toContain('R rotate secret');
		expect(footer(other)).not.toContain('V verify');
	});

	test('of a group that SCIM manages has neither a nor D', async () => {
		await using program = await at('user-groups', 'okta-support-tier-2');
		expect(footer(program)).not.toMatch(/\ba add|\bD delete/u);
		expect(footer(program)).toContain('e edit');
		await using own = await at('user-groups', 'platform-dns');
		expect(footer(own)).toMatch(/a add members.*D delete/u);
	});

	test('of an SSO connector shows what can be done about its verification', async () => {
		await using pending = await at('sso-connectors', 'kestrel-freight');
		expect(footer(pending)).toContain('V verify');
		expect(footer(pending)).not.toContain('T on or off');
		await using verified = await at('sso-connectors', 'kestrel-sandbox');
		expect(footer(verified)).toContain('T on or off');
		expect(footer(verified)).not.toContain('V verify');
	});
});
