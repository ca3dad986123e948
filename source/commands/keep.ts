/** Puts a credential into a store, and asks for another store where one fails: never a silent change. */
import type {KeptSettings, Outcome, StoreProblem} from '../credentials/keeper.ts';
import type {StoreKind} from '../credentials/store.ts';
import type {Credential} from '../credentials/text.ts';
import type {Secret} from '../secret.ts';
import type {Startup} from '../startup.ts';
import {type Choice, choose} from './choose.ts';
import type {Conversation} from './conversation.ts';
import {withProgress, writeLines, writeProblem} from './output.ts';
import {askNewPassphrase, noTerminalForPassphrase} from './passphrase.ts';
import type {CommandSurroundings} from './surroundings.ts';
import {canUnlock, waitingText} from './unlock.ts';

export interface Kept {
	readonly store: StoreKind;
	/** For people. */
	readonly remarks: readonly string[];
}

/** One way to store it. */
interface Attempt {
	readonly store: StoreKind;
	readonly unlock: boolean;
}

type Keeper = Startup['keeper'];

/**
 * Stores the credential. Undefined: it is not stored, stderr says why, and what was stored before is still there.
 * @throws Interruption
 */
export async function keepCredential(
	keeper: Keeper,
	credential: Credential,
	settings: KeptSettings,
	wish: Attempt,
	at: CommandSurroundings,
): Promise<Kept | undefined> {
	let attempt = wish;
	for (;;) {
		const passphrase = await passphraseFor(attempt.store, at);
		if (passphrase === 'nobody to ask') return undefined;
		const outcome = await keepIn(keeper, credential, settings, attempt, passphrase, at);
		if (outcome.kind === 'done') return {store: attempt.store, remarks: outcome.value};
		const {problem} = outcome;
		writeProblem(at.stderr, problem);
		at.stop.signal.throwIfAborted();
		const conversation = at.talk('anything');
		const next =
			conversation === undefined || isNoStoresFault(problem)
				? undefined
				: await chooseNext(keeper, attempt, problem, conversation, at);
		if (next !== undefined) {
			attempt = next;
			continue;
		}
		if (conversation === undefined && !isNoStoresFault(problem)) {
			writeLines(at.stderr, storeHint(await otherStores(keeper, attempt.store, at)));
		}
		return undefined;
	}
}

function storeHint(others: readonly StoreKind[]): readonly string[] {
	const options = others.map((kind) => `--store ${kind}`);
	return [
		`  Another store: cfiam login ${options.join(' or ')}`,
		'  Without storing anything: CLOUDFLARE_API_TOKEN in the environment.',
	];
}

/** Another store would fail for the same reason. */
function isNoStoresFault({kind}: StoreProblem): boolean {
	return kind === 'configuration' || kind === 'busy';
}

async function passphraseFor(store: StoreKind, at: CommandSurroundings): Promise<Secret | undefined | 'nobody to ask'> {
	if (store !== 'passphrase-file') return undefined;
	const conversation = at.talk('passphrase');
	if (conversation === undefined) {
		writeProblem(at.stderr, noTerminalForPassphrase);
		return 'nobody to ask';
	}
	return askNewPassphrase(conversation);
}

function keepIn(
	keeper: Keeper,
	credential: Credential,
	settings: KeptSettings,
	{store, unlock}: Attempt,
	passphrase: Secret | undefined,
	{stop, stderr, setTimer}: CommandSurroundings,
): Promise<Outcome<readonly string[]>> {
	return withProgress(
		{output: stderr, setTimer},
		(seconds) => waitingText(keeper, store, unlock, seconds),
		keeper.keep(store, credential, settings, {signal: stop.signal, unlock, passphrase}),
	);
}

/** The stores that could be tried instead. */
async function otherStores(
	keeper: Keeper,
	failed: StoreKind,
	{stop, stderr, setTimer}: CommandSurroundings,
): Promise<readonly StoreKind[]> {
	const hasKernelKeyring =
		failed !== 'kernel-keyring' &&
		(await withProgress(
			{output: stderr, setTimer},
			() => 'Looking whether there is a kernel keyring ...',
			keeper.kernelKeyringWorks({signal: stop.signal}),
		));
	stop.signal.throwIfAborted();
	const kinds: readonly StoreKind[] = [
		'keychain',
		...(hasKernelKeyring ? ['kernel-keyring' as const] : []),
		'passphrase-file',
	];
	return kinds.filter((kind) => kind !== failed);
}

const descriptions: Readonly<Record<StoreKind, string>> = {
	keychain: 'encrypted with your login',
	'kernel-keyring': 'in memory; gone at reboot or after 3 days without use',
	'passphrase-file': 'encrypted; you type the passphrase at each start',
};

async function chooseNext(
	keeper: Keeper,
	{store, unlock}: Attempt,
	problem: StoreProblem,
	conversation: Conversation,
	at: CommandSurroundings,
): Promise<Attempt | undefined> {
	const isLocked = canUnlock(problem) && store === 'keychain';
	const others = await otherStores(keeper, store, at);
	const choices: readonly Choice<Attempt | undefined>[] = [
		isLocked
			? {text: 'unlock it: a window opens on the desktop (not over SSH)', value: {store, unlock: true}}
			: {text: `try the ${keeper.nameOf(store)} again`, value: {store, unlock}},
		...others.map((kind) => ({
			text: `${keeper.nameOf(kind)}: ${descriptions[kind]}`,
			value: {store: kind, unlock: false},
			names: [kind],
		})),
		{text: 'nowhere: leave it unstored', value: undefined},
	];
	return choose(conversation, 'Where should it be kept?', choices);
}
