/**
 * Reads the lists of an account with the official SDK, one `for await` a list, and prints how long it took: in a process
 * of its own, without the time that it takes to load. Pages are as large as they may be; left to itself it asks for
 * smaller ones.
 */
import Cloudflare from 'cloudflare';

const {CLOUDFLARE_BASE_URL: baseURL, CLOUDFLARE_API_TOKEN: apiToken, CLOUDFLARE_ACCOUNT_ID: account = ''} = process.env;

const client = new Cloudflare({baseURL: baseURL ?? null, apiToken: apiToken ?? null, maxRetries: 0});

async function count(list: AsyncIterable<unknown>): Promise<number> {
	let objects = 0;
	for await (const object of list) objects += object === undefined ? 0 : 1;
	return objects;
}

const from = performance.now();
let objects = 0;
const groups: string[] = [];
for await (const {id} of client.iam.userGroups.list({account_id: account, per_page: 500})) groups.push(id);
objects += groups.length;
objects += await count(client.accounts.members.list({account_id: account, per_page: 50}));
objects += await count(client.iam.permissionGroups.list({account_id: account, per_page: 50}));
objects += await count(client.iam.resourceGroups.list({account_id: account}));
objects += await count(client.zones.list({account: {id: account}, per_page: 50}));
for (const group of groups)
	objects += await count(client.iam.userGroups.members.list(group, {account_id: account, per_page: 500}));
process.stdout.write(JSON.stringify({milliseconds: performance.now() - from, objects}));
