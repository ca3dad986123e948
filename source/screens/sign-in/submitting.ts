/** What enter does in the forms of the sign-in. */
import {Secret} from '../../secret.ts';
import {emptyLine} from '../table-state.ts';
import type {SignInActor} from './actor.ts';
import type {Attempt, StepOf} from './step.ts';
import {keep, readStored} from './storing.ts';
import {attemptAccount, signIn} from './verifying.ts';

function submitToken(actor: SignInActor, step: StepOf<'token'>): void {
	const read = actor.surroundings.readToken(actor.state().fields.token.text);
	if (read.kind === 'token') {
		const attempt: Attempt = {credential: read, source: 'typed token', origin: 'typed', account: undefined};
		signIn(actor, attempt, {...step, problem: []});
		return;
	}
	const offer = read.looksLike === 'key' ? ['tab takes it to the form for a Global API key.'] : [];
	actor.goTo({...step, problem: [`The token ${read.reason}.`, read.next, ...offer]});
}

function submitKey(actor: SignInActor, step: StepOf<'key'>): void {
	const {email, key} = actor.state().fields;
	if (step.field === 'email' && email.text !== '' && key.text === '') {
		actor.goTo({...step, field: 'key', problem: []});
		return;
	}
	const read = actor.surroundings.readKey(email.text, key.text);
	if (read.kind === 'key') {
		const attempt: Attempt = {credential: read, source: 'typed key', origin: 'typed', account: undefined};
		signIn(actor, attempt, {...step, problem: []});
		return;
	}
	const what = read.field === 'email' ? 'The address' : 'The key';
	actor.goTo({...step, field: read.field, problem: [`${what} ${read.reason}.`, read.next]});
}

function submitPassphrase(actor: SignInActor): void {
	const {text} = actor.state().fields.passphrase;
	if (text === '') {
		actor.goTo({kind: 'passphrase', problem: ['The passphrase is empty.']});
		return;
	}
	readStored(actor, 'passphrase', {passphrase: new Secret(text)});
}

function submitNewPassphrase(actor: SignInActor, step: StepOf<'new-passphrase'>): void {
	const {passphrase, repeated} = actor.state().fields;
	const problem = actor.surroundings.passphraseProblem(passphrase.text);
	if (problem !== undefined) {
		actor.goTo({...step, field: 'passphrase', problem: [problem]});
		return;
	}
	if (repeated.text === '') {
		actor.goTo({...step, field: 'repeated', problem: []});
		return;
	}
	if (passphrase.text !== repeated.text) {
		actor.change((state) => ({...state, fields: {...state.fields, repeated: emptyLine}}));
		actor.goTo({
			...step,
			field: 'repeated',
			problem: ['The two are not the same.', 'Type the second one again, or change the first.'],
		});
		return;
	}
	const {accepted} = step;
	keep(actor, accepted, {store: 'passphrase-file', unlock: false, passphrase: new Secret(passphrase.text)});
}

export function submit(actor: SignInActor): void {
	const {step} = actor.state();
	switch (step.kind) {
		case 'token':
			submitToken(actor, step);
			return;
		case 'key':
			submitKey(actor, step);
			return;
		case 'account-id':
			attemptAccount(actor, step.attempt, {...step, problem: []});
			return;
		case 'passphrase':
			submitPassphrase(actor);
			return;
		case 'new-passphrase':
			submitNewPassphrase(actor, step);
			return;
		default:
			return;
	}
}

/** From one field of a form to the other. */
export function nextField(actor: SignInActor): void {
	actor.change((state) => {
		const {step} = state;
		switch (step.kind) {
			case 'key':
				return {...state, step: {...step, field: step.field === 'email' ? 'key' : 'email'}};
			case 'new-passphrase':
				return {...state, step: {...step, field: step.field === 'passphrase' ? 'repeated' : 'passphrase'}};
			default:
				return state;
		}
	});
}

/** From the token to the key: what was typed comes along, if nothing is there yet. */
export function otherForm(actor: SignInActor): void {
	const {token, key, email} = actor.state().fields;
	const isTaken = token.text !== '' && key.text === '';
	actor.change((state) => (isTaken ? {...state, fields: {...state.fields, token: emptyLine, key: token}} : state));
	actor.goTo({kind: 'key', field: email.text === '' ? 'email' : 'key', problem: []});
}
