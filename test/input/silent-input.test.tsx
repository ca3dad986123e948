import {PassThrough} from 'node:stream';
import {render, Text, useInput} from 'ink';
import {expect, it} from 'vitest';
import {createSilentInput} from '../../source/input/silent-input.ts';

function Listener({onInput}: {readonly onInput: () => void}) {
	useInput(onInput);
	return <Text>listening</Text>;
}

it('is an input that Ink takes for a terminal, and that says nothing', async () => {
	const input = createSilentInput();
	let heard = 0;
	const instance = render(<Listener onInput={() => heard++} />, {
		stdin: input,
		stdout: new PassThrough(),
		patchConsole: false,
	});
	await instance.waitUntilRenderFlush();
	instance.unmount();
	await instance.waitUntilExit();
	expect(heard).toBe(0);
});
