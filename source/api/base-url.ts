/** Where the API is: https, or plain http to this machine only, since every request carries the credential. */
export const defaultBaseUrl = 'https://api.cloudflare.com/client/v4';

/** A base URL that can not be used; its message is for people and names the cause and the cure. */
export class BaseUrlError extends Error {
	override readonly name = 'BaseUrlError';
}

/**
 * Reads a base URL such as `https://api.cloudflare.com/client/v4`; a slash at the end makes no difference.
 * @throws {BaseUrlError} when it is none, is not https (or http on loopback), or carries a user, query or fragment
 */
export function parseBaseUrl(text: string): URL {
	const trimmed = text.trim();
	const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
	if (url === undefined || !trimmed.includes('://')) {
		throw new BaseUrlError(`The base URL ${quote(trimmed)} is no URL. Give one like ${defaultBaseUrl}.`);
	}
	if (url.protocol !== 'https:' && url.protocol !== 'http:') {
		throw new BaseUrlError(
			`The base URL ${quote(trimmed)} uses ${url.protocol.slice(0, -1)}; only https can be used, or http on this machine.`,
		);
	}
	if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
		throw new BaseUrlError(
			`The base URL ${quote(trimmed)} would send the credential unencrypted to ${url.hostname}. Use https; plain http is for this machine (127.0.0.1, ::1, localhost) only.`,
		);
	}
	if (url.username !== '' || url.password !== '') {
		// The text is not repeated here: it may hold a password.
		throw new BaseUrlError(
			`The base URL of ${url.host} holds a user name or password. Leave it out: the credential comes from the environment or the sign-in.`,
		);
	}
	if (url.search !== '' || url.hash !== '') {
		throw new BaseUrlError(`The base URL ${quote(trimmed)} has a query or fragment. Leave out what follows the path.`);
	}
	url.pathname = url.pathname.replace(/\/+$/, '');
	return url;
}

/** Whether a host name as in a URL is this machine. */
export function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function quote(text: string): string {
	const printable = text.replaceAll(/[^\x20-\x7e]/g, '?');
	return printable.length > 120 ? `"${printable.slice(0, 117)}..."` : `"${printable}"`;
}
