import {EventEmitter} from 'node:events';
import {describe, expect, it} from 'vitest';
import {createKeyStream} from '../../source/input/key-stream.ts';
import type {KeyEvent} from '../../source/input/keys.ts';
import {pasteLimit} from '../../source/input/paste-buffer.ts';
import {bracketedPaste} from '../../source/terminal/modes.ts';

/** A terminal's input and output that record what is done to them, and a clock that is turned by hand. */
function setUp(environment: Readonly<Record<string, string>> = {}) {
	const log: string[] = [];
	const input = Object.assign(new EventEmitter(), {
		setRawMode: (raw: boolean) => log.push(`raw ${raw}`),
		resume: () => log.push('resume'),
		pause: () => log.push('pause'),
	});
	const output = {write: (text: string) => log.push(JSON.stringify(text))};
	let now = 0;
	let timers: {readonly at: number; readonly callback: () => void}[] = [];
	const stream = createKeyStream({
		input,
		output,
		bracketedPaste,
		environment,
		setTimer(callback, milliseconds) {
			const timer = {at: now + milliseconds, callback};
			timers.push(timer);
			return () => {
				timers = timers.filter((other) => other !== timer);
			};
		},
	});
	const events: KeyEvent[] = [];
	stream.subscribe((event) => events.push(event));
	return {
		stream,
		input,
		log,
		send: (chunk: string | Uint8Array) => input.emit('data', chunk),
		/** Lets time pass. */
		wait(milliseconds: number) {
			now += milliseconds;
			for (const {at, callback} of timers.filter((timer) => timer.at <= now)) {
				timers = timers.filter((timer) => timer.at > now);
				if (at <= now) callback();
			}
		},
		events,
		/** What has arrived since the last call: chords, and pastes in angle brackets. */
		take: () => events.splice(0).map((event) => (event.kind === 'paste' ? `<${event.text}>` : event.chord)),
		hasTimer: () => timers.length > 0,
	};
}

function started(environment: Readonly<Record<string, string>> = {}) {
	const setup = setUp(environment);
	setup.stream.start();
	return setup;
}

describe('the key stream', () => {
	it('switches the terminal on and off, once each, as often as asked', () => {
		const {stream, log, input} = setUp();
		stream.stop();
		expect(log).toEqual([]);
		const on = ['raw true', String.raw`"\u001b[?2004h"`, 'resume'];
		const off = ['pause', String.raw`"\u001b[?2004l"`, 'raw false'];
		stream.start();
		stream.start();
		expect(log.splice(0)).toEqual(on);
		expect(input.listenerCount('data')).toBe(1);
		stream.stop();
		stream.stop();
		expect(log.splice(0)).toEqual(off);
		expect(input.listenerCount('data')).toBe(0);
		stream.start();
		expect(log.splice(0)).toEqual(on);
	});

	it('reads bytes and text, and characters split between two reads', () => {
		const {send, take} = started();
		send('j');
		send(Uint8Array.from([0xc3]));
		send(Uint8Array.from([0xa9, 0x6b]));
		expect(take()).toEqual(['j', 'é', 'k']);
	});

	it.each([
		['', {}, 60],
		[' and twice as long over SSH', {SSH_TTY: '/dev/pts/1'}, 120],
		[' and twice as long over SSH without a terminal of its own', {SSH_CONNECTION: '1.2.3.4 5 6.7.8.9 22'}, 120],
	])('holds a lone ESC for its time%s', (_name, environment, hold) => {
		const {send, take, wait} = started(environment);
		send('\u001b');
		wait(hold - 1);
		expect(take()).toEqual([]);
		wait(1);
		expect(take()).toEqual(['escape']);
		send('\u001b');
		wait(hold - 1);
		send('[A');
		wait(10_000);
		expect(take()).toEqual(['up']);
	});

	it('waits longer for the rest of a sequence, then drops it', () => {
		const {send, take, wait} = started();
		send('\u001b[');
		wait(499);
		send('1;5');
		wait(499);
		send('A');
		expect(take()).toEqual(['ctrl+up']);
		send('\u001b[1;');
		wait(500);
		send('j');
		expect(take()).toEqual(['j']);
	});

	it('keeps a paste whole through seconds of silence, and gives it up at last', () => {
		const {send, take, wait} = started();
		send('\u001b[200~one\r');
		wait(9_999);
		send('two\u001b[20');
		wait(9_999);
		expect(take()).toEqual([]);
		send('1~j');
		expect(take()).toEqual(['<one\ntwo>', 'j']);
		send('\u001b[200~lost');
		wait(10_000);
		send('j');
		expect(take()).toEqual(['<lost>', 'j']);
	});

	it('leaves no timer behind when nothing is awaited', () => {
		const {send, hasTimer} = started();
		send('j\u001b[A');
		expect(hasTimer()).toBe(false);
	});

	it('forgets half a sequence when it stops, and runs on when it starts again', () => {
		const {stream, send, take, wait, hasTimer} = started();
		send('\u001b');
		stream.stop();
		expect(hasTimer()).toBe(false);
		send('j');
		stream.start();
		send('[A');
		wait(1000);
		expect(take()).toEqual(['[', 'A']);
	});

	it('delivers nothing that was typed behind the key that stopped it', () => {
		const {stream, send, take} = started();
		const end = stream.subscribe((event) => {
			if (event.kind === 'key' && event.chord === 'ctrl+z') stream.stop();
		});
		send('jj\u001ajj');
		expect(take()).toEqual(['j', 'j', 'ctrl+z']);
		end();
		stream.start();
		send('\u001aj');
		expect(take()).toEqual(['ctrl+z', 'j']);
	});

	describe('with a burst without brackets', () => {
		const addresses = 'ana@acme.com\rbo@acme.com\rcy@partner.io\rdi@acme.com\reve.ng@acme.com\r';

		it('takes a long one of many characters for a paste, line ends and all', () => {
			const {send, take, wait} = started();
			send(addresses);
			expect(take()).toEqual([]);
			wait(40);
			expect(take()).toEqual([`<${addresses.replaceAll('\r', '\n')}>`]);
		});

		it('keeps its parts together, and ends it before a key that cannot belong to it', () => {
			const {send, take, wait} = started();
			send(addresses);
			wait(39);
			send('q\r');
			wait(39);
			send('z');
			wait(40);
			expect(take()).toEqual([`<${addresses.replaceAll('\r', '\n')}q\nz>`]);
			send(addresses);
			send('\u001b[A');
			expect(take()).toEqual([`<${addresses.replaceAll('\r', '\n')}>`, 'up']);
		});

		it('keeps no more of one than of one in brackets, and says so', () => {
			const {send, events, wait} = started();
			const part = addresses.repeat(400);
			const parts = Math.ceil(pasteLimit / part.length);
			for (let sent = 0; sent < parts; sent++) send(part);
			wait(40);
			const whole = part.repeat(parts).replaceAll('\r', '\n');
			expect(whole.length).toBeGreaterThan(pasteLimit);
			expect(events).toHaveLength(1);
			// No matcher that would print a megabyte.
			const [event] = events;
			expect(event?.kind === 'paste' && event.truncated && event.text === whole.slice(0, pasteLimit)).toBe(true);
		});

		it.each([
			['a held key', 'j'.repeat(500)],
			['movements typed ahead', `${'jjkkjG'.repeat(20)}\r${'gjjj'.repeat(10)}\r`],
			['sixty-four keys', ':user-groups\r/platform\rjjj\r  aeve@acme.com\rzxvbn/dns production\r'.slice(0, 64)],
			['words typed ahead with an arrow', `${addresses}\u001b[A`],
			['words typed ahead with Escape', `${addresses}\u001bj`],
		])('takes %s for keys', (_name, keys) => {
			const {send, take, wait} = started();
			send(keys);
			const arrived = take();
			expect(arrived.filter((name) => name.startsWith('<'))).toEqual([]);
			expect(arrived).toHaveLength(keys.replaceAll(/\u001b(?:\[A|j)/g, 'x').length);
			wait(1000);
			expect(take()).toEqual([]);
		});
	});
});
