/** The objects that a step is about, as they are known, for before and after. Pure. */
import type {Sent, Step} from '../areas/write.ts';
import type {Knowledge, Need, Resource} from '../insight/knowledge.ts';

/** Bytes of JSON from which on an object is told of by its size alone. */
const largest = 64 * 1024;

const listOf: Readonly<Partial<Record<Need['kind'], Resource>>> = {
	userGroup: 'userGroups',
	resourceGroup: 'resourceGroups',
	ssoConnector: 'ssoConnectors',
	oauthClient: 'oauthClients',
};

/** The same, or how large it is. */
function bounded(value: unknown): unknown {
	if (value === undefined) return undefined;
	const bytes = Buffer.byteLength(JSON.stringify(value) ?? '');
	return bytes <= largest ? value : {leftOut: `${bytes} bytes`};
}

function objectOf(need: Need, {method}: Step['request'], knowledge: Knowledge): unknown {
	if (need.kind === 'groupMembers') {
		// Adding and taking out is told by the changes; a set of which all is replaced is told as a whole.
		if (method !== 'PUT') return undefined;
		return knowledge.groupMembers(need.group).rows.map(({id, email}) => ({id, email}));
	}
	const resource = listOf[need.kind];
	return resource === undefined || !('id' in need) ? undefined : knowledge.list(resource).byId.get(need.id);
}

/** What is known of the objects that a step reads before it writes; one by itself where there is one only. */
export function objectsOf({needs, request}: Step, knowledge: Knowledge): unknown {
	const found = needs.flatMap((need) => objectOf(need, request, knowledge) ?? []);
	return bounded(found.length > 1 ? found : found[0]);
}

/** The same once it has been answered; of what was made, as it was answered. */
export function objectAfter(step: Step, {reversal}: Sent, knowledge: Knowledge): unknown {
	if (step.request.method === 'DELETE') return undefined;
	const known = objectsOf(step, knowledge);
	if (known !== undefined) return known;
	const [back] = reversal.steps;
	return back === undefined ? undefined : objectsOf(back, knowledge);
}
