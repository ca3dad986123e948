/**
 * The permission groups that account members and user groups are given (contract 2, appendix A): label, id, name and
 * what it is for, by level. A dash stands for a label or an id that is not public; both are then derived from the
 * name. The last rows of a level are token permissions that IAM lists as well, some of them once for each level.
 */
export const permissionGroupRows = {
	account: `
admin|ce2c69b09baf4ca38223910a8b7e07a9|Administrator|Everything but members and billing details
all_privileges|-|Super Administrator - All Privileges|Everything, members and billing included
admin_readonly|1a0fc8bdeae24387b64d5b8de1ad052a|Administrator Read Only|See everything, change nothing
-|-|Analytics|See analytics
-|-|API Gateway|Manage API Shield on every domain
-|-|API Gateway Read|See API Shield settings of every domain
-|-|Audit Logs Viewer|See the audit log
-|-|Bot Management (Account-wide)|Manage bot settings on every domain
-|-|Billing|Manage subscriptions and payment details
-|-|Cache Purge|Purge the cache, see zone settings
-|-|Cloudflare Access|Manage Access and tunnels
-|-|Cloudflare CASB|Manage CASB
-|-|Cloudflare CASB Read|See CASB findings and settings
-|-|Cloudflare DEX|Manage digital experience monitoring
-|-|Cloudflare Gateway|Manage Gateway, see Access
-|-|Cloudflare Images|Use stored images
-|-|Cloudflare R2 Admin|Manage R2 buckets and what is in them
-|-|Cloudflare R2 Read|Read R2 buckets and what is in them
-|-|Cloudflare Stream|Manage videos
-|-|Cloudflare Zero Trust|Manage every Zero Trust product
-|-|Cloudflare Zero Trust DNS Locations Write|Manage secure DNS locations of Gateway
-|-|Cloudflare Zero Trust PII|See personal data in Zero Trust logs
-|-|Cloudflare Zero Trust Read Only|See every Zero Trust product
-|-|Cloudflare Zero Trust Reporting|See Zero Trust reports
dns_admin|49ce85367bae433b9f0717ed4fea5c74|DNS|Edit DNS records
-|-|Email Configuration Admin|Manage Email security without reading mail
ces_email_integration_admin|-|Email Integration Admin|Manage Email security integrations only
-|-|Email security Analyst|Read mail and act on it
-|-|Email security Read Only|See all of Email security
-|-|Email security Reporting|See Email security figures
-|-|Email security Policy Admin|Manage allow and block lists, see the rest
waf_admin|10515a9267294c2e8dd974332556a33b|Firewall|Manage WAF, address rules and zone lockdown
load_balancer_admin|-|Load Balancer|Manage load balancers, pools and health checks
-|-|Log Share|Manage log sharing
-|-|Log Share Reader|Read shared logs
fbm_user|-|Magic Network Monitoring|See and edit network monitoring
-|-|Magic Network Monitoring Admin|Manage network monitoring
-|-|Magic Network Monitoring Read-Only|See network monitoring
-|-|Network Services Write (Magic)|Manage Magic network settings
-|-|Network Services Read (Magic)|See Magic network settings
-|-|Minimal Account Access|See that the account exists
-|-|Page Shield|Manage Page Shield on every domain
-|-|Page Shield Read|See Page Shield of every domain
-|-|Hyperdrive Read|See Hyperdrive settings
-|-|Hyperdrive Admin|Manage Hyperdrive settings
-|-|SSL/TLS, Caching, Performance, Page Rules, and Customization|Most zone settings but DNS and firewall
-|-|Secrets Store Admin|Manage secrets and bind them to Workers
-|-|Secrets Store Deployer|See secrets, bind them to Workers
-|-|Secrets Store Reporter|See which secrets there are
-|-|Security Center Brand Protection|Use Brand Protection
-|-|Security Center Cloudforce One Admin|Manage Cloudforce One
-|-|Security Center Cloudforce One Read|See Cloudforce One
-|-|Trust and Safety|Use the trust and safety services
-|-|Turnstile|Manage Turnstile widgets
-|-|Turnstile Read|See Turnstile widgets
-|-|Vectorize Admin|Manage Vectorize indexes
vectorize_readonly|f15a31fae6c4433abbf43ad868aed734|Vectorize Read only|See Vectorize indexes
-|-|Waiting Room Admin|Manage waiting rooms
-|-|Waiting Room Read|See waiting rooms
-|bc5ec81e4beb40b9bd71493707ea4b80|Workers Admin|Manage Workers (older name)
-|-|Workers Platform Admin|Manage Workers, Pages, KV, R2 and what goes with them
-|-|Workers Platform (Read-only)|See Workers, Pages, KV, R2 and what goes with them
-|-|Connectivity Directory Read|See VPC services and tunnels
-|-|Connectivity Directory Bind|Bind Workers to VPC services, see tunnels
-|-|Connectivity Directory Admin|Manage VPC services
-|-|Zaraz Admin|Edit and publish Zaraz settings
-|-|Zaraz Edit|Edit Zaraz settings
-|-|Zaraz Read|See Zaraz settings
-|-|Zone Versioning (Account-Wide)|Manage zone versions of every domain
-|-|Zone Versioning Read (Account-Wide)|See zone versions of every domain
-|7ea222f6d5064cfa89ea366d7c1fee89|Access: Apps and Policies Read|See Access applications and policies
-|6a315a56f18441e59ed03352369ae956|Logs Read|See log jobs of the account
-|96163bd1b0784f62b3e44ed8c2ab1eb6|Logs Write|Manage log jobs of the account`,
	zone: `
-|44befc657c1d4ec3a257d67567b432df|Bot Management|Manage bot settings of a domain
cache_domain_purge|e713d034437c4c6d936daf981f29bf88|Cache Domain Purge|Purge the cache of a domain, see its settings
-|a5e5061418ea445fbba04aac57f359a8|Domain Administrator|Everything on a domain
domain_admin_readonly|98d2b0c4bd3b4a2c842fcd2a81273ee9|Domain Administrator Read Only|See everything on a domain
-|7276dc8e5e31412297b6075e614a67dd|Domain API Gateway|Manage API Shield of a domain
-|4757eb7bd807416ba3164efaae1d516e|Domain API Gateway Read|See API Shield of a domain
-|132c52e7e6654b999c183cfcbafd37d7|Domain DNS|Edit DNS settings of a domain
domain_page_shield|6d5a15bbb1c84d6e8d74ea65de18dfde|Domain Page Shield|Manage Page Shield of a domain
-|1b6236cae9ec4156aaae43758d7c01cb|Domain Page Shield Read|See Page Shield of a domain
-|799e2611cdbe47da8ec3a5c880f301cf|Domain Waiting Room Admin|Manage waiting rooms of a domain
-|2c9401002e4c48d4a1eb1240c5fc5ba7|Domain Waiting Room Read|See waiting rooms of a domain
-|d6543484f53d4612a8bb577439169f72|Zone Versioning|Manage versions of a zone
-|01a5d978c1f44ab78951b45354107a04|Zone Versioning Read|See versions of a zone
-|eb258a38ea634c86a0c89da6b27cb6b6|Access: Apps and Policies Read|See Access applications of a domain
-|82e64a83756745bbbb1c9c2701bf816b|DNS Read|See DNS records of a domain
-|6d7f2f5f5b1d4a0e9081fdc98d432fd1|Load Balancers Write|Manage load balancers of a domain
-|c4a30cd58c5d42619c86a3c36c441e2d|Logs Read|See log jobs of a domain
-|3e0b5820118e47f3922f7c989e673882|Logs Write|Manage log jobs of a domain
-|b415b70a4fd1412886f164451f20405c|Page Rules Read|See page rules of a domain
-|c8fed203ed3043cba015a93ad1616f1f|Zone Read|See a zone and its settings`,
	worker: `
-|-|Worker Admin|Everything on one Worker
-|-|Worker Edit (Versions & Deployments)|New versions and deployments of one Worker
-|-|Worker Read|See one Worker`,
	resource: `
-|-|Cloudflare Access App Admin|Everything on one Access application
-|-|Cloudflare Access Identity Provider Admin|Everything on one Access identity provider
-|-|Access for Infrastructure Target Admin|Everything on one Access infrastructure target`,
} as const;
