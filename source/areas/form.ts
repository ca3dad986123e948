/**
 * A form as an area describes it: which fields there are, what is wrong with their values, and which steps they make.
 * Everything is a function of the values and the data. One generic screen edits every form; what it edits is JSON, so
 * that a draft can be kept on disk and an editor can be given the same to write in.
 */
import type {CloudflareError} from '../api/errors.ts';
import type {Need} from '../insight/knowledge.ts';
import type {Line} from '../terminal/line.ts';
import type {Setting} from './define.ts';
import type {Intent} from './intent.ts';

/** What a field holds. A pick holds ids, a list its entries, records the values of each. */
export type FormValue = string | boolean | readonly string[] | readonly FormValues[];

/** Values by the names of their fields. */
export interface FormValues {
	readonly [field: string]: FormValue;
}

/** One thing that can be picked. */
export interface PickOption {
	readonly id: string;
	/** `DNS Write`. */
	readonly name: string;
	/** Tells it from others of the name: `zone`, `account`, the scope, the id's beginning. */
	readonly more: string;
	/** Why it can not be picked; it may still be unpicked. */
	readonly refusal?: string | undefined;
	/** What to know before picking it. */
	readonly warning?: string | undefined;
	/** What it is, where the words beside its name do not say it: said of the one under the cursor. */
	readonly about?: string | undefined;
}

/** Many out of many, found by typing: permission groups, resource groups, zones, scopes. */
export interface PickSource {
	/** `permission group`, `permission groups`. */
	readonly nouns: readonly [one: string, many: string];
	/** What has to be read for it; nothing is read before the picker is open. */
	readonly needs: readonly Need[];
	/** What a text may mean, best first; all of them for no text. Has to be quick for thousands of rows. */
	options(text: string, setting: Setting): readonly PickOption[];
	/** What an id that was picked is called; an unknown one by its id. */
	option(id: string, setting: Setting): PickOption;
	/** Said while the rows are not all there. */
	reading(setting: Setting): string | undefined;
	/** Takes a text that is no name for an id of its own, such as the id of a Worker; undefined where it is none. */
	typed?(text: string): string | undefined;
	/** At most so many; a single one is replaced by the next. */
	readonly most?: number | undefined;
}

interface FieldHead {
	/** Key of its value. */
	readonly name: string;
	/** `Redirect URIs`. */
	readonly label: string;
	/** What it is for or what is allowed, in a line. */
	readonly help?: string | undefined;
	/** Why it can not be changed here: `managed by SCIM: change it in the identity provider`. */
	readonly locked?: string | undefined;
}

export type FormField =
	| (FieldHead & {readonly kind: 'text'; readonly placeholder?: string | undefined})
	| (FieldHead & {
			readonly kind: 'choice';
			readonly options: readonly {
				readonly value: string;
				readonly label: string;
				readonly remark?: string | undefined;
				/** Asked for once more before it is taken. */
				readonly warning?: string | undefined;
			}[];
	  })
	| (FieldHead & {readonly kind: 'switch'; readonly on: string; readonly off: string})
	/** Texts, one under the other; `item` is what one of them is called: `redirect URI`. */
	| (FieldHead & {readonly kind: 'list'; readonly item: string; readonly placeholder?: string | undefined})
	| (FieldHead & {readonly kind: 'pick'; readonly source: PickSource})
	/** Things that have fields of their own: the policies of a group. */
	| (FieldHead & {
			readonly kind: 'records';
			readonly nouns: readonly [one: string, many: string];
			/** A record in a line or two, for the form that holds it. */
			summary(record: FormValues, setting: Setting): readonly Line[];
			/** What a new one begins with. */
			readonly fresh: FormValues;
			fields(record: FormValues, setting: Setting): readonly FormField[];
	  });

/** What is wrong, or worth knowing, about a value. */
export interface FormProblem {
	/** `name`, or the place in records and lists: `policies.2.permissionGroups`, `redirectUris.0`. */
	readonly path: string;
	/** The rule in words: `must be an https address: codes would travel in the clear`. */
	readonly text: string;
	/** What is in danger can not be reviewed. */
	readonly tone: 'danger' | 'warning';
}

export interface Form {
	/** The same for the same thing: a draft is offered again under it. `user-groups/new`, `user-groups/<id>`. */
	readonly key: string;
	/** `New user group`, `Edit platform-dns`. */
	readonly title: string;
	readonly needs: readonly Need[];
	/** What it begins with: what is there, for an edit. */
	readonly start: FormValues;
	/** Which fields there are may depend on what the others hold. */
	fields(values: FormValues, setting: Setting): readonly FormField[];
	problems(values: FormValues, setting: Setting): readonly FormProblem[];
	/** What is to be confirmed; asked for only where nothing is in danger. Says so where nothing has changed. */
	review(values: FormValues, setting: Setting): Intent;
	/** The field that a refusal is about; undefined where it names none. */
	placeOf?(error: CloudflareError, values: FormValues): string | undefined;
}
