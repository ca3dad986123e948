/** The OAuth scopes of the real catalogue (contract 8, appendix C): id and name, by category. */
export const oauthScopeRows = {
	developer_platform: `
agent-memory.write Agent Memory Write
browser-rendering.read Browser Run Read
browser-rendering.write Browser Run Write
cf-agents.read CF Agents Read
cf-agents.write CF Agents Write
cloud-connector.read Cloud Connector Read
cloud-connector.write Cloud Connector Write
cloudchamber.read Cloudchamber Read
cloudchamber.write Cloudchamber Write
constellation.read Constellation Read
constellation.write Constellation Write
d1.read D1 Read
d1.write D1 Write
flagship.evaluate Flagship Evaluate
flagship.read Flagship Read
flagship.write Flagship Write
query-cache.read Hyperdrive Read
query-cache.write Hyperdrive Write
mcp-portals.read MCP Portals Read
mcp-portals.write MCP Portals Write
messaging.edit Messaging Edit
messaging.read Messaging Read
page.read Pages Read
page.write Pages Write
pipelines.read Pipelines Read
pipelines.send Pipelines Send
pipelines.write Pipelines Write
pubsub.read Pubsub Configuration Read
pubsub.write Pubsub Configuration Write
queues.read Queues Read
queues.write Queues Write
realtime.admin Realtime Admin
realtime.read Realtime Read
realtime.write Realtime
secrets-store.read Secrets Store Read
secrets-store.write Secrets Store Write
vectorize.read Vectorize Read
vectorize.write Vectorize Write
workers-ci.read Workers CI Read
workers-ci.write Workers CI Write
containers.read Workers Containers Read
containers.write Workers Containers Write
workers-scripts.edit Workers Editor
workers-kv-storage.read Workers KV Storage Read
workers-kv-storage.write Workers KV Storage Write
workers-observability.read Workers Observability Read
workers-observability-telemetry.write Workers Observability Telemetry Write
workers-observability.write Workers Observability Write
r2-catalog.read Workers R2 Data Catalog Read
r2-catalog.write Workers R2 Data Catalog Write
r2-catalog-sql.read Workers R2 SQL Read
workers-r2-bucket-item.read Workers R2 Storage Bucket Item Read
workers-r2-bucket-item.write Workers R2 Storage Bucket Item Write
workers-r2.read Workers R2 Storage Read
workers-r2.write Workers R2 Storage Write
workers-routes.read Workers Routes Read
workers-routes.write Workers Routes Write
workers-scripts.bind Workers Scripts Bind
workers-scripts.read Workers Scripts Read
workers-scripts.write Workers Scripts Write
workers-tail.read Workers Tail Read
`,
	ai_and_machine_learning: `
aiaudit.read AI Audit Read
aiaudit.write AI Audit Write
aig.read AI Gateway Read
aig.run AI Gateway Run
aig.write AI Gateway Write
ai-search.index AI Search Index Engine
ai-search.read AI Search Read
ai-search.run AI Search Run
ai-search.write AI Search Write
agw.read Agents Gateway Read
agw.run Agents Gateway Run
agw.write Agents Gateway Write
rag.read Auto Rag Read
rag.run Auto Rag Write Run Engine
rag.write Auto Rag Write
firewall-for-ai.read Firewall for AI Read
firewall-for-ai.write Firewall for AI Write
websearch.read Websearch Read
websearch.run Websearch Run
websearch.write Websearch Write
ai.read Workers AI Read
ai.write Workers AI Write
`,
	dns_and_zones: `
account-dns-settings.read Account DNS Settings Read
account-dns-settings.write Account DNS Settings Write
dns-firewall.read DNS Firewall Read
dns-firewall.write DNS Firewall Write
dns.read DNS Read
dns-view.read DNS View Read
dns-view.write DNS View Write
dns.write DNS Write
registrar-domains.admin Registrar Domains Admin
registrar-domains.read Registrar Domains Read
registrar-sandbox-domains.admin Registrar Sandbox Domains Admin
registrar-sandbox-domains.read Registrar Sandbox Domains Read
zone-custom-asset.read Zone Custom Asset Read
zone-custom-asset.write Zone Custom Asset Write
zone-dns-settings.read Zone DNS Settings Read
zone-dns-settings.write Zone DNS Settings Write
zone.read Zone Read
zone-settings.read Zone Settings Read
zone-settings.write Zone Settings Write
zone-versioning.read Zone Versioning Read
zone-versioning.write Zone Versioning Write
zone.write Zone Write
`,
	app_security: `
fraud-detection-pii.read Account Abuse Protection PII Read
account-firewall-access-rules.read Account Firewall Access Rules Read
account-firewall-access-rules.write Account Firewall Access Rules Write
account-security-center-insights.read Account Security Center Insights Read
account-security-center-insights.write Account Security Center Insights Write
account-waf.read Account WAF Read
account-waf.write Account WAF Write
request-tracer.read Allow Request Tracer Read
reports-application-security-report.read Application Security Reports Read
bot-management-feedback.read Bot Management Feedback Report Read
bot-management-feedback.write Bot Management Feedback Report Write
bot-management.read Bot Management Read
bot-management.write Bot Management Write
cloudforce-one.read Cloudforce One Read
cloudforce-one.write Cloudforce One Write
ddos-botnet-feed.read DDoS Botnet Feed Read
ddos-botnet-feed.write DDoS Botnet Feed Write
ddos-protection.read DDoS Protection Read
ddos-protection.write DDoS Protection Write
api-gateway.read Domain API Gateway Read
api-gateway.write Domain API Gateway
domain-page.shield Domain Page Shield
domain-page-shield.read Domain Page Shield Read
field-extractor.read Field Extractors Read
field-extractor.write Field Extractors Write
firewall-services.read Firewall Services Read
firewall-services.write Firewall Services Write
fraud-detection.read Fraud Detection Read
fraud-detection.write Fraud Detection Write
fraud-events.write Fraud Events Write
fraud-feedback.read Fraud Feedback Read
fraud-feedback.write Fraud Feedback Write
http-applications.read HTTP Applications Read
http-applications.write HTTP Applications Write
http-ddos-managed-ruleset.read HTTP DDoS Managed Ruleset Read
http-ddos-managed-ruleset.write HTTP DDoS Managed Ruleset Write
iot.read IOT Read
iot.write IOT Write
l4-ddos-managed-ruleset.read L4 DDoS Managed Ruleset Read
l4-ddos-managed-ruleset.write L4 DDoS Managed Ruleset Write
page-rules.read Page Rules Read
page-rules.write Page Rules Write
page.shield Page Shield
page-shield.read Page Shield Read
precursor.read Precursor Read
precursor.write Precursor Write
sanitize.read Sanitize Read
sanitize.write Sanitize Write
tag.read Tag Read
tag.write Tag Write
trust-and-safety.read Trust and Safety Read
trust-and-safety.write Trust and Safety Write
challenge-widgets.read Turnstile Sites Read
challenge-widgets.write Turnstile Sites Write
url-scanner.read URL Scanner Read
url-scanner.write URL Scanner Write
zaraz.edit Zaraz Edit
zaraz.read Zaraz Read
zaraz.write Zaraz Admin
zone-security-center-insights.read Zone Security Center Insights Read
zone-security-center-insights.write Zone Security Center Insights Write
zone-waf.read Zone WAF Read
zone-waf.write Zone WAF Write
`,
	rules_and_configuration: `
account-custom-error-rules.read Account Custom Error Rules Read
account-custom-error-rules.write Account Custom Error Rules Write
account-custom-pages.read Account Custom Pages Read
account-custom-pages.write Account Custom Pages Write
account-rule-lists.read Account Rule Lists Read
account-rule-lists.write Account Rule Lists Write
account-rulesets.read Account Rulesets Read
account-rulesets.write Account Rulesets Write
config-settings.read Config Settings Read
config-settings.write Config Settings Write
custom-errors.read Custom Errors Read
custom-errors.write Custom Errors Write
custom-pages.read Custom Pages Read
custom-pages.write Custom Pages Write
dynamic-redirect.read Dynamic URL Redirects Read
dynamic-redirect.write Dynamic URL Redirects Write
managed-headers.read Managed headers Read
managed-headers.write Managed headers Write
mass-url-redirects.read Mass URL Redirects Read
mass-url-redirects.write Mass URL Redirects Write
origin.read Origin Read
origin.write Origin Write
payments-gateway.read Payments Gateway Read
payments-gateway.write Payments Gateway Write
response-compression.read Response Compression Read
response-compression.write Response Compression Write
select-configuration.read Select Configuration Read
select-configuration.write Select Configuration Write
snippets.read Snippets Read
snippets.write Snippets Write
transform-rules.read Transform Rules Read
transform-rules.write Transform Rules Write
zone-transform-rules.read Zone Transform Rules Read
zone-transform-rules.write Zone Transform Rules Write
`,
	cloudflare_one_and_zero_trust: `
access-app.read Access: Apps Read
access-app.revoke Access: Apps Revoke
access-app.write Access: Apps Write
access.read Access: Apps and Policies Read
zone-access.read Access: Apps and Policies Read
access.revoke Access: Apps and Policies Revoke
zone-access.revoke Access: Apps and Policies Revoke
access.write Access: Apps and Policies Write
zone-access.write Access: Apps and Policies Write
access-audit-log.read Access: Audit Logs Read
access-custom-page.read Access: Custom Pages Read
access-custom-page.write Access: Custom Pages Write
access-device-posture.read Access: Device Posture Read
access-device-posture.write Access: Device Posture Write
access-group.read Access: Groups Read
access-group.write Access: Groups Write
access-idp.read Access: Identity Providers Read
access-idp.write Access: Identity Providers Write
access-key.read Access: Keys Read
access-key.write Access: Keys Write
access-certificate.read Access: Mutual TLS Certificates Read
access-certificate.write Access: Mutual TLS Certificates Write
access-org.read Access: Organizations Read
access-org.revoke Access: Organizations Revoke
access-org.write Access: Organizations Write
access-acct.read Access: Organizations, Identity Providers, and Groups Read
access-acct.revoke Access: Organizations, Identity Providers, and Groups Revoke
access-acct.write Access: Organizations, Identity Providers, and Groups Write
access-policy.read Access: Policies Read
access-policy.write Access: Policies Write
access-policy-test.read Access: Policy Test Read
access-policy-test.write Access: Policy Test Write
access-population.read Access: Population Read
access-population.write Access: Population Write
access-saml-certificate.read Access: SAML Certificates Read
access-saml-certificate.write Access: SAML Certificates Write
access-scim-log.read Access: SCIM Logs Read
access-ssh-auditing.read Access: SSH Auditing Read
access-ssh-auditing.write Access: SSH Auditing Write
access-service-token.read Access: Service Tokens Read
access-service-token.write Access: Service Tokens Write
access-tag.read Access: Tags Read
access-tag.write Access: Tags Write
access-users.read Access: Users Read
access-users.write Access: Users Write
casb.read CASB Read
casb.write CASB Write
teams-cds-compute-account.read Cloudflare CDS Compute Account Read
teams-cds-compute-account.write Cloudflare CDS Compute Account Write
teams-dex.read Cloudflare DEX Read
teams-dex.write Cloudflare DEX Write
teams-connector-cloudflared.monitoring Cloudflare One Connector Monitoring: cloudflared
teams-connector-warp.read Cloudflare One Connector: WARP Read
teams-connector-warp.write Cloudflare One Connector: WARP Write
teams-connector-cloudflared.read Cloudflare One Connector: cloudflared Read
teams-connector-cloudflared.write Cloudflare One Connector: cloudflared Write
teams-connectors.read Cloudflare One Connectors Read
teams-connectors.write Cloudflare One Connectors Write
teams-networks.read Cloudflare One Networks Read
teams-networks.write Cloudflare One Networks Write
argotunnel.read Cloudflare Tunnel Read
argotunnel.write Cloudflare Tunnel Write
teams-secure.location Cloudflare Zero Trust Secure DNS Locations Write
dls.read DLS: Read
dls.write DLS: Write
teams.read Zero Trust Read
teams.report Zero Trust Report
teams-resilience.read Zero Trust Resilience Read
teams-resilience.write Zero Trust Resilience Write
teams.write Zero Trust Write
teams-pii.read Zero Trust: PII Read
access-seats.write Zero Trust: Seats Write
`,
	analytics_and_logs: `
account-analytics.read Account Analytics Read
analytics.read Analytics Read
intel.read Intel Read
intel.write Intel Write
account-logs.read Logs Read
account-logs.write Logs Write
logs.read Logs Read
logs.write Logs Write
radar.read Radar Read
`,
	network_services: `
account-waiting-rooms.read Account Waiting Rooms Read
address-maps.read Address Maps Read
address-maps.write Address Maps Write
chinanetwork-steering.read China Network Steering Read
chinanetwork-steering.write China Network Steering Write
connectivity-directory.admin Connectivity Directory Admin
connectivity-directory.bind Connectivity Directory Bind
connectivity-directory.read Connectivity Directory Read
healthcheck.read Health Checks Read
healthcheck.write Health Checks Write
ip-prefix-bgp-on-demand.read IP Prefixes: BGP On Demand Read
ip-prefix-bgp-on-demand.write IP Prefixes: BGP On Demand Write
ip-prefix.read IP Prefixes: Read
ip-prefix.write IP Prefixes: Write
load-balancers-account.read Load Balancers Account Read
load-balancers-account.write Load Balancers Account Write
load-balancers.read Load Balancers Read
load-balancers.write Load Balancers Write
load-balancing-monitors-and-pools.read Load Balancing: Monitors and Pools Read
load-balancing-monitors-and-pools.write Load Balancing: Monitors and Pools Write
pcaps-api.read Magic Firewall Packet Captures - Read PCAPs API
pcaps-api.write Magic Firewall Packet Captures - Write PCAPs API
magic-firewall.read Magic Firewall Read
magic-firewall.write Magic Firewall Write
fbm.admin Magic Network Monitoring Admin
fbm.read Magic Network Monitoring Config Read
fbm.write Magic Network Monitoring Config Write
magic-transit.read Magic Transit Read
magic-transit.write Magic Transit Write
magic-wan.read Magic WAN Read
magic-wan.write Magic WAN Write
waiting-rooms.read Waiting Rooms Read
waiting-rooms.write Waiting Rooms Write
web3-hostnames.read Web3 Hostnames Read
web3-hostnames.write Web3 Hostnames Write
`,
	media: `
calls.read Calls Read
calls.write Calls Write
images.read Images Read
images.write Images Write
moq.read MoQ Read
moq.write MoQ Write
stream.read Stream Read
stream.write Stream Write
`,
	email_and_messaging: `
cloud-email-security.read Cloud Email Security: Read
cloud-email-security.write Cloud Email Security: Write
email-routing-account-rule.read Email Routing Account Rules Read
email-routing-address.read Email Routing Addresses Read
email-routing-address.write Email Routing Addresses Write
email-routing-rule.read Email Routing Rules Read
email-routing-rule.write Email Routing Rules Write
email-routing-suppression.read Email Routing Suppressions Read
email-routing-suppression.write Email Routing Suppressions Write
email-security-dmarcreports.read Email Security DMARC Reports Read
email-security-dmarcreports.write Email Security DMARC Reports Write
email-sending.read Email Sending Read
email-sending.write Email Sending Write
`,
	cache_and_performance: `
account-ssl-and-certificates.read Account: SSL and Certificates Read
account-ssl-and-certificates.write Account: SSL and Certificates Write
cache.purge Cache Purge
cache-settings.read Cache Settings Read
cache-settings.write Cache Settings Write
account-disable-esc.read Disable ESC Read
account-disable-esc.write Disable ESC Write
zone-disable-esc.read Disable ESC Read
zone-disable-esc.write Disable ESC Write
ssl-and-certificates.read SSL and Certificates Read
ssl-and-certificates.write SSL and Certificates Write
`,
	account_and_billing: `
account-api-gateway.read Account API Gateway Read
account-api-gateway.write Account API Gateway
account-custom-asset.read Account Custom Asset Read
account-custom-asset.write Account Custom Asset Write
account-settings.read Account Settings Read
account-settings.write Account Settings Write
apps.write Apps Write
integration.write Integration Write
memberships.read Memberships Read
memberships.write Memberships Write
notifications.read Notifications Read
notifications.write Notifications Write
scim-provisioning.write SCIM Provisioning
user-details.read User Details Read
user-details.write User Details Write
`,
	other: `
artifacts.read Artifacts Read
artifacts.write Artifacts Write
resource-library.read Resource Library Read
resource-library.write Resource Library Write
resource-sharing.read Resource Sharing Read
`,
} as const;
