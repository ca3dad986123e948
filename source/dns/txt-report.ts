/** What a look for a TXT record has found, as data. All texts of it are inert. */

export interface TxtQuestion {
	/** Where the record has to be: `acme.com`. */
	readonly domain: string;
	/** What it has to say, the whole of it: `cloudflare_dashboard_sso=023e…`. */
	readonly value: string;
}

/** What one server says of the domain. */
export type TxtAnswer =
	/** `strings`: how many the record is cut into; they count as one text. */
	| {readonly kind: 'found'; readonly strings: number}
	/** Other TXT records only. */
	| {readonly kind: 'other'; readonly values: readonly string[]}
	/** None at all. */
	| {readonly kind: 'absent'}
	/** `reason` as a sentence's end: `did not answer in time`. */
	| {readonly kind: 'no-answer'; readonly reason: string};

export interface ServerAnswer {
	/** Its name: `ns1.acme.com`. */
	readonly server: string;
	/** Where it was asked; undefined where it has none. */
	readonly address?: string | undefined;
	readonly answer: TxtAnswer;
}

/** What usually goes wrong, and what has gone wrong here. */
export type TxtMistake =
	/** The right value, under a name where nobody looks for it. */
	| {readonly kind: 'elsewhere'; readonly name: string}
	/** The domain is an alias (CNAME): what is said of it is what `target` says. */
	| {readonly kind: 'alias'; readonly target: string}
	/** Quotation marks are part of the value. */
	| {readonly kind: 'quoted'; readonly value: string}
	/** Spaces are, or upper and lower case differ. */
	| {readonly kind: 'inexact'; readonly value: string}
	/** Only what stands behind the `=`. */
	| {readonly kind: 'unprefixed'; readonly value: string}
	/** The value and something else are one text. */
	| {readonly kind: 'joined'; readonly value: string}
	/** The value that another connector asks for, maybe one that is gone. */
	| {readonly kind: 'former'; readonly value: string};

export interface TxtReport {
	/** The domain that the name servers are of: `acme.com` for `login.acme.com`; undefined where none were found. */
	readonly zone: string | undefined;
	/** The domain's own name servers, in the order of their names. */
	readonly servers: readonly ServerAnswer[];
	/** What the resolver of this machine says, which may remember an earlier answer. */
	readonly resolver: TxtAnswer;
	readonly mistakes: readonly TxtMistake[];
}
