import {needs} from '../authentication.ts';
import type {Direction} from '../collection.ts';
import {Refusal, refuseInput, refuseMissing, success} from '../envelope.ts';
import {type Fields, isFields, readFields, requireList, requireText} from '../input.ts';
import type {Member, MemberStatus, Policy} from '../model.ts';
import {accountPages, cutPage, readChoice, readDirection, readPage} from '../paging.ts';
import {representMember} from '../representation.ts';
import {type AccountCall, accountRoute, type Route} from '../router.ts';
import {readPolicies} from '../rules/policies.ts';

const orders = ['user.first_name', 'user.last_name', 'user.email', 'status'] as const;
const statuses = ['accepted', 'pending', 'rejected'] as const satisfies readonly MemberStatus[];

function findMember({account, parameter}: AccountCall): Member {
	const id = parameter('member_id');
	const member = account.members.get(id);
	if (member === undefined) {
		throw refuseMissing(`Member ${id} not found for account`);
	}
	return member;
}

function textOf(member: Member, order: (typeof orders)[number]): string {
	switch (order) {
		case 'user.first_name':
			return member.firstName ?? '';
		case 'user.last_name':
			return member.lastName ?? '';
		case 'user.email':
			return member.email;
		case 'status':
			return member.status;
	}
}

/** In the order they joined unless an order is asked for. */
function membersOf(call: AccountCall, direction: Direction): readonly Member[] {
	const {account, query} = call;
	const order = readChoice(query, 'order', orders);
	if (order !== undefined) {
		return account.members.sorted(order, (member) => textOf(member, order), direction);
	}
	return direction === 'asc' ? account.members.values() : account.members.values().toReversed();
}

/** Roles are ids in POST and objects with an id in PUT (contract 9.3); both are taken by both. */
function readRoles({account, state}: AccountCall, fields: Fields): readonly Policy[] {
	const permissionGroups = requireList(fields, 'roles', refuseInput).map((item) => {
		const id = isFields(item) ? item.id : item;
		const role = typeof id === 'string' ? account.roles.get(id) : undefined;
		const namesake = account.permissionGroups.values().find(({name}) => name === role?.name);
		if (role === undefined || namesake === undefined) {
			throw refuseInput(`Invalid role ${typeof id === 'string' ? id : 'without id'}`);
		}
		return namesake.id;
	});
	const system = account.resourceGroups.values().find(({editable}) => !editable);
	if (permissionGroups.length === 0 || system === undefined) {
		throw refuseInput('roles must not be empty');
	}
	return [
		{
			id: state.random.id(),
			access: 'allow',
			permissionGroups,
			resourceGroups: [{kind: 'listed', id: system.id}],
			createdOn: state.timestamp(),
		},
	];
}

/** What a member may do: `policies` or `roles`. Wrong policies have a refusal of their own here (contract 1.4). */
function readRights(call: AccountCall, fields: Fields): readonly Policy[] {
	if (fields.policies === undefined) {
		return readRoles(call, fields);
	}
	try {
		return readPolicies(call.state, call.account, fields.policies);
	} catch (error) {
		if (error instanceof Refusal) {
			const because = error.message.includes('combination')
				? 'invalid permission group and resource group combination'
				: error.message;
			const message = `Unknown error when processing member, please try again. Error: ${because}`;
			throw new Refusal(400, [{code: 1006, message}], []);
		}
		throw error;
	}
}

/** The account keeps at least one Super Administrator (a choice where the source is silent). */
function refuseLosingLastOwner(call: AccountCall, member: Member): void {
	const isOwner = ({policies, status}: Member): boolean =>
		status === 'accepted' &&
		policies.some(({permissionGroups}) =>
			permissionGroups.some((id) => call.account.permissionGroups.get(id)?.meta.label === 'all_privileges'),
		);
	if (isOwner(member) && !call.account.members.values().some((other) => other.id !== member.id && isOwner(other))) {
		throw refuseInput('An account needs at least one Super Administrator');
	}
}

/** Contract 9.3. */
export const accountMemberRoutes: readonly Route[] = [
	accountRoute('GET', '/members', needs.readSettings, (call) => {
		const page = readPage(call.query, accountPages);
		const status = readChoice(call.query, 'status', statuses);
		const sorted = membersOf(call, readDirection(call.query));
		const members = status === undefined ? sorted : sorted.filter((member) => member.status === status);
		const {items, info} = cutPage(members, page);
		return success(
			items.map((member) => representMember(call.account, member)),
			info,
		);
	}),

	accountRoute('GET', '/members/{member_id}', needs.readSettings, (call) =>
		success(representMember(call.account, findMember(call))),
	),

	accountRoute('POST', '/members', needs.writeSettings, (call) => {
		const {account, state, body} = call;
		const fields = readFields(body, refuseInput);
		const email = requireText(fields, 'email', refuseInput);
		if (!/^[^@\s]+@[^@\s]+$/.test(email) || email.length > 90) {
			throw refuseInput('email must be an e-mail address of at most 90 characters');
		}
		const status = fields.status ?? 'pending';
		if (status !== 'pending' && status !== 'accepted') {
			throw refuseInput('status must be accepted or pending');
		}
		if (account.members.values().some((member) => member.email.toLowerCase() === email.toLowerCase())) {
			throw refuseInput('Account member already exists for email address');
		}
		const member: Member = {
			id: state.random.id(),
			email,
			status,
			userId: status === 'accepted' ? state.random.id() : undefined,
			firstName: null,
			lastName: null,
			twoFactor: false,
			policies: readRights(call, fields),
			domainScopedRoles: true,
		};
		account.members.set(member);
		return success(representMember(account, member));
	}),

	accountRoute('PUT', '/members/{member_id}', needs.writeSettings, (call) => {
		const member = findMember(call);
		const policies = readRights(call, readFields(call.body, refuseInput));
		member.policies = policies;
		call.account.members.set(member);
		return success(representMember(call.account, member));
	}),

	accountRoute('DELETE', '/members/{member_id}', needs.writeSettings, (call) => {
		const {account} = call;
		const member = findMember(call);
		refuseLosingLastOwner(call, member);
		for (const group of account.userGroups.values()) {
			group.members.delete(member.id);
		}
		account.members.delete(member.id);
		return success({id: member.id});
	}),
];
