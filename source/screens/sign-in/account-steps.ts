/** Which account, and where its credential is kept. Pure: the state to lines and widgets. */
import {number} from '../../components/text.ts';
import {type AreaAbility, abilityRemarks} from '../../identity/abilities.ts';
import type {SeenAccount} from '../../identity/examine.ts';
import {expiryInWords, kindInWords, statusInWords} from '../../identity/summary.ts';
import {emphasise, type Line, padLine, type Span, span} from '../../terminal/line.ts';
import {cellWidth, pad} from '../../terminal/width.ts';
import {windowTop} from '../table-state.ts';
import {heading, labelled, linesPart, type Part, problemLines, textWidth} from './parts.ts';
import {aboutChoice, selection} from './selection.ts';
import {mostInMenu, type SignInState, shownAccounts} from './state.ts';
import type {Accepted, StepOf} from './step.ts';

function accountLabels(accounts: readonly SeenAccount[], columns: number): readonly string[] {
	const widest = Math.max(...accounts.map(({name}) => cellWidth(name)));
	const width = Math.max(10, Math.min(widest, columns - 2 - 34));
	return accounts.map(({name, id}) => `${pad(name, width)}  ${id}`);
}

export function accountsParts({size}: SignInState, step: StepOf<'accounts'>, rows: number): readonly Part[] {
	const {accounts, cursor, filter} = step;
	const isLong = accounts.length > mostInMenu;
	const shown = shownAccounts(step);
	const height = Math.max(1, rows - (isLong ? 4 : 2));
	const top = windowTop(Math.max(0, cursor - height + 1), cursor, height, shown.length);
	const visible = shown.slice(top, top + height);
	const labels = accountLabels(visible, size.columns);
	const title = heading(`Which account? This credential sees ${number(accounts.length)}`);
	if (!isLong) {
		const items = visible.map(({id}, index) => ({value: id, label: labels[index] ?? ''}));
		return [title, {kind: 'select', items, cursor: cursor - top}];
	}
	const lines = labels.map((label, index): Line => {
		const isCursor = top + index === cursor;
		const line = padLine([span(`${isCursor ? '>' : ' '} ${label}`)], size.columns - 2);
		return isCursor ? emphasise(line, 'cursor') : line;
	});
	return [
		title,
		{kind: 'field', prompt: '/', line: filter, secret: false, focused: true},
		linesPart([], ...(lines.length > 0 ? lines : [[span('  no account has this in its name or id', 'dim')]])),
	];
}

export function accountIdParts({fields}: SignInState, {reason, problem}: StepOf<'account-id'>): readonly Part[] {
	return [
		heading('Account id'),
		...(reason.length > 0 ? [linesPart(...reason.map((text): Line => [span(text)]), [])] : []),
		{kind: 'field', prompt: 'Account id: ', line: fields.accountId, secret: false, focused: true},
		linesPart(
			...problemLines(problem),
			[],
			...(reason.length + problem.length > 0
				? []
				: [
						[
							span(
								'32 hex characters, or an address of the dashboard that has them: dash.cloudflare.com/<account id>',
								'dim',
							),
						],
					]),
			[span('At the start, CLOUDFLARE_ACCOUNT_ID or --account ID gives it.', 'dim')],
		),
	];
}

/** `API token of a user, active, expires in 12 days, at 2026-12-04`. */
function credentialSpans({verified, attempt}: Accepted, now: number): readonly Span[] {
	if (verified === undefined) {
		const noun = attempt.credential.kind === 'token' ? 'API token' : 'Global API key';
		return [span(`${noun}; Cloudflare does not tell more of it to this credential`)];
	}
	const status = statusInWords(verified, now);
	const expiry = expiryInWords(verified, now);
	const ofUser = attempt.credential.kind === 'key' ? attempt.credential.email : verified.email;
	return [
		span(kindInWords(verified.kind)),
		...(ofUser === undefined ? [] : [span(` of ${ofUser}`)]),
		span(', '),
		span(status.text, status.tone),
		span(', '),
		// Without colour the mark tells it.
		span(expiry.tone === 'plain' ? expiry.text : `! ${expiry.text}`, expiry.tone),
	];
}

function accountText({account, seen}: Accepted): string {
	const name = account.name ?? account.id;
	if (seen === undefined) return name;
	return seen === 1 ? `${name}, the only one that it sees` : `${name}, one of ${number(seen)} that it sees`;
}

/** What an area lacks, if that is known. */
function lackOf({permission, reason}: AreaAbility): string {
	return permission === undefined ? (reason ?? '') : `needs ${permission}`;
}

/** `User groups, Members (needs Account Settings Write); Zones`: areas that lack the same are named together. */
function areasByLack(abilities: readonly AreaAbility[]): string {
	const byLack = Map.groupBy(abilities, lackOf);
	return [...byLack]
		.map(([lack, areas]) => {
			const names = areas.map(({area}) => area).join(', ');
			return lack === '' ? names : `${names} (${lack.replace(/\.$/u, '')})`;
		})
		.join('; ');
}

type Group = 'asking' | 'changes' | 'reads' | 'readsOnly' | 'refused' | 'unknown';

function groupOf({asking, read, write, writes}: AreaAbility): Group {
	if (asking) return 'asking';
	if (read === 'no') return 'refused';
	if (read === 'unknown') return 'unknown';
	if (!writes || write === 'unknown') return 'reads';
	return write === 'yes' ? 'changes' : 'readsOnly';
}

const groups: readonly (readonly [group: Group, label: string, tone: 'plain' | 'warning' | 'dim'])[] = [
	['changes', 'reads, changes', 'plain'],
	['reads', 'reads', 'plain'],
	['readsOnly', 'reads only', 'warning'],
	['refused', 'may not', 'warning'],
	['unknown', 'not known', 'dim'],
	['asking', 'asking …', 'dim'],
];

/** What the credential may do with each area, in as few lines as say it. */
function abilityLines(abilities: readonly AreaAbility[], width: number): readonly Line[] {
	const byGroup = Map.groupBy(abilities, groupOf);
	return [
		...groups.flatMap(([group, label, tone]) => {
			const members = byGroup.get(group);
			if (members === undefined) return [];
			const text = group === 'asking' ? members.map(({area}) => area).join(', ') : areasByLack(members);
			return labelled(label, [span(text, tone)], width, 16);
		}),
		...abilityRemarks(abilities).map((text): Line => [span(text, 'dim')]),
	];
}

export function acceptedParts(state: SignInState, step: StepOf<'accepted'>): readonly Part[] {
	const {accepted} = step;
	const {size, now, abilities, recorded, setting} = state;
	const width = textWidth(size);
	return [
		heading('Cloudflare accepts it. Where is it to be kept?'),
		linesPart(
			...labelled('Credential', credentialSpans(accepted, now), width, 12),
			...labelled('Account', [span(accountText(accepted))], width, 12),
			...(setting.storesLock
				? labelled(
						'Writes',
						[span('locked (--read-only), and so they are stored for the profile', 'warning')],
						width,
						12,
					)
				: []),
			...(recorded === undefined
				? []
				: labelled('Stored now', [span(`another one, in the ${setting.names[recorded]}`)], width, 12)),
			[],
		),
		selection(state, step),
		aboutChoice(state, step),
		linesPart([], ...abilityLines(abilities, width)),
	];
}

export function elsewhereParts(state: SignInState, step: StepOf<'elsewhere'>): readonly Part[] {
	return [heading('Keep it elsewhere'), selection(state, step), aboutChoice(state, step)];
}
