/**
 * What an action of an area asks the screens to do, as data: no area opens a screen itself, and no screen knows an
 * area by name.
 */
import type {Need} from '../insight/knowledge.ts';
import type {Setting} from './define.ts';
import type {Form} from './form.ts';
import type {Picker} from './picker.ts';
import type {LeftOut, Plan} from './plan.ts';
import type {Reference} from './table.ts';
import type {Family, Step} from './write.ts';

export type Intent =
	/** Choose objects or people first. */
	| {readonly kind: 'pick'; readonly picker: Picker}
	/** Show what steps do, then do it. The plan is asked for again whenever the data changes. */
	| {
			readonly kind: 'confirm';
			/** What was asked for; the plan leaves out what no longer changes anything. */
			readonly steps: readonly Step[];
			/** Who was asked for as well, and can not be changed. */
			readonly leftOut: readonly LeftOut[];
			/** What the plan reads. */
			readonly needs: readonly Need[];
			/** Those of the needs that are read again before anything may be sent. */
			readonly fresh: readonly Need[];
			/** How the dialog calls what it is about. */
			readonly about: Pick<Family, 'object' | 'present' | 'presentIsMany'>;
			plan(setting: Setting): Plan;
	  }
	/** Fill in a form; what it makes is confirmed like everything else. */
	| {readonly kind: 'form'; readonly form: Form}
	/** Read something anew, where it is shown. */
	| {readonly kind: 'look'; readonly at: Reference; readonly needs: readonly Need[]}
	/** Nothing to do, and why. */
	| {readonly kind: 'say'; readonly text: string};

export type Confirmation = Extract<Intent, {kind: 'confirm'}>;
