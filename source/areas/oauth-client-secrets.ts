/**
 * Rotating the secret of an OAuth client, in two steps (contract 7.6, 7.7): a second secret is made, and the old one is
 * ended once nothing uses it any more. There are two at most.
 */
import type {OauthClient} from '../api/schemas.ts';
import {memoise} from '../insight/memo.ts';
import type {Line} from '../terminal/line.ts';
import {plain, toned} from './cells.ts';
import type {Refusal, Setting} from './define.ts';
import {defineClientSteps} from './oauth-client-step.ts';
import {clientName, secretsOf, secretsText, typedName} from './oauth-client-words.ts';
import type {Step} from './write.ts';

/** Why a second secret can not be made now. */
export function rotationRefusal(client: OauthClient): Refusal {
	switch (secretsOf(client)) {
		case 'none':
			return 'it has no secret: it proves itself with PKCE';
		case 'two':
			return 'two secrets are valid already and a third is refused: X ends the old one first';
		case 'one':
			return undefined;
	}
}

/** Why there is no old secret to end. */
export function endingRefusal(client: OauthClient): Refusal {
	switch (secretsOf(client)) {
		case 'none':
			return 'it has no secret: it proves itself with PKCE';
		case 'one':
			return 'only one secret is valid: R makes a second one first';
		case 'two':
			return undefined;
	}
}

export const rotateSecret: (client: OauthClient) => Step = defineClientSteps((client) => ({
	name: 'rotate',
	method: 'POST',
	below: '/rotate_secret',
	effect: 'gets a second secret; the old one stays valid',
	words: {done: 'rotated', already: 'has two secrets already'},
	together: {title: (count) => `Rotate the secrets of ${count} OAuth clients`, verb: 'Rotate'},
	final: 'a secret that was made can only be followed by another',
	standing(_client, present) {
		const name = clientName(present);
		switch (secretsOf(present)) {
			case 'one':
				return {kind: 'open'};
			case 'none':
				return {kind: 'impossible', line: toned(`${name} has no secret: it proves itself with PKCE`, 'warning')};
			case 'two':
				return {
					kind: 'impossible',
					line: toned(
						`${name} has two valid secrets by now, and a third is refused. If nobody has seen the newer one: the old one still works; end it (X) and rotate again when what uses it can change over.`,
						'warning',
					),
				};
		}
	},
	async send({client_id}, writer, options) {
		const secret = await writer.oauthClients.rotateSecret(client_id, options);
		return {secret: {title: `New secret of ${clientName(client)}`, secret}};
	},
	wording: (present, {now}) => ({
		title: `Rotate the secret of ${clientName(present)}`,
		verb: 'Rotate',
		weight: {kind: 'reversible'},
		people: [],
		diff: [],
		details: [
			plain(`Secrets now: ${secretsText(present, now)}.`),
			plain('1. Cloudflare makes a second secret; it is shown once. Old and new are both valid.'),
			plain('2. Give the new one to everything that uses this client.'),
			plain('3. End the old one (X). Until then the list and the detail remind of it.'),
		],
		remarks: [toned('Have a place for the new secret ready: nobody can show it again.', 'warning')],
		undo: 'Nothing stops working by it. It can not be undone: the way on is to end the old secret (X).',
	}),
}));

/** Clients of which a person has seen that nobody can tell when they were changed, and has decided all the same. */
const decidedClients = new WeakSet<OauthClient>();

function decided(client: OauthClient): OauthClient {
	const seen = {...client};
	decidedClients.add(seen);
	return seen;
}

/**
 * Whether the two secrets are those that a person has seen. Without the time of the last change, as right after a
 * rotation until the client has been read again, nobody can tell.
 */
function isSameRotation(base: OauthClient, present: OauthClient): boolean {
	const isKnown = Boolean(base.updated_at) || decidedClients.has(base);
	return isKnown && (base.updated_at ?? '') === (present.updated_at ?? '');
}

function changedText({updated_at: time}: OauthClient): string {
	return time ? `last changed ${time}` : 'when they were changed is not known';
}

export const endOldSecret: (client: OauthClient) => Step = defineClientSteps((client) => ({
	name: 'end-secret',
	method: 'DELETE',
	below: '/rotate_secret',
	effect: 'the old secret stops working; the new one stays',
	words: {done: 'ended', already: 'has only one secret'},
	together: {title: (count) => `End the old secrets of ${count} OAuth clients`, verb: 'End'},
	final: 'a secret that has ended is never valid again',
	standing(base, present) {
		const name = clientName(present);
		switch (secretsOf(present)) {
			case 'none':
				return {kind: 'impossible', line: toned(`${name} has no secret: it proves itself with PKCE`, 'warning')};
			case 'one':
				return {kind: 'already', line: toned(`${name} has only one valid secret by now`, 'dim')};
			case 'two':
				// Ended and rotated by somebody else meanwhile, the old secret is the one that was new.
				return isSameRotation(base, present)
					? {kind: 'open'}
					: {
							kind: 'conflict',
							was: [plain(`two valid secrets; ${changedText(base)}`)],
							theirs: [plain(`two valid secrets; ${changedText(present)}, perhaps rotated anew`)],
							yours: [plain('the old secret ended')],
							resolutions: [{label: 'end the older of the two as they are now', step: endOldSecret(decided(present))}],
						};
		}
	},
	async send({client_id}, writer, options) {
		await writer.oauthClients.deleteRotatedSecret(client_id, options);
		return {};
	},
	wording: (present, {now}) => ({
		title: `End the old secret of ${clientName(present)}`,
		verb: 'End it',
		weight: {kind: 'irreversible', ...typedName(client)},
		people: [],
		diff: [],
		details: [
			plain(`Secrets now: ${secretsText(present, now)}.`),
			toned('Everything that still uses the old secret stops working at once.', 'danger'),
			plain('The new secret stays valid, and the next rotation is possible again.'),
		],
		remarks: [],
	}),
}));

/** Clients that a rotation has been begun for and not ended. */
const clientsWithTwo = memoise((clients: readonly OauthClient[]): readonly OauthClient[] =>
	clients.filter((client) => secretsOf(client) === 'two'),
);

/** The standing reminder, as far as the clients have been read: `1 client has two valid secrets`. */
export function secretsReminder({knowledge}: Setting): Line | undefined {
	const clients = clientsWithTwo(knowledge.list('oauthClients').rows);
	const [first] = clients;
	if (first === undefined) return undefined;
	const what = clients.length === 1 ? `OAuth client ${clientName(first)} has` : `${clients.length} OAuth clients have`;
	return toned(`${what} two valid secrets`, 'warning');
}
