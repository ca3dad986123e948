/** Writes of objects that stand in a list of the account: the row follows from the answer, without reading again. */
import type {CallOptions} from '../api/client.ts';
import type {ListEntry} from './list-entry.ts';
import {quietly, type Wanted, type Wants} from './wants.ts';
import type {WriteQueue} from './write-queue.ts';

/** An object that is read by itself beside its list. */
export interface ForgettableObject extends Wanted {
	forget(): void;
	appear(): void;
}

export interface ListedWritesOptions<Item extends object, Id extends string> {
	/** `user-group`: with the id it is what writes of one object are put in turn by. */
	readonly name: string;
	/** `a user group`. */
	readonly noun: string;
	readonly queue: WriteQueue;
	readonly wants: Wants;
	readonly list: ListEntry<Item>;
	readonly entry: (id: Id) => ForgettableObject;
	readonly idOf: (item: Item) => Id;
}

export class ListedWrites<Item extends object, Id extends string> {
	readonly #options: ListedWritesOptions<Item, Id>;

	constructor(options: ListedWritesOptions<Item, Id>) {
		this.#options = options;
	}

	/** @param more what else the new object brings about */
	create<Answer>(
		send: () => Promise<Answer>,
		itemOf: (answer: Answer) => Item,
		options: CallOptions | undefined,
		more?: (item: Item) => void,
	): Promise<Answer> {
		const {name, noun, queue, list, entry, idOf} = this.#options;
		return queue.add({
			object: `${name} to come`,
			attempted: `create ${noun}`,
			send,
			show: (answer) => {
				const item = itemOf(answer);
				entry(idOf(item)).appear();
				list.patch((rows) => rows.append([item]));
				this.#goOn();
				more?.(item);
			},
			lookAgain: () => this.#lookAgain(undefined),
			options,
		});
	}

	/** @param more what else of what is shown changes with it */
	update(
		id: Id,
		send: () => Promise<Item>,
		options: CallOptions | undefined,
		more?: (item: Item) => void,
	): Promise<Item> {
		const {list} = this.#options;
		return this.#write(id, 'change', options, send, (item) => {
			list.patch((rows) => rows.replace(item));
			this.#readObject(id);
			more?.(item);
		});
	}

	/**
	 * A write whose answer does not say what the object is like now, but whose effect is known.
	 * @param after `read`: the rest of it is read at once, whoever looks at it
	 */
	affect<Answer>(
		id: Id,
		verb: string,
		send: () => Promise<Answer>,
		options: CallOptions | undefined,
		effect: (item: Item) => Item,
		after?: 'read',
	): Promise<Answer> {
		const {list, entry} = this.#options;
		return this.#write(id, verb, options, send, () => {
			list.patch((rows) => {
				const item = rows.byId.get(id);
				return item === undefined ? rows : rows.replace(effect(item));
			});
			if (after === 'read') quietly(entry(id).read('foreground', Number.POSITIVE_INFINITY));
			else this.#readObject(id);
		});
	}

	/** A write after which only the server knows what the object is like. */
	unsettle(id: Id, verb: string, send: () => Promise<void>, options: CallOptions | undefined): Promise<void> {
		return this.#write(id, verb, options, send, () => this.#lookAgain(id));
	}

	delete(id: Id, send: () => Promise<void>, options: CallOptions | undefined, more?: () => void): Promise<void> {
		const {list} = this.#options;
		return this.#write(id, 'delete', options, send, () => {
			list.remember(id);
			list.patch((rows) => rows.without(id));
			more?.();
		});
	}

	#write<Answer>(
		id: Id,
		verb: string,
		options: CallOptions | undefined,
		send: () => Promise<Answer>,
		show: (answer: Answer) => void,
	): Promise<Answer> {
		const {name, noun, queue, entry} = this.#options;
		return queue.add({
			object: `${name}/${id}`,
			attempted: `${verb} ${noun}`,
			send,
			show: (answer) => {
				entry(id).forget();
				show(answer);
				this.#goOn();
			},
			lookAgain: () => this.#lookAgain(id),
			options,
		});
	}

	/** A reading that a patch has broken off goes on, if anybody waits for it. */
	#goOn(): void {
		const {wants, list} = this.#options;
		wants.readAgain(list);
	}

	#lookAgain(id: Id | undefined): void {
		const {wants, list, entry} = this.#options;
		list.patch((rows) => rows);
		list.outdate();
		wants.readAgain(list);
		if (id !== undefined) {
			entry(id).forget();
			this.#readObject(id);
		}
	}

	/** Reads the object by itself again, if anybody looks at it: the list knows less of it, or later. */
	#readObject(id: Id): void {
		const {wants, entry} = this.#options;
		const object = entry(id);
		if (wants.isWanted(object)) {
			quietly(object.read('foreground', Number.POSITIVE_INFINITY));
		}
	}
}
