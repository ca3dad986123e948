/** Having Cloudflare look for the TXT record of an SSO connector, again or for the first time (contract 6.6). */
import type {CallOptions} from '../api/client.ts';
import type {SsoConnector} from '../api/schemas.ts';
import type {Knowledge, Need} from '../insight/knowledge.ts';
import type {Writer} from '../insight/writer.ts';
import {plain, toned} from './cells.ts';
import {connectorsPath} from './sso-connector-steps.ts';
import {connectorName, isVerified} from './sso-connector-words.ts';
import type {Family, Part, Reversal, Sent, Standing, Step, WriteRequest} from './write.ts';

const family: Family = {
	object: 'the SSO connector',
	present: 'SSO connector',
	presentIsMany: false,
	reads: [],
	wording(open, asked) {
		const told = (open.length > 0 ? open : asked).flatMap((step) => (step instanceof VerificationStep ? [step] : []));
		const [first] = told;
		const about = first === undefined || told.length > 1 ? `${told.length} domains` : connectorName(first.connector);
		return {
			title: `Verify ${about}`,
			verb: 'Begin',
			weight: {kind: 'reversible'},
			people: [],
			diff: [],
			details: [],
			remarks: [
				plain('Cloudflare looks for the TXT record from now on, for two days at most, and sends the result by e-mail.'),
				...(told.some(({connector}) => connector.verification?.status === 'failed')
					? [plain('The last time it was not found: t looks whether it is there by now.')]
					: []),
			],
			undo: {possible: false, text: 'It can not be called off; it ends by itself, and changes nobody’s sign-in.'},
		};
	},
};

export class VerificationStep implements Step {
	readonly family = family;
	readonly object: string;
	readonly request: WriteRequest;
	readonly parts: readonly Part[];
	readonly needs: readonly Need[];
	/** As the user has seen it. */
	readonly connector: SsoConnector;

	constructor(connector: SsoConnector) {
		const {id} = connector;
		this.connector = connector;
		this.object = `sso-connector/${id}`;
		this.needs = [{kind: 'ssoConnector', id}];
		this.request = {
			method: 'POST',
			path: `${connectorsPath}/${encodeURIComponent(id)}/begin_verification`,
			alike: `${connectorsPath}/{id}/begin_verification`,
		};
		this.parts = [
			{
				key: `verify sso-connector/${id}`,
				id,
				name: () => connectorName(connector),
				effect: () => plain('verification becomes pending'),
				words: {done: 'begun', already: 'is being verified already'},
			},
		];
	}

	/** Begun meanwhile by somebody, or by us though the answer was lost: the state or its time has changed. */
	standing(_part: Part, knowledge: Knowledge): Standing {
		const [need] = this.needs;
		const name = connectorName(this.connector);
		const present = knowledge.list('ssoConnectors').byId.get(this.connector.id);
		const isGone = need !== undefined && knowledge.reading(need).error?.kind === 'not-found';
		if (isGone || present === undefined) return {kind: 'impossible', line: toned(`${name} is gone`, 'warning')};
		if (isVerified(present)) return {kind: 'already', line: toned(`${name} is verified already`, 'dim')};
		const isBegun =
			present.verification?.status === 'pending' &&
			(this.connector.verification?.status !== 'pending' || present.updated_on !== this.connector.updated_on);
		return isBegun ? {kind: 'already', line: toned(`${name} is being verified already`, 'dim')} : {kind: 'open'};
	}

	async send(writer: Writer, options?: CallOptions): Promise<Sent> {
		await writer.ssoConnectors.beginVerification(this.connector.id, options);
		return {done: this.parts.map(({key}) => key), reversal: this.reversal()};
	}

	reversal(): Reversal {
		return {steps: [], why: 'a verification ends by itself'};
	}

	only(): Step {
		return this;
	}

	split(): undefined {
		return undefined;
	}
}
