/** All keys of a screen, searchable; a key that can not be used now says why. */

import {fieldLine} from '../components/field.ts';
import {Lines} from '../components/lines.tsx';
import type {Keymap} from '../input/keymap.ts';
import {span} from '../terminal/line.ts';
import {type Help, helpHeight, helpLines} from './help-lines.ts';
import type {Situation} from './situation.ts';
import type {Size} from './state.ts';

export function HelpScreen({
	help,
	situation,
	keymap,
	size,
}: {
	readonly help: Help;
	readonly situation: Situation;
	readonly keymap: Keymap<Situation>;
	readonly size: Size;
}) {
	const lines = helpLines(help, situation, keymap, size.columns);
	const height = helpHeight(situation.state.size);
	const top = Math.max(0, Math.min(help.top, lines.length - height));
	const search = fieldLine([span('search: ', 'dim')], help.search, size.columns);
	const shown = lines.length === 0 ? [[span('no key has these words', 'dim')]] : lines.slice(top, top + height);
	return <Lines lines={[search, [], ...shown]} width={size.columns} height={size.rows - 2} />;
}
