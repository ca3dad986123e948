/** The lines of confirmations. Pure. */
import type {Setting} from '../areas/define.ts';
import {isNothing, type Plan, requestLines, type Subject} from '../areas/plan.ts';
import {button, buttonRows} from '../components/dialog.ts';
import {fieldLine} from '../components/field.ts';
import {number, wrapLine} from '../components/text.ts';
import {lastAnswer, memoise} from '../insight/memo.ts';
import {type Line, lineWidth, plainText, span} from '../terminal/line.ts';
import {cellWidth, pad, truncate} from '../terminal/width.ts';
import {
	awaitedNeeds,
	type Confirm,
	chosenButton,
	confirmButtons,
	confirmChecked,
	isTyped,
	presentText,
} from './confirmation.ts';
import {conflictLines} from './conflict-lines.ts';
import {type DialogParts, indented} from './dialog-lines.ts';
import type {Situation} from './situation.ts';
import type {Origin} from './state.ts';

/** `still reading whom it affects: 120 of 5,000 members`; nothing once that has been read. */
function awaitedLine({asked}: Confirm, plan: Plan, setting: Setting): Line | undefined {
	const [first] = awaitedNeeds(asked, plan, setting);
	if (first === undefined) return undefined;
	const {knowledge} = setting;
	const list =
		first.kind === 'list'
			? knowledge.list(first.resource)
			: first.kind === 'groupMembers'
				? knowledge.groupMembers(first.group)
				: undefined;
	const far =
		list === undefined || list.rows.length === 0
			? ''
			: `: ${number(list.rows.length)}${list.total === undefined ? '' : ` of ${number(list.total)}`}`;
	return [span(`  still reading whom it affects${far} …`, 'dim')];
}

/**
 * Whether what it is about was read again since the dialog opened, and whom it affects; of what does not exist yet there
 * is nothing to say.
 */
function freshness({setting}: Situation, confirm: Confirm, plan: Plan): readonly Line[] {
	const {steps} = plan;
	const checked = confirmChecked(confirm, setting);
	switch (checked.kind) {
		case 'checked': {
			const awaited = awaitedLine(confirm, plan, setting);
			if (awaited !== undefined) return [awaited];
			const isNew = steps.length > 0 && steps.every(({request}) => request.method === 'POST');
			if (isNew && confirm.asked.fresh.every(({kind}) => kind === 'list')) return [];
			return [[span(`  The ${presentText(confirm, ['was', 'were'])} read again just now.`, 'dim')]];
		}
		case 'reading':
			return [[span(`  reading the present ${confirm.asked.about.present} …`, 'dim')]];
		case 'failed':
			return [[span(`  could not be read again: ${checked.reason}`, 'warning')]];
	}
}

/** Each person with the effect beside them; below them where names are long, because both have to be read. */
function subjectLines(subjects: Plan['subjects'], inside: number): readonly Line[] {
	const named = subjects.map((subject) => ({name: subjectName(subject), effect: subject.effect}));
	const widest = named.reduce((most, {name}) => Math.max(most, cellWidth(name)), 12);
	// What somebody loses is read to its end: a second permission may stand there.
	if (widest > 36)
		return named.flatMap(({name, effect}) => [
			[span(`  ${name}`)],
			...wrapLine(effect, inside - 6).map((row): Line => [span('      '), ...row]),
		]);
	return named.flatMap(({name, effect}) =>
		wrapLine(effect, inside - widest - 4).map(
			(row, at): Line => [span(`  ${pad(at === 0 ? name : '', widest)}  `), ...row],
		),
	);
}

/** `bo@acme.com  to platform-dns`. */
export function subjectName({name, place}: Pick<Subject, 'name' | 'place'>): string {
	return place === '' ? name : `${name}  ${place}`;
}

/** Whom it affects; what is the same for all of them is said once, and as many names stand in a row as fit. */
function affectedLines(people: Plan['people'], inside: number): readonly Line[] {
	const [first, ...others] = people;
	if (first === undefined) return [];
	const said = plainText(first.effect);
	const isSame = others.length > 0 && others.every(({effect}) => plainText(effect) === said);
	if (!isSame) {
		const affected = people.map(({name, effect}) => ({key: name, name, place: '', effect}));
		return [[span(`  affects ${number(people.length)}:`, 'dim')], ...subjectLines(affected, inside)];
	}
	const widest = people.reduce((most, {name}) => Math.max(most, cellWidth(name)), 12);
	const inRow = Math.max(1, Math.floor((inside - 2) / (widest + 2)));
	const rows = Array.from({length: Math.ceil(people.length / inRow)}, (_, row): Line => {
		const names = people.slice(row * inRow, (row + 1) * inRow).map(({name}) => pad(name, widest));
		return [span(`  ${names.join('  ').trimEnd()}`)];
	});
	const head: Line = [span(`affects ${number(people.length)}, each of them `, 'dim'), ...first.effect];
	return [...indented(head, inside), ...rows];
}

/** The difference as sets, and whom it affects. */
function effectLines({diff, result = [], people}: Plan, inside: number, isLow: boolean): readonly Line[] {
	return [
		...diff.flatMap(({sign, line}) => indented([span(`${sign} `, sign === '+' ? 'good' : 'danger'), ...line], inside)),
		...result.flatMap((line) => indented(line, inside)),
		...(people.length === 0 || isLow ? [] : [[]]),
		...affectedLines(people, inside),
	];
}

/** The text that has to be typed. */
function fieldLines({field}: Confirm, inside: number): readonly Line[] {
	if (field === undefined) return [];
	return [
		...indented([span(`Type ${field.what} to go on: `), span(field.text, 'bold')], inside).slice(0, 2),
		fieldLine([span('  > ', 'accent')], field.line, inside, {focused: true}),
	];
}

/** Cancel first; then what decides the first conflict, then what sends. */
function buttonLines(confirm: Confirm, plan: Plan, {setting}: Situation, inside: number): readonly Line[] {
	const chosen = chosenButton(confirm, plan);
	const isClosed =
		plan.steps.length === 0 ||
		(confirm.field !== undefined && !isTyped(confirm.field)) ||
		confirmChecked(confirm, setting).kind !== 'checked' ||
		awaitedNeeds(confirm.asked, plan, setting).length > 0;
	const resolutions = plan.conflicts[0]?.conflict.resolutions ?? [];
	const buttons = confirmButtons(confirm, plan).map((each) => {
		if (each === 'cancel') return button(isNothing(plan) ? plan.verb : 'Cancel', chosen === each);
		if (each === 'leave') return button('Leave it as it is', chosen === each);
		if (each === 'go') return button(plan.verb, chosen === each, isClosed);
		const label = resolutions[each]?.label ?? '';
		return button(label.charAt(0).toUpperCase() + label.slice(1), chosen === each);
	});
	return buttonRows(buttons, inside);
}

/**
 * `Undo of "Add bo@acme.com to platform-dns": remove bo@acme.com from platform-dns`: what is done now, and what it takes
 * back.
 * @param of the title of what is taken back
 */
export function titleOf(title: string, origin: Origin = 'new', of?: string): string {
	switch (origin) {
		case 'new':
			return title;
		case 'redo':
			return `Redo: ${title}`;
		case 'undo':
			return `${takesBack(of)}: ${title.charAt(0).toLowerCase()}${title.slice(1)}`;
	}
}

function takesBack(of: string | undefined): string {
	return of === undefined ? 'To undo it' : `Undo of "${of}"`;
}

/** What takes a change back: of what is an undo itself, the redo. */
function takenBackBy(text: string, origin: Origin): string {
	return origin === 'undo' ? text.replace('Undo (z)', 'Redo (Z)') : text;
}

/** What is changed, the account it is changed in, and whether for good: the account goes first where room is short. */
function titleLines(
	{title: done, undo}: Plan,
	{origin, of}: Confirm,
	account: string,
	isUndecided: boolean,
	inside: number,
): readonly Line[] {
	const title = titleOf(done, origin, of);
	const final = span(undo.possible || isUndecided ? '' : '   can not be undone', 'danger');
	const room = inside - lineWidth([final]);
	const name = span(title, 'heading');
	const whole: Line = [name, span(`   ${account}`, 'dim')];
	// What is done stands in a line of its own where both do not fit.
	if (origin === 'undo' && cellWidth(title) > room) {
		const first = truncate(`${takesBack(of)}:`, inside);
		return [[{...name, text: first}], [{...name, text: truncate(done, room)}, final]];
	}
	return [[...(lineWidth(whole) <= room ? whole : [{...name, text: truncate(title, room)}]), final]];
}

function isDanger([first]: Line): boolean {
	return first?.tone === 'danger';
}

const mostRequests = 4;

/** What a plan says, in rows of this width: made once, however many keys are pressed while it is on show. */
const linesOfPlan = memoise((plan: Plan) => {
	const last = lastAnswer<ReturnType<typeof saidBy>>();
	return (inside: number, isLow: boolean) => last([inside, isLow], () => saidBy(plan, inside, isLow));
});

/** Whom and what it changes, and the requests that it sends. */
function saidBy(plan: Plan, inside: number, isLow: boolean) {
	const inRows = (lines: readonly Line[]): readonly Line[] => lines.flatMap((line) => indented(line, inside));
	const dangers = inRows(plan.dangers.filter(isDanger));
	const details = inRows([...plan.dangers.filter((line) => !isDanger(line)), ...plan.details]);
	const body: readonly Line[] = [
		...dangers,
		...(dangers.length > 0 ? [[]] : []),
		...conflictLines(plan.conflicts, inside),
		...subjectLines(plan.subjects, inside),
		...effectLines(plan, inside, isLow),
		...inRows(plan.skipped),
		...(details.length > 0 ? [[], ...details] : []),
	];
	const requests = inRows(requestLines(plan.steps).map((text) => [span(text)]));
	return {body, requests, remarks: inRows(plan.remarks)};
}

/**
 * Whom and what it changes comes first, what is said about it after that. What is said, and the requests, stand still
 * above the buttons where there is room for all of it; else they scroll with the rest.
 */
export function confirmParts(
	confirm: Confirm,
	plan: Plan,
	situation: Situation,
	inside: number,
	height: number,
): DialogParts {
	const {account} = situation.setting.knowledge;
	// On a low screen people come before remarks, and before the lines between.
	const isLow = height < 14;
	const said = linesOfPlan(plan)(inside, isLow);
	const {body, requests} = said;
	// Nothing is sent, and nothing to be undone, before the conflict is decided.
	const isUndecided = plan.steps.length === 0 && plan.conflicts.length > 0;
	const remarks = isUndecided ? [] : said.remarks;
	const isSilent = !isUndecided && plan.undo.text === '';
	const end = isSilent
		? []
		: indented(
				[
					isUndecided
						? span('Nothing is sent until you have chosen what is to become of it.', 'dim')
						: span(takenBackBy(plan.undo.text, confirm.origin), plan.undo.possible ? 'dim' : 'warning'),
				],
				inside,
			);
	const field = isUndecided || isNothing(plan) ? [] : fieldLines(confirm, inside);
	const buttons = buttonLines(confirm, plan, situation, inside);
	const fresh = freshness(situation, confirm, plan);
	const head: readonly Line[] = [
		...titleLines(plan, confirm, account.name ?? account.id, isUndecided, inside),
		...(plan.leftOut !== undefined ? [[span('  '), ...plan.leftOut]] : isLow ? [] : [[]]),
	];
	// More of them than stand still scroll with the rest, after everything else.
	const isMany = requests.length > mostRequests;
	const few = isMany ? [] : requests;
	const many = isMany ? [[], ...requests] : [];
	const still = [[], ...few, ...remarks, ...end, ...fresh, [], ...field, ...buttons];
	if (head.length + body.length + many.length + still.length <= height)
		return {head, body: [...body, ...many], foot: still};
	const gap: readonly Line[] = isLow ? [] : [[]];
	const least = [...gap, ...fresh, ...field, ...buttons];
	// As much as leaves the people in sight.
	const room = height - head.length - least.length - Math.min(body.length, isLow ? 3 : 7);
	const hasRequests = few.length <= room;
	const hasEnd = hasRequests && !isLow && few.length + end.length <= room;
	return {
		head,
		body: [...body, [], ...(hasRequests && !isMany ? [] : requests), ...remarks, ...(hasEnd ? [] : end)],
		foot: [...gap, ...(hasRequests ? few : []), ...(hasEnd ? end : []), ...fresh, ...field, ...buttons],
	};
}
