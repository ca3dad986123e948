/** What is said of the row under the cursor, and where there are no rows. Pure. */
import type {CloudflareError, ErrorKind} from '../api/errors.ts';
import type {Setting} from '../areas/define.ts';
import {type Line, span} from '../terminal/line.ts';
import {explained, pageFor} from './permission-lines.ts';
import type {Situation} from './situation.ts';
import {cursorPosition} from './table-state.ts';

/** Kinds of errors that may be about the account or the credential, and not about the list. */
const ofAccount: ReadonlySet<ErrorKind> = new Set(['authentication', 'permission', 'not-found', 'invalid']);

const elsewhere = 'P: other accounts and profiles, another sign-in.';

/** An error that left nothing to show: what happened, what it needs, what to do. */
function errorLines(error: CloudflareError, {credential}: Setting): readonly Line[] {
	const [first = '', ...more] = explained(error, credential);
	const page = pageFor(error, credential);
	return [
		[span(first, 'danger')],
		...more.map((text): Line => [span(text)]),
		[span(ofAccount.has(error.kind) ? `r tries again. ${elsewhere}` : 'r tries again.', 'dim')],
		...(page === undefined ? [] : [[span(page, 'dim')]]),
	];
}

/** What stands where rows would be. */
export function emptyLines({setting, place}: Situation): readonly Line[] {
	const {area, frame, object, table, view} = place;
	const {status, error, complete} = area.snapshot(setting.knowledge);
	const [one, many] = area.nouns;
	if (status === 'failed' && error !== undefined) return errorLines(error, setting);
	if (frame.kind === 'detail' && object === undefined) {
		return complete
			? [[span(`this ${one} is not there: it may have been deleted, or belong to another account`, 'warning')]]
			: [[span(`reading the ${one}`, 'dim')]];
	}
	if (table.filter.text !== '') {
		// What is looked for may be among what has not been read yet.
		if (frame.kind === 'list' && !complete)
			return [[span(`reading ${many}, looking for ${table.filter.text.trim()}`, 'dim')]];
		const nothing: Line = [span('nothing matches the filter; esc clears it', 'dim')];
		return view.problem === undefined ? [nothing] : [[span(view.problem, 'warning')], nothing];
	}
	if (frame.kind === 'list') return [[span(complete ? `there are no ${many}` : `reading ${many}`, 'dim')]];
	return [[span('nothing here', 'dim')]];
}

/** What is known of a row: `name` is for where the row itself is not to be seen. */
interface Preview {
	readonly title: string;
	readonly name: string;
	readonly lines: readonly Line[];
}

const nothing: Preview = {title: '', name: '', lines: []};

/** What is known of the row under the cursor. */
export function previewOf(situation: Situation): Preview {
	const {setting, place} = situation;
	const {view, table, frame, area} = place;
	if (view.length === 0) return nothing;
	const row = view.row(cursorPosition(table, view));
	if (frame.kind === 'detail') return {...nothing, lines: view.source.explain(row)};
	const object = area.object(view.source.id(row), setting);
	if (object === undefined) return nothing;
	return {title: object.previewTitle, name: object.name, lines: object.preview};
}
