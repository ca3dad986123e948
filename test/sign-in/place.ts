/** The server, the sign-ins and the menus that tests of the sign-in share. */
import {afterAll, afterEach, beforeAll, beforeEach} from 'vitest';
import {demoTokens, type Emulator, startEmulator} from '../../source/emulator/index.ts';
import {choicesOf} from '../../source/screens/sign-in/choices.ts';
import {isChoosing} from '../../source/screens/sign-in/step.ts';
import {startSignIn, type TestSignIn, type TestSignInOptions} from './support.tsx';

export const esc = '\u001b';
export const down = '\u001b[B';
/** ctrl-u: empties a field. */
export const clear = '\u0015';

export interface SignInPlace {
	/** Running while tests run; without faults and requests at the beginning of each. */
	readonly emulator: Emulator;
	/** A start of the program, closed after the test. */
	start(options?: Partial<TestSignInOptions>): TestSignIn;
	/** A sign-in whose typed token has been accepted. */
	accepted(options?: Partial<TestSignInOptions>, typed?: string): Promise<TestSignIn>;
}

/** To be called once at the top of a test file. */
export function signInPlace(): SignInPlace {
	let emulator: Emulator | undefined;
	let started: TestSignIn[] = [];
	const running = (): Emulator => {
		if (emulator === undefined) throw new Error('the emulator runs only while tests run');
		return emulator;
	};

	beforeAll(async () => {
		emulator = await startEmulator();
	});
	afterAll(() => emulator?.close());
	beforeEach(() => {
		running().faults.clear();
		running().clearRequests();
	});
	afterEach(async () => {
		const ending = started;
		started = [];
		await Promise.all(ending.map((each) => each.close()));
	});

	const start: SignInPlace['start'] = (options = {}) => {
		const test = startSignIn({baseUrl: running().url, ...options});
		started.push(test);
		return test;
	};
	return {
		get emulator() {
			return running();
		},
		start,
		async accepted(options = {}, typed = `\r${demoTokens.full.token}\r`) {
			const test = start(options);
			test.type(typed);
			await test.reach('accepted');
			return test;
		},
	};
}

/** The names of what the present step lets one choose from. */
export function offers(test: TestSignIn): readonly string[] {
	const state = test.signIn.state();
	return isChoosing(state.step) ? choicesOf(state, state.step).map(({name}) => name) : [];
}

/** Takes a line of the list, wherever the cursor is. */
export function take(test: TestSignIn, name: string): void {
	const index = offers(test).indexOf(name);
	if (index < 0) throw new Error(`${name} is not offered, but ${offers(test).join(', ')}`);
	test.type(`g${'j'.repeat(index)}\r`);
}
