/** The field of a form that a refusal of the server is about (contract 1.4). */
import type {CloudflareError} from '../api/errors.ts';
import type {Knowledge} from '../insight/knowledge.ts';
import type {FormValues} from './form.ts';
import {textIn, textsIn} from './form-values.ts';

const ids = /[0-9a-f]{32}/gu;

/** What was said of a policy, and of which. */
export interface PolicyPlace {
	/** From 0. */
	readonly index: number;
	/** Undefined for the policy as a whole. */
	readonly field: 'permissionGroups' | 'targets' | 'access' | undefined;
}

function isAboutPolicies(text: string): boolean {
	return /polic|permission group|resource group|\baccess\b|scope/iu.test(text);
}

/** The first policy that what was said can be about; undefined where it is about none of them in particular. */
export function policyPlaceOf(
	error: CloudflareError,
	records: readonly FormValues[],
	knowledge: Knowledge,
): PolicyPlace | undefined {
	const text = error.messages.join('\n');
	if (!isAboutPolicies(text)) return undefined;
	const find = (field: PolicyPlace['field'], is: (record: FormValues) => boolean): PolicyPlace | undefined => {
		const index = records.findIndex(is);
		return index === -1 ? undefined : {index, field};
	};
	for (const [id] of text.matchAll(ids)) {
		const place =
			find('permissionGroups', (record) => textsIn(record, 'permissionGroups').includes(id)) ??
			find('targets', (record) => textsIn(record, 'targets').some((target) => target.includes(id)));
		if (place !== undefined) return place;
	}
	if (/combination/iu.test(text)) {
		const isNamed = (id: string): boolean => {
			const name = knowledge.list('permissionGroups').byId.get(id)?.name;
			return name !== undefined && name !== null && name !== '' && text.includes(name);
		};
		const isWhole = (target: string): boolean => target === 'account' || target.startsWith('resource-group/');
		return (
			find(
				'targets',
				(record) => textsIn(record, 'permissionGroups').some(isNamed) && !textsIn(record, 'targets').every(isWhole),
			) ?? find('targets', (record) => textsIn(record, 'permissionGroups').some(isNamed))
		);
	}
	if (/\baccess\b|\bdeny\b/iu.test(text)) return find('access', (record) => textIn(record, 'access') === 'deny');
	if (/permission_groups|permission group/iu.test(text)) {
		return find('permissionGroups', (record) => textsIn(record, 'permissionGroups').length === 0);
	}
	if (/resource_groups|resource group|scope/iu.test(text)) {
		return find('targets', (record) => textsIn(record, 'targets').length === 0);
	}
	return undefined;
}

/** `name`, `policies`, `policies.2.targets`; undefined where nothing says which. */
export function groupPlaceOf(
	error: CloudflareError,
	records: readonly FormValues[],
	knowledge: Knowledge,
): string | undefined {
	const text = error.messages.join('\n');
	if (error.kind === 'conflict' && /\bname\b|already (?:in use|exists)/iu.test(text)) return 'name';
	if (error.kind !== 'invalid' && error.kind !== 'api' && error.kind !== 'conflict') return undefined;
	const place = policyPlaceOf(error, records, knowledge);
	if (place !== undefined) return `policies.${place.index}${place.field === undefined ? '' : `.${place.field}`}`;
	if (isAboutPolicies(text)) return 'policies';
	return /\bname\b/iu.test(text) ? 'name' : undefined;
}
