import {needs} from '../authentication.ts';
import {refuseInput, refuseMissing, success, successWithoutResult} from '../envelope.ts';
import {optionalFlag, readFields, requireText} from '../input.ts';
import type {SsoConnector, Verification} from '../model.ts';
import {type Json, withOverlay} from '../representation.ts';
import {type AccountCall, accountRoute, type Route} from '../router.ts';
import {settle} from '../rules/verification.ts';
import type {AccountState, EmulatorState} from '../state.ts';
import {inSeconds} from '../timestamps.ts';

/** Addresses that anybody can have: no connector for them (contract 6, prerequisites). */
const publicMail: ReadonlySet<string> = new Set(['gmail.com', 'outlook.com', 'hotmail.com', 'yahoo.com', 'icloud.com']);

/** The connector as it stands now: a verification that has run its time is over. */
function upToDate(connector: SsoConnector, state: EmulatorState): SsoConnector {
	const {verificationDelay} = state.options;
	const before = connector.verification;
	connector.verification = settle(before, connector.emailDomain, state.now(), verificationDelay);
	if (before.kind === 'running' && connector.verification !== before) {
		connector.updatedOn = inSeconds(before.since + verificationDelay);
	}
	return connector;
}

function statusOf(verification: Verification): string {
	return verification.kind === 'running' ? 'pending' : verification.kind;
}

function represent(connector: SsoConnector): Json {
	return withOverlay(
		{
			id: connector.id,
			enabled: connector.enabled,
			email_domain: connector.emailDomain,
			use_fedramp_language: connector.fedrampLanguage,
			verification: {code: connector.code, status: statusOf(connector.verification)},
			created_on: connector.createdOn,
			updated_on: connector.updatedOn,
		},
		connector.overlay,
	);
}

function findConnector({account, state, parameter}: AccountCall): SsoConnector {
	const id = parameter('sso_connector_id');
	const connector = account.ssoConnectors.get(id);
	if (connector === undefined) {
		throw refuseMissing(`SSO connector ${id} not found`);
	}
	return upToDate(connector, state);
}

/** A domain can be enabled in one account only (contract 6). */
function isEnabledElsewhere(state: EmulatorState, account: AccountState, domain: string): boolean {
	return [...state.accounts.values()].some(
		(other) =>
			other !== account &&
			other.ssoConnectors.values().some((connector) => connector.enabled && connector.emailDomain === domain),
	);
}

/** Contract 6. Codes and texts of refusals are ours: no source has them. */
export const ssoConnectorRoutes: readonly Route[] = [
	accountRoute('GET', '/sso_connectors', needs.readSso, ({account, state}) =>
		success(account.ssoConnectors.values().map((connector) => represent(upToDate(connector, state)))),
	),

	accountRoute('POST', '/sso_connectors', needs.writeSso, ({account, state, body}) => {
		const fields = readFields(body, refuseInput);
		const domain = requireText(fields, 'email_domain', refuseInput).toLowerCase();
		const begin = optionalFlag(fields, 'begin_verification', refuseInput) ?? true;
		const fedrampLanguage = optionalFlag(fields, 'use_fedramp_language', refuseInput) ?? false;
		if (!/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/.test(domain) || domain.length > 253) {
			throw refuseInput(`${domain} is not a valid email domain`);
		}
		if (publicMail.has(domain) || domain.endsWith('.edu')) {
			throw refuseInput(`${domain} cannot be used for SSO: a domain of your own is needed`);
		}
		if (account.ssoConnectors.values().some(({emailDomain}) => emailDomain === domain)) {
			throw refuseInput(`An SSO connector for ${domain} already exists`);
		}
		const now = state.timestampInSeconds();
		const connector: SsoConnector = {
			id: state.random.id(),
			emailDomain: domain,
			code: `cloudflare_dashboard_sso=${state.random.id()}`,
			enabled: false,
			fedrampLanguage,
			createdOn: now,
			updatedOn: now,
			verification: begin ? {kind: 'running', since: state.now()} : {kind: 'awaiting'},
		};
		account.ssoConnectors.set(connector);
		return success(represent(connector));
	}),

	accountRoute('GET', '/sso_connectors/{sso_connector_id}', needs.readSso, (call) =>
		success(represent(findConnector(call))),
	),

	accountRoute('PATCH', '/sso_connectors/{sso_connector_id}', needs.writeSso, (call) => {
		const {account, state, body} = call;
		const connector = findConnector(call);
		const fields = readFields(body, refuseInput);
		const enabled = optionalFlag(fields, 'enabled', refuseInput) ?? connector.enabled;
		const fedrampLanguage = optionalFlag(fields, 'use_fedramp_language', refuseInput) ?? connector.fedrampLanguage;
		if (enabled && !connector.enabled) {
			if (connector.verification.kind !== 'verified') {
				throw refuseInput(`The domain ${connector.emailDomain} must be verified before the connector can be enabled`);
			}
			if (isEnabledElsewhere(state, account, connector.emailDomain)) {
				throw refuseInput(`The domain ${connector.emailDomain} is enabled in another account`);
			}
		}
		connector.enabled = enabled;
		connector.fedrampLanguage = fedrampLanguage;
		connector.updatedOn = state.timestampInSeconds();
		return success(represent(connector));
	}),

	accountRoute('DELETE', '/sso_connectors/{sso_connector_id}', needs.writeSso, (call) => {
		const {id, enabled} = findConnector(call);
		if (enabled) {
			throw refuseInput('The SSO connector must be disabled before it can be deleted');
		}
		call.account.ssoConnectors.delete(id);
		return success({id});
	}),

	/** Starts the search for the TXT record again; a verified domain stays verified. */
	accountRoute('POST', '/sso_connectors/{sso_connector_id}/begin_verification', needs.writeSso, (call) => {
		const connector = findConnector(call);
		if (connector.verification.kind !== 'verified') {
			connector.verification = {kind: 'running', since: call.state.now()};
			connector.updatedOn = call.state.timestampInSeconds();
		}
		return successWithoutResult();
	}),
];
