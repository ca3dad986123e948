/**
 * What an action of an area asks the screens to do, as data: no area opens a screen itself, and no screen knows an
 * area by name. Forms for creating and editing (`n`, `e`) are to join here.
 */
import type {Need} from '../insight/knowledge.ts';
import type {Setting} from './define.ts';
import type {Picker} from './picker.ts';
import type {Change, Plan} from './plan.ts';

export type Intent =
	/** Choose objects or people first. */
	| {readonly kind: 'pick'; readonly picker: Picker}
	/** Show what a change does, then do it. The plan is asked for again whenever the data changes. */
	| {
			readonly kind: 'confirm';
			readonly needs: readonly Need[];
			/** What was asked for; the plan leaves out what no longer changes anything. */
			readonly changes: readonly Change[];
			plan(setting: Setting): Plan;
	  }
	/** Nothing to do, and why. */
	| {readonly kind: 'say'; readonly text: string};

export type Confirmation = Extract<Intent, {kind: 'confirm'}>;
