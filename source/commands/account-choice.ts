/** Which account a credential that is signed in with opens. */
import {type CloudflareClient, CloudflareError, parseAccountId, type VerifiedCredential} from '../api/client.ts';
import type {AccountId} from '../api/ids.ts';
import {examine, type Finding} from '../identity/examine.ts';
import type {OpenedAccount} from '../store/accounts.ts';
import {cellWidth, pad} from '../terminal/width.ts';
import {choose} from './choose.ts';
import type {Conversation} from './conversation.ts';
import {withProgress, writeLines, writeProblem} from './output.ts';
import {failureProblem} from './report.ts';
import type {CommandSurroundings} from './surroundings.ts';

/** A credential that works, and where. */
export interface Verified {
	readonly account: OpenedAccount;
	/** What Cloudflare says of the credential; undefined where that question was not answered. */
	readonly verified: VerifiedCredential | undefined;
}

export interface AccountWish {
	readonly id: AccountId;
	/** Where it comes from, a sentence. */
	readonly words: string;
	/** By an option or the environment; otherwise it is the one of the profile, and another one will do as well. */
	readonly isOrdered: boolean;
}

/**
 * Verifies the credential and settles on an account, asking where several are seen and there is somebody to ask.
 * Undefined: it did not work, and stderr says why.
 * @throws Interruption
 */
export async function verifyWithAccount(
	client: CloudflareClient,
	wish: AccountWish | undefined,
	at: CommandSurroundings,
): Promise<Verified | undefined> {
	const ordered = wish?.isOrdered === true ? wish.id : undefined;
	let finding = await examineWithProgress(client, ordered, at);
	if (wish !== undefined && finding.kind === 'by-hand') {
		const opened = await examineWithProgress(client, wish.id, at);
		if (opened.kind === 'account') finding = opened;
	}
	return settle(finding, client, wish, at);
}

async function settle(
	finding: Finding,
	client: CloudflareClient,
	wish: AccountWish | undefined,
	at: CommandSurroundings,
): Promise<Verified | undefined> {
	const conversation = at.talk('anything');
	switch (finding.kind) {
		case 'account':
			return {account: finding.account, verified: finding.verified};
		case 'accounts': {
			const {accounts, verified} = finding;
			const own = accounts.find(({id}) => id === wish?.id);
			if (own !== undefined) return {account: own, verified};
			if (conversation === undefined) {
				writeProblem(at.stderr, {
					title: `This ${client.credentialKind} sees ${accounts.length} accounts; say which one with --account ID.`,
					lines: [...accounts.map(({id, name}) => `${id}  ${name}`), 'Nothing was stored.'],
				});
				return undefined;
			}
			const width = Math.max(...accounts.map(({name}) => cellWidth(name)));
			const account = await choose(
				conversation,
				`This ${client.credentialKind} sees ${accounts.length} accounts:`,
				accounts.map((each) => ({
					text: `${pad(each.name, width)}  ${each.id}`,
					value: each,
					names: [each.id, each.name],
				})),
			);
			return {account, verified};
		}
		case 'by-hand': {
			if (conversation === undefined) {
				writeProblem(at.stderr, {
					title: 'Which account to open can not be found out; say it with --account ID.',
					lines: [...finding.reason, 'Nothing was stored.'],
				});
				return undefined;
			}
			writeLines(conversation.output, finding.reason);
			const id = await askAccountId(conversation);
			return settle(await examineWithProgress(client, id, at), client, undefined, at);
		}
		case 'failed':
			writeProblem(
				at.stderr,
				failureProblem(
					finding.failure,
					wish?.isOrdered === true ? wish.words : 'Another account is given with --account ID.',
				),
			);
			return undefined;
	}
}

export function examineWithProgress(
	client: CloudflareClient,
	account: AccountId | undefined,
	{stderr, setTimer, stop, now}: CommandSurroundings,
): Promise<Finding> {
	const {signal} = stop;
	return withProgress(
		{output: stderr, setTimer},
		(seconds) => `Asking Cloudflare about the ${client.credentialKind} ...${seconds > 2 ? ` ${seconds} s` : ''}`,
		examine(client, account, now(), {signal}).then((finding) => {
			signal.throwIfAborted();
			return finding;
		}),
	);
}

async function askAccountId(conversation: Conversation): Promise<AccountId> {
	for (;;) {
		try {
			return parseAccountId(await conversation.ask('Account id: '));
		} catch (error) {
			if (!(error instanceof CloudflareError)) throw error;
			writeLines(conversation.output, [...error.messages, error.next]);
		}
	}
}
