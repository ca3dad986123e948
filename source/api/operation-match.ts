/** Which operation a request is. */
import {type Method, type OperationId, operations} from './operations.ts';

const account = '/accounts/{account_id}';

const patterns = operations.flatMap(({id, method, path}) => {
	if (!path.startsWith(account)) return [];
	const segments = path.slice(account.length).split('/');
	const pattern = segments.map((segment) => (segment.startsWith('{') ? '[^/]+' : segment)).join('/');
	return [{id, method, pattern: new RegExp(`^${pattern}$`, 'u')}];
});

/** @param path below the account, without a query: `/iam/user_groups/<id>` */
export function operationOf(method: Method, path: string): OperationId | undefined {
	return patterns.find((each) => each.method === method && each.pattern.test(path))?.id;
}
