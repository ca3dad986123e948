/** A write of one OAuth client that is more than a change of its fields: one request, one part. */
import type {CallOptions} from '../api/client.ts';
import type {OauthClient} from '../api/schemas.ts';
import type {Knowledge, Need} from '../insight/knowledge.ts';
import type {Writer} from '../insight/writer.ts';
import {plain, toned} from './cells.ts';
import type {Setting} from './define.ts';
import {clientObject} from './oauth-client-steps.ts';
import {clientName} from './oauth-client-words.ts';
import {heaviest} from './typed-name.ts';
import type {Family, Part, Reversal, Sent, Standing, Step, Wording, WriteRequest} from './write.ts';

/** What several of one sort are called together: `Rotate the secrets of 3 OAuth clients`. */
interface Together {
	readonly title: (count: number) => string;
	readonly verb: string;
}

/** What a step of an OAuth client does beside what all of them do. */
export interface ClientWrite {
	/** `rotate`: what tells it from others on the same client. */
	readonly name: string;
	readonly method: WriteRequest['method'];
	/** Behind the path of the client: `/rotate_secret`. */
	readonly below?: string | undefined;
	readonly body?: unknown;
	/** `gets a second secret`. */
	readonly effect: string;
	readonly words: Part['words'];
	readonly together: Together;
	/** @param client as the user has seen it */
	standing(client: OauthClient, present: OauthClient, setting: Setting): Standing;
	send(client: OauthClient, writer: Writer, options?: CallOptions): Promise<Omit<Sent, 'done' | 'reversal'>>;
	/** Why it can not be undone, as a sentence's end. */
	readonly final: string;
	/** @param present as it is known now */
	wording(present: OauthClient, setting: Setting): Omit<Wording, 'undo'> & {readonly undo?: string | undefined};
}

class ClientStep implements Step {
	readonly family: Family;
	readonly object: string;
	readonly request: WriteRequest;
	readonly parts: readonly Part[];
	readonly needs: readonly Need[];
	readonly client: OauthClient;
	readonly #write: ClientWrite;

	constructor(family: Family, client: OauthClient, write: ClientWrite) {
		const {client_id: id} = client;
		const path = `${clientObject.path}/${encodeURIComponent(id)}${write.below ?? ''}`;
		this.family = family;
		this.client = client;
		this.#write = write;
		this.object = `${clientObject.name}/${id}`;
		this.request = {
			method: write.method,
			path,
			...(write.body === undefined ? {} : {body: write.body}),
		};
		this.parts = [
			{
				key: `${write.name} ${clientObject.name}/${id}`,
				id,
				name: () => clientName(client),
				effect: () => plain(write.effect),
				words: write.words,
			},
		];
		this.needs = [{kind: 'oauthClient', id}];
	}

	standing(_part: Part, knowledge: Knowledge): Standing {
		const [need] = this.needs;
		const present = knowledge.list('oauthClients').byId.get(this.client.client_id);
		const isGone = need !== undefined && knowledge.reading(need).error?.kind === 'not-found';
		if (isGone || present === undefined) {
			return {kind: 'impossible', line: toned(`${clientName(this.client)} is gone`, 'warning')};
		}
		return this.#write.standing(this.client, present, {knowledge, now: 0});
	}

	async send(writer: Writer, options?: CallOptions): Promise<Sent> {
		const sent = await this.#write.send(this.client, writer, options);
		return {done: this.parts.map(({key}) => key), reversal: this.reversal(), ...sent};
	}

	reversal(): Reversal {
		return {steps: [], why: this.#write.final};
	}

	only(keys: readonly string[]): Step | undefined {
		return this.parts.every(({key}) => keys.includes(key)) ? this : undefined;
	}

	split(): undefined {
		return undefined;
	}

	wording(setting: Setting): Wording {
		const present = setting.knowledge.list('oauthClients').byId.get(this.client.client_id) ?? this.client;
		const {undo, ...wording} = this.#write.wording(present, setting);
		return {...wording, undo: {possible: false, text: undo ?? `It can not be undone: ${this.#write.final}.`}};
	}
}

/** Makes the steps of one sort of write. */
export function defineClientSteps(write: (client: OauthClient) => ClientWrite): (client: OauthClient) => Step {
	const family: Family = {
		object: 'the OAuth client',
		present: 'OAuth client',
		presentIsMany: false,
		reads: [],
		wording(open, asked, setting) {
			const steps = (open.length > 0 ? open : asked).filter((step) => step instanceof ClientStep);
			const told = steps.map((step) => step.wording(setting));
			const [first] = told;
			const [step] = steps;
			if (first === undefined || step === undefined || told.length === 1) return first ?? nothing;
			const {title, verb} = write(step.client).together;
			return {
				title: title(told.length),
				verb: `${verb} ${told.length}`,
				weight: heaviest(
					told.map(({weight}) => weight),
					title(told.length),
				),
				people: told.flatMap(({people}) => people),
				diff: told.flatMap(({diff}) => diff),
				details: told.flatMap(({details}) => details),
				remarks: first.remarks,
				undo: first.undo,
			};
		},
	};
	return (client) => new ClientStep(family, client, write(client));
}

const nothing: Wording = {
	title: 'Nothing to do',
	verb: 'Do it',
	weight: {kind: 'reversible'},
	people: [],
	diff: [],
	details: [],
	remarks: [],
	undo: {possible: true, text: ''},
};
