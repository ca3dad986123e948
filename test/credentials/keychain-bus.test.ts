import {renameSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {defaultCollection, plainBusAddress, socketPaths} from '../../source/credentials/keychain-bus.ts';
import {breakBus} from '../support/broken-bus.ts';

describe('the address of a bus', () => {
	test.each([
		['unix:path=/run/user/0/bus', ['/run/user/0/bus']],
		['unix:guid=1234,path=/tmp/dbus-x', ['/tmp/dbus-x']],
		['unix:path=/tmp/%d1%8f', ['/tmp/я']],
		['unix:runtime=yes', ['/run/user/7/bus']],
		['unix:runtime=no', []],
		['unix:abstract=/tmp/dbus-x,guid=1234', ['\0/tmp/dbus-x']],
		['unix:path=/tmp/a%20b%2c', ['/tmp/a b,']],
		['tcp:host=localhost,port=1;unix:path=/a;unix:path=/b', ['/a', '/b']],
		['autolaunch:', []],
		['unix:path=', []],
		['unix:tmpdir=/tmp', []],
		['hello', []],
		['', []],
	])('has the sockets of %s', (address, paths) => {
		expect(socketPaths(address, '/run/user/7')).toEqual(paths);
	});
});

describe('the address for the library, which understands but one', () => {
	test('is the given one where there is but one', async () => {
		for (const address of [undefined, 'unix:path=/nowhere', 'unix:path=/nowhere,guid=1', 'tcp:host=localhost,port=1']) {
			expect(await plainBusAddress({DBUS_SESSION_BUS_ADDRESS: address})).toBeUndefined();
		}
	});

	test('is that of the first at which somebody listens, of several', async () => {
		await using missing = await breakBus('missing');
		await using dead = await breakBus('dead');
		await using there = await breakBus('mute');
		const [gone = '', silent = '', good = ''] = [missing, dead, there].map(
			({environment}) => environment.DBUS_SESSION_BUS_ADDRESS,
		);
		const all = `${gone};tcp:host=localhost,port=1;${silent};${good},guid=12;${silent}`;
		expect(await plainBusAddress({DBUS_SESSION_BUS_ADDRESS: all})).toBe(good);
		expect(await plainBusAddress({DBUS_SESSION_BUS_ADDRESS: `${gone};${silent}`})).toBeUndefined();
	});

	test('is written as an address has to be', async () => {
		await using there = await breakBus('mute');
		const {XDG_RUNTIME_DIR: runtime = ''} = there.environment;
		renameSync(path.join(runtime, 'socket'), path.join(runtime, 'я b;c'));
		const address = `unix:path=${runtime}/%d1%8f%20b%3bc`;
		expect(await plainBusAddress({DBUS_SESSION_BUS_ADDRESS: `unix:path=/nowhere;${address}`})).toBe(address);
	});

	test('is that of the directory of the user where it says so', async () => {
		await using there = await breakBus('mute');
		const {XDG_RUNTIME_DIR: runtime = ''} = there.environment;
		renameSync(path.join(runtime, 'socket'), path.join(runtime, 'bus'));
		const environment = {XDG_RUNTIME_DIR: runtime, DBUS_SESSION_BUS_ADDRESS: 'unix:runtime=yes'};
		expect(await plainBusAddress(environment)).toBe(`unix:path=${runtime}/bus`);
	});
});

describe('the state of the collection', () => {
	test.each(['none', 'missing', 'dead', 'closing', 'other'] as const)(
		'can not be told without a bus: %s',
		async (kind) => {
			await using bus = await breakBus(kind);
			expect(await defaultCollection(bus.environment)).toBe('unknown');
		},
	);

	test('can not be told without any surroundings', async () => {
		expect(await defaultCollection({})).toBe('unknown');
	});
});
