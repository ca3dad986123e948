/** Looks for TXT records: made when somebody asks for one, kept until the next, broken off when nobody waits for it. */
import type {TxtQuestion, TxtReport} from '../dns/txt-report.ts';
import type {TxtLook} from '../insight/knowledge.ts';
import type {Wanted} from './wants.ts';

/** Asks the name servers. Never rejects: what was not found out is part of the report. */
export type LookForTxt = (question: TxtQuestion, options: {readonly signal: AbortSignal}) => Promise<TxtReport>;

interface Options {
	/** Or why nobody may be asked. */
	readonly look: LookForTxt | {readonly off: string};
	/** ms since the epoch. */
	readonly now: () => number;
	readonly changed: () => void;
}

export class TxtRecordEntry implements Wanted {
	readonly name: string;
	readonly #question: TxtQuestion;
	readonly #options: Options;
	#look: TxtLook;
	#underWay: {readonly reading: Promise<void>; readonly controller: AbortController} | undefined;

	constructor(name: string, question: TxtQuestion, options: Options) {
		this.name = name;
		this.#question = question;
		this.#options = options;
		const off = 'off' in options.look ? options.look.off : undefined;
		this.#look = {report: undefined, asking: false, askedAt: undefined, off};
	}

	get isReading(): boolean {
		return this.#underWay !== undefined;
	}

	/** Never by itself: whose name servers are asked is up to the person. */
	isDue(): boolean {
		return false;
	}

	/** The same object until something in it changes. */
	snapshot(): TxtLook {
		return this.#look;
	}

	async read(): Promise<void> {
		const {look, now} = this.#options;
		if ('off' in look) return;
		this.#underWay ??= this.#begin(look, now);
		await this.#underWay.reading;
	}

	async abort(): Promise<void> {
		this.#underWay?.controller.abort();
		await this.#underWay?.reading;
	}

	#begin(look: LookForTxt, now: () => number) {
		const controller = new AbortController();
		const {signal} = controller;
		const reading = look(this.#question, {signal}).then(
			(report) => this.#end(signal.aborted ? {} : {report, askedAt: now()}),
			() => this.#end({}),
		);
		this.#set({asking: true});
		return {reading, controller};
	}

	#end(more: Partial<TxtLook>): void {
		this.#underWay = undefined;
		this.#set({...more, asking: false});
	}

	#set(more: Partial<TxtLook>): void {
		this.#look = {...this.#look, ...more};
		this.#options.changed();
	}
}

/** One for each question. */
export class TxtRecords {
	readonly #options: Options;
	readonly #entries = new Map<string, TxtRecordEntry>();

	constructor(options: Options) {
		this.#options = options;
	}

	entry({domain, value}: TxtQuestion): TxtRecordEntry {
		const name = `txt ${domain} ${value}`;
		const known = this.#entries.get(name);
		if (known !== undefined) return known;
		const made = new TxtRecordEntry(name, {domain, value}, this.#options);
		this.#entries.set(name, made);
		return made;
	}

	async abort(): Promise<void> {
		await Promise.all([...this.#entries.values()].map((entry) => entry.abort()));
	}
}
