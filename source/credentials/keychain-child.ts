/**
 * The program of the keychain child: reads one request from its standard input, makes one call of the keyring library,
 * writes one answer and ends. It is a process of its own because a call can hang for ever, can block the event loop,
 * can not be aborted, and keeps a process with `process.exit` in it from ending (all measured); this one is killed.
 */
import {plainBusAddress} from './keychain-bus.ts';
import {failureKindOf} from './keychain-failure.ts';
import {runRequest} from './keychain-library.ts';
import {type KeychainAnswer, longestMessage, requestFromText} from './keychain-message.ts';
import {StoreFailure} from './store-failure.ts';

/** Works where `process.exit` does not return. */
function die(): void {
	process.kill(process.pid, 'SIGKILL');
}

async function answerTo(text: string): Promise<KeychainAnswer> {
	const request = requestFromText(text);
	if (request === undefined) return {kind: 'failed', failure: 'other', detail: 'the request was no request'};
	try {
		const address = await plainBusAddress(process.env);
		if (address !== undefined) process.env.DBUS_SESSION_BUS_ADDRESS = address;
		return {kind: 'done', value: await runRequest(request, process.env)};
	} catch (error) {
		if (error instanceof StoreFailure) return {kind: 'failed', failure: error.kind, detail: error.detail};
		const detail = error instanceof Error ? error.message : String(error);
		return {kind: 'failed', failure: failureKindOf(detail, request.store), detail};
	}
}

let received = '';
let isAsked = false;
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk: string) => {
	if (isAsked) return;
	received += chunk;
	if (received.length > longestMessage) die();
	if (!received.endsWith('\n')) return;
	isAsked = true;
	void answerTo(received).then((answer) => process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit()));
	received = '';
});
// The program that asked is gone, however it ended.
process.stdin.on('close', die);
process.stdout.on('error', die);
