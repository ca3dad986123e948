/**
 * The lockout guard: a plan that would shut out who carries it out, or everybody, weighs the most, and says why and how
 * to come back. It looks at the requests of a plan, whatever area they are of.
 */
import type {Rank} from '../insight/administrators.ts';
import type {Self} from '../insight/credential.ts';
import type {Need} from '../insight/knowledge.ts';
import {type Lockout, type LockoutReport, lockoutNeeds, lockoutOf} from '../insight/lockout.ts';
import {memoise} from '../insight/memo.ts';
import type {Line, Tone} from '../terminal/line.ts';
import {toned} from './cells.ts';
import type {Setting} from './define.ts';
import type {Plan} from './plan.ts';
import {remembering} from './remembered.ts';
import {typedWeight} from './typed-name.ts';
import type {Step, Weight} from './write.ts';

const notKnownYet: Self = {kind: 'unknown', why: 'who you are has not been asked yet'};

const ranks: readonly string[] = ['no administration', 'Administrator', 'Super Administrator'];

function rankName(rank: Rank): string {
	return ranks[rank] ?? '';
}

/** `ana@acme.com, bo@acme.com or one of 3 others`. */
function someOf(people: readonly string[]): string {
	const shown = people.slice(0, 2);
	const more = people.length - shown.length;
	if (more > 0) return `${shown.join(', ')} or one of ${more} other${more === 1 ? '' : 's'}`;
	return shown.join(' or ');
}

/** Who or what can give it back; most important first. */
function wayBack({rescuers}: LockoutReport, what: string): readonly string[] {
	const people =
		rescuers.length === 0
			? []
			: [`${someOf(rescuers)} can ${what}: in the dashboard under Manage Account > Members, or here.`];
	return [
		...people,
		people.length === 0
			? "The way back: an API token of the account itself with Account Settings Write, which no membership carries; without one, Cloudflare's support."
			: 'So can an API token of the account itself with Account Settings Write, which no membership carries.',
	];
}

const unreadNames: Readonly<Record<LockoutReport['unread'][number], string>> = {
	members: 'all members',
	'user groups': 'all user groups',
	'members of groups': 'who is in the groups that administer',
};

function unreadText({unread}: LockoutReport): string {
	return `Not read yet: ${unread.map((part) => unreadNames[part]).join(', ')}.`;
}

/** Which Super Administrators sign in as before when the identity provider of a domain fails. */
function ssoAdministrators(
	report: LockoutReport,
	domain: string,
): readonly {readonly text: string; readonly tone: Tone}[] {
	const {rescuers, administrators} = report;
	if (rescuers.length > 0) {
		const more = rescuers.length > 3 ? `, and ${rescuers.length - 3} more` : '';
		const text = `Super Administrators who sign in as before, if it fails: ${rescuers.slice(0, 3).join(', ')}${more}.`;
		return [{text, tone: 'plain'}];
	}
	const unread = report.unread.length === 0 ? '' : ` ${unreadText(report)}`;
	// From nobody known nothing follows, about no domain.
	if (administrators === 0) {
		const text = `Whether a Super Administrator can sign in as before, if it fails, is not known.${unread}`;
		return [{text, tone: 'warning'}];
	}
	const text = `Each Super Administrator who is known has an address under ${domain}: if it fails, none of them can sign in.${unread}`;
	return [{text, tone: 'danger'}];
}

function told(lockout: Lockout, report: LockoutReport): readonly {readonly text: string; readonly tone: Tone}[] {
	const said = (tone: Tone, ...texts: readonly string[]) => texts.map((text) => ({text, tone}));
	switch (lockout.kind) {
		case 'own': {
			const {certain, rank, left} = lockout;
			const rest = left === 0 ? '' : ` and stay ${rankName(left)}`;
			return [
				...said(
					'danger',
					certain
						? `You lose your own access as ${rankName(rank)} of this account${rest}.`
						: `You may lose your own access as ${rankName(rank)} of this account: whether anything else gives it to you is not known.`,
				),
				...(certain || report.unread.length === 0 ? [] : said('warning', unreadText(report))),
				...said('plain', 'What you sign in with may do no more than you: undoing it may be refused.'),
				...said('plain', ...wayBack(report, 'give it back')),
			];
		}
		case 'last':
			return [
				...said(
					'danger',
					lockout.certain
						? 'This account has no Super Administrator afterwards: nobody may manage its members.'
						: 'No Super Administrator is known who is left afterwards.',
				),
				...(lockout.certain || report.unread.length === 0 ? [] : said('warning', unreadText(report))),
				...(report.found.some(({kind}) => kind === 'own') ? [] : said('plain', ...wayBack(report, 'give it back'))),
			];
		case 'sso': {
			const {isOwn, about} = lockout;
			const domain = about.name === '' ? about.id : about.name;
			return [
				...(isOwn === true ? said('danger', `You yourself sign in with an address under ${domain}.`) : []),
				...ssoAdministrators(report, domain).flatMap(({text, tone}) => said(tone, text)),
			];
		}
		case 'unknown-self':
			return [
				...said('danger', `It takes administration away, and it may be your own: ${lockout.why}.`),
				...said('plain', ...wayBack(report, 'give it back')),
			];
	}
}

/** What has to be typed: the name of a thing, or its id where it has none, and never less than what the plan asks for already. */
function raised(weight: Weight, {found}: LockoutReport): Weight {
	if (weight.kind === 'irreversible') return weight;
	const [first] = found;
	if (first === undefined) return weight;
	const {kind, name, id} = first.about;
	return typedWeight(kind === 'e-mail domain' ? 'the e-mail domain' : `the name of the ${kind}`, name, id);
}

/** The plan, raised to what must be typed where somebody may be shut out by it; its other words stay. */
export function guarded(plan: Plan, {knowledge, credential}: Setting): Plan {
	if (plan.steps.length === 0) return plan;
	const report = lockoutOf(
		plan.steps.map(({request}) => request),
		credential?.self ?? notKnownYet,
		knowledge,
	);
	if (report.found.length === 0) return plan;
	const dangers: readonly Line[] = report.found.flatMap((lockout) =>
		told(lockout, report).map(({text, tone}) => toned(text, tone)),
	);
	return {...plan, weight: raised(plan.weight, report), dangers};
}

const needsOfSteps = memoise((steps: readonly Step[]) =>
	remembering(({knowledge}) =>
		lockoutNeeds(
			steps.map(({request}) => request),
			knowledge,
		),
	),
);

/** What would tell the guard more of these steps. */
export function guardNeeds(steps: readonly Step[], setting: Setting): readonly Need[] {
	return needsOfSteps(steps)(setting);
}
