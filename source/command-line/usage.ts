/** What `--help` says. */
import type {CommandName} from './invocation.ts';

export const usage = `cfiam: browse and change Cloudflare IAM from the keyboard

  cfiam                        open; signs in first if there is no credential
  cfiam AREA [NAME-OR-ID]      open there: cfiam user-groups platform-dns
  cfiam --demo [DATASET]       open on the built-in demo account: no network, no token
  cfiam login                  sign in and store the token; cfiam login --help
  cfiam logout                 remove the stored token; cfiam logout --help
  cfiam whoami                 whose token is used, and where it comes from; cfiam whoami --help
  cfiam journal                every write of a profile, --json for scripts; cfiam journal --help
  cfiam cache clear            remove the lists that are kept for the next start; cfiam cache --help
  cfiam emulator               serve the demo account on loopback for other clients

Options
  --profile NAME   whose credential, account and settings; the configuration names the usual one
  --account ID     the account to open, when the credential sees several
  --read-only      no request that writes leaves the program
  --no-color       as NO_COLOR: bold, dim and reverse only
  --no-scroll-region, --no-sync    for terminals that move rows wrongly, or show half a frame;
                   ctrl-l draws the screen anew
  --version, --help

Datasets of the demo and the emulator
  small (unless given), large (25,000 members), empty, hostile (texts that mean harm)

Options of cfiam emulator
  --port N         0 (a free one) unless given
  --dataset NAME   one of those above
  --latency MS     wait before each answer
  --seed N         other data, the same for the same number

Areas
  user-groups  members  permission-groups  resource-groups
  sso-connectors  oauth-clients  oauth-scopes  zones  roles

Environment: stronger than what is stored
  CLOUDFLARE_API_TOKEN                      an API token, or
  CLOUDFLARE_EMAIL, CLOUDFLARE_API_KEY      an address with its global API key
  CLOUDFLARE_ACCOUNT_ID                     the account to open
  CLOUDFLARE_BASE_URL                       another server: https, or http on loopback
  NO_COLOR, XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME

Configuration: $XDG_CONFIG_HOME/cfiam/config.json (profiles, keys, readOnly, account,
  noColor, dnsCheck, cache, reserve)
Exit codes: 0 fine, 1 failure, 2 wrong use. Inside the program ? lists all keys, f1 where you type.
`;

const usages: Readonly<Record<CommandName, string>> = {
	login: `cfiam login: sign in once and store the token for the next starts

  cfiam login                               asks for the token; what you type is not shown
  printf %s "$TOKEN" | cfiam login          takes it from standard input
  cfiam login --email ADDRESS               with a Global API key instead of a token

Options
  --profile NAME   sign in for this profile; the usual one otherwise
  --account ID     the account to open; needed where there is nobody to ask
  --store STORE    keychain          the desktop keyring; macOS Keychain, Windows Credential Manager
                   kernel-keyring    Linux memory: until reboot, or 3 days without use
                   passphrase-file   an encrypted file; asks for its passphrase at each start
                   Unless given: the store of the profile, else keychain. Over SSH there is often no
                   desktop keyring: take passphrase-file, or "keyctl session -" and kernel-keyring.
  --read-only      no request that writes leaves the program under this profile, from now on
  --unlock         a locked keyring may open its unlock window on the desktop

The token is verified with Cloudflare before it is stored, and it is never stored in plain text.
Where the store fails nothing is stored, and cfiam says what else there is.
Exit codes: 0 stored, 1 not stored, 2 wrong use, 130 stopped with ctrl-c.
`,
	logout: `cfiam logout: remove the stored token of a profile from this machine

Options
  --profile NAME   of this profile; the usual one otherwise
  --unlock         a locked keyring may open its unlock window on the desktop
  --forget         remove the settings of the profile as well: it is gone from the configuration

The token itself stays valid: delete or roll it in the dashboard to end it.
Exit codes: 0 nothing is stored any more, 1 it could not be removed or there is no such profile,
2 wrong use.
`,
	whoami: `cfiam whoami: whose token is used, and where it comes from

Options
  --profile NAME   of this profile; the usual one otherwise
  --json           one object: profile, account {id, name}, source, kind, status, expiresOn, email,
                   baseUrl; null where nothing is known
                   source: CLOUDFLARE_API_TOKEN, CLOUDFLARE_API_KEY, keychain, kernel-keyring,
                   passphrase-file; kind: user-token, account-token, global-key, or token where
                   it is not known whether it is of a user or an account
  --unlock         a locked keyring may open its unlock window on the desktop

Exit codes: 0 the credential works, 1 it does not or there is none, 2 wrong use.
`,
	journal: `cfiam journal: every write that was made with a profile on this machine, the oldest first

Options
  --profile NAME   of this profile; the usual one otherwise
  --account ID     in this account alone
  --json           one object a line: id, time, account, who {credential, tokenId, email, user, host},
                   what, changes, origin (new, undo, redo), request {method, path, body}, before,
                   outcome {time, result, status, rayId, retries, error, after}; without outcome
                   nothing was heard of it any more. result: done, in part, failed, unknown, or not sent
                   (called off or locked right before); what a stopped run never came to is not in it

Writes with a token of the environment, and those to another server (CLOUDFLARE_BASE_URL or the
profile's), have journals of their own. There are no secrets in it.
Exit codes: 0 fine, 1 it could not be read, 2 wrong use.
`,
	cache: `cfiam cache clear: remove the lists that are kept on this machine for the next start

Options
  --profile NAME   of this profile; of every profile otherwise

Lists of an account are kept so that the next start shows them at once, with their age, and reads
them again. They are encrypted with the credential, and without a stored one they are not kept,
unless the configuration says "cache": "plain"; "cache": "off" keeps none.
Signing out removes those of the profile, too. A cfiam that is open writes its own again.
Exit codes: 0 none is kept any more, 1 one could not be removed, 2 wrong use.
`,
};

/** The help of one command. */
export function commandUsage(command: CommandName): string {
	return usages[command];
}
