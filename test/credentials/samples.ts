import {expect} from 'vitest';
import {StoreFailure, type StoreFailureKind} from '../../source/credentials/store-failure.ts';
import type {Credential} from '../../source/credentials/text.ts';
import {Secret} from '../../source/secret.ts';

export const tokenText = 'cfut_AbC-123_4567890abcdefghijklmnopqrstuvwxyz01';
export const otherTokenText = 'cfut_other-token_0987654321zyxwvutsrqponmlkjihgf';
export const keyText = '0123456789abcdef0123456789abcdef01234';
export const email = 'ana@acme.com';

export const token: Credential = {kind: 'token', token: new Secret(tokenText)};
export const otherToken: Credential = {kind: 'token', token: new Secret(otherTokenText)};
export const key: Credential = {kind: 'key', email, key: new Secret(keyText)};

/** The texts of a credential, seen. */
export function seen(credential: Credential | undefined): readonly string[] | undefined {
	if (credential === undefined) return undefined;
	return credential.kind === 'token' ? [credential.token.reveal()] : [credential.email, credential.key.reveal()];
}

/** The failure that the work ends with; a test fails where it does not, or where a secret is in its words. */
export async function failureOf(work: Promise<unknown>): Promise<StoreFailure> {
	const ended: unknown = await work.then(
		() => 'it succeeded',
		(error: unknown) => error,
	);
	if (!(ended instanceof StoreFailure)) throw new Error('This is no failure of a store.', {cause: ended});
	for (const text of [tokenText, otherTokenText, keyText]) expect(`${ended.stack} ${ended.detail}`).not.toContain(text);
	return ended;
}

export async function kindOf(work: Promise<unknown>): Promise<StoreFailureKind> {
	return (await failureOf(work)).kind;
}
