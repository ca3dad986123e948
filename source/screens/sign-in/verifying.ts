/** Asks Cloudflare about a credential, and goes where the answer leads. */
import {parseAccountId} from '../../api/account-id.ts';
import {CloudflareError, explain} from '../../api/errors.ts';
import type {AccountId} from '../../api/ids.ts';
import {examine, type Finding} from '../../identity/examine.ts';
import type {OpenedAccount} from '../../store/accounts.ts';
import {emptyLine} from '../table-state.ts';
import type {SignInActor} from './actor.ts';
import {accountIdIn, withoutSecrets} from './state.ts';
import {type Accepted, type Attempt, menuStep, type Step} from './step.ts';

/** Where a work leads that was not to be expected to fail. */
export function failedStep(attempt: Attempt | 'demo', from: Step): (error: unknown) => Step {
	return (error) => ({
		kind: 'failed',
		attempt,
		failure: {title: 'That did not work.', lines: explain(error), remedy: 'none'},
		from,
	});
}

function open(actor: SignInActor, attempt: Attempt, account: OpenedAccount): void {
	actor.open(attempt, account, attempt.origin === 'stored' ? {store: actor.state().recorded} : {});
}

/** The account is known: a typed credential is asked about first, every other one opens. */
export function accept(actor: SignInActor, accepted: Accepted): void {
	actor.change(withoutSecrets);
	if (accepted.attempt.origin === 'typed') actor.goTo({kind: 'accepted', accepted, cursor: 0});
	else open(actor, accepted.attempt, accepted.account);
}

function conclude(actor: SignInActor, finding: Finding, attempt: Attempt, from: Step): void {
	switch (finding.kind) {
		case 'account': {
			const {account, verified} = finding;
			// Where no account was named, there was no other one.
			const seen = attempt.account === undefined ? 1 : undefined;
			accept(actor, {attempt, account, verified, seen, from});
			return;
		}
		case 'accounts': {
			const {accounts, verified} = finding;
			actor.change(withoutSecrets);
			actor.goTo({kind: 'accounts', attempt, accounts, verified, cursor: 0, filter: emptyLine, from});
			return;
		}
		case 'by-hand':
			if (finding.accepted) actor.change(withoutSecrets);
			actor.goTo(
				from.kind === 'account-id'
					? {...from, reason: finding.reason}
					: {kind: 'account-id', attempt, reason: finding.reason, problem: [], from},
			);
			return;
		case 'failed':
			actor.goTo({kind: 'failed', attempt, failure: finding.failure, from});
	}
}

/** Tries to get in; `from` is where to go back to. */
export function attempt(actor: SignInActor, wanted: Attempt | 'demo', from: Step): void {
	const {surroundings, change} = actor;
	const {time} = surroundings;
	change((before) => ({...before, now: time(), problem: [], notice: []}));
	actor.work(
		{kind: 'working', attempt: wanted, since: time(), waiting: undefined, from},
		async (signal) => {
			if (wanted === 'demo') {
				await surroundings.openDemo();
				return () => actor.goTo({kind: 'opened'});
			}
			const client = actor.clientOf(wanted.credential);
			const release = client.budget.subscribe(() => {
				const {waiting} = client.budget.snapshot();
				change((before) =>
					before.step.kind === 'working' && before.step.attempt === wanted
						? {...before, now: time(), step: {...before.step, waiting}}
						: before,
				);
			});
			try {
				const finding = await examine(client, wanted.account, time(), {signal});
				return () => conclude(actor, finding, wanted, from);
			} finally {
				release();
			}
		},
		failedStep(wanted, from),
	);
}

/** The account id in the field; undefined when it is none, and then it is asked for. */
function readAccountId(actor: SignInActor, wanted: Attempt, from: Step): AccountId | undefined {
	try {
		return parseAccountId(accountIdIn(actor.state().fields.accountId.text));
	} catch (error) {
		if (!(error instanceof CloudflareError)) throw error;
		const asking = from.kind === 'account-id' ? from : {kind: 'account-id' as const, attempt: wanted, reason: [], from};
		actor.goTo({...asking, problem: [...error.messages, error.next]});
		return undefined;
	}
}

/** As {@link attempt}, with the account id that was typed or given; one that is none is asked for again. */
export function attemptAccount(actor: SignInActor, wanted: Attempt, from: Step): void {
	const account = readAccountId(actor, wanted, from);
	if (account !== undefined) attempt(actor, {...wanted, account}, from);
}

/** Signs in with what was typed; to the given account, if one was given. */
export function signIn(actor: SignInActor, wanted: Attempt, from: Step): void {
	if (actor.state().accountGiven) attemptAccount(actor, wanted, from);
	else attempt(actor, wanted, from);
}

/** Opens what nobody has typed: with a given account at once, without a request. */
export function enter(actor: SignInActor, wanted: Attempt): void {
	if (!actor.state().accountGiven) {
		attempt(actor, wanted, menuStep);
		return;
	}
	const id = readAccountId(actor, wanted, menuStep);
	if (id !== undefined) open(actor, {...wanted, account: id}, {id, name: undefined});
}
