import {describe, expect, test} from 'vitest';
import {isDefaultCollectionLocked, socketPaths} from '../../source/credentials/keychain-bus.ts';
import {breakBus} from '../support/broken-bus.ts';

describe('the address of a bus', () => {
	test.each([
		['unix:path=/run/user/0/bus', ['/run/user/0/bus']],
		['unix:guid=1234,path=/tmp/dbus-x', ['/tmp/dbus-x']],
		['unix:abstract=/tmp/dbus-x,guid=1234', ['\0/tmp/dbus-x']],
		['unix:path=/tmp/a%20b%2c', ['/tmp/a b,']],
		['tcp:host=localhost,port=1;unix:path=/a;unix:path=/b', ['/a', '/b']],
		['autolaunch:', []],
		['unix:path=', []],
		['unix:tmpdir=/tmp', []],
		['hello', []],
		['', []],
	])('has the sockets of %s', (address, paths) => {
		expect(socketPaths(address)).toEqual(paths);
	});
});

describe('whether the collection is locked', () => {
	test.each(['none', 'missing', 'dead', 'closing', 'other'] as const)(
		'can not be told without a bus: %s',
		async (kind) => {
			await using bus = await breakBus(kind);
			expect(await isDefaultCollectionLocked(bus.environment)).toBeUndefined();
		},
	);

	test('can not be told without any surroundings', async () => {
		expect(await isDefaultCollectionLocked({})).toBeUndefined();
	});
});
