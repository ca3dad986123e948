/** Contract 6. */
import {parseOne, parsePage} from './answers.ts';
import type {CallOptions} from './call.ts';
import type {AccountId, SsoConnectorId} from './ids.ts';
import type {Page} from './paging.ts';
import type {Requester} from './requester.ts';
import {type SsoConnector, ssoConnectorSchema} from './schemas.ts';

export interface SsoConnectorInput {
	readonly email_domain: string;
	/** Whether the verification of the domain begins at once; Cloudflare's default is yes. */
	readonly begin_verification?: boolean | undefined;
	readonly use_fedramp_language?: boolean | undefined;
}

export interface SsoConnectorChange {
	readonly enabled?: boolean | undefined;
	readonly use_fedramp_language?: boolean | undefined;
}

export interface SsoConnectors {
	/** All of them in one page: this list is not paged. */
	list(account: AccountId, options?: CallOptions): Promise<Page<SsoConnector>>;
	get(account: AccountId, connector: SsoConnectorId, options?: CallOptions): Promise<SsoConnector>;
	create(account: AccountId, input: SsoConnectorInput, options?: CallOptions): Promise<SsoConnector>;
	update(
		account: AccountId,
		connector: SsoConnectorId,
		change: SsoConnectorChange,
		options?: CallOptions,
	): Promise<SsoConnector>;
	/** Cloudflare wants it disabled first. */
	delete(account: AccountId, connector: SsoConnectorId, options?: CallOptions): Promise<void>;
	/** Begins or restarts the verification of the domain; its state is read from the connector. */
	beginVerification(account: AccountId, connector: SsoConnectorId, options?: CallOptions): Promise<void>;
}

export function createSsoConnectors(requester: Requester): SsoConnectors {
	return {
		async list(account, options) {
			const reply = await requester.send({operation: 'ssoConnectors.list', ids: {account_id: account}, options});
			return parsePage(reply, ssoConnectorSchema, 1);
		},
		async get(account, connector, options) {
			const ids = {account_id: account, sso_connector_id: connector};
			return parseOne(await requester.send({operation: 'ssoConnectors.get', ids, options}), ssoConnectorSchema);
		},
		async create(account, {email_domain, begin_verification, use_fedramp_language}, options) {
			const ids = {account_id: account};
			const body = {email_domain, begin_verification, use_fedramp_language};
			return parseOne(
				await requester.send({operation: 'ssoConnectors.create', ids, body, options}),
				ssoConnectorSchema,
			);
		},
		async update(account, connector, {enabled, use_fedramp_language}, options) {
			const ids = {account_id: account, sso_connector_id: connector};
			const body = {enabled, use_fedramp_language};
			return parseOne(
				await requester.send({operation: 'ssoConnectors.update', ids, body, options}),
				ssoConnectorSchema,
			);
		},
		async delete(account, connector, options) {
			const ids = {account_id: account, sso_connector_id: connector};
			await requester.send({operation: 'ssoConnectors.delete', ids, options});
		},
		async beginVerification(account, connector, options) {
			const ids = {account_id: account, sso_connector_id: connector};
			await requester.send({operation: 'ssoConnectors.beginVerification', ids, options});
		},
	};
}
