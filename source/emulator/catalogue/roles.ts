import {permissionGroups} from './permission-groups.ts';

/** Read and write of one product, as roles and memberships list them. */
export interface Grant {
	readonly read: boolean;
	readonly write: boolean;
}

/** An account role (contract 9.3, 9.4): the older way to give rights, with ids that all accounts share. */
export interface Role {
	readonly id: string;
	readonly name: string;
	readonly description: string;
	readonly permissions: Readonly<Record<string, Grant>>;
}

const rows = `
33666b9c79b9a5273fc7344ff42f953d Super Administrator - All Privileges
05784afa30c1afe1440e79d9351c7430 Administrator
f2b20eaa1a5d4af42b53ac16238c99c7 Administrator Read Only
5c35d2bf3a545e6b7560b826c0d23c39 Minimal Account Access
298ce8e7a2ba08b9d18ce0a32bb458ee Billing
6ddc5f80969d01105b5a0931e0079365 Analytics
9dfa4d1b73034f70ad896bf1c26d78f3 Audit Logs Viewer
d1c17a97abf0aa371338074955877ba0 Cache Purge
069fe803647ed3609e93d041d5df6050 DNS
1963e6e3aca5ac9a7a91609a0040ab02 Firewall
c61d4237ab1c08a3d11feb6bd5e91c5a Load Balancer
3a170f9cfd62f321d6d835dc44bfe6dc Log Share
340113a819900e1b4beebccc2ddb32e7 Log Share Reader
951e083054cc4f172986fc9be0aa17af Cloudflare Access
8b081b06f8ffef0522957fc6929cdcca Cloudflare Stream
94bedef1a0bdd311891188867727e42d Cloudflare Images
10e95af809390ce236cbdcf03935e215 Cloudflare Gateway
57280df9f1a5806e04f065b07bbdd17a Workers Platform Admin
98a33bce907b575c9607725ec26ef20a Workers Editor
e58cefd75d7adae0b761796c28815e5c Workers Platform (Read-only)
051312130d7384b97d7c4fa122eb7519 Trust And Safety
ef13f042efdd58f592148c035f291bfa Cloudflare Zero Trust
156a872fa6df06e0e9b85d32afce6990 Cloudflare Zero Trust Read Only
f43d556e0699e47c9188ea1973a48e24 Cloudflare Zero Trust PII
b525e80fc64a4323a9ea666467d1865c Cloudflare Zero Trust Reporting
67ff895d0db461b61dd911232fcbc790 API Gateway
35956457e745b2af7331713a1ddf4fdb API Gateway Read
6f83464b634142ce4ac573616256096e Cloudflare R2 Admin
084b982fe42511d15feb1411e4c9ce9e Cloudflare R2 Read
08abaa5235c2196d5f3daf457190161b HTTP Applications
ecd163368eb6c45b880362b0c098f5e1 HTTP Applications Read
344b7dd765da5a9de6230f7540cabb20 Page Shield
1b20b8701ab8a22f0229ff1c831a9e27 Page Shield Read
d4c68d56bf2ef665eb82994199a393fd Turnstile
2964cc9c4ebefdc6bf2bdbc4e106b906 Turnstile Read
fc67f46f32917cf9f0bdc082198cd747 Zaraz Admin
69abc03715c77ae49be5e407f03d0650 Zaraz Read
37a46bc5222ebb5577b2efc7fc467fb4 Magic Network Monitoring Admin
8e117fdd57cd531947dbdcfd82f7a1a1 Email Security Policy Admin
75f36071fa06ebfac6da0c3f8ddbc4df SSL/TLS, Caching, Performance, Page Rules, and Customization`;

const products = [
	'analytics',
	'billing',
	'cache_purge',
	'dns',
	'dns_records',
	'lb',
	'logs',
	'organization',
	'ssl',
	'waf',
	'zone_settings',
	'zones',
] as const;

type Product = (typeof products)[number];

/** Which products the best-known roles write; every role reads what it writes. */
const written: Readonly<Record<string, readonly Product[]>> = {
	'Super Administrator - All Privileges': products,
	Administrator: products.filter((product) => product !== 'billing' && product !== 'organization'),
	Billing: ['billing'],
	'Cache Purge': ['cache_purge'],
	DNS: ['dns', 'dns_records'],
	Firewall: ['waf'],
	'Load Balancer': ['lb'],
	'Log Share': ['logs'],
	'SSL/TLS, Caching, Performance, Page Rules, and Customization': ['cache_purge', 'ssl', 'zone_settings'],
};

const readOnly: Readonly<Record<string, readonly Product[]>> = {
	'Administrator Read Only': products,
	Analytics: ['analytics'],
	'Log Share Reader': ['logs'],
	'Minimal Account Access': ['organization'],
};

function permissionsOf(name: string): Readonly<Record<string, Grant>> {
	const writes: readonly Product[] = written[name] ?? [];
	const reads: readonly Product[] = readOnly[name] ?? ['zones', 'zone_settings'];
	const grants: Record<string, Grant> = {};
	for (const product of products) {
		if (writes.includes(product)) {
			grants[product] = {read: true, write: true};
		} else if (reads.includes(product)) {
			grants[product] = {read: true, write: false};
		}
	}
	return grants;
}

const descriptions: ReadonlyMap<string, string> = new Map(
	permissionGroups.map(({name, meta}) => [name.toLowerCase(), meta.description ?? '']),
);

export const roles: readonly Role[] = rows
	.trim()
	.split('\n')
	.map((row) => {
		const name = row.slice(33);
		return {
			id: row.slice(0, 32),
			name,
			description: descriptions.get(name.toLowerCase()) ?? `Use ${name}`,
			permissions: permissionsOf(name),
		};
	});
